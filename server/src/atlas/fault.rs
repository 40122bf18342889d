//! Everything that can be wrong with a folder of geodata, each with a stable code and a message
//! that says what is wrong, where, and what would be right.

use super::shown::Shown;
use crate::domain::unit::{RegisterFault, UnitCode};
use std::fmt;
use thiserror::Error;

/// One thing that is wrong with a folder.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum AtlasFault {
    /// The folder is not there.
    #[error("there is no such folder; name one that holds units.csv and communes.geojson or schematic.geojson")]
    NoFolder,
    /// A file that has to be there is not.
    #[error("{expected}: not found in the folder")]
    MissingFile {
        /// What is looked for.
        expected: &'static str,
    },
    /// The system refuses to read a file.
    #[error("{file}: cannot be read: {reason}")]
    Unreadable {
        /// The file.
        file: &'static str,
        /// The system's words.
        reason: String,
    },
    /// A file holds nothing.
    #[error("{file}: the file is empty")]
    Empty {
        /// The file.
        file: &'static str,
    },
    /// A file is not text in UTF-8.
    #[error("{file}, line {line}: not UTF-8; save the file as UTF-8, with or without a byte order mark")]
    NotUtf8 {
        /// The file.
        file: &'static str,
        /// The line of the first byte that does not fit.
        line: usize,
    },
    /// A table's header lacks a column, or has it twice.
    #[error("{file}, line 1: column \"{column}\" stands {times} times; the columns must be {expected}")]
    Columns {
        /// The file.
        file: &'static str,
        /// The column.
        column: &'static str,
        /// How often it is there.
        times: usize,
        /// All that must be there.
        expected: String,
    },
    /// A row is shorter or longer than the header.
    #[error("{file}, line {line}: {found} fields where the header has {expected}")]
    RowLength {
        /// The file.
        file: &'static str,
        /// The line on which the row begins.
        line: usize,
        /// Fields in the row.
        found: usize,
        /// Fields in the header.
        expected: usize,
    },
    /// A table has a header and no rows.
    #[error("{file}: no rows below the header")]
    NoRows {
        /// The file.
        file: &'static str,
    },
    /// A field does not hold what its column holds.
    #[error("{file}, line {line}, {column}: {value} is not {expected}")]
    Field {
        /// The file.
        file: &'static str,
        /// The line on which the row begins.
        line: usize,
        /// The column.
        column: &'static str,
        /// What stands there.
        value: Shown,
        /// What would be right.
        expected: &'static str,
    },
    /// A label point lies outside Viet Nam.
    #[error("{file}, line {line}: the point {lon} {lat} is outside Viet Nam ({})", super::rings::VIET_NAM)]
    PointOutside {
        /// The file.
        file: &'static str,
        /// The line on which the row begins.
        line: usize,
        /// Its longitude, as written.
        lon: Shown,
        /// Its latitude, as written.
        lat: Shown,
    },
    /// The map is not JSON, or not the JSON of a `FeatureCollection`.
    #[error("{file}: {reason}; expected a GeoJSON FeatureCollection")]
    Json {
        /// The file.
        file: &'static str,
        /// What the reader found, and where.
        reason: Shown,
    },
    /// A feature is not one of `GeoJSON`'s.
    #[error("{file}, feature {feature}: {reason}")]
    Feature {
        /// The file.
        file: &'static str,
        /// Which feature, counted from 1.
        feature: usize,
        /// What the reader found.
        reason: Shown,
    },
    /// A feature has no usable `code`.
    #[error("{file}, feature {feature}: property \"code\" is {value}; expected a string of 1 to 16 letters or digits")]
    FeatureCode {
        /// The file.
        file: &'static str,
        /// Which feature, counted from 1.
        feature: usize,
        /// What stands there.
        value: Shown,
    },
    /// A shape is not a surface.
    #[error("{file}, polygon {code}: its geometry is {found}; expected Polygon or MultiPolygon")]
    Geometry {
        /// The file.
        file: &'static str,
        /// Whose shape.
        code: UnitCode,
        /// The geometry's type.
        found: &'static str,
    },
    /// A ring has too few points, is not closed, crosses itself or another.
    #[error("{file}, polygon {code}: {reason}")]
    Ring {
        /// The file.
        file: &'static str,
        /// Whose shape.
        code: UnitCode,
        /// What is wrong with it.
        reason: RingFault,
    },
    /// A corner lies outside Viet Nam.
    #[error(
        "{file}, polygon {code}: {count} of its corners, first {first}, outside Viet Nam ({}); longitude comes first",
        super::rings::VIET_NAM
    )]
    Outside {
        /// The file.
        file: &'static str,
        /// Whose shape.
        code: UnitCode,
        /// How many corners.
        count: usize,
        /// The first of them, longitude and latitude.
        first: String,
    },
    /// Two features have one code.
    #[error("{file}, polygon {code}: features {features} have this code; expected one feature for each commune")]
    DuplicatePolygon {
        /// The file.
        file: &'static str,
        /// The code.
        code: UnitCode,
        /// The features, counted from 1.
        features: String,
    },
    /// A polygon whose code is no unit's.
    #[error("{file}, polygon {code}: units.csv has no unit of this code")]
    PolygonWithoutUnit {
        /// The file.
        file: &'static str,
        /// The code.
        code: UnitCode,
    },
    /// A polygon of a district or province.
    #[error("{file}, polygon {code}: units.csv has this code as a {tier}; expected polygons of communes only")]
    NotACommune {
        /// The file.
        file: &'static str,
        /// The code.
        code: UnitCode,
        /// Its tier in the register.
        tier: &'static str,
    },
    /// A commune without a polygon.
    #[error("unit {code}: {file} has no polygon of this commune")]
    UnitWithoutPolygon {
        /// The file.
        file: &'static str,
        /// The code.
        code: UnitCode,
    },
    /// A polygon says another district than the register.
    #[error("{file}, polygon {code}: its district is {found}; units.csv has the commune in {expected}")]
    OtherDistrict {
        /// The file.
        file: &'static str,
        /// The code.
        code: UnitCode,
        /// What the polygon says.
        found: Shown,
        /// What the register says.
        expected: String,
    },
    /// The units and pairs do not make a register.
    #[error(transparent)]
    Register(#[from] RegisterFault),
}

/// What can be wrong with one of a polygon's rings.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum RingFault {
    /// No ring at all.
    #[error("it has no ring")]
    None,
    /// Fewer than four positions.
    #[error("a ring has {0} positions; expected at least 4, the last equal to the first")]
    Short(usize),
    /// The last position is not the first.
    #[error("a ring does not end where it begins ({0})")]
    Open(String),
    /// It crosses or touches itself, turns back on itself, or rings lie wrongly to each other.
    #[error("{0}")]
    Invalid(String),
}

impl AtlasFault {
    /// The stable code of the kind of fault.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoFolder => "no_folder",
            Self::MissingFile { .. } => "missing_file",
            Self::Unreadable { .. } => "unreadable_file",
            Self::Empty { .. } => "empty_file",
            Self::NotUtf8 { .. } => "not_utf8",
            Self::Columns { .. } => "wrong_columns",
            Self::RowLength { .. } => "wrong_row_length",
            Self::NoRows { .. } => "no_rows",
            Self::Field { .. } => "wrong_value",
            Self::PointOutside { .. } => "point_outside",
            Self::Json { .. } => "broken_geojson",
            Self::Feature { .. } => "broken_feature",
            Self::FeatureCode { .. } => "feature_without_code",
            Self::Geometry { .. } => "wrong_geometry",
            Self::Ring { reason: RingFault::None | RingFault::Short(_), .. } => "short_ring",
            Self::Ring { reason: RingFault::Open(_), .. } => "open_ring",
            Self::Ring { reason: RingFault::Invalid(_), .. } => "invalid_ring",
            Self::Outside { .. } => "polygon_outside",
            Self::DuplicatePolygon { .. } => "duplicate_polygon",
            Self::PolygonWithoutUnit { .. } => "polygon_without_unit",
            Self::NotACommune { .. } => "polygon_of_another_tier",
            Self::UnitWithoutPolygon { .. } => "unit_without_polygon",
            Self::OtherDistrict { .. } => "other_district",
            Self::Register(fault) => match fault {
                RegisterFault::DuplicateCode(_) => "duplicate_unit",
                RegisterFault::MissingParent(..) => "missing_parent",
                RegisterFault::NoPeople(_) => "no_people",
                RegisterFault::Provinces(_) => "not_one_province",
                RegisterFault::Childless(_) => "childless_unit",
                RegisterFault::StrangerInPair(..) => "stranger_in_pair",
                RegisterFault::PairOfItself(_) => "pair_of_itself",
                RegisterFault::DuplicatePair(..) => "duplicate_pair",
            },
        }
    }
}

/// Everything that is wrong with one folder, in the order of its files.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AtlasFaults {
    folder: String,
    faults: Vec<AtlasFault>,
}

impl AtlasFaults {
    pub(super) fn new(folder: String, faults: Vec<AtlasFault>) -> Self {
        Self { folder, faults }
    }

    /// The faults; at least one.
    pub fn faults(&self) -> &[AtlasFault] {
        &self.faults
    }
}

impl fmt::Display for AtlasFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.faults.len();
        write!(f, "{}: {count} {}", self.folder, if count == 1 { "fault" } else { "faults" })?;
        self.faults.iter().try_for_each(|fault| write!(f, "\n  {}: {fault}", fault.code()))
    }
}

impl std::error::Error for AtlasFaults {}
