//! `GET map.geojson`: the polygons, encoded and compressed once at start.

use super::App;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

/// Outlines of the province, its districts and its communes
#[utoipa::path(get, path = "/api/v1/map.geojson", responses(
    (status = 200, description = "FeatureCollection; properties `code`, `tier` and, for communes, `district`", content_type = "application/geo+json")))]
pub(super) async fn map(State(app): State<App>, headers: HeaderMap) -> Response {
    let map = &app.atlas.map;
    let known =
        [(ETAG, map.etag.clone()), (CACHE_CONTROL, "no-cache".to_owned()), (VARY, "accept-encoding".to_owned())];
    if headers.get(IF_NONE_MATCH).is_some_and(|seen| seen == map.etag.as_str()) {
        return (StatusCode::NOT_MODIFIED, known).into_response();
    }
    let kind = [(CONTENT_TYPE, "application/geo+json")];
    if accepts_brotli(&headers) {
        (known, kind, [(CONTENT_ENCODING, "br")], Body::from(map.brotli.clone())).into_response()
    } else {
        (known, kind, Body::from(map.json.clone())).into_response()
    }
}

/// Whether a client takes brotli.
pub(super) fn accepts_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|coding| {
        let (name, quality) = coding.split_once(";q=").unwrap_or((coding, "1"));
        name.trim() == "br" && quality.trim().parse::<f32>().is_ok_and(|quality| quality > 0.0)
    })
}
