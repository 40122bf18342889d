//! Copies of a database: made while a server is fed, made a database again, and refused where they
//! are not whole. The real binary does all of it.

use crate::reports::{communes, short, table};
use crate::server::{App, NOON, Settings};
use crate::terminal::{Ended, run};
use serde_json::Value;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

fn back_up(settings: &Settings, to: &Path) -> Ended {
    run(["backup", to.to_str().unwrap(), "--database", &settings.url()])
}

fn restore(from: &Path, settings: &Settings) -> Ended {
    run(["restore", from.to_str().unwrap(), "--database", &settings.url()])
}

/// A new folder without a database.
fn nowhere() -> Settings {
    Settings::at(NOON).on_file().without_token()
}

/// It did nothing and said why.
#[track_caller]
fn complains(ended: &Ended, says: &str) {
    assert_eq!((ended.code, ended.out.as_str()), (Some(1), ""), "{}", ended.err);
    assert!(ended.err.starts_with("error: ") && ended.err.contains(says), "{says:?} is not in: {}", ended.err);
}

/// It did its work and said so.
#[track_caller]
fn works(ended: &Ended) {
    assert!(ended.code == Some(0) && ended.out.trim_end().ends_with("verified"), "{}{}", ended.out, ended.err);
}

/// The names in a folder.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        folder.read_dir().unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A server's database with a few batches, and a backup of it.
fn backed_up() -> (App, PathBuf) {
    let app = Settings::at(NOON).on_file().start();
    for f0 in 0..4 {
        app.stores(short([format!("22738,2021-09-05,{f0}"), format!("22741,2021-09-0{},1", f0 + 1)]));
    }
    let file = app.settings.folder().join("backup.db");
    works(&back_up(&app.settings, &file));
    (app, file)
}

/// Does something to a database's inside.
async fn meddle(file: &Path, sql: &'static str) {
    use sqlx::Connection;
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file).foreign_keys(false);
    let mut database = sqlx::SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::query(sql).execute(&mut database).await.unwrap();
    database.close().await.unwrap();
}

/// What is the same on two servers that know the same.
fn board(app: &App, query: &str) -> Value {
    let mut board = app.read(&format!("/api/v1/board{query}"));
    for own in ["as_of", "site"] {
        board.as_object_mut().unwrap().remove(own);
    }
    board
}

#[test]
fn a_backup_made_while_a_server_is_fed_gives_the_boards_of_its_moment() {
    let (app, communes, fed) = (Settings::at(NOON).on_file().start(), communes(), AtomicBool::new(false));
    let folder = tempfile::tempdir().unwrap();
    let backups: Vec<_> = (0..4).map(|n| folder.path().join(format!("{n}.db"))).collect();
    std::thread::scope(|scope| {
        let (app, fed) = (&app, &fed);
        let feeding = scope.spawn(move || {
            let mut files = 0_usize;
            while !fed.load(Ordering::Relaxed) {
                // Never the same file again: that would be known, and no batch.
                let row = |(at, unit): (usize, &String)| format!("{unit},2021-09-05,{},{files}", (at + files) % 7);
                app.stores(table("commune,day,f0,note", communes.iter().enumerate().map(row)));
                files += 1;
            }
            files
        });
        for file in &backups {
            works(&back_up(&app.settings, file));
            // The next one holds more.
            let held = app.read("/api/v1/changes")["seq"].as_i64();
            while app.read("/api/v1/changes")["seq"].as_i64() == held {}
        }
        fed.store(true, Ordering::Relaxed);
        assert!(feeding.join().unwrap() >= backups.len());
    });
    let log = app.changes_since(0);
    let mut seen = 0;
    for file in &backups {
        let settings = nowhere();
        works(&restore(file, &settings));
        let mut restored = settings.start();
        let entries = restored.changes_since(0);
        assert!(entries.len() > seen, "it holds more than the one before");
        seen = entries.len();
        assert_eq!(entries, log[..seen], "the log as it was");
        let t = entries.last().unwrap()["t"].as_i64().unwrap();
        let at = jiff::Timestamp::from_millisecond(t).unwrap();
        let mut then = board(&app, &format!("?as_of={at}"));
        then["seq"] = seen.into();
        assert_eq!(board(&restored, ""), then, "the board as it was");
        let site = |app: &App| app.watch().board()["site"].clone();
        assert_ne!(site(&restored), site(&app), "an open page sees that its numbers mean something else now");
        // And it goes on from there, for the one whose token was backed up.
        restored.token.clone_from(&app.token);
        assert_eq!(restored.stores(short(["22738,2021-09-05,9"]))["seq"], seen + 1);
    }
}

#[test]
fn a_database_and_its_backup_are_files_that_only_their_owner_reads() {
    let (app, file) = backed_up();
    for file in [&file, &app.settings.database()] {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{}", file.display());
    }
    let kept = std::fs::read(&file).unwrap();
    complains(&back_up(&app.settings, &file), "nothing is overwritten");
    assert!(std::fs::read(&file).unwrap() == kept, "it is as it was");
    // Of a server that was killed, too: what was acknowledged and is not yet in the database's own file.
    let settings = app.kill();
    let after = settings.folder().join("after.db");
    works(&back_up(&settings, &after));
    let left: Vec<_> = names(settings.folder()).into_iter().filter(|name| name.contains("part")).collect();
    assert!(left.is_empty(), "{left:?}");
    let again = nowhere();
    works(&restore(&after, &again));
    assert_eq!(board(&again.start(), ""), board(&settings.start(), ""));
}

#[tokio::test]
async fn what_is_no_whole_database_is_not_backed_up() {
    let nothing = nowhere();
    let to = nothing.folder().join("backup.db");
    complains(&back_up(&nothing, &to), "no such file");
    assert!(names(nothing.folder()).is_empty(), "neither is made");
    std::fs::write(nothing.database(), "a text\n".repeat(900)).unwrap();
    complains(&back_up(&nothing, &to), "not a database");
    std::fs::write(nothing.database(), "").unwrap();
    complains(&back_up(&nothing, &to), "no schema of ours");
    complains(&run(["backup", to.to_str().unwrap(), "--database", "map.db"]), "sqlite://FILE");
    let app = Settings::at(NOON).on_file().start();
    complains(&back_up(&app.settings, &app.settings.folder().join("none/backup.db")), "none");
    for (hurt, says) in [
        ("DELETE FROM change WHERE seq = 2", "verified"),
        ("DELETE FROM entry WHERE seq = 2", "the change log has gaps"),
        ("DELETE FROM entry WHERE seq = (SELECT MAX(seq) FROM entry)", "batches have no entry"),
        ("DELETE FROM report WHERE id = 3", "reports are missing"),
        ("DELETE FROM batch WHERE no = 1", "batches are missing"),
        ("UPDATE entry SET t = 0 WHERE seq = 3", "do not rise"),
        ("DELETE FROM token", "not there"),
        ("INSERT INTO _sqlx_migrations VALUES (9999, 'later', 0, TRUE, x'00', 0)", "newer program"),
    ] {
        let settings = backed_up().0.stop();
        meddle(&settings.database(), hurt).await;
        let to = settings.folder().join("hurt.db");
        let ended = back_up(&settings, &to);
        if says == "verified" {
            // A log without a change of an entry is what an entry without changes looks like.
            works(&ended);
        } else {
            complains(&ended, says);
            assert!(!names(settings.folder()).iter().any(|name| name.contains("hurt") || name.contains("part")));
        }
    }
}

#[test]
fn nothing_is_restored_over_a_database_or_under_a_server() {
    let (app, file) = backed_up();
    let before = app.everything();
    complains(&restore(&file, &app.settings), "another server is using it");
    // Moved away, it is still the server's.
    let aside = app.settings.folder().join("aside.db");
    std::fs::rename(app.settings.database(), &aside).unwrap();
    complains(&restore(&file, &app.settings), "another server is using it");
    std::fs::rename(&aside, app.settings.database()).unwrap();
    assert_eq!(app.everything(), before);
    // Stopped, it is in the way until it is moved, with what a killed server leaves beside it.
    let settings = app.kill();
    complains(&restore(&file, &settings), "move it aside");
    std::fs::rename(settings.database(), &aside).unwrap();
    complains(&restore(&file, &settings), "map.db-");
    for ending in ["-wal", "-shm"] {
        let name = |file: &Path| PathBuf::from(format!("{}{ending}", file.display()));
        std::fs::rename(name(&settings.database()), name(&aside)).unwrap();
    }
    works(&restore(&file, &settings));
    let app = settings.start();
    assert_eq!(app.everything(), before);
}

#[tokio::test]
async fn a_damaged_backup_is_not_restored() {
    let (_app, file) = backed_up();
    let whole = std::fs::read(&file).unwrap();
    let settings = nowhere();
    let damaged = settings.folder().join("damaged.db");
    let half = whole[..whole.len() / 2].to_vec();
    let mut zeroed = whole.clone();
    zeroed[4096 * 3..4096 * 4].fill(0);
    // More than the last page, which may be an index's: what an index holds is made anew, and nothing is lost.
    let short = whole[..whole.len() * 3 / 4 - 1].to_vec();
    for bytes in [half, zeroed, short] {
        std::fs::write(&damaged, bytes).unwrap();
        let refused = restore(&damaged, &settings);
        complains(&refused, "damaged.db: cut off or damaged");
        complains(&refused, "copy it again, or take another backup");
    }
    std::fs::write(&damaged, b"SQLite format 3\0").unwrap();
    complains(&restore(&damaged, &settings), "damaged.db: ");
    std::fs::write(&damaged, &whole).unwrap();
    meddle(&damaged, "DELETE FROM entry WHERE seq = 2").await;
    complains(&restore(&damaged, &settings), "the change log has gaps");
    complains(&restore(&settings.folder().join("none.db"), &settings), "no such file");
    assert_eq!(names(settings.folder()), ["damaged.db", "map.db.lock"]);
    std::fs::write(&damaged, &whole).unwrap();
    works(&restore(&damaged, &settings));
    assert!(std::fs::read(&damaged).unwrap() == whole, "a backup stays as it is");
}

#[test]
fn a_damaged_database_is_not_backed_up_and_says_to_restore_the_last_backup() {
    let settings = backed_up().0.stop();
    let whole = std::fs::read(settings.database()).unwrap();
    std::fs::write(settings.database(), &whole[..whole.len() / 2]).unwrap();
    let refused = back_up(&settings, &settings.folder().join("hurt.db"));
    complains(&refused, "map.db: cut off or damaged");
    complains(&refused, "move it aside and restore the last backup");
    assert!(!refused.err.contains("copy it again"), "{}", refused.err);
    assert!(!names(settings.folder()).iter().any(|name| name.contains("hurt") || name.contains("part")));
}
