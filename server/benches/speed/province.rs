//! Rating the shipped province over its season, beside reading the same cells once and adding up one
//! figure.

use crate::table::{Bound, Table, median};
use std::time::Instant;
use vungxanh::atlas::{Atlas, DEMO_SEASON};
use vungxanh::domain::day::Day;
use vungxanh::domain::facts::Facts;
use vungxanh::domain::rate::{rate, rate_days};
use vungxanh::ingest::{Kind, read};
use vungxanh::rulebook;

pub(crate) fn rating(table: &mut Table) {
    let (atlas, timeline) = (Atlas::shipped(), rulebook::load(None).expect("the shipped rule set").into());
    let register = &atlas.register;
    let reports = read(Kind::Csv, DEMO_SEASON, register, None).expect("the shipped season");
    let mut facts = Facts::none(register.units().len());
    for report in &reports {
        facts.set(register.index_of(&report.unit).expect("a known commune"), report.day, &report.counts);
    }
    let day = |text| Day::parse(text).expect("a day");
    let (from, to) = (day("2021-06-01"), day("2021-11-30"));
    let timed = |work: &dyn Fn() -> u64| {
        median(|| {
            let begun = Instant::now();
            std::hint::black_box(work());
            begun.elapsed()
        })
    };
    let sum = |from: Day, to: Day| {
        let days = move || (0..=to.since(from)).map(move |n| from.plus(n));
        let cells = (0..register.units().len()).flat_map(|unit| days().map(move |day| (unit, day)));
        cells.filter_map(|(unit, day)| facts.of(unit).cell(day)).map(|cell| u64::from(cell.known)).sum()
    };
    let one = timed(&|| rate(&timeline, register, &facts, to).standings.len() as u64);
    let what = "rate the province's last day of 183 (reference: sum a column)";
    table.row(what, one, timed(&|| sum(from, to)), Bound::None);
    let season =
        timed(&|| rate_days(&timeline, register, &facts, from, to).map(|board| board.standings.len() as u64).sum());
    let what = "rate the province on all 183 days (reference: sum a column)";
    table.row(what, season, timed(&|| sum(from, to)), Bound::None);
}
