//! Many changes at once: 65 in one commit beside 65 messages, and every unit of a country.

use crate::fan_out::frame_behind_its_numbers;
use crate::nation;
use crate::session::Session;
use crate::table::{Bound, Table, percentile};
use crate::target::{Kind, has_nchan};
use std::time::Duration;

const VIEWERS: usize = 2_000;
const ROUNDS: usize = 9;
const CHANGES: usize = 65;

pub(crate) fn measure(table: &mut Table) {
    a_province(table);
    a_nation(table);
}

fn a_province(table: &mut Table) {
    if !has_nchan() {
        return table.skip("65 messages through Nchan".to_owned());
    }
    let rest = frame_behind_its_numbers();
    let mut sessions = [Kind::Ours, Kind::Nchan].map(|kind| Session::start(kind, &[], &rest));
    let mut spent = [Vec::new(), Vec::new()];
    for session in &mut sessions {
        session.crowd.come(VIEWERS);
        session.tell(CHANGES);
    }
    for _ in 0..ROUNDS {
        for (session, spent) in sessions.iter_mut().zip(&mut spent) {
            spent.push(session.tell(CHANGES).1);
        }
    }
    let [ours, theirs] = spent.map(|mut spent| percentile(&mut spent, 50));
    let what = "2,000 viewers: processor for a commit of 65 changes (reference: 65 messages in nchan)";
    table.row(what, ours, theirs, Bound::Judged("≤ 1/20", 20 * ours <= theirs));
    sessions.iter().filter_map(Session::fault).for_each(|fault| table.fault(fault));
}

fn a_nation(table: &mut Table) {
    let folder = nation::folder();
    let mut session = Session::start(Kind::Ours, &["--geodata", folder.path().to_str().expect("a path")], "");
    session.crowd.come(VIEWERS);
    let (mut spread, mut last, mut most) = (Vec::new(), Vec::new(), 0);
    for _ in 0..ROUNDS {
        session.crowd.tally = crate::viewer::Tally::default();
        let (times, _) = session.tell(usize::MAX);
        let slowest = times.iter().max().copied().unwrap_or_default();
        let first = times.iter().min().copied().unwrap_or_default();
        spread.push(slowest.checked_sub(first).unwrap());
        last.push(slowest);
        most = most.max(session.crowd.tally.bytes / session.crowd.tally.boards.max(1));
        session.fault().into_iter().for_each(|fault| table.fault(fault));
    }
    let most = f64::from(u32::try_from(most).expect("a frame"));
    table.sizes("every unit of a nation moves: bytes a viewer (reference: 16 kB)", most, 16_000.0, {
        Bound::Judged("≤ 16 kB", most <= 16_000.0)
    });
    let (spread, last) = (percentile(&mut spread, 50), percentile(&mut last, 50));
    let tenth = Duration::from_millis(100);
    let what = "every unit of a nation moves: 2,000 viewers from the first frame to the last (reference: 100 ms)";
    table.row(what, spread, tenth, Bound::Told("≤ 100 ms", spread <= tenth));
    let what = "every unit of a nation moves: request of 11,163 rows to the last viewer (reference: 100 ms)";
    table.row(what, last, tenth, Bound::None);
}
