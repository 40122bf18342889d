//! The change log, and what became of a batch.

use super::frames::Change;
use super::names::CauseName;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// `GET changes`: entries of the change log, oldest first.
#[derive(Serialize, ToSchema, Debug)]
pub struct ChangesAnswer {
    /// Number of the newest entry there is.
    pub seq: i64,
    /// The entries are those after this number.
    pub since: i64,
    /// At most 200 entries.
    pub entries: Vec<EntryInfo>,
    /// Whether there are later entries than these.
    pub more: bool,
}

/// An entry of the change log.
#[derive(Serialize, ToSchema, Debug)]
pub struct EntryInfo {
    /// Its number.
    pub seq: i64,
    /// The number before it.
    pub prev: i64,
    /// Instant of its commit, epoch milliseconds on the server's clock.
    pub t: i64,
    /// The day of the board.
    #[schema(format = Date)]
    pub day: String,
    /// The same instant as `t`, RFC 3339.
    #[schema(format = DateTime)]
    pub as_of: String,
    /// What made it.
    pub cause: CauseInfo,
    /// What moved.
    pub changes: Vec<Change>,
}

/// What made an entry.
#[derive(Serialize, ToSchema, Debug)]
pub struct CauseInfo {
    /// `start`, `reports`, `correction`, `flags`, `midnight` or `ruleset`.
    #[schema(value_type = CauseName)]
    pub kind: &'static str,
    /// Number of the batch, where reports or flags made it.
    #[schema(required)]
    pub batch: Option<i64>,
}

/// `POST reports` and `POST flags`: what was done with a batch.
#[derive(Serialize, Deserialize, ToSchema, Clone, PartialEq, Eq, Debug)]
pub struct Receipt {
    /// Its number; null where nothing was stored: it said nothing new, or was only tried.
    #[schema(required)]
    pub batch: Option<i64>,
    /// Whether it was only tried: the rest says what would be done, `seq` and `as_of` what is.
    #[serde(default)]
    #[schema(required)]
    pub dry_run: bool,
    /// Number of the newest entry of the change log after it.
    pub seq: i64,
    /// Number of the batch that stored this very file before; null where none did. Then nothing is
    /// stored, even where it was corrected since: a file sent twice never undoes a correction.
    #[schema(required)]
    pub same_as: Option<i64>,
    /// Rows in the file.
    pub rows: usize,
    /// Reports or flags stored: new ones and corrections.
    pub revisions: usize,
    /// Of them those that supersede an earlier one.
    pub corrections: usize,
    /// Rows equal to what was known.
    pub unchanged: usize,
    /// Zeros added for those left out; flags have none.
    pub zeros_added: usize,
    /// Instant of the commit (RFC 3339).
    #[schema(format = DateTime)]
    pub as_of: String,
    /// What moved.
    pub changes: Vec<Change>,
    /// Standings on boards of days that are over which a correction makes others.
    #[serde(default)]
    #[schema(required)]
    pub restated: usize,
}
