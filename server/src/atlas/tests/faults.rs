//! Every fault, by an edit that makes it: the stable codes in their order, and that the message
//! says where and what.

use super::super::AtlasFault;
use super::Province;

type Edit = fn(Province) -> Province;

const UNITS: &str = "units.csv";
const PAIRS: &str = "adjacency.csv";
const MAP: &str = "communes.geojson";
const AROUND: &str = "around.csv";

/// The ring of 00001, to be replaced.
const RING: &str = "[[108.0,11.0],[108.1,11.0],[108.1,11.1],[108.0,11.1],[108.0,11.0]]";

/// The edit, the codes of the faults it makes, and words of the first one's message.
#[rustfmt::skip]
const TABLE: &[(Edit, &[&str], &str)] = &[
    // Files.
    (|p| p.without(UNITS), &["missing_file"], "units.csv"),
    (|p| p.without(MAP), &["missing_file"], "communes.geojson or schematic.geojson"),
    (|p| { let at = p.path(UNITS); let p = p.without(UNITS); std::fs::create_dir(at).unwrap(); p }, &["unreadable_file"], "units.csv"),
    (|p| { let at = p.path(MAP); let p = p.without(MAP); std::fs::create_dir(at).unwrap(); p }, &["unreadable_file"], "communes.geojson"),
    (|p| p.write(UNITS, ""), &["empty_file"], "units.csv"),
    (|p| p.write(PAIRS, "\u{feff}\n"), &["empty_file"], "adjacency.csv"),
    (|p| p.write(AROUND, " "), &["empty_file"], "around.csv"),
    (|p| p.write(MAP, "\n"), &["empty_file"], "communes.geojson"),
    (|p| p.write(UNITS, b"code,parent\n1,\xff\n"), &["not_utf8"], "units.csv, line 2"),
    (|p| { let wide: Vec<u8> = p.text(UNITS).encode_utf16().flat_map(u16::to_le_bytes).collect(); p.write(UNITS, [b"\xff\xfe".to_vec(), wide].concat()) }, &["not_utf8"], "save the file as UTF-8"),
    // Tables.
    (|p| p.edit(UNITS, "population", "people"), &["wrong_columns"], "\"population\" stands 0 times; the columns must be code,parent,tier"),
    (|p| p.edit(UNITS, "kind", "name"), &["wrong_columns", "wrong_columns"], "\"name\" stands 2 times"),
    (|p| p.edit(PAIRS, "a,b", "a;b"), &["wrong_columns", "wrong_columns"], "adjacency.csv, line 1"),
    (|p| p.edit(AROUND, "lon", "x"), &["wrong_columns"], "\"lon\""),
    (|p| p.write(UNITS, "code,parent,tier,name,kind,population,area_km2,lon,lat\n"), &["no_rows"], "units.csv"),
    (|p| p.edit(UNITS, "120.00,108.05,11.05", "120.00,108.05"), &["wrong_row_length"], "line 5: 8 fields where the header has 9"),
    (|p| p.edit(UNITS, "\n00001", "\n\n\n00001,"), &["wrong_row_length"], "line 7: 10 fields"),
    (|p| p.edit(UNITS, "Xã Tây Bắc", "\"Xã Tây Bắc"), &["wrong_row_length"], "line 6"),
    (|p| p.edit(PAIRS, "00001,00003,11060", "00001"), &["wrong_row_length"], "adjacency.csv, line 3"),
    // Fields.
    (|p| p.edit(UNITS, "\n00001", "\n 00001"), &["wrong_value"], "units.csv, line 5, code: \" 00001\" is not a code"),
    (|p| p.edit(UNITS, "00001,001", "00001,0-1"), &["wrong_value"], "line 5, parent: \"0-1\""),
    (|p| p.edit(UNITS, "commune", "ward"), &["wrong_value"], "line 5, tier: \"ward\" is not province, district or commune"),
    (|p| p.edit(UNITS, "Xã Tây Nam", "  "), &["wrong_value"], "line 5, name"),
    (|p| p.edit(UNITS, ",Huyện,", ",,"), &["wrong_value"], "line 3, kind"),
    (|p| p.edit(UNITS, "Xã,1000", "Xã,1.000"), &["wrong_value"], "line 5, population: \"1.000\" is not a whole number"),
    (|p| p.edit(UNITS, "Xã,1000", "Xã,4294967296"), &["wrong_value"], "population"),
    (|p| p.edit(UNITS, "480.00", "\"480,00\""), &["wrong_value"], "line 2, area_km2: \"480,00\""),
    (|p| p.edit(UNITS, "480.00", "0"), &["wrong_value"], "area_km2: \"0\" is not an area above 0"),
    (|p| p.edit(UNITS, "108.05,11.05", "x,NaN"), &["wrong_value", "wrong_value"], "line 5, lon: \"x\" is not a number of degrees"),
    (|p| p.edit(UNITS, "108.05,11.05", "11.05,108.05"), &["point_outside"], "line 5: the point 11.05 108.05 is outside Viet Nam (102–118° E, 6–24° N)"),
    (|p| p.edit(UNITS, "108.05,11.05", "101.99,11.05"), &["point_outside"], "101.99"),
    (|p| p.edit(PAIRS, "00001,00003", "00001,0000?"), &["wrong_value"], "adjacency.csv, line 3, b: \"0000?\""),
    (|p| p.edit(AROUND, "Tỉnh Bên", ""), &["wrong_value"], "around.csv, line 2, name"),
    (|p| p.edit(AROUND, "11.1", "61.1"), &["point_outside"], "around.csv, line 2"),
    // The register.
    (|p| p.append(UNITS, "00001,002,commune,Xã Khác,Xã,1000,120.00,108.05,11.05"), &["other_district", "duplicate_unit"], "polygon 00001"),
    (|p| p.append(UNITS, "00001,001,commune,Xã Khác,Xã,1000,120.00,108.05,11.05"), &["duplicate_unit"], "unit 00001"),
    (|p| p.edit(UNITS, "00001,001", "00001,009"), &["other_district", "missing_parent"], "\"001\"; units.csv has the commune in 009"),
    (|p| p.edit(UNITS, "001,01,", "001,,"), &["missing_parent"], "unit 001: its parent \"\" is not"),
    (|p| p.edit(UNITS, "Xã,1000", "Xã,0"), &["no_people"], "unit 00001: its population is not positive"),
    (|p| p.edit(UNITS, "Xã,1000", "Xã,-1000"), &["no_people"], "unit 00001"),
    (|p| p.append(UNITS, "02,,province,Tỉnh Hai,Tỉnh,1,1,108.1,11.1"), &["not_one_province", "childless_unit"], "this one has 2"),
    (|p| p.append(UNITS, "003,01,district,Huyện Ba,Huyện,1,1,108.1,11.1"), &["childless_unit"], "unit 003"),
    (|p| p.append(PAIRS, "00001,00009,5"), &["stranger_in_pair"], "00009 is not a commune"),
    (|p| p.append(PAIRS, "00001,001,5"), &["stranger_in_pair"], "001 is not a commune"),
    (|p| p.append(PAIRS, "00002,00002,5"), &["pair_of_itself"], "00002"),
    (|p| p.append(PAIRS, "00001,00003,11060"), &["duplicate_pair"], "pair 00001–00003"),
    (|p| p.append(PAIRS, "00003,00001,11060"), &["duplicate_pair"], "pair 00001–00003"),
    // The map as a file.
    (|p| p.write(MAP, "{\"type\":"), &["broken_geojson"], "EOF while parsing a value at line 1 column 8"),
    (|p| p.edit(MAP, "FeatureCollection", "Topology"), &["broken_geojson"], "not \"FeatureCollection\""),
    (|p| p.edit(MAP, "\"features\"", "\"things\""), &["broken_geojson"], "no list \"features\""),
    (|p| p.edit(MAP, "[108.0,11.0]", "[108.0,1e999]"), &["broken_geojson"], "number out of range at line 2"),
    (|p| p.write(MAP, "[".repeat(100_000)), &["broken_geojson"], "recursion limit"),
    (|p| p.edit(MAP, "\"Feature\"", "\"Future\""), &["broken_feature"], "feature 1"),
    (|p| p.edit(MAP, "[108.0,11.0]", "[\"108.0\",11.0]"), &["broken_feature"], "feature 1"),
    (|p| p.edit(MAP, "\"code\":\"00001\"", "\"ma\":\"00001\""), &["feature_without_code"], "feature 1: property \"code\" is missing"),
    (|p| p.edit(MAP, "\"00001\"", "22738"), &["feature_without_code"], "is 22738; expected a string"),
    (|p| p.edit(MAP, "\"type\":\"Polygon\"", "\"type\":\"MultiLineString\""), &["wrong_geometry"], "polygon 00001: its geometry is MultiLineString"),
    (|p| p.edit(MAP, &["{\"type\":\"Polygon\",\"coordinates\":[", RING, "]}"].concat(), "null"), &["wrong_geometry"], "missing; expected Polygon or MultiPolygon"),
    // Rings.
    (|p| p.edit(MAP, &["[", RING, "]"].concat(), "[]"), &["short_ring"], "polygon 00001: it has no ring"),
    (|p| p.edit(MAP, RING, "[[108.0,11.0],[108.1,11.0],[108.0,11.0]]"), &["short_ring"], "a ring has 3 positions; expected at least 4"),
    (|p| p.edit(MAP, RING, "[[108.0,11.0],[108.1,11.0],[108.1,11.1],[108.0,11.1]]"), &["open_ring"], "first 108 11, last 108 11.1"),
    (|p| p.edit(MAP, RING, "[[108.0,11.0],[108.1,11.1],[108.1,11.0],[108.0,11.1],[108.0,11.0]]"), &["invalid_ring"], "exterior ring has a self-intersection"),
    (|p| p.edit(MAP, RING, "[[108.0,11.0],[108.1,11.0],[108.1,11.1],[108.05,11.0],[108.0,11.1],[108.0,11.0]]"), &["invalid_ring"], "self-intersection"),
    (|p| p.edit(MAP, RING, "[[108.0,11.0],[108.1,11.0],[108.1,11.1],[108.1,11.15],[108.1,11.1],[108.0,11.1],[108.0,11.0]]"), &["invalid_ring"], "turns back on itself at 108.1 11.15"),
    (|p| p.edit(MAP, RING, "[[108.0,11.0],[108.0,11.0],[108.1,11.0],[108.1,11.0],[108.0,11.0]]"), &["invalid_ring"], "polygon 00001"),
    (|p| p.edit(MAP, RING, &[RING, ",[[108.05,11.05],[108.15,11.05],[108.15,11.06],[108.05,11.05]]"].concat()), &["invalid_ring"], "interior ring at index 0"),
    (|p| p.edit(MAP, &["\"Polygon\",\"coordinates\":[", RING, "]"].concat(), &["\"MultiPolygon\",\"coordinates\":[[", RING, "],[", RING, "]]"].concat()), &["invalid_ring"], "overlap"),
    (|p| p.edit(MAP, "[108.0,11.0],[108.1", "[11.0,108.0],[108.1"), &["polygon_outside"], "polygon 00001: 1 of its corners, first 11 108, outside Viet Nam (102–118° E, 6–24° N); longitude comes first"),
    (|p| p.edit(MAP, "[108.0,11.0],[108.1", "[108.0],[108.1"), &["invalid_ring"], "polygon 00001: a position has fewer than two numbers"),
    (|p| p.edit(MAP, "[108.0,11.0],[108.1", "[],[108.1"), &["broken_feature"], "feature 1"),
    // The map against the register.
    (|p| p.edit(MAP, "\"00004\"", "\"00009\""), &["polygon_without_unit", "unit_without_polygon"], "polygon 00009: units.csv has no unit"),
    (|p| p.edit(MAP, "\"00004\"", "\"002\""), &["polygon_of_another_tier", "unit_without_polygon"], "polygon 002: units.csv has this code as a district"),
    (|p| p.edit(MAP, "\"00004\"", "\"00003\""), &["duplicate_polygon", "unit_without_polygon"], "polygon 00003: features 3, 4"),
    (|p| p.write(MAP, "{\"type\":\"FeatureCollection\",\"features\":[]}"), &["unit_without_polygon"; 4], "unit 00001: communes.geojson has no polygon"),
    (|p| p.append(UNITS, "00005,002,commune,Xã Mới,Xã,1,1,108.1,11.1"), &["unit_without_polygon"], "unit 00005"),
    (|p| p.edit(MAP, "\"district\":\"001\"", "\"district\":\"002\""), &["other_district"], "polygon 00001: its district is \"002\"; units.csv has the commune in 001"),
    (|p| p.edit(MAP, "\"district\":\"001\"", "\"district\":1"), &["other_district"], "its district is \"1\""),
];

#[test]
fn every_fault_is_told_by_its_code_its_place_and_what_would_be_right() {
    let wrong: Vec<String> = TABLE.iter().enumerate().filter_map(|(row, entry)| judge(row, entry)).collect();
    assert!(wrong.is_empty(), "{} of {} rows:\n{}", wrong.len(), TABLE.len(), wrong.join("\n"));
}

/// What is wrong with a row of the table, if anything.
fn judge(row: usize, (edit, codes, words): &(Edit, &[&str], &str)) -> Option<String> {
    let Err(faults) = edit(Province::of_four_squares()).load() else {
        return Some(format!("row {row} ({words}) loads"));
    };
    let found: Vec<&str> = faults.faults().iter().map(AtlasFault::code).collect();
    let right = found == *codes && faults.faults()[0].to_string().contains(words);
    (!right).then(|| format!("row {row}, expected {codes:?} and {words:?}: {faults}"))
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let here = tempfile::tempdir().unwrap();
    let faults = super::Atlas::load(&here.path().join("nowhere")).unwrap_err();
    assert_eq!(faults.faults()[0].code(), "no_folder");
    assert!(faults.to_string().contains("nowhere: 1 fault\n  no_folder: there is no such folder"));
}

#[test]
fn all_faults_of_all_files_are_listed_at_once_and_always_in_the_same_order() {
    let province = Province::of_four_squares()
        .edit("units.csv", "480.00", "-1")
        .edit("units.csv", "Xã,1000", "Xã,0")
        .append("adjacency.csv", "00002,00002,5")
        .edit("around.csv", "11.1", "61.1")
        .edit("communes.geojson", "\"district\":\"001\"", "\"district\":\"002\"")
        .edit("communes.geojson", "\"00004\"", "\"00009\"");
    let faults = province.load().unwrap_err();
    let codes: Vec<&str> = faults.faults().iter().map(AtlasFault::code).collect();
    let expected = [
        "wrong_value",
        "point_outside",
        "other_district",
        "polygon_without_unit",
        "unit_without_polygon",
        "no_people",
        "pair_of_itself",
    ];
    assert_eq!(codes, expected);
    assert_eq!(province.load().unwrap_err().to_string(), faults.to_string());
}
