//! Makes a province's folder of other people's boundaries: reads the file, finds each feature's unit,
//! repairs, measures, simplifies, writes. Everything or nothing: unless every commune has its polygon
//! for certain, the answer is the whole list of what is in the way, and no file is written.

mod across;
mod arcs;
mod crossings;
mod fault;
mod gazetteer;
mod joints;
mod keys;
mod matching;
mod measure;
mod nearest;
mod repair;
mod report;
mod says;
mod seams;
mod settle;
mod source;
mod topology;
mod words;
mod write;

pub use fault::{ImportFault, ImportFaults};
pub use report::Imported;

use super::borders;
use super::fault::{AtlasFault, AtlasFaults};
use super::folder::{self, Folder, Lookup};
use super::polygons::Shape;
use super::rings::VIET_NAM;
use super::shown::Shown;
use super::units;
use crate::domain::unit::Register;
use gazetteer::Gazetteer;
use geo::{Coord, CoordsIter, MultiPolygon, Polygon};
use matching::Matches;
use repair::Repairs;
use source::{Piece, Source};
use std::path::Path;

/// What is to be imported.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The map: `GeoJSON` or `TopoJSON`.
    pub file: &'a Path,
    /// The province's name or code.
    pub province: &'a str,
    /// The folder to write.
    pub out: &'a Path,
    /// The units; those of the shipped province where none are given.
    pub units: Option<&'a Path>,
    /// How far a simplified border may lie from the true one, in metres; 0 keeps every corner.
    pub tolerance_m: f64,
    /// Parts and holes below this, in square metres, are dropped.
    pub sliver_m2: f64,
}

/// Imports a map.
pub fn import(request: &Request) -> Result<Imported, ImportFaults> {
    run(request).map_err(|faults| ImportFaults { file: request.file.display().to_string(), faults })
}

fn run(request: &Request) -> Result<Imported, Vec<ImportFault>> {
    write::check_free(request.out).map_err(one)?;
    let register = register(request.units).map_err(|faults| one(ImportFault::Units(faults)))?;
    let gazetteer = Gazetteer::new(&register);
    if !gazetteer.is_province(request.province) {
        let (asked, of) = (Shown::plain(request.province), gazetteer.province().to_owned());
        return Err(one(ImportFault::OtherProvince { asked, of }));
    }
    let source = source::read(request.file).map_err(one)?;
    let matches = matching::find(&source, &gazetteer);
    if !matches.faults.is_empty() {
        return Err(matches.faults);
    }
    let mut notes = report::matched(&matches);
    let shapes = shapes(&source, &gazetteer, &matches, request, &mut notes)?;
    let across = across::pairs(&shapes, &seams::overlaps(&shapes), &borders::measured(&shapes));
    let shapes = simplified(shapes, request.tolerance_m, &mut notes);
    let mut borders = borders::measured(&shapes);
    let meets = |shape: &Shape| borders.iter().any(|((a, b), _)| *a == shape.code || *b == shape.code);
    let all_meet = across.is_empty() && shapes.iter().all(meets);
    notes.extend(report::across(&across, &register));
    notes.extend(report::gaps(&seams::gaps(&shapes), &shapes, all_meet));
    notes.extend(report::seams("overlap", &seams::overlaps(&shapes), &shapes));
    borders.extend(across);
    borders.sort_by(|a, b| a.0.cmp(&b.0));
    let units = write::measured(&register, &shapes);
    let file = request.file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let origin = report::Origin {
        province: gazetteer.province(),
        file: &file,
        form: source.form,
        sha256: &source.sha256,
        date: source.date.as_deref(),
        units: if request.units.is_some() { "the list given with --units" } else { "the list built into the program" },
        pairs: borders.len(),
    };
    let files = write::Files {
        units: write::units(&units),
        adjacency: write::adjacency(&borders),
        communes: write::communes(&units, &shapes),
        source: report::source(&origin, &notes),
        around: around(request.units),
    };
    let summary = write::folder(request.out, &files).map_err(one)?;
    notes.push("SOURCE.md: fill in the terms of use before the folder is passed on".to_owned());
    Ok(Imported { summary, notes })
}

fn one(fault: ImportFault) -> Vec<ImportFault> {
    vec![fault]
}

/// The units of a file, or of the province that is built in.
fn register(path: Option<&Path>) -> Result<Register, AtlasFaults> {
    let mut faults = Vec::new();
    let name = path.map_or_else(|| Folder::Shipped.name(), |path| path.display().to_string());
    let listing = match path.map(|path| folder::text_of(path, "units.csv")) {
        None => units::read(&Folder::Shipped, &mut faults),
        Some(Ok(text)) => units::listing(&text, &mut faults),
        Some(Err(fault)) => {
            faults.push(fault);
            None
        }
    };
    let listed = listing.filter(|_| faults.is_empty());
    match listed.map(|listing| Register::new(listing.units, &[])) {
        Some(Ok(register)) => return Ok(register),
        Some(Err(found)) => faults.extend(found.into_iter().map(AtlasFault::Register)),
        None => {}
    }
    Err(AtlasFaults::new(name, faults))
}

/// The names beyond the province, which are known of the one that is built in.
fn around(units: Option<&Path>) -> Option<String> {
    match Folder::Shipped.read("around.csv", &mut Vec::new()) {
        Lookup::Found(text) if units.is_none() => Some(text),
        _ => None,
    }
}

/// Every commune's polygon, valid, in the order of the register.
fn shapes(
    source: &Source,
    gazetteer: &Gazetteer,
    matches: &Matches,
    request: &Request,
    notes: &mut Vec<String>,
) -> Result<Vec<Shape>, Vec<ImportFault>> {
    let (mut faults, mut repairs, mut shapes) = (Vec::new(), Repairs::default(), Vec::new());
    for (&commune, features) in &matches.features {
        let pieces: Vec<&Piece> = features.iter().map(|&at| &source.pieces[at]).collect();
        let outside: Vec<ImportFault> = pieces.iter().filter_map(|piece| outside(piece)).collect();
        if !outside.is_empty() {
            faults.extend(outside);
            continue;
        }
        let parts: Vec<Polygon> = pieces.iter().filter_map(|piece| piece.shape.clone()).flatten().collect();
        let unit = gazetteer.communes[commune].unit;
        match repair::repair(&parts, request.sliver_m2, &mut repairs) {
            Ok(polygon) => shapes.push(Shape {
                code: unit.code.clone(),
                feature: pieces[0].number,
                district: unit.parent.as_ref().map(ToString::to_string),
                polygon,
            }),
            Err(reason) => faults.push(ImportFault::Unrepairable { unit: gazetteer.called(commune), reason }),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let joints = joints::add(&mut shapes);
    notes.extend(report::repaired(&repairs, joints, request.sliver_m2));
    Ok(shapes)
}

/// What to say of a feature with corners that are not in this country.
fn outside(piece: &Piece) -> Option<ImportFault> {
    let mut corners = piece.shape.iter().flat_map(MultiPolygon::coords_iter).filter(|at| !VIET_NAM.holds(at.x, at.y));
    let first: Coord = corners.next()?;
    let shown = format!("{} {}", first.x, first.y);
    Some(if source::is_projected(&first) {
        ImportFault::Projected(shown)
    } else if source::is_swapped(&first) {
        ImportFault::Swapped(shown)
    } else {
        ImportFault::Outside { feature: piece.number, count: 1 + corners.count(), first: shown }
    })
}

/// The shapes with simplified borders; as they were where that would change who borders whom.
fn simplified(shapes: Vec<Shape>, tolerance_m: f64, notes: &mut Vec<String>) -> Vec<Shape> {
    let count = |shapes: &[Shape]| shapes.iter().map(|shape| shape.polygon.coords_count()).sum::<usize>();
    if tolerance_m <= 0.0 {
        notes.push(format!("not simplified: {} points", count(&shapes)));
        return shapes;
    }
    let polygons = arcs::simplify(&shapes, tolerance_m);
    let simple: Vec<Shape> = shapes
        .iter()
        .zip(polygons)
        .map(|(shape, polygon)| Shape {
            code: shape.code.clone(),
            feature: shape.feature,
            district: shape.district.clone(),
            polygon,
        })
        .collect();
    let sound = simple.iter().all(|shape| repair::is_sound(&shape.polygon));
    let grown = seams::total(&seams::overlaps(&simple)) > seams::total(&seams::overlaps(&shapes)) + 1.0;
    if !sound || grown || borders::shared(&simple) != borders::shared(&shapes) {
        notes.push(format!("not simplified: at {tolerance_m} m borders would meet or part; try less"));
        return shapes;
    }
    notes.push(format!(
        "borders simplified by at most {tolerance_m} m: {} points of {}",
        count(&simple),
        count(&shapes)
    ));
    simple
}
