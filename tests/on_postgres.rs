//! What is so of a PostgreSQL alone. That it keeps what a file keeps, every journey tells: all of them go on
//! it where `VUNGXANH_TEST_DATABASE=postgres`.

use crate::home::{Home, shared};
use crate::server::{NOON, Settings};
use crate::terminal::{new_token, run, run_with};
use std::collections::BTreeSet;

#[test]
fn commands_that_start_at_once_on_an_empty_database_make_one_schema_and_one_name() {
    let Some(cluster) = shared() else { return };
    let home = Home::on(cluster, "");
    let url = home.url();
    let tokens: BTreeSet<String> = std::thread::scope(|scope| {
        let made: Vec<_> = (0..6).map(|_| scope.spawn(|| new_token(&url, "reporter"))).collect();
        made.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert_eq!(tokens.len(), 6);
    assert_eq!(home.sql("SELECT COUNT(*), MIN(id), MAX(id) FROM token; SELECT COUNT(*) FROM log"), "6|1|6\n1\n");
}

#[test]
fn texts_sort_by_their_bytes_whatever_the_database_was_made_for() {
    let Some(cluster) = shared() else { return };
    let home = Home::on(cluster, "LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C'");
    assert_eq!(home.sql("SELECT 'a' < 'B'"), "t\n", "it sorts as a dictionary does");
    let app = Settings::of(home).flag("--clock-start", NOON).start();
    let otherwise = "SELECT table_name, column_name FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name <> '_sqlx_migrations' AND data_type = 'text'
        AND collation_name IS DISTINCT FROM 'C'";
    assert_eq!(app.settings.home().sql(otherwise), "");
}

#[test]
fn a_copy_of_a_server_is_left_to_its_own_tools() {
    let Some(cluster) = shared() else { return };
    let settings = Settings::of(Home::on(cluster, ""));
    let file = settings.folder().join("copy.db");
    for command in ["backup", "restore"] {
        let ended = run([command, file.to_str().unwrap(), "--database", &settings.url()]);
        assert!(ended.code == Some(1) && ended.err.contains("pg_dump"), "{}", ended.err);
    }
    assert!(!file.exists());
}

#[test]
fn a_password_is_told_to_nobody() {
    for url in ["postgres://map:hush-hush@127.0.0.1:1/map", "postgres//map:hush-hush@127.0.0.1:1/map"] {
        let ended =
            run_with(&[("VUNGXANH_DATABASE", url), ("VUNGXANH_LOG", "trace")], ["token", "new", "--role", "officer"]);
        assert_eq!(ended.code, Some(1));
        assert!(ended.err.contains("127.0.0.1:1") && !ended.err.contains("hush"), "{}", ended.err);
    }
    for command in ["serve", "backup", "restore"] {
        let ended = run_with(&[("VUNGXANH_DATABASE", "postgres://map:hush-hush@h/map")], [command, "--help"]);
        assert!(ended.out.contains("VUNGXANH_DATABASE") && !ended.out.contains("hush"), "{}", ended.out);
    }
}
