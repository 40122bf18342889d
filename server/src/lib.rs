//! x

pub mod domain;
pub mod rulebook;
