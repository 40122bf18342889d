//! Holds the polygons against the units, whole sets both ways: every commune has one polygon, every
//! polygon is of one commune, and both say the same district. Complaints come in order of code.

use super::fault::AtlasFault;
use super::polygons::{Drawing, Shape};
use super::shown::Shown;
use crate::domain::unit::{Tier, Unit, UnitCode};
use std::collections::BTreeMap;

/// Compares both sets.
pub(super) fn compare(units: &[Unit], drawing: &Drawing, faults: &mut Vec<AtlasFault>) {
    let by_code: BTreeMap<&UnitCode, &Unit> = units.iter().map(|unit| (&unit.code, unit)).collect();
    let mut drawn: BTreeMap<&UnitCode, Vec<&Shape>> = BTreeMap::new();
    for shape in &drawing.shapes {
        drawn.entry(&shape.code).or_default().push(shape);
    }
    for (&code, shapes) in &drawn {
        faults.extend(repeated(drawing.file, code, shapes));
        match by_code.get(code) {
            Some(unit) => faults.extend(shapes.iter().filter_map(|shape| place(drawing.file, unit, shape))),
            None => faults.push(AtlasFault::PolygonWithoutUnit { file: drawing.file, code: code.clone() }),
        }
    }
    if drawing.whole {
        let communes = by_code.values().filter(|unit| unit.tier == Tier::Commune);
        let missing = communes.filter(|unit| !drawn.contains_key(&unit.code));
        faults
            .extend(missing.map(|unit| AtlasFault::UnitWithoutPolygon { file: drawing.file, code: unit.code.clone() }));
    }
}

fn repeated(file: &'static str, code: &UnitCode, shapes: &[&Shape]) -> Option<AtlasFault> {
    let list = || shapes.iter().map(|shape| shape.feature.to_string()).collect::<Vec<_>>().join(", ");
    (shapes.len() > 1).then(|| AtlasFault::DuplicatePolygon { file, code: code.clone(), features: list() })
}

fn place(file: &'static str, unit: &Unit, shape: &Shape) -> Option<AtlasFault> {
    let code = unit.code.clone();
    if unit.tier != Tier::Commune {
        return Some(AtlasFault::NotACommune { file, code, tier: unit.tier.code() });
    }
    let found = shape.district.as_deref()?;
    let expected = unit.parent.as_ref().map_or_else(String::new, ToString::to_string);
    (found != expected).then(|| AtlasFault::OtherDistrict { file, code, found: Shown::quoted(found), expected })
}
