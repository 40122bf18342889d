//! `GET changes`: the change log, which a push only echoes.

use super::App;
use super::error::ApiError;
use super::params::{Params, check_channel};
use crate::clock::rfc3339;
use crate::store::Entry;
use crate::wire::{self, CauseInfo, ChangesAnswer, EntryInfo, ErrorAnswer};
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

/// How many entries an answer has at most.
const PAGE: i64 = 200;

/// Which entries.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ChangesQuery {
    /// The channel; `published` is the one there is.
    channel: Option<String>,
    /// Entries after this number, at most 200. By default 0.
    since: Option<i64>,
    /// Instead: the newest so many entries, at most 200.
    last: Option<i64>,
}

/// Entries of the change log, oldest first
#[utoipa::path(get, path = "/api/v1/changes", params(ChangesQuery), responses(
    (status = 200, body = ChangesAnswer), (status = 400, body = ErrorAnswer)))]
pub(super) async fn changes(
    State(app): State<App>,
    Params(query): Params<ChangesQuery>,
) -> Result<Json<ChangesAnswer>, ApiError> {
    check_channel(query.channel.as_deref())?;
    let seq = app.desk.hub().current().entry.seq;
    let since = match (query.since, query.last) {
        (Some(_), Some(_)) => {
            return Err(ApiError::query("chỉ ghi since hoặc last, không ghi cả hai", "give since or last, not both"));
        }
        (Some(n), _) | (_, Some(n)) if n < 0 => {
            return Err(ApiError::query(
                format!("{n} là số âm; hãy ghi từ 0 trở lên"),
                format!("{n} is negative; write 0 or more"),
            ));
        }
        (_, Some(last)) => (seq - last.min(PAGE)).max(0),
        (since, None) => since.unwrap_or(0),
    };
    let until = seq.min(since.saturating_add(PAGE));
    let entries = app.store.entries(&app.atlas.register.province().code, since, until).await?;
    Ok(Json(ChangesAnswer { seq, since, entries: entries.iter().map(told).collect(), more: until < seq }))
}

fn told(entry: &Entry) -> EntryInfo {
    EntryInfo {
        seq: entry.seq,
        prev: entry.seq - 1,
        t: entry.t.as_millisecond(),
        day: entry.day.to_string(),
        as_of: rfc3339(entry.t),
        cause: CauseInfo { kind: entry.cause.code(), batch: entry.batch },
        changes: wire::changes(entry).collect(),
    }
}
