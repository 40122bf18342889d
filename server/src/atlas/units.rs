//! Reads `units.csv`: one row for each province, district and commune, whose order is the order of
//! the register.

use super::fault::AtlasFault;
use super::folder::{Folder, Lookup};
use super::table::{self, Row};
use crate::domain::unit::{Tier, Unit, UnitCode};

const FILE: &str = "units.csv";
const COLUMNS: &[&str] = &["code", "parent", "tier", "name", "kind", "population", "area_km2", "lon", "lat"];

/// The units of a folder.
pub(super) struct Listing {
    /// In the order of the file. A wrong figure is complained of and stands here as some other.
    pub(super) units: Vec<Unit>,
    /// Whether every row could be given its place; if not, nothing can be said of the set.
    pub(super) whole: bool,
}

/// Reads the units; `None` where there is no such table.
pub(super) fn read(folder: &Folder, faults: &mut Vec<AtlasFault>) -> Option<Listing> {
    let text = match folder.read(FILE, faults) {
        Lookup::Found(text) => text,
        Lookup::Bad => return None,
        Lookup::Absent => {
            faults.push(AtlasFault::MissingFile { expected: FILE });
            return None;
        }
    };
    listing(&text, faults)
}

/// The units of a table; `None` where it is no such table.
pub(super) fn listing(text: &str, faults: &mut Vec<AtlasFault>) -> Option<Listing> {
    let table = table::read(FILE, text, COLUMNS, faults)?;
    if table.rows.is_empty() && table.whole {
        faults.push(AtlasFault::NoRows { file: FILE });
        return None;
    }
    let units: Vec<Unit> = table.rows.iter().filter_map(|row| unit(row, faults)).collect();
    let whole = table.whole && units.len() == table.rows.len();
    Some(Listing { units, whole })
}

/// A row as a unit; `None` where its code, parent or tier cannot be read.
fn unit(row: &Row, faults: &mut Vec<AtlasFault>) -> Option<Unit> {
    const CODE: &str = "a code of 1 to 16 letters or digits";
    let code = UnitCode::parse(row.text(0));
    if code.is_none() {
        faults.push(row.fault(0, CODE));
    }
    let parent = match row.text(1) {
        "" => Some(None),
        text => UnitCode::parse(text).map(Some),
    };
    if parent.is_none() {
        faults.push(row.fault(1, CODE));
    }
    let tier = Tier::parse(row.text(2));
    if tier.is_none() {
        faults.push(row.fault(2, "province, district or commune"));
    }
    let name = row.words(3, faults);
    let kind = row.words(4, faults);
    let people = row.number(5, "a whole number", faults, |n: &i64| *n <= i64::from(u32::MAX));
    let area_km2 = row.number(6, "an area above 0", faults, |x: &f64| x.is_finite() && *x > 0.0).unwrap_or(1.0);
    let (lon, lat) = row.point(7, 8, faults);
    // Zero and less are for the register to refuse, by the unit's code.
    let population = people.map_or(1, |n| u32::try_from(n).unwrap_or(0));
    Some(Unit { code: code?, parent: parent?, tier: tier?, name, kind, population, area_km2, lon, lat })
}
