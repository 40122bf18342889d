//! A sheet under its header: where the header stands, what each column is, and what is wrong with
//! either. Titles above the header are passed over; a header of two rows is read as one.

use super::columns::{COMMUNE, Column, F0};
use super::days;
use super::grid::{self, Cell, Grid, Merged, Row};
use super::personal;
use super::refusal::{Refusal, Refusals, Why};
use super::validate::count;
use crate::domain::day::Day;
use crate::domain::unit::Tier;
use crate::wire::exports::unguarded;
use std::borrow::Cow;

/// Stands for a figure that is written once for several rows.
const MERGED: &str = "ô gộp (merged cell)";
/// Among how many rows the header is looked for.
pub(super) const HEAD: usize = 50;

/// The name over a column.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Heading {
    /// As the file has it.
    pub(super) name: String,
    /// Where it stands.
    pub(super) line: u64,
    /// What we know it as.
    pub(super) column: Option<Column>,
}

/// The rows of a file under its header.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) headings: Vec<Heading>,
    pub(super) rows: Vec<Row>,
    /// What is wrong with the header, and rows that cannot be read, in the order of lines: they are told with what is
    /// wrong in cells.
    pub(super) torn: Vec<Refusal>,
    pub(super) day_zero: Option<Day>,
}

impl Table {
    /// The table of a sheet that has a header.
    pub(super) fn of(mut grid: Grid) -> Result<Self, Refusals> {
        if grid.rows.is_empty() {
            let torn = std::mem::take(&mut grid.torn);
            return Err(if torn.is_empty() { Refusal::of_file(1, Why::Empty).into() } else { torn.into() });
        }
        let (headings, first) = find(&grid.rows).unwrap_or_else(|| guess(&grid.rows));
        grid.rows.drain(..first);
        Self::under(headings, grid)
    }

    /// The table of rows under headings.
    pub(super) fn under(mut headings: Vec<Heading>, mut grid: Grid) -> Result<Self, Refusals> {
        let width = headings.len();
        if width == 0 {
            return Err(Refusal::of_file(1, Why::Empty).into());
        }
        grid.check_texts()?;
        grid.part_uneven(width);
        if headings.iter().any(|heading| matches!(heading.column, Some(Column::Told(_)))) {
            unguard(&mut grid.rows);
        }
        let Grid { rows, torn, day_zero, merged, .. } = grid;
        let widest = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0).max(width);
        let line = headings.first().map_or(1, |heading| heading.line);
        headings.resize(widest, Heading { name: String::new(), line, column: None });
        let mut faults = faults(&headings, &rows);
        if faults.iter().any(Refusal::is_of_people) {
            // What else stands in such a file is repeated nowhere.
            return Err(faults.into());
        }
        faults.extend(torn);
        faults.sort_by_key(Refusal::line);
        if rows.is_empty() && faults.is_empty() {
            return Err(Refusal::of_file(1, Why::Empty).into());
        }
        forget_doubled(&mut headings);
        let mut table = Self { headings, rows, torn: faults, day_zero };
        table.fill(&merged);
        Ok(table)
    }

    /// A unit, a day or a source holds for every row that its cell reaches over. A figure does not:
    /// it would count more than once, and which row it belongs to is not known.
    fn fill(&mut self, merged: &[Merged]) {
        let headings = &self.headings;
        let is_figure = |at: usize| matches!(headings.get(at).and_then(|it| it.column), Some(Column::Figure(_)));
        grid::fill(
            &mut self.rows,
            merged,
            |at, value| if is_figure(at) { Cell::Foreign(MERGED.into()) } else { value },
        );
    }

    /// A row's cell of a column; blank where the file has no such column.
    pub(super) fn cell<'a>(&self, row: &'a Row, column: Column) -> &'a Cell {
        self.place(column).map_or(&Cell::Blank, |at| row.cell(at))
    }

    /// What the file calls a column.
    pub(super) fn name(&self, column: Column) -> &str {
        self.place(column).map_or(column.name(), |at| &self.headings[at].name)
    }

    /// Where a column stands.
    pub(super) fn place(&self, column: Column) -> Option<usize> {
        self.headings.iter().position(|heading| heading.column == Some(column))
    }
}

/// Makes the texts of a file that we exported what they were before they were guarded.
fn unguard(rows: &mut [Row]) {
    for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
        if let Cell::Text(text) = cell {
            *cell = Cell::text(&unguarded(text));
        }
    }
}

/// Whether a sheet has a header that we understand.
pub(super) fn has_header(rows: &[Row]) -> bool {
    find(rows).is_some()
}

/// The header and where the rows below it begin.
fn find(rows: &[Row]) -> Option<(Vec<Heading>, usize)> {
    for (at, row) in rows.iter().take(HEAD).enumerate() {
        let single = join(None, row);
        if whole(&single) {
            // Names of parts may stand below: "in isolation" under "F0".
            let joined = rows.get(at + 1).map(|below| join(Some(row), below));
            let below = |heading: &Heading| heading.line != row.line;
            let is_header = |two: &[Heading]| {
                let cells = &rows[at + 1].cells;
                let all_known = cells.iter().zip(two).all(|(cell, it)| cell.is_blank() || it.column.is_some());
                whole(two) && two.iter().any(below) && (all_known || heads_on(&single, cells))
            };
            return match joined {
                Some(two) if is_header(&two) => Some((two, at + 2)),
                _ => Some((single, at + 1)),
            };
        }
        if let Some(above) = at.checked_sub(1).map(|at| &rows[at]) {
            let joined = join(Some(above), row);
            if whole(&joined) {
                return Some((joined, at + 1));
            }
        }
    }
    None
}

/// Whether cells below a header are its second row, though not all of them are known: they stand under blank headings,
/// and there is neither a unit, a day nor a figure among them.
fn heads_on(header: &[Heading], cells: &[Cell]) -> bool {
    let filled = || header.iter().zip(cells).filter(|(_, cell)| !cell.is_blank());
    let names = |heading: &Heading| heading.column.is_some_and(|it| it.is_place() || it == Column::Day);
    let is_text =
        |cell: &Cell| matches!(cell, Cell::Text(text) if days::of_text(text).is_none() && count(cell).is_err());
    filled().any(|(heading, _)| heading.name.is_empty())
        && filled().all(|(heading, cell)| !names(heading) && is_text(cell))
}

/// The row that comes nearest to a header, for telling what is wrong with it.
fn guess(rows: &[Row]) -> (Vec<Heading>, usize) {
    let known = |row: &Row| join(None, row).iter().filter(|heading| heading.column.is_some()).count();
    let most = rows.iter().take(HEAD).map(known).max().unwrap_or(0);
    let at = rows.iter().take(HEAD).position(|row| known(row) == most).unwrap_or(0);
    (join(None, &rows[at]), at + 1)
}

/// The headings of a row, or of two rows of which the upper names groups of columns: a group reaches
/// over the blank cells to its right.
fn join(above: Option<&Row>, row: &Row) -> Vec<Heading> {
    let width = row.cells.len().max(above.map_or(0, |above| above.cells.len()));
    let mut group = String::new();
    let heading = |at: usize| {
        let (upper, name) = (above.map_or(Cow::Borrowed(""), |above| above.cell(at).shown()), row.cell(at).shown());
        if !upper.is_empty() {
            upper.as_ref().clone_into(&mut group);
        }
        match above {
            Some(above) if name.is_empty() => {
                Heading { column: Column::of_heading(&upper), name: upper.into_owned(), line: above.line }
            }
            Some(_) if !group.is_empty() => {
                Heading { column: Column::of_headings(&group, &name), name: format!("{group} {name}"), line: row.line }
            }
            _ => Heading { column: Column::of_heading(&name), name: name.into_owned(), line: row.line },
        }
    };
    (0..width).map(heading).collect()
}

/// Whether the columns are there that a report needs.
fn whole(headings: &[Heading]) -> bool {
    missing(headings).next().is_none()
}

fn missing(headings: &[Heading]) -> impl Iterator<Item = Column> {
    let has = |column| headings.iter().any(|heading| heading.column == Some(column));
    let commune = has(COMMUNE) || has(Column::Code(Tier::Commune));
    let needed = [(COMMUNE, commune), (Column::Day, has(Column::Day)), (F0, has(F0))];
    needed.into_iter().filter(|(_, there)| !there).map(|(column, _)| column)
}

/// What is wrong with the header.
fn faults(headings: &[Heading], rows: &[Row]) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    for (at, heading) in headings.iter().enumerate() {
        let Heading { name, line, column } = heading;
        if personal::heads_people(heading) {
            refusals.push(Refusal::of_column(*line, name, Why::PersonalData));
        } else if personal::holds_people(heading, rows.iter().map(|row| row.cell(at))) {
            // A file without a header has people for headings.
            let shown = if personal::is_personal(name) || name.is_empty() { letters(at) } else { name.clone() };
            refusals.push(Refusal::of_column(*line, &shown, Why::PersonalData));
        } else if let Some(column) = column {
            if headings[..at].iter().any(|before| before.column == Some(*column)) {
                refusals.push(Refusal::of_cell(*line, name, name, Why::DuplicateColumn));
            }
        } else if !name.is_empty() {
            refusals.push(Refusal::of_cell(*line, name, name, Why::UnknownColumn));
        } else if rows.iter().any(|row| !row.cell(at).is_blank()) {
            refusals.push(Refusal::of_cell(*line, &letters(at), name, Why::UnknownColumn));
        }
    }
    let line = headings.first().map_or(1, |heading| heading.line);
    refusals.extend(missing(headings).map(|column| Refusal::of_column(line, column.name(), Why::MissingColumn)));
    refusals
}

/// Of a column that stands twice neither is read: which one is meant is not known.
fn forget_doubled(headings: &mut [Heading]) {
    let columns: Vec<_> = headings.iter().map(|heading| heading.column).collect();
    for heading in headings {
        let times = columns.iter().filter(|column| **column == heading.column).count();
        heading.column = heading.column.filter(|_| times == 1);
    }
}

/// A column's letters in a spreadsheet: A, B, … Z, AA, …
pub(super) fn letters(at: usize) -> String {
    let last = char::from(b'A' + u8::try_from(at % 26).unwrap_or(0));
    if at < 26 { last.into() } else { letters(at / 26 - 1) + &last.to_string() }
}
