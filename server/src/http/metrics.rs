//! `GET /metrics`: what the server counts, for Prometheus. No part of the API: it is for whoever
//! runs the server, stands in no document, and can be moved to an address of its own.

use super::App;
use crate::meters;
use axum::Router;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::get;

/// Where `/metrics` is answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Metrics {
    /// Beside everything else.
    Here,
    /// On an address of its own, and not here.
    Elsewhere,
}

/// What is answered on an address of its own.
pub fn metrics_router(app: App) -> Router {
    Router::new().route("/metrics", get(metrics)).with_state(app)
}

pub(super) async fn metrics(State(app): State<App>) -> impl IntoResponse {
    for province in &*app.carried {
        let (code, entry) = (province.code.as_str(), &province.hub.current().entry);
        meters::board(code, "published", entry.seq, app.clock.now().duration_since(entry.t));
        meters::log_read(code, province.hub.behind().unwrap_or_default());
    }
    let headers = [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8"), (CACHE_CONTROL, "no-store")];
    (headers, app.meters.read())
}
