//! `POST flags` and `GET flags`: what an officer sets, with dates and a document, and what is known
//! of it.

use super::App;
use super::error::ApiError;
use super::moment::{Moment, MomentQuery};
use super::params::Params;
use super::sending::{Body, Head, Officer, deliver};
use crate::clock::rfc3339;
use crate::ingest::Matter;
use crate::store::FlagRevision;
use crate::wire::{ErrorAnswer, FlagFile, FlagInfo, FlagNote, FlagsAnswer, Receipt, Workbook};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::IntoParams;

/// How to take a file of flags.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct FlagsQuery {
    /// Store nothing and push nothing; answer with what would be stored and what would move.
    #[serde(default)]
    dry_run: bool,
}

/// Send a file of flags
///
/// All rows are stored or none; an officer's token is needed. A row for a unit, flag and first day that
/// was sent before stands in place of the earlier one; a last day before the first withdraws the flag.
#[utoipa::path(post, path = "/api/v1/flags", params(FlagsQuery,
        ("Idempotency-Key" = Option<String>, Header, description = "A file sent again with the same key gets the same answer")),
    request_body(description = "A table with a header: unit, flag, from, to, document; docs/inputs.md says what is understood", content(
        (String = "text/csv"),
        (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (FlagFile = "application/json"))),
    responses((status = 201, body = Receipt, description = "Stored"),
        (status = 200, body = Receipt, description = "Nothing in it was new, or it was only tried; nothing was stored"),
        (status = 400, body = ErrorAnswer), (status = 401, body = ErrorAnswer), (status = 403, body = ErrorAnswer),
        (status = 409, body = ErrorAnswer), (status = 413, body = ErrorAnswer), (status = 415, body = ErrorAnswer),
        (status = 422, body = ErrorAnswer)))]
pub(super) async fn set(
    State(app): State<App>,
    Officer(token): Officer,
    Params(FlagsQuery { dry_run }): Params<FlagsQuery>,
    head: Head,
    body: Body,
) -> Result<(StatusCode, Json<Receipt>), ApiError> {
    deliver(&app, token, (Matter::Flags, dry_run), head, body).await
}

/// Every flag that is known, and whether it holds on a day
///
/// Of each the newest word, withdrawn flags among them: they hold on no day.
#[utoipa::path(get, path = "/api/v1/flags", params(MomentQuery), responses(
    (status = 200, body = FlagsAnswer), (status = 400, body = ErrorAnswer)))]
pub(super) async fn flags(
    State(app): State<App>,
    Params(query): Params<MomentQuery>,
) -> Result<Json<FlagsAnswer>, ApiError> {
    let moment = Moment::of(&app, &query).await?;
    let known = app.store.flags_as_of(&app.atlas.register.province().code, moment.as_of).await?;
    let info = |word: FlagRevision| FlagInfo {
        unit: word.said.unit.to_string(),
        note: FlagNote::from(&word.said.flag),
        revision: word.revision,
        batch: word.batch,
        learned_at: rfc3339(word.learned_at),
        holds: word.said.flag.holds(moment.day),
    };
    Ok(Json(FlagsAnswer {
        seq: moment.seq,
        day: moment.day.to_string(),
        as_of: rfc3339(moment.as_of),
        flags: known.into_values().map(info).collect(),
    }))
}
