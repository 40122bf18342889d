//! `POST reports`: a file of reports, all rows or none.

use super::App;
use super::error::ApiError;
use super::params::Params;
use crate::domain::rules::Lang;
use crate::ingest::{Absent, Delivery, Kind, LARGEST_FILE};
use crate::store::{Role, Token};
use crate::wire::{ErrorAnswer, Receipt, ReportFile, Workbook};
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequestParts, State};
use axum::http::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use serde::Deserialize;
use utoipa::IntoParams;

/// The longest `Idempotency-Key`.
const LONGEST_KEY: usize = 200;

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

/// A token that may post reports.
pub(super) struct Reporter(Token);

impl FromRequestParts<App> for Reporter {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let (scheme, secret) = header.split_once(' ').unwrap_or_default();
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(ApiError::Unauthorized);
        }
        let token = app.store.token(secret.trim()).await?;
        token.filter(|token| token.role == Role::Reporter).map(Self).ok_or(ApiError::Unauthorized)
    }
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
    Head { kind, idempotency_key }: Head,
    body: Result<Bytes, BytesRejection>,
) -> Result<(StatusCode, Json<Receipt>), ApiError> {
    let bytes = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::TooLarge,
        _ => ApiError::BadBody("the body ended before it was whole; nothing was stored".to_owned()),
    })?;
    let SubmitQuery { absent, dry_run } = query;
    let delivery = Delivery { kind, bytes, absent, dry_run, token: Some(token.id), idempotency_key };
    let receipt = app.desk.submit(delivery).await.map_err(|error| ApiError::submit(error, lang))?;
    let status = if receipt.batch.is_some() { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(receipt)))
}

/// What the head of a request says of its body. Nothing is read of a body that cannot be taken.
pub(super) struct Head {
    kind: Kind,
    idempotency_key: Option<String>,
}

impl<S: Send + Sync> FromRequestParts<S> for Head {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let kind = kind(&parts.headers)?;
        let length = parts.headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        if length.is_some_and(|length: usize| length > LARGEST_FILE) {
            return Err(ApiError::TooLarge);
        }
        Ok(Self { kind, idempotency_key: key(&parts.headers)? })
    }
}

fn kind(headers: &HeaderMap) -> Result<Kind, ApiError> {
    let told = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Kind::of_media_type(told).ok_or_else(|| {
        let read = Kind::ALL.map(Kind::media_type).join(", ");
        ApiError::UnsupportedMedia(format!("Content-Type {told:?} is not read here; send one of: {read}"))
    })
}

fn key(headers: &HeaderMap) -> Result<Option<String>, ApiError> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let key = value.to_str().ok().filter(|key| !key.is_empty() && key.len() <= LONGEST_KEY);
    key.map(|key| Some(key.to_owned())).ok_or_else(|| {
        ApiError::BadQuery(format!("Idempotency-Key must be 1 to {LONGEST_KEY} printable ASCII characters"))
    })
}
