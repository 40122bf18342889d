//! `import` and `flags import`: clients of the server. They store nothing themselves: there is one
//! writer only.

use super::sending::send;
use super::{CommandError, say};
use crate::config::{Flags, Import};
use crate::ingest::Absent;
use crate::wire::Receipt;
use std::io;

/// Sends reports.
pub(super) async fn reports(args: Import) -> Result<(), CommandError> {
    let absent = match args.absent {
        Absent::Zero => "zero",
        Absent::Missing => "missing",
    };
    let file = args.file.display().to_string();
    let mut query = vec![("absent", absent.to_owned())];
    query.extend(args.reason.map(|reason| ("reason", reason.code().to_owned())));
    query.extend(args.explanation.map(|text| ("explanation", text)));
    let receipt = send(args.file, args.to, "reports", query).await?;
    tell(&file, &receipt, |receipt| {
        format!(
            "{} reports from {} rows ({} corrections, {} unchanged, {} zeros added)",
            receipt.revisions, receipt.rows, receipt.corrections, receipt.unchanged, receipt.zeros_added
        )
    })?;
    Ok(())
}

/// Sends flags.
pub(super) async fn flags(args: Flags) -> Result<(), CommandError> {
    let Flags::Import { file, to } = args;
    let name = file.display().to_string();
    let receipt = send(file, to, "flags", Vec::new()).await?;
    tell(&name, &receipt, |receipt| {
        format!(
            "{} flags from {} rows ({} corrections, {} unchanged)",
            receipt.revisions, receipt.rows, receipt.corrections, receipt.unchanged
        )
    })?;
    Ok(())
}

fn tell(file: &str, receipt: &Receipt, counts: impl Fn(&Receipt) -> String) -> io::Result<()> {
    match receipt.batch {
        None if receipt.dry_run && receipt.revisions > 0 => {
            say(format_args!("{file}: only tried, nothing was stored; it would be {}", counts(receipt)))?;
            moves(receipt)?;
        }
        None => say(match receipt.same_as {
            Some(before) => format!("{file}: this very file was stored before, as batch {before}; nothing was stored"),
            None => format!("{file}: nothing new in its {} rows; nothing was stored", receipt.rows),
        })?,
        Some(batch) => {
            say(format_args!("{file}: batch {batch}: {}; seq {}", counts(receipt), receipt.seq))?;
            moves(receipt)?;
        }
    }
    if receipt.restated > 0 {
        say(format_args!("{} standings on boards of earlier days become others", receipt.restated))?;
    }
    Ok(())
}

fn moves(receipt: &Receipt) -> io::Result<()> {
    let level = |level: Option<u8>| level.map_or("none".to_owned(), |level| level.to_string());
    receipt
        .changes
        .iter()
        .filter(|change| change.from != change.to)
        .try_for_each(|change| say(format_args!("{}: {} -> {}", change.unit, level(change.from), level(change.to))))
}
