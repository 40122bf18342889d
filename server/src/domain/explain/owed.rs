//! What a fall waits for of the reports that are owed: those that would hold it up, and no others.
//!
//! A missing day keeps only a commune's own level from falling. Where that level is low anyhow, where the day has left
//! the window by then, or where other criteria decide, it holds nothing up, and reporting it is no condition.

use super::Explained;
use crate::domain::day::Day;
use crate::domain::facts::Facts;
use crate::domain::level::Level;
use crate::domain::rate::{self, Own};
use crate::domain::report::Counts;

impl Explained<'_> {
    /// What must come of the reports that are owed for the unit at `index` to have its level of `quiet` on a day, if
    /// the others stay missing and zeros come from now on: its own missing days, and the other communes.
    pub(super) fn owed(
        &self,
        (index, near): (usize, &[usize]),
        (day, level): (Day, Level),
        quiet: &Facts,
    ) -> (Vec<Day>, Vec<usize>) {
        let (today, params) = (self.board.day, &self.timeline.on(day).params);
        let due = self.rules.params.due_on(today);
        let left = self.facts.quiet_but(near, today, day, due);
        let owns = |facts: &Facts| rate::owns(self.timeline, self.register, facts, day);
        let (free, mut held) = (owns(quiet), owns(&left));
        let holds = |owns: &[Option<Own>]| {
            rate::settle(params, self.register, quiet, day, owns).standings[index].level() != Some(level)
        };
        let ends = |owns: &[Option<Own>], unit: usize| owns[unit].map(|own| own.ends);
        let mut owing = near.to_vec();
        owing.retain(|&unit| ends(&free, unit) != ends(&held, unit));
        let mut late = needed(&owing, |units| {
            let mut owns = free.clone();
            for &unit in units {
                owns[unit] = held[unit];
            }
            holds(&owns)
        });
        let Ok(own) = late.binary_search(&index) else { return (Vec::new(), late) };
        late.remove(own);
        for &unit in &late {
            held[unit] = free[unit];
        }
        let days: Vec<Day> = self.facts.of(index).gaps(params.window_before(day), due).collect();
        let missing = needed(&days, |missing| {
            let mut facts = left.clone();
            for day in days.iter().filter(|day| !missing.contains(day)) {
                facts.set(index, *day, &Counts::zero());
            }
            let mut owns = held.clone();
            rate::walk(self.timeline, &facts, index, day, |_, own, _| owns[index] = Some(own));
            holds(&owns)
        });
        (missing, late)
    }
}

/// A least set of `all` that must come: with these it goes, and without any one of them it does not. Where another would do
/// in one's place, the first of them is named.
fn needed<T: Copy>(all: &[T], holds: impl Fn(&[T]) -> bool) -> Vec<T> {
    let (mut away, mut needed) = (Vec::new(), Vec::new());
    for &one in all.iter().rev() {
        away.push(one);
        if holds(&away) {
            needed.extend(away.pop());
        }
    }
    needed.reverse();
    needed
}
