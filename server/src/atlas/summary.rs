//! What `geodata check` says of a folder that is right: how much there is of everything, so that
//! the reader can see that it is the province he meant.

use super::shown::Shown;
use super::{Atlas, Borders, MapKind};
use crate::domain::unit::{Register, Tier};
use std::fmt;

/// A folder in figures.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Summary {
    /// The province's name.
    pub name: String,
    /// The province's code.
    pub code: String,
    /// How many districts.
    pub districts: usize,
    /// How many communes.
    pub communes: usize,
    /// How many pairs of communes border each other.
    pub pairs: usize,
    /// The communes that border none, as `name (code)`.
    pub alone: Vec<String>,
    /// Where the pairs come from.
    pub borders: Borders,
    /// What the map is.
    pub kind: MapKind,
    /// How many names beyond the province.
    pub around: usize,
    /// The register's hash.
    pub register: String,
}

impl Summary {
    pub(super) fn of(atlas: &Atlas) -> Self {
        let province = atlas.register.province();
        Self {
            name: province.name.clone(),
            code: province.code.to_string(),
            districts: atlas.register.of_tier(Tier::District).count(),
            communes: atlas.register.of_tier(Tier::Commune).count(),
            pairs: atlas.pairs(),
            alone: alone(&atlas.register),
            borders: atlas.borders,
            kind: atlas.kind,
            around: atlas.around.len(),
            register: atlas.register_hash.clone(),
        }
    }
}

/// The communes without a neighbour.
fn alone(register: &Register) -> Vec<String> {
    let alone = register.of_tier(Tier::Commune).filter(|&at| register.neighbours(at).is_empty());
    alone.map(|at| &register.units()[at]).map(|unit| format!("{} ({})", Shown::plain(&unit.name), unit.code)).collect()
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { code, districts, communes, pairs, alone, around, register, .. } = self;
        let name = Shown::plain(&self.name);
        let borders = match self.borders {
            Borders::Listed => "adjacency.csv",
            Borders::Computed => "computed from the polygons",
        };
        let kind = match self.kind {
            MapKind::Boundaries => "true boundaries (communes.geojson)",
            MapKind::Schematic => "a schematic map (schematic.geojson)",
        };
        write!(f, "{name} ({code}): {districts} districts, {communes} communes, {pairs} pairs ({borders}), {kind}, ")?;
        write!(f, "{around} names around it; register {register}")?;
        if !alone.is_empty() {
            let (count, named) = (alone.len(), alone.join(", "));
            let s = if count == 1 { " borders" } else { "s border" };
            write!(f, "\n  warning: {count} commune{s} no other; that is right for an island only, and elsewhere ")?;
            write!(f, "hides what a neighbour's level asks for: {named}")?;
        }
        if *around == 0 {
            write!(
                f,
                "\n  note: no around.csv: the map will name no neighbour of the province, no country and no sea"
            )?;
        }
        Ok(())
    }
}
