//! Any province, any parameters, any reports: what the laws are tried on.
//!
//! Mostly quiet rows, some with gaps, windows from one day to twenty: levels, holds and ranges of
//! every kind come up often, and a failing case shrinks to a few rows.

use crate::domain::board::Standing;
use crate::domain::day::Day;
use crate::domain::facts::Facts;
use crate::domain::flag::{Flag, FlagKind};
use crate::domain::level::End;
use crate::domain::report::{Counts, Figures};
use crate::domain::rules::d2686::{Adjacency, DistrictShare, Params, SpecialVenueRed};
use crate::domain::rules::timeline::Timeline;
use crate::domain::sample::{code, day, timeline, unit};
use crate::domain::unit::{Register, Tier, Unit, UnitCode};
use crate::domain::{board::Board, rate::rate};
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// A row as sent: of two for the same commune and day the later one stands.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Row {
    pub(super) commune: UnitCode,
    pub(super) day: Day,
    pub(super) figures: Figures,
}

/// Everything that a rating depends on.
#[derive(Clone, Debug)]
pub(super) struct World {
    pub(super) units: Vec<Unit>,
    pub(super) pairs: Vec<(UnitCode, UnitCode)>,
    pub(super) rows: Vec<Row>,
    pub(super) flags: Vec<(UnitCode, Flag)>,
    pub(super) params: Params,
    /// The parameters that judge from some days on, in order.
    pub(super) later: Vec<(Day, Params)>,
    pub(super) day: Day,
}

impl World {
    pub(super) fn register(&self) -> Register {
        Register::new(self.units.clone(), &self.pairs).unwrap()
    }

    pub(super) fn facts(&self, register: &Register) -> Facts {
        let mut facts = Facts::none(register.units().len());
        for row in &self.rows {
            let at = register.index_of(&row.commune).unwrap();
            facts.set(at, row.day, &Counts::new(row.figures).unwrap());
        }
        for (unit, flag) in &self.flags {
            facts.flag(register.index_of(unit).unwrap(), flag.clone());
        }
        facts
    }

    pub(super) fn timeline(&self) -> Timeline {
        timeline(self.params, &self.later)
    }

    /// The parameters that judge its day.
    pub(super) fn judging(&self) -> Params {
        self.timeline().on(self.day).params
    }

    pub(super) fn board(&self) -> Board {
        let register = self.register();
        rate(&self.timeline(), &register, &self.facts(&register), self.day)
    }

    /// The board by code, so that worlds in another order can be compared.
    pub(super) fn standings(&self) -> BTreeMap<UnitCode, Standing> {
        self.units.iter().map(|unit| unit.code.clone()).zip(self.board().standings).collect()
    }
}

/// Any world.
pub(super) fn world() -> impl Strategy<Value = World> {
    let sizes = prop_oneof![3 => vec(1..=4_usize, 1..=3), 1 => vec(1..=2_usize, 4..=6), 1 => vec(5..=9_usize, 1)];
    sizes.prop_flat_map(|sizes| {
        let communes: usize = sizes.iter().sum();
        let pairs = communes * (communes - 1) / 2;
        (
            Just(sizes),
            prop_oneof![vec(proptest::bool::weighted(0.5), pairs), vec(proptest::bool::weighted(0.1), pairs)],
            prop_oneof![2 => vec(prop_oneof![Just(1_u32), 1..200_000_u32], communes), 1 => vec(Just(1_u32), communes)],
            prop_oneof![vec(season(), communes), vec(prop_oneof![1 => season(), 3 => calm()], communes)],
            vec((0..communes, 0..30, figures()), 0..4),
            (params(), later()),
            0..36_i32,
            prop_oneof![1 => Just(Vec::new()), 1 => vec(flag(), 1..6)],
        )
            .prop_map(|(sizes, borders, people, seasons, corrections, (params, later), n, flags)| {
                let (rows, units) = (rows(seasons, corrections), units(&sizes, &people));
                let flags = (flags.into_iter())
                    .map(|(pick, flag)| {
                        let fit = |unit: &&Unit| flag.kind.tiers().contains(&unit.tier);
                        (pick.get(&units.iter().filter(fit).collect::<Vec<_>>()).code.clone(), flag)
                    })
                    .collect();
                World { units, pairs: pairs_of(&borders), rows, flags, params, later, day: day(n) }
            })
    })
}

/// A flag of some kind, and which of the units that may have it does.
fn flag() -> impl Strategy<Value = (proptest::sample::Index, Flag)> {
    let kind = proptest::sample::select(FlagKind::ALL.to_vec());
    (any::<proptest::sample::Index>(), kind, 0..36_i32, weighted(0.7, -1..20_i32)).prop_map(
        |(pick, kind, from, length)| {
            let to = length.map(|length| day(from + length));
            (pick, Flag { kind, from: day(from), to, document: String::new() })
        },
    )
}

fn units(sizes: &[usize], people: &[u32]) -> Vec<Unit> {
    let mut units = vec![unit("P", None, Tier::Province, people.iter().sum())];
    let mut next = 0;
    for (d, &size) in sizes.iter().enumerate() {
        let district = format!("D{d}");
        units.push(unit(&district, Some("P"), Tier::District, people[next..next + size].iter().sum()));
        let here = people.iter().enumerate().skip(next).take(size);
        units.extend(here.map(|(n, &people)| unit(&commune(n), Some(&district), Tier::Commune, people)));
        next += size;
    }
    units
}

fn commune(n: usize) -> String {
    format!("C{n}")
}

/// The pairs of a triangle of flags: (0,1), (0,2), (1,2), (0,3) …
fn pairs_of(borders: &[bool]) -> Vec<(UnitCode, UnitCode)> {
    let triangle = (1..).flat_map(|b| (0..b).map(move |a| (a, b)));
    let chosen = borders.iter().zip(triangle).filter(|(borders, _)| **borders);
    chosen.map(|(_, (a, b))| (code(&commune(a)), code(&commune(b)))).collect()
}

/// A commune's reports from some day on, as a diligent, a careless or a silent office sends them.
fn season() -> impl Strategy<Value = (i32, Vec<Option<Figures>>)> {
    prop_oneof![
        5 => (0..8_i32, vec(weighted(0.93, figures()), 0..30)),
        3 => (0..8_i32, vec(weighted(0.4, figures()), 0..30)),
        1 => (Just(0), Just(Vec::new())),
    ]
}

/// A season without cases.
fn calm() -> impl Strategy<Value = (i32, Vec<Option<Figures>>)> {
    (0..8_i32, vec(weighted(0.9, Just(Figures::default())), 0..30))
}

fn rows(seasons: Vec<(i32, Vec<Option<Figures>>)>, corrections: Vec<(usize, i32, Figures)>) -> Vec<Row> {
    let row = |n: usize, at: i32, figures| Row { commune: code(&commune(n)), day: day(at), figures };
    let mut rows = Vec::new();
    for (n, (first, days)) in seasons.into_iter().enumerate() {
        rows.extend((first..).zip(days).filter_map(|(at, figures)| Some(row(n, at, figures?))));
    }
    rows.extend(corrections.into_iter().map(|(n, at, figures)| row(n, at, figures)));
    rows
}

/// Any consistent figures; most rows of a real season are zeros.
pub(super) fn figures() -> impl Strategy<Value = Figures> {
    let quiet =
        (weighted(0.1, 0..2_u32), weighted(0.3, Just(0)), weighted(0.3, Just(0))).prop_map(|(f1, unknown, special)| {
            Figures {
                f1_community: f1,
                clusters_unknown_source: unknown,
                clusters_special_venue: special,
                ..Figures::default()
            }
        });
    prop_oneof![6 => quiet, 1 => open_figures(), 1 => any_figures()]
}

/// Community cases without a split.
pub(super) fn open_figures() -> impl Strategy<Value = Figures> {
    (1..4_u32, weighted(0.2, 0..3_u32), clusters(), clusters()).prop_map(|(open, isolated, unknown, special)| Figures {
        f0: open + isolated.unwrap_or(0),
        f0_isolated: isolated,
        clusters_unknown_source: unknown,
        clusters_special_venue: special,
        ..Figures::default()
    })
}

fn any_figures() -> impl Strategy<Value = Figures> {
    let part = || weighted(0.5, 0..3_u32);
    (part(), part(), part(), 0..2_u32, clusters(), clusters(), part()).prop_map(
        |(f0_isolated, f0_unknown_source, f0_special_venue, rest, unknown, special, f1_community)| {
            let parts = [f0_isolated, f0_unknown_source, f0_special_venue];
            Figures {
                f0: rest + parts.into_iter().flatten().sum::<u32>(),
                f0_isolated,
                f0_unknown_source,
                f0_special_venue,
                clusters_unknown_source: unknown,
                clusters_special_venue: special,
                f1_community,
            }
        },
    )
}

fn clusters() -> impl Strategy<Value = Option<u32>> {
    prop_oneof![4 => Just(None), 4 => Just(Some(0)), 1 => (1..3_u32).prop_map(Some)]
}

/// Other parameters from some days on: mostly from none or from one.
fn later() -> impl Strategy<Value = Vec<(Day, Params)>> {
    prop_oneof![3 => Just(Vec::new()), 4 => vec((1..40_i32, params()), 1), 1 => vec((1..40_i32, params()), 2..4)]
        .prop_map(|sets| {
            let rising: BTreeMap<_, _> = sets.into_iter().map(|(from, params)| (day(from), params)).collect();
            rising.into_iter().collect()
        })
}

/// Every reading of the decision.
pub(super) fn params() -> impl Strategy<Value = Params> {
    (
        prop_oneof![1..=5_u32, 1..=20_u32, Just(14)],
        1..=4_u32,
        0..=5_u32,
        prop_oneof![Just(SpecialVenueRed::Cluster), Just(SpecialVenueRed::Any)],
        prop_oneof![Just(Adjacency::Chained), Just(Adjacency::Intrinsic), Just(Adjacency::Off)],
        prop_oneof![Just(End::Lower), Just(End::Upper)],
        prop_oneof![Just(DistrictShare::OrWorse), Just(DistrictShare::Exact)],
    )
        .prop_map(
            |(window_days, cluster_min_f0, grace_days, special_venue_red, adjacency, undetermined, district_share)| {
                Params {
                    window_days,
                    cluster_min_f0,
                    grace_days,
                    special_venue_red,
                    adjacency,
                    undetermined,
                    district_share,
                }
            },
        )
}
