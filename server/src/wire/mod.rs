//! What crosses the network: every answer, every frame, every error, as JSON.
//!
//! Nothing else derives `Serialize` for the outside. The OpenAPI document and the TypeScript types
//! are generated from here, so a name changed here is a contract changed.

mod answers;
mod frames;

pub use answers::*;
pub use frames::*;
