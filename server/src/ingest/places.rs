//! Which commune a row is about: by code, by name, or by both with its district's. What a row says in
//! several places must agree, and a name that several communes bear is never decided by chance.

use super::columns::Column;
use super::refusal::Why;
use crate::domain::name::Name;
use crate::domain::unit::{Register, Tier, UnitCode};
use std::borrow::Cow;
use std::collections::HashMap;

/// How many bytes a cell may have that is read in several ways.
const LONGEST_NAME: usize = 300;
/// How many communes an answer names where several are meant.
const CHOICES: usize = 5;

/// What a row says of its unit, tier by tier: code and name, blank where it says nothing.
pub(super) type Said<'a> = [(&'a str, &'a str); 3];

/// What is wrong with what a row says of its unit, and in which column where it is not the commune's.
pub(super) type Misnamed = (Why, Option<Column>);

/// The units of a register by everything they are called.
pub(super) struct Places<'a> {
    register: &'a Register,
    names: Vec<Name>,
    /// Units by the plain form of their name without its kind word.
    by_name: HashMap<String, Vec<usize>>,
    /// Units by their code without the zeros it begins with, which spreadsheets drop.
    by_number: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Places<'a> {
    pub(super) fn of(register: &'a Register) -> Self {
        let names: Vec<Name> = register.units().iter().map(|unit| Name::of(&unit.name)).collect();
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        let mut by_number: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, (name, unit)) in names.iter().zip(register.units()).enumerate() {
            by_name.entry(name.plain.clone()).or_default().push(at);
            by_number.entry(unit.code.as_str().trim_start_matches('0')).or_default().push(at);
        }
        Self { register, names, by_name, by_number }
    }

    /// The commune that is meant.
    pub(super) fn commune(&self, said: Said) -> Result<usize, Misnamed> {
        let [(_, name), ..] = said;
        let mut wrong = match self.read_as(said, &split(name)) {
            Err(why @ (Why::UnknownUnit | Why::NoneFits { .. }, None)) => why,
            read => return read,
        };
        // Brackets and dashes may be parts of a name, so what they part is only looked at where the whole is none.
        let mut found = Vec::new();
        for reading in parted(name) {
            match self.read_as(said, &reading) {
                Ok(at) => found.push(at),
                Err(told) if wrong.0 == Why::UnknownUnit => wrong = told,
                Err(_) => {}
            }
        }
        found.dedup();
        match found[..] {
            [at] => Ok(at),
            [] => Err(wrong),
            ref several => Err((Why::AmbiguousUnit { choices: self.shown(several) }, None)),
        }
    }

    /// The commune that is meant, where the cell of its name is read in one way.
    fn read_as(&self, said: Said, reading: &Reading) -> Result<usize, Misnamed> {
        let codes = [said[0].0, reading.code];
        let found = self.communes(codes, &reading.name, reading.above).map_err(|why| (why, None))?;
        let found = self.where_said(found, said)?;
        match self.nearest(&found, &Name::of(&reading.name))[..] {
            [at] => Ok(at),
            [] => Err((Why::UnknownUnit, None)),
            ref several => Err((Why::AmbiguousUnit { choices: self.shown(several) }, None)),
        }
    }

    /// The communes that codes and a name may mean; after the name its district and province may stand.
    fn communes(&self, codes: [&str; 2], name: &str, above: (&str, &str)) -> Result<Vec<usize>, Why> {
        let mut found: Option<Vec<usize>> = None;
        for text in codes.into_iter().chain([name]).filter(|text| !text.is_empty()) {
            let units = self.called(text, Tier::Commune)?;
            found = Some(match found {
                None => units,
                Some(before) => both(&before, &units).ok_or_else(|| self.none_fits(&before))?,
            });
        }
        let mut found = found.unwrap_or_default();
        for (text, tier) in [(above.0, Tier::District), (above.1, Tier::Province)] {
            if !text.is_empty() {
                found = self.above(&found, text, tier).ok_or_else(|| self.none_fits(&found))?;
            }
        }
        Ok(found)
    }

    /// Those of `found` that lie in the district and the province that have cells of their own.
    fn where_said(&self, mut found: Vec<usize>, said: Said) -> Result<Vec<usize>, Misnamed> {
        for (tier, (code, name)) in [Tier::District, Tier::Province].into_iter().zip(said.into_iter().skip(1)) {
            for (text, column) in [(code, Column::Code(tier)), (name, Column::Name(tier))] {
                if !text.is_empty() && !found.is_empty() {
                    let within = self.above(&found, text, tier);
                    found = within.ok_or_else(|| (Why::NotWithin { found: self.shown(&found) }, Some(column)))?;
                }
            }
        }
        Ok(found)
    }

    /// The district that is meant.
    pub(super) fn district(&self, text: &str) -> Option<usize> {
        let found = self.called(text, Tier::District).ok()?;
        match self.nearest(&found, &Name::of(text))[..] {
            [at] => Some(at),
            _ => None,
        }
    }

    /// Whether a commune may be meant, perhaps one of several.
    pub(super) fn names_a_commune(&self, text: &str) -> bool {
        self.called(text, Tier::Commune).is_ok()
    }

    /// Whether the province is meant.
    pub(super) fn is_province(&self, text: &str) -> bool {
        self.called(text, Tier::Province).is_ok()
    }

    /// The units of a tier that bear a code or a name; there is at least one.
    fn called(&self, text: &str, tier: Tier) -> Result<Vec<usize>, Why> {
        // Programs write 22738.0 where another row of the column is blank.
        let text = text.strip_suffix(".0").filter(|code| is_digits(code)).unwrap_or(text);
        let of_tier = |units: &[usize]| -> Vec<usize> {
            units.iter().copied().filter(|&at| self.register.units()[at].tier == tier).collect()
        };
        if let Some(at) = UnitCode::parse(text).and_then(|code| self.register.index_of(&code)) {
            let unit = &self.register.units()[at];
            let other = || Why::NotACommune { name: unit.name.clone() };
            return if unit.tier == tier { Ok(vec![at]) } else { Err(other()) };
        }
        let mut found = if is_digits(text) {
            self.by_number.get(text).map(|units| of_tier(units)).unwrap_or_default()
        } else {
            let name = Name::of(text);
            let keys = [&name.plain, &name.whole];
            keys.into_iter().filter_map(|key| self.by_name.get(key)).flat_map(|units| of_tier(units)).collect()
        };
        found.sort_unstable();
        found.dedup();
        match found.is_empty() {
            false => Ok(found),
            true if tier == Tier::Commune => Err(self.of_another_tier(text)),
            true => Err(Why::UnknownUnit),
        }
    }

    /// Why a name is no commune's: it may be that of a district, as in the headings that part a table. After a commune's
    /// kind word it is a slip, and the row one of a commune.
    fn of_another_tier(&self, text: &str) -> Why {
        let name = Name::of(text);
        let key = if matches!(name.kind, Some("xa" | "phuong" | "thitran")) { &name.whole } else { &name.plain };
        let above = [key, &name.whole].into_iter().find_map(|key| self.by_name.get(key)?.first());
        above.map_or(Why::UnknownUnit, |&at| Why::NotACommune { name: self.register.units()[at].name.clone() })
    }

    /// Those of `found` that lie in what `text` names, if any do. After the commune's name the province may
    /// stand in the district's place.
    fn above(&self, found: &[usize], text: &str, tier: Tier) -> Option<Vec<usize>> {
        let around = self.called(text, tier).or_else(|why| match tier {
            Tier::District => self.called(text, Tier::Province),
            _ => Err(why),
        });
        let around = around.ok()?;
        let parents = |at: usize| std::iter::successors(Some(at), |&at| self.register.parent(at));
        let within = |&at: &usize| parents(at).any(|parent| around.contains(&parent));
        let within: Vec<usize> = found.iter().copied().filter(within).collect();
        (!within.is_empty()).then_some(within)
    }

    /// Those whose diacritics, then whose kind word is as written, where any are.
    fn nearest(&self, found: &[usize], name: &Name) -> Vec<usize> {
        let prefer = |found: Vec<usize>, fits: &dyn Fn(&Name) -> bool| -> Vec<usize> {
            let better: Vec<_> = found.iter().copied().filter(|&at| fits(&self.names[at])).collect();
            if better.is_empty() { found } else { better }
        };
        let marked = prefer(found.to_vec(), &|unit| name.is_marked() && unit.marked == name.marked);
        prefer(marked, &|unit| name.kind.is_some() && unit.kind == name.kind)
    }

    fn none_fits(&self, found: &[usize]) -> Why {
        Why::NoneFits { found: self.shown(found) }
    }

    fn shown(&self, units: &[usize]) -> String {
        let one = |&at: &usize| {
            let unit = &self.register.units()[at];
            let district = self.register.parent(at).map_or("", |parent| &self.register.units()[parent].name);
            format!("{}, {district} ({})", unit.name, unit.code)
        };
        let more = if units.len() > CHOICES { "; …" } else { "" };
        units.iter().take(CHOICES).map(one).collect::<Vec<_>>().join("; ") + more
    }
}

/// One way to read the cell of a commune's name.
struct Reading<'a> {
    name: Cow<'a, str>,
    /// Its code, where that stands behind the name.
    code: &'a str,
    /// Its district and its province, where they do.
    above: (&'a str, &'a str),
}

/// A commune's name, its district's and its province's, with commas between.
fn split(cell: &str) -> Reading<'_> {
    let mut parts = cell.splitn(3, ',').map(str::trim);
    let mut part = || parts.next().unwrap_or_default();
    Reading { name: part().into(), code: "", above: (part(), part()) }
}

/// The same without a comma between commune and district: "commune (district)", "commune - district"; with the code, as our
/// own answers write it, "commune, district (code)", or "code - commune"; and "commune (kind)".
fn parted(cell: &str) -> Vec<Reading<'_>> {
    if cell.len() > LONGEST_NAME {
        return Vec::new();
    }
    let bracketed = cell.strip_suffix(')').and_then(|cell| cell.split_once('('));
    if let Some((before, inside)) = bracketed.map(|(before, inside)| (before.trim(), inside.trim())) {
        let reading = split(before);
        let kinded = format!("{inside} {}", reading.name);
        return vec![match Name::of(&kinded) {
            _ if is_digits(inside) => Reading { code: inside, ..reading },
            Name { kind: Some(_), plain, .. } if plain == Name::of(before).whole => {
                Reading { name: kinded.into(), ..reading }
            }
            _ => Reading { name: before.into(), code: "", above: two(inside) },
        }];
    }
    let within = |(at, dash): (usize, &str)| {
        let (before, after) = (cell[..at].trim(), cell[at + dash.len()..].trim());
        match before {
            _ if is_digits(before) => Reading { code: before, ..split(after) },
            _ if is_digits(after) => Reading { code: after, ..split(before) },
            _ => Reading { name: before.into(), code: "", above: two(after) },
        }
    };
    cell.match_indices(['-', '–', '—']).map(within).collect()
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A district and, where a comma follows, a province.
fn two(text: &str) -> (&str, &str) {
    let (district, province) = text.split_once(',').unwrap_or((text, ""));
    (district.trim(), province.trim())
}

fn both(a: &[usize], b: &[usize]) -> Option<Vec<usize>> {
    let both: Vec<_> = a.iter().copied().filter(|at| b.contains(at)).collect();
    (!both.is_empty()).then_some(both)
}
