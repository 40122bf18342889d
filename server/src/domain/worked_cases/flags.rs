//! Flags: what an officer sets with dates and a document, criterion by criterion.

use crate::domain::flag::FlagKind;
use crate::domain::sample::{GREEN, Province, RED, YELLOW};

#[test]
fn a_flag_makes_a_commune_yellow_from_its_first_day_to_its_last() {
    for kind in [FlagKind::IllegalEntry, FlagKind::QuarantineFacility] {
        let mut province = Province::of_one();
        province.zeros(0, 1, 8).flag("C0", kind, 3, Some(5));
        assert_eq!(province.levels("C0", 1..=7), "1122211");
        assert_eq!(province.fired("C0", 5), "C-Y4");
        assert_eq!(province.own("C0", 5), YELLOW);
        let trace = province.trace("C0", 5);
        let finding = trace.findings.iter().find(|finding| finding.clause.id == "C-Y4").unwrap();
        assert_eq!(finding.flags.len(), 1);
        assert_eq!(finding.flags[0].document, "số 3");
    }
}

#[test]
fn a_flag_without_an_end_holds_until_a_later_word_ends_or_withdraws_it() {
    let mut province = Province::of_one();
    province.zeros(0, 1, 30).flag("C0", FlagKind::IllegalEntry, 3, None);
    assert_eq!(province.level("C0", 30), YELLOW);
    province.flag("C0", FlagKind::IllegalEntry, 3, Some(10));
    assert_eq!((province.level("C0", 10), province.level("C0", 11)), (YELLOW, GREEN));
    province.flag("C0", FlagKind::IllegalEntry, 3, Some(2));
    assert_eq!(province.levels("C0", 1..=30), "1".repeat(30));
}

#[test]
fn a_flag_gives_no_level_to_a_commune_that_never_reported_but_a_mark() {
    let mut province = Province::of_one();
    province.flag("C0", FlagKind::IllegalEntry, 1, None);
    assert_eq!(province.levels("C0", 1..=3), "---");
    assert_eq!(province.marks("C0", 1), "flag");
}

#[test]
fn a_flag_is_marked_while_it_holds_even_where_it_moves_no_level() {
    let mut province = Province::standing(&[(1, RED)]);
    province.zeros(0, 2, 4).flag("C0", FlagKind::IllegalEntry, 2, Some(3)).flag("D0", FlagKind::ProtectedSite, 3, None);
    assert_eq!(province.levels("C0", 1..=4), "4444");
    assert_eq!([1, 2, 3, 4].map(|n| province.marks("C0", n)), ["", "flag", "flag", ""]);
    assert_eq!([2, 3].map(|n| province.marks("D0", n)), ["", "flag"]);
}

#[test]
fn a_source_that_threatens_half_or_a_fifth_of_the_units_below_makes_a_district_or_the_province_red_or_orange() {
    for (kind, level, criterion) in
        [(FlagKind::UncontrolledSourceOver50, "4", "R3"), (FlagKind::UncontrolledSourceOver20, "3", "O4")]
    {
        for (unit, tier) in [("D0", "D"), ("P", "P")] {
            let mut province = Province::of(&[2, 2], &[]);
            for commune in 0..4 {
                province.zeros(commune, 1, 5);
            }
            province.flag(unit, kind, 2, Some(3));
            assert_eq!(province.levels(unit, 1..=4), format!("1{level}{level}1"));
            assert_eq!(province.fired(unit, 2), format!("{tier}-{criterion}"));
            assert_eq!(province.level("D1", 2), GREEN);
        }
    }
}

#[test]
fn a_site_to_be_protected_makes_its_district_orange() {
    let mut province = Province::standing(&[(3, GREEN)]);
    province.flag("D0", FlagKind::ProtectedSite, 1, None);
    assert_eq!(province.fired("D0", 1), "D-O5");
    assert_eq!(province.levels("D0", 1..=1), "3");
}
