//! Clusters: reported ones, inferred ones, and a reported zero.

use crate::domain::level::{Ends, Level};
use crate::domain::rules::d2686::SpecialVenueRed;
use crate::domain::sample::{ORANGE, Province, RED};

#[test]
fn two_cases_of_unknown_source_on_different_days_are_an_inferred_cluster() {
    let province = Province::of_rows(&["f0=1 f0_unknown_source=1", "f0=0", "f0=1 f0_unknown_source=1"]);
    assert_eq!(province.levels("C0", 1..=3), "334");
    assert_eq!(province.fired("C0", 3), "C-R1");
    let red = &province.trace("C0", 3).findings[0];
    let told = [("days_with_reported_clusters", 0), ("days_without_cluster_count", 2), ("cluster_min_f0", 2)];
    assert_eq!(red.figures, [[("f0_unknown_source", 2)].as_slice(), &told].concat());
}

#[test]
fn an_inferred_cluster_dissolves_when_its_first_case_leaves_the_window() {
    let mut province = Province::of_rows(&["f0=1 f0_unknown_source=1"]);
    province.zeros(0, 2, 24).reports(0, 10, "f0=1 f0_unknown_source=1");
    assert_eq!(province.levels("C0", 9..=24), "3444443333333331");
}

#[test]
fn the_same_with_zero_clusters_reported_each_day_is_orange() {
    let row = "f0=1 f0_unknown_source=1 clusters_unknown_source=0";
    let province = Province::of_rows(&[row, "f0=0 clusters_unknown_source=0", row]);
    assert_eq!((province.level("C0", 3), province.fired("C0", 3).as_str()), (ORANGE, "C-O1"));
}

#[test]
fn a_quiet_day_without_cluster_count_leaves_a_reported_zero_alone() {
    for (kind, fired) in [("unknown_source", "C-O1"), ("special_venue", "C-O2")] {
        let cluster = format!("f0=2 f0_{kind}=2 clusters_{kind}=0");
        let province = Province::of_rows(&[&cluster, "f0=0", "f0=1 f0_special_venue=0"]);
        assert_eq!((province.level("C0", 3), province.fired("C0", 3).as_str()), (ORANGE, fired));
    }
}

#[test]
fn one_day_without_cluster_count_beside_a_reported_zero_is_an_inferred_cluster() {
    let rows = ["f0=1 f0_unknown_source=1 clusters_unknown_source=0", "f0=1 f0_unknown_source=1"];
    for rows in [[rows[0], rows[1]], [rows[1], rows[0]]] {
        let province = Province::of_rows(&rows);
        assert_eq!((province.level("C0", 2), province.fired("C0", 2).as_str()), (RED, "C-R1"));
        assert_eq!(province.trace("C0", 2).findings[0].figures[2], ("days_without_cluster_count", 1));
    }
}

#[test]
fn a_reported_cluster_is_a_cluster_whatever_its_size() {
    let province = Province::of_rows(&["f0=1 f0_unknown_source=1 clusters_unknown_source=1"]);
    assert_eq!((province.level("C0", 1), province.fired("C0", 1).as_str()), (RED, "C-R1"));
    let late_word =
        Province::of_rows(&["f0=1 f0_unknown_source=1 clusters_unknown_source=0", "f0=0 clusters_unknown_source=1"]);
    assert_eq!(late_word.levels("C0", 1..=2), "34");
    let school = Province::of_rows(&["f0=1 f0_special_venue=1 clusters_special_venue=1"]);
    assert_eq!((school.level("C0", 1), school.fired("C0", 1).as_str()), (RED, "C-R2"));
}

#[test]
fn a_reported_cluster_leaves_with_the_window() {
    let mut province = Province::of_rows(&["f0=1 f0_unknown_source=1 clusters_unknown_source=1"]);
    province.zeros(0, 2, 15);
    assert_eq!(province.levels("C0", 13..=15), "441");
}

#[test]
fn the_smallest_inferred_cluster_is_a_parameter() {
    for (smallest, levels) in [(1, "444"), (2, "344"), (3, "334"), (4, "333")] {
        let row = "f0=1 f0_unknown_source=1";
        let province = Province::of_rows(&[row, row, row]).with(|params| params.cluster_min_f0 = smallest);
        assert_eq!(province.levels("C0", 1..=3), levels, "{smallest}");
    }
}

#[test]
fn two_cases_from_special_venues_are_a_cluster_unless_told_otherwise() {
    let row = "f0=1 f0_special_venue=1";
    let inferred = Province::of_rows(&[row, row]);
    assert_eq!((inferred.level("C0", 2), inferred.fired("C0", 2).as_str()), (RED, "C-R2"));
    let row = "f0=1 f0_special_venue=1 clusters_special_venue=0";
    let denied = Province::of_rows(&[row, row]);
    assert_eq!((denied.level("C0", 2), denied.fired("C0", 2).as_str()), (ORANGE, "C-O2"));
    let literal = denied.with(|params| params.special_venue_red = SpecialVenueRed::Any);
    assert_eq!((literal.level("C0", 2), literal.fired("C0", 2).as_str()), (RED, "C-R2"));
}

#[test]
fn cases_of_two_kinds_make_no_cluster_together() {
    let province = Province::of_rows(&["f0=2 f0_unknown_source=1 f0_special_venue=1"]);
    assert_eq!((province.level("C0", 1), province.fired("C0", 1).as_str()), (ORANGE, "C-O1 C-O2"));
}

#[test]
fn cluster_counts_of_an_open_row_count_under_the_reading_that_they_are_of() {
    let no_unknown = Province::of_rows(&["f0=3 clusters_unknown_source=0"]);
    assert_eq!(no_unknown.ends("C0", 1).unwrap(), Ends { low: Level::Risk, high: Level::VeryHigh });
    assert_eq!(no_unknown.fired("C0", 1), "C-R2");
    let neither = Province::of_rows(&["f0=3 clusters_unknown_source=0 clusters_special_venue=0"]);
    assert_eq!(neither.ends("C0", 1).unwrap(), Ends { low: Level::Risk, high: Level::High });
    assert_eq!(neither.fired("C0", 1), "C-O1 C-O2");
    let reported = Province::of_rows(&["f0=3 clusters_unknown_source=1"]);
    assert_eq!(reported.ends("C0", 1).unwrap(), Ends { low: Level::VeryHigh, high: Level::VeryHigh });
    assert_eq!(reported.marks("C0", 1), "");
}
