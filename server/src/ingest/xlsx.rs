//! From a workbook to a sheet of cells. The sheet that is read is the visible one that has a
//! header; of a formula its last result counts; lines are the rows of the sheet.

use super::grid::{Cell, Grid, Headed, MOST_CELLS, MOST_COLUMNS, Merged, Row};
use super::kind::{OLD_WORKBOOK, is_page};
use super::refusal::{Refusal, Refusals, Why};
use super::{days, unpack};
use crate::domain::day::Day;
use calamine::{DataRef, Reader, Sheet, SheetType, SheetVisible, Xlsx, XlsxError};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The longest text that a cell of a spreadsheet can have, in bytes.
const LONGEST_CELL: usize = 32_767 * 4;
/// Stands for a formula without a result.
const UNCOUNTED: &str = "=…";
/// Day 0 of the numbers that stand for days: of Excel, and of old Excel for the Macintosh.
const ZERO_1900: &str = "1899-12-30";
const ZERO_1904: &str = "1904-01-01";

/// Reads a workbook.
pub(super) fn grid(bytes: &[u8], headed: Headed) -> Result<Grid, Refusals> {
    let refused = |why| Refusals::from(Refusal::of_file(1, why));
    if bytes.starts_with(OLD_WORKBOOK) {
        return Err(refused(Why::OldWorkbook));
    }
    if is_page(bytes) {
        return Err(refused(Why::WebPage));
    }
    unpack::check(bytes).map_err(refused)?;
    // Numbers that no spreadsheet writes can overflow in the library; that is a damaged file.
    catch_unwind(AssertUnwindSafe(|| read(bytes, headed))).unwrap_or_else(|_| Err(refused(Why::NotAWorkbook)))
}

fn damaged(_: XlsxError) -> Refusals {
    Refusal::of_file(1, Why::NotAWorkbook).into()
}

fn read(bytes: &[u8], headed: Headed) -> Result<Grid, Refusals> {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let shown = |sheet: &&Sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible;
    let names: Vec<String> = workbook.sheets_metadata().iter().filter(shown).map(|sheet| sheet.name.clone()).collect();
    let (mut found, mut first, mut several) = (None, None, Vec::new());
    for name in names {
        let grid = sheet(&mut workbook, &name)?;
        if headed(&grid.rows) {
            several.push(name);
            found = Some(grid);
        } else if first.is_none() && !grid.rows.is_empty() {
            first = Some(grid);
        }
    }
    if several.len() > 1 {
        let names = several.iter().take(5).map(|name| name.chars().take(31).collect::<String>());
        let names = names.collect::<Vec<_>>().join(", ");
        return Err(Refusal::of_file(1, Why::SeveralSheets { names }).into());
    }
    Ok(found.or(first).unwrap_or_default())
}

fn sheet(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Grid, Refusals> {
    let mut grid = Grid::of_sheet(Day::parse(if workbook.has_1904_epoch() { ZERO_1904 } else { ZERO_1900 }));
    let mut cells = workbook.worksheet_cells_reader(name).map_err(damaged)?;
    let mut row = Row { line: 0, cells: Vec::new() };
    while let Some(found) = cells.next_cell_with_formula_metadata().map_err(damaged)? {
        let (line, at) = (u64::from(found.pos.0) + 1, found.pos.1 as usize);
        let cell = match found.value {
            // What a program wrote and no spreadsheet worked out is not known, which is not the same as blank.
            DataRef::Empty if found.formula.is_some() => Cell::Fault(UNCOUNTED.into()),
            value => cell(&value)?,
        };
        if cell.is_blank() {
            continue;
        }
        if line > row.line {
            grid.push(std::mem::replace(&mut row, Row { line, cells: Vec::new() }))?;
        }
        if line < row.line || at < row.cells.len() {
            // Rows and cells come in order, each once.
            return Err(Refusal::of_file(line, Why::NotAWorkbook).into());
        }
        if at >= MOST_COLUMNS {
            return Err(Refusal::of_file(line, Why::TooManyCells).into());
        }
        row.cells.resize(at, Cell::Blank);
        row.cells.push(cell);
    }
    grid.push(row)?;
    drop(cells);
    let merged = workbook.merge_cells_by_sheet_name(name).map_err(damaged)?;
    let down = merged.iter().filter(|area| area.end.0 > area.start.0 && (area.start.1 as usize) < MOST_COLUMNS);
    grid.merged = down
        .take(MOST_CELLS)
        .map(|area| Merged {
            first: u64::from(area.start.0) + 1,
            last: u64::from(area.end.0) + 1,
            at: area.start.1 as usize,
        })
        .collect();
    Ok(grid)
}

fn cell(value: &DataRef<'_>) -> Result<Cell, Refusals> {
    let text = |text: &str| {
        let fits = text.len() <= LONGEST_CELL;
        fits.then(|| Cell::text(text)).ok_or_else(|| Refusals::from(Refusal::of_file(1, Why::NotAWorkbook)))
    };
    Ok(match value {
        DataRef::Empty => Cell::Blank,
        #[expect(clippy::cast_precision_loss, reason = "spreadsheets have no other numbers")]
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::String(found) => text(found)?,
        DataRef::SharedString(found) => text(found)?,
        DataRef::Bool(value) => Cell::Foreign(if *value { "TRUE" } else { "FALSE" }.into()),
        DataRef::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            // Excel has a 29 February 1900, and nobody else.
            let day = Day::parse(&format!("{year:04}-{month:02}-{day:02}"));
            day.map_or(Cell::Number(moment.as_f64()), Cell::Day)
        }
        DataRef::DateTime(length) => Cell::Number(length.as_f64()),
        DataRef::DateTimeIso(moment) => {
            let day = moment.split('T').next().and_then(days::of_text);
            day.map_or_else(|| text(moment), |day| Ok(Cell::Day(day)))?
        }
        DataRef::DurationIso(length) => text(length)?,
        DataRef::Error(error) => Cell::Fault(error.to_string().into()),
    })
}
