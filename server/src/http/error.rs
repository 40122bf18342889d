//! The one error type of the HTTP API: a status, a stable code, and a message that says what was
//! wrong and what would be right. What failed inside is logged once and never sent.

use crate::domain::rules::Lang;
use crate::ingest::SubmitError;
use crate::store::{Role, StoreError};
use crate::wire::{ErrorAnswer, ErrorInfo, RejectedRows};
use axum::Json;
use axum::http::header::WWW_AUTHENTICATE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

/// Why a request gets no answer.
#[derive(Debug)]
pub(super) enum ApiError {
    /// A parameter is wrong.
    BadQuery(String),
    /// The body could not be read to its end, or is not what it should be.
    BadBody(String),
    /// No token, or one we do not know.
    Unauthorized,
    /// A token that is known and does not allow this.
    Forbidden { role: Role, needed: Role },
    /// There is no such thing.
    NotFound(String),
    /// No such method here.
    MethodNotAllowed,
    /// The key was used for other bytes.
    KeyReused,
    /// The body is too large: how large it may be.
    TooLarge(&'static str),
    /// The body holds more than its size says.
    TooLargeInside(RejectedRows),
    /// The body is of a kind we do not read.
    UnsupportedMedia(String),
    /// Rows are wrong.
    Rejected(RejectedRows),
    /// Not ready to serve, or too busy to.
    Unavailable(&'static str),
    /// Something failed inside.
    Internal,
}

impl ApiError {
    fn parts(self) -> (StatusCode, &'static str, String, Option<RejectedRows>) {
        let plain = |status, code, message: &str| (status, code, message.to_owned(), None);
        match self {
            Self::BadQuery(message) => (StatusCode::BAD_REQUEST, "bad_query", message, None),
            Self::BadBody(message) => (StatusCode::BAD_REQUEST, "bad_body", message, None),
            Self::Unauthorized => {
                plain(StatusCode::UNAUTHORIZED, "unauthorized", "a token is needed: Authorization: Bearer TOKEN")
            }
            Self::Forbidden { role, needed } => {
                let (role, needed) = (role.code(), needed.code());
                let message = format!("a token of role {role} may not do this; it takes one of role {needed}");
                (StatusCode::FORBIDDEN, "forbidden", message, None)
            }
            Self::NotFound(message) => (StatusCode::NOT_FOUND, "not_found", message, None),
            Self::MethodNotAllowed => {
                plain(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "this address does not take this method")
            }
            Self::KeyReused => plain(
                StatusCode::CONFLICT,
                "idempotency_key_reused",
                "this Idempotency-Key came with another file before; a new file needs a new key",
            ),
            Self::TooLarge(message) => plain(StatusCode::PAYLOAD_TOO_LARGE, "too_large", message),
            Self::TooLargeInside(rows) => {
                let message = "the file holds more than is read; nothing of it was stored".to_owned();
                (StatusCode::PAYLOAD_TOO_LARGE, "too_large", message, Some(rows))
            }
            Self::UnsupportedMedia(message) => {
                (StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", message, None)
            }
            Self::Rejected(rows) => {
                let things = if rows.total == 1 { "1 thing is" } else { &format!("{} things are", rows.total) };
                let message = format!("{things} wrong with the file; nothing of it was stored");
                (StatusCode::UNPROCESSABLE_ENTITY, "rejected_rows", message, Some(rows))
            }
            Self::Unavailable(message) => plain(StatusCode::SERVICE_UNAVAILABLE, "unavailable", message),
            Self::Internal => plain(
                StatusCode::INTERNAL_SERVER_ERROR,
                "internal",
                "something failed inside; nothing was stored; try again",
            ),
        }
    }

    /// What a refused file is answered with.
    pub(super) fn submit(error: SubmitError, lang: Lang) -> Self {
        match error {
            SubmitError::Rejected(refusals) if refusals.is_too_large() => Self::TooLargeInside(refusals.told(lang)),
            SubmitError::Rejected(refusals) => Self::Rejected(refusals.told(lang)),
            SubmitError::KeyReused => Self::KeyReused,
            SubmitError::Store(error) => error.into(),
            SubmitError::Lost => Self::Internal,
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, code, message, details) = self.parts();
        let mut response = (status, Json(ErrorAnswer { error: ErrorInfo { code: code.to_owned(), message, details } }))
            .into_response();
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the database failed");
        Self::Internal
    }
}
