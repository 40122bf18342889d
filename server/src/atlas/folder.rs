//! Where an atlas is read from: a folder on disk, or the one built into the binary. Both are read
//! by the same code, so that the shipped province is held to what any other is.

use super::fault::AtlasFault;
use std::borrow::Cow;
use std::io::ErrorKind;
use std::path::Path;

macro_rules! shipped {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_bytes!(concat!("../../../geodata/ninh-thuan/", $name)).as_slice())),+]
    };
}

/// The files of the province that is built in.
const SHIPPED: [(&str, &[u8]); 4] = shipped!["units.csv", "adjacency.csv", "schematic.geojson", "around.csv"];

/// The province that is built in.
const SHIPPED_PROVINCE: &str = "58";

/// A folder that holds an atlas.
pub(super) enum Folder<'a> {
    /// A directory.
    Disk(&'a Path),
    /// Ninh Thuận, built in.
    Shipped,
}

impl Folder<'_> {
    /// What stands in for a file that a folder of this province need not have: names beyond its
    /// border are the same whoever drew it.
    pub(super) fn shipped_for(province: &str) -> Option<Self> {
        (province == SHIPPED_PROVINCE).then_some(Self::Shipped)
    }

    /// How messages call it.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Disk(dir) => dir.display().to_string(),
            Self::Shipped => "the built-in geodata".to_owned(),
        }
    }

    /// Whether there is such a folder at all.
    pub(super) fn is_there(&self) -> bool {
        match self {
            Self::Disk(dir) => dir.is_dir(),
            Self::Shipped => true,
        }
    }

    /// The text of a file, less its byte order mark. What keeps it from being read is added to the
    /// faults; that there is none is for the caller to judge.
    pub(super) fn read(&self, file: &'static str, faults: &mut Vec<AtlasFault>) -> Lookup {
        let bytes = match self {
            Self::Disk(dir) => match std::fs::read(dir.join(file)) {
                Ok(bytes) => Cow::Owned(bytes),
                Err(error) if error.kind() == ErrorKind::NotFound => return Lookup::Absent,
                Err(error) => {
                    faults.push(AtlasFault::Unreadable { file, reason: error.to_string() });
                    return Lookup::Bad;
                }
            },
            Self::Shipped => match SHIPPED.iter().find(|(name, _)| *name == file) {
                Some((_, bytes)) => Cow::Borrowed(*bytes),
                None => return Lookup::Absent,
            },
        };
        match text(file, &bytes) {
            Ok(text) => Lookup::Found(text),
            Err(fault) => {
                faults.push(fault);
                Lookup::Bad
            }
        }
    }
}

/// What looking for a file came to.
pub(super) enum Lookup {
    /// Text with something in it.
    Found(String),
    /// There, but not readable as text: already complained of.
    Bad,
    /// Not there.
    Absent,
}

/// The text of a file of any name, which messages call `file`.
pub(super) fn text_of(path: &Path, file: &'static str) -> Result<String, AtlasFault> {
    let unreadable = |error: std::io::Error| AtlasFault::Unreadable { file, reason: error.to_string() };
    text(file, &std::fs::read(path).map_err(unreadable)?)
}

fn text(file: &'static str, bytes: &[u8]) -> Result<String, AtlasFault> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        AtlasFault::NotUtf8 { file, line: 1 + before.matches('\n').count() }
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() { Err(AtlasFault::Empty { file }) } else { Ok(text.to_owned()) }
}
