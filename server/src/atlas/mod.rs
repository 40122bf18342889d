//! The atlas of one province: its units, their borders and the map that is served, read from a
//! folder or from the one built into the binary.
//!
//! An `Atlas` that exists agrees with itself: every commune has one valid polygon, every polygon
//! has its commune, every pair is of two communes. A folder that does not is refused with the
//! whole list of what is wrong, so that one correction is enough.

mod around;
mod borders;
mod crosscheck;
mod fault;
mod fingerprint;
mod folder;
mod import;
mod map;
mod outline;
mod pairs;
mod polygons;
mod rings;
mod shown;
mod summary;
mod table;
mod units;

#[cfg(test)]
mod tests;

pub use around::Place;
pub use fault::{AtlasFault, AtlasFaults, RingFault};
pub use import::{ImportFault, ImportFaults, Imported, Request as ImportRequest, import};
pub use map::ServedMap;
pub use polygons::MapKind;
pub use shown::Shown;
pub use summary::Summary;

use crate::domain::unit::Register;
use folder::Folder;
use geo::{BoundingRect, MultiPolygon};
use std::path::Path;

/// The season that the demo replays (CSV in the columns of a report): the province's totals of
/// 2021 are real, their split over communes is invented. A page that shows it must say so.
pub const DEMO_SEASON: &[u8] = include_bytes!("../../../geodata/ninh-thuan/demo-2021.csv");

/// The reports of the season that come in wrong first, as they do, and when and why they are corrected to the
/// season's figures. All of them are invented.
pub const DEMO_CORRECTIONS: &[u8] = include_bytes!("../../../geodata/ninh-thuan/demo-2021-corrections.csv");

/// One province: who there is, who borders whom, and what the map draws.
#[derive(Clone, Debug)]
pub struct Atlas {
    /// The units in the order of `units.csv`, with their tree and neighbours.
    pub register: Register,
    /// 16 hex digits that change with any code, parent, tier, name, population, pair or the order.
    pub register_hash: String,
    /// Whether the shapes are true borders or a schematic, which the page must say.
    pub kind: MapKind,
    /// The smallest box around all polygons.
    pub bounds: Bounds,
    /// Label points of the neighbouring provinces; may be empty.
    pub around: Vec<Place>,
    /// The shape of every unit in degrees, in the order of the register: what the map draws.
    pub outlines: Vec<MultiPolygon>,
    /// The map as it goes over the network.
    pub map: ServedMap,
    /// Where the neighbours come from.
    pub borders: Borders,
}

/// Where a folder's neighbours come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Borders {
    /// Facts, as listed in `adjacency.csv`.
    Listed,
    /// Computed from the polygons: the folder has no `adjacency.csv`.
    Computed,
}

/// A box in degrees (WGS 84).
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Bounds {
    /// Least longitude.
    pub west: f64,
    /// Least latitude.
    pub south: f64,
    /// Greatest longitude.
    pub east: f64,
    /// Greatest latitude.
    pub north: f64,
}

impl Bounds {
    /// `[west, south, east, north]`, the order of `GeoJSON`'s `bbox`.
    pub const fn to_array(self) -> [f64; 4] {
        [self.west, self.south, self.east, self.north]
    }
}

impl Atlas {
    /// Reads a province's folder: `units.csv`; `communes.geojson` or else `schematic.geojson`; and,
    /// where they are there, `adjacency.csv` and `around.csv`.
    pub fn load(dir: &Path) -> Result<Self, AtlasFaults> {
        Self::read(&Folder::Disk(dir))
    }

    /// The province built into the binary (Ninh Thuận, schematic), which needs no folder.
    pub fn shipped() -> Self {
        Self::read(&Folder::Shipped).expect("a test reads the folder that is built in")
    }

    /// How many pairs of communes border each other.
    pub fn pairs(&self) -> usize {
        let ends: usize = (0..self.register.units().len()).map(|at| self.register.neighbours(at).len()).sum();
        ends / 2
    }

    /// What `geodata check` says of a folder without faults.
    pub fn summary(&self) -> Summary {
        Summary::of(self)
    }

    fn read(folder: &Folder) -> Result<Self, AtlasFaults> {
        let mut faults = Vec::new();
        let parts = Parts::read(folder, &mut faults);
        match parts.and_then(|parts| parts.join(&mut faults)) {
            Some(atlas) if faults.is_empty() => Ok(atlas),
            _ => Err(AtlasFaults::new(folder.name(), faults)),
        }
    }
}

/// Reads a folder as [`Atlas::load`] does, for its summary or its faults.
pub fn check(dir: &Path) -> Result<Summary, AtlasFaults> {
    Atlas::load(dir).map(|atlas| atlas.summary())
}

/// The files of a folder, each right in itself or already complained of.
struct Parts {
    units: units::Listing,
    pairs: Option<Vec<pairs::Pair>>,
    around: Option<Vec<Place>>,
    drawing: polygons::Drawing,
}

impl Parts {
    fn read(folder: &Folder, faults: &mut Vec<AtlasFault>) -> Option<Self> {
        if !folder.is_there() {
            faults.push(AtlasFault::NoFolder);
            return None;
        }
        let units = units::read(folder, faults);
        let pairs = pairs::read(folder, faults);
        let around = around::read(folder, faults);
        let drawing = polygons::read(folder, faults);
        Some(Self { units: units?, pairs, around, drawing: drawing? })
    }

    /// Compares the files with each other. What rests on a file with unreadable rows is left for
    /// the next reading, so that one wrong row is not reported as ten.
    fn join(self, faults: &mut Vec<AtlasFault>) -> Option<Atlas> {
        let Self { units, pairs, around, drawing } = self;
        if !units.whole {
            return None;
        }
        crosscheck::compare(&units.units, &drawing, faults);
        let borders = if pairs.is_some() { Borders::Listed } else { Borders::Computed };
        let pairs = match pairs {
            Some(pairs) => pairs,
            None if faults.is_empty() => borders::shared(&drawing.shapes),
            None => Vec::new(),
        };
        let register = match Register::new(units.units, &pairs) {
            Ok(register) => register,
            Err(found) => {
                faults.extend(found.into_iter().map(AtlasFault::Register));
                return None;
            }
        };
        if !faults.is_empty() {
            return None;
        }
        let around = around.or_else(|| around::read(&Folder::shipped_for(register.province().code.as_str())?, faults));
        let around = around.unwrap_or_default();
        let bounds = bounds(drawing.shapes.iter().map(|shape| &shape.polygon))?;
        let outlines = map::outlines(&register, &drawing.shapes);
        let map = ServedMap::draw(&register, &outlines);
        let register_hash = fingerprint::of(&register);
        Some(Atlas { register, register_hash, kind: drawing.kind, bounds, around, outlines, map, borders })
    }
}

fn bounds<'a>(polygons: impl Iterator<Item = &'a MultiPolygon>) -> Option<Bounds> {
    polygons.filter_map(BoundingRect::bounding_rect).fold(None, |sum, rect| {
        let (min, max) = (rect.min(), rect.max());
        let other = Bounds { west: min.x, south: min.y, east: max.x, north: max.y };
        Some(sum.map_or(other, |sum: Bounds| Bounds {
            west: sum.west.min(other.west),
            south: sum.south.min(other.south),
            east: sum.east.max(other.east),
            north: sum.north.max(other.north),
        }))
    })
}
