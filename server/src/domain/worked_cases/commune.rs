//! One commune and its reports: windows, splits and ranges.

use crate::domain::level::{End, Ends, Level};
use crate::domain::rules::d2686::{CRITERIA, SpecialVenueRed};
use crate::domain::sample::{GREEN, ORANGE, Province, RED, YELLOW, day};
use crate::domain::unit::Tier;

fn range(low: Level, high: Level) -> Ends {
    Ends { low, high }
}

#[test]
fn one_case_of_unknown_source_13_days_ago_is_orange_today_and_green_tomorrow() {
    let mut province = Province::of_rows(&["f0=1 f0_unknown_source=1"]);
    province.zeros(0, 2, 15);
    assert_eq!((province.level("C0", 14), province.fired("C0", 14).as_str()), (ORANGE, "C-O1"));
    assert_eq!((province.level("C0", 15), province.fired("C0", 15).as_str()), (GREEN, "C-G"));
    assert_eq!(province.trace("C0", 14).window, (day(1), day(14)));
    assert_eq!(province.marks("C0", 14) + &province.marks("C0", 15), "");
}

#[test]
fn a_window_of_one_day_sees_that_day_alone() {
    for (window_days, levels) in [(1, "31111"), (2, "33111"), (4, "33331")] {
        let mut province =
            Province::of_rows(&["f0=1 f0_unknown_source=1"]).with(|params| params.window_days = window_days);
        province.zeros(0, 2, 5);
        assert_eq!(province.levels("C0", 1..=5), levels);
    }
}

#[test]
fn one_case_from_a_school_is_orange_or_red_by_the_literal_text() {
    let school = Province::of_rows(&["f0=1 f0_special_venue=1"]);
    assert_eq!((school.level("C0", 1), school.fired("C0", 1).as_str()), (ORANGE, "C-O2"));
    let literal = school.with(|params| params.special_venue_red = SpecialVenueRed::Any);
    assert_eq!((literal.level("C0", 1), literal.fired("C0", 1).as_str()), (RED, "C-R2"));
}

#[test]
fn three_cases_without_a_split_range_from_yellow_to_red() {
    let province = Province::of_rows(&["f0=3"]);
    assert_eq!(province.ends("C0", 1).unwrap(), range(Level::Risk, Level::VeryHigh));
    assert_eq!((province.level("C0", 1), province.fired("C0", 1).as_str()), (RED, "C-R1 C-R2"));
    assert_eq!(province.marks("C0", 1), "undetermined");
    let lower = province.with(|params| params.undetermined = End::Lower);
    assert_eq!(lower.ends("C0", 1).unwrap(), range(Level::Risk, Level::VeryHigh));
    assert_eq!((lower.level("C0", 1), lower.fired("C0", 1).as_str()), (YELLOW, "C-Y1"));
    assert_eq!((lower.own("C0", 1), lower.marks("C0", 1).as_str()), (YELLOW, "undetermined"));
}

#[test]
fn one_case_without_a_split_ranges_from_yellow_to_orange() {
    let province = Province::of_rows(&["f0=1"]);
    assert_eq!(province.ends("C0", 1).unwrap(), range(Level::Risk, Level::High));
    assert_eq!((province.level("C0", 1), province.fired("C0", 1).as_str()), (ORANGE, "C-O1 C-O2"));
    let literal = province.with(|params| params.special_venue_red = SpecialVenueRed::Any);
    assert_eq!(literal.ends("C0", 1).unwrap(), range(Level::Risk, Level::VeryHigh));
    assert_eq!(literal.fired("C0", 1), "C-R2");
}

#[test]
fn open_rows_of_the_window_are_read_alike() {
    let two_open = Province::of_rows(&["f0=1", "f0=1"]);
    assert_eq!(two_open.ends("C0", 2).unwrap(), range(Level::Risk, Level::VeryHigh));
    assert_eq!(two_open.fired("C0", 2), "C-R1 C-R2");
    let one_given = Province::of_rows(&["f0=1", "f0=1 f0_unknown_source=1"]);
    assert_eq!(one_given.ends("C0", 2).unwrap(), range(Level::High, Level::VeryHigh));
    assert_eq!(one_given.fired("C0", 2), "C-R1");
}

#[test]
fn an_open_row_leaves_the_window_like_any_other() {
    let mut province = Province::of_rows(&["f0=3"]);
    province.zeros(0, 2, 15);
    assert_eq!((province.levels("C0", 14..=15).as_str(), province.marks("C0", 14).as_str()), ("41", "undetermined"));
    assert_eq!(province.marks("C0", 15), "");
}

#[test]
fn cases_found_in_isolation_count_for_nothing() {
    let all = Province::of_rows(&["f0=5 f0_isolated=5"]);
    assert_eq!((all.level("C0", 1), all.fired("C0", 1).as_str()), (GREEN, "C-G"));
    assert_eq!(all.marks("C0", 1), "");
    let all_but_one = Province::of_rows(&["f0=5 f0_isolated=4"]);
    assert_eq!(all_but_one.ends("C0", 1).unwrap(), range(Level::Risk, Level::High));
}

#[test]
fn of_two_parts_the_one_not_given_is_zero() {
    for row in ["f0=3 f0_unknown_source=0", "f0=3 f0_special_venue=0"] {
        let province = Province::of_rows(&[row]);
        assert_eq!(province.ends("C0", 1).unwrap(), range(Level::Risk, Level::Risk), "{row}");
        assert_eq!((province.fired("C0", 1).as_str(), province.marks("C0", 1).as_str()), ("C-Y1", ""), "{row}");
    }
    assert_eq!(Province::of_rows(&["f0=3 f0_unknown_source=1"]).fired("C0", 1), "C-O1");
    assert_eq!(Province::of_rows(&["f0=3 f0_special_venue=1"]).fired("C0", 1), "C-O2");
}

#[test]
fn direct_contacts_alone_are_yellow_for_a_window() {
    let mut province = Province::of_rows(&["f1_community=1"]);
    province.zeros(0, 2, 15);
    assert_eq!((province.levels("C0", 13..=15).as_str(), province.fired("C0", 14).as_str()), ("221", "C-Y2"));
    assert_eq!(Province::of_rows(&["f0=1 f0_unknown_source=0 f1_community=4"]).fired("C0", 1), "C-Y1 C-Y2");
}

#[test]
fn a_first_report_of_zero_today_is_green_with_nothing_missing() {
    let province = Province::of_rows(&["f0=0"]);
    assert_eq!((province.level("C0", 1), province.fired("C0", 1).as_str()), (GREEN, "C-G"));
    assert_eq!((province.marks("C0", 1).as_str(), province.trace("C0", 1).missing), ("", Vec::new()));
}

#[test]
fn before_its_first_report_a_commune_has_no_level_and_no_trace() {
    let mut province = Province::of_one();
    province.reports(0, 5, "f0=1 f0_unknown_source=1");
    assert_eq!(province.levels("C0", 3..=5), "--3");
    let trace = province.trace("C0", 4);
    assert_eq!((trace.level(), trace.findings.len(), trace.missing.len()), (None, 0, 0));
    assert_eq!(province.marks("C0", 4), "");
}

#[test]
fn a_correction_stands_in_place_of_the_first_row() {
    let mut province = Province::of_rows(&["f0=2 f0_unknown_source=2"]);
    province.zeros(0, 2, 5);
    assert_eq!(province.levels("C0", 1..=5), "44444");
    province.reports(0, 1, "f0=2 f0_unknown_source=0");
    assert_eq!(province.levels("C0", 1..=5), "22222");
    province.reports(0, 1, "f0=0").reports(0, 4, "f0=1 f0_special_venue=1");
    assert_eq!(province.levels("C0", 1..=5), "11133");
}

#[test]
fn a_trace_looks_at_every_criterion_in_order_and_without_a_flag_none_of_them_fires() {
    let province = Province::of_rows(&["f0=9 f0_unknown_source=3 f0_special_venue=3 f1_community=1"]);
    for (unit, tier) in [("C0", Tier::Commune), ("D0", Tier::District), ("P", Tier::Province)] {
        let findings = province.trace(unit, 1).findings;
        let looked_at: Vec<_> = findings.iter().map(|finding| finding.clause.id).collect();
        let wanted: Vec<_> = CRITERIA.iter().filter(|clause| clause.tier == tier).map(|clause| clause.id).collect();
        assert_eq!(looked_at, wanted);
        let flags = ["C-Y4", "D-R3", "D-O4", "D-O5", "P-R3", "P-O4"];
        assert!(!findings.iter().any(|finding| finding.fired && flags.contains(&finding.clause.id)));
    }
    let fired = province.trace("C0", 1).findings.into_iter().filter(|finding| finding.fired);
    assert_eq!(
        fired.map(|finding| finding.clause.id).collect::<Vec<_>>(),
        ["C-R1", "C-R2", "C-O1", "C-O2", "C-Y1", "C-Y2"]
    );
}
