//! One change to everyone: processor time of the server for each viewer, and how long the last one
//! waits. All targets have their viewers at once and take turns, so that what the machine does
//! beside falls on all of them.

use crate::session::{Remote, Round, Session};
use crate::table::{Bound, Table, percentile};
use crate::target::{Kind, has_nchan};
use std::time::Duration;

const ROUNDS: usize = 31;
/// Rounds before those that count.
const WARM: usize = 3;

pub(crate) fn measure(table: &mut Table) {
    if !has_nchan() {
        table.skip("nginx with Nchan is not there (apt-get install libnginx-mod-nchan)".to_owned());
    }
    let rest = frame_behind_its_numbers();
    let mut each = Vec::new();
    for viewers in [1_000, 10_000, 19_000] {
        each.push(with(table, viewers, &rest));
    }
    let (least, most) = each.iter().fold((f64::MAX, 0.0_f64), |(least, most), &it| (least.min(it), most.max(it)));
    let spread = most - least;
    table.sizes("memory a viewer at 1,000 to 19,000: most (reference: least)", most, least, {
        Bound::Judged("linear: within 1 KiB", spread <= 1024.0)
    });
}

/// What one of our frames says behind its numbers; the references send the same bytes.
pub(crate) fn frame_behind_its_numbers() -> String {
    let mut session = Session::start(Kind::Ours, &[], "");
    session.crowd.come(1);
    session.crowd.tally.text = Some(String::new());
    session.round();
    let text = session.crowd.tally.text.take().expect("it is kept");
    let (_, rest) = text.split_once(r#","t":"#).expect("a board tells its instant");
    format!(r#""t":{rest}"#)
}

fn with(table: &mut Table, viewers: usize, rest: &str) -> f64 {
    let kinds = Kind::ALL.into_iter().filter(|&kind| kind != Kind::Nchan || has_nchan());
    let mut sessions: Vec<_> = kinds.map(|kind| Remote::start(kind, viewers, rest)).collect();
    let mut rounds: Vec<Vec<Round>> = vec![Vec::new(); sessions.len()];
    for round in 0..WARM + ROUNDS {
        for (session, rounds) in sessions.iter_mut().zip(&mut rounds) {
            let done = session.round();
            if round >= WARM {
                rounds.push(done);
            }
        }
    }
    let column = |at: usize, what: fn(&Round) -> Duration| rounds[at].iter().map(what).collect::<Vec<_>>();
    let count = u32::try_from(viewers).expect("a few thousand");
    let ours = percentile(&mut column(0, |round| round.spent), 50) / count;
    for (at, session) in sessions.iter().enumerate().skip(1) {
        let name = session.kind.name();
        let theirs = percentile(&mut column(at, |round| round.spent), 50) / count;
        let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
        // Among a thousand viewers the request itself is a good part of it all.
        let bound = match session.kind {
            Kind::Bound if viewers >= 10_000 => Bound::Judged("≤ 1.15 ×", ratio <= 1.15),
            Kind::Nchan if viewers >= 10_000 => Bound::Judged("below it", ratio < 1.0),
            _ => Bound::None,
        };
        table.row(format!("{viewers} viewers: processor a message, median (reference: {name})"), ours, theirs, bound);
        let aim = if session.kind == Kind::Bound { ("≤ 1.10 ×", 1.10) } else { ("≤ 1.0 ×", 1.0) };
        for percent in [50, 99] {
            let mut ours = column(0, |round| round.last);
            let mut theirs = column(at, |round| round.last);
            let (ours, theirs) = (percentile(&mut ours, percent), percentile(&mut theirs, percent));
            let held = ours.as_secs_f64() <= aim.1 * theirs.as_secs_f64();
            let what = format!("{viewers} viewers: request to the last viewer's frame, p{percent} (reference: {name})");
            table.row(what, ours, theirs, Bound::Told(aim.0, held));
        }
        table.sizes(
            format!("{viewers} viewers: memory each, idle (reference: {name})"),
            sessions[0].each,
            session.each,
            if session.kind == Kind::Bound {
                Bound::Judged("≤ 4 KiB", sessions[0].each <= 4096.0)
            } else {
                Bound::None
            },
        );
    }
    sessions[0].each
}
