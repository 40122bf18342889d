//! What crosses the network: every answer, every frame, every error, as JSON, and tables as files.
//!
//! Nothing else derives `Serialize` for the outside. The OpenAPI document and the TypeScript types
//! are generated from here, so a name changed here is a contract changed.

mod about;
mod board;
mod changes;
mod compare;
mod completeness;
mod corrections;
mod errors;
/// Tables that leave as files.
pub mod exports;
mod feed;
mod flags;
mod frames;
mod history;
mod kept;
mod names;
mod reports;
mod rulesets;
mod standings;
mod trace;
mod units;
mod what_if;

pub use about::*;
pub use board::*;
pub use changes::*;
pub use compare::*;
pub use completeness::*;
pub use corrections::*;
pub use errors::*;
pub use feed::*;
pub use flags::*;
pub use frames::*;
pub use history::*;
pub use kept::*;
pub use reports::*;
pub use rulesets::*;
pub use standings::*;
pub use trace::*;
pub use units::*;
pub use what_if::*;
