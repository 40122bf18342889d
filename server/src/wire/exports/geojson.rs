//! A board on the map: the polygons that are served, byte for byte, with the table's cells as properties.

use super::json::{Object, json};
use super::{Cell, Column, STAMP, Stamp};
use crate::domain::rules::RuleSet;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::HashMap;
use thiserror::Error;

/// The served map is not what this program draws.
#[derive(Debug, Error)]
#[error("the served map cannot be read: {0}")]
pub struct MapError(#[from] serde_json::Error);

#[derive(Deserialize)]
struct Map<'a> {
    #[serde(borrow)]
    features: Vec<Feature<'a>>,
}

#[derive(Deserialize)]
struct Feature<'a> {
    #[serde(borrow)]
    geometry: &'a RawValue,
    properties: Properties,
}

#[derive(Deserialize)]
struct Properties {
    code: String,
}

/// The polygons of the served map, by their unit's code.
#[derive(Debug)]
pub struct Features<'a>(HashMap<String, &'a RawValue>);

impl<'a> Features<'a> {
    /// Reads the served map.
    pub fn of(map: &'a [u8]) -> Result<Self, MapError> {
        let map: Map = serde_json::from_slice(map)?;
        Ok(Self(map.features.into_iter().map(|it| (it.properties.code, it.geometry)).collect()))
    }

    /// What stands before the features: what holds of all of them.
    pub fn head(stamp: &Stamp, rules: &RuleSet, map_kind: &str) -> Vec<u8> {
        let mut head = b"{\"type\":\"FeatureCollection\",\"map\":".to_vec();
        head.extend(json(&map_kind));
        head.push(b',');
        head.extend(&json(&Object { columns: &STAMP, cells: &stamp.cells(rules) })[1..]);
        head.pop();
        head.extend(b",\"features\":[");
        head
    }

    /// Adds the feature of the unit of a code.
    pub fn feature(&self, code: &str, (columns, cells): (&[Column], &[Cell<'_>]), first: bool, out: &mut Vec<u8>) {
        out.extend(if first { "\n" } else { ",\n" }.as_bytes());
        out.extend(b"{\"type\":\"Feature\",\"properties\":");
        out.extend(json(&Object { columns, cells }));
        out.extend(b",\"geometry\":");
        out.extend(self.0.get(code).map_or("null", |geometry| geometry.get()).as_bytes());
        out.push(b'}');
    }

    /// What stands after the features.
    pub fn tail() -> &'static [u8] {
        b"\n]}\n"
    }
}
