//! Tables that leave as files: which columns they have, what a cell is, and its forms. A table's
//! columns are named in one place (`LEVELS`, `REPORTS`, `STAMP`); CSV, JSON, GeoJSON, XLSX and the
//! OpenAPI document all read it there.

mod csv;
mod geojson;
mod guard;
mod json;
mod legend;
mod levels;
mod reports;
mod xlsx;

pub use csv::{CsvForm, Separator};
pub use geojson::{Features, MapError};
pub use guard::{guarded, unguarded};
pub use json::{JsonForm, LevelsFile};
pub(super) use legend::word;
pub use levels::{LEVELS, LevelRows};
pub use reports::{REPORTS, ReportRows};
pub use xlsx::{Book, BookError, LARGEST_SHEET};

use crate::clock::rfc3339;
use crate::domain::day::Day;
use crate::domain::rules::RuleSet;
use jiff::Timestamp;
use std::borrow::Cow;

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name in CSV and JSON.
    pub name: &'static str,
    /// What stands over it in a workbook.
    pub heading: &'static str,
    /// What its cells hold.
    pub kind: Kind,
    /// Whether no cell of it is blank.
    pub full: bool,
    /// What it says.
    pub about: &'static str,
}

/// A column of which some cells may be blank.
const fn column(name: &'static str, heading: &'static str, kind: Kind, about: &'static str) -> Column {
    Column { name, heading, kind, full: false, about }
}

/// A column of which no cell is blank.
const fn full(name: &'static str, heading: &'static str, kind: Kind, about: &'static str) -> Column {
    Column { name, heading, kind, full: true, about }
}

/// What the cells of a column hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A short text: a code.
    Code,
    /// A code that stands for a word; a workbook has the word.
    Word,
    /// A text.
    Text,
    /// A whole number.
    Number,
    /// A level, 1 to 4.
    Level,
    /// A day.
    Day,
    /// An instant.
    Instant,
    /// Several codes.
    Codes,
    /// Several codes that stand for words; a workbook has the words.
    Words,
    /// Several texts.
    Texts,
}

/// What stands in a cell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cell<'a> {
    /// Nothing: not a zero.
    Blank,
    /// A text.
    Text(&'a str),
    /// A number.
    Number(i64),
    /// A day.
    Day(Day),
    /// An instant.
    Instant(Timestamp),
    /// Several words or texts, and what parts them where a cell is one text.
    List(Vec<&'a str>, &'static str),
}

impl<'a> Cell<'a> {
    fn text(text: Option<&'a str>) -> Self {
        text.map_or(Self::Blank, Self::Text)
    }

    fn number(number: Option<impl Into<i64>>) -> Self {
        number.map_or(Self::Blank, |number| Self::Number(number.into()))
    }

    /// The cell as one text.
    fn plain(&self) -> Cow<'a, str> {
        match self {
            Self::Blank => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Day(day) => Cow::Owned(day.to_string()),
            Self::Instant(instant) => Cow::Owned(rfc3339(*instant)),
            Self::List(words, between) => Cow::Owned(words.join(between)),
        }
    }
}

/// The columns that say of what a file is: the same in every row, but for the rule set, which is that of the
/// row's day. A table of reports has the first and the last.
pub const STAMP: [Column; 4] = [
    Column {
        name: "as_of",
        heading: "Theo số liệu đã biết lúc",
        kind: Kind::Instant,
        full: true,
        about: "What was known at this instant",
    },
    Column {
        name: "ruleset",
        heading: "Bộ quy tắc",
        kind: Kind::Code,
        full: true,
        about: "Id of the rule set that judged the day",
    },
    Column {
        name: "ruleset_hash",
        heading: "Mã băm bộ quy tắc",
        kind: Kind::Code,
        full: true,
        about: "First 16 hex digits of the SHA-256 of its file",
    },
    Column {
        name: "attribution",
        heading: "Nguồn",
        kind: Kind::Text,
        full: true,
        about: "Where the figures come from, to be named with them",
    },
];

/// What a whole file is of.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// What was known at this instant.
    pub as_of: Timestamp,
    /// Where the figures come from.
    pub attribution: String,
}

impl Stamp {
    /// The cells that are the same in the whole file.
    pub fn of_file(&self) -> [Cell<'_>; 2] {
        [Cell::Instant(self.as_of), Cell::Text(&self.attribution)]
    }

    /// The cells of [`STAMP`] for what a rule set judged.
    pub fn cells<'a>(&'a self, rules: &'a RuleSet) -> [Cell<'a>; 4] {
        let [as_of, attribution] = self.of_file();
        [as_of, Cell::Text(&rules.id), Cell::Text(&rules.hash), attribution]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_on_exports_describes_every_column() {
        let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/exports.md");
        let page = std::fs::read_to_string(page).unwrap();
        for Column { name, heading, about, .. } in LEVELS.iter().chain(&REPORTS).chain(&STAMP) {
            let line = format!("| `{name}` | {heading} | {about} |");
            assert!(page.lines().any(|found| found == line), "docs/exports.md lacks: {line}");
        }
    }
}
