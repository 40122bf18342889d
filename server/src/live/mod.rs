//! Delivery: the newest board, and everyone who watches it.
//!
//! Frames carry state, so a viewer that missed some is sent the newest and nothing else. A frame
//! is encoded once and its bytes are shared by every socket.

/// The newest published board, and fan-out to its viewers.
mod hub;
/// One socket from its first frame to its close.
mod socket;

pub use hub::{Hub, Outgoing, Published, Viewer};
pub use socket::serve;
