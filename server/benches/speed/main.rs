//! `make bench`, the server's half: what matters, as ratios against a reference measured in the same
//! run, since machines differ and drift. Ends with a table, and fails where a judged bound is missed.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a measurement that cannot go on fails where it stands")]

/// Processor time.
mod clocks;
/// A report's way to a viewer's socket.
mod delivery;
/// When a level could fall.
mod falls;
/// Reading files in each form.
mod forms;
/// A commune's year with reasons.
mod history;
/// Ten thousand rows stored.
mod import;
/// All communes of the country over a year.
mod nation;
/// The same in pandas.
mod pandas;
/// Boards as known at past instants.
mod past;
/// A PostgreSQL for a while.
#[path = "../../../tests/postgres.rs"]
#[expect(dead_code, reason = "only journeys stop it and start it again")]
mod postgres;
/// The shipped province over its season.
mod province;
/// What a run writes, and its removal.
mod scratch;
/// The server under measurement.
mod server;
/// What comes out.
mod table;
/// The nation's levels in SQL.
mod windows;
/// A year of the nation's reports in a database.
mod year;

/// Numbers that look random and are the same in every run.
#[path = "../../../tests/dice.rs"]
mod dice;

use std::process::ExitCode;

fn main() -> ExitCode {
    // `cargo bench` passes a flag of its own.
    let parts: Vec<_> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let asked = |part: &str| parts.is_empty() || parts.iter().any(|asked| asked == part);
    let mut table = table::Table::default();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let folder = scratch::folder(&runtime);
    if asked("province") {
        province::rating(&mut table);
    }
    if ["nation", "falls", "windows", "past"].into_iter().any(asked)
        && let Some(nation) = nation::Nation::beside(&mut table)
    {
        if asked("nation") {
            nation::rating(&mut table, &nation);
        }
        if asked("falls") {
            falls::of_the_nation(&mut table, &nation);
        }
        if asked("windows") {
            windows::recomputing(&mut table, &nation);
        }
        if asked("past") {
            let year = tempfile::tempdir().expect("a folder for the year");
            let database = year.path().join("year.db");
            runtime.block_on(past::boards(&mut table, &nation, &database));
            runtime.block_on(history::of_the_nation(&mut table, &nation, &database));
        }
    }
    if asked("falls") {
        falls::of_the_province(&mut table, folder.path());
    }
    if asked("history") {
        history::of_the_province(&mut table, folder.path());
    }
    if asked("forms") {
        forms::reading(&mut table);
    }
    if asked("delivery") {
        runtime.block_on(delivery::report_to_socket(&mut table, folder.path()));
    }
    if asked("import") {
        import::ten_thousand_rows(&mut table, folder.path());
    }
    if table.print() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
