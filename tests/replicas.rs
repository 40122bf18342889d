//! Several servers on one PostgreSQL: what one stores all show, whatever fails between them, and the log
//! has each batch and each midnight once. Where the machine has no PostgreSQL these journeys are skipped.

use crate::dice::Dice;
use crate::home::{Home, own, shared};
use crate::kills::{Known, Sender, feed_and_kill, post};
use crate::postgres::Postgres;
use crate::reports::{communes, days, figures, project, short};
use crate::server::{App, NOON, Settings};
use crate::viewer::moves;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

/// Servers with one new database of a cluster.
fn servers<const N: usize>(cluster: Arc<Postgres>, clock: &str) -> [App; N] {
    let first = Settings::of(Home::on(cluster, "")).flag("--clock-start", clock).start();
    let settings = first.settings.clone();
    let mut others: Vec<App> = (1..N).map(|_| settings.clone().start()).collect();
    others.insert(0, first);
    others.try_into().unwrap_or_else(|_| unreachable!("there are that many"))
}

/// Waits until a server shows an entry, which must be its newest.
fn reaches(app: &App, seq: i64) {
    app.watch().boards_to(seq);
}

/// Every server tells the same of everything, from the first entry of the log to the board.
fn alike(apps: &[App]) {
    let newest = apps.iter().map(|app| app.read("/api/v1/board")["seq"].as_i64().unwrap()).max().unwrap();
    for app in apps {
        reaches(app, newest);
        assert_eq!(app.changes_since(0), apps[0].changes_since(0));
        assert_eq!(app.read("/api/v1/board")["site"], apps[0].read("/api/v1/board")["site"]);
        assert!(app.everything() == apps[0].everything(), "{} and {}", app.address, apps[0].address);
    }
}

/// Cuts off every connection on which a server hears from the others.
fn deafen(app: &App) {
    let cut = "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE datname = current_database() AND query LIKE 'LISTEN%'";
    assert_ne!(app.settings.home().sql(cut), "0\n", "somebody listens");
}

fn signal(app: &App, signal: &str) {
    assert!(std::process::Command::new("kill").args([signal, &app.pid().to_string()]).status().unwrap().success());
}

#[test]
fn what_one_server_stores_every_other_shows() {
    let Some(cluster) = shared() else { return };
    let apps: [App; 3] = servers(cluster, NOON);
    let [a, b, c] = &apps;
    assert_eq!(kinds(&a.changes_since(0)), ["start"], "who came later found it");
    let mut viewers: Vec<_> = apps.iter().map(App::watch).collect();
    for viewer in &mut viewers {
        assert_eq!(viewer.board()["seq"], 1);
    }
    // A token that was made beside one is known to all, and so are reports, corrections and flags.
    let (officer, first) = (c.officer(), a.stores(figures(["22738,2021-09-05,1,,1,,,,", "22741,2021-09-04,0,,,,,,"])));
    let second = b.stores(figures(["22738,2021-09-05,0,,,,,,"]));
    let third = c.flags(&officer, ["22741,illegal_entry,2021-09-01,,12/QĐ"]);
    assert_eq!([&first["seq"], &second["seq"], &third["seq"]], [2, 3, 4]);
    assert_eq!([&first["batch"], &second["batch"], &third["batch"]], [1, 2, 3]);
    assert_eq!(second["corrections"], 1);
    let frames: Vec<Vec<Value>> = viewers.iter_mut().map(|viewer| viewer.boards_to(4)).collect();
    for told in &frames {
        // Joined or one by one: nothing that moved is missing, and each frame goes on where the last one ended.
        assert_eq!(moves(told), moves(&a.changes_since(1)));
        assert_eq!(
            (&told[0]["prev"], &told.last().unwrap()["levels"]),
            (&json!(1), &frames[0].last().unwrap()["levels"])
        );
    }
    alike(&apps);
    assert_eq!(b.read("/api/v1/units/22738")["reports"][0]["revision"], 2);
    // A server that comes later finds all of it, and an instant that was settled is the same everywhere.
    let late = a.settings.clone().start();
    let as_of = first["as_of"].as_str().unwrap().replace('+', "%2B");
    let then = |app: &App| app.get(&format!("/api/v1/board?as_of={as_of}")).with(200).body;
    assert_eq!((then(&late), then(b)), (then(a), then(c)));
}

#[test]
fn one_batch_sent_to_every_server_at_once_is_stored_once() {
    let Some(cluster) = shared() else { return };
    let apps: [App; 3] = servers(cluster, NOON);
    let file = short(["22738,2021-09-05,1", "22741,2021-09-05,0"]);
    let at_once = |headers: &[(&str, &str)]| -> Vec<Value> {
        std::thread::scope(|scope| {
            let sent: Vec<_> =
                apps.iter().map(|app| scope.spawn(|| app.submit_with("", headers, &file).json())).collect();
            sent.into_iter().map(|one| one.join().unwrap()).collect()
        })
    };
    // With one key they get one answer.
    let answers = at_once(&[("idempotency-key", "one")]);
    assert_eq!((&answers[0]["batch"], answers[0] == answers[1], answers[1] == answers[2]), (&json!(1), true, true));
    // Without, those who came later are told that it was there.
    assert!(at_once(&[]).iter().all(|answer| answer["same_as"] == 1 && answer["batch"].is_null()));
    assert_eq!(apps[1].read("/api/v1/board")["seq"], 2);
    alike(&apps);
}

#[test]
fn servers_that_all_write_at_once_leave_one_log_without_gaps() {
    let Some(cluster) = shared() else { return };
    let apps: [App; 3] = servers(cluster, NOON);
    let communes = communes();
    std::thread::scope(|scope| {
        for (n, app) in apps.iter().enumerate() {
            let communes = &communes;
            scope.spawn(move || {
                for (at, commune) in communes.iter().skip(n).step_by(3).take(12).enumerate() {
                    assert_eq!(app.stores(short([format!("{commune},2021-09-05,{}", at % 2)]))["revisions"], 1);
                }
            });
        }
    });
    assert_eq!(apps.iter().map(|app| app.read("/api/v1/board")["seq"].as_i64().unwrap()).max(), Some(37));
    alike(&apps);
    let log = apps[0].changes_since(0);
    let batches: Vec<_> = log[1..].iter().map(|entry| entry["cause"]["batch"].as_i64().unwrap()).collect();
    assert_eq!(batches, (1..=36).collect::<Vec<_>>());
    assert!(log.windows(2).all(|pair| pair[0]["t"].as_i64() < pair[1]["t"].as_i64()), "instants rise");
}

#[test]
fn where_no_word_comes_at_all_the_log_is_read_all_the_same() {
    let Some(cluster) = shared() else { return };
    let home = Home::on(cluster, "");
    // From here on nobody is told anything: the name leads to a function that does nothing.
    home.sql(
        "CREATE FUNCTION pg_notify(TEXT, TEXT) RETURNS VOID LANGUAGE SQL AS '';
         DO $$ BEGIN
             EXECUTE format('ALTER DATABASE %I SET search_path = public, pg_catalog', current_database());
         END $$",
    );
    let first = Settings::of(home).flag("--clock-start", NOON).start();
    let apps = [first.settings.clone().start(), first];
    let mut viewer = apps[0].watch();
    assert_eq!(viewer.board()["seq"], 1);
    assert_eq!(apps[1].stores(short(["22738,2021-09-05,1"]))["seq"], 2);
    assert_eq!(viewer.board()["prev"], 1);
    alike(&apps);
}

#[test]
fn a_word_that_is_lost_loses_nothing() {
    let Some(cluster) = shared() else { return };
    let apps: [App; 2] = servers(cluster, NOON);
    let mut viewer = apps[1].watch();
    assert_eq!(viewer.board()["seq"], 1);
    for seq in 2..6 {
        deafen(&apps[0]);
        assert_eq!(apps[0].stores(short([format!("22738,2021-09-05,{seq}")]))["seq"], seq);
        let told = viewer.boards_to(seq);
        assert_eq!((told.len(), &told[0]["prev"]), (1, &json!(seq - 1)));
    }
    alike(&apps);
}

#[test]
fn a_server_that_stood_still_tells_all_that_it_missed() {
    let Some(cluster) = shared() else { return };
    let apps: [App; 2] = servers(cluster, NOON);
    let mut viewer = apps[1].watch();
    assert_eq!(viewer.board()["seq"], 1);
    signal(&apps[1], "-STOP");
    for unit in ["22738", "22741", "22744"] {
        apps[0].stores(short([format!("{unit},2021-09-05,1")]));
    }
    signal(&apps[1], "-CONT");
    let told = viewer.boards_to(4);
    assert_eq!((&told[0]["prev"], moves(&told)), (&json!(1), moves(&apps[0].changes_since(1))));
    alike(&apps);
}

#[test]
fn a_database_that_goes_and_comes_back_loses_and_repeats_nothing() {
    let Some(cluster) = own() else { return };
    let apps: [App; 2] = servers(cluster.clone(), NOON);
    let mut viewer = apps[1].watch();
    assert_eq!(viewer.board()["seq"], 1);
    for seq in [2, 4] {
        apps[0].stores(short([format!("22738,2021-09-05,{seq}")]));
        cluster.stop().unwrap();
        // What is known is shown, what is sent is refused as something to try again.
        let file = short([format!("22741,2021-09-05,{seq}")]);
        let key = format!("key-{seq}");
        let again = [("idempotency-key", &*key)];
        for app in &apps {
            assert_eq!(app.submit_with("", &again, &file).with(503).error(), "unavailable");
            assert_eq!(app.get("/readyz").with(503).error(), "unavailable");
            app.read("/api/v1/board?day=2021-09-05");
            app.get("/healthz").with(200);
        }
        cluster.begin().unwrap();
        let receipts = apps.each_ref().map(|app| app.submit_with("", &again, &file).with(201).json());
        assert_eq!((&receipts[0]["seq"], &receipts[0]), (&json!(seq + 1), &receipts[1]));
        let told = viewer.boards_to(seq + 1);
        assert_eq!(moves(&told), moves(&apps[0].changes_since(seq - 1)));
        assert_eq!(apps[1].get("/readyz").status, 200);
        alike(&apps);
    }
}

#[test]
fn a_server_that_cannot_read_the_log_takes_no_viewers_and_tells_none_that_all_is_well() {
    let Some(cluster) = own() else { return };
    let [app]: [App; 1] = servers(cluster.clone(), NOON);
    let mut viewer = app.watch();
    assert_eq!(viewer.board()["seq"], 1);
    cluster.stop().unwrap();
    // A handshake that is none is refused as such, until all are.
    let becomes = |status: u16| {
        let looks = |_: &u32| {
            std::thread::park_timeout(Duration::from_millis(50));
            app.get("/api/v1/live").status == status
        };
        assert!((0..1200).find(looks).is_some(), "never {status}");
    };
    becomes(503);
    assert_eq!(app.get("/api/v1/live/events").with(503).error(), "unavailable");
    assert_eq!(app.get("/api/v1/board").with(503).error(), "unavailable");
    // What is asked of a day says itself when it was known.
    app.read("/api/v1/board?day=2021-09-05");
    cluster.begin().unwrap();
    becomes(400);
    assert_eq!(app.stores(short(["22738,2021-09-05,1"]))["seq"], 2);
    assert_eq!(viewer.boards_to(2).len(), 1);
}

#[test]
fn a_server_that_is_killed_while_it_writes_leaves_all_of_a_batch_or_nothing() {
    let Some(cluster) = shared() else { return };
    let [mut app, other]: [App; 2] = servers(cluster, NOON);
    let mut dice = Dice::new(2686);
    let mut sender = Sender::new(3, communes(), days("2021-08-30", "2021-09-05"));
    let mut known = Known::default();
    for _ in 0..6 {
        let (taken, left) = feed_and_kill(&app, &mut sender, (dice.below(3), dice.below(20_000)));
        // Whether it was stored or not, sent again to another server it is there once.
        let receipt = post(&other, &left).unwrap().with(201).json();
        taken.iter().chain([&left]).for_each(|batch| known.learn(batch));
        assert_eq!(receipt["batch"], known.batches);
        known.follow(&other);
        known.agrees(&other);
        left.units().for_each(|unit| known.has_reports_of(&other, unit));
        app = app.kill().start();
    }
    alike(&[app, other]);
}

#[test]
fn a_midnight_happens_once_whoever_begins_it() {
    let Some(cluster) = shared() else { return };
    let apps: [App; 3] = servers(cluster, "2021-09-05T23:59:57+07:00");
    // The lock of all writes is held until all three wait for it.
    apps[0].settings.home().sql(
        "SET statement_timeout = '60s'; SELECT pg_advisory_lock(x'76756e6778616e68'::BIGINT);
         DO $$ BEGIN
             WHILE (SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database =
                 (SELECT oid FROM pg_database WHERE datname = current_database())) < 3
             LOOP PERFORM pg_sleep(0.02); END LOOP;
         END $$",
    );
    for app in &apps {
        let mut viewer = app.watch();
        while viewer.board()["day"] != "2021-09-06" {}
    }
    alike(&apps);
    let log = apps[0].changes_since(0);
    assert_eq!((kinds(&log), &log[1]["day"]), (vec!["start", "midnight"], &json!("2021-09-06")));
    assert_eq!(apps[2].stores(short(["22738,2021-09-06,0"]))["seq"], 3);
    alike(&apps);
}

#[test]
fn a_server_that_judges_by_other_rules_is_not_followed() {
    let Some(cluster) = shared() else { return };
    let [old]: [App; 1] = servers(cluster, NOON);
    old.stores(short(["22738,2021-09-05,1"]));
    let shipped = std::fs::read_to_string(project("server/rulesets/2686.toml")).unwrap();
    let rules = old.settings.folder().join("lower.toml");
    std::fs::write(&rules, shipped.replace("value = \"upper\"", "value = \"lower\"")).unwrap();
    let new = old.settings.clone().flag("--ruleset", rules.to_str().unwrap()).start();
    assert_eq!(kinds(&new.changes_since(0)), ["start", "reports", "ruleset"]);
    // The one that was there first stays with what it knows, and takes nothing any more.
    let known = old.get("/api/v1/board?day=2021-09-05").body;
    assert_eq!(old.submit(short(["22738,2021-09-05,2"])).with(503).error(), "unavailable");
    assert_eq!(new.stores(short(["22738,2021-09-05,2"]))["seq"], 4);
    assert_eq!(old.submit(short(["22738,2021-09-05,3"])).with(503).error(), "unavailable");
    assert_eq!(
        (old.get("/api/v1/board?day=2021-09-05").body, kinds(&new.changes_since(3))),
        (known, vec!["correction"])
    );
}

#[test]
fn a_server_whose_entry_is_gone_from_the_log_ends() {
    let Some(cluster) = shared() else { return };
    let [app]: [App; 1] = servers(cluster, NOON);
    app.stores(short(["22738,2021-09-05,1"]));
    // As where a database that lagged behind took the place of one that failed.
    app.settings.home().sql(
        "DELETE FROM change WHERE seq = 2; DELETE FROM entry WHERE seq = 2; DELETE FROM report; DELETE FROM batch",
    );
    app.submit(short(["22738,2021-09-05,2"])).with(503);
    assert_eq!(app.ended().code(), Some(1));
    assert!(app.settings.log().contains("entry 2 is not in the log as it was shown"), "{}", app.settings.log());
    let app = app.settings.clone().start();
    assert_eq!(app.stores(short(["22738,2021-09-05,2"]))["seq"], 2);
}

fn kinds(entries: &[Value]) -> Vec<&str> {
    entries.iter().map(|entry| entry["cause"]["kind"].as_str().unwrap()).collect()
}
