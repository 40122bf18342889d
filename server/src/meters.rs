//! What a server counts while it runs, for Prometheus. Every metric's name stands here once, with
//! its help text; who counts calls a function named by what happened.
//!
//! Figures only, and no label that a visitor can invent: neither memory nor what an outsider reads
//! grows with what people send. `docs/operations.md` says what each means and when to worry.

use jiff::SignedDuration;
use metrics::{
    Counter, Gauge, Histogram, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram,
};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::time::Duration;

const BUILD: &str = "vungxanh_build_info";
const VIEWERS: &str = "vungxanh_viewers";
const LEFT: &str = "vungxanh_viewers_left_total";
const TURNED_AWAY: &str = "vungxanh_viewers_turned_away_total";
const FRAMES: &str = "vungxanh_frames_sent_total";
const BATCHES: &str = "vungxanh_batches_stored_total";
const REPORTS: &str = "vungxanh_reports_stored_total";
const FLAGS: &str = "vungxanh_flags_stored_total";
const REFUSALS: &str = "vungxanh_refusals_total";
const COMMIT: &str = "vungxanh_commit_seconds";
const PUBLISH: &str = "vungxanh_publish_seconds";
const PUSH: &str = "vungxanh_push_seconds";
const BOARD_SEQ: &str = "vungxanh_board_seq";
const BOARD_AGE: &str = "vungxanh_board_age_seconds";
const LOG_AGE: &str = "vungxanh_log_read_age_seconds";
const REQUESTS: &str = "vungxanh_http_requests_total";
const REQUEST: &str = "vungxanh_http_request_seconds";

/// Why viewers are let go, other than by their own wish.
const LEAVING: [&str; 4] = ["stalled", "silent", "flood", "too_large"];
/// From half a millisecond, below which nothing here is worth a line, to ten seconds.
const SECONDS: [f64; 13] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
/// How often measured times are put into their buckets, whether or not anyone reads them.
const UPKEEP: Duration = Duration::from_secs(5);

/// The meters of this process. Clones share them.
#[derive(Clone)]
pub struct Meters(PrometheusHandle);

impl Meters {
    /// Begins to count. Before this, counting costs and keeps nothing.
    pub fn start() -> Self {
        let builder = PrometheusBuilder::new().set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS);
        let recorder = builder.expect("there are buckets").install_recorder();
        let meters = Self(recorder.expect("a process is one server, and counts once"));
        describe_gauge!(BUILD, "1; its label is the version that runs");
        describe_gauge!(VIEWERS, "Open live sockets");
        describe_counter!(LEFT, "Live viewers who left or were let go, by why");
        describe_counter!(
            TURNED_AWAY,
            "Live viewers for whom there was no room, by where: in all, or of their address"
        );
        describe_counter!(FRAMES, "Frames written to live sockets, by kind");
        describe_counter!(BATCHES, "Batches of reports committed");
        describe_counter!(REPORTS, "Revisions of reports committed, added zeros among them");
        describe_counter!(FLAGS, "Revisions of flags committed");
        describe_counter!(REFUSALS, "Things found wrong with files of reports and flags, by code");
        describe_histogram!(COMMIT, "From asking the database to commit until it is durable");
        describe_histogram!(PUBLISH, "From the commit of a board until it is encoded and every viewer is woken");
        describe_histogram!(PUSH, "From publishing a board until one viewer's socket has taken it");
        describe_gauge!(BOARD_SEQ, "Number of the newest entry of the change log");
        describe_gauge!(BOARD_AGE, "Time since the newest entry of the change log, on the server's clock");
        describe_gauge!(LOG_AGE, "Time since the log was last read; 0 where no other server writes it");
        describe_counter!(REQUESTS, "HTTP requests answered, by method, route and status");
        describe_histogram!(REQUEST, "From an HTTP request's head to its answer's head, by route");
        gauge!(BUILD, "version" => env!("CARGO_PKG_VERSION")).set(1.0);
        // What has not happened yet reads 0: a rate needs something to start from.
        gauge!(VIEWERS).set(0.0);
        let _ = Watching::default();
        for why in LEAVING {
            counter!(LEFT, "why" => why).increment(0);
        }
        for room in ["all", "address"] {
            counter!(TURNED_AWAY, "room" => room).increment(0);
        }
        counter!(BATCHES).increment(0);
        counter!(REPORTS).increment(0);
        counter!(FLAGS).increment(0);
        meters
    }

    /// Everything counted, in the text format of Prometheus.
    pub fn read(&self) -> String {
        self.0.render()
    }

    /// How many live viewers there are.
    pub fn viewers(&self) -> u64 {
        let text = self.0.render();
        let told = text.lines().find_map(|line| line.strip_prefix(VIEWERS)?.trim().parse().ok());
        told.unwrap_or_default()
    }

    /// Keeps what is measured small, for as long as the server runs.
    pub async fn keep(&self) {
        let mut ticks = tokio::time::interval(UPKEEP);
        loop {
            ticks.tick().await;
            self.0.run_upkeep();
        }
    }
}

/// A batch of reports was committed.
pub fn stored_reports(revisions: usize) {
    counter!(BATCHES).increment(1);
    counter!(REPORTS).increment(revisions as u64);
}

/// A batch of flags was committed.
pub fn stored_flags(revisions: usize) {
    counter!(FLAGS).increment(revisions as u64);
}

/// Something is wrong with a file.
pub fn refused(code: &'static str) {
    counter!(REFUSALS, "code" => code).increment(1);
}

/// A viewer was turned away.
pub fn turned_away(from: &'static str) {
    counter!(TURNED_AWAY, "room" => from).increment(1);
}

/// A commit became durable.
pub fn committed(took: Duration) {
    histogram!(COMMIT).record(took);
}

/// A board was published.
pub fn published(took: Duration) {
    histogram!(PUBLISH).record(took);
}

/// What the newest board is, asked for when someone reads.
pub fn board(province: &str, channel: &'static str, seq: i64, age: SignedDuration) {
    #[expect(clippy::cast_precision_loss, reason = "exact up to 2^53 entries")]
    gauge!(BOARD_SEQ, "province" => province.to_owned(), "channel" => channel).set(seq as f64);
    gauge!(BOARD_AGE, "province" => province.to_owned(), "channel" => channel).set(age.as_secs_f64());
}

/// How long ago the log was read, asked for when someone reads.
pub fn log_read(province: &str, age: Duration) {
    gauge!(LOG_AGE, "province" => province.to_owned()).set(age.as_secs_f64());
}

/// A request was answered. Method and route are those of the program, never the visitor's words.
pub fn answered(method: &'static str, route: String, status: u16, took: Duration) {
    histogram!(REQUEST, "route" => route.clone()).record(took);
    counter!(REQUESTS, "method" => method, "route" => route, "status" => status.to_string()).increment(1);
}

/// Viewers of one thread. The meters are looked up once: a frame costs an addition.
pub struct Watching {
    viewers: Gauge,
    boards: Counter,
    beats: Counter,
    push: Histogram,
}

impl Default for Watching {
    fn default() -> Self {
        let frames = |kind: &'static str| counter!(FRAMES, "kind" => kind);
        Self { viewers: gauge!(VIEWERS), boards: frames("board"), beats: frames("beat"), push: histogram!(PUSH) }
    }
}

impl Watching {
    /// A viewer came.
    pub fn came(&self) {
        self.viewers.increment(1.0);
    }

    /// A viewer left, or was let go.
    pub fn left(&self, why: &'static str) {
        self.viewers.decrement(1.0);
        counter!(LEFT, "why" => why).increment(1);
    }

    /// Some viewers were sent a board; how long after it was published, where they waited for it.
    pub fn boards(&self, count: usize, since_published: Option<Duration>) {
        self.boards.increment(count as u64);
        if let Some(took) = since_published {
            self.push.record_many(took, count);
        }
    }

    /// A viewer was sent a beat.
    pub fn beats(&self, count: u64) {
        self.beats.increment(count);
    }
}
