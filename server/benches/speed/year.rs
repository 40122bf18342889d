//! A year of the nation's reports in the program's own database: every commune reports every day, one
//! batch a day, and one report in twenty is corrected by the batch of a later day. The program makes the
//! schema; the rows are those that it would write, put there by bare SQLite, since that is not measured.

use crate::dice::Dice;
use crate::nation::{DAYS, Nation, figures, next};
use jiff::Timestamp;
use rusqlite::{Connection, Statement, Transaction, params};
use std::path::Path;
use std::time::{Duration, Instant};
use vungxanh::clock;
use vungxanh::domain::day::Day;
use vungxanh::domain::facts::Facts;
use vungxanh::domain::report::{Counts, Figures};
use vungxanh::domain::unit::{Register, Tier};
use vungxanh::store::Store;

const BATCH: &str = "INSERT INTO batch (no, province, t, content_hash, receipt) VALUES (?1, ?2, ?3, ?4, '{}')";
const REPORT: &str = "INSERT INTO report (id, batch, unit, day, revision, origin, f0, f0_isolated, f0_unknown_source,
    f0_special_venue, clusters_unknown_source, clusters_special_venue, f1_community)
    VALUES (?1, ?2, ?3, ?4, ?5, 'row', ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
const ENTRY: &str = "INSERT INTO entry (province, channel, seq, t, day, cause, batch, ruleset, register, levels,
    ranges, marks) VALUES (?1, 'published', ?2, ?3, ?4, 'reports', ?2, ?5, '', ?6, '{}', '{}')";

/// How long after its day a correction may come at most.
const LATEST: u64 = 10;

/// The year as it is stored.
pub(crate) struct Year {
    /// The reports' facts as known after the batches of some days.
    pub(crate) known: Vec<(Day, Facts)>,
    /// How many revisions there are.
    pub(crate) rows: i64,
    /// How long storing them took.
    pub(crate) took: Duration,
}

/// The instant of the batch of a day: eight in the evening.
pub(crate) fn committed(day: Day) -> Timestamp {
    clock::at(day, 20 * 60 * 60)
}

/// Makes the database, and keeps what is known after the batches of `days`.
pub(crate) async fn store(path: &Path, nation: &Nation, days: &[Day]) -> Year {
    Store::open(&format!("sqlite://{}", path.display())).await.expect("a database").close().await;
    let begun = Instant::now();
    let mut database = Connection::open(path).expect("a database");
    let fast = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000";
    database.execute_batch(fast).expect("settings");
    // Two indexes in the order of units would be rewritten from end to end by each day's batch.
    let by_unit: String = database
        .query_row("SELECT sql FROM sqlite_master WHERE name = 'report_by_unit'", [], |row| row.get(0))
        .expect("an index");
    database.execute_batch("DROP INDEX report_by_unit").expect("an index");
    let mut writer = Writer::new(&nation.register);
    let mut known = Vec::new();
    for day in nation.first.through(nation.first.plus(DAYS - 1)) {
        let writing = database.transaction().expect("a transaction");
        writer.batch(&writing, nation, day);
        writing.commit().expect("a commit");
        if days.contains(&day) {
            known.push((day, writer.facts.clone()));
        }
    }
    database.execute_batch(&by_unit).expect("an index");
    Year { known, rows: writer.rows, took: begun.elapsed() }
}

struct Writer {
    dice: Dice,
    communes: Vec<usize>,
    /// How long each commune's outbreak lasts.
    outbreaks: Vec<u64>,
    /// The corrections that are still to come: when, of which commune and day.
    due: Vec<(Day, usize, Day)>,
    facts: Facts,
    batches: i64,
    rows: i64,
}

impl Writer {
    fn new(register: &Register) -> Self {
        let communes: Vec<_> = register.of_tier(Tier::Commune).collect();
        Self {
            dice: Dice::new(2021),
            outbreaks: vec![0; communes.len()],
            communes,
            due: Vec::new(),
            facts: Facts::none(register.units().len()),
            batches: 0,
            rows: 0,
        }
    }

    /// A day's batch: every commune's report of it, the corrections that are due, and the entry.
    fn batch(&mut self, writing: &Transaction, nation: &Nation, day: Day) {
        self.batches += 1;
        let (no, t, of) = (self.batches, committed(day).as_millisecond(), day.to_string());
        let province = nation.register.province().code.as_str();
        writing.execute(BATCH, (no, province, t, format!("{no:064x}"))).expect("a batch");
        let mut insert = writing.prepare(REPORT).expect("a statement");
        for at in 0..self.communes.len() {
            self.outbreaks[at] = next(&mut self.dice, self.outbreaks[at]);
            let figures = figures(&mut self.dice, self.outbreaks[at] > 0);
            self.report(&mut insert, nation, (self.communes[at], day, 1), figures);
            if self.dice.below(20) == 0 {
                let later = i32::try_from(1 + self.dice.below(LATEST)).expect("a few days");
                self.due.push((day.plus(later), self.communes[at], day));
            }
        }
        let due: Vec<_> = self.due.extract_if(.., |(when, ..)| *when == day).collect();
        for (_, unit, about) in due {
            let figures = figures(&mut self.dice, true);
            self.report(&mut insert, nation, (unit, about, 2), figures);
        }
        let levels = "0".repeat(nation.register.units().len());
        writing.execute(ENTRY, (province, no, t, of, &nation.rules.hash, levels)).expect("an entry");
    }

    fn report(&mut self, insert: &mut Statement, nation: &Nation, which: (usize, Day, i64), figures: Figures) {
        let (unit, day, revision) = which;
        self.facts.set(unit, day, &Counts::new(figures).expect("its parts fit"));
        self.rows += 1;
        let code = nation.register.units()[unit].code.as_str();
        let [f0, isolated, unknown, special, unknown_clusters, special_clusters, f1] = figures.values();
        let (id, batch, day) = (self.rows, self.batches, day.to_string());
        let row = params![
            id,
            batch,
            code,
            day,
            revision,
            f0,
            isolated,
            unknown,
            special,
            unknown_clusters,
            special_clusters,
            f1
        ];
        insert.execute(row).expect("a report");
    }
}
