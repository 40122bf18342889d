//! From bytes to a table of cells. A file that was cut off is noticed, whether inside a quoted
//! field or in the middle of a row, and so are rows lost to a stray quote; nothing is guessed.

use super::refusal::{Refusal, Why};
use crate::domain::day::Day;
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
    /// The rows that have a cell for each column.
    pub(super) rows: Vec<Row>,
    /// What is wrong with the others: they are told together with what is wrong in cells.
    pub(super) torn: Vec<Refusal>,
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
    let misread = |at: usize| {
        let line = 1 + bytes[..at].iter().filter(|&&byte| byte == b'\n').count() as u64;
        vec![Refusal::of_file(line, Why::BadEncoding)]
    };
    let text = std::str::from_utf8(bytes).map_err(|error| misread(error.valid_up_to()))?;
    if let Some(at) = text.find('\0') {
        return Err(misread(at));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let whole = format!("{text}\n{END}");
    let mut reader = ::csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(whole.as_bytes());
    let mut records = Vec::new();
    for record in reader.records() {
        // Reading a string cannot fail, and it is UTF-8: the error arm is only for the type.
        let record = record.map_err(|_| misread(0))?;
        records.push(Row { line: record.position().map_or(0, |start| line(&whole, start)), cells: record });
    }
    let mut torn = Vec::new();
    if let Some(last) = records.pop()
        && (last.cells.len() != 1 || &last.cells[0] != END)
    {
        torn.push(Refusal::of_file(last.line, Why::OpenQuote));
    }
    let mut records = records.into_iter();
    let Some(first) = records.next() else {
        return Err(if torn.is_empty() { vec![Refusal::of_file(1, Why::Empty)] } else { torn });
    };
    let header: Vec<String> = first.cells.iter().map(|name| name.trim().to_owned()).collect();
    let faults = check_header(&header, first.line);
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut rows = Vec::new();
    for row in records.filter(|row| row.cells.iter().any(|cell| !cell.trim().is_empty())) {
        let (found, wanted) = (row.cells.len(), header.len());
        match found.cmp(&wanted) {
            _ if row.cells.iter().any(swallowed) => torn.push(Refusal::of_file(row.line, Why::StrayQuote)),
            Ordering::Less => torn.push(Refusal::of_file(row.line, Why::ShortRow { found, wanted })),
            Ordering::Greater => torn.push(Refusal::of_file(row.line, Why::LongRow { found, wanted })),
            Ordering::Equal => rows.push(row),
        }
    }
    if rows.is_empty() && torn.is_empty() {
        torn.push(Refusal::of_file(1, Why::Empty));
    }
    Ok(Table { header, rows, torn })
}

/// The line on which a record stands: the reader counts the blank lines before it to the record.
fn line(whole: &str, start: &::csv::Position) -> u64 {
    let rest = whole.as_bytes().iter().skip(usize::try_from(start.byte()).unwrap_or(usize::MAX));
    let blank = rest.take_while(|&&byte| byte == b'\n' || byte == b'\r');
    start.line() + blank.filter(|&&byte| byte == b'\n').count() as u64
}

/// Whether a cell holds rows: a quote that opened by mistake reads on to the next one, and the
/// rows between would be lost in a remark. A remark of several lines is not mistaken for that,
/// unless one of them has a day between commas.
fn swallowed(cell: &str) -> bool {
    cell.lines().skip(1).any(|line| line.split(',').any(|part| Day::parse(part.trim()).is_some()))
}

/// What is wrong with the header, which stands on `line`.
fn check_header(header: &[String], line: u64) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    for (at, name) in header.iter().enumerate() {
        let known = REQUIRED[..2].iter().chain(&Figures::NAMES).chain(&TEXTS).any(|known| known == name);
        if !known {
            refusals.push(Refusal::of_cell(line, name, name, Why::UnknownColumn));
        } else if header[..at].contains(name) {
            refusals.push(Refusal::of_cell(line, name, name, Why::DuplicateColumn));
        }
    }
    for name in REQUIRED.iter().filter(|name| !header.iter().any(|found| found == *name)) {
        refusals.push(Refusal::of_column(line, name, Why::MissingColumn));
    }
    refusals
}
