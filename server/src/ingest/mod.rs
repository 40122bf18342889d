//! The one place that writes: parse → validate → store → classify → diff → commit → publish.
//!
//! All rows of a batch or none. What a parser cannot understand is refused with every reason at
//! once; what is committed is published, in the order of commits, and nothing else is.

/// From bytes to a table of cells, and what is wrong with the file as such.
mod csv;
/// The writer: batches and midnights, one at a time.
mod desk;
/// What can be wrong with a row, in both languages.
mod refusal;
/// From cells to reports.
mod validate;

/// What holds of every file.
#[cfg(test)]
mod laws;

pub use desk::{Absent, Delivery, Desk, SubmitError};
pub use refusal::{Lang, Refusal};

use crate::domain::day::Day;
use crate::domain::unit::Register;
use crate::store::Report;

/// The reports of a CSV file, or everything that is wrong with it. Days after `today` are refused
/// where it is given.
pub fn read_csv(bytes: &[u8], register: &Register, today: Option<Day>) -> Result<Vec<Report>, Vec<Refusal>> {
    validate::reports(&csv::table(bytes)?, register, today)
}
