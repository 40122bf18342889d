//! `demo`: a server on a throw-away database with a season replayed through it.

use super::serve::{Shared, doors, listen, until_stopped};
use super::{CommandError, atlas, timeline};
use crate::config::DemoArgs;
use crate::demo::Demo;
use crate::domain::day::Day;
use crate::ingest::Desk;
use crate::meters::Meters;
use crate::store::Store;
use jiff::civil::date;

pub(super) async fn run(args: DemoArgs) -> Result<(), CommandError> {
    let (atlas, timeline) = (atlas(args.ground.geodata.as_deref())?, timeline(&args.ground.rules)?);
    let demo = Demo::new(&atlas, Day::from(date(2021, 7, 1)), args.seconds_per_day)?;
    let listener = listen(args.listen)?;
    // The folder goes when the command ends, and its database with it.
    let folder = tempfile::tempdir()?;
    let store = Store::open(&format!("sqlite://{}/demo.db", folder.path().display())).await?;
    let meters = Meters::start();
    let (shards, gate, proxies) = doors(&args.viewers)?;
    let (clock, sockets) = (demo.clock().clone(), shards.clone());
    let desk = Desk::open(store.clone(), atlas.clone(), timeline.clone(), clock, sockets, true).await?;
    let (tell, ready) = tokio::sync::oneshot::channel();
    tokio::spawn({
        let (demo, desk) = (demo.clone(), desk.clone());
        async move { demo.replay(&desk, tell).await }
    });
    // An error would mean that the season is over already: there is a map to show all the same.
    let _ = ready.await;
    let clock = demo.clock().clone();
    let shared = Shared { timeline, clock, store, meters, demo: Some(demo), gate, proxies, public_url: None };
    until_stopped(listener, None, &shared.among(vec![(atlas, desk)]), &shards).await
}
