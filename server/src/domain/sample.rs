//! Small provinces for tests: a register in a line or two, rows written as an office would write
//! them, and questions that read like the document's sentences.

use super::board::Board;
use super::day::Day;
use super::explain::{Explained, Trace};
use super::facts::Facts;
use super::flag::{Flag, FlagKind};
use super::level::{Ends, Level};
use super::rate::rate;
use super::report::{Counts, Figures};
use super::rules::d2686::Params;
use super::rules::timeline::Timeline;
use super::rules::{RuleSet, Text};
use super::unit::{Register, Tier, Unit, UnitCode};

pub(super) const GREEN: Option<Level> = Some(Level::NewNormal);
pub(super) const YELLOW: Option<Level> = Some(Level::Risk);
pub(super) const ORANGE: Option<Level> = Some(Level::High);
pub(super) const RED: Option<Level> = Some(Level::VeryHigh);

/// The day with this number: day 1 is 1 June 2021.
pub(super) fn day(number: i32) -> Day {
    Day::parse("2021-05-31").unwrap().plus(number)
}

pub(super) fn code(text: &str) -> UnitCode {
    UnitCode::parse(text).unwrap()
}

/// A rule set of 2686 with these parameters; the words are left out.
pub(super) fn rules(params: Params) -> RuleSet {
    let blank = || Text { vi: String::new(), en: String::new() };
    RuleSet {
        id: "2686".to_owned(),
        title: blank(),
        valid_from: day(0),
        valid_to: None,
        params,
        parameters: Vec::new(),
        criteria: Vec::new(),
        measures: Vec::new(),
        hash: String::new(),
    }
}

/// Rule sets of 2686 one after the other: the first, and the later ones with their first days.
pub(super) fn timeline(first: Params, later: &[(Day, Params)]) -> Timeline {
    let first = Timeline::from(rules(first));
    later.iter().fold(first, |timeline, (from, params)| timeline.then(*from, rules(*params)).unwrap())
}

pub(super) fn unit(own: &str, parent: Option<&str>, tier: Tier, population: u32) -> Unit {
    Unit {
        code: code(own),
        parent: parent.map(code),
        tier,
        name: own.to_owned(),
        kind: String::new(),
        population,
        area_km2: 1.0,
        lon: 108.9,
        lat: 11.6,
    }
}

/// A row of figures: `"f0=3 f0_isolated=1"`; what is not named is blank, save `f0`, which is 0.
pub(super) fn row(text: &str) -> Figures {
    let mut values = [None; 7];
    values[0] = Some(0);
    for field in text.split_whitespace() {
        let (name, value) = field.split_once('=').unwrap();
        let at = Figures::NAMES.iter().position(|known| *known == name).unwrap();
        values[at] = Some(value.parse().unwrap());
    }
    Figures::from_values(values).unwrap()
}

/// A province with its reports. Its communes are numbered from 0 across districts.
pub(super) struct Province {
    pub(super) params: Params,
    later: Vec<(Day, Params)>,
    register: Register,
    facts: Facts,
}

impl Province {
    /// Districts of so many communes each, and the pairs of communes that share a border.
    pub(super) fn of(districts: &[usize], borders: &[(usize, usize)]) -> Self {
        let communes: usize = districts.iter().sum();
        let people = |communes: usize| 10_000 * u32::try_from(communes).unwrap();
        let district_of_each = districts.iter().enumerate().flat_map(|(d, &size)| std::iter::repeat_n(d, size));
        let mut units: Vec<Unit> = district_of_each
            .enumerate()
            .map(|(n, d)| unit(&format!("C{n}"), Some(&format!("D{d}")), Tier::Commune, people(1)))
            .collect();
        for (d, &size) in districts.iter().enumerate() {
            units.push(unit(&format!("D{d}"), Some("P"), Tier::District, people(size)));
        }
        units.push(unit("P", None, Tier::Province, people(communes)));
        let pairs: Vec<_> = borders.iter().map(|(a, b)| (code(&format!("C{a}")), code(&format!("C{b}")))).collect();
        let register = Register::new(units, &pairs).unwrap();
        let facts = Facts::none(register.units().len());
        Self { params: Params::default(), later: Vec::new(), register, facts }
    }

    /// One commune alone.
    pub(super) fn of_one() -> Self {
        Self::of(&[1], &[])
    }

    /// One commune that sent these rows on days 1, 2, 3 …
    pub(super) fn of_rows(rows: &[&str]) -> Self {
        let mut province = Self::of_one();
        for (n, figures) in (1..).zip(rows) {
            province.reports(0, n, figures);
        }
        province
    }

    /// One district whose communes, without borders, stand on day 1 at these levels by their reports.
    pub(super) fn standing(levels: &[(usize, Option<Level>)]) -> Self {
        let mut province = Self::of(&[levels.iter().map(|(count, _)| count).sum()], &[]);
        let each = levels.iter().flat_map(|&(count, level)| std::iter::repeat_n(level, count));
        for (commune, level) in each.enumerate() {
            province.stands(commune, 1, level);
        }
        province
    }

    /// The same under other parameters.
    pub(super) fn with(mut self, change: impl FnOnce(&mut Params)) -> Self {
        change(&mut self.params);
        self
    }

    /// From day `n` on other parameters: those of the set before, changed so.
    pub(super) fn from(mut self, n: i32, change: impl FnOnce(&mut Params)) -> Self {
        let mut params = self.later.last().map_or(self.params, |(_, params)| *params);
        change(&mut params);
        self.later.push((day(n), params));
        self
    }

    /// Commune `commune` reports these figures of day `n`.
    pub(super) fn reports(&mut self, commune: usize, n: i32, figures: &str) -> &mut Self {
        self.facts.set(commune, day(n), &Counts::new(row(figures)).unwrap());
        self
    }

    /// A flag of a unit (`"C0"`, `"D0"`, `"P"`) from one day to another; none: without an end.
    pub(super) fn flag(&mut self, unit: &str, kind: FlagKind, from: i32, to: Option<i32>) -> &mut Self {
        let flag = Flag { kind, from: day(from), to: to.map(day), document: format!("số {from}") };
        self.facts.flag(self.at(unit), flag);
        self
    }

    /// Zeros for every day from `first` to `last`.
    pub(super) fn zeros(&mut self, commune: usize, first: i32, last: i32) -> &mut Self {
        for n in first..=last {
            self.reports(commune, n, "f0=0");
        }
        self
    }

    /// A row of day `n` that by itself gives this level; none: no row.
    pub(super) fn stands(&mut self, commune: usize, n: i32, level: Option<Level>) -> &mut Self {
        match level {
            None => self,
            Some(Level::NewNormal) => self.reports(commune, n, "f0=0"),
            Some(Level::Risk) => self.reports(commune, n, "f1_community=1"),
            Some(Level::High) => self.reports(commune, n, "f0=1 f0_unknown_source=1"),
            Some(Level::VeryHigh) => self.reports(commune, n, "f0=2 f0_unknown_source=2"),
        }
    }

    pub(super) fn board(&self, n: i32) -> Board {
        rate(&self.timeline(), &self.register, &self.facts, day(n))
    }

    pub(super) fn timeline(&self) -> Timeline {
        timeline(self.params, &self.later)
    }

    pub(super) fn register(&self) -> &Register {
        &self.register
    }

    pub(super) fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The code of the unit at a place in the register.
    pub(super) fn code(&self, at: usize) -> &str {
        self.register.units()[at].code.as_str()
    }

    pub(super) fn at(&self, unit: &str) -> usize {
        self.register.index_of(&code(unit)).unwrap()
    }

    /// The level of a unit (`"C0"`, `"D0"`, `"P"`) on day `n`.
    pub(super) fn level(&self, unit: &str, n: i32) -> Option<Level> {
        self.board(n).standings[self.at(unit)].level()
    }

    /// Its range.
    pub(super) fn ends(&self, unit: &str, n: i32) -> Option<Ends> {
        self.board(n).standings[self.at(unit)].rating.map(|rating| rating.ends)
    }

    /// A commune's own level.
    pub(super) fn own(&self, unit: &str, n: i32) -> Option<Level> {
        self.board(n).standings[self.at(unit)].own
    }

    /// Its marks, joined.
    pub(super) fn marks(&self, unit: &str, n: i32) -> String {
        self.board(n).standings[self.at(unit)].marks.names().collect::<Vec<_>>().join(" ")
    }

    pub(super) fn trace(&self, unit: &str, n: i32) -> Trace {
        let timeline = self.timeline();
        Explained::new(&timeline, &self.register, &self.facts, day(n)).trace(self.at(unit))
    }

    /// The criteria that give the level shown, joined.
    pub(super) fn fired(&self, unit: &str, n: i32) -> String {
        self.trace(unit, n).fired().join(" ")
    }

    /// The level of a unit on every day of `days`, as digits: `"333331"`; `-` for none.
    pub(super) fn levels(&self, unit: &str, days: std::ops::RangeInclusive<i32>) -> String {
        days.map(|n| self.level(unit, n).map_or('-', |level| char::from(b'0' + level.number()))).collect()
    }
}
