//! Everything for which an import writes nothing, each with a stable code and a message that says
//! what is wrong, where, and what would be right.

use crate::atlas::fault::AtlasFaults;
use crate::atlas::shown::Shown;
use std::fmt;
use thiserror::Error;

/// How many faults a message lists.
const LISTED: usize = 100;

/// One thing for which nothing was written.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[expect(missing_docs, reason = "each says itself what it is")]
pub enum ImportFault {
    #[error("cannot be read: {0}")]
    Unreadable(String),
    #[error("the file is larger than {0} MiB; cut the province out of it first, for example with ogr2ogr -where")]
    TooLarge(u64),
    #[error("the file is empty")]
    Empty,
    #[error("this is {0}; unpack or convert it to GeoJSON first, for example with ogr2ogr -f GeoJSON -t_srs EPSG:4326")]
    OtherFormat(&'static str),
    #[error("not UTF-8 at byte {0}; save the file as UTF-8, with or without a byte order mark")]
    NotUtf8(usize),
    #[error("{0}; expected a GeoJSON FeatureCollection or a TopoJSON Topology")]
    Json(Shown),
    #[error("feature {feature}: {reason}")]
    Feature { feature: usize, reason: Shown },
    #[error("the topology is broken: {0}")]
    Topology(String),
    #[error("the file says its coordinates are {0}; project it to WGS 84 longitude and latitude (EPSG:4326) first")]
    Crs(Shown),
    #[error(
        "coordinates such as {0} are metres of a projection, VN-2000 perhaps, not degrees; project the file to WGS 84 \
         (EPSG:4326) first"
    )]
    Projected(String),
    #[error("coordinates such as {0} have the latitude first; GeoJSON has longitude first: swap them")]
    Swapped(String),
    #[error("feature {feature}: {count} of its corners, first {first}, lie outside Viet Nam")]
    Outside { feature: usize, count: usize, first: String },
    #[error("the units: {0}")]
    Units(AtlasFaults),
    #[error(
        "\"{asked}\" is not the province of the units, {of}; name that one, or give the units of another with --units"
    )]
    OtherProvince { asked: Shown, of: String },
    #[error("no feature of the file is of {province}; {provinces}")]
    NothingOfProvince { province: String, provinces: String },
    #[error("no polygon for {unit}; {nearest}")]
    UnitWithoutFeature { unit: String, nearest: String },
    #[error("{feature} is no commune of the register; {nearest}")]
    FeatureWithoutUnit { feature: String, nearest: String },
    #[error("{feature} may be any of {candidates}; neither kind, district, code nor place tells which")]
    Ambiguous { feature: String, candidates: String },
    #[error("{feature} has the code {code}, {of}, but the name of {named}; correct the code or the name")]
    CodeAgainstName { feature: String, code: String, of: String, named: String },
    #[error("{feature} has the name of {unit}, but another {what}, and the unit's label point is not in it")]
    NameAlone { feature: String, unit: String, what: &'static str },
    #[error("{unit} has several features, {features}, and not all of them say for certain that they are of it")]
    SeveralFeatures { unit: String, features: String },
    #[error(
        "{a} and {b} lie in each other's place: the label point of each is in the other's polygon; swap their names"
    )]
    SwappedNames { a: String, b: String },
    #[error("{unit}: its polygon cannot be repaired: {reason}")]
    Unrepairable { unit: String, reason: String },
    #[error("{0} is there and not empty; name a folder that is not there yet")]
    OutTaken(String),
    #[error("{0} cannot be written: {1}")]
    OutUnwritable(String, String),
    #[error("what was made of the file does not pass the check: {0}")]
    Check(AtlasFaults),
}

impl ImportFault {
    /// The stable code of the kind of fault.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "unreadable_file",
            Self::TooLarge(_) => "too_large",
            Self::Empty => "empty_file",
            Self::OtherFormat(_) => "other_format",
            Self::NotUtf8(_) => "not_utf8",
            Self::Json(_) => "broken_json",
            Self::Feature { .. } => "broken_feature",
            Self::Topology(_) => "broken_topology",
            Self::Crs(_) => "other_coordinates",
            Self::Projected(_) => "projected_coordinates",
            Self::Swapped(_) => "swapped_coordinates",
            Self::Outside { .. } => "outside_viet_nam",
            Self::Units(_) => "wrong_units",
            Self::OtherProvince { .. } => "other_province",
            Self::NothingOfProvince { .. } => "nothing_of_province",
            Self::UnitWithoutFeature { .. } => "unit_without_feature",
            Self::FeatureWithoutUnit { .. } => "feature_without_unit",
            Self::Ambiguous { .. } => "ambiguous_feature",
            Self::CodeAgainstName { .. } => "code_against_name",
            Self::NameAlone { .. } => "name_alone",
            Self::SeveralFeatures { .. } => "several_features",
            Self::SwappedNames { .. } => "swapped_names",
            Self::Unrepairable { .. } => "unrepairable_polygon",
            Self::OutTaken(_) => "out_taken",
            Self::OutUnwritable(..) => "out_unwritable",
            Self::Check(_) => "check_failed",
        }
    }
}

/// Everything for which nothing was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ImportFaults {
    pub(super) file: String,
    pub(super) faults: Vec<ImportFault>,
}

impl ImportFaults {
    /// The faults; at least one.
    pub fn faults(&self) -> &[ImportFault] {
        &self.faults
    }
}

impl fmt::Display for ImportFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.faults.len();
        write!(f, "{}: nothing was written, {count} {}", self.file, if count == 1 { "fault" } else { "faults" })?;
        self.faults.iter().take(LISTED).try_for_each(|fault| write!(f, "\n  {}: {fault}", fault.code()))?;
        if count > LISTED { write!(f, "\n  … and {} more", count - LISTED) } else { Ok(()) }
    }
}

impl std::error::Error for ImportFaults {}
