//! From the bytes of a CSV file to a sheet of cells. A file that was cut off is noticed, whether
//! inside a quoted field or in the middle of a row, and so are rows lost to a stray quote.

use super::days;
use super::encoding::utf8;
use super::grid::{Cell, Grid, Headed, Row};
use super::kind::is_page;
use super::refusal::{Refusal, Refusals, Why};
use super::table::HEAD;
use ::csv::{Position, ReaderBuilder, StringRecord};

/// Stands after the last row while we parse. An open quote swallows it, and so gives itself away.
const END: &str = "\u{1}end of file\u{1}";
/// What stands between fields: a semicolon where Windows is set to Vietnamese.
const BETWEEN: [u8; 2] = [b',', b';'];
/// What may not: a tab in a cell of one row would move all that follows.
const TAB: u8 = b'\t';

/// Reads a CSV file: UTF-8 with or without a byte order mark, fields parted by commas or semicolons.
pub(super) fn grid(bytes: &[u8], headed: Headed) -> Result<Grid, Refusals> {
    if is_page(bytes) {
        return Err(Refusal::of_file(1, Why::WebPage).into());
    }
    let text = utf8(bytes)?;
    let between = between(text, headed)?;
    let whole = format!("{text}\n{END}");
    let mut grid = Grid::of_text();
    let mut last = None;
    for record in records(&whole, between) {
        if let Some(row) = last.replace(record?) {
            take(&mut grid, row, between)?;
        }
    }
    if let Some((line, record)) = last
        && (record.len() != 1 || &record[0] != END)
    {
        grid.torn.push(Refusal::of_file(line, Why::OpenQuote));
    }
    Ok(grid)
}

/// The separator under which the file has a header that we understand; where it has none under
/// either, the one of which its first line has more.
fn between(text: &str, headed: Headed) -> Result<u8, Refusals> {
    let refused = || Refusals::from(Refusal::of_file(1, Why::Tabs));
    for sign in BETWEEN {
        if parts_header(text, sign, headed)? {
            return Ok(sign);
        }
    }
    if parts_header(text, TAB, headed)? {
        return Err(refused());
    }
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |sign| first.bytes().filter(|&byte| byte == sign).count();
    let [commas, semicolons] = BETWEEN.map(count);
    if count(TAB) > commas.max(semicolons) {
        return Err(refused());
    }
    Ok(BETWEEN[usize::from(semicolons > commas)])
}

/// Whether there is a header that we understand where this sign parts fields.
fn parts_header(text: &str, sign: u8, headed: Headed) -> Result<bool, Refusals> {
    let mut head = Grid::default();
    for record in records(text, sign).take(HEAD) {
        let (line, record) = record?;
        head.push(row(line, &record))?;
    }
    Ok(headed(&head.rows))
}

fn records(text: &str, between: u8) -> impl Iterator<Item = Result<(u64, StringRecord), Refusals>> {
    let mut reader =
        ReaderBuilder::new().flexible(true).has_headers(false).delimiter(between).from_reader(text.as_bytes());
    std::iter::from_fn(move || {
        let mut record = StringRecord::new();
        match reader.read_record(&mut record) {
            Ok(false) => None,
            Ok(true) => Some(Ok((record.position().map_or(0, |start| line(text, start)), record))),
            // Reading a string cannot fail, and it is UTF-8: the error arm is only for the type.
            Err(_) => Some(Err(Refusal::of_file(1, Why::BadEncoding).into())),
        }
    })
}

fn take(grid: &mut Grid, (line, record): (u64, StringRecord), between: u8) -> Result<(), Refusals> {
    if record.iter().any(|field| swallowed(field, between)) {
        grid.torn.push(Refusal::of_file(line, Why::StrayQuote));
        return Ok(());
    }
    grid.push(row(line, &record))
}

fn row(line: u64, record: &StringRecord) -> Row {
    Row { line, cells: record.iter().map(Cell::text).collect() }
}

/// The line on which a record stands: the reader counts the blank lines before it to the record.
fn line(text: &str, start: &Position) -> u64 {
    let rest = text.as_bytes().iter().skip(usize::try_from(start.byte()).unwrap_or(usize::MAX));
    let blank = rest.take_while(|&&byte| byte == b'\n' || byte == b'\r');
    start.line() + blank.filter(|&&byte| byte == b'\n').count() as u64
}

/// Whether a field holds rows: a quote that opened by mistake reads on to the next one, and the
/// rows between would be lost in a remark. A remark of several lines is not mistaken for that,
/// unless one of them has a day between separators.
fn swallowed(field: &str, between: u8) -> bool {
    let part = |line: &str| line.split(char::from(between)).any(|part| days::of_text(part.trim()).is_some());
    field.contains('\n') && field.lines().skip(1).any(part)
}
