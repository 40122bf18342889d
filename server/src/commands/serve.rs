//! `serve`: open the database, take up the boards, listen, and leave cleanly.

use super::{CommandError, atlas, timeline};
use crate::atlas::Atlas;
use crate::clock::Clock;
use crate::config::{Serve, Viewers};
use crate::demo::Demo;
use crate::domain::rules::timeline::Timeline;
use crate::http::{self, App, Aside, Carried, Metrics, Shelf};
use crate::ingest::{Desk, follow};
use crate::live::{Gate, Room, Shards};
use crate::meters::Meters;
use crate::store::Store;
use axum::serve::ListenerExt;
use ipnet::IpNet;
use std::collections::HashSet;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::net::{TcpListener, TcpSocket};
use tokio::task::JoinSet;
use tokio::time::Instant;
use tracing::{info, warn};

/// Connections that wait to be accepted: after a restart every open page comes back at once.
const BACKLOG: u32 = 4096;
/// Files that the server may need beside its viewers': the database's, and those of requests under way.
const OTHER_FILES: u64 = 512;
/// How long requests may take to end once the server stops.
const DRAIN: Duration = Duration::from_secs(10);

pub(super) async fn run(args: Serve) -> Result<(), CommandError> {
    let (atlases, timeline) = (atlases(&args.grounds.geodata)?, timeline(&args.grounds.rules)?);
    let listener = listen(args.listen)?;
    let metrics = args.metrics_listen.map(listen).transpose()?;
    let store = Store::open(&args.database).await?.claimed()?;
    let clock = match args.clock_start {
        None => Clock::wall(),
        Some(start) => Clock::simulated(start.max(store.last_instant().await?.unwrap_or(start)), 1.0),
    };
    let meters = Meters::start();
    let (shards, gate, proxies) = doors(&args.viewers)?;
    let mut provinces = Vec::new();
    for atlas in atlases {
        let (store, clock, shards) = (store.clone(), clock.clone(), shards.clone());
        let desk = Desk::open(store, atlas.clone(), timeline.clone(), clock, shards, false).await?;
        provinces.push((atlas, desk));
    }
    let shared = Shared {
        timeline,
        clock,
        store,
        meters,
        demo: None,
        gate,
        proxies,
        public_url: args.public_url.map(Into::into),
    };
    until_stopped(listener, metrics, &shared.among(provinces), &shards).await
}

/// The provinces of some folders, no unit in two of them; without one, that which is built in.
fn atlases(folders: &[PathBuf]) -> Result<Vec<Arc<Atlas>>, CommandError> {
    let atlases = match folders {
        [] => vec![atlas(None)?],
        folders => folders.iter().map(|folder| atlas(Some(folder))).collect::<Result<_, _>>()?,
    };
    let mut seen = HashSet::new();
    for unit in atlases.iter().flat_map(|atlas| atlas.register.units()) {
        if !seen.insert(&unit.code) {
            return Err(CommandError::Twice(unit.code.clone(), unit.name.clone()));
        }
    }
    Ok(atlases)
}

/// What all provinces of a server have in common.
pub(super) struct Shared {
    pub(super) timeline: Arc<Timeline>,
    pub(super) clock: Clock,
    pub(super) store: Store,
    pub(super) meters: Meters,
    pub(super) demo: Option<Demo>,
    pub(super) gate: Gate,
    pub(super) proxies: Arc<[IpNet]>,
    pub(super) public_url: Option<Arc<str>>,
}

impl Shared {
    /// What handlers work with, for each province.
    pub(super) fn among(self, provinces: Vec<(Arc<Atlas>, Desk)>) -> Vec<App> {
        let carried = provinces.iter().enumerate().map(|(place, (atlas, desk))| {
            let province = atlas.register.province();
            let path = Carried::path(place, &province.code);
            let (hub, atlas) = (desk.hub().clone(), atlas.clone());
            Carried { code: province.code.clone(), name: province.name.clone(), path, hub, atlas }
        });
        let (carried, what_if) = (carried.collect::<Arc<[_]>>(), Aside::default());
        let app = |(atlas, desk): (Arc<Atlas>, Desk)| App {
            pictures: Arc::new(Shelf::of(atlas.clone())),
            atlas,
            timeline: self.timeline.clone(),
            clock: self.clock.clone(),
            store: self.store.clone(),
            desk,
            meters: self.meters.clone(),
            demo: self.demo.clone(),
            what_if: what_if.clone(),
            boards: Arc::default(),
            gate: self.gate.clone(),
            proxies: self.proxies.clone(),
            public_url: self.public_url.clone(),
            carried: carried.clone(),
        };
        provinces.into_iter().map(app).collect()
    }
}

/// What viewers come in by: threads for their sockets, room for as many as may come, and who is believed
/// about where they come from.
pub(super) fn doors(args: &Viewers) -> Result<(Shards, Gate, Arc<[IpNet]>), CommandError> {
    let files = rlimit::increase_nofile_limit(u64::MAX)?;
    let room = usize::try_from(files.saturating_sub(OTHER_FILES)).unwrap_or(usize::MAX).max(1);
    let all = args.viewers.map_or(room, |viewers| viewers as usize);
    if all > room {
        warn!(viewers = all, room, "fewer files may be open than viewers are to be let in");
    }
    let threads = std::thread::available_parallelism().map_or(1, Into::into);
    let shards = Shards::start(threads, Duration::from_secs(args.stall_timeout))?;
    let gate = Gate::new(Room { all, address: args.viewers_per_address as usize });
    Ok((shards, gate, args.proxy.clone().into()))
}

/// Binds an address.
pub(super) fn listen(address: SocketAddr) -> Result<TcpListener, CommandError> {
    let bind = || {
        let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
        socket.set_reuseaddr(true)?;
        socket.bind(address)?;
        socket.listen(BACKLOG)
    };
    bind().map_err(|error| CommandError::Listen(address, error))
}

/// Serves until a signal comes, then lets requests end and tells sockets to come back later.
pub(super) async fn until_stopped(
    listener: TcpListener,
    metrics: Option<TcpListener>,
    apps: &[App],
    shards: &Shards,
) -> Result<(), CommandError> {
    let Some(app) = apps.first() else { return Ok(()) };
    let store = app.store.clone();
    let desks: Vec<_> = apps.iter().map(|app| app.desk.clone()).collect();
    let mut behind = JoinSet::new();
    for desk in desks.clone() {
        behind.spawn(async move { desk.keep_days().await });
    }
    let meters = app.meters.clone();
    behind.spawn(async move { meters.keep().await });
    let place = if metrics.is_some() { Metrics::Elsewhere } else { Metrics::Here };
    if let Some(listener) = metrics {
        info!(address = %listener.local_addr()?, "metrics");
        let serving = axum::serve(listener, http::metrics_router(app.clone()));
        // It is read to the last: it ends with the process.
        tokio::spawn(async move { serving.await });
    }
    // Heard before anyone is told where we listen: who may stop us then is answered as one who may later.
    let mut stopping = signal()?;
    {
        use std::io::Write;
        // Whoever started us may read this line and go; a closed pipe is no reason to stop.
        let _ = writeln!(std::io::stdout(), "listening on http://{}", listener.local_addr()?);
    }
    let stop = shards.stop().clone();
    let signals = shards.clone();
    let (meters, begun) = (app.meters.clone(), Arc::new(OnceLock::new()));
    let told = begun.clone();
    tokio::spawn(async move {
        stopping.recv().await;
        let viewers = meters.viewers();
        info!(viewers, "stopping");
        let _ = told.set((viewers, Instant::now()));
        signals.close().await;
    });
    let asked = stop.clone();
    // A frame is small and must not wait for the acknowledgement of the one before.
    let listener = listener.tap_io(|stream| {
        // Where it cannot be set, frames are late, not lost.
        let _ = stream.set_nodelay(true);
    });
    let router = http::router(apps, place);
    let serving = axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(async move { asked.cancelled().await });
    let drained = async {
        stop.cancelled().await;
        tokio::time::sleep(DRAIN).await;
    };
    tokio::select! {
        ended = async { serving.await } => ended?,
        () = drained => info!("some requests did not end in time"),
        error = follow(&store, &desks) => return Err(error.into()),
    }
    behind.abort_all();
    shards.close().await;
    store.close().await;
    if let Some((viewers, since)) = begun.get() {
        let took_ms = u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX);
        info!(viewers, took_ms, "stopped: viewers told to come back, everything closed");
    }
    Ok(())
}

/// Hears of the first signal to stop.
fn signal() -> Result<tokio::sync::mpsc::Receiver<()>, CommandError> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let (tell, heard) = tokio::sync::mpsc::channel(1);
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        let _ = tell.send(()).await;
    });
    Ok(heard)
}
