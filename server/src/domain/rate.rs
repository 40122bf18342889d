//! From facts to boards. The window slides over each commune once; then, for every day, borders
//! and the tiers above are settled on each end of the range for itself.
//!
//! A hold looks back at the level of the day before, so a commune is always walked from its first
//! report: the level of a day depends on nothing that is not in the facts. Each day is judged by its own
//! rule set: how long its window is and what is missing are that set's word, the level of the day before
//! is as that day's set judged it.

use super::board::{Board, Rating, Standing};
use super::day::Day;
use super::facts::{Cell, Facts, Series};
use super::level::{End, Ends, Level, Marks};
use super::rules::d2686::{self, Adjacency, Fired, Params, Shares};
use super::rules::timeline::Timeline;
use super::rules::window::{Reading, Window};
use super::unit::{Register, Tier};

/// A commune's level before adjacency.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Own {
    /// The range, holds included.
    pub ends: Ends,
    /// Whether a missing day kept an end from falling.
    pub held: bool,
    /// Whether a day of the window was due and did not come.
    pub late: bool,
}

/// The board of a day.
pub fn rate(timeline: &Timeline, register: &Register, facts: &Facts, day: Day) -> Board {
    settle(&timeline.on(day).params, register, facts, day, &owns(timeline, register, facts, day))
}

/// The boards of every day from `from` to `to`, in order.
pub fn rate_days(
    timeline: &Timeline,
    register: &Register,
    facts: &Facts,
    from: Day,
    to: Day,
) -> impl Iterator<Item = Board> {
    let days = usize::try_from(to.since(from) + 1).unwrap_or(0);
    let units = register.units().len();
    let mut owns = vec![None; days * units];
    for unit in register.of_tier(Tier::Commune) {
        walk(timeline, facts, unit, to, |day, own, _| {
            if let Ok(row) = usize::try_from(day.since(from)) {
                owns[row * units + unit] = Some(own);
            }
        });
    }
    (0..days).map(move |row| {
        let day = from.plus(i32::try_from(row).expect("a range of days fits"));
        settle(&timeline.on(day).params, register, facts, day, &owns[row * units..(row + 1) * units])
    })
}

/// Every unit's own level on a day, in the order of the register; only communes have one.
pub(super) fn owns(timeline: &Timeline, register: &Register, facts: &Facts, day: Day) -> Vec<Option<Own>> {
    let mut owns = vec![None; register.units().len()];
    for unit in register.of_tier(Tier::Commune) {
        walk(timeline, facts, unit, day, |_, own, _| owns[unit] = Some(own));
    }
    owns
}

/// Walks a commune from its first report through `last`, a day at a time, with the window of each.
pub(super) fn walk(
    timeline: &Timeline,
    facts: &Facts,
    unit: usize,
    last: Day,
    mut each: impl FnMut(Day, Own, &Window),
) {
    let Some(first) = facts.of(unit).first() else { return };
    let mut before = None;
    for (days, rules) in timeline.within((first, last)) {
        before = stretch(&rules.params, facts, unit, days, before, &mut each);
    }
}

/// Walks the days that one rule set judges, given the range of the day before, and tells that of the last.
fn stretch(
    params: &Params,
    facts: &Facts,
    unit: usize,
    (from, to): (Day, Day),
    mut before: Option<Ends>,
    mut each: impl FnMut(Day, Own, &Window),
) -> Option<Ends> {
    let series: &Series = facts.of(unit);
    let first = series.first()?;
    let cell = |at: i32| -> Option<&Cell> { series.cells().get(usize::try_from(at).ok()?)?.as_ref() };
    let days = params.days();
    let grace = i32::try_from(params.grace_days).unwrap_or(i32::MAX);
    let start = from.since(first);
    // What the day before would hand on had this set judged it: nothing, on the day of the first report.
    let earliest = start.saturating_sub(days).max(0);
    let mut window = Window::default();
    let mut missing = 0_u32;
    for at in earliest..start.saturating_sub(grace) {
        missing += u32::from(cell(at).is_none());
    }
    // One loop for those days and the span's own: with a second place where cells enter, the sums of the window no
    // longer stay in registers, and a nation takes a sixth longer.
    for at in earliest..=to.since(first) {
        if let Some(cell) = cell(at) {
            window.add(cell);
        }
        if at < start {
            continue;
        }
        if let Some(cell) = cell(at.saturating_sub(days)) {
            window.remove(cell);
        }
        if grace < days {
            // A gap counts from the day that ends its grace to the day that takes it out of the window.
            missing += u32::from(at >= grace && cell(at - grace).is_none());
            missing -= u32::from(at >= days && cell(at - days).is_none());
        }
        let late = missing > 0;
        let reported = ends(params, &window, facts.flagged(unit, first.plus(at)));
        let ends = match before {
            Some(before) if late => reported.at_least(before),
            _ => reported,
        };
        before = Some(ends);
        each(first.plus(at), Own { ends, held: ends != reported, late }, &window);
    }
    before
}

/// The range that the reports of a window give, with the criteria that flags fire.
pub(super) fn ends(params: &Params, window: &Window, flagged: Fired) -> Ends {
    let level = |reading| d2686::commune(params, &window.sums(reading)).or(flagged).level();
    let low = level(Reading::Known);
    if window.open() == 0 {
        return Ends::both(low);
    }
    Ends { low, high: level(Reading::Unknown).max(level(Reading::Special)) }
}

/// A level per unit at one end of the range; none for a unit without a level.
pub(super) type Levels = Vec<Option<Level>>;

/// Borders and the tiers above, given every commune's own level.
pub(super) fn settle(params: &Params, register: &Register, facts: &Facts, day: Day, owns: &[Option<Own>]) -> Board {
    let flagged = |unit| facts.flagged(unit, day);
    let low = settle_end(params, register, &flagged, owns, End::Lower);
    let open = owns.iter().flatten().any(|own| own.ends.differ());
    let high = if open { settle_end(params, register, &flagged, owns, End::Upper) } else { low.clone() };
    let shown = params.undetermined;
    let mut standings: Vec<Standing> = (low.into_iter().zip(high).zip(owns).enumerate())
        .map(|(unit, ((low, high), own))| {
            let rating = low.zip(high).map(|(low, high)| Rating::new(Ends { low, high }, shown));
            let marks = Marks::default()
                .with(Marks::UNDETERMINED, rating.is_some_and(|rating| rating.ends.differ()))
                .with(Marks::HELD, own.is_some_and(|own| own.held))
                .with(Marks::LATE, own.is_some_and(|own| own.late))
                .with(Marks::FLAG, facts.is_flagged(unit, day));
            Standing { rating, own: own.map(|own| own.ends.at(shown)), marks }
        })
        .collect();
    for tier in [Tier::District, Tier::Province] {
        for unit in register.of_tier(tier) {
            let below = || register.children(unit).iter().map(|&child| standings[child]);
            let incomplete = below().any(|child| child.rating.is_none() || child.marks.has(Marks::INCOMPLETE));
            let late = below().any(|child| child.marks.has(Marks::LATE));
            let marks = standings[unit].marks.with(Marks::INCOMPLETE, incomplete).with(Marks::LATE, late);
            standings[unit].marks = marks;
        }
    }
    Board { day, standings }
}

fn settle_end(
    params: &Params,
    register: &Register,
    flagged: &dyn Fn(usize) -> Fired,
    owns: &[Option<Own>],
    end: End,
) -> Levels {
    let own: Levels = owns.iter().map(|own| own.map(|own| own.ends.at(end))).collect();
    let beside_red = beside_red(params, register, &own);
    let mut levels = beside_orange(params, register, &own, &beside_red);
    for tier in [Tier::District, Tier::Province] {
        for unit in register.of_tier(tier) {
            let shares = shares(register.children(unit), &levels);
            // D-Y1 and P-Y1 need no look here: a community case of known source makes its commune
            // yellow at least, and that alone fires D-Y2, or D-O3 where the commune is red.
            let population = register.units()[unit].population;
            levels[unit] =
                (shares.at != [0; 4]).then(|| d2686::above(params, &shares, 0, population).or(flagged(unit)).level());
        }
    }
    levels
}

/// C-O3: the levels after red communes raised their neighbours to orange.
pub(super) fn beside_red(params: &Params, register: &Register, own: &Levels) -> Levels {
    let mut levels = own.clone();
    if params.adjacency != Adjacency::Off {
        raise(register, own, Level::VeryHigh, &mut levels, Level::High);
    }
    levels
}

/// C-Y3: the levels after orange communes raised their neighbours to yellow.
fn beside_orange(params: &Params, register: &Register, own: &Levels, beside_red: &Levels) -> Levels {
    let mut levels = beside_red.clone();
    match params.adjacency {
        Adjacency::Chained => raise(register, beside_red, Level::High, &mut levels, Level::Risk),
        Adjacency::Intrinsic => raise(register, own, Level::High, &mut levels, Level::Risk),
        Adjacency::Off => {}
    }
    levels
}

fn raise(register: &Register, seen: &Levels, cause: Level, levels: &mut Levels, to: Level) {
    for (unit, _) in seen.iter().enumerate().filter(|(_, level)| **level == Some(cause)) {
        for &neighbour in register.neighbours(unit) {
            levels[neighbour] = levels[neighbour].map(|level| level.max(to));
        }
    }
}

/// How the units below stand.
pub(super) fn shares(children: &[usize], levels: &[Option<Level>]) -> Shares {
    let mut shares = Shares { total: children.len() as u64, at: [0; 4] };
    for level in children.iter().filter_map(|&child| levels[child]) {
        shares.at[usize::from(level.number()) - 1] += 1;
    }
    shares
}
