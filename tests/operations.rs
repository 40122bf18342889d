//! What those who run a server rely on: its figures, its log, and what it says while it stops.

use crate::door::Answer;
use crate::reports::{project, short};
use crate::server::{App, NOON, PATIENCE, Settings};
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::time::Instant;

impl App {
    /// One figure, by its name and labels as they are written.
    fn figure(&self, name: &str) -> f64 {
        let text = self.get("/metrics").with(200).text();
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.unwrap_or_else(|| panic!("{name} is not in\n{text}")).parse().unwrap()
    }

    /// Asks until a figure is as wanted.
    fn comes_to(&self, name: &str, wanted: f64) {
        let begun = Instant::now();
        while (self.figure(name) - wanted).abs() > 1e-9 {
            assert!(begun.elapsed() < PATIENCE, "{name} is {} and not {wanted}", self.figure(name));
        }
    }

    /// A server to which everything happened that is counted.
    fn busy() -> Self {
        let app = Self::start();
        let mut viewer = app.watch();
        viewer.board();
        app.stores(short(["22738,2021-09-05,1"]));
        viewer.board();
        app.submit(short(["99999,2021-09-05,x", "22738,2021-09-05,x"])).with(422);
        app
    }
}

/// The names of what is told.
fn told(metrics: &Answer) -> BTreeSet<String> {
    let text = metrics.text();
    let types = text.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next());
    types.map(str::to_owned).collect()
}

#[test]
fn what_happens_is_counted() {
    let app = App::start();
    for name in ["vungxanh_viewers", "vungxanh_batches_stored_total", "vungxanh_push_seconds_count"] {
        app.comes_to(name, 0.0);
    }
    let mut viewers: Vec<_> = (0..3).map(|_| app.watch()).collect();
    for viewer in &mut viewers {
        viewer.board();
    }
    for f0 in 0..2 {
        app.stores(short([format!("22738,2021-09-05,{f0}"), format!("22741,2021-09-05,{f0}")]));
        for viewer in &mut viewers {
            viewer.board();
        }
    }
    app.submit(short(["99999,2021-09-05,1", "22738,2021-09-05,x", "22741,2021-09-05,y"])).with(422);
    let commits = app.figure("vungxanh_commit_seconds_count");
    // Nothing new is no batch, and nothing is committed for it.
    app.submit(short(["22738,2021-09-05,1"])).with(200);
    for (name, wanted) in [
        ("vungxanh_viewers", 3.0),
        ("vungxanh_batches_stored_total", 2.0),
        ("vungxanh_reports_stored_total", 4.0),
        ("vungxanh_refusals_total{code=\"unknown_unit\"}", 1.0),
        ("vungxanh_refusals_total{code=\"not_a_number\"}", 2.0),
        ("vungxanh_frames_sent_total{kind=\"board\"}", 9.0),
        // The first board of each was not waited for.
        ("vungxanh_push_seconds_count", 6.0),
        ("vungxanh_publish_seconds_count", 2.0),
        ("vungxanh_commit_seconds_count", commits),
        ("vungxanh_board_seq{province=\"58\",channel=\"published\"}", 3.0),
        (&format!("vungxanh_build_info{{version=\"{}\"}}", env!("CARGO_PKG_VERSION")), 1.0),
    ] {
        app.comes_to(name, wanted);
    }
    assert!(commits >= 2.0);
    for name in ["commit", "publish", "push"] {
        let sum = app.figure(&format!("vungxanh_{name}_seconds_sum"));
        assert!(sum > 0.0 && sum < PATIENCE.as_secs_f64(), "{name}: {sum}");
    }
    viewers.truncate(1);
    app.comes_to("vungxanh_viewers", 1.0);
}

#[test]
fn a_board_ages_on_the_servers_clock() {
    let settings = Settings::at(NOON).start().stop();
    // The same day, eleven hours on: no entry is made at start, and the newest is as old as that.
    let app = settings.flag("--clock-start", "2021-09-05T23:00:00+07:00").start();
    let age = app.figure("vungxanh_board_age_seconds{province=\"58\",channel=\"published\"}");
    assert!((39_600.0 - 120.0..39_600.0 + 120.0).contains(&age), "{age}");
    app.stores(short(["22738,2021-09-05,1"]));
    let age = app.figure("vungxanh_board_age_seconds{province=\"58\",channel=\"published\"}");
    assert!((0.0..60.0).contains(&age), "{age}");
}

#[test]
fn requests_are_counted_by_route_and_no_visitor_can_invent_one() {
    let app = App::start();
    app.read("/api/v1/units/22738");
    app.read("/api/v1/units/22741");
    app.get("/api/v1/units/hostile-one").with(404);
    app.get("/hostile-two").with(404);
    app.send("HOSTILE", "/api/v1/board", &[], b"").with(405);
    app.send("DELETE", "/hostile-three", &[], b"").with(404);
    app.get("/").with(200);
    let count = |labels: &str| app.figure(&format!("vungxanh_http_requests_total{{{labels}}}"));
    for (labels, wanted) in [
        (r#"method="GET",route="/api/v1/units/{code}",status="200""#, 2.0),
        (r#"method="GET",route="/api/v1/units/{code}",status="404""#, 1.0),
        (r#"method="GET",route="/{file}",status="404""#, 1.0),
        (r#"method="other",route="/{file}",status="404""#, 1.0),
        (r#"method="other",route="/api/v1/board",status="405""#, 1.0),
        (r#"method="GET",route="/",status="200""#, 1.0),
    ] {
        assert!((count(labels) - wanted).abs() < 1e-9, "{labels}: {}", count(labels));
    }
    let text = app.get("/metrics").text();
    assert!(!text.to_lowercase().contains("hostile"), "{text}");
    assert!(text.contains(r#"vungxanh_http_request_seconds_count{route="/api/v1/units/{code}"} 3"#), "{text}");
}

#[test]
fn every_figure_is_documented_and_no_other() {
    let app = App::busy();
    let metrics = app.get("/metrics").with(200);
    assert!(metrics.header("content-type").starts_with("text/plain"), "{}", metrics.header("content-type"));
    let page = std::fs::read_to_string(project("docs/operations.md")).unwrap();
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `vungxanh_")?.split(['`', '{']).next());
    // What to be woken for is an expression; a figure's row is a name.
    let documented: BTreeSet<_> =
        rows.filter(|name| !name.contains(' ')).map(|name| format!("vungxanh_{name}")).collect();
    assert_eq!(told(&metrics), documented);
}

#[test]
fn figures_can_be_moved_to_an_address_of_their_own() {
    let app = Settings::at(NOON).flag("--metrics-listen", "127.0.0.1:0").start();
    app.get("/metrics").with(404);
    let log = app.settings.log();
    let address = log.lines().find_map(|line| {
        let line: Value = serde_json::from_str(line).ok()?;
        (line["message"] == "metrics").then(|| line["address"].as_str().unwrap().to_owned())
    });
    let mut other = App::start();
    other.address = address.expect("it says where");
    assert!(other.get("/metrics").with(200).text().contains("vungxanh_viewers 0"));
    for path in ["/", "/api/v1/board", "/readyz"] {
        other.get(path).with(404);
    }
}

#[test]
fn every_answer_carries_an_id_and_the_log_the_same() {
    let app = App::start();
    let ours = app.get("/healthz").header("x-request-id").to_owned();
    assert!(ours.len() == 36 && ours != app.get("/healthz").header("x-request-id"), "{ours}");
    let asked = |path: &str, id: &str| app.send("GET", path, &[("x-request-id", id)], b"");
    for path in ["/", "/api/v1/board", "/api/v1/board?day=x", "/nowhere", "/api/v1/reports", "/metrics"] {
        assert_eq!(asked(path, "0a1b-from.nginx_1").header("x-request-id"), "0a1b-from.nginx_1", "{path}");
    }
    // Nothing that a log should not have to hold.
    for wrong in ["", "two words", "x\",\"level\":\"ERROR", &"x".repeat(65)] {
        assert_eq!(asked("/healthz", wrong).header("x-request-id").len(), 36, "{wrong}");
    }
    let file = short(["22738,2021-09-05,1"]);
    app.submit_with("", &[("x-request-id", "stored-1")], file).with(201);
    app.submit_with("", &[("x-request-id", "refused-1")], short(["x,2021-09-05,1"])).with(422);
    let log = app.settings.log();
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for (message, id) in [("reports stored", "stored-1"), ("a file was refused", "refused-1")] {
        let line = lines.iter().find(|line| line["message"] == message).unwrap();
        assert_eq!((&line["span"]["id"], &line["level"]), (&id.into(), &"INFO".into()), "{line}");
    }
}

#[test]
fn a_log_filter_that_is_none_is_refused() {
    for (flag, variable) in [(Some("a=b=c"), None), (None, Some("vungxanh=loud"))] {
        let mut settings = Settings::at(NOON);
        if let Some(flag) = flag {
            settings = settings.flag("--log", flag);
        }
        if let Some(variable) = variable {
            settings = settings.variable("VUNGXANH_LOG", variable);
        }
        let (code, log) = settings.fails();
        assert!(code == Some(2) && log.contains("--log"), "{code:?} {log}");
    }
    // The flag wins over the variable, as everywhere.
    let app = Settings::at(NOON).flag("--log", "off").variable("VUNGXANH_LOG", "trace").start();
    app.stores(short(["22738,2021-09-05,1"]));
    assert_eq!(app.stop().log(), "");
}

#[test]
fn a_server_that_stops_is_not_ready() {
    let app = App::start();
    app.get("/readyz").with(200);
    let mut viewer = app.watch();
    viewer.board();
    // A request that is under way when the signal comes is answered, and this is the answer.
    let mut stream = app.connect();
    stream.write_all(b"GET /readyz HTTP/1.1\r\nhost: x\r\n").unwrap();
    // It was read before this one was answered: both come over one machine, in order.
    app.get("/healthz").with(200);
    app.terminate();
    assert_eq!(viewer.close_code(), Some(1012));
    stream.write_all(b"connection: close\r\n\r\n").unwrap();
    let mut said = String::new();
    stream.read_to_string(&mut said).unwrap();
    assert!(said.starts_with("HTTP/1.1 503") && said.contains("máy chủ đang dừng"), "{said}");
    assert_eq!(app.ended().code(), Some(0));
}
