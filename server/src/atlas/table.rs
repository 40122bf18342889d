//! A CSV file as rows of the columns that its reader asks for, in any order; further columns are
//! left alone. Every complaint names the file and the line.

use super::fault::AtlasFault;
use super::shown::Shown;
use std::str::FromStr;

/// A row: the fields of the columns asked for, in the order asked for.
pub(super) struct Row {
    file: &'static str,
    line: usize,
    columns: &'static [&'static str],
    fields: Vec<String>,
}

/// The rows of a table. `whole` is false where a row had to be left out.
pub(super) struct Rows {
    pub(super) rows: Vec<Row>,
    pub(super) whole: bool,
}

/// Reads a table; `None` where its header will not do.
pub(super) fn read(
    file: &'static str,
    text: &str,
    columns: &'static [&'static str],
    faults: &mut Vec<AtlasFault>,
) -> Option<Rows> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut records = reader.records().map_while(Result::ok);
    let header = records.next().unwrap_or_default();
    let before = faults.len();
    for &column in columns {
        let times = header.iter().filter(|name| *name == column).count();
        if times != 1 {
            faults.push(AtlasFault::Columns { file, column, times, expected: columns.join(",") });
        }
    }
    if faults.len() > before {
        return None;
    }
    let places: Vec<usize> =
        columns.iter().filter_map(|column| header.iter().position(|name| name == *column)).collect();
    let mut rows = Vec::new();
    let mut whole = true;
    for record in records {
        let line = line_of(text, &record);
        if record.len() == header.len() {
            let fields = places.iter().map(|&at| record[at].to_owned()).collect();
            rows.push(Row { file, line, columns, fields });
        } else {
            faults.push(AtlasFault::RowLength { file, line, found: record.len(), expected: header.len() });
            whole = false;
        }
    }
    Some(Rows { rows, whole })
}

/// The line of a record's first character; the reader's own count stops before blank lines.
fn line_of(text: &str, record: &csv::StringRecord) -> usize {
    let start = record.position().map_or(0, |at| usize::try_from(at.byte()).unwrap_or(usize::MAX));
    let rest = text.get(start..).unwrap_or_default();
    let blank = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
    1 + text.get(..start + blank).unwrap_or(text).matches('\n').count()
}

impl Row {
    /// The field of a column, by its place among the columns asked for.
    pub(super) fn text(&self, at: usize) -> &str {
        &self.fields[at]
    }

    /// A field that may be anything but blank.
    pub(super) fn words(&self, at: usize, faults: &mut Vec<AtlasFault>) -> String {
        if self.text(at).trim().is_empty() {
            faults.push(self.fault(at, "a text"));
        }
        self.text(at).to_owned()
    }

    /// A number; where there is none, that is a fault and the answer is `None`.
    pub(super) fn number<N: FromStr>(
        &self,
        at: usize,
        expected: &'static str,
        faults: &mut Vec<AtlasFault>,
        fits: impl Fn(&N) -> bool,
    ) -> Option<N> {
        let number = self.text(at).parse().ok().filter(fits);
        if number.is_none() {
            faults.push(self.fault(at, expected));
        }
        number
    }

    /// A complaint about a field.
    pub(super) fn fault(&self, at: usize, expected: &'static str) -> AtlasFault {
        let (file, line, column) = (self.file, self.line, self.columns[at]);
        AtlasFault::Field { file, line, column, value: Shown::quoted(self.text(at)), expected }
    }

    /// A label point in Viet Nam, from the columns of its longitude and latitude.
    pub(super) fn point(&self, lon: usize, lat: usize, faults: &mut Vec<AtlasFault>) -> (f64, f64) {
        let x = self.number(lon, "a number of degrees", faults, |x: &f64| x.is_finite());
        let y = self.number(lat, "a number of degrees", faults, |y: &f64| y.is_finite());
        let (Some(x), Some(y)) = (x, y) else { return (0.0, 0.0) };
        if !super::rings::VIET_NAM.holds(x, y) {
            let (lon, lat) = (Shown::plain(self.text(lon)), Shown::plain(self.text(lat)));
            faults.push(AtlasFault::PointOutside { file: self.file, line: self.line, lon, lat });
        }
        (x, y)
    }
}
