//! `import`: a client of the server. It stores nothing itself: there is one writer only.

use super::CommandError;
use crate::config::Import;
use crate::ingest::{Absent, Kind, LARGEST_FILE};
use crate::wire::{ErrorAnswer, Receipt};
use std::time::Duration;

/// How often a file is sent again where the server does not answer.
const TRIES: u64 = 5;

pub(super) async fn run(args: Import) -> Result<(), CommandError> {
    let answer = tokio::task::spawn_blocking(move || send(&args)).await;
    let (receipt, file) = answer.map_err(|error| CommandError::Server(error.to_string()))??;
    match receipt.batch {
        None if receipt.dry_run && receipt.revisions > 0 => {
            println!("{file}: only tried, nothing was stored; it would be {}", counts(&receipt));
            moves(&receipt);
        }
        None => match receipt.same_as {
            Some(before) => println!("{file}: this very file was stored before, as batch {before}; nothing was stored"),
            None => println!("{file}: nothing new in its {} rows; nothing was stored", receipt.rows),
        },
        Some(batch) => {
            println!("{file}: batch {batch}: {}; seq {}", counts(&receipt), receipt.seq);
            moves(&receipt);
        }
    }
    Ok(())
}

fn counts(receipt: &Receipt) -> String {
    format!(
        "{} reports from {} rows ({} corrections, {} unchanged, {} zeros added)",
        receipt.revisions, receipt.rows, receipt.corrections, receipt.unchanged, receipt.zeros_added
    )
}

fn moves(receipt: &Receipt) {
    let level = |level: Option<u8>| level.map_or("none".to_owned(), |level| level.to_string());
    for change in receipt.changes.iter().filter(|change| change.from != change.to) {
        println!("{}: {} -> {}", change.unit, level(change.from), level(change.to));
    }
}

fn send(args: &Import) -> Result<(Receipt, String), CommandError> {
    let bytes = std::fs::read(&args.file).map_err(|error| CommandError::File(args.file.clone(), error))?;
    if bytes.len() > LARGEST_FILE {
        return Err(CommandError::Server(format!("{}: larger than 32 MiB; send it in parts", args.file.display())));
    }
    let absent = match args.absent {
        Absent::Zero => "zero",
        Absent::Missing => "missing",
    };
    let mut random = [0; 16];
    getrandom::fill(&mut random).map_err(|error| CommandError::Server(error.to_string()))?;
    let key = hex::encode(random);
    let (server, dry_run) = (args.server.trim_end_matches('/'), args.dry_run);
    let url = format!("{server}/api/v1/reports?absent={absent}&dry_run={dry_run}");
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_mins(5)))
        .build()
        .into();
    let mut tries = 0;
    // The same key each time: an answer that was lost does not make the file count twice.
    let mut response = loop {
        tries += 1;
        let sent = agent
            .post(&url)
            .header("authorization", format!("Bearer {}", args.token))
            .header("content-type", Kind::of_file(&args.file, &bytes).media_type())
            .header("accept-language", "en")
            .header("idempotency-key", &key)
            .send(&bytes[..]);
        match sent {
            Ok(response) => break response,
            Err(ureq::Error::Io(_) | ureq::Error::ConnectionFailed) if tries < TRIES => {
                eprintln!("{}: no answer; trying again", args.server);
                std::thread::sleep(Duration::from_secs(tries));
            }
            Err(error) => return Err(CommandError::Server(format!("{}: {error}", args.server))),
        }
    };
    let status = response.status();
    let body = response.body_mut();
    let unread = |error: ureq::Error| CommandError::Server(format!("{status}: {error}"));
    if status.is_success() {
        return Ok((body.read_json().map_err(unread)?, args.file.display().to_string()));
    }
    let refused: ErrorAnswer = body.read_json().map_err(unread)?;
    match refused.error.details {
        None => Err(CommandError::Server(format!("{status}: {}", refused.error.message))),
        Some(rows) => Err(CommandError::Rejected(args.file.clone(), super::lines(&rows))),
    }
}
