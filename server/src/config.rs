//! Flags and environment variables, in one place. The comments here are the help text.

mod refused;
mod values;

pub use refused::arguments;

use crate::domain::day::Day;
use crate::domain::rules::Lang;
use crate::domain::unit::UnitCode;
use crate::ingest::Absent;
use crate::store::{Reason, Role};
use clap::{Args, Parser, Subcommand, ValueEnum};
use ipnet::IpNet;
use jiff::Timestamp;
use std::fmt;
use std::net::SocketAddr;
use std::ops::Deref;
use std::path::PathBuf;
use values::{code, day, filter, metres, network, pace, public_url, sliver};

/// A province's live COVID-19 risk map under Decision 2686/QĐ-BCĐQG.
///
/// Communes report new F0 each day; every commune, district and province is rated at one of four levels; each change is
/// streamed to open maps within a second.
#[derive(Parser, Debug)]
#[command(version, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// What is logged on standard error: error, warn, info, debug or trace, also by part, as in `info,vungxanh::http=debug`.
    /// For people where that is a terminal, a line of JSON each where it is not
    #[arg(long, global = true, value_name = "FILTER", default_value = "info", env = "VUNGXANH_LOG", value_parser = filter)]
    pub log: String,
}

/// The subcommands.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Serve the map and take reports
    ///
    /// Prints the address it listens on, on standard output, when ready; stops cleanly on SIGTERM or Ctrl-C.
    Serve(Serve),
    /// Show a replayed season on a simulated clock, with a throw-away database
    ///
    /// Ninh Thuận from 1 July 2021: the province's daily totals are real, their split over communes is invented.
    Demo(DemoArgs),
    /// Send a file of reports to a server
    ///
    /// All rows are stored or none. Prints what was stored and what moved, by name; where the file is refused, every
    /// reason. In Vietnamese if `LC_ALL`, `LC_MESSAGES` or `LANG` says so (vi_VN.UTF-8).
    Import(Import),
    /// Look after flags: what no count tells and an officer sets, with dates and a document
    #[command(subcommand)]
    Flags(Flags),
    /// Copy a database to a new file, while a server may be using it
    ///
    /// The copy is whole and proved before it gets its name: readable throughout, nothing missing, the change log without
    /// gaps, its newest entries those of the database. Nothing is overwritten. Exits with 1 where there is no good copy.
    Backup(Backup),
    /// Make a database of a backup
    ///
    /// Only where there is no database and no server waits for one: move the old one aside first, with its -wal and -shm.
    /// The backup is proved as when it was made. Exits with 1 where nothing was restored.
    Restore(Restore),
    /// Move a province to another database: from a file to PostgreSQL, or back
    ///
    /// Everything or nothing, to where nothing is yet, and only kept where both give the same hashes. Stop the servers
    /// first. The database that is moved stays as it is. Exits with 1 where nothing was moved.
    Migrate(Migrate),
    /// Rate a file of reports without server or database
    ///
    /// Prints every unit's level on a day with the criteria that fired.
    Classify(Classify),
    /// Print the rule set that is built in, Decision 2686, as a file
    ///
    /// To read, or to change and judge by instead with `--ruleset`, alone or in a timeline; docs/rulesets.md says how.
    Rules,
    /// Look after a province's folder of units, borders and polygons
    #[command(subcommand)]
    Geodata(Geodata),
    /// Make tokens for those who may post
    #[command(subcommand)]
    Token(Token),
}

/// Which province and which rules.
#[derive(Args, Debug)]
pub struct Ground {
    /// Folder of a province: units.csv, adjacency.csv, communes.geojson or schematic.geojson, and around.csv for the names of its neighbours. Default: Ninh Thuận, built in
    #[arg(long, value_name = "DIR", env = GEODATA)]
    pub geodata: Option<PathBuf>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its fields are documented")]
    pub rules: Rules,
}

const GEODATA: &str = "VUNGXANH_GEODATA";

/// Which provinces and which rules.
#[derive(Args, Debug)]
pub struct Grounds {
    /// Folder of a province: units.csv, adjacency.csv, communes.geojson or schematic.geojson, and around.csv for the names of its neighbours. Several times (in the variable with commas) for several provinces: the first is at /, each other one at /provinces/CODE. Default: Ninh Thuận, built in
    #[arg(long, value_name = "DIR", env = GEODATA, value_delimiter = ',')]
    pub geodata: Vec<PathBuf>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its fields are documented")]
    pub rules: Rules,
}

/// Which rules.
#[derive(Args, Debug)]
pub struct Rules {
    /// Rule-set file. Default: Decision 2686, built in
    #[arg(long, value_name = "FILE", env = "VUNGXANH_RULESET")]
    pub ruleset: Option<PathBuf>,
    /// Timeline file: which rule set judges from which day on; in place of one rule set. See docs/rulesets.md
    #[arg(long, value_name = "FILE", env = "VUNGXANH_TIMELINE", conflicts_with = "ruleset")]
    pub timeline: Option<PathBuf>,
}

const DATABASE: &str = "VUNGXANH_DATABASE";

/// The address of a database: `sqlite://FILE`, or `postgres://USER@HOST/DATABASE`.
#[derive(Clone)]
pub struct Database(String);

impl From<String> for Database {
    fn from(address: String) -> Self {
        Self(address)
    }
}

impl Deref for Database {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold a password: it is not to be found in any log.
        f.debug_struct("Database").finish_non_exhaustive()
    }
}

/// How many may watch, and how long who does not read is kept.
#[derive(Args, Debug)]
pub struct Viewers {
    /// Viewers at most. Default: as many as the process may have files open, less 512 for everything else
    #[arg(long, value_name = "NUMBER", env = "VUNGXANH_VIEWERS", value_parser = clap::value_parser!(u32).range(1..))]
    pub viewers: Option<u32>,
    /// Viewers at most from one address; of IPv6, from one network of 64 bits
    #[arg(long, value_name = "NUMBER", default_value = "1000", env = "VUNGXANH_VIEWERS_PER_ADDRESS", value_parser = clap::value_parser!(u32).range(1..))]
    pub viewers_per_address: u32,
    /// Address or network of a proxy, several with commas: its X-Forwarded-For and X-Forwarded-Proto are believed. Default: none
    #[arg(long, value_name = "NETWORK", value_delimiter = ',', env = "VUNGXANH_PROXY", value_parser = network)]
    pub proxy: Vec<IpNet>,
    /// Seconds after which a viewer who takes nothing of what is sent is let go
    #[arg(long, value_name = "SECONDS", default_value = "30", env = "VUNGXANH_STALL_TIMEOUT", value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub stall_timeout: u64,
}

/// Arguments of `serve`.
#[derive(Args, Debug)]
pub struct Serve {
    /// Address to listen on; port 0 picks a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8686", env = "VUNGXANH_LISTEN")]
    pub listen: SocketAddr,
    /// Address for /metrics alone, which then is not on the other; for servers that listen to the world. Default: none
    #[arg(long, value_name = "ADDRESS", env = "VUNGXANH_METRICS_LISTEN")]
    pub metrics_listen: Option<SocketAddr>,
    /// Database: `sqlite://FILE`, made where there is none, or `postgres://USER@HOST/DATABASE`, for any number of servers; a password is better given by the environment, where other users do not see it
    #[arg(long, value_name = "URL", default_value = "sqlite://vungxanh.db", env = DATABASE, hide_env_values = true)]
    pub database: Database,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its fields are documented")]
    pub grounds: Grounds,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its fields are documented")]
    pub viewers: Viewers,
    /// Address by which readers reach this server, as `https://bando.example.vn`, for links that leave it, as in the feed of corrections. Default: the one that each reader asks for
    #[arg(long, value_name = "URL", env = "VUNGXANH_PUBLIC_URL", value_parser = public_url)]
    pub public_url: Option<String>,
    /// Start a simulated clock here (RFC 3339) instead of using the machine's; never before what is stored
    #[arg(long, value_name = "INSTANT", env = "VUNGXANH_CLOCK_START")]
    pub clock_start: Option<Timestamp>,
}

/// Arguments of `demo`.
#[derive(Args, Debug)]
pub struct DemoArgs {
    /// Address to listen on; port 0 picks a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8686", env = "VUNGXANH_LISTEN")]
    pub listen: SocketAddr,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its fields are documented")]
    pub viewers: Viewers,
    /// Real seconds that a day takes, 0.5 to 3600
    #[arg(long, value_name = "SECONDS", default_value = "4", env = "VUNGXANH_SECONDS_PER_DAY", value_parser = pace)]
    pub seconds_per_day: f64,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its fields are documented")]
    pub ground: Ground,
}

/// Arguments of `import`.
#[derive(Args, Debug)]
pub struct Import {
    /// File of reports: CSV in UTF-8, XLSX or JSON
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its fields are documented")]
    pub to: To,
    /// What the file says of communes it leaves out
    #[arg(long, value_enum, default_value = "missing")]
    pub absent: Absent,
    /// Why the file corrects what was reported
    #[arg(long, value_enum, value_name = "REASON")]
    pub reason: Option<Reason>,
    /// More on the reason; it is public and names no person
    #[arg(long, value_name = "TEXT", requires = "reason", allow_hyphen_values = true)]
    pub explanation: Option<String>,
}

/// To which server a file is sent, and how.
#[derive(Args)]
pub struct To {
    /// Address of the server
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8686", env = "VUNGXANH_SERVER", value_parser = public_url)]
    pub server: String,
    /// A token: a reporter's for reports, an officer's for flags; better given by the environment, where other users do not see it
    #[arg(long, value_name = "TOKEN", env = "VUNGXANH_TOKEN", hide_env_values = true)]
    pub token: String,
    /// Store nothing; print what would be stored and what would move
    #[arg(long)]
    pub dry_run: bool,
}

impl fmt::Debug for To {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The token is a secret: it is not to be found in any log.
        f.debug_struct("To").field("server", &self.server).finish_non_exhaustive()
    }
}

/// The language of whoever sits at the terminal: the first of the variables that is set decides, as everywhere.
pub fn spoken() -> Lang {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| std::env::var(name).ok());
    let locale = set.into_iter().find(|locale| !locale.is_empty()).unwrap_or_default();
    locale.get(..2).and_then(Lang::parse).unwrap_or(Lang::En)
}

/// What can be done with flags.
#[derive(Subcommand, Debug)]
pub enum Flags {
    /// Send a file of flags to a server
    ///
    /// All rows are stored or none; an officer's token is needed. Prints what was stored and what moved, by name; where the
    /// file is refused, every reason. In Vietnamese if `LC_ALL`, `LC_MESSAGES` or `LANG` says so (vi_VN.UTF-8).
    Import {
        /// File of flags (unit, flag, from, to, document): CSV in UTF-8, XLSX or JSON
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        #[expect(missing_docs, reason = "its fields are documented")]
        to: To,
    },
}

/// Arguments of `backup`.
#[derive(Args, Debug)]
pub struct Backup {
    /// The new file
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Database to copy
    #[arg(long, value_name = "URL", default_value = "sqlite://vungxanh.db", env = DATABASE, hide_env_values = true)]
    pub database: Database,
}

/// Arguments of `restore`.
#[derive(Args, Debug)]
pub struct Restore {
    /// The backup; it stays as it is
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Database to make
    #[arg(long, value_name = "URL", default_value = "sqlite://vungxanh.db", env = DATABASE, hide_env_values = true)]
    pub database: Database,
}

/// Arguments of `migrate`.
#[derive(Args, Debug)]
pub struct Migrate {
    /// Database to move, `sqlite://FILE` or `postgres://USER@HOST/DATABASE`
    #[arg(long, value_name = "URL")]
    pub from: Database,
    /// Database to move to, in which nothing is yet
    #[arg(long, value_name = "URL", env = DATABASE, hide_env_values = true)]
    pub to: Database,
}

/// Arguments of `classify`.
#[derive(Args, Debug)]
pub struct Classify {
    #[command(flatten)]
    #[expect(missing_docs, reason = "its fields are documented")]
    pub ground: Ground,
    /// File of reports: CSV in UTF-8, XLSX or JSON
    #[arg(long, value_name = "FILE")]
    pub reports: PathBuf,
    /// File of flags that officers set (unit, flag, from, to, document): CSV in UTF-8, XLSX or JSON
    #[arg(long, value_name = "FILE")]
    pub flags: Option<PathBuf>,
    /// The day to rate, YYYY-MM-DD
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub day: Day,
    /// How to print the levels
    #[arg(long, value_enum, default_value = "json")]
    pub format: Format,
    /// Print why, too: every criterion with its figures and days, and when each level could fall. JSON only
    #[arg(long, conflicts_with_all = ["format"])]
    pub explain: bool,
}

/// Forms in which levels are printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Format {
    /// One JSON document
    Json,
    /// A header and a line for each unit
    Csv,
    /// Columns for reading
    Table,
}

/// What can be done with a province's folder.
#[derive(Subcommand, Debug)]
pub enum Geodata {
    /// Check that units, borders and polygons agree; exit with 1 where they do not
    Check {
        /// The folder
        #[arg(value_name = "DIR")]
        dir: PathBuf,
    },
    /// Make a province's folder of other people's boundaries; exit with 1 and write nothing unless every commune is matched
    ///
    /// Takes the province out of the file, finds each feature's unit by code or name, repairs the polygons, measures
    /// areas, label points and common borders, and simplifies. Prints what was done, and what was left as it is.
    Import(GeodataImport),
}

/// Arguments of `geodata import`.
#[derive(Args, Debug)]
pub struct GeodataImport {
    /// GeoJSON or TopoJSON of communes, in WGS 84 degrees; it may hold more than the province
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The province's name, as "Ninh Thuận", or its code
    #[arg(long, value_name = "NAME")]
    pub province: String,
    /// The folder to write; it must not be there yet, or be empty
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// List of the province's units, in the columns of units.csv. Default: Ninh Thuận, built in
    #[arg(long, value_name = "FILE")]
    pub units: Option<PathBuf>,
    /// How far a simplified border may lie from the file's, 0 to 1000; 0 keeps every corner
    #[arg(long, value_name = "METRES", default_value = "2", value_parser = metres)]
    pub tolerance: f64,
    /// Parts and holes of a commune below this size are dropped, 0 to 1000000
    #[arg(long, value_name = "SQUARE_METRES", default_value = "1000", value_parser = sliver)]
    pub sliver: f64,
}

/// What can be done with tokens.
#[derive(Subcommand, Debug)]
pub enum Token {
    /// Make a token and print it, this once; the database keeps only its hash
    New {
        /// What it allows
        #[arg(long, value_enum)]
        role: Role,
        /// Code of the province for which it allows it, as 58. Default: every province in the database
        #[arg(long, value_name = "CODE", value_parser = code)]
        province: Option<UnitCode>,
        /// Database: `sqlite://FILE`, made where there is none, or `postgres://USER@HOST/DATABASE`
        #[arg(long, value_name = "URL", default_value = "sqlite://vungxanh.db", env = DATABASE, hide_env_values = true)]
        database: Database,
    },
}
