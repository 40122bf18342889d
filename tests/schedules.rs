//! Random schedules of batches and faults on several servers: killed, paused, cut off from their viewers
//! and from the database, deaf, with the database itself restarted. After each, every watcher has the
//! same board and has been told exactly what moved, each move once and in order.
//! `VUNGXANH_SCHEDULES` says how many, `VUNGXANH_SEED` which.

use crate::dice::Dice;
use crate::home::{Home, own};
use crate::kills::{Known, Sender, number, post};
use crate::postgres::Postgres;
use crate::proxy::{Goal, Mood, Proxy};
use crate::reports::{communes, days};
use crate::server::{App, NOON, PATIENCE, Settings};
use crate::viewer::{digits, standings};
use serde_json::Value;
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use tokio_tungstenite::tungstenite::{Message, client};

const SERVERS: usize = 2;
const WATCHERS: usize = 4;
const STEPS: u64 = 10;
/// So many schedules run at once, each on a database of its own: most of their time they wait for what was cut.
const LANES: usize = 4;
/// A watcher that hears nothing for so long tries another way: a page waits 32 s, and nobody here for that.
const SILENCE: Duration = Duration::from_millis(400);

/// A server with a way to it and one from it to the database.
struct Replica {
    app: Option<App>,
    settings: Settings,
    front: Arc<Proxy>,
    back: Proxy,
    paused: bool,
}

impl Replica {
    fn start(first: &Settings, socket: &std::path::Path) -> Self {
        let back = Proxy::to(Goal::Unix(socket.to_owned()));
        let url = first.url();
        let database = url.split_once('?').unwrap().0.rsplit('/').next().unwrap().to_owned();
        let url = format!("postgres://postgres@{}/{database}?sslmode=disable", back.address());
        let settings = first.clone().flag("--database", &url);
        let app = settings.clone().start();
        let front = Arc::new(Proxy::to(Goal::Tcp(app.address.parse().unwrap())));
        Self { app: Some(app), settings, front, back, paused: false }
    }

    fn app(&self) -> &App {
        self.app.as_ref().unwrap()
    }

    fn kill(&mut self) {
        // It needs the database to start.
        self.heal();
        self.app.take().unwrap().kill();
        let app = self.settings.clone().start();
        self.front.leads(Goal::Tcp(app.address.parse().unwrap()));
        self.app = Some(app);
    }

    fn signal(&mut self, paused: bool) {
        let signal = if paused { "-STOP" } else { "-CONT" };
        let sent = std::process::Command::new("kill").args([signal, &self.app().pid().to_string()]).status();
        assert!(sent.unwrap().success());
        self.paused = paused;
    }

    fn heal(&mut self) {
        if self.paused {
            self.signal(false);
        }
        for way in [&*self.front, &self.back] {
            way.becomes(Mood::Clear);
        }
    }
}

/// What a watcher has seen: its board, and all that it was told.
#[derive(Default)]
struct Seen {
    seq: i64,
    levels: String,
    moves: Vec<(String, Option<u64>, Option<u64>)>,
    came: usize,
}

/// Watches by whichever way works until it has seen the entry that `goal` names, once it names one.
fn watch(ways: &[SocketAddr], goal: &AtomicI64, mut dice: Dice) -> Seen {
    let mut seen = Seen::default();
    let begun = Instant::now();
    while goal.load(Ordering::Acquire) != seen.seq {
        assert!(begun.elapsed() < 2 * PATIENCE, "a watcher is at {} of {goal:?}", seen.seq);
        let way = *dice.one_of(ways);
        // Whatever fails is tried again, as pages do.
        let _ = follow(way, goal, &mut seen);
    }
    seen
}

fn follow(way: SocketAddr, goal: &AtomicI64, seen: &mut Seen) -> Option<()> {
    let stream = TcpStream::connect(way).ok()?;
    stream.set_read_timeout(Some(SILENCE)).ok()?;
    let since = if seen.seq > 0 { format!("?since={}", seen.seq) } else { String::new() };
    let (mut socket, _) = client(format!("ws://{way}/api/v1/live{since}"), stream).ok()?;
    seen.came += 1;
    while goal.load(Ordering::Acquire) != seen.seq {
        if let Message::Text(text) = socket.read().ok()? {
            let frame: Value = serde_json::from_str(&text).unwrap();
            if frame["type"] == "board" {
                seen.take(way, &frame)?;
            }
        }
    }
    Some(())
}

impl Seen {
    /// A page's rules: what is not newer is ignored, and where something lies between, the log is asked.
    fn take(&mut self, way: SocketAddr, frame: &Value) -> Option<()> {
        let (seq, prev) = (frame["seq"].as_i64().unwrap(), frame["prev"].as_i64().unwrap());
        if seq <= self.seq {
            return Some(());
        }
        if self.seq == 0 {
            // The first board is where it begins.
        } else if prev <= self.seq {
            assert_eq!(prev, self.seq, "of the whole province every entry is told");
            self.moves.extend(crate::viewer::moves([frame]));
        } else {
            let entries = missed(way, self.seq, seq)?;
            self.moves.extend(crate::viewer::moves(&entries));
        }
        self.levels = digits(&standings(frame));
        self.seq = seq;
        Some(())
    }
}

/// The entries after one up to another; none where they cannot be had just now.
fn missed(way: SocketAddr, mut since: i64, until: i64) -> Option<Vec<Value>> {
    let mut entries = Vec::new();
    while since < until {
        let agent: ureq::Agent =
            ureq::Agent::config_builder().timeout_global(Some(SILENCE)).max_redirects(0).build().into();
        let mut answer = agent.get(format!("http://{way}/api/v1/changes?since={since}")).call().ok()?;
        let page: Value = serde_json::from_str(&answer.body_mut().read_to_string().ok()?).ok()?;
        let page = page["entries"].as_array()?.iter().filter(|entry| entry["seq"].as_i64() <= Some(until));
        let before = entries.len();
        entries.extend(page.cloned());
        since = entries.last()?["seq"].as_i64()?;
        if entries.len() == before {
            return None;
        }
    }
    Some(entries)
}

/// One fault, or none.
fn disturb(replicas: &mut [Replica], cluster: &Postgres, dice: &mut Dice) {
    let at = usize::try_from(dice.below(replicas.len() as u64)).unwrap();
    let one = &mut replicas[at];
    let moods = [Mood::Late, Mood::Trickle, Mood::Lost, Mood::Shut];
    match dice.below(12) {
        0 => one.front.cut(),
        1 | 2 => one.front.becomes(*dice.one_of(&moods)),
        3 => one.back.cut(),
        4 | 5 => one.back.becomes(*dice.one_of(&moods[..3])),
        6 => one.kill(),
        7 if !one.paused => one.signal(true),
        8 => {
            // Nobody hears a word.
            let deaf = "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'";
            cluster.sql("postgres", deaf, &[]);
        }
        9 => {
            cluster.stop().unwrap();
            cluster.begin().unwrap();
        }
        _ => replicas.iter_mut().for_each(Replica::heal),
    }
}

fn schedule(cluster: &Arc<Postgres>, seed: u64) {
    let mut dice = Dice::new(seed);
    let first = Settings::of(Home::on(cluster.clone(), "")).flag("--clock-start", NOON);
    // A token is made before anything is disturbed.
    let first = first.clone().start().stop();
    let socket = cluster.folder().join(".s.PGSQL.5432");
    let mut replicas: Vec<Replica> = (0..SERVERS).map(|_| Replica::start(&first, &socket)).collect();
    let ways: Vec<SocketAddr> = replicas.iter().map(|one| one.front.address()).collect();
    let mut sender = Sender::new(seed, communes(), days("2021-08-30", "2021-09-05"));
    let (mut known, mut taker, goal) = (Known::default(), 0, AtomicI64::new(-1));
    thread::scope(|scope| {
        let watchers: Vec<_> = (0..WATCHERS as u64)
            .map(|n| {
                let (ways, goal, dice) = (&ways, &goal, Dice::new(seed ^ (n + 1)));
                scope.spawn(move || watch(ways, goal, dice))
            })
            .collect();
        for step in 0..STEPS {
            disturb(&mut replicas, cluster, &mut dice);
            if step + 1 == STEPS {
                replicas.iter_mut().for_each(Replica::heal);
            }
            let batch = sender.next();
            // Sent until someone takes it, to one after another, with one key.
            let mut at = usize::try_from(dice.below(SERVERS as u64)).unwrap();
            let begun = Instant::now();
            loop {
                assert!(begun.elapsed() < PATIENCE, "seed {seed}: nobody takes a file");
                let one = &replicas[at % SERVERS];
                at += 1;
                if !one.paused && post(one.app(), &batch).is_some_and(|answer| answer.status == 201) {
                    // It knows the newest entry; others may still learn of it.
                    taker = (at - 1) % SERVERS;
                    break;
                }
                if begun.elapsed() > PATIENCE / 12 {
                    // All are disturbed at once: what is sent waits until someone mends it.
                    replicas.iter_mut().for_each(Replica::heal);
                }
            }
            known.learn(&batch);
        }
        let newest = replicas[taker].app();
        known.follow(newest);
        goal.store(known.seq, Ordering::Release);
        let log = newest.changes_since(0);
        let board = newest.read("/api/v1/board");
        let levels = digits(board["units"].as_array().unwrap());
        for watcher in watchers {
            let told = watcher.join().unwrap();
            assert_eq!(told.levels, levels, "seed {seed}");
            assert!(log.len() > 1 && told.came > 0);
            let all = crate::viewer::moves(&log);
            assert!(all.ends_with(&told.moves), "seed {seed}: each move once, and in order");
        }
        known.agrees(newest);
    });
}

#[test]
fn whatever_fails_between_them_every_watcher_ends_with_the_same_boards() {
    let (schedules, seed) = (number("VUNGXANH_SCHEDULES", 20), number("VUNGXANH_SEED", 2686));
    println!("VUNGXANH_SCHEDULES={schedules} VUNGXANH_SEED={seed}");
    thread::scope(|scope| {
        for lane in 0..LANES as u64 {
            scope.spawn(move || {
                let Some(cluster) = own() else { return };
                (seed + lane..seed + schedules).step_by(LANES).for_each(|seed| schedule(&cluster, seed));
            });
        }
    });
}
