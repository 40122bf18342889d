//! A table as CSV, after RFC 4180: UTF-8, lines ended by CRLF, fields in quotation marks where they must
//! be. Texts that a spreadsheet would take for formulas are guarded.

use super::guard::guarded;
use super::{Cell, Column};
use ::csv::{Terminator, WriterBuilder};
use std::borrow::Cow;

/// The byte order mark, without which Excel takes UTF-8 for an old code page.
const BOM: &[u8] = "\u{feff}".as_bytes();

/// What stands between fields.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Separator {
    /// A comma.
    Comma,
    /// A semicolon, for a spreadsheet on a Windows set to Vietnamese.
    Semicolon,
}

impl Separator {
    /// The separator of a word.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "comma" => Some(Self::Comma),
            "semicolon" => Some(Self::Semicolon),
            _ => None,
        }
    }

    const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
        }
    }
}

/// How CSV is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CsvForm {
    /// Whether it begins with a byte order mark.
    pub bom: bool,
    /// What stands between fields.
    pub separator: Separator,
}

impl CsvForm {
    /// What stands before the rows.
    pub fn head<'a>(self, columns: impl Iterator<Item = &'a Column>) -> Vec<u8> {
        let mut out = if self.bom { BOM.to_vec() } else { Vec::new() };
        let names: Vec<_> = columns.map(|column| Cow::Borrowed(column.name)).collect();
        self.record(&names, &mut out);
        out
    }

    /// Adds a row.
    pub fn row<'a>(self, cells: impl Iterator<Item = &'a Cell<'a>>, out: &mut Vec<u8>) {
        let fields: Vec<Cow<'_, str>> = cells.map(field).collect();
        self.record(&fields, out);
    }

    fn record(self, fields: &[Cow<'_, str>], out: &mut Vec<u8>) {
        let mut builder = WriterBuilder::new();
        builder.terminator(Terminator::CRLF).delimiter(self.separator.byte()).buffer_capacity(1 << 10);
        let mut writer = builder.from_writer(out);
        let written = writer.write_record(fields.iter().map(AsRef::<str>::as_ref)).and_then(|()| Ok(writer.flush()?));
        written.expect("writing to memory cannot fail");
    }
}

fn field<'a>(cell: &Cell<'a>) -> Cow<'a, str> {
    match (cell, cell.plain()) {
        (Cell::Text(_) | Cell::List(..), Cow::Borrowed(text)) => guarded(text),
        (Cell::Text(_) | Cell::List(..), Cow::Owned(text)) => Cow::Owned(guarded(&text).into_owned()),
        (_, plain) => plain,
    }
}
