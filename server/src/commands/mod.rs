//! One file per subcommand: each puts the parts together and prints.

mod backup;
mod classify;
mod demo;
mod geodata;
mod import;
mod migrate;
mod rules;
mod sending;
mod serve;
mod token;

use crate::atlas::{Atlas, AtlasFaults, ImportFaults};
use crate::config::{Cli, Command, Rules, spoken};
use crate::domain::rules::Lang;
use crate::domain::rules::timeline::Timeline;
use crate::domain::unit::UnitCode;
use crate::ingest::LogError;
use crate::rulebook::{self, RulebookError};
use crate::store::{BackupError, MigrateError, StoreError};
use crate::wire::RejectedRows;
use std::fmt::Display;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use thiserror::Error;

/// Why a command ended without doing its work.
#[derive(Debug, Error)]
#[expect(missing_docs, reason = "each says itself what it is")]
pub enum CommandError {
    #[error("{0}")]
    Atlas(#[from] AtlasFaults),
    #[error("{0}")]
    Boundaries(#[from] ImportFaults),
    #[error("{0}")]
    Rulebook(#[from] RulebookError),
    #[error("{0}")]
    Store(#[from] StoreError),
    #[error("{0}")]
    Log(#[from] LogError),
    #[error("{0}")]
    Backup(#[from] BackupError),
    #[error("{0}")]
    Migrate(#[from] MigrateError),
    #[error("{0}")]
    Season(#[from] crate::demo::SeasonError),
    #[error("cannot listen on {0}: {1}")]
    Listen(std::net::SocketAddr, io::Error),
    #[error("{path}: {reason}", path = .0.display(), reason = unread(.1))]
    File(PathBuf, io::Error),
    #[error("{0}")]
    Io(#[from] io::Error),
    #[error("{path}: {reasons}", path = .0.display(), reasons = .1)]
    Rejected(PathBuf, String),
    #[error("unit {0} ({1}) is in two of the provinces")]
    Twice(UnitCode, String),
    #[error("{0}")]
    Server(String),
    #[error("{0}")]
    Told(String),
}

impl CommandError {
    /// As a line for a terminal, of one language: what an office may meet is told in that of the terminal, what only
    /// those meet who run a server in English.
    pub fn line(&self) -> String {
        let lang = match self {
            Self::Store(StoreError::NoFolder(file, folder)) if spoken() == Lang::Vi => {
                let (file, folder) = (file.display(), folder.display());
                let right = "tạo thư mục đó, hoặc chỉ tệp khác bằng --database sqlite://TỆP";
                return format!("lỗi: cơ sở dữ liệu {file}: không có thư mục {folder}; {right}");
            }
            Self::File(..) | Self::Rejected(..) | Self::Told(_) => spoken(),
            _ => Lang::En,
        };
        format!("{}: {self}", lang.of("lỗi", "error"))
    }
}

/// Why a file cannot be read.
fn unread(error: &io::Error) -> String {
    let vi = match error.kind() {
        io::ErrorKind::NotFound => "không có tệp này",
        io::ErrorKind::PermissionDenied => "không được phép đọc tệp này",
        io::ErrorKind::IsADirectory => "đây là thư mục, không phải tệp",
        _ => "không đọc được tệp này",
    };
    spoken().of(vi.to_owned(), error.to_string())
}

/// Does what the command line says.
pub async fn run(cli: Cli) -> Result<(), CommandError> {
    match cli.command {
        Command::Serve(args) => serve::run(args).await,
        Command::Demo(args) => demo::run(args).await,
        Command::Import(args) => import::reports(args).await,
        Command::Flags(args) => import::flags(args).await,
        Command::Backup(args) => backup::back_up(args).await,
        Command::Restore(args) => backup::restore(args).await,
        Command::Migrate(args) => migrate::run(args).await,
        Command::Classify(args) => classify::run(&args),
        Command::Rules => rules::run(),
        Command::Geodata(args) => geodata::run(args),
        Command::Token(args) => token::run(args).await,
    }
}

/// The province of a folder; without one, that which is built in.
fn atlas(folder: Option<&Path>) -> Result<Arc<Atlas>, CommandError> {
    Ok(Arc::new(folder.map_or_else(|| Ok(Atlas::shipped()), Atlas::load)?))
}

/// The rules that a command works with: a rule set alone judges every day.
fn timeline(rules: &Rules) -> Result<Arc<Timeline>, CommandError> {
    Ok(Arc::new(match &rules.timeline {
        Some(file) => rulebook::timeline(file)?,
        None => rulebook::load(rules.ruleset.as_deref())?.into(),
    }))
}

/// Prints a line.
fn say(line: impl Display) -> io::Result<()> {
    heard(writeln!(io::stdout(), "{line}"))
}

/// That whoever reads has read enough, as in `| head`, is no fault; a full disk is.
fn heard(said: io::Result<()>) -> io::Result<()> {
    match said {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        said => said,
    }
}

/// That a file was refused and why, as lines for a terminal.
fn lines(rejected: &RejectedRows, lang: Lang) -> String {
    let mut lines = vec![lang.of("không nhận gì từ tệp này", "nothing of it was taken").to_owned()];
    lines.extend(rejected.rows.iter().map(|row| row.line(lang)));
    let more = rejected.total.saturating_sub(rejected.rows.len());
    if more > 0 {
        lines.push(lang.of(format!("… và {more} chỗ nữa"), format!("… and {more} more")));
    }
    lines.join("\n")
}
