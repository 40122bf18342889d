//! What can be wrong with a file: what was found and where, under codes that are stable and part of
//! the contract. A value from the file is quoted as it stands and cut to a length, never interpreted.

use super::flag_faults::FlagFault;
use super::personal::names_someone;
use super::restate::CaseKind;
use crate::domain::day::Day;
use crate::domain::rules::Lang;
use crate::wire::{RejectedRow, RejectedRows};

/// How many refusals an answer lists.
const LISTED: usize = 1000;
/// How many characters of a value are quoted.
const QUOTED: usize = 100;

/// One thing wrong with a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    line: u64,
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
    BadJson { at: Option<(usize, usize)>, what: String, example: &'static str },
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
    MissingValue,
    CellError,
    UnknownUnit,
    NotACommune { name: String },
    NoneFits { found: String },
    NotWithin { found: String },
    AmbiguousUnit { choices: String },
    NotADay,
    TooEarly { first: Day },
    FutureDay { today: Day },
    NotANumber,
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

impl Refusal {
    pub(super) fn of_file(line: u64, why: Why) -> Self {
        Self { line, column: None, value: None, why }
    }

    pub(super) fn of_column(line: u64, column: &str, why: Why) -> Self {
        Self { line, column: Some(column.to_owned()), value: None, why }
    }

    pub(super) fn of_cell(line: u64, column: &str, value: &str, why: Why) -> Self {
        let quote = |text: &str| text.chars().take(QUOTED).collect();
        // A person's name or number is repeated nowhere.
        let value = (!names_someone(value)).then(|| quote(value));
        Self { line, column: Some(quote(column)), value, why }
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self.why {
            Why::BadEncoding | Why::Utf16 => "bad_encoding",
            Why::BadJson { .. } => "bad_json",
            Why::NotAWorkbook | Why::OldWorkbook => "bad_workbook",
            Why::WebPage => "web_page",
            Why::Tabs => "tab_separated",
            Why::SeveralSheets { .. } => "several_sheets",
            Why::UnpacksTooLarge | Why::TooManyCells => "too_large",
            Why::Empty => "empty",
            Why::OpenQuote | Why::StrayQuote | Why::ShortRow { .. } => "truncated",
            Why::LongRow { .. } => "extra_field",
            Why::MissingColumn => "missing_column",
            Why::UnknownColumn => "unknown_column",
            Why::DuplicateColumn => "duplicate_column",
            Why::PersonalData => "personal_data",
            Why::CellError => "cell_error",
            Why::MissingValue => "missing_value",
            Why::UnknownUnit | Why::NotACommune { .. } | Why::NoneFits { .. } | Why::NotWithin { .. } => "unknown_unit",
            Why::AmbiguousUnit { .. } => "ambiguous_unit",
            Why::NotADay => "not_a_day",
            Why::TooEarly { .. } => "too_early",
            Why::FutureDay { .. } => "future_day",
            Why::NotANumber => "not_a_number",
            Why::Negative => "negative",
            Why::ExceedsPopulation { .. } => "exceeds_population",
            Why::PartsExceedTotal { .. } => "parts_exceed_total",
            Why::DuplicateRow { .. } => "duplicate_row",
            Why::TotalMismatch { .. } => "total_mismatch",
            Why::NotAText => "not_a_text",
            Why::MoveOfOne | Why::MoveUnbalanced { .. } | Why::MoveOfKinds { .. } => "not_a_move",
            Why::TooLong { .. } => "too_long",
            Why::Flag(ref fault) => fault.code(),
        }
    }

    /// The refusal as an answer tells it.
    pub fn told(&self, lang: Lang) -> RejectedRow {
        let (reason, expected) = self.why.words(lang);
        RejectedRow {
            line: self.line,
            column: self.column.clone(),
            value: self.value.clone(),
            code: self.code().to_owned(),
            reason,
            expected,
        }
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

    /// As an answer tells them.
    pub fn told(&self, lang: Lang) -> RejectedRows {
        RejectedRows { total: self.total, rows: self.first.iter().map(|refusal| refusal.told(lang)).collect() }
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
