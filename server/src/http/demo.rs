//! `GET demo` and `POST demo`: the demonstration's clock. Where this is none, there is nothing here.

use super::App;
use super::error::ApiError;
use super::faults;
use super::params::{Bare, Params};
use crate::demo::{Demo, SteerError};
use crate::wire::{DemoAnswer, DemoRequest, ErrorAnswer};
use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;

/// The demonstration's clock
#[utoipa::path(get, path = "/api/v1/demo", responses((status = 200, body = DemoAnswer), (status = 400, body = ErrorAnswer), (status = 404, body = ErrorAnswer)))]
pub(super) async fn demo(State(app): State<App>, Params(Bare {}): Params<Bare>) -> Result<Json<DemoAnswer>, ApiError> {
    Ok(Json(running(&app)?.answer()))
}

/// Pause, pace or run ahead
#[utoipa::path(post, path = "/api/v1/demo", request_body = DemoRequest, responses(
    (status = 200, body = DemoAnswer), (status = 400, body = ErrorAnswer), (status = 404, body = ErrorAnswer)))]
pub(super) async fn steer(
    State(app): State<App>,
    Params(Bare {}): Params<Bare>,
    request: Result<Json<DemoRequest>, JsonRejection>,
) -> Result<Json<DemoAnswer>, ApiError> {
    let demo = running(&app)?;
    let Json(request) = request.map_err(|rejection| faults::body(&rejection, "32 MiB"))?;
    let until = request.until.as_deref().map(super::moment::day).transpose()?;
    demo.steer(request.paused, request.seconds_per_day, until)
        .map_err(|error: SteerError| ApiError::query(error.vi(), error.to_string()))?;
    Ok(Json(demo.answer()))
}

fn running(app: &App) -> Result<&Demo, ApiError> {
    app.demo
        .as_ref()
        .ok_or_else(|| ApiError::not_found("máy chủ này không phải bản minh họa", "this server is not a demonstration"))
}
