//! `POST reports`: a file of reports, all rows or none.

use super::App;
use super::error::ApiError;
use super::params::Params;
use super::sending::{Body, Head, Reporter, deliver};
use crate::ingest::{Absent, Matter, TextFault, check_text};
use crate::store::{Grounds, Reason};
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
    /// Why it corrects what was reported: `late_result`, `duplicate_case`, `moved_to_other_unit` (cases go from one
    /// unit to another: as many of each kind on each day after as before), `typing_error`, or `other` with an explanation.
    /// Where nothing in the file supersedes a report, it corrects nothing, and its reason is passed over.
    reason: Option<Reason>,
    /// More on the reason, at most 1,000 characters; it is public and names no person.
    explanation: Option<String>,
}

impl SubmitQuery {
    fn grounds(&self) -> Result<Option<Grounds>, ApiError> {
        let explanation = self.explanation.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let wrong = |why: String| Err(ApiError::BadQuery(why));
        let Some(reason) = self.reason else {
            return if explanation.is_none() { Ok(None) } else { wrong("an explanation needs a reason".to_owned()) };
        };
        if reason == Reason::Other && explanation.is_none() {
            return wrong("reason other needs an explanation".to_owned());
        }
        match explanation.map(check_text).transpose() {
            Ok(explanation) => Ok(Some(Grounds { reason, explanation })),
            Err(TextFault::TooLong(length)) => {
                wrong(format!("the explanation has {length} characters; 1,000 at most are taken"))
            }
            Err(TextFault::Nul) => wrong("the explanation holds a NUL, which is no character of a text".to_owned()),
            Err(TextFault::Personal) => {
                wrong("the explanation looks like data about a person; it is public: leave it out".to_owned())
            }
        }
    }
}

/// Send a file of reports
///
/// All rows are stored or none. A row for a commune and day that was reported before is a
/// correction, unless it is equal: `reason` says why. The same file again changes nothing.
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
    head: Head,
    body: Body,
) -> Result<(StatusCode, Json<Receipt>), ApiError> {
    let matter = Matter::Reports(query.absent, query.grounds()?);
    deliver(&app, token, (matter, query.dry_run), head, body).await
}
