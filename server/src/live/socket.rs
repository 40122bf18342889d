//! One socket from its first frame to its close. Sockets outlive axum's graceful shutdown, so
//! they watch the hub's stop signal themselves and leave with "service restart".

use super::{Hub, Outgoing};
use crate::meters::Watching;
use axum::extract::ws::{CloseFrame, Message, WebSocket, close_code};
use std::time::Duration;

/// A viewer who takes this long to take a frame is gone.
const STALLED: Duration = Duration::from_secs(30);

/// Sends frames until either side is done.
pub async fn serve(mut socket: WebSocket, hub: Hub, since: Option<i64>) {
    let (mut viewer, watching) = (hub.join(since), Watching::begin());
    let bye = loop {
        tokio::select! {
            biased;
            () = hub.stop().cancelled() => break Some(close_code::RESTART),
            frame = viewer.next() => {
                let Some(frame) = frame else { break Some(close_code::RESTART) };
                let (Outgoing::Board(text, _) | Outgoing::Beat(text)) = &frame;
                let message = Message::Text(text.clone());
                tokio::select! {
                    () = hub.stop().cancelled() => break Some(close_code::RESTART),
                    sent = tokio::time::timeout(STALLED, socket.send(message)) => match sent {
                        Ok(Ok(())) => match frame {
                            Outgoing::Board(_, published) => watching.board(published.map(|at| at.elapsed())),
                            Outgoing::Beat(_) => watching.beat(),
                        },
                        Ok(Err(_)) => break None,
                        Err(_) => break Some(close_code::AGAIN),
                    }
                }
            }
            message = socket.recv() => match message {
                Some(Ok(Message::Close(_)) | Err(_)) | None => break None,
                // Viewers have nothing to say; pings are answered by the library.
                Some(Ok(_)) => {}
            },
        }
    };
    if let Some(code) = bye {
        let close = Message::Close(Some(CloseFrame { code, reason: "".into() }));
        // The peer may be gone or stalled: a close that cannot be sent is no loss.
        let _ = tokio::time::timeout(Duration::from_secs(2), socket.send(close)).await;
    }
}
