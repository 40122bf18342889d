//! A table as a workbook: real dates and numbers under Vietnamese headings, a second sheet that says
//! what it is, and a third of what columns, words and codes mean. Rows go to a temporary file as they come, so a long
//! table takes no more memory than a short one. Texts are written as texts: none of them is a formula.

use super::legend;
use super::{Cell, Column, Kind};
use crate::clock::HO_CHI_MINH;
use crate::domain::day::Day;
use jiff::Timestamp;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use std::io::{Seek, Write};
use thiserror::Error;

/// The most rows that a sheet can have under its header.
pub const LARGEST_SHEET: u64 = 1_048_575;
const DATA: &str = "Mức nguy cơ";
const SOURCE: &str = "Nguồn";
const LEGEND: &str = "Giải thích";

/// A workbook cannot be written.
#[derive(Debug, Error)]
#[error("a workbook cannot be written: {0}")]
pub struct BookError(#[from] XlsxError);

/// A workbook that is being written.
pub struct Book {
    workbook: Workbook,
    columns: Vec<Column>,
    row: u32,
    dates: Dates,
}

struct Dates {
    day: Format,
    instant: Format,
}

impl Book {
    /// A workbook with the header of its data; whoever made it, it was made at `at`.
    pub fn new<'a>(columns: impl Iterator<Item = &'a Column>, at: Timestamp) -> Result<Self, BookError> {
        let columns: Vec<Column> = columns.copied().collect();
        let mut workbook = Workbook::new();
        // Two answers to one question are the same bytes.
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&moment(at)?));
        let sheet = workbook.add_worksheet_with_constant_memory()?.set_name(DATA)?;
        sheet.set_freeze_panes(1, 0)?;
        let bold = Format::new().set_bold();
        for (at, column) in (0..).zip(&columns) {
            sheet.set_column_width(at, width(column.kind))?;
            sheet.write_string_with_format(0, at, column.heading, &bold)?;
        }
        let format = |format: &str| Format::new().set_num_format(format);
        let dates = Dates { day: format("dd/mm/yyyy"), instant: format("dd/mm/yyyy hh:mm:ss") };
        Ok(Self { workbook, columns, row: 0, dates })
    }

    /// Adds a row.
    pub fn row<'a>(&mut self, cells: impl Iterator<Item = &'a Cell<'a>>) -> Result<(), BookError> {
        self.row += 1;
        let sheet = self.workbook.worksheet_from_index(0)?;
        for ((at, column), cell) in (0..).zip(&self.columns).zip(cells) {
            self.dates.write(sheet, (self.row, at), &legend::said(column, cell))?;
        }
        Ok(())
    }

    /// Ends the workbook with the sheet of what it is, a line for each of `facts`, and that of what its columns and
    /// codes mean, the criteria among them, and writes it.
    pub fn finish(
        mut self,
        facts: &[(&str, Cell<'_>)],
        criteria: &[(&str, &str, &str)],
        out: impl Write + Seek + Send,
    ) -> Result<(), BookError> {
        let last = u16::try_from(self.columns.len().saturating_sub(1)).unwrap_or(0);
        self.workbook.worksheet_from_index(0)?.autofilter(0, 0, self.row, last)?;
        let sheet = self.workbook.add_worksheet().set_name(SOURCE)?;
        sheet.set_column_width(0, 30)?.set_column_width(1, 90)?;
        let bold = Format::new().set_bold();
        for (row, (name, cell)) in (0..).zip(facts) {
            sheet.write_string_with_format(row, 0, *name, &bold)?;
            self.dates.write(sheet, (row, 1), cell)?;
        }
        self.legend(criteria)?;
        Ok(self.workbook.save_to_writer(out)?)
    }

    /// The sheet of what columns, words and codes mean.
    fn legend(&mut self, criteria: &[(&str, &str, &str)]) -> Result<(), BookError> {
        let sheet = self.workbook.add_worksheet().set_name(LEGEND)?;
        for (at, width) in (0..).zip([28, 22, 70, 70]) {
            sheet.set_column_width(at, width)?;
        }
        let (bold, whole) = (Format::new().set_bold(), Format::new().set_text_wrap().set_align(FormatAlign::Top));
        for (at, heading) in (0..).zip(["Trong bảng", "Trong CSV và JSON", "Nghĩa bằng tiếng Việt", "In English"])
        {
            sheet.write_string_with_format(0, at, heading, &bold)?;
        }
        sheet.set_freeze_panes(1, 0)?;
        let mut row = 0;
        let mut told = |cells: [&str; 4]| -> Result<(), XlsxError> {
            row += 1;
            for (at, cell) in (0..).zip(cells) {
                sheet.write_string_with_format(row, at, cell, &whole)?;
            }
            Ok(())
        };
        for column in &self.columns {
            told([column.heading, column.name, legend::column(column.name), &legend::english(column)])?;
        }
        for meaning in legend::LEVELS.iter().chain(&legend::WORDS) {
            told([meaning.word, meaning.code, meaning.vi, meaning.en])?;
        }
        criteria.iter().try_for_each(|(id, vi, en)| told([id, id, vi, en]))?;
        Ok(())
    }
}

impl Dates {
    fn write(&self, sheet: &mut Worksheet, (row, at): (u32, u16), cell: &Cell<'_>) -> Result<(), XlsxError> {
        match cell {
            Cell::Blank => {}
            #[expect(clippy::cast_precision_loss, reason = "spreadsheets have no other numbers")]
            Cell::Number(number) => _ = sheet.write_number(row, at, *number as f64)?,
            Cell::Day(day) => _ = sheet.write_datetime_with_format(row, at, date(*day)?, &self.day)?,
            Cell::Instant(instant) => {
                sheet.write_datetime_with_format(row, at, moment(*instant)?, &self.instant)?;
            }
            Cell::List(words, _) if words.is_empty() => {}
            Cell::Text(_) | Cell::List(..) => _ = sheet.write_string(row, at, cell.plain())?,
        }
        Ok(())
    }
}

fn date(day: Day) -> Result<ExcelDateTime, XlsxError> {
    let date = day.date();
    let part = |part: i8| u8::try_from(part).unwrap_or_default();
    ExcelDateTime::from_ymd(u16::try_from(date.year()).unwrap_or_default(), part(date.month()), part(date.day()))
}

/// The instant as a clock in Vietnam shows it: spreadsheets know no zones.
fn moment(instant: Timestamp) -> Result<ExcelDateTime, XlsxError> {
    let local = instant.to_zoned(HO_CHI_MINH);
    let part = |part: i8| u8::try_from(part).unwrap_or_default();
    date(local.date().into())?.and_hms_milli(
        u16::from(part(local.hour())),
        part(local.minute()),
        part(local.second()),
        u16::try_from(local.millisecond()).unwrap_or_default(),
    )
}

const fn width(kind: Kind) -> u8 {
    match kind {
        Kind::Code | Kind::Word | Kind::Day => 12,
        Kind::Number | Kind::Level => 14,
        Kind::Codes | Kind::Words => 18,
        Kind::Instant => 20,
        Kind::Text => 28,
        Kind::Texts => 60,
    }
}
