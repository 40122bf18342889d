//! Answers that are encoded once for everyone who asks, with the tag by which one who has them already
//! is told so.

use axum::body::Body;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;

/// An answer's bytes. Clones share them.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    /// A weak entity tag, `W/"…"`: it stands for the content in either encoding.
    pub(super) etag: String,
    pub(super) plain: Bytes,
    /// The same, compressed with brotli, where that was done beforehand.
    pub(super) brotli: Option<Bytes>,
}

impl Kept {
    /// The answer to a request with these headers.
    pub(super) fn answer(&self, headers: &HeaderMap, kind: &str, cache: &str) -> Response {
        let known = [(ETAG, self.etag.as_str()), (CACHE_CONTROL, cache), (VARY, "accept-encoding")];
        if headers.get(IF_NONE_MATCH).is_some_and(|seen| seen == self.etag.as_str()) {
            return (StatusCode::NOT_MODIFIED, known).into_response();
        }
        let kind = [(CONTENT_TYPE, kind)];
        match self.brotli.as_ref().filter(|_| accepts_brotli(headers)) {
            Some(small) => (known, kind, [(CONTENT_ENCODING, "br")], Body::from(small.clone())).into_response(),
            None => (known, kind, Body::from(self.plain.clone())).into_response(),
        }
    }
}

/// Whether a client takes brotli.
fn accepts_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|coding| {
        let (name, quality) = coding.split_once(";q=").unwrap_or((coding, "1"));
        name.trim() == "br" && quality.trim().parse::<f32>().is_ok_and(|quality| quality > 0.0)
    })
}
