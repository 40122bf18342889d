//! A PostgreSQL of the machine's own, thrown away after use: a cluster in a temporary folder, reached by a
//! socket there and by no port. Only what the machine has installed is run, and never as root. It ends with
//! the process that started it, however that ends.

use std::io::Write;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Waits for the end of its input, which is the end of whoever started the cluster, and clears up.
const KEEPER: &str = "read -r _; \"$1/pg_ctl\" stop -w -m immediate -D \"$2/data\"; rm -rf \"$2\"";

/// A cluster that runs until it is dropped, or its process is no more.
pub(crate) struct Postgres {
    programs: PathBuf,
    folder: PathBuf,
    /// The user and group that it runs as, where that is not who measures.
    owner: Option<(u32, u32)>,
    settings: String,
    keeper: Option<Child>,
}

impl Postgres {
    /// Starts one with settings (`-c NAME=VALUE …`), or says why that cannot be. Nothing is kept, so nothing
    /// waits for a disk.
    pub(crate) fn start(settings: &str) -> Result<Self, String> {
        let programs = programs().ok_or("PostgreSQL is not installed (apt install postgresql)")?;
        let is_root = std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0);
        let owner = if is_root { Some(user().ok_or("there is no user postgres to run it as")?) } else { None };
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?.keep();
        if let Some((user, group)) = owner {
            chown(&folder, Some(user), Some(group)).map_err(|error| error.to_string())?;
        }
        let always = "-c listen_addresses= -c fsync=off -c full_page_writes=off";
        let settings = format!("{always} -c unix_socket_directories={} {settings}", folder.display());
        let settings = settings.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut cluster = Self { programs, folder, owner, settings, keeper: None };
        let mut keeper = cluster.command("/bin/sh");
        keeper.args(["-c", KEEPER, "keeper"]).arg(&cluster.programs).arg(&cluster.folder);
        let keeper = keeper.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0).spawn();
        cluster.keeper = Some(keeper.map_err(|error| format!("sh: {error}"))?);
        let initdb = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync", "-D"];
        let data = cluster.data();
        cluster.run("initdb", |command| command.args(initdb).arg(&data))?;
        cluster.begin()?;
        Ok(cluster)
    }

    /// Starts it again after [`Postgres::stop`].
    pub(crate) fn begin(&self) -> Result<(), String> {
        let log = self.folder.join("log");
        self.run("pg_ctl", |command| {
            command.args(["start", "-w", "-o", &self.settings, "-l"]).arg(&log).arg("-D").arg(self.data())
        })
    }

    /// Stops it as a power cut would.
    pub(crate) fn stop(&self) -> Result<(), String> {
        self.run("pg_ctl", |command| command.args(["stop", "-w", "-m", "immediate", "-D"]).arg(self.data()))
    }

    /// Its folder, which it can read and write.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The address of one of its databases.
    pub(crate) fn url(&self, database: &str) -> String {
        format!("postgres://postgres@localhost/{database}?host={}", self.folder.display())
    }

    /// Runs statements in a database, the variables of which are given; they must succeed. What they print
    /// comes back.
    pub(crate) fn sql(&self, database: &str, statements: &str, variables: &[(&str, String)]) -> String {
        let mut psql = self.command("psql");
        psql.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-d", database, "-h"]);
        psql.arg(self.folder()).args(variables.iter().map(|(name, value)| format!("--set={name}={value}")));
        psql.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut running = psql.spawn().expect("psql runs");
        let mut input = running.stdin.take().expect("its input is piped");
        input.write_all(statements.as_bytes()).expect("it reads");
        drop(input);
        let ran = running.wait_with_output().expect("it ends");
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        String::from_utf8(ran.stdout).expect("it prints text")
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.programs.join(program));
        command.current_dir("/").env("TMPDIR", &self.folder);
        if let Some((user, group)) = self.owner {
            command.uid(user).gid(group);
        }
        command
    }

    /// Its output goes nowhere: the server would keep a pipe open.
    fn run(&self, program: &str, with: impl FnOnce(&mut Command) -> &mut Command) -> Result<(), String> {
        let mut command = self.command(program);
        let ran = with(&mut command).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
        match ran {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(format!("{program}: {status}")),
            Err(error) => Err(format!("{program}: {error}")),
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Some(mut keeper) = self.keeper.take() {
            drop(keeper.stdin.take());
            // It has been told; whether it could clear up is not for a drop to say.
            let _ = keeper.wait();
        }
    }
}

/// The folder of the programs: that of the `initdb` in the path, or of Debian's newest release.
fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let in_path = std::env::split_paths(&path).map(|folder| folder.join("initdb")).find(|initdb| initdb.is_file());
    if let Some(initdb) = in_path {
        return Some(initdb.canonicalize().ok()?.parent()?.to_owned());
    }
    let releases = std::fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
    let number = |release: &Path| release.file_name()?.to_str()?.parse::<u32>().ok();
    let newest =
        releases.map(|entry| entry.path()).filter(|it| it.join("bin/initdb").is_file()).max_by_key(|it| number(it))?;
    Some(newest.join("bin"))
}

/// The user and group of `postgres`.
fn user() -> Option<(u32, u32)> {
    let users = std::fs::read_to_string("/etc/passwd").ok()?;
    let fields =
        users.lines().map(|line| line.split(':').collect::<Vec<_>>()).find(|fields| fields[0] == "postgres")?;
    Some((fields.get(2)?.parse().ok()?, fields.get(3)?.parse().ok()?))
}
