//! Parameters of requests, parsed once at the door; what cannot be parsed gets the error envelope.

use super::error::ApiError;
use super::faults;
use crate::domain::rules::Lang;
use axum::extract::{FromRequestParts, Query};
use axum::http::HeaderName;
use axum::http::header::{ACCEPT_LANGUAGE, CONTENT_LANGUAGE, VARY};
use axum::http::request::Parts;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::convert::Infallible;

/// The query of a request.
pub(super) struct Params<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Params<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let query = Query::from_request_parts(parts, state).await;
        query.map(|Query(query)| Self(query)).map_err(|rejection| faults::query(&rejection))
    }
}

/// The query of a resource that takes no parameters: one that is sent all the same is refused, as everywhere, since who
/// sends it expects it to do something.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bare {}

/// Vietnamese unless the request prefers English.
impl<S: Send + Sync> FromRequestParts<S> for Lang {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let header = parts.headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let mut best = (Self::Vi, 0.0);
        for choice in header.split(',') {
            let (tag, quality) = choice.split_once(";q=").unwrap_or((choice, "1"));
            let quality = quality.trim().parse().unwrap_or(0.0);
            let lang = match tag.trim().get(..2) {
                Some("vi") => Self::Vi,
                Some("en") => Self::En,
                _ => continue,
            };
            if quality > best.1 {
                best = (lang, quality);
            }
        }
        Ok(best.0)
    }
}

/// What is said of an answer whose words are in the reader's language: who keeps it keeps it for readers of that one.
pub(super) fn told_in(lang: Lang) -> [(HeaderName, &'static str); 2] {
    [(CONTENT_LANGUAGE, lang.code()), (VARY, "accept-language")]
}

/// There is one channel until publishing has roles.
pub(super) fn check_channel(channel: Option<&str>) -> Result<(), ApiError> {
    match channel {
        None | Some("published") => Ok(()),
        Some(other) => Err(ApiError::query(
            format!("không có channel {other:?}; chỉ có published"),
            format!("channel {other:?} is not there; the one there is: published"),
        )),
    }
}
