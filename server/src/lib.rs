//! Vùng Xanh: a province's live COVID-19 risk map under Decision 2686/QĐ-BCĐQG.
//!
//! Communes report new F0 each day; every commune, district and province is rated at one of four
//! levels; each change is streamed to open maps. The modules, from the bottom up; arrows between
//! them only point down (`tests/architecture.rs` holds them to it):

/// The rules and the words they are written in. Pure: facts and a day in, a board out.
pub mod domain;

/// What time it is. The one place that asks.
pub mod clock;

/// What is counted while a server runs, for Prometheus.
pub mod meters;

/// One province's units, polygons and neighbours, read and cross-checked.
pub mod atlas;

/// A picture of a board, drawn here: SVG and PNG.
pub mod picture;

/// Rule-set files, read into the domain's rule set.
pub mod rulebook;

/// The database: reports as revisions, the change log, tokens.
pub mod store;

/// What crosses the network, as JSON.
pub mod wire;

/// Delivery: the newest board and everyone who watches it.
pub mod live;

/// The one place that writes: parse, validate, store, classify, diff, commit, publish.
pub mod ingest;

/// The demonstration: a season replayed on a simulated clock.
pub mod demo;

/// The HTTP API and the pages.
pub mod http;

/// Flags and environment variables.
pub mod config;

/// One file per subcommand.
pub mod commands;
