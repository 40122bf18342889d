//! Reads `around.csv`: the names of what lies beyond the province and where the map writes them.

use super::fault::AtlasFault;
use super::folder::{Folder, Lookup};
use super::table;

const FILE: &str = "around.csv";
const COLUMNS: &[&str] = &["name", "lon", "lat"];

/// A name on the map outside the province.
#[derive(Clone, PartialEq, Debug)]
pub struct Place {
    /// The name, as the map writes it.
    pub name: String,
    /// Longitude, degrees east (WGS 84).
    pub lon: f64,
    /// Latitude, degrees north (WGS 84).
    pub lat: f64,
}

/// Reads the places; `None` where the folder has no such file.
pub(super) fn read(folder: &Folder, faults: &mut Vec<AtlasFault>) -> Option<Vec<Place>> {
    let Lookup::Found(text) = folder.read(FILE, faults) else { return None };
    let table = table::read(FILE, &text, COLUMNS, faults)?;
    let place = |row: &table::Row| {
        let name = row.words(0, faults);
        let (lon, lat) = row.point(1, 2, faults);
        Place { name, lon, lat }
    };
    Some(table.rows.iter().map(place).collect())
}
