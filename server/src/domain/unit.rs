//! Units and the register: which communes, districts and provinces there are, how they nest and
//! which communes border each other.
//!
//! A `Register` that exists is whole: every parent is there, every pair is of two communes and
//! named once. Borders come as facts, so that rating never depends on how a map is drawn.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;
use thiserror::Error;

/// A unit's code in the list of the General Statistics Office. An opaque string.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct UnitCode(Box<str>);

impl UnitCode {
    /// Accepts 1 to 16 ASCII letters or digits.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (1..=16).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
        fits.then(|| Self(text.into()))
    }

    /// The code as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for UnitCode {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnitCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How far up a unit stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Tier {
    /// Xã, phường, thị trấn.
    Commune,
    /// Huyện, thị xã, thành phố thuộc tỉnh.
    District,
    /// Tỉnh, thành phố trực thuộc trung ương.
    Province,
}

impl Tier {
    /// From the commune up.
    pub const ALL: [Self; 3] = [Self::Commune, Self::District, Self::Province];

    /// The stable code: `commune`, `district`, `province`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Commune => "commune",
            Self::District => "district",
            Self::Province => "province",
        }
    }

    /// The tier of a code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tier| tier.code() == code)
    }

    /// The tier of the units that belong to one of this.
    pub const fn below(self) -> Option<Self> {
        match self {
            Self::Commune => None,
            Self::District => Some(Self::Commune),
            Self::Province => Some(Self::District),
        }
    }

    /// The tier that a unit of this one belongs to.
    pub const fn parent(self) -> Option<Self> {
        match self {
            Self::Commune => Some(Self::District),
            Self::District => Some(Self::Province),
            Self::Province => None,
        }
    }
}

/// One row of the register.
#[derive(Clone, PartialEq, Debug)]
pub struct Unit {
    /// Its code.
    pub code: UnitCode,
    /// The code of the unit it belongs to; none for a province.
    pub parent: Option<UnitCode>,
    /// Its tier.
    pub tier: Tier,
    /// Full name with its kind word, as in "Xã Phước Bình".
    pub name: String,
    /// The kind word alone: "Xã", "Phường", "Thị trấn", "Huyện" …
    pub kind: String,
    /// Inhabitants, census of 1 April 2019.
    pub population: u32,
    /// Area in square kilometres.
    pub area_km2: f64,
    /// Longitude of the label point, degrees east (WGS 84).
    pub lon: f64,
    /// Latitude of the label point, degrees north (WGS 84).
    pub lat: f64,
}

/// What keeps a list of units and pairs from being a register.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Error)]
pub enum RegisterFault {
    /// A code stands twice.
    #[error("unit {0}: the code stands more than once")]
    DuplicateCode(UnitCode),
    /// The parent is not in the list, or not of the next tier up.
    #[error("unit {0}: its parent \"{1}\" is not a unit of the next tier up")]
    MissingParent(UnitCode, String),
    /// A population of zero.
    #[error("unit {0}: its population is not positive")]
    NoPeople(UnitCode),
    /// Not exactly one province.
    #[error("a register has exactly one province; this one has {0}")]
    Provinces(usize),
    /// A district without communes, or a province without districts.
    #[error("unit {0}: no unit belongs to it")]
    Childless(UnitCode),
    /// A pair names something that is not a commune of the list.
    #[error("pair {0}–{1}: {2} is not a commune of the register")]
    StrangerInPair(UnitCode, UnitCode, UnitCode),
    /// A pair of a commune with itself.
    #[error("pair {0}–{0}: a commune cannot border itself")]
    PairOfItself(UnitCode),
    /// A pair stands twice, in whichever order.
    #[error("pair {0}–{1}: named more than once")]
    DuplicatePair(UnitCode, UnitCode),
}

/// The units of one province with their tree and borders, in a fixed order.
#[derive(Clone, PartialEq, Debug)]
pub struct Register {
    units: Vec<Unit>,
    index: HashMap<UnitCode, usize>,
    // The places of each tier's units, in the order of `Tier::ALL`.
    tiers: [Vec<usize>; 3],
    parents: Vec<Option<usize>>,
    children: Vec<Vec<usize>>,
    neighbours: Vec<Vec<usize>>,
}

impl Register {
    /// Builds a register, or names everything that is wrong with it.
    pub fn new(units: Vec<Unit>, pairs: &[(UnitCode, UnitCode)]) -> Result<Self, Vec<RegisterFault>> {
        let mut faults = Vec::new();
        let mut index = HashMap::with_capacity(units.len());
        for (i, unit) in units.iter().enumerate() {
            if index.insert(unit.code.clone(), i).is_some() {
                faults.push(RegisterFault::DuplicateCode(unit.code.clone()));
            }
            if unit.population == 0 {
                faults.push(RegisterFault::NoPeople(unit.code.clone()));
            }
        }
        let mut tiers = [const { Vec::new() }; 3];
        for (i, unit) in units.iter().enumerate() {
            tiers[unit.tier as usize].push(i);
        }
        let provinces = tiers[Tier::Province as usize].len();
        if provinces != 1 {
            faults.push(RegisterFault::Provinces(provinces));
        }
        let (parents, children) = tree(&units, &index, &mut faults);
        let neighbours = borders(&units, &index, pairs, &mut faults);
        faults.sort();
        faults.dedup();
        if faults.is_empty() { Ok(Self { units, index, tiers, parents, children, neighbours }) } else { Err(faults) }
    }

    /// Every unit, in the order of the register.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// The place of a code in the register; the code may be a plain text.
    pub fn index_of<C: Hash + Eq + ?Sized>(&self, code: &C) -> Option<usize>
    where
        UnitCode: Borrow<C>,
    {
        self.index.get(code).copied()
    }

    /// The place of the unit that `index` belongs to.
    pub fn parent(&self, index: usize) -> Option<usize> {
        self.parents[index]
    }

    /// The places of the units that belong to `index`.
    pub fn children(&self, index: usize) -> &[usize] {
        &self.children[index]
    }

    /// The places of the communes that border the commune at `index`, in order.
    pub fn neighbours(&self, index: usize) -> &[usize] {
        &self.neighbours[index]
    }

    /// The places of all units of a tier.
    pub fn of_tier(&self, tier: Tier) -> impl Iterator<Item = usize> {
        self.tiers[tier as usize].iter().copied()
    }

    /// The communes that belong to the unit at `index`; a commune itself.
    pub fn communes_of(&self, index: usize) -> Vec<usize> {
        match self.units[index].tier {
            Tier::Commune => vec![index],
            _ => self.children[index].iter().flat_map(|&child| self.communes_of(child)).collect(),
        }
    }

    /// The province.
    pub fn province(&self) -> &Unit {
        let at = self.of_tier(Tier::Province).next().expect("a register has one province");
        &self.units[at]
    }
}

type Tree = (Vec<Option<usize>>, Vec<Vec<usize>>);

fn tree(units: &[Unit], index: &HashMap<UnitCode, usize>, faults: &mut Vec<RegisterFault>) -> Tree {
    let mut parents = vec![None; units.len()];
    let mut children = vec![Vec::new(); units.len()];
    for (i, unit) in units.iter().enumerate() {
        let found = unit.parent.as_ref().and_then(|code| index.get(code).copied());
        if found.map(|at| units[at].tier) == unit.tier.parent() && found.is_some() == unit.parent.is_some() {
            parents[i] = found;
            if let Some(at) = found {
                children[at].push(i);
            }
        } else {
            let named = unit.parent.as_ref().map_or_else(String::new, ToString::to_string);
            faults.push(RegisterFault::MissingParent(unit.code.clone(), named));
        }
    }
    for (unit, below) in units.iter().zip(&children) {
        if unit.tier != Tier::Commune && below.is_empty() {
            faults.push(RegisterFault::Childless(unit.code.clone()));
        }
    }
    (parents, children)
}

fn borders(
    units: &[Unit],
    index: &HashMap<UnitCode, usize>,
    pairs: &[(UnitCode, UnitCode)],
    faults: &mut Vec<RegisterFault>,
) -> Vec<Vec<usize>> {
    let commune = |code: &UnitCode| index.get(code).copied().filter(|&at| units[at].tier == Tier::Commune);
    let mut neighbours = vec![Vec::new(); units.len()];
    for (a, b) in pairs {
        if a == b {
            faults.push(RegisterFault::PairOfItself(a.clone()));
            continue;
        }
        match (commune(a), commune(b)) {
            (Some(at), Some(bt)) if neighbours[at].contains(&bt) => {
                faults.push(RegisterFault::DuplicatePair(a.clone().min(b.clone()), a.clone().max(b.clone())));
            }
            (Some(at), Some(bt)) => {
                neighbours[at].push(bt);
                neighbours[bt].push(at);
            }
            (found, _) => {
                let stranger = if found.is_none() { a } else { b };
                faults.push(RegisterFault::StrangerInPair(a.clone(), b.clone(), stranger.clone()));
            }
        }
    }
    for list in &mut neighbours {
        list.sort_unstable();
    }
    neighbours
}
