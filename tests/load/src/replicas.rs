//! Three servers on one PostgreSQL: from a report at one to the last viewer at another, beside a server
//! that is alone with as many viewers on a database of the same cluster.

use crate::crowd::Crowd;
use crate::postgres::Postgres;
use crate::session::Session;
use crate::table::{Bound, Table, percentile};
use crate::target::{Kind, Target};

const VIEWERS: usize = 2_000;
const ROUNDS: usize = 101;
/// Rounds before those that count.
const WARM: usize = 5;
/// As a cluster comes, but for what a single machine's measurement does not need.
const SETTINGS: &str = "-c shared_buffers=64MB -c max_connections=100";

pub(crate) fn measure(table: &mut Table) {
    let cluster = match Postgres::start(SETTINGS) {
        Ok(cluster) => cluster,
        Err(why) => return table.skip(format!("three servers on one database: {why}")),
    };
    let on = |name: &str| {
        cluster.sql("postgres", &format!("CREATE DATABASE {name} TEMPLATE template0"), &[]);
        Target::start(Kind::Ours, &[], Some(cluster.url(name)))
    };
    let mut alone = Session::of(on("alone"), "");
    let mut among = Session::of(on("among"), "");
    let beside = [(); 2].map(|()| Target::start(Kind::Ours, &[], Some(cluster.url("among"))));
    among.crowd = Crowd::new(beside[0].address, Kind::Ours.path(), true);
    let (mut there, mut here) = (Vec::new(), Vec::new());
    for session in [&mut alone, &mut among] {
        session.crowd.come(VIEWERS);
    }
    for round in 0..WARM + ROUNDS {
        let (far, near) = (among.round().last, alone.round().last);
        if round >= WARM {
            there.push(far);
            here.push(near);
        }
    }
    for (percent, bound) in [(50, 1.0), (99, 2.0)] {
        let (there, here) = (percentile(&mut there, percent), percentile(&mut here, percent));
        let held = there.as_secs_f64() <= bound * here.as_secs_f64();
        let bound = if percent == 99 { Bound::Told("≤ 2 ×", held) } else { Bound::None };
        let what = format!("report at one of three, last of 2,000 at another, p{percent} (reference: alone)");
        table.row(what, there, here, bound);
    }
    [&alone, &among].into_iter().filter_map(Session::fault).for_each(|fault| table.fault(fault));
}
