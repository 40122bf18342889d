//! A commune's year with the reasons of each day, as `GET units/{code}/history?traces=true` answers it,
//! beside a plain query of the commune's rows: of communes of the nation through the library, and of the
//! shipped province through the server's door.

use crate::nation::{DAYS, Nation};
use crate::server::{Server, file};
use crate::table::{Bound, Table, percentile};
use crate::year::committed;
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};
use vungxanh::atlas::Atlas;
use vungxanh::domain::day::Day;
use vungxanh::domain::explain::Explained;
use vungxanh::domain::facts::Facts;
use vungxanh::domain::unit::Tier;
use vungxanh::store::Store;
use vungxanh::wire::{ReportInfo, Telling};

const PLAIN: &str = "SELECT r.*, b.t FROM report r JOIN batch b ON b.no = r.batch
    WHERE r.unit = ?1 AND r.day BETWEEN ?2 AND ?3 AND b.t <= ?4 ORDER BY r.day, r.revision";

/// How many communes are asked for.
const COMMUNES: usize = 120;

/// Through the library, on the nation's year.
pub(crate) async fn of_the_nation(table: &mut Table, nation: &Nation, path: &Path) {
    let store = Store::open(&format!("sqlite://{}", path.display())).await.expect("a database");
    let bare = Connection::open(path).expect("a database");
    let last = nation.first.plus(DAYS - 1);
    let known = store.facts_as_of(&nation.register, committed(last)).await.expect("facts");
    let communes: Vec<_> = nation.register.of_tier(Tier::Commune).collect();
    let (mut ours, mut plain) = (Vec::new(), Vec::new());
    for &unit in communes.iter().step_by(communes.len() / COMMUNES) {
        ours.push(told(nation, &store, &known.facts, unit).await);
        let code = nation.register.units()[unit].code.as_str();
        plain.push(rows(&bare, code, (nation.first, last), DAYS));
    }
    store.close().await;
    let what = "a national commune's year with reasons, in the library";
    compared(table, what, &mut ours, &mut plain);
}

/// What the handler does with facts in memory; its answer becomes JSON as well.
async fn told(nation: &Nation, store: &Store, facts: &Facts, unit: usize) -> Duration {
    let begun = Instant::now();
    let (from, to) = (nation.first, nation.first.plus(DAYS - 1));
    let read = (nation.timeline.on(from).params.window_before(from), to);
    let code = &nation.register.units()[unit].code;
    let revisions = store.reports_of(code, read, committed(to)).await.expect("reports");
    let reports: BTreeMap<_, _> = revisions.iter().map(|revision| ((revision.report.day, unit), revision.id)).collect();
    let telling = Telling { register: &nation.register, reports, flags: BTreeMap::new() };
    let days = Explained::days(&nation.timeline, &nation.register, facts, unit, (from, to));
    let traces: Vec<_> = days.map(|explained| telling.past(&explained, unit)).collect();
    let reports: Vec<_> = revisions.iter().map(ReportInfo::from).collect();
    black_box(serde_json::to_vec(&(traces, reports)).expect("JSON"));
    begun.elapsed()
}

/// Through the server, on the shipped province: from the request to the last byte of its answer.
pub(crate) fn of_the_province(table: &mut Table, folder: &Path) {
    let atlas = Atlas::shipped();
    let name = "history.db";
    let server = Server::start(folder, name);
    let first = Day::parse("2021-01-01").expect("a day");
    for days in [0..122, 122..244, 244..DAYS] {
        let before_june = Day::parse("2021-06-01").expect("a day").since(first);
        server.post(&file(&atlas, days.start - before_june, days.end - days.start));
    }
    let bare = Connection::open(folder.join(name)).expect("a database");
    let (mut ours, mut plain) = (Vec::new(), Vec::new());
    let last = first.plus(DAYS - 1);
    for _ in 0..3 {
        for unit in atlas.register.of_tier(Tier::Commune) {
            let code = atlas.register.units()[unit].code.as_str();
            let begun = Instant::now();
            let answer = server.get(&format!("units/{code}/history?traces=true&from={first}&to={last}"));
            ours.push(begun.elapsed());
            assert!(answer.len() > 100_000, "a year of reasons is long");
            plain.push(rows(&bare, code, (first, last), DAYS));
        }
    }
    compared(table, "a shipped commune's year with reasons, over HTTP", &mut ours, &mut plain);
}

fn compared(table: &mut Table, what: &str, ours: &mut [Duration], plain: &mut [Duration]) {
    for percent in [50, 99] {
        let what = format!("{what}, p{percent} (reference: its rows)");
        table.row(what, percentile(ours, percent), percentile(plain, percent), Bound::None);
    }
}

/// The commune's rows, every column, by bare SQLite.
fn rows(database: &Connection, code: &str, (from, to): (Day, Day), at_least: i32) -> Duration {
    let begun = Instant::now();
    let mut select = database.prepare(PLAIN).expect("a statement");
    let mut rows = select.query((code, from.to_string(), to.to_string(), i64::MAX)).expect("rows");
    let mut read = 0;
    while let Some(row) = rows.next().expect("a row") {
        for column in 0..16 {
            _ = black_box(row.get_ref(column).expect("a column"));
        }
        read += 1;
    }
    assert!(read >= at_least, "{read} rows of {code}");
    begun.elapsed()
}
