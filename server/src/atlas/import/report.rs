//! What an import says of its work, on the terminal and in SOURCE.md.

use super::across::REACH_M;
use super::matching::{Aside, How, Matches};
use super::repair::Repairs;
use super::seams::{Seam, total};
use crate::atlas::Summary;
use crate::atlas::pairs::Pair;
use crate::atlas::polygons::Shape;
use crate::atlas::shown::Shown;
use crate::domain::unit::{Register, UnitCode};
use std::fmt::{self, Write};

/// How many gaps or overlaps are listed one by one.
const LISTED: usize = 20;
/// How many pairs are named that were found across gaps and overlaps.
const NAMED: usize = 10;

/// A folder that was written.
#[derive(Debug)]
pub struct Imported {
    /// What is in the folder.
    pub summary: Summary,
    /// What was done and found, a line each.
    pub notes: Vec<String>,
}

impl fmt::Display for Imported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.summary)?;
        self.notes.iter().try_for_each(|note| write!(f, "\n  {note}"))
    }
}

/// How features were matched, and which were left aside.
pub(super) fn matched(matches: &Matches) -> Vec<String> {
    let by = |how: How| matches.by.get(&how).copied().unwrap_or(0);
    let mut notes = vec![format!(
        "matched by code {}, by name {}, by name and place {}",
        by(How::Code),
        by(How::Name),
        by(How::Place) + by(How::Forgiven)
    )];
    notes.extend(matches.aside.iter().map(|(why, count)| {
        let why = match why {
            Aside::OtherProvince => "of other provinces, or not known to be of this one",
            Aside::OtherTier => "of another tier than communes",
            Aside::NotASurface => "not a polygon",
        };
        format!("left aside {count} {}: {why}", plural(*count, "feature"))
    }));
    notes.extend(matches.notes.iter().cloned());
    notes
}

/// What was repaired.
pub(super) fn repaired(repairs: &Repairs, joints: usize, sliver_m2: f64) -> Vec<String> {
    let Repairs { repeated, spikes, rebuilt, parts, holes } = *repairs;
    [
        (repeated, "repeated point", "removed".to_owned()),
        (spikes, "corner", "removed: a ring ran out and straight back".to_owned()),
        (rebuilt, "polygon", "rebuilt: rings crossed, touched or lay in the wrong order".to_owned()),
        (parts, "part", format!("below {sliver_m2} m² removed")),
        (holes, "hole", format!("below {sliver_m2} m² filled")),
        (joints, "corner", "added where a neighbour has one on the common border".to_owned()),
    ]
    .into_iter()
    .filter(|(count, ..)| *count > 0)
    .map(|(count, what, done)| format!("{count} {} {done}", plural(count, what)))
    .collect()
}

/// Neighbours that share no border in the file.
pub(super) fn across(pairs: &[(Pair, f64)], register: &Register) -> Vec<String> {
    if pairs.is_empty() {
        return Vec::new();
    }
    let called = |code: &UnitCode| register.index_of(code).map_or("", |at| register.units()[at].name.as_str());
    let named = pairs.iter().take(NAMED).map(|((a, b), _)| format!("{} ({a}) – {} ({b})", called(a), called(b)));
    let named: Vec<String> = named.collect();
    let more = if pairs.len() > NAMED { format!("; … and {} more", pairs.len() - NAMED) } else { String::new() };
    vec![format!(
        "warning: {} {} found only across gaps of at most {REACH_M} m or overlaps, for the file's borders do not meet: \
         {}{more}",
        pairs.len(),
        plural(pairs.len(), "pair"),
        named.join("; ")
    )]
}

/// Gaps that communes enclose. One that opens to the outside cannot be told from the province's own
/// outline, so that a file whose borders do not meet is never said to have none.
pub(super) fn gaps(gaps: &[Seam], shapes: &[Shape], borders_meet: bool) -> Vec<String> {
    if gaps.is_empty() && !borders_meet { Vec::new() } else { seams("gap", gaps, shapes) }
}

/// Gaps or overlaps, each with its area.
pub(super) fn seams(what: &str, seams: &[Seam], shapes: &[Shape]) -> Vec<String> {
    if seams.is_empty() {
        return vec![format!("no {what}s")];
    }
    let count = seams.len();
    let mut notes = vec![format!("{count} {}, {:.0} m² together; none was changed", plural(count, what), total(seams))];
    for seam in seams.iter().take(LISTED) {
        let communes: Vec<&str> = seam.communes.iter().map(|&at| shapes[at].code.as_str()).collect();
        let Seam { square_metres, lon, lat, .. } = seam;
        notes.push(format!("{what} of {square_metres:.0} m² at {lon:.5} {lat:.5}, communes {}", communes.join(", ")));
    }
    if count > LISTED {
        notes.push(format!("… and {} more", count - LISTED));
    }
    notes
}

fn plural(count: usize, word: &str) -> String {
    if count == 1 { word.to_owned() } else { format!("{word}s") }
}

/// What SOURCE.md says of where the polygons come from.
pub(super) struct Origin<'a> {
    pub(super) province: &'a str,
    pub(super) file: &'a str,
    pub(super) form: &'a str,
    pub(super) sha256: &'a str,
    pub(super) date: Option<&'a str>,
    pub(super) units: &'a str,
    pub(super) pairs: usize,
}

/// The stub of SOURCE.md; whose the map is and on what terms is for the importer to fill in.
pub(super) fn source(origin: &Origin, notes: &[String]) -> String {
    let Origin { province, form, sha256, pairs, .. } = origin;
    let (file, units) = (Shown::plain(origin.file), Shown::plain(origin.units));
    let date = origin.date.unwrap_or("the file gives none");
    let mut text = format!(
        "# {province}: source, licence, changes\n\n\
         Made by `vungxanh geodata import`.\n\n\
         | file | content |\n|---|---|\n\
         | communes.geojson | the communes' polygons; WGS 84, 5 decimals |\n\
         | units.csv | names, codes and population from {units}; area and label point measured on the polygons |\n\
         | adjacency.csv | {pairs} pairs a<b that share a border line, with its length in metres |\n\n\
         ## Source\n\n\
         | | |\n|---|---|\n| file | {file} ({form}) |\n| sha256 | {sha256} |\n| date | {date} |\n\n\
         ## Terms: TO BE FILLED IN by whoever imported the file\n\n\
         * **Publisher, address, day of download**: …\n\
         * **Licence, and the notice it asks for**: …\n\n\
         Until then, do not pass the folder on.\n\n\
         ## Changes made\n\n\
         Province selected; names and codes of the register joined; properties replaced; coordinates rounded to 5 decimals; \
         rings closed and ordered, exterior first.\n\n"
    );
    for note in notes {
        let _ = writeln!(text, "* {note}");
    }
    text
}
