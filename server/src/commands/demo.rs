//! `demo`: a server on a throw-away database with a season replayed through it.

use super::serve::{doors, listen, until_stopped};
use super::{CommandError, ground};
use crate::config::DemoArgs;
use crate::demo::Demo;
use crate::domain::day::Day;
use crate::http::{App, Aside, Shelf};
use crate::ingest::Desk;
use crate::meters::Meters;
use crate::store::Store;
use jiff::civil::date;
use std::sync::Arc;

pub(super) async fn run(args: DemoArgs) -> Result<(), CommandError> {
    let (atlas, rules) = ground(&args.ground)?;
    let demo = Demo::new(&atlas, Day::from(date(2021, 7, 1)), args.seconds_per_day)?;
    let listener = listen(args.listen)?;
    // The folder goes when the command ends, and its database with it.
    let folder = tempfile::tempdir()?;
    let store = Store::open(&format!("sqlite://{}/demo.db", folder.path().display())).await?;
    let meters = Meters::start();
    let (shards, gate, proxies) = doors(&args.viewers)?;
    let desk = Desk::open(store.clone(), atlas.clone(), rules.clone(), demo.clock().clone(), shards, true).await?;
    let (tell, ready) = tokio::sync::oneshot::channel();
    tokio::spawn({
        let (demo, desk) = (demo.clone(), desk.clone());
        async move { demo.replay(&desk, tell).await }
    });
    // An error would mean that the season is over already: there is a map to show all the same.
    let _ = ready.await;
    let (clock, pictures) = (demo.clock().clone(), Arc::new(Shelf::of(atlas.clone())));
    let what_if = Aside::default();
    let app = App { atlas, rules, clock, store, desk, meters, pictures, demo: Some(demo), what_if, gate, proxies };
    until_stopped(listener, None, app).await
}
