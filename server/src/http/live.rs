//! `GET live`: the handshake of the socket that streams boards.

use super::App;
use super::error::ApiError;
use super::params::{Params, check_channel};
use crate::live;
use crate::wire::{ErrorAnswer, Frame};
use axum::extract::State;
use axum::extract::ws::{WebSocketUpgrade, rejection::WebSocketUpgradeRejection};
use axum::response::Response;
use serde::Deserialize;
use utoipa::IntoParams;

/// The largest frame that a viewer may send: it has nothing to say.
const LARGEST_MESSAGE: usize = 4096;
/// tungstenite's own buffers are sized for bulk transfers; a viewer's frames are some hundred bytes.
const READ_BUFFER: usize = 1024;

/// What a viewer has seen.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct LiveQuery {
    /// The channel; `published` is the one there is.
    channel: Option<String>,
    /// Number of the newest entry the viewer has seen; the first frame tells what moved since.
    since: Option<i64>,
}

/// WebSocket of live frames
#[utoipa::path(get, path = "/api/v1/live", params(LiveQuery), responses(
    (status = 101, description = "Text frames, each a `Frame`: first the board, then every board and a beat every 15 s", body = Frame),
    (status = 400, body = ErrorAnswer), (status = 503, body = ErrorAnswer)))]
pub(super) async fn live(
    State(app): State<App>,
    Params(query): Params<LiveQuery>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, ApiError> {
    // A page that came here would take an old board for the newest one.
    if !app.desk.is_current() {
        return Err(ApiError::Unavailable("this server does not keep up with the log; another one may"));
    }
    check_channel(query.channel.as_deref())?;
    let upgrade = upgrade.map_err(|_| ApiError::BadQuery("this address takes WebSocket handshakes only".to_owned()))?;
    let hub = app.desk.hub().clone();
    Ok(upgrade
        .read_buffer_size(READ_BUFFER)
        .max_message_size(LARGEST_MESSAGE)
        .max_frame_size(LARGEST_MESSAGE)
        .on_upgrade(move |socket| {
            let watching = live::serve(socket, hub.clone(), query.since);
            hub.track(watching)
        }))
}
