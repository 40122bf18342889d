//! `POST reports`: a file of reports, all rows or none.

use super::App;
use super::error::ApiError;
use super::params::Params;
use super::sending::{Body, Head, Reporter, deliver};
use crate::ingest::{Absent, Lang, Matter};
use crate::wire::{ErrorAnswer, Receipt, ReportFile, Workbook};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::IntoParams;

/// How to read a file.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct SubmitQuery {
    /// What it says of communes it leaves out: `missing` (default), nothing; `zero`, that they had no case on any day it names.
    #[serde(default)]
    absent: Absent,
    /// Store nothing and push nothing; answer with what would be stored and what would move.
    #[serde(default)]
    dry_run: bool,
}

/// Send a file of reports
///
/// All rows are stored or none. A row for a commune and day that was reported before is a
/// correction, unless it is equal. The same file again changes nothing.
#[utoipa::path(post, path = "/api/v1/reports", params(SubmitQuery,
        ("Idempotency-Key" = Option<String>, Header, description = "A file sent again with the same key gets the same answer")),
    request_body(description = "A table with a header; docs/inputs.md says what is understood", content(
        (String = "text/csv"),
        (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (ReportFile = "application/json"))),
    responses((status = 201, body = Receipt, description = "Stored"),
        (status = 200, body = Receipt, description = "Nothing in it was new, or it was only tried; nothing was stored"),
        (status = 400, body = ErrorAnswer), (status = 401, body = ErrorAnswer), (status = 409, body = ErrorAnswer),
        (status = 413, body = ErrorAnswer), (status = 415, body = ErrorAnswer), (status = 422, body = ErrorAnswer)))]
pub(super) async fn submit(
    State(app): State<App>,
    Reporter(token): Reporter,
    Params(query): Params<SubmitQuery>,
    lang: Lang,
    head: Head,
    body: Body,
) -> Result<(StatusCode, Json<Receipt>), ApiError> {
    let SubmitQuery { absent, dry_run } = query;
    deliver(&app, token, (Matter::Reports(absent), dry_run), lang, head, body).await
}
