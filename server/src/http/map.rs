//! `GET map.geojson`: the polygons, encoded and compressed once at start.

use super::App;
use super::kept::Kept;
use super::params::{Bare, Params};
use crate::wire::ErrorAnswer;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

/// Outlines of the province, its districts and its communes
#[utoipa::path(get, path = "/api/v1/map.geojson", responses(
    (status = 200, description = "FeatureCollection; properties `code`, `tier` and, for communes, `district`", content_type = "application/geo+json"),
    (status = 400, body = ErrorAnswer)))]
pub(super) async fn map(State(app): State<App>, Params(Bare {}): Params<Bare>, headers: HeaderMap) -> Response {
    let map = &app.atlas.map;
    let kept = Kept { etag: map.etag.clone(), plain: map.json.clone(), brotli: Some(map.brotli.clone()) };
    kept.answer(&headers, "application/geo+json", "no-cache")
}
