//! Writes a province's folder, whole or not at all: beside its place first, checked as
//! `geodata check` does, then moved there.

use super::fault::ImportFault;
use super::measure;
use crate::atlas::polygons::Shape;
use crate::atlas::{Atlas, Summary, outline, pairs::Pair};
use crate::domain::unit::{Register, Tier, Unit};
use geo::MultiPolygon;
use geojson::{Feature, GeometryValue, JsonObject};
use std::fmt::Write;
use std::io;
use std::path::{Path, PathBuf};

/// The contents of the files.
pub(super) struct Files {
    pub(super) units: String,
    pub(super) adjacency: String,
    pub(super) communes: String,
    pub(super) source: String,
    /// The names beyond the province, where they are known.
    pub(super) around: Option<String>,
}

/// Refuses a place where something is.
pub(super) fn check_free(out: &Path) -> Result<(), ImportFault> {
    match std::fs::read_dir(out).map(Iterator::count) {
        Ok(0) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        _ => Err(ImportFault::OutTaken(out.display().to_string())),
    }
}

/// Writes the folder.
pub(super) fn folder(out: &Path, files: &Files) -> Result<Summary, ImportFault> {
    let unwritable = |error: io::Error| ImportFault::OutUnwritable(out.display().to_string(), error.to_string());
    let parent = match out.parent() {
        Some(parent) if parent != Path::new("") => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    let beside = tempfile::Builder::new().prefix(".geodata-import-").tempdir_in(parent).map_err(unwritable)?;
    // A folder in the folder: the outer one is for its owner's eyes only.
    let folder = beside.path().join("province");
    std::fs::create_dir(&folder).map_err(unwritable)?;
    let mut contents = vec![
        ("units.csv", &files.units),
        ("adjacency.csv", &files.adjacency),
        ("communes.geojson", &files.communes),
        ("SOURCE.md", &files.source),
    ];
    contents.extend(files.around.as_ref().map(|around| ("around.csv", around)));
    for (name, content) in contents {
        std::fs::write(folder.join(name), content).map_err(unwritable)?;
    }
    let summary = Atlas::load(&folder).map_err(ImportFault::Check)?.summary();
    if out.exists() {
        // Empty, or it would not be removed.
        std::fs::remove_dir(out).map_err(unwritable)?;
    }
    std::fs::rename(&folder, out).map_err(unwritable)?;
    Ok(summary)
}

/// The register with areas and label points of the shapes. Areas of districts and the province are sums.
pub(super) fn measured(register: &Register, shapes: &[Shape]) -> Vec<Unit> {
    let mut units = register.units().to_vec();
    let mut shape_of: Vec<MultiPolygon> = vec![MultiPolygon::empty(); units.len()];
    for shape in shapes {
        if let Some(at) = register.index_of(&shape.code) {
            units[at].area_km2 = measure::square_kilometres(&shape.polygon);
            shape_of[at] = shape.polygon.clone();
        }
    }
    for tier in [Tier::District, Tier::Province] {
        for at in register.of_tier(tier) {
            let below: Vec<&MultiPolygon> = register.children(at).iter().map(|&child| &shape_of[child]).collect();
            units[at].area_km2 = register.children(at).iter().map(|&child| units[child].area_km2).sum();
            shape_of[at] = outline::around(&below);
        }
    }
    for (unit, shape) in units.iter_mut().zip(&shape_of) {
        if let Some(label) = measure::label(shape) {
            (unit.lon, unit.lat) = (label.x(), label.y());
        }
    }
    units
}

/// `units.csv`.
pub(super) fn units(units: &[Unit]) -> String {
    let mut rows =
        vec![["code", "parent", "tier", "name", "kind", "population", "area_km2", "lon", "lat"].map(str::to_owned)];
    rows.extend(units.iter().map(|unit| {
        [
            unit.code.to_string(),
            unit.parent.as_ref().map_or_else(String::new, ToString::to_string),
            unit.tier.code().to_owned(),
            unit.name.clone(),
            unit.kind.clone(),
            unit.population.to_string(),
            area(unit.area_km2),
            degrees(unit.lon),
            degrees(unit.lat),
        ]
    }));
    table(&rows)
}

/// `adjacency.csv`.
pub(super) fn adjacency(borders: &[(Pair, f64)]) -> String {
    let mut rows = vec![["a", "b", "border_m"].map(str::to_owned)];
    rows.extend(borders.iter().map(|((a, b), metres)| [a.to_string(), b.to_string(), format!("{metres:.0}")]));
    table(&rows)
}

fn table<const N: usize>(rows: &[[String; N]]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).expect("writing to memory cannot fail");
    }
    String::from_utf8(writer.into_inner().expect("writing to memory cannot fail")).expect("texts make a text")
}

/// `communes.geojson`, a line for each commune.
pub(super) fn communes(units: &[Unit], shapes: &[Shape]) -> String {
    let mut text = "{\"type\":\"FeatureCollection\",\"features\":[\n".to_owned();
    for (number, shape) in shapes.iter().enumerate() {
        let Some(unit) = units.iter().find(|unit| unit.code == shape.code) else { continue };
        let mut properties = JsonObject::new();
        let mut put = |key: &str, value: geojson::JsonValue| properties.insert(key.to_owned(), value);
        put("code", unit.code.as_str().into());
        put("name", unit.name.as_str().into());
        put("kind", unit.kind.as_str().into());
        put("district", unit.parent.as_ref().map_or("", |code| code.as_str()).into());
        put("population", unit.population.into());
        put("area_km2", area(unit.area_km2).parse::<f64>().unwrap_or(unit.area_km2).into());
        let mut feature = Feature::from(match shape.polygon.0.as_slice() {
            [polygon] => GeometryValue::from(polygon),
            _ => GeometryValue::from(&shape.polygon),
        });
        feature.properties = Some(properties);
        let comma = if number + 1 < shapes.len() { "," } else { "" };
        let _ = writeln!(text, "{feature}{comma}");
    }
    text + "]}\n"
}

/// Two decimals, and more where nothing would be left.
fn area(km2: f64) -> String {
    if km2 >= 0.01 { format!("{km2:.2}") } else { format!("{km2:.8}") }
}

fn degrees(x: f64) -> String {
    ((x * 1e5).round() / 1e5).to_string()
}
