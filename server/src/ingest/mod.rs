//! The one place that writes: parse → validate → store → classify → diff → commit → publish.
//!
//! All rows of a batch or none. What a parser cannot understand is refused with every reason at
//! once; what is committed is published, in the order of commits, and nothing else is. Three forms of
//! file become one kind of table, and one check makes reports of it.

/// What the columns are called.
mod columns;
/// CSV: bytes to a sheet.
mod csv;
/// Days as offices write them.
mod days;
/// A file as it came in, and what it is answered with.
mod delivery;
/// The writer: batches and midnights, one at a time.
mod desk;
/// UTF-8 or nothing.
mod encoding;
/// What can be wrong with a flag.
mod flag_faults;
/// The header of a file of flags.
mod flag_header;
/// Files of flags.
mod flags;
/// Keeping up with what other servers write.
mod follow;
/// A sheet of cells, whatever it was read from.
mod grid;
/// JSON: bytes to rows under keys.
mod json;
/// CSV, XLSX or JSON.
mod kind;
/// What a file says that was not known.
mod news;
/// Why a text names no day.
mod no_day;
/// What looks like data about a person.
mod personal;
/// Which commune is meant.
mod places;
/// What can be wrong with a file.
mod refusal;
/// What a correction makes of boards that are over.
mod restate;
/// Taking up the log.
mod resume;
/// A sheet under its header.
mod table;
/// Rows that sum up others.
mod totals;
/// What a workbook unpacks to.
mod unpack;
/// From cells to reports.
mod validate;
/// What is wrong, in both languages.
mod words;
/// XLSX: bytes to a sheet.
mod xlsx;

/// What holds of every CSV file.
#[cfg(test)]
mod laws;
/// A file for each habit of an office, and one for each refusal.
#[cfg(test)]
mod tests;

pub use delivery::{Absent, Delivery, Matter, SubmitError};
pub use desk::Desk;
pub use flags::read_flags;
pub use follow::{LogError, follow};
pub use kind::Kind;
pub use personal::{TextFault, check_text};
pub use refusal::{Refusal, Refusals};

use crate::domain::day::Day;
use crate::domain::unit::Register;
use crate::store::Report;
use table::Table;

/// The largest file that is taken, in bytes.
pub const LARGEST_FILE: usize = 32 << 20;

/// The reports of a file, or everything that is wrong with it. Days after `today` are refused where
/// it is given.
pub fn read(kind: Kind, bytes: &[u8], register: &Register, today: Option<Day>) -> Result<Vec<Report>, Refusals> {
    Ok(numbered(kind, bytes, register, today)?.into_iter().map(|(report, _)| report).collect())
}

/// The same, each with its number among all reports of the server that it was exported from, where the file tells one.
pub fn numbered(
    kind: Kind,
    bytes: &[u8],
    register: &Register,
    today: Option<Day>,
) -> Result<Vec<(Report, Option<i64>)>, Refusals> {
    let table = match kind {
        Kind::Csv => Table::of(csv::grid(bytes, table::has_header)?)?,
        Kind::Xlsx => Table::of(xlsx::grid(bytes, table::has_header)?)?,
        Kind::Json => {
            let read = json::table(bytes).and_then(|table| validate::reports(&table, register, today));
            return read.map_err(Refusals::of_list);
        }
    };
    validate::reports(&table, register, today)
}
