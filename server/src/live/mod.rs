//! Delivery: the newest board, and everyone who watches it.
//!
//! Frames carry state, so a viewer that missed some is sent the newest and nothing else. A frame is
//! encoded once for all who have seen as much of the same scope, and its bytes are shared by every
//! socket. Sockets belong to threads of their own that do nothing else; whom another way than a
//! socket carries to asks for frames one by one.

/// A frame as bytes.
mod encoded;
/// Since when the board may not be the newest.
mod fresh;
/// How many viewers may come in.
mod gate;
/// Viewers of one scope on one thread.
mod group;
/// The newest published board.
mod hub;
/// What moved lately.
mod memory;
/// What a viewer watches.
mod scope;
/// How far a viewer has seen the log.
mod seen;
/// The threads that own the sockets.
mod shard;
/// One socket from its first frame to its close.
mod socket;
/// A viewer who asks for frames one by one.
mod viewer;

pub use encoded::Encoded;
pub use gate::{Full, Gate, Place, Room};
pub use hub::{Hub, Published};
pub use scope::Scope;
pub use shard::{Arrival, Shards};
pub use socket::{Bye, Limits, Socket};
pub use viewer::{Outgoing, Viewer};
