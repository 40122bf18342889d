//! The one error envelope.

use crate::domain::rules::Lang;
use serde::{Deserialize, Serialize};
use std::fmt::Write;
use utoipa::ToSchema;

/// Every error of the API.
#[derive(Serialize, Deserialize, ToSchema, Clone, Debug)]
pub struct ErrorAnswer {
    /// The error.
    pub error: ErrorInfo,
}

/// What was wrong, where, and what would be right.
#[derive(Serialize, Deserialize, ToSchema, Clone, Debug)]
pub struct ErrorInfo {
    /// Stable code, as `rejected_rows`.
    pub code: String,
    /// For people.
    pub message: String,
    /// Rejected rows, where a file was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<RejectedRows>,
}

/// What is wrong with a file.
#[derive(Serialize, Deserialize, ToSchema, Clone, PartialEq, Eq, Debug)]
pub struct RejectedRows {
    /// All that is wrong.
    pub total: usize,
    /// The first 1,000, in the order of the file.
    pub rows: Vec<RejectedRow>,
}

/// What `line` counts.
#[derive(Serialize, Deserialize, ToSchema, Clone, Copy, PartialEq, Eq, Debug, Default)]
#[serde(rename_all = "lowercase")]
pub enum RowPlace {
    /// Lines of a text file, rows of a sheet.
    #[default]
    Line,
    /// What stands in a list.
    Record,
    /// Nothing: the file as a whole is meant.
    File,
}

impl RowPlace {
    /// The word for it.
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Line => lang.of("dòng", "line"),
            Self::Record => lang.of("mục", "record"),
            Self::File => lang.of("cả tệp", "the whole file"),
        }
    }
}

/// One thing wrong with a row.
#[derive(Serialize, Deserialize, ToSchema, Clone, PartialEq, Eq, Debug)]
pub struct RejectedRow {
    /// Line of a text file, row of a sheet, place in a JSON list. Lines and rows are counted from the
    /// file's beginning, as an editor or a spreadsheet shows them. Null where the file as a whole is meant.
    #[schema(required)]
    pub line: Option<u64>,
    /// What `line` counts: lines and rows, or what stands in a JSON list; or that the file as a whole is meant.
    #[serde(default)]
    #[schema(required)]
    pub place: RowPlace,
    /// Name of the column as the file has it; null where the row as a whole is meant.
    #[schema(required)]
    pub column: Option<String>,
    /// The value as written, at most 100 characters of it; null where there is none, or where it looks
    /// like personal data.
    #[schema(required)]
    pub value: Option<String>,
    /// Stable code, as `unknown_unit`.
    pub code: String,
    /// What is wrong.
    pub reason: String,
    /// What would be right.
    pub expected: String,
}

impl RejectedRow {
    /// As a line for a terminal. What the file has is quoted, so that it cannot move the cursor.
    pub fn line(&self, lang: Lang) -> String {
        let mut line = self.place.word(lang).to_owned();
        if let Some(number) = self.line {
            let _ = write!(line, " {number}");
        }
        if let Some(column) = &self.column {
            let _ = write!(line, ", {}", column.escape_debug());
        }
        // What is wrong with a heading is told of the heading.
        if let Some(value) = self.value.as_ref().filter(|value| self.column.as_ref() != Some(value)) {
            let _ = write!(line, " = {value:?}");
        }
        let right = lang.of("đúng phải là", "right would be");
        line + &format!(": {}: {}; {right}: {}", self.code, self.reason, self.expected)
    }
}
