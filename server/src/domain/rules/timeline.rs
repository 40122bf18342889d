//! Which rule set judges which day: rule sets in the order of their first days.
//!
//! Every day has exactly one, and the day on a border belongs to the set that begins on it. The first
//! set judges every day before the second begins, and the last every day from its first on; a rule set
//! alone judges every day, whatever its own dates say.

use super::RuleSet;
use super::params::Unfit;
use crate::domain::day::Day;

/// Rule sets, each with the days it judges.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Timeline {
    first: RuleSet,
    /// Those after it, by the first day of each; days strictly rise.
    later: Vec<(Day, RuleSet)>,
}

/// A rule set with the days it judges.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Span<'a> {
    /// Its first day; none: every day up to `to`.
    pub from: Option<Day>,
    /// Its last day; none: every day since `from`.
    pub to: Option<Day>,
    /// The rule set.
    pub rules: &'a RuleSet,
}

impl From<RuleSet> for Timeline {
    /// A rule set that judges every day.
    fn from(rules: RuleSet) -> Self {
        Self { first: rules, later: Vec::new() }
    }
}

impl Timeline {
    /// This timeline until the day before `from`, and `rules` from that day on; none where the last set of
    /// this one begins no earlier.
    #[must_use]
    pub fn then(mut self, from: Day, rules: RuleSet) -> Option<Self> {
        let rises = self.later.last().is_none_or(|(last, _)| *last < from);
        self.later.push((from, rules));
        rises.then_some(self)
    }

    /// The rule set that judges a day.
    pub fn on(&self, day: Day) -> &RuleSet {
        let judging = self.later.iter().rfind(|(from, _)| *from <= day);
        judging.map_or(&self.first, |(_, rules)| rules)
    }

    /// The rule set that judges a day, with all the days it judges.
    pub fn span_of(&self, day: Day) -> Span<'_> {
        let from = self.later.iter().map(|(from, _)| *from).rfind(|from| *from <= day);
        Span { from, to: self.borders_after(day).next().map(|next| next.plus(-1)), rules: self.on(day) }
    }

    /// Every rule set with its days, in order.
    pub fn spans(&self) -> impl Iterator<Item = Span<'_>> {
        let begins = std::iter::once(None).chain(self.later.iter().map(|(from, _)| Some(*from)));
        let ends = self.later.iter().map(|(from, _)| Some(from.plus(-1))).chain([None]);
        let sets = std::iter::once(&self.first).chain(self.later.iter().map(|(_, rules)| rules));
        begins.zip(ends).zip(sets).map(|((from, to), rules)| Span { from, to, rules })
    }

    /// The stretches of the days from `from` to `to` that one rule set judges each, in order.
    pub fn within(&self, (from, to): (Day, Day)) -> impl Iterator<Item = ((Day, Day), &RuleSet)> {
        self.spans().filter_map(move |span| {
            let days = (span.from.map_or(from, |it| it.max(from)), span.to.map_or(to, |it| it.min(to)));
            (days.0 <= days.1).then_some((days, span.rules))
        })
    }

    /// The days after `day` on which another rule set begins to judge.
    pub fn borders_after(&self, day: Day) -> impl Iterator<Item = Day> {
        self.later.iter().map(|(from, _)| *from).filter(move |from| *from > day)
    }

    /// The longest window of those that judge `day` or later ones, in days.
    pub fn longest_window_since(&self, day: Day) -> i32 {
        let since = self.spans().filter(|span| span.to.is_none_or(|to| to >= day));
        since.map(|span| span.rules.params.days()).max().unwrap_or(0)
    }

    /// What stands for all of it: another text, another order or another border is another one.
    pub fn fingerprint(&self) -> String {
        let later = self.later.iter().map(|(from, rules)| format!(" {from} {}", rules.hash));
        std::iter::once(self.first.hash.clone()).chain(later).collect()
    }

    /// Each of its sets with some parameters given anew, by name: [`RuleSet::with_params`].
    pub fn with_params(&self, given: &[(&str, &str)]) -> Result<Self, Unfit> {
        let anew = |rules: &RuleSet| rules.with_params(given.iter().copied());
        let later = self.later.iter().map(|(from, rules)| Ok((*from, anew(rules)?)));
        Ok(Self { first: anew(&self.first)?, later: later.collect::<Result<_, _>>()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rules::d2686::Params;
    use crate::domain::sample::{day, rules};

    fn set(window_days: u32) -> RuleSet {
        RuleSet { hash: format!("h{window_days}"), ..rules(Params { window_days, ..Params::default() }) }
    }

    fn three() -> Timeline {
        Timeline::from(set(1)).then(day(10), set(2)).unwrap().then(day(11), set(3)).unwrap()
    }

    #[test]
    fn the_day_on_a_border_belongs_to_the_set_that_begins_on_it_and_every_day_to_one() {
        let judging = |n| three().on(day(n)).params.window_days;
        assert_eq!([-1000, 9, 10, 11, 12, 100_000].map(judging), [1, 1, 2, 3, 3, 3]);
        let timeline = three();
        for n in -20..40 {
            let holds = |span: &Span| span.from.is_none_or(|it| it <= day(n)) && span.to.is_none_or(|it| it >= day(n));
            let found: Vec<_> = timeline.spans().filter(holds).map(|span| span.rules).collect();
            assert_eq!(found, [timeline.on(day(n))]);
            assert!(holds(&timeline.span_of(day(n))) && timeline.spans().any(|span| span == timeline.span_of(day(n))));
        }
    }

    #[test]
    fn a_rule_set_alone_judges_every_day_whatever_its_own_dates() {
        let alone = Timeline::from(RuleSet { valid_from: day(5), valid_to: Some(day(6)), ..set(7) });
        assert_eq!([-100, 5, 100].map(|n| alone.on(day(n)).params.window_days), [7, 7, 7]);
        assert_eq!(alone.spans().map(|span| (span.from, span.to)).collect::<Vec<_>>(), [(None, None)]);
    }

    #[test]
    fn stretches_of_days_fall_apart_at_borders_alone() {
        let within = |from, to| -> Vec<_> {
            let days = |(from, to): (Day, Day)| (from.since(day(0)), to.since(day(0)));
            three().within((day(from), day(to))).map(|(of, rules)| (days(of), rules.params.window_days)).collect()
        };
        assert_eq!(within(1, 20), [((1, 9), 1), ((10, 10), 2), ((11, 20), 3)]);
        assert_eq!(within(10, 10), [((10, 10), 2)]);
        assert_eq!(within(12, 11), []);
        let after = |n| three().borders_after(day(n)).map(|day| day.to_string()).collect::<Vec<_>>();
        assert_eq!(
            (after(9), after(10)),
            (vec!["2021-06-10".to_owned(), "2021-06-11".to_owned()], vec!["2021-06-11".to_owned()])
        );
    }

    #[test]
    fn days_that_do_not_rise_make_no_timeline() {
        assert_eq!(three().then(day(11), set(4)), None);
        assert_eq!(three().then(day(10), set(4)), None);
    }

    #[test]
    fn what_stands_for_it_tells_sets_order_and_borders() {
        assert_eq!(Timeline::from(set(1)).fingerprint(), "h1");
        assert_eq!(three().fingerprint(), "h1 2021-06-10 h2 2021-06-11 h3");
    }

    #[test]
    fn parameters_given_anew_stand_on_top_of_each_set() {
        let amended = three().with_params(&[("grace_days", "4")]).unwrap();
        let told: Vec<_> =
            amended.spans().map(|span| (span.rules.params.window_days, span.rules.params.grace_days)).collect();
        assert_eq!(told, [(1, 4), (2, 4), (3, 4)]);
        assert!(three().with_params(&[("grace_days", "x")]).is_err());
        assert_eq!(three().longest_window_since(day(9)), 3);
    }
}
