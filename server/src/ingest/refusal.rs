//! What can be wrong with a file, in words: what was found, where, and what would be right.
//!
//! Codes are stable and part of the contract; texts are not. A value from the file is quoted as
//! it stands and cut to a length, never interpreted.

use crate::domain::day::Day;
use crate::wire::{RejectedRow, RejectedRows};

/// How many refusals an answer lists.
const LISTED: usize = 1000;
/// How many characters of a value are quoted.
const QUOTED: usize = 100;
/// How many characters `source` and `note` may have.
pub(super) const LONGEST_TEXT: usize = 1000;

/// The language of an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lang {
    /// Vietnamese.
    Vi,
    /// English.
    En,
}

/// One thing wrong with a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    line: u64,
    column: Option<String>,
    value: Option<String>,
    why: Why,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Why {
    BadEncoding,
    Empty,
    OpenQuote,
    StrayQuote,
    ShortRow { found: usize, wanted: usize },
    LongRow { found: usize, wanted: usize },
    MissingColumn,
    UnknownColumn,
    DuplicateColumn,
    MissingValue,
    UnknownUnit,
    NotACommune { name: String },
    NotADay,
    TooEarly { first: Day },
    FutureDay { today: Day },
    NotANumber,
    Negative,
    ExceedsPopulation { population: u32 },
    PartsExceedTotal { parts: u64, total: u32 },
    DuplicateRow { first: u64 },
    TooLong { length: usize },
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
        Self { line, column: Some(quote(column)), value: Some(quote(value)), why }
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self.why {
            Why::BadEncoding => "bad_encoding",
            Why::Empty => "empty",
            Why::OpenQuote | Why::StrayQuote | Why::ShortRow { .. } => "truncated",
            Why::LongRow { .. } => "extra_field",
            Why::MissingColumn => "missing_column",
            Why::UnknownColumn => "unknown_column",
            Why::DuplicateColumn => "duplicate_column",
            Why::MissingValue => "missing_value",
            Why::UnknownUnit | Why::NotACommune { .. } => "unknown_unit",
            Why::NotADay => "not_a_day",
            Why::TooEarly { .. } => "too_early",
            Why::FutureDay { .. } => "future_day",
            Why::NotANumber => "not_a_number",
            Why::Negative => "negative",
            Why::ExceedsPopulation { .. } => "exceeds_population",
            Why::PartsExceedTotal { .. } => "parts_exceed_total",
            Why::DuplicateRow { .. } => "duplicate_row",
            Why::TooLong { .. } => "too_long",
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

    /// All refusals of a file as an answer tells them: in the order of lines, at most 1,000.
    pub fn all(mut refusals: Vec<Self>, lang: Lang) -> RejectedRows {
        refusals.sort_by_key(|refusal| refusal.line);
        let rows = refusals.iter().take(LISTED).map(|refusal| refusal.told(lang)).collect();
        RejectedRows { total: refusals.len(), rows }
    }
}

impl Why {
    /// What is wrong, and what would be right.
    #[expect(clippy::too_many_lines, reason = "a table of texts")]
    fn words(&self, lang: Lang) -> (String, String) {
        let (vi, en): ((String, String), (String, String)) = match self {
            Self::BadEncoding => (
                ("tệp không phải mã UTF-8".into(), "lưu lại tệp dạng \"CSV UTF-8\" rồi gửi lại".into()),
                ("the file is not UTF-8".into(), "save it as \"CSV UTF-8\" and send it again".into()),
            ),
            Self::Empty => (
                ("tệp không có dòng số liệu nào".into(), "dòng tiêu đề và ít nhất một dòng số liệu".into()),
                ("the file has no rows".into(), "a header line and at least one row".into()),
            ),
            Self::OpenQuote => (
                ("tệp kết thúc giữa một ô có dấu nháy kép mở ở dòng này".into(), "gửi lại trọn vẹn tệp".into()),
                (
                    "the file ends inside a quoted field that opens in this row".into(),
                    "send the whole file again".into(),
                ),
            ),
            Self::StrayQuote => (
                (
                    "dấu nháy kép mở ở dòng này nuốt mất các dòng sau".into(),
                    "bỏ dấu nháy thừa, hoặc đóng nó trong cùng một ô".into(),
                ),
                (
                    "a quote that opens in this row swallows rows after it".into(),
                    "take the stray quote out, or close it in its own field".into(),
                ),
            ),
            Self::ShortRow { found, wanted } => (
                (
                    format!("dòng chỉ có {found} ô"),
                    format!("{wanted} ô như dòng tiêu đề; kiểm tra tệp có bị cắt không"),
                ),
                (
                    format!("the row has only {found} fields"),
                    format!("{wanted} fields, as the header has; check that the file was not cut off"),
                ),
            ),
            Self::LongRow { found, wanted } => (
                (format!("dòng có {found} ô"), format!("{wanted} ô như dòng tiêu đề")),
                (format!("the row has {found} fields"), format!("{wanted} fields, as the header has")),
            ),
            Self::MissingColumn => (
                ("thiếu cột bắt buộc".into(), "các cột commune, day, f0".into()),
                ("a required column is missing".into(), "the columns commune, day, f0".into()),
            ),
            Self::UnknownColumn => {
                (("không biết cột này".into(), columns()), ("no such column is known".into(), columns()))
            }
            Self::DuplicateColumn => (
                ("cột xuất hiện hai lần".into(), "mỗi cột một lần".into()),
                ("the column stands twice".into(), "each column once".into()),
            ),
            Self::MissingValue => (
                ("ô bắt buộc bị để trống".into(), "một giá trị; không có ca thì ghi 0".into()),
                ("a required field is blank".into(), "a value; write 0 for no cases".into()),
            ),
            Self::UnknownUnit => (
                ("không có xã, phường, thị trấn nào mang mã này".into(), "mã của Tổng cục Thống kê, như 22738".into()),
                (
                    "no commune of this province has this code".into(),
                    "a commune's code in the list of the General Statistics Office, as 22738".into(),
                ),
            ),
            Self::NotACommune { name } => (
                (format!("{name} không phải là cấp xã"), "mã của một xã, phường hoặc thị trấn".into()),
                (format!("{name} is not a commune"), "the code of a commune".into()),
            ),
            Self::NotADay => (
                ("không phải là ngày".into(), "ngày có thật dạng YYYY-MM-DD, như 2021-09-05".into()),
                ("not a day".into(), "a day of the calendar as YYYY-MM-DD, as 2021-09-05".into()),
            ),
            Self::TooEarly { first } => (
                ("ngày trước khi có dịch".into(), format!("ngày từ {first} trở đi")),
                ("the day lies before the epidemic".into(), format!("a day from {first} on")),
            ),
            Self::FutureDay { today } => (
                ("ngày chưa tới".into(), format!("ngày không sau hôm nay, {today}")),
                ("the day has not come yet".into(), format!("a day not after today, {today}")),
            ),
            Self::NotANumber => (
                ("không phải là số đếm".into(), "số nguyên không âm, chỉ gồm chữ số, như 12".into()),
                ("not a count".into(), "a whole number in digits, as 12".into()),
            ),
            Self::Negative => (
                ("số âm".into(), "0 hoặc số dương; muốn đính chính thì gửi lại số đúng của ngày đó".into()),
                ("the number is negative".into(), "0 or more; to correct a day, send its right figure again".into()),
            ),
            Self::ExceedsPopulation { population } => (
                ("nhiều hơn số dân của xã".into(), format!("không quá {population} (tổng điều tra dân số 2019)")),
                ("more than the commune has inhabitants".into(), format!("at most {population} (census of 2019)")),
            ),
            Self::PartsExceedTotal { parts, total } => (
                (
                    format!("f0_isolated + f0_unknown_source + f0_special_venue là {parts}, nhiều hơn f0"),
                    format!("tổng các phần không quá {total}"),
                ),
                (
                    format!("f0_isolated + f0_unknown_source + f0_special_venue are {parts}, more than f0"),
                    format!("parts that sum to at most {total}"),
                ),
            ),
            Self::DuplicateRow { first } => (
                (format!("xã và ngày này đã có ở dòng {first}"), "mỗi xã mỗi ngày một dòng".into()),
                (
                    format!("this commune and day stand already in line {first}"),
                    "one row for each commune and day".into(),
                ),
            ),
            Self::TooLong { length } => (
                (format!("dài {length} ký tự"), format!("không quá {LONGEST_TEXT} ký tự")),
                (format!("{length} characters long"), format!("at most {LONGEST_TEXT} characters")),
            ),
        };
        match lang {
            Lang::Vi => vi,
            Lang::En => en,
        }
    }
}

fn columns() -> String {
    let figures = crate::domain::report::Figures::NAMES.join(", ");
    format!("commune, day, {figures}, source, note")
}
