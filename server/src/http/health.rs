//! Whether the process lives, and whether it can serve.

use super::App;
use super::error::ApiError;
use crate::wire::{ErrorAnswer, Health};
use axum::Json;
use axum::extract::State;

/// The process lives
#[utoipa::path(get, path = "/healthz", responses((status = 200, body = Health)))]
pub(super) async fn healthz() -> Json<Health> {
    Json(Health { status: "ok" })
}

/// The boards are loaded, the database answers, and the server is not about to stop
#[utoipa::path(get, path = "/readyz", responses((status = 200, body = Health), (status = 503, body = ErrorAnswer)))]
pub(super) async fn readyz(State(app): State<App>) -> Result<Json<Health>, ApiError> {
    if app.desk.hub().shards().stop().is_cancelled() {
        return Err(ApiError::unavailable("máy chủ đang dừng", "the server is stopping"));
    }
    if !app.carried.iter().all(|province| province.hub.is_current()) {
        return Err(ApiError::unavailable(
            "một lúc rồi không đọc được nhật ký",
            "the log could not be read for a while",
        ));
    }
    app.store.answers().await.map_err(|error| {
        tracing::error!(%error, "not ready");
        ApiError::unavailable("cơ sở dữ liệu không trả lời", "the database does not answer")
    })?;
    Ok(Json(Health { status: "ok" }))
}
