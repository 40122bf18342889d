//! From JSON to a list of rows under keys: `{"reports": [{"commune": …, "day": …, "f0": …}]}`, or the
//! list alone; flags in the same way.
//!
//! Programs send this, so nothing is overlooked: keys are ours and stand once, figures are numbers.

use super::columns::Column;
use super::encoding::utf8;
use super::grid::{Cell, Grid, MOST_COLUMNS, Row};
use super::refusal::{Refusal, Refusals, Why};
use super::table::{Heading, Table};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;
use std::collections::HashMap;
use std::fmt;

/// What a JSON file may be.
pub(super) struct Shape {
    /// The one key of the object around the list.
    pub(super) key: &'static str,
    /// What is right, for whoever sent something else.
    pub(super) example: &'static str,
}

const REPORTS: Shape =
    Shape { key: "reports", example: r#"{"reports": [{"commune": "22738", "day": "2021-09-05", "f0": 0}]}"# };

/// Reads a JSON file of reports.
pub(super) fn table(bytes: &[u8]) -> Result<Table, Refusals> {
    let (headings, grid) = list(bytes, &REPORTS)?;
    Table::under(headings, grid)
}

/// Reads a JSON file. A row's line is its place in the list.
pub(super) fn list(bytes: &[u8], shape: &Shape) -> Result<(Vec<Heading>, Grid), Refusals> {
    let Shape { key, example } = *shape;
    let mut list = List {
        key,
        headings: Vec::new(),
        places: HashMap::new(),
        grid: Grid::default(),
        count: 0,
        refused: None,
        fault: None,
    };
    let mut json = serde_json::Deserializer::from_str(utf8(bytes)?);
    let read = (&mut list).deserialize(&mut json).and_then(|()| json.end());
    if let Some(refusals) = list.refused {
        return Err(refusals);
    }
    read.map_err(|error| {
        let at = (error.line() > 0).then(|| (error.line(), error.column()));
        // What was found instead may be anyone's name: only what was expected is said.
        let what = match error.classify() {
            Category::Eof => JsonFault::CutOff,
            Category::Data => list.fault.unwrap_or(JsonFault::NotAList(key)),
            _ => JsonFault::Syntax,
        };
        Refusal::of_file(u64::try_from(error.line()).unwrap_or(1).max(1), Why::BadJson { at, what, example })
    })?;
    Ok((list.headings, list.grid))
}

/// What was read so far.
struct List {
    key: &'static str,
    headings: Vec<Heading>,
    places: HashMap<String, usize>,
    grid: Grid,
    count: u64,
    refused: Option<Refusals>,
    /// What it is that is not ours, where that is not simply no list.
    fault: Option<JsonFault>,
}

/// Why JSON cannot be read as a list of rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum JsonFault {
    /// It is no JSON.
    Syntax,
    /// It ends too early.
    CutOff,
    /// It is no list of what is under a key.
    NotAList(&'static str),
    /// A row is no object.
    NotAnObject(&'static str),
    /// The object around the list has another key, or one twice.
    OneKey(&'static str),
    /// The object has no list.
    NoKey(&'static str),
}

impl JsonFault {
    /// In Vietnamese and in English.
    pub(super) fn words(self) -> (String, String) {
        match self {
            Self::Syntax => ("sai cú pháp".into(), "it is not well formed".into()),
            Self::CutOff => ("tệp dừng giữa chừng".into(), "it ends too early".into()),
            Self::NotAList(key) => (format!("không phải là danh sách {key}"), format!("it is no list of {key}")),
            Self::NotAnObject(key) => (
                format!("có mục trong danh sách {key} không phải là đối tượng"),
                format!("not every one of the {key} is an object"),
            ),
            Self::OneKey(key) => {
                (format!("đối tượng ngoài cùng chỉ có một khóa, {key:?}"), format!("the object has one key: {key:?}"))
            }
            Self::NoKey(key) => {
                (format!("đối tượng ngoài cùng không có khóa {key:?}"), format!("the object has no {key:?}"))
            }
        }
    }
}

impl List {
    /// The place of a key's column; a key's first row is where it stands.
    fn place(&mut self, key: &str) -> usize {
        if let Some(&at) = self.places.get(key) {
            return at;
        }
        let heading = Heading { name: key.to_owned(), line: self.count, column: Column::of_key(key) };
        self.headings.push(heading);
        self.places.insert(key.to_owned(), self.headings.len() - 1);
        self.headings.len() - 1
    }

    fn differs(&mut self, fault: JsonFault) -> &'static str {
        self.fault = Some(fault);
        "not ours"
    }

    fn refuse(&mut self, refusal: Refusal) -> &'static str {
        self.refused = Some(refusal.into());
        "refused"
    }
}

impl<'de> DeserializeSeed<'de> for &mut List {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

/// The file: an object with the list, or the list.
impl<'de> Visitor<'de> for &mut List {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of {}", self.key)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = false;
        while let Some(key) = map.next_key::<String>()? {
            if key != self.key || std::mem::replace(&mut seen, true) {
                return Err(A::Error::custom(self.differs(JsonFault::OneKey(self.key))));
            }
            map.next_value_seed(Rows(self))?;
        }
        if seen { Ok(()) } else { Err(A::Error::custom(self.differs(JsonFault::NoKey(self.key)))) }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, rows: A) -> Result<(), A::Error> {
        Rows(self).visit_seq(rows)
    }
}

/// The list.
struct Rows<'a>(&'a mut List);

impl<'de> DeserializeSeed<'de> for Rows<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Rows<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of {}", self.0.key)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<(), A::Error> {
        while rows.next_element_seed(Entry(&mut *self.0))?.is_some() {}
        Ok(())
    }
}

/// One row.
struct Entry<'a>(&'a mut List);

impl<'de> DeserializeSeed<'de> for Entry<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        self.0.count += 1;
        // It is none until its first key is asked for.
        self.0.fault = Some(JsonFault::NotAnObject(self.0.key));
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Entry<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object in the list of {}", self.0.key)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let list = self.0;
        list.fault = None;
        let line = list.count;
        let (mut cells, mut seen) = (Vec::new(), Vec::new());
        while let Some(key) = map.next_key::<String>()? {
            let at = list.place(&key);
            if at >= MOST_COLUMNS {
                return Err(A::Error::custom(list.refuse(Refusal::of_file(line, Why::TooManyCells))));
            }
            if seen.contains(&at) {
                return Err(A::Error::custom(list.refuse(Refusal::of_cell(line, &key, &key, Why::DuplicateColumn))));
            }
            seen.push(at);
            let cell = map.next_value_seed(Value)?;
            cells.resize(cells.len().max(at + 1), Cell::Blank);
            cells[at] = match (cell, list.headings[at].column) {
                // A figure is a number, not a text of digits.
                (Cell::Text(text), Some(Column::Figure(_))) => Cell::Foreign(text),
                (cell, _) => cell,
            };
        }
        if let Err(refusals) = list.grid.keep(Row { line, cells }) {
            list.refused = Some(refusals);
            return Err(A::Error::custom("refused"));
        }
        Ok(())
    }
}

/// One value.
struct Value;

impl<'de> DeserializeSeed<'de> for Value {
    type Value = Cell;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Cell, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value {
    type Value = Cell;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a number or null")
    }

    fn visit_unit<E>(self) -> Result<Cell, E> {
        Ok(Cell::Blank)
    }

    fn visit_str<E>(self, text: &str) -> Result<Cell, E> {
        Ok(Cell::text(text))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Cell, E> {
        Ok(Cell::Foreign(value.to_string().into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Cell, E> {
        Ok(Cell::Number(number))
    }

    #[expect(clippy::cast_precision_loss, reason = "what is so large is larger than any population")]
    fn visit_u64<E>(self, number: u64) -> Result<Cell, E> {
        Ok(Cell::Number(number as f64))
    }

    #[expect(clippy::cast_precision_loss, reason = "what is so small is negative all the same")]
    fn visit_i64<E>(self, number: i64) -> Result<Cell, E> {
        Ok(Cell::Number(number as f64))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Cell, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Cell::Foreign("[…]".into()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Cell, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Cell::Foreign("{…}".into()))
    }
}
