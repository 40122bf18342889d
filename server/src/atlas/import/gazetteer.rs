//! The register as what names are looked up in.

use super::says::{Says, is_number};
use super::words::{self, Kind, Reading};
use crate::domain::unit::{Register, Tier, Unit};
use std::collections::{BTreeSet, HashMap};

/// What a feature says against what the register says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fit {
    Agrees,
    /// The feature says nothing of it.
    Silent,
    Contradicts,
}

/// A unit of the register by its bare name.
pub(super) struct Entry<'a> {
    pub(super) unit: &'a Unit,
    /// Its place in the register.
    pub(super) at: usize,
    /// Its name without the kind word.
    pub(super) bare: Reading,
    /// The district's place among the districts; nothing for other tiers.
    district: usize,
}

/// A commune whose name a feature may carry.
#[derive(Clone, Copy)]
pub(super) struct Candidate {
    /// Its place among the communes.
    pub(super) commune: usize,
    /// Whether the diacritics agree too.
    pub(super) exact: bool,
    pub(super) kind: Fit,
    pub(super) district: Fit,
}

/// All units of a province, by name and by code.
pub(super) struct Gazetteer<'a> {
    pub(super) communes: Vec<Entry<'a>>,
    districts: Vec<Entry<'a>>,
    province: Entry<'a>,
    names: HashMap<String, Vec<usize>>,
    codes: HashMap<&'a str, usize>,
}

impl<'a> Gazetteer<'a> {
    pub(super) fn new(register: &'a Register) -> Self {
        let entries = |tier: Tier| -> Vec<Entry<'a>> {
            register
                .of_tier(tier)
                .map(|at| Entry { unit: &register.units()[at], at, bare: bare(&register.units()[at]), district: 0 })
                .collect()
        };
        let districts = entries(Tier::District);
        let mut communes = entries(Tier::Commune);
        for entry in &mut communes {
            let own = register.parent(entry.at);
            entry.district = districts.iter().position(|district| Some(district.at) == own).unwrap_or(0);
        }
        let mut names: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, entry) in communes.iter().enumerate() {
            names.entry(entry.bare.folded.clone()).or_default().push(at);
        }
        let codes = communes.iter().enumerate().map(|(at, entry)| (entry.unit.code.as_str(), at)).collect();
        let province = register.province();
        let at = register.of_tier(Tier::Province).next().unwrap_or(0);
        let province = Entry { unit: province, at, bare: bare(province), district: 0 };
        Self { communes, districts, province, names, codes }
    }

    /// Whether a text names the province, or is its code.
    pub(super) fn is_province(&self, text: &str) -> bool {
        text == self.province.unit.code.as_str() || names(text, Tier::Province, &self.province)
    }

    /// The province's full name.
    pub(super) fn province(&self) -> &'a str {
        &self.province.unit.name
    }

    /// Whether a feature says it is of the province.
    pub(super) fn in_province(&self, says: &Says) -> Fit {
        // Longer numbers are another list's codes.
        let said = says.provinces.iter().filter(|text| !is_number(text) || text.len() <= 2);
        let said: Vec<&String> = said.collect();
        if said.iter().chain(&says.context.iter().collect::<Vec<_>>()).any(|text| self.is_province(text)) {
            Fit::Agrees
        } else if said.is_empty() {
            Fit::Silent
        } else {
            Fit::Contradicts
        }
    }

    /// The commune of a code.
    pub(super) fn by_code(&self, code: &str) -> Option<usize> {
        self.codes.get(code).copied()
    }

    /// The communes that a feature's names may mean.
    pub(super) fn by_name(&self, says: &Says) -> Vec<Candidate> {
        let kinds: BTreeSet<Kind> = says.kinds.iter().filter_map(|text| words::kind(text, Tier::Commune)).collect();
        let mut found: Vec<Candidate> = Vec::new();
        for reading in says.names.iter().flat_map(|name| words::readings(name, Tier::Commune)) {
            for &commune in self.names.get(&reading.folded).into_iter().flatten() {
                let entry = &self.communes[commune];
                let said: BTreeSet<Kind> = kinds.iter().copied().chain(reading.kind).collect();
                let kind = match words::kind(&entry.unit.kind, Tier::Commune) {
                    Some(own) if said.iter().any(|&kind| kind != own) => Fit::Contradicts,
                    Some(_) if !said.is_empty() => Fit::Agrees,
                    _ => Fit::Silent,
                };
                let candidate = Candidate {
                    commune,
                    exact: reading.exact == entry.bare.exact,
                    kind,
                    district: self.district(says, entry),
                };
                match found.iter_mut().find(|other| other.commune == commune) {
                    Some(other) => {
                        other.exact |= candidate.exact;
                        other.kind = worse(other.kind, candidate.kind);
                    }
                    None => found.push(candidate),
                }
            }
        }
        found
    }

    fn district(&self, says: &Says, entry: &Entry) -> Fit {
        let own = &self.districts[entry.district];
        let said: Vec<&String> = says.districts.iter().filter(|text| !is_number(text) || text.len() <= 3).collect();
        let context = says.context.iter().any(|text| names(text, Tier::District, own));
        if context
            || said.iter().any(|text| own.unit.code.as_str() == text.as_str() || names(text, Tier::District, own))
        {
            Fit::Agrees
        } else if said.is_empty() {
            Fit::Silent
        } else {
            Fit::Contradicts
        }
    }

    /// How a message calls a commune.
    pub(super) fn called(&self, commune: usize) -> String {
        let entry = &self.communes[commune];
        format!("{} ({}, {})", entry.unit.name, entry.unit.code, self.districts[entry.district].unit.name)
    }
}

/// Agreement of one reading is enough, contradiction counts where none agrees.
const fn worse(a: Fit, b: Fit) -> Fit {
    match (a, b) {
        (Fit::Agrees, _) | (_, Fit::Agrees) => Fit::Agrees,
        (Fit::Contradicts, _) | (_, Fit::Contradicts) => Fit::Contradicts,
        _ => Fit::Silent,
    }
}

fn names(text: &str, tier: Tier, entry: &Entry) -> bool {
    let own = words::kind(&entry.unit.kind, tier);
    let fits = |kind: Option<Kind>| kind.is_none() || own.is_none() || kind == own || tier == Tier::Province;
    words::readings(text, tier).iter().any(|reading| reading.folded == entry.bare.folded && fits(reading.kind))
}

/// The name of a unit without its own kind word.
fn bare(unit: &Unit) -> Reading {
    let own = words::kind(&unit.kind, unit.tier);
    let readings = words::readings(&unit.name, unit.tier);
    let named = readings.iter().find(|reading| own.is_some() && reading.kind == own);
    let whole = || Reading { kind: None, exact: unit.name.clone(), folded: words::fold(&unit.name) };
    named.or(readings.first()).cloned().unwrap_or_else(whole)
}
