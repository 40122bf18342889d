//! 10,000 rows through the server, from the request to its answer, commit included, beside what bare
//! SQLite takes for them: the same durability, a statement prepared once, one transaction, nothing
//! read, checked, rated or told. Once into a table without a key, the least there is, and once into
//! the server's own tables, with their keys: the least that keeping reports takes.

use crate::server::{Server, file};
use crate::table::{Bound, Table, percentile};
use std::path::Path;
use std::time::{Duration, Instant};
use vungxanh::atlas::Atlas;

const KEYLESS: &str = "CREATE TABLE row (id BIGINT, unit TEXT, day TEXT, f0 BIGINT, unknown BIGINT)";
const OWN: &str = concat!(
    include_str!("../../../migrations/0001_reports_and_change_log.sql"),
    "INSERT INTO batch (no, province, t, content_hash, receipt) VALUES (1, '58', 0, '', '')"
);
const INTO_KEYLESS: &str = "INSERT INTO row VALUES (?1, ?2, ?3, ?4, ?5)";
const INTO_OWN: &str = "INSERT INTO report (id, batch, unit, day, revision, origin, f0, f0_unknown_source)
    VALUES (?1, 1, ?2, ?3, 1, 'row', ?4, ?5)";

pub(crate) fn ten_thousand_rows(table: &mut Table, folder: &Path) {
    let atlas = Atlas::shipped();
    let body = file(&atlas, 0, 154).lines().take(10_001).collect::<Vec<_>>().join("\n");
    let (mut ours, mut keyless, mut own) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..9 {
        let server = Server::start(folder, &format!("import{round}.db"));
        let begun = Instant::now();
        server.post(&body);
        ours.push(begun.elapsed());
        keyless.push(bare_insert(&folder.join(format!("keyless{round}.db")), KEYLESS, INTO_KEYLESS, &body));
        own.push(bare_insert(&folder.join(format!("own{round}.db")), OWN, INTO_OWN, &body));
    }
    let ours = percentile(&mut ours, 0);
    for (into, mut bare) in [("a table without a key", keyless), ("our own tables", own)] {
        let bare = percentile(&mut bare, 0);
        let what = format!("import of 10,000 rows, fastest (reference: bare SQLite, {into})");
        table.row(what, ours, bare, Bound::Told("≤ 5 ×", ours <= 5 * bare));
    }
}

/// The rows are read before the time begins.
fn bare_insert(path: &Path, schema: &str, insert: &str, body: &str) -> Duration {
    let mut database = rusqlite::Connection::open(path).expect("a database");
    database.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL").expect("a setting");
    database.execute_batch("PRAGMA foreign_keys = ON").expect("a setting");
    database.execute_batch(schema).expect("tables");
    let number = |cell: &str| cell.parse::<i64>().expect("a number");
    let cells = body.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    let rows: Vec<_> = (1_i64..).zip(cells).map(|(id, it)| (id, it[0], it[1], number(it[2]), number(it[3]))).collect();
    let begun = Instant::now();
    let writing = database.transaction().expect("a transaction");
    let mut insert = writing.prepare(insert).expect("a statement");
    for row in &rows {
        insert.execute(*row).expect("an insert");
    }
    drop(insert);
    writing.commit().expect("a commit");
    begun.elapsed()
}
