//! `GET live`: the handshake of the socket that streams boards, and the same stream for those whom
//! no socket reaches.

use super::App;
use super::client::Client;
use super::error::ApiError;
use super::params::{Params, check_channel};
use crate::domain::unit::UnitCode;
use crate::live::{Arrival, Full, Outgoing, Place, Scope, Viewer};
use crate::meters;
use crate::wire::{ErrorAnswer, Frame};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::{CACHE_CONTROL, HeaderName};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use hyper_util::server::conn::auto::upgrade::downcast;
use serde::Deserialize;
use std::convert::Infallible;
use tokio::net::TcpStream;
use tracing::warn;
use tungstenite::handshake::server::create_response_with_body;
use utoipa::IntoParams;

/// What a viewer watches, and has seen.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct LiveQuery {
    /// The channel; `published` is the one there is.
    channel: Option<String>,
    /// The unit to watch, with all that lies under it; by default the province.
    unit: Option<String>,
    /// Number of the newest entry the viewer has seen; the first frame tells what moved since.
    since: Option<i64>,
}

/// WebSocket of live frames
///
/// A viewer need say nothing, but must answer pings: one who answers neither of two is let go (1013), as is one who
/// does not read (1013). A message over 4 KiB closes with 1009, a flood of messages with 1008; a server that stops
/// closes with 1012.
#[utoipa::path(get, path = "/api/v1/live", params(LiveQuery), responses(
    (status = 101, description = "Text frames, each a `Frame`: first the board, then every board and a beat every 15 s", body = Frame),
    (status = 400, body = ErrorAnswer), (status = 404, body = ErrorAnswer),
    (status = 503, description = "As many viewers as may are there, in all or from this address; or the server does not keep up with the log", body = ErrorAnswer)))]
pub(super) async fn live(
    State(app): State<App>,
    Params(query): Params<LiveQuery>,
    client: Client,
    mut request: Request,
) -> Result<Response, ApiError> {
    check_channel(query.channel.as_deref())?;
    let scope = scope(&app, query.unit.as_deref())?;
    check_current(&app)?;
    let answer = create_response_with_body(&request, Body::empty).map_err(|_| {
        ApiError::query("địa chỉ này chỉ nhận bắt tay WebSocket", "this address takes WebSocket handshakes only")
    })?;
    let upgrade = request.extensions_mut().remove::<OnUpgrade>();
    let upgrade = upgrade.ok_or_else(|| {
        ApiError::query("kết nối này không thể thành WebSocket", "this connection cannot become a WebSocket")
    })?;
    let place = enter(&app, &client)?;
    let hub = app.desk.hub().clone();
    tokio::spawn(async move {
        // Who goes away before the handshake ends needs no answer.
        let Ok(upgraded) = upgrade.await else { return };
        let Ok(parts) = downcast::<TokioIo<TcpStream>>(upgraded) else {
            return warn!("a handshake over something that is no TCP connection");
        };
        match parts.io.into_inner().into_std() {
            Ok(stream) => {
                let read = parts.read_buf.to_vec();
                let arrival = Arrival { stream, read, hub: hub.clone(), scope, since: query.since, place };
                hub.shards().join(arrival);
            }
            Err(error) => warn!(%error, "a socket could not be taken over"),
        }
    });
    Ok(answer)
}

/// Live frames as server-sent events
///
/// For those whom no WebSocket reaches: the same frames, each the data of an event; a board's id is its number, which a
/// browser that reconnects sends as `Last-Event-ID`.
#[utoipa::path(get, path = "/api/v1/live/events", params(LiveQuery), responses(
    (status = 200, description = "Events, each a `Frame`: first the board, then every board and a beat every 15 s",
        content_type = "text/event-stream", body = Frame),
    (status = 400, body = ErrorAnswer), (status = 404, body = ErrorAnswer),
    (status = 503, description = "As many viewers as may are there, in all or from this address; or the server does not keep up with the log", body = ErrorAnswer)))]
pub(super) async fn events(
    State(app): State<App>,
    Params(query): Params<LiveQuery>,
    client: Client,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    check_channel(query.channel.as_deref())?;
    let scope = scope(&app, query.unit.as_deref())?;
    check_current(&app)?;
    let place = enter(&app, &client)?;
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    let viewer = app.desk.hub().join(scope, last.or(query.since));
    let frames = futures_util::stream::unfold((viewer, place), async |(mut viewer, place): (Viewer, Place)| {
        let Outgoing { frame, seq } = viewer.next().await?;
        let event = Event::default().data(frame.text());
        let event = match seq {
            Some(seq) => event.id(seq.to_string()),
            None => event,
        };
        Some((Ok::<_, Infallible>(event), (viewer, place)))
    });
    // A proxy that gathers answers before it hands them on would hold every frame back.
    let headers = [(CACHE_CONTROL, "no-store"), (HeaderName::from_static("x-accel-buffering"), "no")];
    Ok((headers, Sse::new(frames)).into_response())
}

/// The scope of a unit; without one, the whole province.
pub(super) fn scope(app: &App, unit: Option<&str>) -> Result<Scope, ApiError> {
    let Some(unit) = unit else { return Ok(Scope::ALL) };
    let scope = UnitCode::parse(unit).and_then(|code| app.desk.hub().scope(&code));
    scope.ok_or_else(|| super::units::unknown(unit))
}

/// A page that came here would take an old board for the newest one.
pub(super) fn check_current(app: &App) -> Result<(), ApiError> {
    if app.desk.hub().is_current() { Ok(()) } else { Err(ApiError::behind()) }
}

fn enter(app: &App, client: &Client) -> Result<Place, ApiError> {
    app.gate.enter(client.0).map_err(|full| {
        let (room, vi, en) = match full {
            Full::All => (
                "all",
                "máy chủ đã đủ người xem; hãy thử lại sau",
                "as many viewers as this server takes are connected; try again later",
            ),
            Full::Address => (
                "address",
                "địa chỉ mạng của bạn đã có đủ số người xem mà máy chủ nhận từ một địa chỉ",
                "as many viewers as this server takes from one address are connected from yours",
            ),
        };
        meters::turned_away(room);
        ApiError::unavailable(vi, en)
    })
}
