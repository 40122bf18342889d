//! Days without a report: late, held, and what frees a commune.

use crate::domain::explain::Explained;
use crate::domain::level::{End, Ends, Level};
use crate::domain::sample::{GREEN, ORANGE, Province, RED, YELLOW, day};
use std::ops::RangeInclusive;

/// One commune, red by its report of day 1.
fn red_once() -> Province {
    let mut province = Province::of_one();
    province.reports(0, 1, "f0=2 f0_unknown_source=2");
    province
}

/// The stretches of days, from day 1 to `last`, on which the commune has a mark.
fn days_marked(province: &Province, mark: &str, last: i32) -> Vec<RangeInclusive<i32>> {
    let mut stretches: Vec<RangeInclusive<i32>> = Vec::new();
    for n in (1..=last).filter(|&n| province.marks("C0", n).split(' ').any(|it| it == mark)) {
        match stretches.last_mut() {
            Some(stretch) if *stretch.end() == n - 1 => *stretch = *stretch.start()..=n,
            _ => stretches.push(n..=n),
        }
    }
    stretches
}

#[test]
fn red_and_then_silent_stays_red_late_from_the_second_day_after_and_held_from_the_fourteenth() {
    let province = red_once();
    assert_eq!(province.levels("C0", 1..=60), "4".repeat(60));
    assert_eq!(days_marked(&province, "late", 60), [3..=60]);
    assert_eq!(days_marked(&province, "held", 60), [15..=60]);
    assert_eq!((province.fired("C0", 14).as_str(), province.trace("C0", 14).held_at), ("C-R1", None));
    assert_eq!((province.fired("C0", 15).as_str(), province.trace("C0", 15).held_at), ("", RED));
    let from = province.trace("C0", 40).held_from.unwrap();
    assert_eq!((from.day, from.fired, from.cited), (day(14), vec!["C-R1"], vec![(day(1), province.at("C0"))]));
    assert_eq!(province.trace("C0", 14).held_from, None);
    let fired = province.trace("C0", 15).findings.into_iter().filter(|finding| finding.fired).count();
    assert_eq!(fired, 0, "what is held is not green either");
}

#[test]
fn a_trace_names_the_days_that_block() {
    let province = red_once();
    assert_eq!(province.trace("C0", 2).missing, []);
    assert_eq!(province.trace("C0", 4).missing, [day(2), day(3)]);
    assert_eq!(province.trace("C0", 15).missing, (2..=14).map(day).collect::<Vec<_>>());
    assert_eq!(province.trace("C0", 40).missing, (27..=39).map(day).collect::<Vec<_>>());
}

#[test]
fn zeros_for_every_missing_day_give_what_the_facts_say() {
    let mut province = red_once();
    province.zeros(0, 2, 30);
    assert_eq!(province.levels("C0", 1..=30), "4".repeat(14) + &"1".repeat(16));
    assert_eq!(days_marked(&province, "late", 30), []);
}

#[test]
fn one_missing_day_holds_until_it_leaves_the_window() {
    let mut province = red_once();
    province.zeros(0, 2, 9).zeros(0, 11, 30);
    assert_eq!(province.levels("C0", 1..=25), "4".repeat(23) + "11");
    assert_eq!(days_marked(&province, "late", 30), [11..=23]);
    assert_eq!(days_marked(&province, "held", 30), [15..=23]);
    assert_eq!(province.trace("C0", 20).missing, [day(10)]);
}

#[test]
fn a_hold_ends_when_the_zero_of_the_missing_day_comes() {
    let mut province = red_once();
    province.zeros(0, 2, 9).zeros(0, 11, 20);
    assert_eq!(province.level("C0", 20), RED);
    province.reports(0, 10, "f0=0");
    assert_eq!(province.levels("C0", 13..=20), "44111111");
    assert_eq!(province.marks("C0", 20), "");
}

#[test]
fn a_zero_for_one_of_two_missing_days_frees_nothing() {
    let mut province = red_once();
    province.zeros(0, 2, 8).zeros(0, 11, 20).reports(0, 9, "f0=0");
    assert_eq!((province.level("C0", 20), province.marks("C0", 20).as_str()), (RED, "held late"));
}

#[test]
fn one_unreported_day_in_every_thirteen_is_a_ratchet() {
    let mut province = red_once();
    province.zeros(0, 2, 9).zeros(0, 11, 22).zeros(0, 24, 35).zeros(0, 37, 48);
    assert_eq!(province.levels("C0", 1..=48), "4".repeat(48));
}

#[test]
fn the_newest_gap_is_excused_on_its_own_day() {
    // The gap of day 10 leaves the window on day 24, and that of day 24 counts from day 25.
    let mut province = red_once();
    province.zeros(0, 2, 9).zeros(0, 11, 23).zeros(0, 25, 30);
    assert_eq!(province.levels("C0", 23..=26), "4111");
    assert_eq!(days_marked(&province, "late", 27), [11..=23, 25..=27]);
}

#[test]
fn what_falls_on_a_day_without_a_gap_stays_fallen() {
    let mut province = red_once();
    province.zeros(0, 2, 15);
    assert_eq!(province.levels("C0", 14..=40), "4".to_owned() + &"1".repeat(26));
    assert_eq!(days_marked(&province, "held", 40), []);
    assert_eq!(days_marked(&province, "late", 40), [17..=40]);
}

#[test]
fn the_days_of_grace_are_a_parameter() {
    for (grace, from) in [(0, 2), (1, 3), (3, 5), (13, 15)] {
        let province = red_once().with(|params| params.grace_days = grace);
        assert_eq!(days_marked(&province, "late", 40), [from..=40], "{grace}");
        assert_eq!(province.level("C0", 40), RED);
    }
    for grace in [14, 15, 1000, u32::MAX] {
        let province = red_once().with(|params| params.grace_days = grace);
        assert_eq!(days_marked(&province, "late", 40), [], "{grace}");
        assert_eq!(province.levels("C0", 13..=16), "4411");
    }
}

#[test]
fn a_quiet_commune_that_misses_a_day_is_late_and_not_held() {
    let mut province = Province::of_one();
    province.zeros(0, 1, 3).zeros(0, 5, 20);
    assert_eq!(province.levels("C0", 1..=20), "1".repeat(20));
    assert_eq!(days_marked(&province, "late", 20), [5..=17]);
    assert_eq!(days_marked(&province, "held", 20), []);
    assert_eq!(province.fired("C0", 10), "C-G");
}

#[test]
fn a_held_level_still_rises() {
    let mut province = Province::of_one();
    province.reports(0, 1, "f0=1 f0_unknown_source=1");
    province.reports(0, 20, "f0=2 f0_unknown_source=2");
    assert_eq!(province.levels("C0", 18..=21), "3344");
    assert_eq!((province.marks("C0", 19).as_str(), province.marks("C0", 20).as_str()), ("held late", "late"));
    assert_eq!(province.fired("C0", 20), "C-R1");
}

#[test]
fn each_end_of_a_range_is_held_for_itself() {
    let mut province = Province::of_one();
    province.reports(0, 1, "f0=3").reports(0, 15, "f1_community=1");
    let ends = Some(Ends { low: Level::Risk, high: Level::VeryHigh });
    assert_eq!((province.ends("C0", 14), province.ends("C0", 15)), (ends, ends));
    assert_eq!((province.level("C0", 15), province.trace("C0", 15).held_at), (RED, RED));
    assert_eq!(province.marks("C0", 15), "undetermined held late");
    let lower = province.with(|params| params.undetermined = End::Lower);
    assert_eq!((lower.level("C0", 15), lower.trace("C0", 15).held_at), (YELLOW, None));
    assert_eq!((lower.fired("C0", 15).as_str(), lower.marks("C0", 15).as_str()), ("C-Y2", "undetermined held late"));
}

#[test]
fn a_hold_of_the_end_that_is_not_shown_marks_all_the_same() {
    let mut province = Province::of_one();
    province.reports(0, 1, "f0=1 f0_unknown_source=1").reports(0, 15, "f0=3");
    assert_eq!(province.ends("C0", 15), Some(Ends { low: Level::High, high: Level::VeryHigh }));
    assert_eq!((province.marks("C0", 15).as_str(), province.trace("C0", 15).held_at), ("undetermined held late", None));
    assert_eq!(province.fired("C0", 15), "C-R1 C-R2");
    let lower = province.with(|params| params.undetermined = End::Lower);
    assert_eq!((lower.level("C0", 15), lower.trace("C0", 15).held_at), (ORANGE, ORANGE));
    assert_eq!(lower.fired("C0", 15), "");
}

#[test]
fn no_day_before_the_first_report_is_missing_until_an_earlier_report_comes() {
    let mut province = Province::of_one();
    province.zeros(0, 10, 12);
    assert_eq!(province.marks("C0", 12), "");
    province.reports(0, 7, "f0=1 f0_unknown_source=1");
    assert_eq!(province.trace("C0", 12).missing, [day(8), day(9)]);
    assert_eq!((province.level("C0", 12), province.marks("C0", 12).as_str()), (ORANGE, "late"));
}

#[test]
fn a_correction_of_the_case_that_is_held_takes_the_hold_away() {
    let mut province = red_once();
    province.reports(0, 1, "f0=2 f0_isolated=2");
    assert_eq!(province.levels("C0", 1..=30), "1".repeat(30));
    assert_eq!(province.marks("C0", 30), "late");
}

#[test]
fn a_held_red_makes_its_neighbour_orange() {
    let mut province = Province::of(&[2], &[(0, 1)]);
    province.reports(0, 1, "f0=2 f0_unknown_source=2").zeros(1, 1, 20);
    assert_eq!((province.level("C1", 20), province.fired("C1", 20).as_str()), (ORANGE, "C-O3"));
    assert_eq!((province.own("C1", 20), province.marks("C1", 20).as_str()), (GREEN, ""));
}

#[test]
fn a_missing_day_holds_the_own_level_and_not_what_neighbours_gave() {
    let mut province = Province::of(&[2], &[(0, 1)]);
    province.reports(0, 1, "f0=2 f0_unknown_source=2").zeros(0, 2, 20).zeros(1, 1, 5);
    assert_eq!(province.levels("C1", 13..=16), "3311");
    assert_eq!(province.marks("C1", 15), "late");
}

#[test]
fn a_commune_that_owes_a_report_marks_its_district_and_its_province_and_their_traces_name_it() {
    let mut province = Province::of(&[2, 1], &[]);
    province.zeros(0, 1, 3).reports(1, 1, "f0=0").zeros(2, 1, 3);
    let marks = |province: &Province, n| ["C1", "D0", "D1", "P"].map(|unit| province.marks(unit, n));
    assert_eq!(marks(&province, 2), ["", "", "", ""], "today's report may still come");
    assert_eq!(marks(&province, 3), ["late", "late", "", "late"]);
    assert_eq!(["C1", "D0", "D1", "P"].map(|unit| province.trace(unit, 3).late), [vec![], vec![1], vec![], vec![1]]);
    province.reports(1, 2, "f0=0");
    assert_eq!(marks(&province, 3), ["", "", "", ""]);
}

/// The days that must be reported for a unit's level to fall, and the communes that must report.
fn waits_for(province: &Province, unit: &str, n: i32) -> (Option<(i32, u8)>, Vec<i32>, Vec<String>) {
    let timeline = province.timeline();
    let explained = Explained::new(&timeline, province.register(), province.facts(), day(n));
    let fall = explained.fall(province.at(unit), &province.trace(unit, n)).unwrap();
    (
        fall.to.map(|(on, level)| (on.since(day(0)), level.number())),
        fall.missing.iter().map(|missing| missing.since(day(0))).collect(),
        fall.late.iter().map(|&unit| province.code(unit).to_owned()).collect(),
    )
}

#[test]
fn a_day_that_holds_nothing_up_is_no_condition_of_a_fall() {
    // C0 is orange beside C1 alone: its missing days keep its own level where it is, at the lowest.
    let mut province = Province::of(&[2], &[(0, 1)]);
    province.stands(1, 1, RED).zeros(1, 2, 4).reports(0, 1, "f0=0").reports(0, 4, "f0=0");
    assert_eq!((province.level("C0", 4), province.trace("C0", 4).missing), (ORANGE, vec![day(2), day(3)]));
    assert_eq!(waits_for(&province, "C0", 4), (Some((15, 1)), vec![], vec![]));
    // Nor is C0 a condition of C1's fall.
    assert_eq!(waits_for(&province, "C1", 4), (Some((15, 1)), vec![], vec![]));
    assert_eq!(waits_for(&province, "D0", 4), (Some((15, 1)), vec![], vec![]));
}

#[test]
fn a_fall_waits_for_the_days_that_are_in_the_window_then() {
    // Missing days 2 and 14; the cases of day 4 leave the window on day 18, day 2 has left it by then.
    let mut province = Province::of(&[2], &[(0, 1)]);
    province.reports(0, 1, "f0=0").zeros(0, 3, 3).stands(0, 4, RED).zeros(0, 5, 13).zeros(0, 15, 15).zeros(1, 1, 15);
    assert_eq!(waits_for(&province, "C0", 15), (Some((18, 1)), vec![14], vec![]));
    assert_eq!(waits_for(&province, "C1", 15), (Some((18, 1)), vec![], vec!["C0".to_owned()]));
}

#[test]
fn a_fall_waits_for_every_commune_that_holds_it_up() {
    // Two of four red, both with a day missing: the district is red by three tenths while one of them is.
    let mut province = Province::of(&[4], &[]);
    for commune in [0, 1] {
        province.stands(commune, 1, RED).zeros(commune, 2, 9).zeros(commune, 11, 14);
    }
    province.zeros(2, 1, 14).zeros(3, 1, 14);
    assert_eq!(waits_for(&province, "D0", 14), (Some((15, 1)), vec![], vec!["C0".to_owned(), "C1".to_owned()]));
}

#[test]
fn where_some_reports_of_several_are_enough_a_fall_waits_for_so_many() {
    // Four of ten red, three of them with a day missing: three of ten make the district red, two as orange as one.
    let mut province = Province::of(&[10], &[]);
    for commune in 0..3 {
        province.stands(commune, 1, RED).zeros(commune, 2, 9).zeros(commune, 11, 14);
    }
    province.zeros(3, 1, 4).stands(3, 5, RED).zeros(3, 6, 14);
    for commune in 4..10 {
        province.zeros(commune, 1, 14);
    }
    let two = ["C0", "C1"].map(str::to_owned).to_vec();
    assert_eq!(waits_for(&province, "D0", 14), (Some((15, 3)), vec![], two));
}
