//! What axum does as it comes: a task and a WebSocket with default buffers for each viewer, and a
//! channel that hands the text of a frame to all of them.

use axum::Router;
use axum::extract::ws::{Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::routing::{any, post};
use axum::serve::ListenerExt;
use std::io;
use tokio::net::TcpListener;
use tokio::sync::broadcast::{self, Sender};

/// Serves until it is killed. `POST /pub` is sent to everyone.
pub(crate) fn serve() -> io::Result<()> {
    tokio::runtime::Runtime::new()?.block_on(async {
        let listener = TcpListener::from_std(crate::bound::listener()?)?;
        println!("listening on http://{}", listener.local_addr()?);
        let listener = listener.tap_io(|stream| {
            // Where it cannot be set, frames are late, not lost.
            let _ = stream.set_nodelay(true);
        });
        let router = Router::new()
            .route(
                "/live",
                any(async |upgrade: WebSocketUpgrade, State(news): State<Sender<Utf8Bytes>>| {
                    upgrade.on_upgrade(move |socket| watch(socket, news))
                }),
            )
            .route(
                "/pub",
                post(async |State(news): State<Sender<Utf8Bytes>>, body: String| {
                    // Where nobody is in, nobody hears it.
                    let _ = news.send(body.into());
                    StatusCode::ACCEPTED
                }),
            )
            .layer(DefaultBodyLimit::disable())
            .with_state(broadcast::channel(16).0);
        axum::serve(listener, router).await
    })
}

async fn watch(mut socket: WebSocket, news: Sender<Utf8Bytes>) {
    let mut news = news.subscribe();
    loop {
        tokio::select! {
            said = socket.recv() => match said {
                Some(Ok(_)) => {}
                _ => return,
            },
            text = news.recv() => {
                let Ok(text) = text else { return };
                if socket.send(Message::Text(text)).await.is_err() {
                    return;
                }
            }
        }
    }
}
