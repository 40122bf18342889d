//! Neighbours: what a red or an orange commune does to those that border it.

use crate::domain::level::{End, Ends, Level};
use crate::domain::rules::d2686::Adjacency;
use crate::domain::sample::{GREEN, ORANGE, Province, RED, YELLOW};

/// Communes in a row, each bordering the next, in districts of these sizes, at these own levels.
fn chain(districts: &[usize], levels: &[Option<Level>]) -> Province {
    let borders: Vec<_> = (1..levels.len()).map(|n| (n - 1, n)).collect();
    let mut province = Province::of(districts, &borders);
    for (n, &level) in levels.iter().enumerate() {
        province.stands(n, 1, level);
    }
    province
}

fn levels(province: &Province, communes: usize) -> String {
    (0..communes).map(|n| province.levels(&format!("C{n}"), 1..=1)).collect()
}

#[test]
fn chained_a_commune_that_is_orange_only_by_a_red_neighbour_makes_its_own_neighbours_yellow() {
    let province = chain(&[4], &[RED, GREEN, GREEN, GREEN]);
    assert_eq!(levels(&province, 4), "4321");
    let fired: Vec<_> = (0..4).map(|n| province.fired(&format!("C{n}"), 1)).collect();
    assert_eq!(fired, ["C-R1", "C-O3", "C-Y3", "C-G"]);
    assert_eq!((province.own("C0", 1), province.own("C1", 1), province.own("C2", 1)), (RED, GREEN, GREEN));
}

#[test]
fn intrinsic_only_levels_reached_without_adjacency_count() {
    let province = chain(&[4], &[RED, GREEN, GREEN, GREEN]).with(|params| params.adjacency = Adjacency::Intrinsic);
    assert_eq!(levels(&province, 4), "4311");
    let orange = chain(&[3], &[ORANGE, GREEN, GREEN]).with(|params| params.adjacency = Adjacency::Intrinsic);
    assert_eq!(levels(&orange, 3), "321");
    assert_eq!(orange.fired("C1", 1), "C-Y3");
}

#[test]
fn off_no_neighbour_counts() {
    let province = chain(&[4], &[RED, GREEN, ORANGE, GREEN]).with(|params| params.adjacency = Adjacency::Off);
    assert_eq!(levels(&province, 4), "4131");
    assert_eq!(province.fired("C1", 1), "C-G");
}

#[test]
fn yellow_does_not_spread_and_nothing_reaches_beyond_a_neighbour() {
    assert_eq!(levels(&chain(&[2], &[YELLOW, GREEN]), 2), "21");
    assert_eq!(levels(&chain(&[4], &[ORANGE, GREEN, GREEN, YELLOW]), 4), "3212");
}

#[test]
fn a_border_between_districts_counts_like_any_other() {
    let province = chain(&[1, 1, 1], &[RED, GREEN, GREEN]);
    assert_eq!(levels(&province, 3), "432");
    assert_eq!(province.fired("C1", 1), "C-O3");
}

#[test]
fn communes_without_a_common_border_do_not_touch_each_other() {
    let mut province = Province::of(&[3], &[(0, 1)]);
    province.stands(0, 1, RED).stands(1, 1, GREEN).stands(2, 1, GREEN);
    assert_eq!(levels(&province, 3), "431");
}

#[test]
fn a_neighbour_without_reports_gets_no_level_and_passes_none_on() {
    let province = chain(&[3], &[RED, None, GREEN]);
    assert_eq!(levels(&province, 3), "4-1");
    assert_eq!((province.own("C1", 1), province.marks("C1", 1).as_str()), (None, ""));
}

#[test]
fn a_level_that_is_as_bad_or_worse_stays_what_it_is() {
    let province = chain(&[4], &[RED, RED, ORANGE, YELLOW]);
    assert_eq!(levels(&province, 4), "4432");
    assert_eq!(province.fired("C1", 1), "C-R1");
    assert_eq!(province.fired("C2", 1), "C-O1 C-O3");
    assert_eq!(province.fired("C3", 1), "C-Y2 C-Y3");
}

#[test]
fn adjacency_works_on_each_end_of_the_range_for_itself() {
    let mut province = chain(&[3], &[None, GREEN, GREEN]);
    province.reports(0, 1, "f0=3");
    let range = |low, high| Some(Ends { low, high });
    assert_eq!(province.ends("C0", 1), range(Level::Risk, Level::VeryHigh));
    assert_eq!(province.ends("C1", 1), range(Level::NewNormal, Level::High));
    assert_eq!(province.ends("C2", 1), range(Level::NewNormal, Level::Risk));
    assert_eq!((levels(&province, 3).as_str(), province.marks("C2", 1).as_str()), ("432", "undetermined"));
    let lower = province.with(|params| params.undetermined = End::Lower);
    assert_eq!((levels(&lower, 3).as_str(), lower.marks("C2", 1).as_str()), ("211", "undetermined"));
    assert_eq!(lower.fired("C1", 1), "C-G");
}

#[test]
fn one_open_case_leaves_its_neighbour_between_green_and_yellow() {
    let mut province = chain(&[2], &[None, GREEN]);
    province.reports(0, 1, "f0=1");
    assert_eq!(province.ends("C1", 1), Some(Ends { low: Level::NewNormal, high: Level::Risk }));
    assert_eq!(province.fired("C1", 1), "C-Y3");
}

#[test]
fn a_trace_names_the_neighbours_behind_it() {
    let mut province = Province::of(&[4], &[(0, 2), (1, 2), (2, 3)]);
    province.stands(0, 1, RED).stands(1, 1, RED).stands(2, 1, GREEN).stands(3, 1, ORANGE);
    let trace = province.trace("C2", 1);
    let behind = |id: &str| trace.findings.iter().find(|finding| finding.clause.id == id).unwrap();
    assert_eq!(
        (behind("C-O3").units.as_slice(), behind("C-O3").figures.as_slice()),
        ([0, 1].as_slice(), [("neighbours_red", 2)].as_slice())
    );
    assert_eq!((behind("C-Y3").units.as_slice(), behind("C-Y3").fired), ([3].as_slice(), true));
    assert_eq!(trace.fired(), ["C-O3"]);
}

#[test]
fn when_the_red_commune_falls_its_neighbours_fall_with_it() {
    let mut province = chain(&[3], &[RED, GREEN, GREEN]);
    for n in 0..3 {
        province.zeros(n, 2, 15);
    }
    assert_eq!(["C0", "C1", "C2"].map(|unit| province.levels(unit, 14..=15)), ["41", "31", "21"]);
}

#[test]
fn a_correction_reaches_the_neighbours_and_the_units_above() {
    let mut province = chain(&[1, 2], &[RED, GREEN, GREEN]);
    assert_eq!(["C1", "C2", "D0", "D1", "P"].map(|unit| province.levels(unit, 1..=1)), ["3", "2", "4", "4", "4"]);
    province.reports(0, 1, "f0=2 f0_isolated=2");
    assert_eq!(["C1", "C2", "D0", "D1", "P"].map(|unit| province.levels(unit, 1..=1)), ["1"; 5]);
}
