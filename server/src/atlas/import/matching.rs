//! Finds the unit of each feature. Nothing is guessed: a feature has a commune's code and no other's
//! name, or a commune's name and nothing that contradicts it. Where names are not enough, the place
//! decides: the label point that the register has of the unit lies in one of the polygons.

use super::fault::ImportFault;
use super::gazetteer::{Candidate, Fit, Gazetteer};
use super::nearest;
use super::says::{Level, Says};
use super::settle;
use super::source::{Piece, Source};
use super::words;
use crate::atlas::shown::Shown;
use crate::domain::unit::Tier;
use geo::{Contains, Distance, Euclidean, Point};
use std::collections::BTreeMap;

/// Kilometres of a degree, near enough for "far away".
const DEGREE_KM: f64 = 110.0;

/// A feature with what it says.
pub(super) struct Featured<'a> {
    pub(super) piece: &'a Piece,
    pub(super) says: Says,
    pub(super) province: Fit,
}

/// What became of a feature.
enum Outcome {
    Unit { commune: usize, how: How },
    Aside(Aside),
    Fault(ImportFault),
}

/// By what a feature was known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum How {
    Code,
    Name,
    /// By name, and told from another unit of that name by the label point.
    Place,
    /// By name and label point, though another kind or district is said.
    Forgiven,
}

/// Why a feature was left aside.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Aside {
    OtherProvince,
    OtherTier,
    NotASurface,
}

/// The features of every commune, and what there is to tell.
#[derive(Default)]
pub(super) struct Matches {
    /// By the commune's place in the gazetteer: places in the source.
    pub(super) features: BTreeMap<usize, Vec<usize>>,
    pub(super) by: BTreeMap<How, usize>,
    pub(super) aside: BTreeMap<Aside, usize>,
    pub(super) notes: Vec<String>,
    pub(super) faults: Vec<ImportFault>,
}

/// Finds the unit of every feature.
pub(super) fn find(source: &Source, gazetteer: &Gazetteer) -> Matches {
    let featured: Vec<Featured> = source
        .pieces
        .iter()
        .map(|piece| {
            let says = Says::of(&piece.properties);
            let province = gazetteer.in_province(&says);
            Featured { piece, says, province }
        })
        .collect();
    // OpenStreetMap moved the communes up to level 6 when the districts were abolished.
    let deepest = featured.iter().any(|feature| feature.says.level == Level::Commune);
    let mut matches = Matches::default();
    let mut found: BTreeMap<usize, Vec<(usize, How)>> = BTreeMap::new();
    for (at, feature) in featured.iter().enumerate() {
        match judge(feature, deepest, gazetteer) {
            Outcome::Unit { commune, how } => found.entry(commune).or_default().push((at, how)),
            Outcome::Aside(why) => *matches.aside.entry(why).or_default() += 1,
            Outcome::Fault(fault) => matches.faults.push(fault),
        }
    }
    if found.is_empty() && matches.faults.is_empty() {
        let province = gazetteer.province().to_owned();
        matches.faults.push(ImportFault::NothingOfProvince { province, provinces: nearest::provinces(&featured) });
        return matches;
    }
    for (commune, features) in found {
        settle::give(commune, &features, &featured, gazetteer, &mut matches);
    }
    for commune in 0..gazetteer.communes.len() {
        if !matches.features.contains_key(&commune) && !is_named(&matches.faults, &gazetteer.called(commune)) {
            let nearest = nearest::to_unit(commune, gazetteer, &featured, &matches);
            matches.faults.push(ImportFault::UnitWithoutFeature { unit: gazetteer.called(commune), nearest });
        }
    }
    settle::astray(gazetteer, &featured, &mut matches);
    matches
}

/// Whether a commune's features are complained of already.
fn is_named(faults: &[ImportFault], called: &str) -> bool {
    faults.iter().any(|fault| matches!(fault, ImportFault::SeveralFeatures { unit, .. } if unit == called))
}

fn judge(feature: &Featured, deepest: bool, gazetteer: &Gazetteer) -> Outcome {
    let says = &feature.says;
    if says.level == Level::Other || (says.level == Level::Six && deepest) {
        return Outcome::Aside(Aside::OtherTier);
    }
    if feature.piece.shape.is_none() {
        return Outcome::Aside(Aside::NotASurface);
    }
    if feature.province == Fit::Contradicts {
        return Outcome::Aside(Aside::OtherProvince);
    }
    let named = gazetteer.by_name(says);
    match &says.code {
        Some(code) => by_code(feature, code, &named, gazetteer),
        None => by_name(feature, named, gazetteer),
    }
}

fn by_code(feature: &Featured, code: &str, named: &[Candidate], gazetteer: &Gazetteer) -> Outcome {
    let of = gazetteer.by_code(code);
    match of {
        Some(commune) if feature.says.names.is_empty() || named.iter().any(|other| other.commune == commune) => {
            return Outcome::Unit { commune, how: How::Code };
        }
        None if feature.province == Fit::Silent => return Outcome::Aside(Aside::OtherProvince),
        None if named.is_empty() => return unknown(feature, gazetteer),
        _ => {}
    }
    let list: Vec<String> = named.iter().map(|other| gazetteer.called(other.commune)).collect();
    Outcome::Fault(ImportFault::CodeAgainstName {
        feature: called(feature),
        code: code.to_owned(),
        of: of.map_or_else(
            || "of no commune of the register".to_owned(),
            |commune| format!("that of {}", gazetteer.called(commune)),
        ),
        named: if list.is_empty() { "none".to_owned() } else { list.join(" or ") },
    })
}

fn by_name(feature: &Featured, mut named: Vec<Candidate>, gazetteer: &Gazetteer) -> Outcome {
    if feature.province == Fit::Silent {
        named.retain(|other| is_near(feature, other.commune, gazetteer));
    }
    if named.is_empty() {
        return unknown(feature, gazetteer);
    }
    let inside = |other: &&Candidate| holds(feature, other.commune, gazetteer);
    let contradicted = |other: &&Candidate| other.kind == Fit::Contradicts || other.district == Fit::Contradicts;
    let agreeing: Vec<&Candidate> = named.iter().filter(|other| !contradicted(other)).collect();
    let exact: Vec<&Candidate> = agreeing.iter().filter(|other| other.exact).copied().collect();
    let pool = if exact.is_empty() { agreeing } else { exact };
    match pool.as_slice() {
        [only] => Outcome::Unit { commune: only.commune, how: How::Name },
        [] => match named.iter().filter(inside).collect::<Vec<_>>().as_slice() {
            [only] => Outcome::Unit { commune: only.commune, how: How::Forgiven },
            _ if feature.province == Fit::Silent => Outcome::Aside(Aside::OtherProvince),
            _ => Outcome::Fault(ImportFault::NameAlone {
                feature: called(feature),
                unit: named.iter().map(|other| gazetteer.called(other.commune)).collect::<Vec<_>>().join(" or "),
                what: if named[0].district == Fit::Contradicts { "district" } else { "kind" },
            }),
        },
        several => match several.iter().copied().filter(inside).collect::<Vec<_>>().as_slice() {
            [only] => Outcome::Unit { commune: only.commune, how: How::Place },
            _ => Outcome::Fault(ImportFault::Ambiguous {
                feature: called(feature),
                candidates: several
                    .iter()
                    .map(|other| gazetteer.called(other.commune))
                    .collect::<Vec<_>>()
                    .join(" or "),
            }),
        },
    }
}

/// A feature whose name is no commune's.
fn unknown(feature: &Featured, gazetteer: &Gazetteer) -> Outcome {
    let higher =
        |text: &String| [Tier::District, Tier::Province].iter().any(|&tier| words::begins_with_kind(text, tier));
    if feature.says.names.iter().chain(&feature.says.kinds).any(higher) {
        return Outcome::Aside(Aside::OtherTier);
    }
    if feature.province == Fit::Silent {
        return Outcome::Aside(Aside::OtherProvince);
    }
    Outcome::Fault(ImportFault::FeatureWithoutUnit {
        feature: called(feature),
        nearest: nearest::to_feature(feature, gazetteer),
    })
}

fn label(commune: usize, gazetteer: &Gazetteer) -> Point {
    let unit = gazetteer.communes[commune].unit;
    Point::new(unit.lon, unit.lat)
}

pub(super) fn holds(feature: &Featured, commune: usize, gazetteer: &Gazetteer) -> bool {
    feature.piece.shape.as_ref().is_some_and(|shape| shape.contains(&label(commune, gazetteer)))
}

/// Whether a polygon is at most about a commune's own breadth away from its label point.
fn is_near(feature: &Featured, commune: usize, gazetteer: &Gazetteer) -> bool {
    let reach = 1.0 + gazetteer.communes[commune].unit.area_km2.sqrt();
    let away = |shape| Euclidean.distance(&label(commune, gazetteer), shape) * DEGREE_KM;
    feature.piece.shape.as_ref().is_some_and(|shape| away(shape) <= reach)
}

/// How a message calls a feature.
pub(super) fn called(feature: &Featured) -> String {
    let name =
        feature.says.names.first().map_or_else(|| "without a name".to_owned(), |name| Shown::quoted(name).to_string());
    format!("feature {} {name}", feature.piece.number)
}
