//! The nation's levels after a parameter changed, all of the year, beside the same in SQL window functions
//! on PostgreSQL (`nation.sql`), whose levels must be ours. Both have their rows at hand before the time
//! begins: we in memory, it loaded, in the order of the windows, indexed, vacuumed and analysed.

use crate::nation::{DAYS, Nation, difference};
use crate::postgres::Postgres;
use crate::table::{Bound, Table};
use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};
use vungxanh::domain::facts::{Cell, Clusters};
use vungxanh::domain::rules::RuleSet;
use vungxanh::domain::rules::timeline::Timeline;
use vungxanh::domain::unit::Tier;

/// The parameter that changed: the smallest cluster.
const CLUSTER: u32 = 3;
const ROUNDS: usize = 3;

/// Memory and workers as on a server that does this work, and nothing that waits for a disk.
const SETTINGS: &str = "-c synchronous_commit=off -c wal_level=minimal -c max_wal_senders=0 -c max_wal_size=8GB
    -c autovacuum=off -c shared_buffers=2GB -c work_mem=512MB -c maintenance_work_mem=512MB
    -c effective_cache_size=6GB -c random_page_cost=1.1 -c max_parallel_workers=8
    -c max_parallel_workers_per_gather=4";
const DATABASE: &str = "postgres";
const TABLES: &str = "
    CREATE UNLOGGED TABLE cell (unit integer, day integer, reported boolean, known integer, unknown integer,
        special integer, open integer, f1 integer, unknown_told boolean, special_told boolean);
    CREATE UNLOGGED TABLE border (unit integer, other integer);
    CREATE UNLOGGED TABLE belongs (unit integer, parent integer);";
const INDEXES: &str = "
    ALTER TABLE cell ADD PRIMARY KEY (unit, day);
    ALTER TABLE border ADD PRIMARY KEY (unit, other);
    ALTER TABLE belongs ADD PRIMARY KEY (unit);
    CREATE TABLE below AS SELECT parent AS unit, count(*) AS children FROM belongs GROUP BY parent;
    ALTER TABLE below ADD PRIMARY KEY (unit);";
const FORGET: &str = "DROP TABLE IF EXISTS own, beside_red, of_commune, of_district, of_province;
    DROP FUNCTION IF EXISTS above;";
const LEVELS: &str = "SELECT day, unit, 10 * low + high FROM of_commune
    UNION ALL SELECT day, unit, 10 * low + high FROM of_district
    UNION ALL SELECT day, unit, 10 * low + high FROM of_province";

pub(crate) fn recomputing(table: &mut Table, nation: &Nation) {
    let postgres = match Postgres::start(SETTINGS) {
        Ok(postgres) => postgres,
        Err(why) => return table.skip(format!("the nation's levels in SQL window functions: {why}")),
    };
    println!("the nation's other reference: {}", postgres.sql(DATABASE, "SELECT version()", &[]).trim());
    load(&postgres, nation);
    let mut rules = nation.timeline.on(nation.first).clone();
    rules.params.cluster_min_f0 = CLUSTER;
    let timeline = Timeline::from(rules.clone());
    let ours = (0..7).map(|_| timed(|| _ = black_box(nation.rate(&timeline)))).min().unwrap_or_default();
    let theirs = (0..ROUNDS).map(|_| recompute(&postgres, &rules)).min().unwrap_or_default();
    let levels = levels(&postgres, nation);
    if let Some(fault) = difference(&levels, &nation.levels(&timeline)) {
        table.fault(format!("PostgreSQL and we differ: {fault}"));
    }
    let what = format!("all {} levels for another cluster_min_f0 (reference: SQL windows)", levels.len());
    table.row(what, ours, theirs, Bound::Judged("≤ 1/10", 10 * ours <= theirs));
}

fn timed(work: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    work();
    begun.elapsed()
}

/// The wall's time: it may use every core, we use one.
fn recompute(postgres: &Postgres, rules: &RuleSet) -> Duration {
    postgres.sql(DATABASE, FORGET, &[]);
    let before = rules.params.window_days - 1;
    let variables = [("before", before.to_string()), ("cluster", rules.params.cluster_min_f0.to_string())];
    timed(|| _ = postgres.sql(DATABASE, include_str!("nation.sql"), &variables))
}

/// Hands it the facts as we hold them: every day of a commune from its first report on, the missing ones
/// among them, cells sorted by kind; the borders both ways; who belongs to whom.
fn load(postgres: &Postgres, nation: &Nation) {
    let register = &nation.register;
    let (mut cells, mut borders, mut parents) = (String::new(), String::new(), String::new());
    for unit in register.of_tier(Tier::Commune) {
        for other in register.neighbours(unit) {
            writeln!(borders, "{unit}\t{other}").expect("writing to a string cannot fail");
        }
        let series = nation.facts.of(unit);
        let Some(first) = series.first() else { continue };
        for day in first.since(nation.first)..DAYS {
            row(&mut cells, (unit, day), series.cell(nation.first.plus(day)));
        }
    }
    for unit in 0..register.units().len() {
        if let Some(parent) = register.parent(unit) {
            writeln!(parents, "{unit}\t{parent}").expect("writing to a string cannot fail");
        }
    }
    postgres.sql(DATABASE, TABLES, &[]);
    for (name, rows) in [("cell", cells), ("border", borders), ("belongs", parents)] {
        let file = postgres.folder().join(name);
        std::fs::write(&file, rows).expect("a file");
        postgres.sql(DATABASE, &format!("COPY {name} FROM '{}'", file.display()), &[]);
    }
    postgres.sql(DATABASE, INDEXES, &[]);
    postgres.sql(DATABASE, "VACUUM ANALYZE", &[]);
}

fn row(rows: &mut String, (unit, day): (usize, i32), cell: Option<&Cell>) {
    let told = |clusters| match clusters {
        Clusters::NotTold => "\\N",
        Clusters::Zero => "f",
        Clusters::Some => "t",
    };
    let reported = cell.is_some();
    let Cell { known, unknown, special, open, f1, unknown_clusters, special_clusters, .. } =
        cell.copied().unwrap_or_default();
    let clusters = (told(unknown_clusters), told(special_clusters));
    let (unknown_told, special_told) = clusters;
    writeln!(
        rows,
        "{unit}\t{day}\t{reported}\t{known}\t{unknown}\t{special}\t{open}\t{f1}\t{unknown_told}\t{special_told}"
    )
    .expect("writing to a string cannot fail");
}

/// What it came to, as `Nation::levels` has it.
fn levels(postgres: &Postgres, nation: &Nation) -> Vec<u8> {
    let units = nation.register.units().len();
    let days = usize::try_from(DAYS).expect("a year");
    let mut levels = vec![0; days * units];
    for line in postgres.sql(DATABASE, LEVELS, &[]).lines() {
        let numbers: Vec<usize> = line.split('|').map(|number| number.parse().expect("a number")).collect();
        levels[numbers[0] * units + numbers[1]] = u8::try_from(numbers[2]).expect("a level");
    }
    levels
}
