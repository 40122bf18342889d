//! Which files are read, and that what a file says is never more than data.

use super::super::{Borders, MapKind, check};
use super::Province;

#[test]
fn a_byte_order_mark_windows_line_ends_and_further_columns_are_no_fault() {
    let plain = Province::of_four_squares().atlas();
    let province = Province::of_four_squares();
    let units = province.text("units.csv").replace("\r\n", "\n").replace('\n', ",more\r\n");
    let map = province.text("communes.geojson");
    let dressed = province
        .write("units.csv", format!("\u{feff}{units}"))
        .write("communes.geojson", format!("\u{feff}{map}"))
        .atlas();
    assert_eq!(dressed.register, plain.register);
    assert_eq!(dressed.map.etag, plain.map.etag);
}

#[test]
fn columns_are_found_by_name() {
    let province = Province::of_four_squares();
    let turned = "b,note,a\n00002,x,00001\n00003,x,00001\n00004,x,00002\n00004,x,00003\n";
    let plain = province.atlas();
    assert_eq!(province.write("adjacency.csv", turned).atlas().register, plain.register);
}

#[test]
fn true_boundaries_win_over_a_schematic() {
    let province = Province::of_four_squares();
    assert_eq!(province.atlas().kind, MapKind::Boundaries);
    let map = province.text("communes.geojson");
    let both = province.write("schematic.geojson", "not even JSON");
    assert_eq!(both.atlas().kind, MapKind::Boundaries);
    let schematic = both.write("schematic.geojson", map).without("communes.geojson").atlas();
    assert_eq!(schematic.kind, MapKind::Schematic);
}

#[test]
fn names_around_are_optional() {
    let province = Province::of_four_squares();
    let [place] = province.atlas().around.try_into().unwrap();
    assert_eq!((place.name.as_str(), place.lon, place.lat), ("Tỉnh Bên", 108.3, 11.1));
    assert!(province.without("around.csv").atlas().around.is_empty());
}

#[test]
fn a_list_of_pairs_is_believed_even_where_the_map_draws_otherwise() {
    let listed = Province::of_four_squares().write("adjacency.csv", "a,b\n00001,00004\n").atlas();
    assert_eq!(super::pairs(&listed), [("00001".to_owned(), "00004".to_owned())]);
    assert_eq!(listed.borders, Borders::Listed);
    let nobody = Province::of_four_squares().write("adjacency.csv", "a,b\n").atlas();
    assert_eq!((nobody.pairs(), nobody.borders), (0, Borders::Listed));
}

#[test]
fn the_check_says_what_the_folder_holds() {
    let province = Province::of_four_squares();
    let listed = check(province.0.path()).unwrap().to_string();
    let words = "Tỉnh Bốn Ô (01): 2 districts, 4 communes, 4 pairs (adjacency.csv), true boundaries (communes.geojson)";
    assert!(listed.starts_with(words), "{listed}");
    let computed = check(province.without("adjacency.csv").0.path()).unwrap().to_string();
    assert!(computed.contains("4 pairs (computed from the polygons)"), "{computed}");
}

#[test]
fn a_hostile_name_is_data_only() {
    let name = "<script>alert(1)</script>\u{1b}[31m\u{202e}'; DROP TABLE unit;--";
    let province =
        Province::of_four_squares().edit("units.csv", "Tỉnh Bốn Ô", name).edit("units.csv", "Xã Tây Nam", name);
    let atlas = province.atlas();
    assert_eq!(atlas.register.province().name, name);
    assert!(!String::from_utf8_lossy(&atlas.map.json).contains("script"));
    let said = atlas.summary().to_string();
    assert!(said.contains("\\u{1b}[31m\\u{202e}") && !said.contains('\u{1b}'), "{said}");
    let faults = province.edit("units.csv", "Xã,1000", "Xã,\u{1b}]0;x").load().unwrap_err().to_string();
    assert!(faults.contains("\\u{1b}]0;x") && !faults.contains('\u{1b}'), "{faults}");
}

#[test]
fn the_hash_changes_with_what_rating_and_order_rest_on() {
    let plain = Province::of_four_squares().atlas().register_hash;
    assert_eq!(plain.len(), 16);
    let changed =
        |file: &str, from: &str, to: &str| Province::of_four_squares().edit(file, from, to).atlas().register_hash;
    let others = [
        changed("units.csv", "Xã Tây Nam", "Xã Tây Nàm"),
        changed("units.csv", "Xã,1000", "Xã,1001"),
        changed("adjacency.csv", "00003,00004", "00002,00003"),
        Province::of_four_squares()
            .edit("units.csv", "0002,001", "0005,001")
            .edit("communes.geojson", "00002", "00005")
            .edit("adjacency.csv", "00001,00002", "00001,00005")
            .edit("adjacency.csv", "00002,00004", "00005,00004")
            .atlas()
            .register_hash,
        Province::of_four_squares()
            .edit("units.csv", "00002,001", "00002,002")
            .edit("communes.geojson", "\"code\":\"00002\",\"district\":\"001\"", "\"code\":\"00002\"")
            .atlas()
            .register_hash,
    ];
    assert!(!others.contains(&plain));
    let paired = |pairs: &str| Province::of_four_squares().write("adjacency.csv", pairs).atlas().register_hash;
    assert_ne!(paired("a,b\n00001,00002\n00003,00004\n"), paired("a,b\n00001,00003\n00002,00004\n"));
    assert_eq!(changed("adjacency.csv", "10900", "10"), plain);
    assert_eq!(changed("communes.geojson", "[108.1,11.0]", "[108.1,11.01]"), plain);
}
