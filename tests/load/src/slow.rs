//! A tenth of the viewers do not read: what the others notice, what they cost, and what they find when
//! they read on.

use crate::session::Session;
use crate::table::{Bound, Table, percentile};
use crate::target::{Kind, Target};
use crate::usage;
use std::time::{Duration, Instant};

const VIEWERS: usize = 2_000;
/// How long one who takes nothing is kept.
const STALL: Duration = Duration::from_secs(40);
/// Commits of 65 changes in which nothing more fits between the server and those who do not read.
const FULL: usize = 5;
const ROUNDS: usize = 31;
/// The close code that asks to come again.
const AGAIN: u16 = 1013;

/// Those who do not read.
fn slow(at: usize) -> bool {
    at.is_multiple_of(10)
}

/// Those of them who read on in time.
fn soon(at: usize) -> bool {
    at.is_multiple_of(20)
}

pub(crate) fn measure(table: &mut Table) {
    let mut sessions = ["40", "40"].map(|stall| Session::start(Kind::Ours, &["--stall-timeout", stall], ""));
    for session in &mut sessions {
        session.crowd.come(VIEWERS);
    }
    let [session, calm] = &mut sessions;
    let before = usage::memory(session.target.pid());
    for viewer in session.crowd.viewers.iter_mut().step_by(10) {
        viewer.reads = false;
    }
    let begun = Instant::now();
    let (mut unsent, mut full) = (Vec::new(), 0);
    while full < FULL {
        session.tell(65);
        let more = usage::unsent(session.target.address.port());
        full = if more.len() >= VIEWERS / 10 && more == unsent { full + 1 } else { 0 };
        unsent = more;
    }
    let full = Instant::now();
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        with.extend(session.tell(1).0);
        without.extend(calm.tell(1).0);
    }
    let held = usage::memory(session.target.pid()).saturating_sub(before);
    assert!(begun.elapsed() < STALL, "the slow were let go before they were measured");
    session.crowd.resume(soon);
    session.round();
    session.crowd.idle((STALL + Duration::from_secs(2)).saturating_sub(full.elapsed()));
    session.crowd.resume(slow);
    session.crowd.until_away(|at| slow(at) && !soon(at));
    let closed = session.crowd.tally.closed.clone();
    session.round();
    session.crowd.knock(usize::MAX);
    session.round();
    report(table, &mut with, &mut without, &unsent, held);
    let count = VIEWERS / 20;
    if closed.len() != 1 || closed.get(&AGAIN) != Some(&count) {
        table.fault(format!("{count} who did not read were to be closed with {AGAIN}, and it was {closed:?}"));
    }
    let mut missing = std::mem::take(&mut session.crowd.tally.missing);
    missing.sort_unstable();
    missing.dedup();
    missing.retain(|&gap| !told_by_the_log(&mut session.target, gap));
    session.crowd.tally.missing = missing;
    sessions.iter().filter_map(Session::fault).for_each(|fault| table.fault(fault));
}

fn report(table: &mut Table, with: &mut [Duration], without: &mut [Duration], unsent: &[u64], held: u64) {
    let (with, without) = (percentile(with, 99), percentile(without, 99));
    let what = "2,000 viewers, of whom a tenth do not read: p99 of the others (reference: all read)";
    let held_up = 2 * with <= 3 * without;
    table.row(what, with, without, Bound::Told("≤ 1.5 ×", held_up));
    let count = u32::try_from(VIEWERS / 10).expect("a few");
    let (slow, most) = (unsent.len(), unsent.iter().max().copied().unwrap_or_default());
    println!("{slow} sockets held unsent bytes, at most {most} each; the process grew by {held}");
    // The kernel's own account (`ss --memory`) of so much payload, put together in large pieces, is 1.02 times as much.
    let bytes = |bytes: u64| f64::from(u32::try_from(bytes).expect("less than 4 GB"));
    let each = 1.1 * bytes(most) + bytes(held) / f64::from(count);
    table.sizes("one who does not read: memory, the kernel's included (reference: 256 KiB)", each, 262_144.0, {
        Bound::Judged("≤ 256 KiB", each <= 262_144.0)
    });
}

/// Whether the log has what a frame left out, as a page would ask for it: every entry, once.
fn told_by_the_log(target: &mut Target, (seen, prev): (i64, i64)) -> bool {
    let log = target.get(&format!("/api/v1/changes?since={seen}"));
    let entries = log["entries"].as_array().expect("entries");
    let numbers: Vec<_> = entries.iter().filter_map(|entry| entry["seq"].as_i64()).collect();
    numbers.first() == Some(&(seen + 1))
        && numbers.last() >= Some(&prev)
        && numbers.windows(2).all(|pair| pair[1] == pair[0] + 1)
}
