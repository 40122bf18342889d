//! Rows that sum up others. A totals row is held against the rows it stands for and is not stored: it
//! is a check that the office has made for us.

use super::columns::Column;
use super::days;
use super::grid::{Cell, Row};
use super::places::Places;
use super::refusal::Why;
use super::table::Table;
use super::validate::count;
use crate::domain::name::plain;
use crate::domain::report::Figures;
use crate::domain::unit::{Register, Tier};
use crate::store::Report;

/// How many bytes a label may have that names what it sums up.
const LONGEST_LABEL: usize = 200;
/// What stands in the first cell of such a row, in plain letters.
const LABELS: [&str; 10] =
    ["tong", "tongso", "tongsoca", "tongcong", "cong", "toantinh", "toanhuyen", "total", "grandtotal", "sum"];

/// What a totals row sums up, by its label.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Summed {
    /// What its other cells say.
    Rows,
    /// A district, which the label names.
    District(usize),
}

/// Whether a row is a totals row: a label stands where a unit, a day or a number would.
pub(super) fn is_total(table: &Table, row: &Row, places: &Places) -> bool {
    summed(table, row, places).is_some()
}

fn summed(table: &Table, row: &Row, places: &Places) -> Option<Summed> {
    let columns = table.headings.iter().map(|heading| heading.column);
    columns.zip(&row.cells).find_map(|(column, cell)| match (column, cell) {
        (Some(Column::Code(_) | Column::Name(_) | Column::Day | Column::Ordinal), Cell::Text(text)) => {
            label(text, places)
        }
        _ => None,
    })
}

/// A label is one of ours, alone or before what it sums up, as "Cộng huyện Bác Ái". A commune may be called alike, as
/// Cộng Hòa is: its name is none.
fn label(text: &str, places: &Places) -> Option<Summed> {
    if LABELS.contains(&plain(text).as_str()) {
        return Some(Summed::Rows);
    }
    let rest = without(text, &["tong", "cong"])?;
    if text.len() > LONGEST_LABEL || places.names_a_commune(text) {
        return None;
    }
    let rest = without(rest, &["cong", "so"]).unwrap_or(rest);
    match places.district(rest) {
        Some(district) => Some(Summed::District(district)),
        None if LABELS.contains(&plain(rest).as_str()) || places.is_province(rest) => Some(Summed::Rows),
        None => None,
    }
}

/// A text without its first word, where that is one of these.
fn without<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    let first = text.split_whitespace().next()?;
    words.contains(&plain(first).as_str()).then(|| text[first.len()..].trim_start())
}

/// Whether a row below the totals is no row of the table but who made it and who signed it: it has
/// neither a day nor a figure.
pub(super) fn is_signature(table: &Table, row: &Row) -> bool {
    let figure = |at: usize| matches!(count(table.cell(row, Column::Figure(at))), Ok(Some(_)));
    days::of_cell(table.cell(row, Column::Day), table.day_zero).is_none() && !(0..Figures::NAMES.len()).any(figure)
}

/// The figures of a totals row that are not the sum of what they stand for: all rows, or those of
/// the day and of the district that the row names.
pub(super) fn mismatches(
    table: &Table,
    row: &Row,
    reports: &[Report],
    register: &Register,
    places: &Places,
) -> Vec<(Column, Why)> {
    let cell = |column| table.cell(row, column);
    let day = days::of_cell(cell(Column::Day), table.day_zero);
    let said = [Column::Code(Tier::District), Column::Name(Tier::District)]
        .into_iter()
        .find_map(|column| places.district(&cell(column).shown()));
    let district = match summed(table, row, places) {
        Some(Summed::District(named)) => Some(named),
        _ => said,
    };
    let within = |report: &Report| {
        let parent = register.index_of(&report.unit).and_then(|at| register.parent(at));
        district.is_none_or(|district| parent == Some(district)) && day.is_none_or(|day| report.day == day)
    };
    let mut wrong = Vec::new();
    for at in 0..Figures::NAMES.len() {
        let column = Column::Figure(at);
        let values = reports.iter().filter(|report| within(report)).map(|report| report.counts.figures().values()[at]);
        let sum: u64 = values.map(|value| u64::from(value.unwrap_or(0))).sum();
        match count(cell(column)) {
            Ok(None) => {}
            Ok(Some(total)) if total == sum => {}
            Ok(Some(_)) => wrong.push((column, Why::TotalMismatch { sum })),
            Err(why) => wrong.push((column, why)),
        }
    }
    wrong
}
