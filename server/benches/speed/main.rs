//! `make bench`, the server's half: what matters, as ratios against a reference measured in the same
//! run, since machines differ and drift. Ends with a table, and fails where a judged bound is missed.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a measurement that cannot go on fails where it stands")]

/// A report's way to a viewer's socket.
mod delivery;
/// Reading files in each form.
mod forms;
/// Ten thousand rows stored.
mod import;
/// All communes of the country over a year.
mod nation;
/// The same in pandas.
mod pandas;
/// The shipped province over its season.
mod province;
/// The server under measurement.
mod server;
/// What comes out.
mod table;

/// Numbers that look random and are the same in every run.
#[path = "../../../tests/dice.rs"]
mod dice;

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut table = table::Table::default();
    province::rating(&mut table);
    nation::rating(&mut table);
    forms::reading(&mut table);
    let folder = tempfile::tempdir().expect("a folder for the databases");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(delivery::report_to_socket(&mut table, folder.path()));
    import::ten_thousand_rows(&mut table, folder.path());
    if table.print() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
