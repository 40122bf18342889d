//! In which form a file comes: told by its sender, or seen from its name and first bytes.

use std::path::Path;

/// How a workbook begins: it is a ZIP archive.
const ARCHIVE: &[u8] = b"PK\x03\x04";
/// How a workbook of Excel 97–2003 begins, and one with a password.
pub(super) const OLD_WORKBOOK: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// How a web page or a table in XML begins, which programs call a CSV file or a workbook.
const PAGES: [&str; 9] = ["<!doctype html", "<html", "<head", "<body", "<table", "<meta", "<style", "<?xml", "<!--"];

/// Whether a file is a web page or XML, whatever its name is.
pub(super) fn is_page(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    PAGES.iter().any(|page| text.get(..page.len()).is_some_and(|start| start.eq_ignore_ascii_case(page.as_bytes())))
}

/// The forms that are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Text, a row a line.
    Csv,
    /// A workbook.
    Xlsx,
    /// Reports by name.
    Json,
}

impl Kind {
    /// Every form.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Xlsx, Self::Json];

    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Json => "application/json",
        }
    }

    /// The form of a media type, whatever its parameters.
    pub fn of_media_type(text: &str) -> Option<Self> {
        let essence = text.split(';').next().unwrap_or_default().trim();
        Self::ALL.into_iter().find(|kind| kind.media_type().eq_ignore_ascii_case(essence))
    }

    /// The form of a file. What its first bytes prove counts more than its name.
    pub fn of_file(path: &Path, bytes: &[u8]) -> Self {
        if bytes.starts_with(ARCHIVE) || bytes.starts_with(OLD_WORKBOOK) {
            return Self::Xlsx;
        }
        let name = path.extension().and_then(|name| name.to_str()).unwrap_or_default().to_ascii_lowercase();
        match name.as_str() {
            "csv" | "txt" => Self::Csv,
            "xlsx" => Self::Xlsx,
            "json" => Self::Json,
            _ => match bytes.trim_ascii_start().first() {
                Some(b'[' | b'{') => Self::Json,
                _ => Self::Csv,
            },
        }
    }
}
