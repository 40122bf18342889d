//! A sheet of cells, whatever it was read from. Rows without any content are not kept, and there is
//! an end to what is kept: a small file must not become a large memory.

use super::refusal::{Refusal, Refusals, Why};
use crate::domain::day::Day;
use std::borrow::Cow;

/// The most columns a file may have.
pub(super) const MOST_COLUMNS: usize = 256;
/// The most cells a file may have, blank ones between others counted.
pub(super) const MOST_CELLS: usize = 4_000_000;
/// The most bytes that its texts may have together: many cells of a workbook can share one.
const MOST_BYTES: usize = 128 << 20;

/// What stands in a cell.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) enum Cell {
    /// Nothing.
    #[default]
    Blank,
    /// A text that is not blank.
    Text(Box<str>),
    /// A number of a spreadsheet or of JSON.
    Number(f64),
    /// A date of a spreadsheet.
    Day(Day),
    /// A value of a kind that no column takes, as it would be written.
    Foreign(Box<str>),
    /// A formula's error, as `#REF!`.
    Fault(Box<str>),
}

impl Cell {
    /// A cell of a text.
    pub(super) fn text(text: &str) -> Self {
        let text = text.trim();
        if text.is_empty() { Self::Blank } else { Self::Text(text.into()) }
    }

    pub(super) fn is_blank(&self) -> bool {
        matches!(self, Self::Blank)
    }

    fn bytes(&self) -> usize {
        match self {
            Self::Text(text) | Self::Foreign(text) | Self::Fault(text) => text.len(),
            Self::Blank | Self::Number(_) | Self::Day(_) => 0,
        }
    }

    /// The cell as it would be written.
    pub(super) fn shown(&self) -> Cow<'_, str> {
        match self {
            Self::Blank => Cow::Borrowed(""),
            Self::Text(text) | Self::Foreign(text) | Self::Fault(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Day(day) => Cow::Owned(day.to_string()),
        }
    }
}

/// A row and where it stands.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Row {
    /// Line of a text file, row of a sheet, place in a list.
    pub(super) line: u64,
    pub(super) cells: Vec<Cell>,
}

impl Row {
    /// A cell; blank beyond the row's end.
    pub(super) fn cell(&self, at: usize) -> &Cell {
        self.cells.get(at).unwrap_or(&Cell::Blank)
    }
}

/// Cells of one column that a sheet shows as one; the uppermost holds the value.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Merged {
    pub(super) first: u64,
    pub(super) last: u64,
    pub(super) at: usize,
}

/// Whether rows have a header that their reader understands.
pub(super) type Headed = fn(&[Row]) -> bool;

/// The rows of a file that hold something.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Grid {
    pub(super) rows: Vec<Row>,
    /// Rows that cannot be told apart from others, in the order of lines.
    pub(super) torn: Vec<Refusal>,
    /// Whether each row is as long as the header unless something was lost.
    pub(super) even: bool,
    /// The day 0 of numbers that stand for days, where the file has such.
    pub(super) day_zero: Option<Day>,
    pub(super) merged: Vec<Merged>,
    cells: usize,
    bytes: usize,
}

impl Grid {
    /// A text file: its rows are as long as its header.
    pub(super) fn of_text() -> Self {
        Self { even: true, ..Self::default() }
    }

    /// A sheet that counts days from `zero`.
    pub(super) fn of_sheet(zero: Option<Day>) -> Self {
        Self { day_zero: zero, ..Self::default() }
    }

    /// Takes a row up, unless it is blank.
    pub(super) fn push(&mut self, row: Row) -> Result<(), Refusals> {
        if row.cells.iter().all(Cell::is_blank) { Ok(()) } else { self.keep(row) }
    }

    /// Takes a row up.
    pub(super) fn keep(&mut self, row: Row) -> Result<(), Refusals> {
        self.cells += row.cells.len().max(1);
        self.bytes += row.cells.iter().map(Cell::bytes).sum::<usize>();
        let used = row.cells.iter().rposition(|cell| !cell.is_blank()).map_or(0, |last| last + 1);
        if self.cells > MOST_CELLS || self.bytes > MOST_BYTES || used > MOST_COLUMNS {
            return Err(Refusal::of_file(row.line, Why::TooManyCells).into());
        }
        self.rows.push(row);
        Ok(())
    }

    /// Refuses a NUL: no text holds it, no page shows it, and not every database keeps it.
    pub(super) fn check_texts(&self) -> Result<(), Refusals> {
        let holds_nul = |cell: &Cell| matches!(cell, Cell::Text(text) if text.contains('\0'));
        let torn = self.rows.iter().find(|row| row.cells.iter().any(holds_nul));
        torn.map_or(Ok(()), |row| Err(Refusal::of_file(row.line, Why::NulInCell).into()))
    }

    /// Sets rows apart that are shorter or longer than a header of `width`, where that means a loss.
    pub(super) fn part_uneven(&mut self, width: usize) {
        let Self { rows, torn, even: true, .. } = self else { return };
        rows.retain(|row| {
            let (found, wanted) = (row.cells.len(), width);
            let beyond = row.cells.iter().skip(wanted).any(|cell| !cell.is_blank());
            match found < wanted {
                true => torn.push(Refusal::of_file(row.line, Why::ShortRow { found, wanted })),
                false if beyond => torn.push(Refusal::of_file(row.line, Why::LongRow { found, wanted })),
                false => return true,
            }
            false
        });
        torn.sort_by_key(Refusal::line);
    }
}

/// Gives every row of a merged cell what `value` makes of its column and content.
pub(super) fn fill(rows: &mut [Row], merged: &[Merged], value: impl Fn(usize, Cell) -> Cell) {
    let mut steps = MOST_CELLS;
    for Merged { first, last, at } in merged {
        let start = rows.partition_point(|row| row.line < *first);
        let Some(found) = rows.get(start).filter(|row| row.line == *first).map(|row| row.cell(*at).clone()) else {
            continue;
        };
        let value = value(*at, found);
        for row in rows[start + 1..].iter_mut().take_while(|row| row.line <= *last).take(steps) {
            steps -= 1;
            if row.cell(*at).is_blank() {
                row.cells.resize(row.cells.len().max(at + 1), Cell::Blank);
                row.cells[*at] = value.clone();
            }
        }
    }
}
