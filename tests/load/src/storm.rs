//! The server dies with 10,000 viewers, who all come back the moment it listens again.

use crate::session::Session;
use crate::table::{Bound, Table, percentile};
use crate::target::Kind;
use crate::usage;
use std::time::Duration;

const VIEWERS: usize = 10_000;
const ROUNDS: usize = 5;
const BOUND: Duration = Duration::from_millis(800);

pub(crate) fn measure(table: &mut Table) {
    let mut session = Session::start(Kind::Ours, &[], "");
    session.crowd.come(VIEWERS);
    let (mut times, mut spent) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        session.round();
        let crowd = &mut session.crowd;
        let listens = session.target.strike(|| crowd.until_away(|_| true));
        let before = usage::spent(session.target.pid());
        session.crowd.knock(usize::MAX);
        times.push(listens.elapsed());
        spent.push(usage::spent(session.target.pid()).since(&before));
        let current = session.crowd.viewers.iter().all(|viewer| viewer.seen == Some(session.seq));
        if !current {
            table.fault("after a storm not everyone is current".to_owned());
        }
        session.fault().into_iter().for_each(|fault| table.fault(fault));
    }
    let (time, spent) = (percentile(&mut times, 50), percentile(&mut spent, 50));
    let what = "storm: 10,000 are back and current after the server listens, median (reference: 0.8 s)";
    table.row(what, time, BOUND, Bound::Told("≤ 0.8 s", time <= BOUND));
    let what = "storm: processor of the server for it, median (reference: 0.8 s)";
    table.row(what, spent, BOUND, Bound::Judged("≤ 0.8 s", spent <= BOUND));
}
