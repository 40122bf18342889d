//! What moved lately: viewers who come back are told what they missed without a look at the database.

use super::scope::{News, Scope, Scopes};
use crate::store::Entry;
use crate::wire::{self, Change};
use std::collections::VecDeque;

/// How many changes a frame tells at most.
const CHANGES: usize = 200;
/// What a change is taken for, in bytes.
const CHANGE: usize = 96;

/// The newest entries, oldest first.
pub(super) struct Memory {
    entries: VecDeque<Remembered>,
    most: usize,
}

struct Remembered {
    seq: i64,
    changes: Vec<Change>,
    news: News,
}

/// What moved after `prev`; none where it is more than a frame tells, and comparing levels shows it.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Missed {
    pub(super) prev: i64,
    pub(super) changes: Option<Vec<Change>>,
}

impl Memory {
    pub(super) fn new(most: usize) -> Self {
        Self { entries: VecDeque::with_capacity(most), most }
    }

    pub(super) fn push(&mut self, entry: &Entry, scopes: &Scopes) {
        if self.entries.len() == self.most {
            self.entries.pop_front();
        }
        let changes = wire::changes(entry).collect();
        self.entries.push_back(Remembered { seq: entry.seq, changes, news: scopes.news(entry) });
    }

    /// Whether anything after `since` up to `until` is news to a scope. What is forgotten is.
    pub(super) fn reached(&self, scope: Scope, since: i64, until: i64) -> bool {
        let oldest = self.entries.front().map_or(i64::MAX, |entry| entry.seq);
        since + 1 < oldest && since < until || self.between(since, until).any(|entry| entry.news.reaches(scope))
    }

    /// The entry from which a viewer of a scope who has seen `since` is told what moved: the newest up to it
    /// that was news to the scope. So all who miss nothing are told the same, whenever they came.
    pub(super) fn since(&self, scope: Scope, since: i64) -> i64 {
        let seen = self.entries.iter().rev().filter(|entry| entry.seq <= since);
        let mut oldest = since;
        for entry in seen {
            if entry.news.reaches(scope) {
                return entry.seq;
            }
            oldest = entry.seq - 1;
        }
        oldest
    }

    /// What of a scope moved after `since` up to `until`: whole entries, of which the newest are kept as far as they
    /// fit in some bytes.
    pub(super) fn missed(&self, scopes: &Scopes, scope: Scope, (since, until): (i64, i64), room: usize) -> Missed {
        let room = CHANGES.min(room / CHANGE);
        let (mut prev, mut told) = (until, Vec::new());
        for entry in self.between(since, until).rev() {
            let own = entry.changes.iter().filter(|change| scopes.has(scope, &change.unit));
            let own: Vec<_> = own.cloned().collect();
            if told.len() + own.len() > room {
                // Where not even the newest entry fits, the viewer compares the levels it has with the new ones.
                let nothing = prev == until;
                let prev = if nothing { since } else { prev };
                return Missed { prev, changes: (!nothing).then(|| in_order(told)) };
            }
            told.extend(own.into_iter().rev());
            prev = entry.seq - 1;
        }
        // Nothing between was news where nothing between is remembered as such.
        let oldest = self.entries.front().map_or(until, |entry| entry.seq - 1);
        Missed { prev: since.max(oldest.min(until)), changes: Some(in_order(told)) }
    }

    fn between(&self, since: i64, until: i64) -> impl DoubleEndedIterator<Item = &Remembered> {
        self.entries.iter().filter(move |entry| entry.seq > since && entry.seq <= until)
    }
}

fn in_order(mut told: Vec<Change>) -> Vec<Change> {
    told.reverse();
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::from_millis;
    use crate::domain::day::Day;
    use crate::domain::unit::{Register, Tier, Unit, UnitCode};
    use crate::store;
    use crate::store::Cause;
    use proptest::prelude::*;

    /// Three districts of four communes each.
    fn province() -> Register {
        let unit = |code: &str, parent: Option<&str>, tier| Unit {
            code: UnitCode::parse(code).unwrap(),
            parent: parent.and_then(UnitCode::parse),
            tier,
            name: code.to_owned(),
            kind: String::new(),
            population: 1000,
            area_km2: 1.0,
            lon: 108.9,
            lat: 11.6,
        };
        let mut units = vec![unit("1", None, Tier::Province)];
        for district in ["11", "12", "13"] {
            units.push(unit(district, Some("1"), Tier::District));
            let communes = (1..=4).map(|n| unit(&format!("{district}{n}"), Some(district), Tier::Commune));
            units.extend(communes);
        }
        Register::new(units, &[]).unwrap()
    }

    /// Entries from 1 on; each moves some of the units, by their places.
    fn entries(register: &Register, moved: &[(bool, Vec<usize>)]) -> Vec<Entry> {
        let entry = |(seq, (midnight, units)): (i64, &(bool, Vec<usize>))| Entry {
            seq,
            t: from_millis(seq),
            day: Day::parse("2021-09-05").unwrap(),
            cause: if *midnight { Cause::Midnight } else { Cause::Reports },
            batch: None,
            ruleset: String::new(),
            register: String::new(),
            levels: String::new(),
            ranges: String::new(),
            marks: String::new(),
            changes: units.iter().map(|&at| change(register, at)).collect(),
        };
        (1..).zip(moved).map(entry).collect()
    }

    fn change(register: &Register, at: usize) -> store::Change {
        store::Change { unit: register.units()[at % register.units().len()].code.clone(), from: None, to: Some(1) }
    }

    fn moved() -> impl Strategy<Value = Vec<(bool, Vec<usize>)>> {
        let entry = (proptest::bool::weighted(0.1), proptest::collection::vec(0..100_usize, 0..70));
        proptest::collection::vec(entry, 1..25)
    }

    proptest! {
        /// Whoever watches what and was away for how long: told is exactly what moved of it after `prev`; nothing
        /// was missed where `prev` is not above what was seen; and all that tell the same are the same.
        #[test]
        fn a_viewer_is_told_what_it_missed(moved in moved(), most in 1..20_usize, unit in 0..100_usize, since in 0..25_i64) {
            let register = province();
            let scopes = Scopes::new(&register);
            let log = entries(&register, &moved);
            let newest = i64::try_from(log.len()).unwrap();
            let most_back = i64::try_from(most).unwrap();
            let since = since.min(newest);
            let mut memory = Memory::new(most);
            for entry in &log {
                memory.push(entry, &scopes);
            }
            for scope in [Scope::ALL, scopes.of(&register.units()[unit % register.units().len()].code).unwrap()] {
                let told = |from: i64| -> Vec<Change> {
                    let after = log.iter().filter(|entry| entry.seq > from).flat_map(wire::changes);
                    after.filter(|change| scopes.has(scope, &change.unit)).collect()
                };
                let at = memory.since(scope, since);
                prop_assert!(at <= since && told(at) == told(since), "nothing lies between");
                prop_assert_eq!(memory.since(scope, at), at);
                let missed = memory.missed(&scopes, scope, (at, newest), 16_000);
                match missed.changes {
                    Some(changes) => {
                        prop_assert!(changes.len() <= CHANGES);
                        prop_assert_eq!(changes, told(missed.prev));
                    }
                    None => prop_assert!(told(newest - 1).len() > CHANGES.min(16_000 / CHANGE)),
                }
                let remembered = newest - since <= most_back;
                let news = log.iter().any(|entry| entry.seq > since && scopes.news(entry).reaches(scope));
                prop_assert_eq!(memory.reached(scope, since, newest), news || !remembered);
                if remembered && told(since).len() < 100 {
                    prop_assert!(missed.prev <= since, "nothing was missed");
                }
            }
        }
    }

    #[test]
    fn more_than_a_frame_tells_is_left_to_be_compared() {
        let register = province();
        let scopes = Scopes::new(&register);
        let mut memory = Memory::new(9);
        for entry in entries(&register, &[(false, vec![1; 10]), (false, vec![1; CHANGES + 1]), (false, vec![1; 20])]) {
            memory.push(&entry, &scopes);
        }
        let told = |until, since| {
            let missed = memory.missed(&scopes, Scope::ALL, (since, until), 100_000);
            (missed.prev, missed.changes.map(|changes| changes.len()))
        };
        assert_eq!(told(1, 0), (0, Some(10)));
        assert_eq!(told(2, 1), (1, None));
        assert_eq!(told(2, 0), (0, None));
        assert_eq!(told(3, 2), (2, Some(20)));
        assert_eq!(told(3, 0), (2, Some(20)), "the newest entries are told, and from where on");
    }
}
