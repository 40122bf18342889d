//! The earliest day of a fall, by brute force: report zeros day by day and look.

use super::random::{World, world};
use crate::domain::board::Board;
use crate::domain::day::Day;
use crate::domain::explain::{Explained, Trace};
use crate::domain::facts::Facts;
use crate::domain::level::Level;
use crate::domain::rate::rate;
use crate::domain::report::Counts;
use crate::domain::unit::{Register, Tier};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What is known on `today` if nothing but zeros comes after the world's day, and these of the days missing before stay
/// so.
fn quiet(world: &World, register: &Register, today: Day, left: impl Fn(usize, Day) -> bool) -> Facts {
    let mut rows: BTreeMap<(usize, Day), Counts> = BTreeMap::new();
    for row in world.rows.iter().filter(|row| row.day <= world.day) {
        rows.insert((register.index_of(&row.commune).unwrap(), row.day), Counts::new(row.figures).unwrap());
    }
    for commune in register.of_tier(Tier::Commune) {
        let first = rows.range((commune, Day::parse("1970-01-01").unwrap())..).next().map(|(key, _)| *key);
        if let Some((_, first)) = first.filter(|(unit, _)| *unit == commune) {
            for day in first.through(today).filter(|day| !left(commune, *day)) {
                rows.entry((commune, day)).or_insert_with(Counts::zero);
            }
        }
    }
    let mut facts = Facts::none(register.units().len());
    for ((unit, day), counts) in &rows {
        facts.set(*unit, *day, counts);
    }
    for (unit, flag) in &world.flags {
        facts.flag(register.index_of(unit).unwrap(), flag.clone());
    }
    facts
}

fn fired(trace: &Trace) -> Vec<&'static str> {
    trace.findings.iter().filter(|finding| finding.fired).map(|finding| finding.clause.id).collect()
}

/// The communes on which the units rest that some criteria count: themselves, and what may raise them.
fn behind(trace: &Trace, ids: &[&str], register: &Register) -> BTreeSet<usize> {
    let findings = trace.findings.iter().filter(|finding| ids.contains(&finding.clause.id));
    let mut behind: BTreeSet<_> =
        findings.flat_map(|finding| &finding.units).flat_map(|&unit| register.communes_of(unit)).collect();
    for _ in 0..2 {
        let beside: Vec<_> = behind.iter().flat_map(|&unit| register.neighbours(unit)).copied().collect();
        behind.extend(beside);
    }
    behind
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_earlier_day_would_do_and_that_day_does(world in world()) {
        let (timeline, register) = (world.timeline(), world.register());
        let facts = world.facts(&register);
        let explained = Explained::new(&timeline, &register, &facts, world.day);
        // Windows are at most 20 days, and flags are over 56 days after the first day at the latest.
        let days: Vec<_> = world.day.through(world.day.plus(80)).collect();
        let known: Vec<_> = days.iter().map(|day| quiet(&world, &register, *day, |_, _| false)).collect();
        let boards: Vec<_> = days.iter().zip(&known).map(|(day, facts)| rate(&timeline, &register, facts, *day)).collect();
        for at in 0..register.units().len() {
            let (now, trace) = (explained.board().standings[at].level(), explained.trace(at));
            let Some(fall) = explained.fall(at, &trace) else {
                prop_assert!(now.is_none_or(|level| level == Level::NewNormal));
                continue;
            };
            let lower = |level: &Level| Some(*level) < now;
            let found = boards.iter().position(|board| board.standings[at].level().as_ref().is_some_and(lower));
            let expected = found.map(|n| (days[n], boards[n].standings[at].level().unwrap()));
            prop_assert_eq!(fall.to, expected, "{}", register.units()[at].code);
            let Some(n) = found else { continue };
            let then = Explained::new(&timeline, &register, &known[n], days[n]).trace(at);
            let (before, after) = (fired(&trace), fired(&then));
            let ended: Vec<_> = before.into_iter().filter(|id| !after.contains(id) && !id.ends_with("-G")).collect();
            prop_assert_eq!(&fall.ends, &ended);
            prop_assert!(!ended.is_empty() || trace.held_at.is_some());
            for falling in &fall.falling {
                let level = |board: &Board| board.standings[falling.unit].level();
                prop_assert_eq!((level(explained.board()), level(&boards[n])), (Some(falling.from), Some(falling.to)));
                prop_assert!(falling.to < falling.from);
            }
            let due = world.judging().due_on(world.day);
            let named = |unit, day| fall.late.contains(&unit) || (unit == at && fall.missing.contains(&day));
            let then_with = |left: &dyn Fn(usize, Day) -> bool| {
                rate(&timeline, &register, &quiet(&world, &register, days[n], left), days[n]).standings[at].level()
            };
            let reported = then_with(&|unit, day| day <= due && !named(unit, day));
            prop_assert_eq!(reported, Some(fall.to.unwrap().1), "the named ones reported, all others not");
            let none = then_with(&|_, day| day <= due);
            prop_assert_eq!(none == reported, fall.missing.is_empty() && fall.late.is_empty(), "none of them reported");
            // Each that is named holds it up by itself while those that are not named stay missing.
            let needed =
                fall.late.iter().map(|&unit| (unit, None)).chain(fall.missing.iter().map(|&day| (at, Some(day))));
            let but = |(of, day): (usize, Option<Day>)| {
                let stays = |unit, on| of == unit && day.is_none_or(|day| day == on);
                then_with(&|unit, on| on <= due && (!named(unit, on) || stays(unit, on)))
            };
            for one in needed {
                prop_assert!(but(one) != reported, "named without need");
            }
            // What missing days hold up falls when they have left the window, and a unit so held may go on showing the
            // level that its neighbours give it: then nothing is named but the day. Only where such a unit stands behind
            // a criterion that ends.
            let named = !(fall.falling.is_empty() && fall.leaving.is_empty() && fall.flags.is_empty() && fall.late.is_empty());
            let own = |board: &Board, unit: usize| board.standings[unit].own;
            let held = |unit: usize| {
                explained.trace(unit).held_at.is_some() && own(&boards[n], unit) < own(explained.board(), unit)
            };
            let silent = named || ended.is_empty() || fall.rules_from.is_some();
            prop_assert!(silent || behind(&trace, &ended, &register).into_iter().any(held), "{:?} of {}", ended, register.units()[at].code);
            prop_assert!(fall.leaving.is_sorted() && fall.leaving.iter().all(|(day, commune)| facts.of(*commune).cell(*day).is_some()));
            prop_assert!(fall.leaving.iter().all(|(day, _)| *day < then.window.0 && *day >= trace.window.0));
        }
    }
}
