//! What moved lately: viewers who come back are told what they missed without a look at the database.

use super::scope::{News, Scope, Scopes};
use crate::store::Entry;
use crate::wire::{self, Change};
use std::collections::VecDeque;

/// How many changes a frame tells at most.
const CHANGES: usize = 200;
/// What a frame may weigh; a change is taken for `CHANGE` bytes, a unit's level for one.
const FRAME: usize = 16_000;
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

    /// What of a scope moved after `since` up to `until`: whole entries, of which the newest are kept.
    pub(super) fn missed(&self, scopes: &Scopes, scope: Scope, since: i64, until: i64) -> Missed {
        let room = CHANGES.min(FRAME.saturating_sub(scopes.members(scope).count()) / CHANGE);
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
