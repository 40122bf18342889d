//! Reads `adjacency.csv`: the pairs of communes that share a border line, each once. They are facts
//! of their own, so that rating never depends on how a map is drawn.

use super::fault::AtlasFault;
use super::folder::{Folder, Lookup};
use super::table;
use crate::domain::unit::UnitCode;

const FILE: &str = "adjacency.csv";
const COLUMNS: &[&str] = &["a", "b"];

/// Two communes that border each other.
pub(super) type Pair = (UnitCode, UnitCode);

/// Reads the pairs; `None` where there is no such table. A header alone says that nobody borders
/// anybody, as in a district of islands.
pub(super) fn read(folder: &Folder, faults: &mut Vec<AtlasFault>) -> Option<Vec<Pair>> {
    let Lookup::Found(text) = folder.read(FILE, faults) else { return None };
    let table = table::read(FILE, &text, COLUMNS, faults)?;
    let mut pairs = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let [a, b] = [0, 1].map(|at| {
            let code = UnitCode::parse(row.text(at));
            if code.is_none() {
                faults.push(row.fault(at, "a code of 1 to 16 letters or digits"));
            }
            code
        });
        pairs.extend(a.zip(b));
    }
    Some(pairs)
}
