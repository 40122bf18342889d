//! What a server counts while it runs, for Prometheus. Every metric's name stands here once, with
//! its help text; who counts calls a function named by what happened.
//!
//! Figures only, and no label that a visitor can invent: neither memory nor what an outsider reads
//! grows with what people send. `docs/operations.md` says what each means and when to worry.

use jiff::SignedDuration;
use metrics::{Counter, Histogram, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::time::Duration;

const BUILD: &str = "vungxanh_build_info";
const VIEWERS: &str = "vungxanh_viewers";
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
        drop(Watching::begin());
        counter!(BATCHES).increment(0);
        counter!(REPORTS).increment(0);
        counter!(FLAGS).increment(0);
        meters
    }

    /// Everything counted, in the text format of Prometheus.
    pub fn read(&self) -> String {
        self.0.render()
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

/// A commit became durable.
pub fn committed(took: Duration) {
    histogram!(COMMIT).record(took);
}

/// A board was published.
pub fn published(took: Duration) {
    histogram!(PUBLISH).record(took);
}

/// What the newest board is, asked for when someone reads.
pub fn board(channel: &'static str, seq: i64, age: SignedDuration) {
    #[expect(clippy::cast_precision_loss, reason = "exact up to 2^53 entries")]
    gauge!(BOARD_SEQ, "channel" => channel).set(seq as f64);
    gauge!(BOARD_AGE, "channel" => channel).set(age.as_secs_f64());
}

/// How long ago the log was read, asked for when someone reads.
pub fn log_read(age: Duration) {
    gauge!(LOG_AGE).set(age.as_secs_f64());
}

/// A request was answered. Method and route are those of the program, never the visitor's words.
pub fn answered(method: &'static str, route: String, status: u16, took: Duration) {
    histogram!(REQUEST, "route" => route.clone()).record(took);
    counter!(REQUESTS, "method" => method, "route" => route, "status" => status.to_string()).increment(1);
}

/// One viewer while the socket is open. The meters are looked up once: a frame costs an addition.
pub struct Watching {
    boards: Counter,
    beats: Counter,
    push: Histogram,
}

impl Watching {
    /// A viewer came.
    pub fn begin() -> Self {
        gauge!(VIEWERS).increment(1.0);
        let frames = |kind: &'static str| counter!(FRAMES, "kind" => kind);
        Self { boards: frames("board"), beats: frames("beat"), push: histogram!(PUSH) }
    }

    /// The socket took a board; how long after it was published, where the viewer waited for it.
    pub fn board(&self, since_published: Option<Duration>) {
        self.boards.increment(1);
        if let Some(took) = since_published {
            self.push.record(took);
        }
    }

    /// The socket took a beat.
    pub fn beat(&self) {
        self.beats.increment(1);
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        gauge!(VIEWERS).decrement(1.0);
    }
}
