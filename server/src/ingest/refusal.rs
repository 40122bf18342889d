//! What can be wrong with a file: what was found and where, under codes that are stable and part of
//! the contract. A value from the file is quoted as it stands and cut to a length, never interpreted.

use super::columns::Column;
use super::flag_faults::FlagFault;
use super::json::JsonFault;
use super::no_day::NoDay;
use super::personal::names_someone;
use super::restate::CaseKind;
use crate::domain::day::Day;
use crate::domain::rules::Lang;
use crate::wire::{RejectedRow, RejectedRows, RowPlace};

/// How many refusals an answer lists.
const LISTED: usize = 1000;
/// How many characters of a value are quoted.
const QUOTED: usize = 100;

/// One thing wrong with a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    line: u64,
    place: RowPlace,
    column: Option<String>,
    value: Option<String>,
    why: Why,
}

/// All that is wrong with a file, in the order of lines. However much it is, no more is kept than an
/// answer lists.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Refusals {
    total: usize,
    first: Vec<Refusal>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Why {
    BadEncoding,
    Utf16,
    NulByte,
    NulInCell,
    BadJson { at: Option<(usize, usize)>, what: JsonFault, example: &'static str },
    NotAWorkbook,
    OldWorkbook,
    WebPage,
    Tabs,
    SeveralSheets { names: String },
    UnpacksTooLarge,
    TooManyCells,
    Empty,
    OpenQuote,
    StrayQuote,
    ShortRow { found: usize, wanted: usize },
    LongRow { found: usize, wanted: usize },
    MissingColumn,
    UnknownColumn,
    DuplicateColumn,
    PersonalData,
    MissingValue { column: Column },
    CellError,
    UnknownUnit,
    NotACommune { name: String },
    NoneFits { found: String },
    NotWithin { found: String },
    AmbiguousUnit { choices: String },
    NotADay(NoDay),
    TooEarly { first: Day },
    FutureDay { today: Day },
    NotANumber,
    InQuotes { count: u64 },
    Negative,
    ExceedsPopulation { population: u32 },
    PartsExceedTotal { parts: u64, total: u32 },
    DuplicateRow { first: u64 },
    TotalMismatch { sum: u64 },
    NotAText,
    MoveOfOne,
    MoveUnbalanced { day: Day, gained: i64 },
    MoveOfKinds { day: Day, kind: CaseKind, gained: i64 },
    TooLong { length: usize },
    Flag(FlagFault),
}

impl Why {
    /// The stable code.
    fn code(&self) -> &'static str {
        match *self {
            Self::BadEncoding | Self::Utf16 | Self::NulByte | Self::NulInCell => "bad_encoding",
            Self::BadJson { .. } => "bad_json",
            Self::NotAWorkbook | Self::OldWorkbook => "bad_workbook",
            Self::WebPage => "web_page",
            Self::Tabs => "tab_separated",
            Self::SeveralSheets { .. } => "several_sheets",
            Self::UnpacksTooLarge | Self::TooManyCells => "too_large",
            Self::Empty => "empty",
            Self::OpenQuote | Self::StrayQuote | Self::ShortRow { .. } => "truncated",
            Self::LongRow { .. } => "extra_field",
            Self::MissingColumn => "missing_column",
            Self::UnknownColumn => "unknown_column",
            Self::DuplicateColumn => "duplicate_column",
            Self::PersonalData => "personal_data",
            Self::CellError => "cell_error",
            Self::MissingValue { .. } => "missing_value",
            Self::UnknownUnit | Self::NotACommune { .. } | Self::NoneFits { .. } | Self::NotWithin { .. } => {
                "unknown_unit"
            }
            Self::AmbiguousUnit { .. } => "ambiguous_unit",
            Self::NotADay(_) => "not_a_day",
            Self::TooEarly { .. } => "too_early",
            Self::FutureDay { .. } => "future_day",
            Self::NotANumber | Self::InQuotes { .. } => "not_a_number",
            Self::Negative => "negative",
            Self::ExceedsPopulation { .. } => "exceeds_population",
            Self::PartsExceedTotal { .. } => "parts_exceed_total",
            Self::DuplicateRow { .. } => "duplicate_row",
            Self::TotalMismatch { .. } => "total_mismatch",
            Self::NotAText => "not_a_text",
            Self::MoveOfOne | Self::MoveUnbalanced { .. } | Self::MoveOfKinds { .. } => "not_a_move",
            Self::TooLong { .. } => "too_long",
            Self::Flag(ref fault) => fault.code(),
        }
    }

    /// Whether it is about the file as a whole and no line of it.
    fn is_of_file(&self) -> bool {
        matches!(
            self,
            Self::Utf16
                | Self::NotAWorkbook
                | Self::OldWorkbook
                | Self::WebPage
                | Self::Tabs
                | Self::SeveralSheets { .. }
                | Self::UnpacksTooLarge
                | Self::Empty
                | Self::MoveOfOne
                | Self::MoveUnbalanced { .. }
                | Self::MoveOfKinds { .. }
        )
    }
}

impl Refusal {
    pub(super) fn of_file(line: u64, why: Why) -> Self {
        Self { line, place: RowPlace::Line, column: None, value: None, why }
    }

    pub(super) fn of_column(line: u64, column: &str, why: Why) -> Self {
        Self { line, place: RowPlace::Line, column: Some(column.to_owned()), value: None, why }
    }

    pub(super) fn of_cell(line: u64, column: &str, value: &str, why: Why) -> Self {
        let quote = |text: &str| text.chars().take(QUOTED).collect();
        // A person's name or number is repeated nowhere.
        let value = (!names_someone(value)).then(|| quote(value));
        Self { line, place: RowPlace::Line, column: Some(quote(column)), value, why }
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        self.why.code()
    }

    /// The refusal as an answer tells it.
    pub fn told(&self, lang: Lang) -> RejectedRow {
        let (reason, expected) = self.why.words(lang, self.place);
        let place = if self.why.is_of_file() { RowPlace::File } else { self.place };
        RejectedRow {
            line: (place != RowPlace::File).then_some(self.line),
            place,
            column: self.column.clone(),
            value: self.value.clone(),
            code: self.code().to_owned(),
            reason,
            expected,
        }
    }

    /// The same of a row of a list, where it is about a row at all.
    fn of_record(mut self) -> Self {
        if !matches!(self.why, Why::BadJson { .. } | Why::BadEncoding | Why::Utf16 | Why::NulByte | Why::Empty) {
            self.place = RowPlace::Record;
        }
        self
    }

    /// Whether it keeps back what looks like data about a person.
    pub(super) fn is_of_people(&self) -> bool {
        self.why == Why::PersonalData
    }

    /// Where it is.
    pub(super) fn line(&self) -> u64 {
        self.line
    }
}

impl Refusals {
    /// Counts one more; it must not stand before those that are there.
    pub(super) fn push(&mut self, refusal: Refusal) {
        self.total += 1;
        if self.first.len() < LISTED {
            self.first.push(refusal);
        }
    }

    /// How many there are.
    pub fn total(&self) -> usize {
        self.total
    }

    /// The first 1,000.
    pub fn first(&self) -> &[Refusal] {
        &self.first
    }

    /// Whether the file was not read to its end, since it holds too much.
    pub fn is_too_large(&self) -> bool {
        self.first.iter().any(|refusal| matches!(refusal.why, Why::UnpacksTooLarge | Why::TooManyCells))
    }

    /// The same of a list: lines are the places of its rows.
    pub(super) fn of_list(self) -> Self {
        Self { first: self.first.into_iter().map(Refusal::of_record).collect(), ..self }
    }

    /// As an answer tells them.
    pub fn told(&self, lang: Lang) -> RejectedRows {
        let mut rows: Vec<_> = self.first.iter().map(|refusal| refusal.told(lang)).collect();
        // The names that columns may have are long, and the same for each column that is not known.
        let unknown = |row: &&mut RejectedRow| row.code == Why::UnknownColumn.code();
        for again in rows.iter_mut().filter(unknown).skip(1) {
            lang.of("bỏ cột này, hoặc đặt một tên đã kể ở trên", "leave it out, or give it a name told above")
                .clone_into(&mut again.expected);
        }
        RejectedRows { total: self.total, rows }
    }
}

impl From<Refusal> for Refusals {
    fn from(refusal: Refusal) -> Self {
        Self { total: 1, first: vec![refusal] }
    }
}

impl From<Vec<Refusal>> for Refusals {
    fn from(mut refusals: Vec<Refusal>) -> Self {
        let total = refusals.len();
        refusals.sort_by_key(Refusal::line);
        refusals.truncate(LISTED);
        Self { total, first: refusals }
    }
}
