//! What comes nearest to what could not be matched: by name, and by place.

use super::gazetteer::Gazetteer;
use super::matching::{Featured, Matches, called, holds};
use super::words;
use crate::atlas::shown::Shown;
use crate::domain::unit::Tier;
use std::collections::{BTreeMap, BTreeSet};

/// How alike two names must be, 0 to 1, to be worth a mention.
const ALIKE: f64 = 0.6;
/// How many are mentioned.
const MENTIONED: usize = 3;

/// The features nearest to a commune.
pub(super) fn to_unit(commune: usize, gazetteer: &Gazetteer, featured: &[Featured], matches: &Matches) -> String {
    let taken: BTreeMap<usize, usize> =
        matches.features.iter().flat_map(|(&unit, features)| features.iter().map(move |&at| (at, unit))).collect();
    let there =
        featured.iter().enumerate().find(|(_, feature)| holds(feature, commune, gazetteer)).map(|(at, feature)| {
            let taken =
                taken.get(&at).map_or_else(String::new, |&unit| format!(", taken for {}", gazetteer.called(unit)));
            format!("its label point is in {}{taken}", called(feature))
        });
    let name = &gazetteer.communes[commune].bare.folded;
    let free = featured.iter().enumerate().filter(|(at, _)| !taken.contains_key(at));
    let alike = best(free.map(|(_, feature)| (alike(feature, name), called(feature))));
    let alike = (!alike.is_empty()).then(|| format!("nearest by name: {}", alike.join(", ")));
    let all: Vec<String> = [there, alike].into_iter().flatten().collect();
    if all.is_empty() { "no feature comes near".to_owned() } else { all.join("; ") }
}

/// The communes nearest to a feature.
pub(super) fn to_feature(feature: &Featured, gazetteer: &Gazetteer) -> String {
    let here: Vec<String> = (0..gazetteer.communes.len())
        .filter(|&commune| holds(feature, commune, gazetteer))
        .take(MENTIONED)
        .map(|commune| gazetteer.called(commune))
        .collect();
    let communes = gazetteer.communes.iter().enumerate();
    let alike = best(communes.map(|(at, entry)| (alike(feature, &entry.bare.folded), gazetteer.called(at))));
    let mut all = Vec::new();
    if !here.is_empty() {
        all.push(format!("it holds the label point of {}", here.join(", ")));
    }
    if !alike.is_empty() {
        all.push(format!("nearest by name: {}", alike.join(", ")));
    }
    if all.is_empty() { "no commune comes near".to_owned() } else { all.join("; ") }
}

/// The provinces that a file names.
pub(super) fn provinces(featured: &[Featured]) -> String {
    let named: BTreeSet<&String> = featured.iter().filter_map(|feature| feature.says.provinces.first()).collect();
    if named.is_empty() {
        return "it names no province, and no feature has a commune's name where the commune is".to_owned();
    }
    let list: Vec<String> = named.iter().take(10).map(|name| Shown::plain(name).to_string()).collect();
    let more = if named.len() > list.len() { format!(" and {} more", named.len() - list.len()) } else { String::new() };
    format!("it names {}{more}", list.join(", "))
}

fn alike(feature: &Featured, name: &str) -> f64 {
    let readings = feature.says.names.iter().flat_map(|text| words::readings(text, Tier::Commune));
    // A name is a few words; what is longer is compared by its beginning.
    let cut = |text: String| text.chars().take(60).collect::<String>();
    readings.map(|reading| strsim::normalized_levenshtein(&cut(reading.folded), name)).fold(0.0, f64::max)
}

fn best(scored: impl Iterator<Item = (f64, String)>) -> Vec<String> {
    let mut good: Vec<(f64, String)> = scored.filter(|(score, _)| *score >= ALIKE).collect();
    good.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    good.into_iter().take(MENTIONED).map(|(_, called)| called).collect()
}
