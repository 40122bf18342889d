//! Districts and the province: shares, thresholds, units without a level, both ends.

use crate::domain::level::{End, Ends, Level};
use crate::domain::rules::d2686::DistrictShare;
use crate::domain::sample::{GREEN, ORANGE, Province, RED, YELLOW};

/// A district of so many red, orange, yellow and green communes.
fn district(red: usize, orange: usize, yellow: usize, green: usize) -> Province {
    Province::standing(&[(red, RED), (orange, ORANGE), (yellow, YELLOW), (green, GREEN)])
}

/// A province whose districts, of one commune each, stand at these levels.
fn districts(red: usize, orange: usize, green: usize) -> Province {
    let mut province = Province::of(&vec![1; red + orange + green], &[]);
    for n in 0..red + orange + green {
        // A lone commune takes its district with it: red stays red, orange and yellow are 100 %.
        province.stands(
            n,
            1,
            if n < red {
                RED
            } else if n < red + orange {
                YELLOW
            } else {
                GREEN
            },
        );
    }
    province
}

fn exact(province: Province) -> Province {
    province.with(|params| params.district_share = DistrictShare::Exact)
}

fn says(province: &Province, unit: &str) -> (Option<Level>, String) {
    (province.level(unit, 1), province.fired(unit, 1))
}

fn gives(level: Option<Level>, fired: &str) -> (Option<Level>, String) {
    (level, fired.to_owned())
}

#[test]
fn of_8_with_1_red_3_orange_3_yellow_the_district_is_red_or_by_the_literal_text_orange() {
    assert_eq!(says(&district(1, 3, 3, 1), "D0"), gives(RED, "D-R2"));
    assert_eq!(says(&exact(district(1, 3, 3, 1)), "D0"), gives(ORANGE, "D-O1 D-O3"));
}

#[test]
fn of_8_with_1_red_1_orange_3_yellow_the_district_is_orange_in_both_readings() {
    assert_eq!(says(&district(1, 1, 3, 3), "D0"), gives(ORANGE, "D-O2 D-O3"));
    assert_eq!(says(&exact(district(1, 1, 3, 3)), "D0"), gives(ORANGE, "D-O3"));
}

#[test]
fn of_13_with_1_orange_3_yellow_the_district_is_yellow() {
    assert_eq!(says(&district(0, 1, 3, 9), "D0"), gives(YELLOW, "D-Y2"));
    assert_eq!(says(&exact(district(0, 1, 3, 9)), "D0"), gives(YELLOW, "D-Y2"));
}

#[test]
fn a_green_district_of_a_green_province_says_so() {
    let province = district(0, 0, 0, 3);
    assert_eq!((says(&province, "D0"), says(&province, "P")), (gives(GREEN, "D-G"), gives(GREEN, "P-G")));
}

#[test]
fn thirty_percent_red_is_red_and_less_is_orange() {
    assert_eq!(says(&district(3, 0, 0, 7), "D0"), gives(RED, "D-R1"));
    assert_eq!(says(&district(2, 0, 0, 5), "D0"), gives(ORANGE, "D-O3"), "28.6 %");
    assert_eq!(says(&district(6, 0, 0, 14), "D0"), gives(RED, "D-R1"));
    assert_eq!(says(&district(5, 0, 0, 12), "D0"), gives(ORANGE, "D-O3"), "29.4 %");
}

#[test]
fn fifty_percent_orange_is_red_thirty_is_orange_and_less_is_yellow() {
    assert_eq!(says(&district(0, 5, 0, 5), "D0"), gives(RED, "D-R2"));
    assert_eq!(says(&district(0, 4, 0, 5), "D0"), gives(ORANGE, "D-O1"), "44 %");
    assert_eq!(says(&district(0, 25, 0, 26), "D0"), gives(ORANGE, "D-O1"), "49.02 %");
    assert_eq!(says(&district(0, 3, 0, 7), "D0"), gives(ORANGE, "D-O1"));
    assert_eq!(says(&district(0, 5, 0, 12), "D0"), gives(YELLOW, "D-Y2"), "29.4 %");
    assert_eq!(says(&district(0, 2, 0, 5), "D0"), gives(YELLOW, "D-Y2"), "28.6 %");
}

#[test]
fn fifty_percent_yellow_is_orange_and_less_is_yellow() {
    assert_eq!(says(&district(0, 0, 5, 5), "D0"), gives(ORANGE, "D-O2"));
    assert_eq!(says(&district(0, 0, 4, 5), "D0"), gives(YELLOW, "D-Y2"), "44 %");
    assert_eq!(says(&district(0, 0, 25, 26), "D0"), gives(YELLOW, "D-Y2"), "49.02 %");
}

#[test]
fn in_the_literal_reading_a_commune_that_worsens_can_lower_its_district() {
    assert_eq!(exact(district(0, 4, 0, 4)).level("D0", 1), RED);
    assert_eq!(exact(district(1, 3, 0, 4)).level("D0", 1), ORANGE);
    assert_eq!(district(1, 3, 0, 4).level("D0", 1), RED);
}

#[test]
fn a_commune_without_a_level_counts_in_the_total_and_in_no_level() {
    let whole = Province::standing(&[(3, RED), (7, GREEN)]);
    assert_eq!((says(&whole, "D0"), whole.marks("D0", 1).as_str()), (gives(RED, "D-R1"), ""));
    let gap = Province::standing(&[(3, RED), (7, GREEN), (1, None)]);
    assert_eq!((says(&gap, "D0"), gap.marks("D0", 1).as_str()), (gives(ORANGE, "D-O3"), "incomplete"));
    let green = Province::standing(&[(1, GREEN), (1, None)]);
    assert_eq!((says(&green, "D0"), green.marks("D0", 1).as_str()), (gives(GREEN, "D-G"), "incomplete"));
}

#[test]
fn a_district_none_of_whose_communes_has_a_level_has_none() {
    let mut province = Province::of(&[2, 2], &[]);
    province.stands(0, 1, GREEN).stands(1, 1, GREEN);
    assert_eq!((says(&province, "D1"), province.marks("D1", 1).as_str()), (gives(None, ""), "incomplete"));
    assert_eq!((says(&province, "D0"), province.marks("D0", 1).as_str()), (gives(GREEN, "D-G"), ""));
    assert_eq!((says(&province, "P"), province.marks("P", 1).as_str()), (gives(GREEN, "P-G"), "incomplete"));
    assert_eq!((province.level("P", 0), province.marks("P", 0).as_str()), (None, "incomplete"));
}

#[test]
fn one_commune_without_a_level_makes_its_province_incomplete() {
    let mut province = Province::of(&[2, 1], &[]);
    province.stands(0, 1, GREEN).stands(2, 1, GREEN);
    assert_eq!(["D0", "D1", "P"].map(|unit| province.marks(unit, 1)), ["incomplete", "", "incomplete"]);
}

#[test]
fn a_district_without_a_level_counts_in_the_total_of_its_province() {
    let mut province = Province::of(&[1; 4], &[]);
    province.stands(0, 1, RED).stands(1, 1, GREEN).stands(2, 1, GREEN);
    assert_eq!(says(&province, "P"), gives(ORANGE, "P-O3"), "one of four, not one of three");
}

#[test]
fn a_province_is_rated_over_its_districts_as_a_district_over_its_communes() {
    assert_eq!(says(&districts(3, 0, 7), "P"), gives(RED, "P-R1"));
    assert_eq!(says(&districts(0, 5, 5), "P"), gives(RED, "P-R2"));
    assert_eq!(says(&districts(0, 4, 5), "P"), gives(ORANGE, "P-O1"));
    assert_eq!(says(&districts(1, 0, 3), "P"), gives(ORANGE, "P-O3"));
    assert_eq!(says(&districts(0, 1, 3), "P"), gives(YELLOW, "P-Y2"));
    assert_eq!(says(&exact(districts(1, 4, 5)), "P"), gives(ORANGE, "P-O1 P-O3"));
}

#[test]
fn half_of_the_districts_yellow_is_an_orange_province() {
    let mut province = Province::of(&[3, 3], &[]);
    for commune in 0..6 {
        province.stands(commune, 1, if commune == 0 { YELLOW } else { GREEN });
    }
    assert_eq!((says(&province, "D0"), says(&province, "P")), (gives(YELLOW, "D-Y2"), gives(ORANGE, "P-O2")));
}

#[test]
fn more_than_one_known_case_in_100_000_people_fires_the_rate_and_exactly_one_does_not() {
    // Ten communes of 10,000 people. The rate never decides alone: a known case makes its commune yellow.
    let mut province = district(0, 0, 0, 10);
    province.reports(0, 1, "f0=1 f0_unknown_source=0");
    assert_eq!((says(&province, "D0"), province.fired("P", 1).as_str()), (gives(YELLOW, "D-Y2"), "P-O2"));
    province.reports(0, 1, "f0=2 f0_unknown_source=0");
    assert_eq!(says(&province, "D0"), gives(YELLOW, "D-Y1 D-Y2"));
    let rate = province.trace("D0", 1).findings.into_iter().find(|finding| finding.clause.id == "D-Y1").unwrap();
    assert_eq!(rate.figures, [("f0_known_source", 2), ("population", 100_000)]);
    for commune in 0..10 {
        province.zeros(commune, 2, 15);
    }
    assert_eq!((province.fired("D0", 14).as_str(), province.fired("D0", 15).as_str()), ("D-Y1 D-Y2", "D-G"));
}

#[test]
fn the_rate_counts_an_open_case_as_known_at_the_lower_end_alone() {
    let mut province = district(0, 0, 0, 10).with(|params| params.undetermined = End::Lower);
    province.reports(0, 1, "f0=2");
    assert_eq!(says(&province, "D0"), gives(YELLOW, "D-Y1 D-Y2"));
    let upper = province.with(|params| params.undetermined = End::Upper);
    let rate = upper.trace("D0", 1).findings.into_iter().find(|finding| finding.clause.id == "D-Y1").unwrap();
    assert_eq!((rate.fired, rate.figures[0]), (false, ("f0_known_source", 0)));
}

#[test]
fn districts_and_the_province_are_rated_on_each_end_and_marked_where_these_differ() {
    let mut province = district(0, 0, 0, 3);
    province.reports(0, 1, "f0=3");
    let range = |low, high| Some(Ends { low, high });
    assert_eq!(province.ends("D0", 1), range(Level::Risk, Level::VeryHigh), "1 of 3 is 33 %");
    assert_eq!((says(&province, "D0"), province.marks("D0", 1).as_str()), (gives(RED, "D-R1"), "undetermined"));
    assert_eq!(province.ends("P", 1), range(Level::High, Level::VeryHigh));
    let lower = province.with(|params| params.undetermined = End::Lower);
    assert_eq!((says(&lower, "D0"), lower.marks("D0", 1).as_str()), (gives(YELLOW, "D-Y1 D-Y2"), "undetermined"));
    assert_eq!((says(&lower, "P"), lower.marks("P", 1).as_str()), (gives(ORANGE, "P-O2"), "undetermined"));
}

#[test]
fn an_open_commune_may_leave_its_district_determined() {
    let mut province = district(2, 0, 0, 1);
    province.reports(2, 1, "f0=1");
    assert_eq!((province.level("D0", 1), province.marks("D0", 1).as_str()), (RED, ""));
    assert_eq!(province.marks("C2", 1), "undetermined");
}

#[test]
fn levels_that_neighbours_gave_count_for_the_district() {
    let mut province = Province::of(&[1, 2], &[(0, 1)]);
    province.stands(0, 1, RED).stands(1, 1, GREEN).stands(2, 1, GREEN);
    assert_eq!(says(&province, "D1"), gives(RED, "D-R2"), "one of two is orange by its neighbour");
}

#[test]
fn a_trace_names_the_units_that_a_share_counts() {
    let province = district(1, 1, 1, 1);
    let findings = province.trace("D0", 1).findings;
    let counted = |id: &str| findings.iter().find(|finding| finding.clause.id == id).unwrap().units.clone();
    assert_eq!([counted("D-R1"), counted("D-R2"), counted("D-O2")], [vec![0], vec![0, 1], vec![0, 1, 2]]);
    assert_eq!([counted("D-O3"), counted("D-Y2")], [vec![0], vec![1, 2]]);
}
