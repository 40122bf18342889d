//! Rule sets that follow one another: each day is judged by its own, the day on the border by the one that
//! begins on it, and the hold looks back at what the set of the day before judged.

use crate::domain::explain::Explained;
use crate::domain::flag::FlagKind;
use crate::domain::level::Level;
use crate::domain::rate::rate_days;
use crate::domain::rules::d2686::{Adjacency, DistrictShare, SpecialVenueRed};
use crate::domain::sample::{GREEN, ORANGE, Province, RED, day};

/// One case of unknown source on day 1, zeros to day 30.
fn one_case() -> Province {
    let mut province = Province::of_rows(&["f0=1 f0_unknown_source=1"]);
    province.zeros(0, 2, 30);
    province
}

/// Red by its report of day 1, silent on day 10, zeros on every other day to day 30.
fn red_with_a_gap() -> Province {
    let mut province = Province::of_rows(&["f0=2 f0_unknown_source=2"]);
    province.zeros(0, 2, 9).zeros(0, 11, 30);
    province
}

/// The day from which the rules that make a unit fall judge, where they are others than those of the day.
fn rules_from(province: &Province, unit: &str, n: i32) -> Option<i32> {
    let (timeline, at) = (province.timeline(), province.at(unit));
    let explained = Explained::new(&timeline, province.register(), province.facts(), day(n));
    explained.fall(at, &explained.trace(at)).unwrap().rules_from.map(|from| from.since(day(0)))
}

/// The earliest fall of a unit on a day: when and to which level, what ends, which days leave.
fn fall(province: &Province, unit: &str, n: i32) -> (Option<(i32, Level)>, String, Vec<i32>) {
    let (timeline, at) = (province.timeline(), province.at(unit));
    let explained = Explained::new(&timeline, province.register(), province.facts(), day(n));
    let fall = explained.fall(at, &explained.trace(at)).unwrap();
    let number = |on: crate::domain::day::Day| on.since(day(0));
    let leaving = fall.leaving.iter().map(|(on, _)| number(*on)).collect();
    (fall.to.map(|(on, level)| (number(on), level)), fall.ends.join(" "), leaving)
}

#[test]
fn the_border_day_is_judged_by_the_set_that_begins_on_it() {
    let venue = || {
        let mut province = Province::of_rows(&["f0=1 f0_special_venue=1"]);
        province.zeros(0, 2, 20);
        province.from(5, |params| params.special_venue_red = SpecialVenueRed::Any)
    };
    assert_eq!(venue().levels("C0", 1..=15), "333344444444441");
    assert_eq!((venue().fired("C0", 4), venue().fired("C0", 5)), ("C-O2".to_owned(), "C-R2".to_owned()));
    let twice = venue().from(8, |params| params.special_venue_red = SpecialVenueRed::Cluster);
    assert_eq!(twice.levels("C0", 1..=15), "333344433333331");
}

#[test]
fn how_long_the_window_is_is_the_word_of_the_rated_days_set() {
    let shorter = one_case().from(10, |params| params.window_days = 7);
    assert_eq!(shorter.levels("C0", 1..=16), "3333333331111111");
    assert_eq!((shorter.trace("C0", 9).window, shorter.trace("C0", 10).window), ((day(-4), day(9)), (day(4), day(10))));
    let longer = one_case().with(|params| params.window_days = 3).from(8, |params| params.window_days = 14);
    assert_eq!(longer.levels("C0", 1..=16), "3331111333333311");
}

#[test]
fn neighbours_and_shares_are_counted_as_the_rated_days_set_says() {
    let mut province = Province::of(&[2], &[(0, 1)]);
    province.stands(0, 1, RED).zeros(0, 2, 9).zeros(1, 1, 9);
    let province = province.from(4, |params| params.adjacency = Adjacency::Off);
    assert_eq!(province.levels("C1", 1..=6), "333111");
}

#[test]
fn a_hold_across_the_border_keeps_the_level_that_the_set_before_judged() {
    let strict = red_with_a_gap();
    let lenient = red_with_a_gap().with(|params| params.cluster_min_f0 = 3);
    assert_eq!(
        (strict.levels("C0", 9..=25), lenient.levels("C0", 9..=25)),
        ("4".repeat(15) + "11", "3".repeat(15) + "11")
    );
    // Under the lenient set alone the gap holds orange. On the border the day before was red, and the gap holds that.
    let both = red_with_a_gap().from(15, |params| params.cluster_min_f0 = 3);
    assert_eq!(both.levels("C0", 9..=25), "4".repeat(15) + "11");
    assert_eq!((both.trace("C0", 15).held_at, both.marks("C0", 15).as_str()), (RED, "held late"));
    // From the day after the report on, the lenient set sees no cluster; the gap comes too late to hold red.
    let early = red_with_a_gap().from(2, |params| params.cluster_min_f0 = 3);
    assert_eq!(early.levels("C0", 1..=25), "4".to_owned() + &"3".repeat(22) + "11");
}

#[test]
fn what_is_missing_is_the_word_of_the_rated_days_set() {
    let patient = |n| {
        let province = Province::of_rows(&["f0=2 f0_unknown_source=2"]).with(|params| params.window_days = 3);
        province.from(n, |params| params.grace_days = 5)
    };
    // Day 2 is missing from day 3 on. A set that waits longer than its window misses nothing, and nothing is held.
    assert_eq!(patient(30).levels("C0", 1..=8), "4".repeat(8));
    assert_eq!(patient(5).levels("C0", 1..=8), "44441111");
    assert_eq!((patient(5).marks("C0", 4), patient(5).marks("C0", 5)), ("held late".to_owned(), String::new()));
    // What fell stays fallen: the hold finds the level of the day before.
    let back = patient(5).from(7, |params| params.grace_days = 1);
    assert_eq!((back.levels("C0", 1..=8), back.marks("C0", 7).as_str()), ("44441111".to_owned(), "late"));
}

#[test]
fn a_gap_of_the_days_before_the_border_counts_in_the_longer_window_after_it() {
    let province = red_with_a_gap().with(|params| params.window_days = 3);
    let longer = province.from(20, |params| params.window_days = 14);
    let late: Vec<_> = (1..=30).filter(|&n| longer.marks("C0", n).contains("late")).collect();
    assert_eq!(late, [11, 12, 20, 21, 22, 23]);
}

#[test]
fn the_earliest_fall_is_looked_for_under_the_rules_of_each_coming_day() {
    assert_eq!(fall(&one_case(), "C0", 3), (Some((15, Level::NewNormal)), "C-O1".to_owned(), vec![1]));
    let shorter = one_case().from(8, |params| params.window_days = 5);
    assert_eq!(fall(&shorter, "C0", 3), (Some((8, Level::NewNormal)), "C-O1".to_owned(), vec![1]));
    let longer = one_case().with(|params| params.window_days = 3).from(3, |params| params.window_days = 20);
    assert_eq!(fall(&longer, "C0", 2), (Some((21, Level::NewNormal)), "C-O1".to_owned(), vec![1]));
    assert_eq!([&one_case(), &shorter, &longer].map(|it| rules_from(it, "C0", 3)), [None, Some(8), None]);
    // No case leaves the window: the next set asks for a cluster.
    let mut venue = Province::of_rows(&["f0=1 f0_special_venue=1"]);
    venue.zeros(0, 2, 3);
    let venue = venue.with(|params| params.special_venue_red = SpecialVenueRed::Any);
    let venue = venue.from(6, |params| params.special_venue_red = SpecialVenueRed::Cluster);
    assert_eq!(fall(&venue, "C0", 3), (Some((6, Level::High)), "C-R2".to_owned(), vec![]));
}

#[test]
fn a_border_far_beyond_every_window_can_be_the_day_of_the_fall() {
    let mut province = Province::of(&[1, 1, 1, 1], &[]);
    (0..4).for_each(|commune| {
        province.zeros(commune, 1, 3);
    });
    province.flag("D0", FlagKind::UncontrolledSourceOver20, 1, None);
    province.flag("D1", FlagKind::UncontrolledSourceOver50, 1, None);
    assert_eq!((province.level("P", 3), fall(&province, "P", 3).0), (RED, None));
    let province = province.from(100, |params| params.district_share = DistrictShare::Exact);
    assert_eq!(fall(&province, "P", 3), (Some((100, Level::High)), "P-R2 P-O1 P-O2".to_owned(), vec![]));
}

#[test]
fn a_range_over_the_border_is_each_of_its_days() {
    let province =
        red_with_a_gap().from(15, |params| params.cluster_min_f0 = 3).from(17, |params| params.grace_days = 9);
    let timeline = province.timeline();
    let boards = rate_days(&timeline, province.register(), province.facts(), day(12), day(20));
    assert_eq!(boards.collect::<Vec<_>>(), (12..=20).map(|n| province.board(n)).collect::<Vec<_>>());
    let over = Explained::every_day(&timeline, province.register(), province.facts(), (day(14), day(15)));
    let judged: Vec<_> = over.map(|explained| explained.rules().params.cluster_min_f0).collect();
    assert_eq!(judged, [2, 3]);
    assert_eq!((province.level("C0", 16), province.level("C0", 20)), (RED, GREEN));
    assert_ne!(province.level("C0", 16), ORANGE);
}
