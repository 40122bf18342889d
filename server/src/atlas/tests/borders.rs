//! Neighbours computed from polygons: a shared line counts, a point does not, and corners that do
//! not meet exactly part nobody.

use super::super::Borders;
use super::{Province, pairs};

/// The computed neighbours of the four squares after an edit of the map.
fn computed(edit: impl FnOnce(Province) -> Province) -> Vec<(String, String)> {
    let atlas = edit(Province::of_four_squares().without("adjacency.csv")).atlas();
    assert_eq!(atlas.borders, Borders::Computed);
    pairs(&atlas)
}

/// The square of 00003 with its west side, next to 00001, drawn through these corners from north
/// to south.
fn west_side(province: Province, corners: &str) -> Province {
    let square = "[108.1,11.0],[108.2,11.0],[108.2,11.1],[108.1,11.1],[108.1,11.0]";
    province.edit("communes.geojson", square, &format!("[108.2,11.0],[108.2,11.1],{corners},[108.2,11.0]"))
}

fn expected() -> Vec<(String, String)> {
    [("00001", "00002"), ("00001", "00003"), ("00002", "00004"), ("00003", "00004")]
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .to_vec()
}

#[test]
fn squares_that_meet_in_a_corner_are_not_neighbours() {
    assert_eq!(computed(|province| province), expected());
}

#[test]
fn a_corner_in_the_middle_of_the_other_border_parts_nobody() {
    assert_eq!(
        computed(|province| west_side(province, "[108.1,11.1],[108.1,11.07],[108.1,11.03],[108.1,11.0]")),
        expected()
    );
}

#[test]
fn edges_that_lie_along_each_other_in_part_are_a_shared_line() {
    let square = "[108.1,11.0],[108.2,11.0],[108.2,11.1],[108.1,11.1],[108.1,11.0]";
    let south = "[108.1,10.95],[108.2,10.95],[108.2,11.05],[108.1,11.05],[108.1,10.95]";
    let without = expected().into_iter().filter(|(a, b)| (a.as_str(), b.as_str()) != ("00003", "00004"));
    assert_eq!(computed(|province| province.edit("communes.geojson", square, south)), without.collect::<Vec<_>>());
}

#[test]
fn a_corner_moved_by_rounding_parts_nobody() {
    assert_eq!(
        computed(|province| west_side(province, "[108.1,11.1],[108.10001,11.07],[108.09999,11.03],[108.1,11.0]")),
        expected()
    );
}

#[test]
fn a_gap_of_one_metre_along_the_whole_border_parts_nobody() {
    assert_eq!(computed(|province| west_side(province, "[108.10001,11.1],[108.10001,11.0]")), expected());
}

#[test]
fn a_gap_of_ten_metres_is_a_gap() {
    let without = expected().into_iter().filter(|(a, b)| (a.as_str(), b.as_str()) != ("00001", "00003"));
    assert_eq!(
        computed(|province| west_side(province, "[108.1001,11.1],[108.1001,11.0]")),
        without.collect::<Vec<_>>()
    );
}

#[test]
fn borders_that_part_at_a_sharp_angle_share_only_their_point() {
    let without = expected().into_iter().filter(|(a, b)| (a.as_str(), b.as_str()) != ("00001", "00003"));
    assert_eq!(computed(|province| west_side(province, "[108.1,11.1],[108.101,11.0]")), without.collect::<Vec<_>>());
}

#[test]
fn a_border_of_eight_metres_is_a_point_and_one_of_fifteen_a_line() {
    let with = |corner: &str| {
        let corners = format!("[108.1,11.1],{corner},[108.15,11.0]");
        computed(|province| west_side(province, &corners)).contains(&("00001".to_owned(), "00003".to_owned()))
    };
    assert!(!with("[108.1,11.09993]"));
    assert!(with("[108.1,11.09986]"));
}
