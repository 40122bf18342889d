//! What 10,000 viewers take of the server's memory: idle, after frames of a whole country, and after
//! all of them left and came back at once.

use crate::session::Session;
use crate::table::{Bound, Table};
use crate::target::Kind;
use crate::{nation, usage};
use std::time::Duration;

const VIEWERS: usize = 10_000;

pub(crate) fn measure(table: &mut Table) {
    let folder = nation::folder();
    let folder = folder.path().to_str().expect("a path");
    let mut session = Session::start(Kind::Ours, &["--geodata", folder], "");
    // What rating a nation takes is there before anyone comes.
    for _ in 0..10 {
        session.round();
    }
    let without = usage::memory(session.target.pid());
    session.crowd.come(VIEWERS);
    let settle = |session: &mut Session| {
        session.crowd.idle(Duration::from_millis(500));
        session.each(without)
    };
    let idle = settle(&mut session);
    for _ in 0..10 {
        session.round();
    }
    let burst = settle(&mut session);
    for _ in 0..3 {
        session.crowd.leave();
        session.crowd.knock(usize::MAX);
    }
    let storm = settle(&mut session);
    table.sizes("memory a viewer of a nation, idle (reference: 4 KiB)", idle, 4096.0, {
        Bound::Judged("≤ 4 KiB", idle <= 4096.0)
    });
    for (when, each) in [("ten frames of 12 kB", burst), ("three storms", storm)] {
        let what = format!("memory a viewer of a nation, after {when} (reference: idle)");
        table.sizes(what, each, idle, Bound::Judged("≤ 5 KiB", each <= 1.25 * 4096.0));
    }
    session.fault().into_iter().for_each(|fault| table.fault(fault));
}
