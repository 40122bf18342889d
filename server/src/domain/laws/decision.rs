//! The properties that the document states.

use super::random::{Row, World, figures, open_figures, world};
use crate::domain::report::{Counts, Figures};
use crate::domain::rules::d2686::{Adjacency, DistrictShare};
use crate::domain::unit::Tier;
use proptest::prelude::*;
use proptest::sample::Index;

/// A world, and the place of one of its rows that stands (the last of its commune and day).
fn world_with_a_row() -> impl Strategy<Value = (World, usize)> {
    let filled = world().prop_filter("a row to change", |world| !world.rows.is_empty());
    (filled, any::<Index>()).prop_map(|(world, pick)| {
        let picked = &world.rows[pick.index(world.rows.len())];
        let same = |row: &Row| row.commune == picked.commune && row.day == picked.day;
        let at = world.rows.iter().rposition(same).unwrap();
        (world, at)
    })
}

fn is_open(figures: &Figures) -> bool {
    figures.f0_unknown_source.is_none()
        && figures.f0_special_venue.is_none()
        && figures.f0 > figures.f0_isolated.unwrap_or(0)
}

/// The row with `more` cases of the kind that `part` picks among those it may be raised by.
fn raised(mut figures: Figures, part: Index, more: u32) -> Figures {
    let open = is_open(&figures);
    let mut given: Vec<Option<&mut u32>> = vec![None];
    if !open {
        let parts = [&mut figures.f0_isolated, &mut figures.f0_unknown_source, &mut figures.f0_special_venue];
        given.extend(parts.into_iter().flatten().map(Some));
    }
    let at = part.index(given.len());
    if let Some(part) = given.swap_remove(at) {
        *part += more;
    }
    figures.f0 += more;
    figures
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(384))]

    #[test]
    fn more_cases_never_lower_a_level((world, at) in world_with_a_row(), part in any::<Index>(), more in 1..4_u32) {
        let mut worse = world.clone();
        worse.rows[at].figures = raised(worse.rows[at].figures, part, more);
        prop_assert!(Counts::new(worse.rows[at].figures).is_ok());
        let above = world.judging().district_share == DistrictShare::OrWorse;
        for ((before, after), unit) in world.board().standings.iter().zip(worse.board().standings).zip(&world.units) {
            if let Some(before) = before.rating.filter(|_| above || unit.tier == Tier::Commune) {
                let after = after.rating.unwrap();
                prop_assert!(after.level >= before.level, "{}", unit.code);
                prop_assert!(after.ends.low >= before.ends.low && after.ends.high >= before.ends.high, "{}", unit.code);
            }
        }
    }

    #[test]
    fn the_low_end_is_never_above_the_high_end(world in world()) {
        let above = world.judging().district_share == DistrictShare::OrWorse;
        for (standing, unit) in world.board().standings.iter().zip(&world.units) {
            if let Some(rating) = standing.rating.filter(|_| above || unit.tier == Tier::Commune) {
                prop_assert!(rating.ends.low <= rating.ends.high, "{}", unit.code);
            }
            prop_assert_eq!(standing.own.is_some(), unit.tier == Tier::Commune && standing.rating.is_some());
            prop_assert!(unit.tier != Tier::Commune || standing.own <= standing.level());
        }
    }

    #[test]
    fn a_split_given_later_leaves_both_ends_within_the_old_range(
        (world, at) in world_with_a_row(),
        open in open_figures(),
        unknown in any::<Index>(),
        special in any::<Index>(),
        blank in 0..3,
    ) {
        let mut open_world = world;
        open_world.rows[at].figures = open;
        let community = open.f0 - open.f0_isolated.unwrap_or(0);
        let unknown = if blank == 1 { 0 } else { u32::try_from(unknown.index(community as usize + 1)).unwrap() };
        let special = u32::try_from(special.index((community - unknown) as usize + 1)).unwrap();
        let mut split = open_world.clone();
        split.rows[at].figures.f0_unknown_source = (blank != 1).then_some(unknown);
        split.rows[at].figures.f0_special_venue = (blank != 2).then_some(special);
        let above = open_world.judging().district_share == DistrictShare::OrWorse;
        let boards = open_world.board().standings.into_iter().zip(split.board().standings);
        for ((before, after), unit) in boards.zip(&open_world.units) {
            if let Some(before) = before.rating.filter(|_| above || unit.tier == Tier::Commune) {
                let (old, new) = (before.ends, after.rating.unwrap().ends);
                prop_assert!(old.low <= new.low && new.high <= old.high, "{}: {:?} in {:?}", unit.code, new, old);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn the_order_of_units_pairs_and_rows_does_not_matter(world in world(), keys in proptest::collection::vec(any::<u32>(), 400)) {
        let mut other = world.clone();
        other.rows.reverse();
        other.rows = first_of_each(other.rows);
        shuffle(&mut other.rows, &keys);
        shuffle(&mut other.units, &keys);
        shuffle(&mut other.pairs, &keys);
        for (pair, _) in other.pairs.iter_mut().zip(&keys).filter(|(_, key)| **key % 2 == 0) {
            *pair = (pair.1.clone(), pair.0.clone());
        }
        prop_assert_eq!(world.standings(), other.standings());
    }

    #[test]
    fn without_adjacency_no_commune_depends_on_another(
        (world, at) in world_with_a_row(),
        figures in figures(),
        remove in any::<bool>(),
    ) {
        let mut world = world;
        world.params.adjacency = Adjacency::Off;
        world.later.iter_mut().for_each(|(_, params)| params.adjacency = Adjacency::Off);
        let changed = world.rows[at].commune.clone();
        let before = world.standings();
        if remove {
            world.rows.retain(|row| row.commune != changed);
        } else {
            world.rows[at].figures = figures;
        }
        let after = world.standings();
        for unit in world.units.iter().filter(|unit| unit.tier == Tier::Commune && unit.code != changed) {
            prop_assert_eq!(before[&unit.code], after[&unit.code]);
        }
        world.pairs.clear();
        prop_assert_eq!(after, world.standings());
    }

    #[test]
    fn what_comes_later_changes_no_earlier_day(
        (world, at) in world_with_a_row(),
        figures in figures(),
    ) {
        let first_of = |world: &World, row: &Row| world.rows.iter().filter(|it| it.commune == row.commune).map(|it| it.day).min();
        let row = world.rows[at].clone();
        if first_of(&world, &row) != Some(row.day) {
            let mut early = world;
            early.day = row.day.plus(-1);
            let mut changed = early.clone();
            changed.rows[at].figures = figures;
            prop_assert_eq!(early.board(), changed.board());
            changed.rows.retain(|it| it.commune != row.commune || it.day != row.day);
            prop_assert_eq!(early.board(), changed.board());
        }
    }
}

/// The rows that stand, of a list whose latest come first.
fn first_of_each(rows: Vec<Row>) -> Vec<Row> {
    let mut kept: Vec<Row> = Vec::new();
    for row in rows {
        if !kept.iter().any(|it| it.commune == row.commune && it.day == row.day) {
            kept.push(row);
        }
    }
    kept
}

fn shuffle<T>(items: &mut Vec<T>, keys: &[u32]) {
    let mut keyed: Vec<_> = keys.iter().cycle().zip(items.drain(..)).collect();
    keyed.sort_by_key(|(key, _)| **key);
    items.extend(keyed.into_iter().map(|(_, item)| item));
}
