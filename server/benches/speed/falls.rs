//! Why a unit has its level and when it could fall, as `GET units/{code}` answers it: of communes and districts of the
//! nation through the library, of every unit of the shipped province through the server's door.

use crate::clocks::of_thread;
use crate::nation::{DAYS, Nation};
use crate::server::{Server, file};
use crate::table::{Bound, Table, percentile};
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};
use vungxanh::atlas::Atlas;
use vungxanh::domain::explain::Explained;
use vungxanh::domain::rate::rate;
use vungxanh::domain::unit::Tier;

/// How many units of a tier are asked for.
const UNITS: usize = 120;
/// What the reasons of a unit may take in a nation, and in a province.
const NATION: Duration = Duration::from_millis(50);
const PROVINCE: Duration = Duration::from_millis(5);

/// Through the library, on the last day of the nation's year.
pub(crate) fn of_the_nation(table: &mut Table, nation: &Nation) {
    let Nation { timeline, register, facts, first } = nation;
    let day = first.plus(DAYS - 1);
    let mut board: Vec<_> =
        (0..5).map(|_| of_thread(|| rate(timeline, register, facts, day).standings.len())).collect();
    let board = percentile(&mut board, 0);
    for (tier, name) in [(Tier::Commune, "commune"), (Tier::District, "district")] {
        let units: Vec<_> = register.of_tier(tier).collect();
        let reasons = |&unit: &usize| {
            of_thread(|| {
                let explained = Explained::unit(timeline, register, facts, unit, day);
                let trace = explained.trace(unit);
                black_box(explained.fall(unit, &trace)).map_or(0, |fall| fall.leaving.len())
            })
        };
        let mut ours: Vec<_> = units.iter().step_by(units.len().div_ceil(UNITS)).map(reasons).collect();
        for percent in [50, 99] {
            let ours = percentile(&mut ours, percent);
            let what = format!("a national {name}'s reasons and fall, p{percent} (reference: the day's board)");
            table.row(what, ours, board, Bound::Judged("< 50 ms", ours < NATION));
        }
    }
}

/// Through the server, on a day of a season in which every commune has cases: from the request to the last byte.
pub(crate) fn of_the_province(table: &mut Table, folder: &Path) {
    let atlas = Atlas::shipped();
    let server = Server::start(folder, "falls.db");
    server.post(&file(&atlas, 0, 122));
    let (mut ours, mut plain) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        for unit in atlas.register.units() {
            let begun = Instant::now();
            let answer = server.get(&format!("units/{}?day=2021-09-30", unit.code));
            ours.push(begun.elapsed());
            assert!(answer.len() > 1_000, "reasons are told at length");
            let begun = Instant::now();
            server.get("about");
            plain.push(begun.elapsed());
        }
    }
    for percent in [50, 99] {
        let what = format!("a shipped unit's reasons and fall, over HTTP, p{percent} (reference: GET about)");
        let (ours, plain) = (percentile(&mut ours, percent), percentile(&mut plain, percent));
        table.row(what, ours, plain, Bound::Told("< 5 ms", ours < PROVINCE));
    }
}
