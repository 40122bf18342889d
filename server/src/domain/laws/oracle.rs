//! The whole decision a second time, written from its document alone, slowly and plainly.
//!
//! It reads rows as they were sent, keeps levels as numbers and sums every window from nothing, so
//! that it shares no shortcut with the rating proper: where the two agree on anything, neither the
//! sliding window, nor the cells, nor the order of the register changed what the decision says.

use super::random::World;
use crate::domain::day::Day;
use crate::domain::level::End;
use crate::domain::report::Figures;
use crate::domain::rules::d2686::{Adjacency, DistrictShare, Params, SpecialVenueRed};
use crate::domain::unit::{Tier, UnitCode};
use std::collections::{BTreeMap, BTreeSet};

const GREEN: u8 = 1;
const YELLOW: u8 = 2;
const ORANGE: u8 = 3;
const RED: u8 = 4;

/// What the decision says of one unit.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Verdict {
    /// The level shown, and the range it was taken from.
    pub(super) level: Option<(u8, u8, u8)>,
    /// A commune's level before adjacency.
    pub(super) own: Option<u8>,
    /// The marks, by name.
    pub(super) marks: BTreeSet<&'static str>,
    /// The ids of the criteria that give the level shown; none where only a hold does.
    pub(super) fired: BTreeSet<String>,
}

/// What every open row of the window is taken for.
#[derive(Clone, Copy, PartialEq)]
enum Taken {
    Known,
    Unknown,
    Special,
}

/// A commune before adjacency.
#[derive(Clone, Copy)]
struct Own {
    low: u8,
    high: u8,
    held: bool,
    late: bool,
}

/// Levels by unit at one end of the range; a unit without a level is not in it.
type Levels = BTreeMap<UnitCode, u8>;

/// Criteria that are fulfilled, without the letter of the tier: "R1".
type Criteria = BTreeSet<&'static str>;

/// One commune's rows, by day.
type Reports = BTreeMap<Day, Figures>;

/// The parameters that judge a day: those of the last set that had begun by then.
fn judging(world: &World, day: Day) -> &Params {
    let mut judging = &world.params;
    for (from, params) in &world.later {
        if *from <= day {
            judging = params;
        }
    }
    judging
}

/// Every unit's verdict on the day of `world`.
pub(super) fn judge(world: &World) -> BTreeMap<UnitCode, Verdict> {
    let communes = of_tier(world, Tier::Commune);
    let owns: BTreeMap<UnitCode, Own> =
        communes.iter().filter_map(|code| Some((code.clone(), own(world, code)?))).collect();
    let own_low: Levels = owns.iter().map(|(code, own)| (code.clone(), own.low)).collect();
    let own_high: Levels = owns.iter().map(|(code, own)| (code.clone(), own.high)).collect();
    let (low, low_criteria) = everywhere(world, &own_low, &[Taken::Known]);
    let (high, high_criteria) = everywhere(world, &own_high, &[Taken::Unknown, Taken::Special]);
    let shows_high = judging(world, world.day).undetermined == End::Upper;

    let mut verdicts = BTreeMap::new();
    for unit in &world.units {
        let mut verdict = Verdict::default();
        if let (Some(&low), Some(&high)) = (low.get(&unit.code), high.get(&unit.code)) {
            let (level, criteria) = if shows_high { (high, &high_criteria) } else { (low, &low_criteria) };
            verdict.level = Some((level, low, high));
            verdict.fired = giving(unit.tier, level, &criteria[&unit.code]);
            if low != high {
                verdict.marks.insert("undetermined");
            }
        }
        if let Some(own) = owns.get(&unit.code) {
            verdict.own = Some(if shows_high { own.high } else { own.low });
            if own.held {
                verdict.marks.insert("held");
            }
            if own.late {
                verdict.marks.insert("late");
            }
        }
        if unit.tier != Tier::Commune && communes_in(world, &unit.code).iter().any(|code| !owns.contains_key(code)) {
            verdict.marks.insert("incomplete");
        }
        if communes_in(world, &unit.code).iter().filter_map(|code| owns.get(code)).any(|own| own.late) {
            verdict.marks.insert("late");
        }
        if !by_flags(world, &unit.code, world.day).is_empty() {
            verdict.marks.insert("flag");
        }
        verdicts.insert(unit.code.clone(), verdict);
    }
    verdicts
}

/// The ids of the criteria that give a level: those of its letter, and green's where it is green.
fn giving(tier: Tier, level: u8, criteria: &Criteria) -> BTreeSet<String> {
    let prefix = match tier {
        Tier::Commune => "C",
        Tier::District => "D",
        Tier::Province => "P",
    };
    let letter = ["G", "Y", "O", "R"][usize::from(level) - 1];
    let mut ids: BTreeSet<_> =
        criteria.iter().filter(|it| it.starts_with(letter)).map(|it| format!("{prefix}-{it}")).collect();
    if level == GREEN {
        ids.insert(format!("{prefix}-G"));
    }
    ids
}

fn of_tier(world: &World, tier: Tier) -> Vec<UnitCode> {
    world.units.iter().filter(|unit| unit.tier == tier).map(|unit| unit.code.clone()).collect()
}

fn below(world: &World, code: &UnitCode) -> Vec<UnitCode> {
    world.units.iter().filter(|unit| unit.parent.as_ref() == Some(code)).map(|unit| unit.code.clone()).collect()
}

/// The communes of a district or of the whole province.
fn communes_in(world: &World, code: &UnitCode) -> Vec<UnitCode> {
    let mut found = Vec::new();
    for child in below(world, code) {
        if world.units.iter().any(|unit| unit.code == child && unit.tier == Tier::Commune) {
            found.push(child);
        } else {
            found.extend(below(world, &child));
        }
    }
    found
}

/// A commune's rows by day: of two for the same day the later one stands.
fn reports(world: &World, code: &UnitCode) -> Reports {
    world.rows.iter().filter(|row| row.commune == *code).map(|row| (row.day, row.figures)).collect()
}

/// The rows of the window that ends on `day`.
fn window(params: &Params, reports: &Reports, day: Day) -> Vec<Figures> {
    (0..days(params.window_days)).filter_map(|ago| reports.get(&day.plus(-ago)).copied()).collect()
}

fn days(count: u32) -> i32 {
    i32::try_from(count).unwrap()
}

/// A row's community cases as (known, unknown, special), its open ones taken as `taken`.
fn sorted(row: &Figures, taken: Taken) -> (u32, u32, u32) {
    let community = row.f0 - row.f0_isolated.unwrap_or(0);
    match (row.f0_unknown_source, row.f0_special_venue, taken) {
        (None, None, Taken::Known) => (community, 0, 0),
        (None, None, Taken::Unknown) => (0, community, 0),
        (None, None, Taken::Special) => (0, 0, community),
        (unknown, special, _) => {
            let (unknown, special) = (unknown.unwrap_or(0), special.unwrap_or(0));
            (community - unknown - special, unknown, special)
        }
    }
}

/// Whether days of (such cases, reported clusters) make a cluster.
fn is_cluster(days: &[(u32, Option<u32>)], smallest: u32) -> bool {
    let reported = days.iter().any(|(_, clusters)| clusters.is_some_and(|count| count >= 1));
    let not_told = days.iter().any(|(cases, clusters)| *cases > 0 && clusters.is_none());
    let cases: u32 = days.iter().map(|(cases, _)| cases).sum();
    reported || (not_told && cases >= smallest)
}

/// The criteria that the reports in the window fulfil, with every open row taken alike.
fn by_reports(params: &Params, reports: &Reports, day: Day, taken: Taken) -> Criteria {
    let rows = window(params, reports, day);
    let unknown: Vec<_> = rows.iter().map(|row| (sorted(row, taken).1, row.clusters_unknown_source)).collect();
    let special: Vec<_> = rows.iter().map(|row| (sorted(row, taken).2, row.clusters_special_venue)).collect();
    let any_special = special.iter().any(|(cases, _)| *cases > 0);
    let smallest = params.cluster_min_f0;
    let literal = params.special_venue_red == SpecialVenueRed::Any;
    fulfilled(&[
        ("R1", is_cluster(&unknown, smallest)),
        ("R2", is_cluster(&special, smallest) || (literal && any_special)),
        ("O1", unknown.iter().any(|(cases, _)| *cases > 0)),
        ("O2", any_special),
        ("Y1", rows.iter().any(|row| sorted(row, taken).0 > 0)),
        ("Y2", rows.iter().any(|row| row.f1_community.unwrap_or(0) > 0)),
    ])
}

fn fulfilled(tests: &[(&'static str, bool)]) -> Criteria {
    tests.iter().filter(|(_, met)| *met).map(|(criterion, _)| *criterion).collect()
}

/// Red is tested first, then orange, then yellow; one criterion is enough.
fn level_of(criteria: &Criteria) -> u8 {
    let any = |letter| criteria.iter().any(|criterion| criterion.starts_with(letter));
    if any('R') {
        RED
    } else if any('O') {
        ORANGE
    } else if any('Y') {
        YELLOW
    } else {
        GREEN
    }
}

/// Whether some day of the window, not before the first report, was due by `day` and did not come.
fn is_late(params: &Params, reports: &Reports, first: Day, day: Day) -> bool {
    (0..days(params.window_days)).any(|ago| {
        let then = day.plus(-ago);
        then >= first && ago >= days(params.grace_days) && !reports.contains_key(&then)
    })
}

/// A commune's own level on the day, from its first report on; none where it never reported.
fn own(world: &World, code: &UnitCode) -> Option<Own> {
    let (reports, last) = (&reports(world, code), world.day);
    let first = *reports.keys().next()?;
    let mut before: Option<Own> = None;
    let mut day = first;
    while day <= last {
        let params = judging(world, day);
        let level = |taken| {
            let mut met = by_reports(params, reports, day, taken);
            met.extend(by_flags(world, code, day));
            level_of(&met)
        };
        let (low, high) = (level(Taken::Known), level(Taken::Unknown).max(level(Taken::Special)));
        let late = is_late(params, reports, first, day);
        let mut today = Own { low, high, held: false, late };
        if let (true, Some(before)) = (late, before) {
            today.low = low.max(before.low);
            today.high = high.max(before.high);
            today.held = today.low > low || today.high > high;
        }
        before = Some(today);
        day = day.plus(1);
    }
    before
}

/// The criteria that the flags of a unit fulfil: of two words on the same flag from the same day the
/// later one stands.
fn by_flags(world: &World, code: &UnitCode, day: Day) -> Criteria {
    let mut standing = BTreeMap::new();
    for (_, flag) in world.flags.iter().filter(|(unit, _)| unit == code) {
        standing.insert((flag.kind.code(), flag.from), flag.to);
    }
    let holds = |from: Day, to: Option<Day>| from <= day && to.is_none_or(|to| to >= day);
    let holding = standing.into_iter().filter(|((_, from), to)| holds(*from, *to));
    let criterion = |kind| match kind {
        "illegal_entry" | "quarantine_facility" => "Y4",
        "uncontrolled_source_over_50" => "R3",
        "uncontrolled_source_over_20" => "O4",
        _ => "O5",
    };
    holding.map(|((kind, _), _)| criterion(kind)).collect()
}

/// Everything at one end, from the communes' own levels at that end.
fn everywhere(world: &World, own: &Levels, taken: &[Taken]) -> (Levels, BTreeMap<UnitCode, Criteria>) {
    let (mut levels, mut criteria) = (Levels::new(), BTreeMap::new());
    let after_red = beside_red(world, own);
    for (code, &before) in own {
        let rows = reports(world, code);
        let mut met: Criteria =
            taken.iter().flat_map(|&taken| by_reports(judging(world, world.day), &rows, world.day, taken)).collect();
        met.extend(by_flags(world, code, world.day));
        let beside = match judging(world, world.day).adjacency {
            Adjacency::Chained => Some(&after_red),
            Adjacency::Intrinsic => Some(own),
            Adjacency::Off => None,
        };
        if let Some(seen) = beside {
            let red = ("O3", borders_one_at(world, own, code, RED));
            met.extend(fulfilled(&[red, ("Y3", borders_one_at(world, seen, code, ORANGE))]));
        }
        levels.insert(code.clone(), before.max(level_of(&met)));
        criteria.insert(code.clone(), met);
    }
    for tier in [Tier::District, Tier::Province] {
        for code in of_tier(world, tier) {
            if let Some(met) = above(world, &code, &levels, taken[0]) {
                levels.insert(code.clone(), level_of(&met));
                criteria.insert(code, met);
            }
        }
    }
    (levels, criteria)
}

fn borders_one_at(world: &World, levels: &Levels, code: &UnitCode, wanted: u8) -> bool {
    let at = |code: &UnitCode| levels.get(code) == Some(&wanted);
    world.pairs.iter().any(|(a, b)| (a == code && at(b)) || (b == code && at(a)))
}

/// The communes' levels after C-O3 alone.
fn beside_red(world: &World, own: &Levels) -> Levels {
    let raised = |(code, &level): (&UnitCode, &u8)| {
        (code.clone(), if borders_one_at(world, own, code, RED) { level.max(ORANGE) } else { level })
    };
    own.iter().map(raised).collect()
}

/// The criteria that a district or the province fulfils at one end; none where nothing below it has a level.
fn above(world: &World, code: &UnitCode, levels: &Levels, taken: Taken) -> Option<Criteria> {
    let all = below(world, code);
    let rated: Vec<u8> = all.iter().filter_map(|child| levels.get(child).copied()).collect();
    if rated.is_empty() {
        return None;
    }
    let exactly = |level: u8| rated.iter().filter(|it| **it == level).map(|_| 1).sum::<usize>();
    let share = |level: u8| match judging(world, world.day).district_share {
        DistrictShare::Exact => exactly(level),
        DistrictShare::OrWorse => (level..=RED).map(exactly).sum(),
    };
    let percent = |part: usize, percent: usize| 100 * part >= percent * all.len();
    let mut known = 0;
    for commune in communes_in(world, code) {
        for row in window(judging(world, world.day), &reports(world, &commune), world.day) {
            known += u64::from(sorted(&row, taken).0);
        }
    }
    let people = world.units.iter().find(|unit| unit.code == *code)?.population;
    let mut met = by_flags(world, code, world.day);
    met.extend(fulfilled(&[
        ("R1", percent(share(RED), 30)),
        ("R2", percent(share(ORANGE), 50)),
        ("O1", percent(share(ORANGE), 30)),
        ("O2", percent(share(YELLOW), 50)),
        ("O3", exactly(RED) >= 1),
        ("Y1", known * 100_000 > u64::from(people)),
        ("Y2", exactly(YELLOW) + exactly(ORANGE) >= 1),
    ]));
    Some(met)
}
