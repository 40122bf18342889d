//! What a viewer watches: the province, or one unit with all that lies under it.

use crate::domain::unit::{Register, UnitCode};
use crate::store::{Cause, Entry};
use std::collections::{HashMap, HashSet};

/// What a viewer watches. Only [`Scopes::of`] makes them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Scope(Option<usize>);

impl Scope {
    /// The whole province.
    pub const ALL: Self = Self(None);
}

/// Which scopes there are: the register, as far as viewers ask.
pub(super) struct Scopes {
    codes: Vec<UnitCode>,
    parents: Vec<Option<usize>>,
    index: HashMap<UnitCode, usize>,
}

/// Which scopes an entry is news to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum News {
    /// Everyone: the day or what judges is another one.
    Everyone,
    /// Whoever watches one of these units, which are all that moved and those above them.
    Units(HashSet<usize>),
}

impl Scopes {
    pub(super) fn new(register: &Register) -> Self {
        let codes: Vec<_> = register.units().iter().map(|unit| unit.code.clone()).collect();
        let parents = (0..codes.len()).map(|at| register.parent(at)).collect();
        let index = codes.iter().cloned().enumerate().map(|(at, code)| (code, at)).collect();
        Self { codes, parents, index }
    }

    /// The scope of a unit.
    pub(super) fn of(&self, unit: &UnitCode) -> Option<Scope> {
        let at = *self.index.get(unit)?;
        Some(Scope(self.parents[at].map(|_| at)))
    }

    /// The unit of a scope, where that is not the whole province.
    pub(super) fn code(&self, scope: Scope) -> Option<&UnitCode> {
        scope.0.map(|at| &self.codes[at])
    }

    /// The units of a scope in the order of the register, by their places in it.
    pub(super) fn members(&self, scope: Scope) -> impl Iterator<Item = (usize, &UnitCode)> {
        self.codes.iter().enumerate().filter(move |(at, _)| self.holds(scope, *at))
    }

    /// Whether a unit is part of a scope.
    pub(super) fn has(&self, scope: Scope, unit: &str) -> bool {
        scope == Scope::ALL
            || UnitCode::parse(unit).and_then(|code| self.index.get(&code)).is_some_and(|&at| self.holds(scope, at))
    }

    fn holds(&self, scope: Scope, at: usize) -> bool {
        scope.0.is_none_or(|top| self.up_from(at).any(|at| at == top))
    }

    fn up_from(&self, at: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(at), |&at| self.parents[at])
    }

    /// Which scopes an entry is news to.
    pub(super) fn news(&self, entry: &Entry) -> News {
        match entry.cause {
            Cause::Start | Cause::Midnight | Cause::Ruleset => return News::Everyone,
            Cause::Reports | Cause::Correction | Cause::Flags => {}
        }
        let mut moved = HashSet::new();
        for change in &entry.changes {
            match self.index.get(&change.unit) {
                Some(&at) => moved.extend(self.up_from(at)),
                None => return News::Everyone,
            }
        }
        News::Units(moved)
    }
}

impl News {
    /// Whether it is news to a scope. Of the province every entry is: its number, instant and release are told.
    pub(super) fn reaches(&self, scope: Scope) -> bool {
        match (self, scope.0) {
            (Self::Everyone, _) | (_, None) => true,
            (Self::Units(moved), Some(top)) => moved.contains(&top),
        }
    }
}
