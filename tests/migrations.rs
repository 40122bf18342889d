//! A province moved from a file to PostgreSQL and back: all of it, the same, or nothing.

use crate::door::Answer;
use crate::home::{Home, shared};
use crate::reports::{figures, short};
use crate::server::{App, NOON, Settings};
use crate::terminal::{Ended, run};

fn migrate(from: &Settings, to: &Settings) -> Ended {
    run(["migrate", "--from", &from.url(), "--to", &to.url()])
}

/// A server on a file, with something in every table, and an officer's token. What is corrected was published the day before.
fn filled() -> (App, String) {
    let app = Settings::at("2021-09-04T12:00:00+07:00").on_file().start();
    app.stores(figures(["22738,2021-09-03,1,,1,,,,", "22738,2021-09-04,0,,,,,,"]));
    let app = app.stop().flag("--clock-start", NOON).start();
    app.stores(figures(["22741,2021-09-05,2,,,,,,"]));
    app.submit_with("?reason=late_result&explanation=Tr%E1%BB%85", &[], short(["22738,2021-09-04,3"])).with(201);
    let officer = app.officer();
    app.flags(&officer, ["22741,illegal_entry,2021-09-01,,12/QĐ-UBND, trang 3".replace(", ", " ")]);
    (app, officer)
}

/// What is the same wherever it is kept: everything but which database it is.
fn everything(app: &App) -> Vec<Answer> {
    let mut seen = app.everything();
    seen.extend(["corrections", "exports/reports.csv"].map(|path| app.get(&format!("/api/v1/{path}")).without("")));
    seen
}

#[test]
fn a_province_moves_to_postgres_and_back_and_is_the_same() {
    let Some(cluster) = shared() else { return };
    let (app, officer) = filled();
    let (before, token) = (everything(&app), app.token.clone());
    let file = app.stop();
    let server = Settings::of(Home::on(cluster, "")).flag("--clock-start", NOON).with_token(&token);
    let moved = migrate(&file, &server);
    assert_eq!(moved.code, Some(0), "{}", moved.err);
    assert!(moved.out.starts_with("moved: 4 reports and 1 flags in 4 batches, 6 entries"), "{}", moved.out);
    // No table was forgotten: each has what it had.
    let home = server.home();
    let tables = home.sql(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_sqlx_migrations' ORDER BY 1",
    );
    for table in tables.lines() {
        assert_ne!(home.sql(&format!("SELECT COUNT(*) FROM {table}")), "0\n", "{table}");
    }
    let app = server.start();
    assert_eq!(everything(&app), before);
    assert_eq!(app.flags(&officer, ["22738,illegal_entry,2021-09-01,,13/QĐ"])["seq"], 7, "tokens and numbers go on");
    let (before, server) = (everything(&app), app.stop());
    let back = Settings::at(NOON).on_file().with_token(&token);
    let (there, again) = (migrate(&server, &back), migrate(&back, &Settings::of(Home::on(shared().unwrap(), ""))));
    assert_eq!((there.code, again.code), (Some(0), Some(0)), "{}{}", there.err, again.err);
    assert_eq!(there.out, again.out, "with the same hash");
    assert_ne!(there.out, moved.out);
    let app = back.start();
    assert_eq!(everything(&app), before);
    assert_eq!(app.stores(short(["22738,2021-09-05,1"]))["seq"], 8);
}

#[tokio::test]
async fn what_cannot_be_moved_whole_is_not_moved_at_all() {
    let Some(cluster) = shared() else { return };
    let (app, _) = filled();
    let new = || Settings::of(Home::on(cluster.clone(), "")).flag("--clock-start", NOON).without_token();
    let target = new();
    let refused = |from: &Settings, to: &Settings, why: &str| {
        let ended = migrate(from, to);
        assert!(ended.code == Some(1) && ended.err.contains(why), "{why}: {}", ended.err);
    };
    refused(&app.settings, &target, "another server is using it");
    refused(&Settings::at(NOON).on_file(), &target, "there is no such file");
    let file = app.stop();
    refused(&file, &file, "the same database");
    refused(&target, &target, "the same database");
    let full = new();
    assert_eq!(migrate(&file, &full).code, Some(0));
    refused(&file, &full, "holds rows of token already");
    // A text that PostgreSQL cannot keep, in the last row but one of what is moved.
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file.database());
    let mut database = <sqlx::SqliteConnection as sqlx::Connection>::connect_with(&options).await.unwrap();
    for (sql, left) in [
        ("UPDATE entry SET marks = '{' || char(0) || '}' WHERE seq = 3", "0|0|0\n"),
        ("UPDATE entry SET marks = '{}' WHERE seq = 3", "4|4|6\n"),
    ] {
        sqlx::query(sql).execute(&mut database).await.unwrap();
        assert_eq!(migrate(&file, &target).code == Some(0), left != "0|0|0\n");
        let counts = "SELECT (SELECT COUNT(*) FROM report), (SELECT COUNT(*) FROM batch), (SELECT COUNT(*) FROM entry)";
        assert_eq!(target.home().sql(counts), left);
    }
}
