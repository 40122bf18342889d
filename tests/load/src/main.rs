//! The load on delivery: thousands of viewers at once, each checking every frame, beside references in
//! the same run. `vungxanh-load` measures everything and fails where a judged bound is missed; its
//! other words are the processes it needs: `bound` and `axum` (references), `echo` (for a conformance
//! suite, which `conformance` runs), `session` (viewers of one of them).

#![expect(clippy::panic, clippy::unwrap_used, reason = "a measurement that cannot go on fails where it stands")]

/// The least that sending costs.
mod bound;
/// Many changes at once.
mod bursts;
/// A suite of others.
mod conformance;
/// Many viewers.
mod crowd;
/// Sockets that say everything back.
mod echo;
/// One thing to everyone.
mod fan_out;
/// What viewers take of the server's memory.
mod memory;
/// A register as large as the country's.
mod nation;
/// Where it runs.
mod place;
/// axum as it comes.
mod plain;
/// What a server tells whose viewers are told of it by another.
mod replicas;
/// A target with its viewers.
mod session;
/// Viewers who do not read.
mod slow;
/// Everyone at once, after the server died.
mod storm;
/// Who is measured.
mod target;
/// What a process uses.
mod usage;
/// One viewer.
mod viewer;

/// A throw-away PostgreSQL.
#[path = "../../postgres.rs"]
#[expect(dead_code, reason = "the tests stop theirs and start it again")]
mod postgres;

/// What comes out.
#[path = "../../../server/benches/speed/table.rs"]
#[expect(dead_code, reason = "the other half of the bench uses all of it")]
mod table;

use std::process::ExitCode;
use target::Kind;

fn main() -> ExitCode {
    let words: Vec<_> = std::env::args().skip(1).collect();
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["bound"] => bound::serve().expect("the bound"),
        ["axum"] => plain::serve().expect("the reference"),
        ["echo"] => echo::serve().expect("the echo"),
        ["session", kind, viewers, rest] => {
            let kind = Kind::named(kind).expect("a target");
            session::serve(kind, viewers.parse().expect("a number"), rest);
        }
        ["conformance"] => return conformance::prove(),
        _ => return measure(&words),
    }
    ExitCode::SUCCESS
}

/// A part of the measurement.
type Part = fn(&mut table::Table);

/// Measures all of it, or what is named.
fn measure(named: &[&str]) -> ExitCode {
    let Some(place) = place::take() else {
        println!("skipped: delivery is measured on two cores, one for the server, by taskset");
        return ExitCode::SUCCESS;
    };
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!("the machine's load before: {}; {}", load.trim(), place.told());
    let mut table = table::Table::default();
    let parts: [(&str, Part); 6] = [
        ("fan-out", fan_out::measure),
        ("memory", memory::measure),
        ("bursts", bursts::measure),
        ("storm", storm::measure),
        ("slow", slow::measure),
        ("replicas", replicas::measure),
    ];
    for (name, part) in parts {
        if named.is_empty() || named.contains(&name) {
            part(&mut table);
        }
    }
    if table.print() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
