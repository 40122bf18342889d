//! The pages, built from `web/` and carried in the binary. Nothing on them comes from a third
//! party, and the content security policy proves it; only `/embed` may be framed.

use super::App;
use super::error::ApiError;
use super::kept::Kept;
use super::units::unit_at;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path as UrlPath, State};
use axum::http::header::{ACCEPT, CONTENT_SECURITY_POLICY, IF_NONE_MATCH, X_FRAME_OPTIONS};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use rust_embed::RustEmbed;
use std::borrow::Cow;
use std::path::Path;

#[derive(RustEmbed)]
#[folder = "$OUT_DIR/web"]
struct Web;

/// What a page may load, and what a script may that runs as a worker: from this server alone.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const EMBED_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *";

/// The live map.
pub(super) async fn map(headers: HeaderMap) -> Response {
    unframed("index.html", &headers)
}

/// A unit's own page. Of a code that no unit has it is the same page, which says so, as an answer of 404.
pub(super) async fn unit(
    State(app): State<App>,
    code: Result<UrlPath<String>, PathRejection>,
    headers: HeaderMap,
) -> Response {
    if unit_at(&app, code).is_ok() { unframed("unit.html", &headers) } else { nowhere(headers) }
}

/// What would be under other parameters or with other reports.
pub(super) async fn what_if(headers: HeaderMap) -> Response {
    unframed("what-if.html", &headers)
}

fn unframed(page: &str, headers: &HeaderMap) -> Response {
    let mut response = file(page, headers);
    response.headers_mut().insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    response
}

/// The map alone, for articles.
pub(super) async fn embed(headers: HeaderMap) -> Response {
    let mut response = file("index.html", &headers);
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(EMBED_POLICY));
    response
}

/// A file that a page asks for.
pub(super) async fn asset(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return ApiError::not_found(
            format!("không có gì nhận {method} {}", uri.path()),
            format!("nothing takes {method} {}", uri.path()),
        )
        .into_response();
    }
    let path = uri.path().trim_start_matches('/');
    let is_api = path.starts_with("api/") || path.contains("/api/");
    if Web::get(path).is_some() || is_api || !is_read(&headers) {
        return file(path, &headers);
    }
    nowhere(headers)
}

/// The page that says that there is nothing here and leads to the map, as an answer of 404.
fn nowhere(mut headers: HeaderMap) -> Response {
    // Whoever has the page already must be told all the same.
    headers.remove(IF_NONE_MATCH);
    (StatusCode::NOT_FOUND, unframed("unit.html", &headers)).into_response()
}

/// Whether someone reads the answer: a browser that goes to an address asks for a page by name.
fn is_read(headers: &HeaderMap) -> bool {
    headers.get_all(ACCEPT).iter().any(|kinds| kinds.to_str().is_ok_and(|kinds| kinds.contains("text/html")))
}

fn file(path: &str, headers: &HeaderMap) -> Response {
    let Some(plain) = Web::get(path).filter(|_| Path::new(path).extension().is_none_or(|kind| kind != "br")) else {
        return ApiError::not_found(format!("không có gì ở /{path}"), format!("there is nothing at /{path}"))
            .into_response();
    };
    // Vite names what it builds by content, so those names never mean anything else.
    let cache = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let kind = plain.metadata.mimetype().to_owned();
    let etag = format!("W/\"{}\"", hex::encode(&plain.metadata.sha256_hash()[..8]));
    let brotli = Web::get(&format!("{path}.br")).map(|small| bytes(small.data));
    let mut response = Kept { etag, plain: bytes(plain.data), brotli }.answer(headers, &kind, cache);
    if kind == "text/html" || kind == "text/javascript" {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    }
    response
}

fn bytes(data: Cow<'static, [u8]>) -> Bytes {
    match data {
        Cow::Borrowed(carried) => Bytes::from_static(carried),
        Cow::Owned(read) => read.into(),
    }
}
