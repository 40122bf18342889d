//! Boards as known at past instants, from a database with a year of the nation's reports, beside a plain
//! query of the same columns of the same rows: by sqlx, as the server reads, and by bare SQLite.

use crate::clocks::OfProcess;
use crate::nation::{DAYS, Nation};
use crate::table::{Bound, Table, percentile};
use crate::year::{self, committed};
use futures_util::TryStreamExt;
use rusqlite::Connection;
use sqlx::SqlitePool;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;
use vungxanh::domain::day::Day;
use vungxanh::domain::facts::Facts;
use vungxanh::domain::rate::rate;
use vungxanh::store::Store;

/// The columns that facts are made of.
const PLAIN: &str = "SELECT r.unit, r.day, r.f0, r.f0_isolated, r.f0_unknown_source, r.f0_special_venue,
    r.clusters_unknown_source, r.clusters_special_venue, r.f1_community
    FROM batch b JOIN report r ON r.batch = b.no WHERE b.province = $1 AND b.t <= $2 ORDER BY b.no";

/// A row of it.
type Row = (String, String, i64, Option<i64>, Option<i64>, Option<i64>, Option<i64>, Option<i64>, Option<i64>);

/// An instant of the year, by the place of its day, and how often it is asked for.
const INSTANTS: [(&str, i32, usize); 3] = [("30 days", 29, 100), ("182 days", 181, 20), ("the year", DAYS - 1, 12)];

/// On the wall, and of the processor.
type Time = (Duration, Duration);

/// The same rows, read in three ways.
#[derive(Default)]
struct Times {
    ours: Vec<Time>,
    sqlx: Vec<Time>,
    bare: Vec<Time>,
}

pub(crate) async fn boards(table: &mut Table, nation: &Nation, path: &Path) {
    let days = INSTANTS.map(|(_, day, _)| nation.first.plus(day));
    let year = year::store(path, nation, &days).await;
    let size = std::fs::metadata(path).expect("a database").len() / 1_000_000;
    println!("the nation's year: {} reports stored in {:.0?}, {size} MB", year.rows, year.took);
    let address = format!("sqlite://{}", path.display());
    let store = Store::open(&address).await.expect("a database");
    let pool = SqlitePool::connect(&address).await.expect("a database");
    let bare = Connection::open(path).expect("a database");
    for ((called, _, rounds), (day, facts)) in INSTANTS.into_iter().zip(&year.known) {
        let mut times = Times::default();
        let of = (nation.register.province().code.as_str(), committed(*day).as_millisecond());
        for _ in 0..rounds {
            times.ours.push(board(table, nation, &store, (*day, facts)).await);
            times.sqlx.push(by_sqlx(&pool, of).await);
            times.bare.push(by_bare_sqlite(&bare, of));
        }
        times.rows(table, called);
    }
    store.close().await;
    pool.close().await;
}

impl Times {
    fn rows(&self, table: &mut Table, called: &str) {
        let what = format!("the board as known after {called}, processor");
        let least = |times: &[Time]| times.iter().map(|time| time.1).min().unwrap_or_default();
        let (ours, sqlx, bare) = (least(&self.ours), least(&self.sqlx), least(&self.bare));
        let by_sqlx = Bound::Judged("≤ 2 ×", ours <= 2 * sqlx);
        table.row(format!("{what} (reference: sqlx reads the rows)"), ours, sqlx, by_sqlx);
        let by_bare = Bound::Told("≤ 2 ×", ours <= 2 * bare);
        table.row(format!("{what} (reference: bare SQLite reads the rows)"), ours, bare, by_bare);
        // Of few rounds no hundredth can be told.
        let worst = if self.ours.len() < 100 { ("slowest", 100) } else { ("p99", 99) };
        for (client, theirs) in [("sqlx", &self.sqlx), ("bare SQLite", &self.bare)] {
            for (which, percent) in [("p50", 50), worst] {
                let wall = |times: &[Time]| percentile(&mut times.iter().map(|it| it.0).collect::<Vec<_>>(), percent);
                let (ours, theirs) = (wall(&self.ours), wall(theirs));
                let what = format!("the same, {which} (reference: {client} reads the rows)");
                table.row(what, ours, theirs, Bound::Told("≤ 2 ×", ours <= 2 * theirs));
            }
        }
    }
}

/// The board of a day as known that evening; what was known must be what the year's writer knew.
async fn board(table: &mut Table, nation: &Nation, store: &Store, (day, facts): (Day, &Facts)) -> Time {
    let begun = OfProcess::begin();
    let known = store.facts_as_of(&nation.register, committed(day)).await.expect("facts");
    black_box(rate(&nation.rules, &nation.register, &known.facts, day));
    let took = begun.elapsed();
    if known.facts != *facts {
        table.fault(format!("the facts as known on {day} are not those that were stored"));
    }
    took
}

async fn by_sqlx(pool: &SqlitePool, (province, t): (&str, i64)) -> Time {
    let begun = OfProcess::begin();
    let mut rows = sqlx::query_as::<_, Row>(PLAIN).bind(province).bind(t).fetch(pool);
    while let Some(row) = rows.try_next().await.expect("a row") {
        black_box(row);
    }
    begun.elapsed()
}

fn by_bare_sqlite(database: &Connection, (province, t): (&str, i64)) -> Time {
    let begun = OfProcess::begin();
    let mut select = database.prepare(PLAIN).expect("a statement");
    let mut rows = select.query((province, t)).expect("rows");
    while let Some(row) = rows.next().expect("a row") {
        for text in 0..2 {
            black_box(row.get_ref(text).expect("a column").as_str().expect("a text"));
        }
        for number in 2..9 {
            black_box(row.get::<_, Option<i64>>(number).expect("a number"));
        }
    }
    begun.elapsed()
}
