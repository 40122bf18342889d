//! The header of a file of flags: which column stands where, and what is wrong with it.

use super::flag_faults::FlagFault;
use super::grid::Row;
use super::personal::{heads_people, holds_people, is_personal};
use super::refusal::{Refusal, Refusals, Why};
use super::table::{HEAD, Heading, letters};
use crate::domain::name::plain;

/// The columns, all of which must be there.
pub(super) const COLUMNS: [&str; 5] = ["unit", "flag", "from", "to", "document"];
/// What offices call them, beside our names. Compared without diacritics, capitals, spaces and signs.
const NAMES: [&[&str]; 5] = [
    &["Mã đơn vị", "Đơn vị", "Mã"],
    &["Cờ", "Loại cờ"],
    &["Từ ngày", "Ngày bắt đầu"],
    &["Đến ngày", "Đến hết ngày", "Ngày kết thúc"],
    &["Văn bản", "Số văn bản", "Căn cứ"],
];

/// All columns by their Vietnamese names, with ours.
pub(super) fn offered() -> String {
    let named = COLUMNS.iter().zip(NAMES).map(|(ours, names)| format!("{} ({ours})", names[0]));
    named.collect::<Vec<_>>().join(", ")
}

/// Where each of [`COLUMNS`] stands, and what the file calls it; nowhere, where that is not known.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) places: [Option<usize>; 5],
    pub(super) names: [String; 5],
}

/// Whether rows have a header of flags.
pub(super) fn has_header(rows: &[Row]) -> bool {
    rows.iter().take(HEAD).any(|row| known(row) == COLUMNS.len())
}

/// The headings in rows, and where the rows below them begin; where there are none, of the row that
/// comes nearest.
pub(super) fn find(rows: &[Row]) -> Option<(Vec<Heading>, usize)> {
    let most = rows.iter().take(HEAD).map(known).max()?;
    let at = rows.iter().position(|row| known(row) == most)?;
    let row = &rows[at];
    let heading = |name: String| Heading { name, line: row.line, column: None };
    Some((row.cells.iter().map(|cell| heading(cell.shown().into_owned())).collect(), at + 1))
}

/// The header that headings make over rows, with everything that is wrong with it. Where people are among it, that alone:
/// what else stands in such a file is repeated nowhere.
pub(super) fn header(headings: &[Heading], rows: &[Row]) -> Result<(Header, Vec<Refusal>), Refusals> {
    let places: Vec<_> = headings.iter().map(|heading| column(&heading.name)).collect();
    let mut refusals = Vec::new();
    for (at, heading) in headings.iter().enumerate() {
        let Heading { name, line, .. } = heading;
        let mut cells = rows.iter().map(|row| row.cell(at));
        if let Some(place) = places[at] {
            if places[..at].contains(&Some(place)) {
                refusals.push(Refusal::of_cell(*line, name, name, Why::DuplicateColumn));
            }
        } else if heads_people(heading) {
            refusals.push(Refusal::of_column(*line, name, Why::PersonalData));
        } else if holds_people(heading, cells.clone()) {
            // A file without a header has people for headings.
            let shown = if is_personal(name) || name.is_empty() { letters(at) } else { name.clone() };
            refusals.push(Refusal::of_column(*line, &shown, Why::PersonalData));
        } else if !name.is_empty() || cells.any(|cell| !cell.is_blank()) {
            let shown = if name.is_empty() { letters(at) } else { name.clone() };
            refusals.push(Refusal::of_cell(*line, &shown, name, Why::Flag(FlagFault::UnknownColumn)));
        }
    }
    let line = headings.first().map_or(1, |heading| heading.line);
    let found = COLUMNS.map(|name| places.iter().position(|place| *place == column(name)));
    for (name, _) in COLUMNS.iter().zip(found).filter(|(_, place)| place.is_none()) {
        refusals.push(Refusal::of_column(line, name, Why::Flag(FlagFault::MissingColumn)));
    }
    if refusals.iter().any(Refusal::is_of_people) {
        return Err(refusals.into());
    }
    // Of a column that stands twice neither is read.
    let once = |at: &usize| places.iter().filter(|place| **place == places[*at]).count() == 1;
    let read = found.map(|at| at.filter(once));
    let names = read.map(|at| at.map_or_else(String::new, |at| headings[at].name.clone()));
    Ok((Header { places: read, names }, refusals))
}

/// How many of our columns a row names.
fn known(row: &Row) -> usize {
    let named: Vec<_> = row.cells.iter().filter_map(|cell| column(&cell.shown())).collect();
    (0..COLUMNS.len()).filter(|at| named.contains(at)).count()
}

/// The place in [`COLUMNS`] of a name.
fn column(name: &str) -> Option<usize> {
    let name = plain(name);
    (0..COLUMNS.len()).find(|&at| plain(COLUMNS[at]) == name || NAMES[at].iter().any(|known| plain(known) == name))
}
