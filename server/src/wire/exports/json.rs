//! A table as JSON: what holds of the whole file stands once, before the rows. Which rule set judged is a row's.

use super::{Cell, Column, Kind, LEVELS, STAMP, Stamp};
use crate::domain::rules::RuleSet;
use serde::ser::{Serialize, SerializeMap, Serializer};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, OneOfBuilder, SchemaFormat, SchemaType, Type};
use utoipa::openapi::{KnownFormat, Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// The columns of [`STAMP`] that hold of the whole file.
const OF_FILE: [Column; 2] = [STAMP[0], STAMP[3]];
/// The columns of a row: [`LEVELS`], and the rule set that judged.
const ROW: [Column; LEVELS.len() + 2] = {
    let mut row = [STAMP[1]; LEVELS.len() + 2];
    let mut at = 0;
    while at < LEVELS.len() {
        row[at] = LEVELS[at];
        at += 1;
    }
    row[at + 1] = STAMP[2];
    row
};

/// The bytes of a JSON file before, between and after its rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct JsonForm;

impl JsonForm {
    /// What stands before the rows.
    pub fn head(self, stamp: &Stamp) -> Vec<u8> {
        let mut head = json(&Object { columns: &OF_FILE, cells: &stamp.of_file() });
        head.pop();
        head.extend(b",\"levels\":[");
        head
    }

    /// Adds a row of [`LEVELS`] and the rule set that judged it; `first` where none stands before it.
    pub fn row(self, cells: &[Cell<'_>], rules: &RuleSet, first: bool, out: &mut Vec<u8>) {
        out.extend(if first { "\n" } else { ",\n" }.as_bytes());
        let judged = [Cell::Text(&rules.id), Cell::Text(&rules.hash)];
        out.extend(json(&Object { columns: &ROW, cells: &[cells, &judged].concat() }));
    }

    /// What stands after the rows.
    pub fn tail(self) -> &'static [u8] {
        b"\n]}\n"
    }
}

/// Cells under the names of their columns.
pub(super) struct Object<'a> {
    pub(super) columns: &'a [Column],
    pub(super) cells: &'a [Cell<'a>],
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.cells.len()))?;
        for (column, cell) in self.columns.iter().zip(self.cells) {
            map.serialize_entry(column.name, cell)?;
        }
        map.end()
    }
}

impl Serialize for Cell<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Blank => serializer.serialize_none(),
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::List(words, _) => words.serialize(serializer),
            Self::Text(_) | Self::Day(_) | Self::Instant(_) => serializer.serialize_str(&self.plain()),
        }
    }
}

pub(super) fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("texts, numbers and lists of texts can be written")
}

/// `GET exports/levels.json`: the stamp, and a row for each unit and day.
#[derive(Debug)]
pub struct LevelsFile;

impl PartialSchema for LevelsFile {
    fn schema() -> RefOr<Schema> {
        let rows = ArrayBuilder::new().items(properties(ObjectBuilder::new(), &ROW).build());
        let stamped = properties(ObjectBuilder::new().description(Some("Levels, with what they are of")), &OF_FILE);
        stamped.property("levels", rows).required("levels").into()
    }
}

impl ToSchema for LevelsFile {}

fn properties(object: ObjectBuilder, columns: &[Column]) -> ObjectBuilder {
    columns.iter().fold(object, |object, column| object.property(column.name, schema(column)).required(column.name))
}

fn schema(column: &Column) -> RefOr<Schema> {
    let kind = |kind| if column.full { SchemaType::new(kind) } else { SchemaType::from_iter([kind, Type::Null]) };
    let of = |it| ObjectBuilder::new().schema_type(kind(it)).description(Some(column.about));
    let formatted = |format| of(Type::String).format(Some(SchemaFormat::KnownFormat(format))).into();
    match column.kind {
        Kind::Code | Kind::Word | Kind::Text => of(Type::String).into(),
        Kind::Day => formatted(KnownFormat::Date),
        Kind::Instant => formatted(KnownFormat::DateTime),
        Kind::Number => of(Type::Integer).into(),
        Kind::Level => {
            let none = ObjectBuilder::new().schema_type(SchemaType::new(Type::Null));
            let either = OneOfBuilder::new().item(none).item(Ref::from_schema_name("LevelNumber"));
            either.description(Some(column.about)).into()
        }
        Kind::Codes | Kind::Words | Kind::Texts => {
            let word = ObjectBuilder::new().schema_type(SchemaType::new(Type::String));
            ArrayBuilder::new().items(word).description(Some(column.about)).into()
        }
    }
}
