//! A file on its way to a server: sent until there is an answer, and counted once.

use super::CommandError;
use crate::config::{To, spoken};
use crate::ingest::{Kind, LARGEST_FILE};
use crate::wire::{ErrorAnswer, Receipt};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How often a file is sent again where the server does not answer.
const TRIES: u64 = 5;

/// What is asked for besides the file.
type Query = Vec<(&'static str, String)>;

/// Sends a file to a resource of the API; the receipt.
pub(super) async fn send(file: PathBuf, to: To, resource: &'static str, query: Query) -> Result<Receipt, CommandError> {
    let answer = tokio::task::spawn_blocking(move || post(&file, &to, resource, &query)).await;
    answer.map_err(|error| CommandError::Server(error.to_string()))?
}

fn post(file: &Path, to: &To, resource: &str, query: &Query) -> Result<Receipt, CommandError> {
    let bytes = std::fs::read(file).map_err(|error| CommandError::File(file.to_owned(), error))?;
    let lang = spoken();
    if bytes.len() > LARGEST_FILE {
        let (vi, en) = ("lớn hơn 32 MiB; hãy gửi thành nhiều phần", "larger than 32 MiB; send it in parts");
        return Err(CommandError::Told(format!("{}: {}", file.display(), lang.of(vi, en))));
    }
    let mut random = [0; 16];
    getrandom::fill(&mut random).map_err(|error| CommandError::Server(error.to_string()))?;
    let key = hex::encode(random);
    let To { server, token, dry_run } = to;
    let url = format!("{}/api/v1/{resource}", server.trim_end_matches('/'));
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
            .query_pairs(query.iter().map(|(name, value)| (*name, value)))
            .query("dry_run", if *dry_run { "true" } else { "false" })
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", Kind::of_file(file, &bytes).media_type())
            .header("accept-language", lang.code())
            .header("idempotency-key", &key)
            .send(&bytes[..]);
        match sent {
            Ok(response) => break response,
            Err(ureq::Error::Io(_) | ureq::Error::ConnectionFailed) if tries < TRIES => {
                eprintln!("{server}: {}", lang.of("không trả lời; đang thử lại", "no answer; trying again"));
                std::thread::sleep(Duration::from_secs(tries));
            }
            Err(error) => {
                let vi = format!("{server}: không kết nối được với máy chủ, hoặc kết nối bị đứt");
                return Err(CommandError::Told(lang.of(vi, format!("{server}: {error}"))));
            }
        }
    };
    let status = response.status();
    let body = response.body_mut();
    let unread = |error: ureq::Error| {
        let vi = format!("{server}: câu trả lời ({}) không phải của máy chủ Vùng Xanh", status.as_u16());
        CommandError::Told(lang.of(vi, format!("{server}: {status}: {error}")))
    };
    if status.is_success() {
        return body.read_json().map_err(unread);
    }
    let refused: ErrorAnswer = body.read_json().map_err(unread)?;
    match refused.error.details {
        None => Err(CommandError::Told(format!("{}: {}", status.as_u16(), refused.error.message))),
        Some(rows) => Err(CommandError::Rejected(file.to_owned(), super::lines(&rows, lang))),
    }
}
