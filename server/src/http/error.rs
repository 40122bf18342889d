//! The one error type of the HTTP API: a status, a stable code, and a message that says what was
//! wrong and what would be right. What failed inside is logged once and never sent.

use super::params::told_in;
use crate::domain::rules::Lang;
use crate::domain::unit::UnitCode;
use crate::ingest::SubmitError;
use crate::store::{Role, StoreError};
use crate::wire::{ErrorAnswer, ErrorInfo, RejectedRows};
use axum::Json;
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Why a request gets no answer.
#[derive(Debug)]
pub(super) enum ApiError {
    /// A parameter is wrong.
    BadQuery(Said),
    /// The body could not be read to its end, or is not what it should be.
    BadBody(Said),
    /// No token.
    Unauthorized,
    /// A token that we do not know.
    UnknownToken,
    /// A token that is known and does not allow this.
    Forbidden { role: Role, needed: Role },
    /// A token of another province.
    Elsewhere { own: UnitCode, province: UnitCode },
    /// There is no such thing.
    NotFound(Said),
    /// No such method here.
    MethodNotAllowed,
    /// The key was used for other bytes.
    KeyReused,
    /// The body is larger than a file may be.
    TooLarge,
    /// More is asked for at once than is done at once: how much is.
    TooMuch(Said),
    /// The body holds more than its size says.
    TooLargeInside(RejectedRows),
    /// The body is of a kind we do not read.
    UnsupportedMedia(Said),
    /// Rows are wrong.
    Rejected(RejectedRows),
    /// Reports that were only supposed are wrong.
    Supposed(RejectedRows),
    /// Not ready to serve, or too busy to.
    Unavailable(Said),
    /// Something failed inside.
    Internal,
}

/// What is told of an error, in both languages.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) vi: String,
    pub(super) en: String,
}

impl Said {
    pub(super) fn new(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { vi: vi.into(), en: en.into() }
    }
}

impl ApiError {
    /// A wrong parameter, told in Vietnamese and in English.
    pub(super) fn query(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self::BadQuery(Said::new(vi, en))
    }

    /// There is no such thing: in Vietnamese and English.
    pub(super) fn not_found(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self::NotFound(Said::new(vi, en))
    }

    /// Not ready to serve, or too busy to: in Vietnamese and English.
    pub(super) fn unavailable(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Unavailable(Said::new(vi, en))
    }

    /// A server that may show what is old.
    pub(super) fn behind() -> Self {
        Self::unavailable(
            "máy chủ này chưa theo kịp nhật ký; máy chủ khác có thể trả lời",
            "this server does not keep up with the log; another one may",
        )
    }

    /// A body that ended too early.
    pub(super) fn cut_off() -> Self {
        Self::BadBody(Said::new(
            "nội dung gửi bị ngắt trước khi trọn vẹn; không có gì được lưu",
            "the body ended before it was whole; nothing was stored",
        ))
    }

    fn parts(self) -> (StatusCode, &'static str, Said, Option<RejectedRows>) {
        let plain = |status, code, vi: &str, en: &str| (status, code, Said::new(vi, en), None);
        match self {
            Self::BadQuery(said) => (StatusCode::BAD_REQUEST, "bad_query", said, None),
            Self::BadBody(said) => (StatusCode::BAD_REQUEST, "bad_body", said, None),
            Self::Unauthorized => plain(
                StatusCode::UNAUTHORIZED,
                "unauthorized",
                "cần mã truy cập: Authorization: Bearer MÃ",
                "a token is needed: Authorization: Bearer TOKEN",
            ),
            Self::UnknownToken => plain(
                StatusCode::UNAUTHORIZED,
                "unauthorized",
                "không có mã truy cập này: hãy kiểm tra đã chép đủ chưa, hoặc xin mã mới (vungxanh token new)",
                "no such token: see that all of it was copied, or have a new one made (vungxanh token new)",
            ),
            Self::Forbidden { role, needed } => {
                let (role, needed) = (role.code(), needed.code());
                let vi = format!("mã truy cập có vai trò {role} không được làm việc này; cần vai trò {needed}");
                let en = format!("a token of role {role} may not do this; it takes one of role {needed}");
                (StatusCode::FORBIDDEN, "forbidden", Said::new(vi, en), None)
            }
            Self::Elsewhere { own, province } => {
                let vi = format!("mã truy cập này của tỉnh {own}; không gửi cho tỉnh {province} được");
                let en = format!("this token is of province {own}; it sends nothing to province {province}");
                (StatusCode::FORBIDDEN, "forbidden", Said::new(vi, en), None)
            }
            Self::NotFound(said) => (StatusCode::NOT_FOUND, "not_found", said, None),
            Self::MethodNotAllowed => plain(
                StatusCode::METHOD_NOT_ALLOWED,
                "method_not_allowed",
                "địa chỉ này không nhận phương thức này",
                "this address does not take this method",
            ),
            Self::KeyReused => plain(
                StatusCode::CONFLICT,
                "idempotency_key_reused",
                "Idempotency-Key này đã đi cùng một tệp khác; tệp mới cần khóa mới",
                "this Idempotency-Key came with another file before; a new file needs a new key",
            ),
            Self::TooLarge => plain(
                StatusCode::PAYLOAD_TOO_LARGE,
                "too_large",
                "tệp lớn hơn 32 MiB; hãy gửi thành nhiều phần",
                "the body is larger than 32 MiB; send it in parts",
            ),
            Self::TooMuch(said) => (StatusCode::PAYLOAD_TOO_LARGE, "too_large", said, None),
            Self::TooLargeInside(rows) => {
                let said = Said::new(
                    "tệp chứa nhiều hơn mức đọc được; không có gì được lưu",
                    "the file holds more than is read; nothing of it was stored",
                );
                (StatusCode::PAYLOAD_TOO_LARGE, "too_large", said, Some(rows))
            }
            Self::UnsupportedMedia(said) => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", said, None),
            Self::Rejected(rows) => {
                let things = if rows.total == 1 { "1 thing is" } else { &format!("{} things are", rows.total) };
                let en = format!("{things} wrong with the file; nothing of it was stored");
                let vi = format!("tệp có {} chỗ sai; không có gì được lưu", rows.total);
                (StatusCode::UNPROCESSABLE_ENTITY, "rejected_rows", Said::new(vi, en), Some(rows))
            }
            Self::Supposed(rows) => {
                let things = if rows.total == 1 { "1 thing is" } else { &format!("{} things are", rows.total) };
                let en = format!("{things} wrong with the reports that are supposed");
                let vi = format!("số liệu giả định có {} chỗ sai", rows.total);
                (StatusCode::UNPROCESSABLE_ENTITY, "rejected_rows", Said::new(vi, en), Some(rows))
            }
            Self::Unavailable(said) => (StatusCode::SERVICE_UNAVAILABLE, "unavailable", said, None),
            Self::Internal => plain(
                StatusCode::INTERNAL_SERVER_ERROR,
                "internal",
                "máy chủ gặp lỗi; không có gì được lưu; hãy thử lại",
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
            SubmitError::Log(error) => {
                tracing::error!(%error, "nothing can be stored");
                Self::behind()
            }
            SubmitError::Lost => Self::Internal,
        }
    }
}

/// The message of an error in Vietnamese, on its way to a reader who may want it.
#[derive(Clone)]
struct InVietnamese(ErrorAnswer);

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, code, said, details) = self.parts();
        let answer = |message, details| ErrorAnswer { error: ErrorInfo { code: code.to_owned(), message, details } };
        let vietnamese = InVietnamese(answer(said.vi, details.clone()));
        let mut response = (status, Json(answer(said.en, details))).into_response();
        response.extensions_mut().insert(vietnamese);
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// Tells an error in the reader's language.
pub(super) async fn in_words(lang: Lang, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let Some(InVietnamese(answer)) = response.extensions_mut().remove() else { return response };
    let (mut parts, mut body) = response.into_parts();
    if lang == Lang::Vi {
        parts.headers.remove(CONTENT_LENGTH);
        body = Json(answer).into_response().into_body();
    }
    (told_in(lang), Response::from_parts(parts, body)).into_response()
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the database failed");
        if !error.is_away() {
            return Self::Internal;
        }
        Self::unavailable("cơ sở dữ liệu không trả lời; hãy thử lại", "the database does not answer; try again")
    }
}
