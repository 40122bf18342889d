//! `rate`, `rate_days`, `explain` and the oracle are four ways to one answer.

use super::oracle::{self, Verdict};
use super::random::{World, world};
use crate::domain::board::Standing;
use crate::domain::day::Day;
use crate::domain::explain::{Explained, Trace};
use crate::domain::facts::{Cell, Facts};
use crate::domain::level::{Level, Marks};
use crate::domain::rate::{rate, rate_days};
use crate::domain::report::{Counts, Figures};
use crate::domain::rules::d2686::CRITERIA;
use crate::domain::unit::{Tier, UnitCode};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::{BTreeMap, BTreeSet};

fn verdicts(world: &World) -> BTreeMap<UnitCode, Verdict> {
    let (timeline, register) = (world.timeline(), world.register());
    let facts = world.facts(&register);
    let explained = Explained::new(&timeline, &register, &facts, world.day);
    let verdict = |at: usize, standing: &Standing| Verdict {
        level: standing.rating.map(|it| (it.level.number(), it.ends.low.number(), it.ends.high.number())),
        own: standing.own.map(Level::number),
        marks: standing.marks.names().collect(),
        fired: explained.trace(at).fired().into_iter().map(str::to_owned).collect(),
    };
    let board = rate(&timeline, &register, &facts, world.day);
    let standings = board.standings.iter().enumerate();
    standings.map(|(at, standing)| (register.units()[at].code.clone(), verdict(at, standing))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1536))]

    #[test]
    fn a_second_reading_of_the_document_gives_the_same_board(world in world()) {
        prop_assert_eq!(verdicts(&world), oracle::judge(&world));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(384))]

    #[test]
    fn a_unit_looked_at_alone_is_told_as_on_the_whole_board(world in world()) {
        let (timeline, register) = (world.timeline(), world.register());
        let facts = world.facts(&register);
        let all = Explained::new(&timeline, &register, &facts, world.day);
        for at in 0..register.units().len() {
            let alone = Explained::unit(&timeline, &register, &facts, at, world.day);
            let (trace, told) = (all.trace(at), alone.trace(at));
            prop_assert_eq!(all.fall(at, &trace), alone.fall(at, &told));
            prop_assert_eq!(trace, told);
            prop_assert_eq!(all.board().standings[at], alone.board().standings[at]);
            for &beside in register.neighbours(at) {
                prop_assert_eq!(all.board().standings[beside], alone.board().standings[beside]);
            }
        }
    }

    #[test]
    fn the_level_follows_from_what_fired_and_the_hold_alone(world in world()) {
        let (timeline, register) = (world.timeline(), world.register());
        let facts = world.facts(&register);
        let board = rate(&timeline, &register, &facts, world.day);
        let explained = Explained::new(&timeline, &register, &facts, world.day);
        prop_assert_eq!(explained.board(), &board);
        for (at, standing) in board.standings.iter().enumerate() {
            let trace = explained.trace(at);
            prop_assert_eq!(trace.level(), standing.level());
            let commune = register.units()[at].tier == Tier::Commune;
            prop_assert!(trace.held_at.is_none() || (commune && standing.marks.has(Marks::HELD)));
            prop_assert!(trace.held_at.is_none() || trace.held_at == standing.own);
            prop_assert_eq!(trace.held_from.is_some(), trace.held_at.is_some());
            if let Some((from, level)) = trace.held_from.as_ref().zip(trace.held_at) {
                let on = |day| Explained::new(&timeline, &register, &facts, day).trace(at);
                let end = world.judging().undetermined;
                prop_assert!(from.day < world.day && !from.fired.is_empty());
                // Where the same end is shown on that day its own trace says the same, and no day since does.
                if timeline.on(from.day).params.undetermined == end {
                    let then = on(from.day);
                    let fires = |id: &&str| then.findings.iter().any(|one| one.fired && one.clause.id == *id && one.clause.level >= level);
                    prop_assert!(from.fired.iter().all(fires));
                    let named = then.findings.iter().filter(|one| from.fired.contains(&one.clause.id));
                    let cited: BTreeSet<_> = named.flat_map(|one| &one.cited).collect();
                    prop_assert!(from.cited.iter().eq(cited));
                }
                for day in from.day.plus(1).through(world.day).filter(|day| timeline.on(*day).params.undetermined == end) {
                    prop_assert!(on(day).held_at >= Some(level), "{} is held on {}", from.day, day);
                }
            }
            if let Some(level) = trace.held_at {
                let mut reported = facts.clone();
                trace.missing.iter().for_each(|day| reported.set(at, *day, &Counts::zero()));
                let own = rate(&timeline, &register, &reported, world.day).standings[at].own;
                prop_assert!(own < Some(level), "the missing days that are named hold it, and none but them");
            }
            let green = trace.findings.last().is_some_and(|finding| finding.fired);
            prop_assert_eq!(green, standing.level() == Some(Level::NewNormal));
            let owed = if commune { !trace.missing.is_empty() } else { !trace.late.is_empty() };
            prop_assert_eq!(owed, standing.marks.has(Marks::LATE));
            prop_assert_eq!(trace.fired().is_empty(), trace.held_at == standing.level() && only_held(&trace));
        }
    }

    #[test]
    fn a_range_of_days_is_rated_as_each_of_its_days_alone(world in world(), days in 0..12_i32, back in 0..20_i32) {
        let (timeline, register) = (world.timeline(), world.register());
        let facts = world.facts(&register);
        let from: Day = world.day.plus(-back);
        let boards: Vec<_> = rate_days(&timeline, &register, &facts, from, from.plus(days)).collect();
        let alone: Vec<_> = (0..=days).map(|n| rate(&timeline, &register, &facts, from.plus(n))).collect();
        prop_assert_eq!(boards, alone);
        prop_assert_eq!(rate_days(&timeline, &register, &facts, from, from.plus(-1)).count(), 0);
    }

    #[test]
    fn a_unit_over_days_is_explained_as_on_each_day_alone(world in world(), days in 0..12_i32, back in 0..20_i32) {
        let (timeline, register) = (world.timeline(), world.register());
        let facts = world.facts(&register);
        let from: Day = world.day.plus(-back);
        for at in 0..register.units().len() {
            let over = Explained::days(&timeline, &register, &facts, at, (from, from.plus(days)));
            let mut days = from.through(from.plus(days));
            for explained in over {
                let alone = Explained::new(&timeline, &register, &facts, days.next().unwrap());
                prop_assert_eq!(explained.board().day, alone.board().day);
                prop_assert_eq!(explained.board().standings[at], alone.board().standings[at]);
                prop_assert_eq!(explained.trace(at), alone.trace(at));
            }
            prop_assert_eq!(days.next(), None);
        }
    }

    #[test]
    fn each_finding_names_as_many_units_as_it_counts(world in world()) {
        let (timeline, register) = (world.timeline(), world.register());
        let facts = world.facts(&register);
        let explained = Explained::new(&timeline, &register, &facts, world.day);
        for at in 0..register.units().len() {
            for finding in explained.trace(at).findings {
                let counted = finding.figures.iter().find(|(name, _)| name.starts_with("neighbours") || *name == "counted");
                if let Some(&(_, counted)) = counted {
                    prop_assert_eq!(finding.units.len() as u64, counted);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn what_fired_leads_back_to_reports_units_or_flags_and_where_nothing_is_there_it_says_so(world in world()) {
        let (timeline, register) = (world.timeline(), world.register());
        let facts = world.facts(&register);
        let explained = Explained::new(&timeline, &register, &facts, world.day);
        for at in 0..register.units().len() {
            let trace = explained.trace(at);
            for finding in trace.findings.iter().filter(|finding| finding.fired) {
                let silent = finding.figures.contains(&("days_reported", 0));
                let named = !(finding.cited.is_empty() && finding.units.is_empty() && finding.flags.is_empty());
                prop_assert!(named != silent, "{} of {}", finding.clause.id, register.units()[at].code);
                prop_assert!(!silent || finding.clause.id == "C-G");
                let communes = register.communes_of(at);
                for &(day, commune) in &finding.cited {
                    prop_assert!(trace.window.0 <= day && day <= trace.window.1);
                    prop_assert!(communes.contains(&commune) && facts.of(commune).cell(day).is_some());
                }
                prop_assert!(finding.cited.is_sorted() && finding.units.iter().all(|&unit| explained.board().standings[unit].level().is_some()));
            }
        }
    }

    #[test]
    fn the_reports_of_a_criterion_hold_all_that_it_counts(world in world()) {
        let (timeline, register) = (world.timeline(), world.register());
        let facts = world.facts(&register);
        let explained = Explained::new(&timeline, &register, &facts, world.day);
        for at in 0..register.units().len() {
            for finding in explained.trace(at).findings {
                let Some(&(name, figure)) = finding.figures.first().filter(|(name, _)| name.starts_with('f')) else { continue };
                let cell = |&(day, commune): &(Day, usize)| facts.of(commune).cell(day).copied().unwrap_or_default();
                let cells: Vec<_> = finding.cited.iter().map(cell).collect();
                let sum = |of: fn(&Cell) -> u32| cells.iter().map(|cell| u64::from(of(cell))).sum::<u64>();
                let open = sum(|cell| cell.open);
                let given = match name {
                    "f0_known_source" => sum(|cell| cell.known),
                    "f0_unknown_source" => sum(|cell| cell.unknown),
                    "f0_special_venue" => sum(|cell| cell.special),
                    _ => sum(|cell| cell.f1),
                };
                prop_assert!(given <= figure && figure <= given + open, "{}: {given} {figure} {open}", finding.clause.id);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn an_open_range_says_what_leaves_it_open(world in world()) {
        let (timeline, register) = (world.timeline(), world.register());
        let facts = world.facts(&register);
        let explained = Explained::new(&timeline, &register, &facts, world.day);
        let open_split = |&(day, commune): &(Day, usize)| facts.of(commune).cell(day).is_some_and(|cell| cell.open > 0);
        for at in 0..register.units().len() {
            let trace = explained.trace(at);
            prop_assert_eq!(trace.open.is_some(), explained.board().standings[at].marks.has(Marks::UNDETERMINED));
            let Some(open) = trace.open else { continue };
            prop_assert!(open.cited.is_sorted() && open.cited.iter().all(open_split));
            prop_assert!(open.missing.is_empty() || open.missing == trace.missing);
            let of_its_own = !(open.cited.is_empty() && open.missing.is_empty());
            prop_assert!(of_its_own || !open.units.is_empty(), "{}", register.units()[at].code);
            prop_assert!(register.units()[at].tier == Tier::Commune || !open.units.is_empty());
        }
    }

    /// With every report that a range rests on split by source, days reported and neighbours settled, nothing is open.
    #[test]
    fn what_an_open_range_names_is_all_that_leaves_it_open(world in world()) {
        let (timeline, register) = (world.timeline(), world.register());
        let mut facts = world.facts(&register);
        let settle = |facts: &mut Facts, day: Day, commune: usize| {
            let f0 = facts.of(commune).cell(day).map_or(0, |cell| cell.isolated + cell.open);
            let isolated = facts.of(commune).cell(day).map_or(0, |cell| cell.isolated);
            let split = Figures { f0, f0_isolated: Some(isolated), f0_unknown_source: Some(0), ..Figures::default() };
            facts.set(commune, day, &Counts::new(split).unwrap());
        };
        for _ in 0..=register.units().len() {
            let explained = Explained::new(&timeline, &register, &facts, world.day);
            let open: Vec<_> = register.of_tier(Tier::Commune).filter_map(|at| Some((at, explained.trace(at).open?))).collect();
            if open.is_empty() {
                return Ok(());
            }
            for (at, open) in open {
                open.cited.iter().for_each(|&(day, commune)| settle(&mut facts, day, commune));
                let params = &timeline.on(world.day).params;
                for unit in open.units.into_iter().chain([at]) {
                    let gaps = facts.of(unit).gaps(params.window_before(world.day), params.due_on(world.day));
                    gaps.collect::<Vec<_>>().into_iter().for_each(|day| settle(&mut facts, day, unit));
                }
            }
        }
        prop_assert!(false, "something that no trace names leaves a level open");
    }
}

#[test]
fn the_random_provinces_reach_every_level_mark_and_criterion() {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let mut runner = TestRunner::deterministic();
    for _ in 0..2000 {
        let world = world().new_tree(&mut runner).unwrap().current();
        for (code, verdict) in verdicts(&world) {
            let tier = code.as_str().chars().next().unwrap();
            let level = verdict.level.map_or("none".to_owned(), |(level, ..)| level.to_string());
            let mut met = vec![format!("{tier} level {level}")];
            met.extend(verdict.marks.iter().map(|mark| format!("{tier} {mark}")));
            met.extend(verdict.fired);
            for what in met {
                *seen.entry(what).or_default() += 1;
            }
        }
    }
    let never = CRITERIA.iter().map(|clause| clause.id).filter(|id| !seen.contains_key(*id)).collect::<Vec<_>>();
    assert_eq!(never, <[&str; 0]>::default());
    for tier in ["C", "D", "P"] {
        for level in ["none", "1", "2", "3", "4"] {
            assert!(seen.get(&format!("{tier} level {level}")) > Some(&5), "{tier} {level}: {seen:?}");
        }
    }
    for mark in ["held", "late", "undetermined", "flag"].map(|mark| format!("C {mark}")).into_iter().chain(
        ["D", "P"].iter().flat_map(|tier| ["undetermined", "incomplete", "flag"].map(|mark| format!("{tier} {mark}"))),
    ) {
        assert!(seen.get(&mark) > Some(&10), "{mark}: {seen:?}");
    }
}

/// Whether no criterion of the level shown fired.
fn only_held(trace: &Trace) -> bool {
    !trace.findings.iter().any(|finding| finding.fired && Some(finding.clause.level) == trace.level())
}
