//! From bytes to a table of cells. A file that was cut off is noticed, whether inside a quoted
//! field or in the middle of a row; nothing is guessed.

use super::refusal::{Refusal, Why};
use crate::domain::report::Figures;
use std::cmp::Ordering;

/// The columns we know; the first three must be there.
pub(super) const REQUIRED: [&str; 3] = ["commune", "day", "f0"];
const TEXTS: [&str; 2] = ["source", "note"];

/// Stands after the last row while we parse. An open quote swallows it, and so gives itself away.
const END: &str = "\u{1}end of file\u{1}";

/// The rows of a file under its header.
pub(super) struct Table {
    header: Vec<String>,
    pub(super) rows: Vec<Row>,
}

pub(super) struct Row {
    pub(super) line: u64,
    cells: ::csv::StringRecord,
}

impl Table {
    /// A cell, trimmed; empty where the file has no such column.
    pub(super) fn cell<'a>(&self, row: &'a Row, column: &str) -> &'a str {
        let at = self.header.iter().position(|name| name == column);
        at.and_then(|at| row.cells.get(at)).unwrap_or_default().trim()
    }
}

/// Reads a CSV file: UTF-8 with or without a byte order mark, comma, header in the first line.
pub(super) fn table(bytes: &[u8]) -> Result<Table, Vec<Refusal>> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = 1 + bytes[..error.valid_up_to()].iter().filter(|&&byte| byte == b'\n').count() as u64;
        vec![Refusal::of_file(line, Why::BadEncoding)]
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.contains('\0') {
        return Err(vec![Refusal::of_file(1, Why::BadEncoding)]);
    }
    let whole = format!("{text}\n{END}");
    let mut reader = ::csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(whole.as_bytes());
    let mut records = Vec::new();
    for record in reader.records() {
        // Reading a string cannot fail, and it is UTF-8: the error arm is only for the type.
        let record = record.map_err(|_| vec![Refusal::of_file(1, Why::BadEncoding)])?;
        records.push(Row { line: record.position().map_or(0, ::csv::Position::line), cells: record });
    }
    if let Some(last) = records.pop()
        && (last.cells.len() != 1 || &last.cells[0] != END)
    {
        return Err(vec![Refusal::of_file(last.line, Why::OpenQuote)]);
    }
    let mut refusals = Vec::new();
    let mut records = records.into_iter();
    let header: Vec<String> =
        records.next().map(|row| row.cells.iter().map(|name| name.trim().to_owned()).collect()).unwrap_or_default();
    check_header(&header, &mut refusals);
    let rows: Vec<Row> = records.filter(|row| row.cells.iter().any(|cell| !cell.trim().is_empty())).collect();
    if refusals.is_empty() && rows.is_empty() {
        refusals.push(Refusal::of_file(1, Why::Empty));
    }
    for row in &rows {
        let (found, wanted) = (row.cells.len(), header.len());
        match found.cmp(&wanted) {
            Ordering::Less => refusals.push(Refusal::of_file(row.line, Why::ShortRow { found, wanted })),
            Ordering::Greater => refusals.push(Refusal::of_file(row.line, Why::LongRow { found, wanted })),
            Ordering::Equal => {}
        }
    }
    if refusals.is_empty() { Ok(Table { header, rows }) } else { Err(refusals) }
}

fn check_header(header: &[String], refusals: &mut Vec<Refusal>) {
    if header.is_empty() {
        refusals.push(Refusal::of_file(1, Why::Empty));
        return;
    }
    for (at, name) in header.iter().enumerate() {
        let known = REQUIRED[..2].iter().chain(&Figures::NAMES).chain(&TEXTS).any(|known| known == name);
        if !known {
            refusals.push(Refusal::of_cell(1, name, name, Why::UnknownColumn));
        } else if header[..at].contains(name) {
            refusals.push(Refusal::of_cell(1, name, name, Why::DuplicateColumn));
        }
    }
    for name in REQUIRED.iter().filter(|name| !header.iter().any(|found| found == *name)) {
        refusals.push(Refusal::of_column(1, name, Why::MissingColumn));
    }
}
