//! What an atlas promises, on a small province of four squares (`tests/fixtures/atlas`) that each
//! test edits in a folder of its own, and on real ones.

mod borders;
mod faults;
mod files;
mod import_across;
mod import_names;
mod import_refusals;
mod import_repairs;
mod import_round_trip;
mod import_trial;
mod map;
mod provinces;

use super::{Atlas, AtlasFaults};
use crate::domain::unit::UnitCode;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const FIXTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/atlas/four-squares");
const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../geodata/ninh-thuan");

/// A copy of a folder of geodata, to be edited.
struct Province(TempDir);

impl Province {
    /// Two districts of two communes each; the map's squares meet in one point at 108.1, 11.1.
    fn of_four_squares() -> Self {
        Self::copy(Path::new(FIXTURE))
    }

    fn copy(from: &Path) -> Self {
        let to = tempfile::tempdir().unwrap();
        for file in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
            std::fs::write(to.path().join(file.file_name()), std::fs::read(file.path()).unwrap()).unwrap();
        }
        Self(to)
    }

    fn path(&self, file: &str) -> PathBuf {
        self.0.path().join(file)
    }

    fn text(&self, file: &str) -> String {
        std::fs::read_to_string(self.path(file)).unwrap()
    }

    fn write(self, file: &str, content: impl AsRef<[u8]>) -> Self {
        std::fs::write(self.path(file), content).unwrap();
        self
    }

    fn without(self, file: &str) -> Self {
        std::fs::remove_file(self.path(file)).unwrap();
        self
    }

    /// Replaces the first `from`, which must be there.
    fn edit(self, file: &str, from: &str, to: &str) -> Self {
        let text = self.text(file);
        assert!(text.contains(from), "{file} has no {from}");
        self.write(file, text.replacen(from, to, 1))
    }

    fn append(self, file: &str, line: &str) -> Self {
        let text = self.text(file) + line + "\n";
        self.write(file, text)
    }

    fn load(&self) -> Result<Atlas, AtlasFaults> {
        Atlas::load(self.0.path())
    }

    fn atlas(&self) -> Atlas {
        self.load().unwrap_or_else(|faults| panic!("{faults}"))
    }
}

/// The neighbours of every commune, as sorted pairs of codes.
fn pairs(atlas: &Atlas) -> Vec<(String, String)> {
    let units = atlas.register.units();
    let mut pairs = Vec::new();
    for (at, unit) in units.iter().enumerate() {
        for other in atlas.register.neighbours(at).iter().map(|&other| &units[other].code) {
            if unit.code < *other {
                pairs.push((unit.code.to_string(), other.to_string()));
            }
        }
    }
    pairs.sort();
    pairs
}

fn code(text: &str) -> UnitCode {
    UnitCode::parse(text).unwrap()
}
