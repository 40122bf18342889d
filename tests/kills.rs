//! The server is fed and killed at any moment, over and over. What it acknowledged is there, what
//! it did not is there whole or not at all, and the log leads to the board that a fresh reading of
//! the reports gives. `VUNGXANH_KILLS` says how often, `VUNGXANH_SEED` at which moments.

use crate::dice::Dice;
use crate::door::Answer;
use crate::reports::{FIGURES, communes, days, table};
use crate::server::{App, NOON, Settings};
use crate::terminal::printed;
use crate::viewer::moves;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// A file, and the key it is sent with.
#[derive(Clone)]
pub(crate) struct Batch {
    key: String,
    rows: Vec<Row>,
}

/// A row; its note names its batch, so every row is news and says where it came from.
#[derive(Clone)]
struct Row {
    unit: String,
    day: String,
    figures: String,
}

impl Batch {
    /// The communes it tells of.
    pub(crate) fn units(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().map(|row| &*row.unit)
    }

    fn file(&self) -> String {
        let row = |row: &Row| format!("{},{},{},{}", row.unit, row.day, row.figures, self.key);
        table(&format!("{FIGURES},note"), self.rows.iter().map(row))
    }
}

/// Files that correct each other: few days and communes are drawn from, again and again.
pub(crate) struct Sender {
    dice: Dice,
    communes: Vec<String>,
    days: Vec<String>,
    sent: u64,
}

impl Sender {
    pub(crate) fn new(seed: u64, communes: Vec<String>, days: Vec<String>) -> Self {
        Self { dice: Dice::new(seed), communes, days, sent: 0 }
    }

    pub(crate) fn next(&mut self) -> Batch {
        self.sent += 1;
        let (dice, mut rows) = (&mut self.dice, BTreeMap::new());
        for _ in 0..=dice.below(12) {
            let (unit, day) = (dice.one_of(&self.communes).clone(), dice.one_of(&self.days).clone());
            let figures = match dice.below(4) {
                0 => "0,0,0,0,0,0,0".to_owned(),
                1 => format!("{},,,,,,", dice.below(3)),
                2 => format!("{},1,1,,,,", 2 + dice.below(2)),
                _ => format!("1,,,1,,{},", dice.below(2)),
            };
            rows.insert((unit.clone(), day.clone()), Row { unit, day, figures });
        }
        Batch { key: format!("file-{}", self.sent), rows: rows.into_values().collect() }
    }
}

/// What must be in the database: for each commune and day the revisions, oldest first.
#[derive(Default)]
pub(crate) struct Known {
    reports: BTreeMap<(String, String), Vec<(String, String)>>,
    pub(crate) seq: i64,
    batch: i64,
    /// How many batches the files must have made.
    pub(crate) batches: i64,
    levels: BTreeMap<String, Option<u64>>,
}

impl Known {
    /// How many batches a file makes: what it begins is one, what it corrects another.
    fn made_of(&self, batch: &Batch) -> i64 {
        let begins = |row: &&Row| !self.reports.contains_key(&(row.unit.clone(), row.day.clone()));
        let begun = batch.rows.iter().filter(begins).count();
        i64::from(begun > 0) + i64::from(begun < batch.rows.len())
    }

    pub(crate) fn learn(&mut self, batch: &Batch) {
        self.batches += self.made_of(batch);
        for row in &batch.rows {
            let revisions = self.reports.entry((row.unit.clone(), row.day.clone())).or_default();
            revisions.push((row.figures.clone(), batch.key.clone()));
        }
    }

    /// Follows the log from where it was left: no number and no batch is missing or there twice,
    /// and each move starts where the last one ended.
    pub(crate) fn follow(&mut self, app: &App) {
        for entry in app.changes_since(self.seq) {
            assert_eq!((&entry["prev"], &entry["seq"]), (&json!(self.seq), &json!(self.seq + 1)));
            self.seq += 1;
            // What was reported before is corrected now and then.
            if entry["cause"]["kind"] == "reports" || entry["cause"]["kind"] == "correction" {
                assert_eq!(entry["cause"]["batch"], self.batch + 1);
                self.batch += 1;
            } else {
                assert_eq!(
                    (&entry["cause"]["kind"], self.seq),
                    (&json!("start"), 1),
                    "the clock stands and the rules stay"
                );
            }
            for (unit, from, to) in moves([&entry]) {
                let before = self.levels.insert(unit.clone(), to).flatten();
                assert_eq!(before, from, "{unit} in entry {}", self.seq);
            }
        }
    }

    /// The newest revisions as a file.
    fn file(&self) -> String {
        let mut file = format!("{FIGURES}\n");
        for ((unit, day), revisions) in &self.reports {
            writeln!(file, "{unit},{day},{}", revisions.last().unwrap().0).unwrap();
        }
        file
    }

    /// The reports of a commune are those, with as many revisions as were sent.
    pub(crate) fn has_reports_of(&self, app: &App, unit: &str) {
        let page = app.read(&format!("/api/v1/units/{unit}"));
        let found = page["reports"].as_array().unwrap().iter();
        let found: Vec<_> =
            found.map(|one| (one["day"].clone(), one["revision"].clone(), one["note"].clone())).collect();
        let wanted = self.reports.iter().filter(|((of, _), _)| of == unit);
        let wanted: Vec<_> = wanted
            .map(|((_, day), revisions)| (json!(day), json!(revisions.len()), json!(revisions.last().unwrap().1)))
            .collect();
        assert_eq!(found, wanted, "{unit}");
    }

    /// The board is what the command line makes of the same reports.
    pub(crate) fn agrees(&self, app: &App) {
        if self.reports.is_empty() {
            return;
        }
        let board = app.read("/api/v1/board");
        let file = app.settings.folder().join("known.csv");
        std::fs::write(&file, self.file()).unwrap();
        let day = board["day"].as_str().unwrap();
        let fresh = printed(["classify", "--day", day, "--reports", file.to_str().unwrap()]);
        let fresh: Value = serde_json::from_str(&fresh).unwrap();
        for (shown, fresh) in board["units"].as_array().unwrap().iter().zip(fresh["units"].as_array().unwrap()) {
            for field in ["unit", "level", "low", "high", "own", "marks"] {
                assert_eq!(shown[field], fresh[field], "{field} of {}", shown["unit"]);
            }
            let logged = self.levels.get(shown["unit"].as_str().unwrap()).copied().flatten();
            assert_eq!(shown["level"].as_u64(), logged, "the log leads to the board");
        }
    }
}

pub(crate) fn post(app: &App, batch: &Batch) -> Option<Answer> {
    let bearer = format!("Bearer {}", app.token);
    let headers = [("authorization", &*bearer), ("content-type", "text/csv"), ("idempotency-key", &*batch.key)];
    app.tries("POST", "/api/v1/reports", &headers, batch.file().as_bytes()).ok()
}

/// Feeds a server until it is killed. Gives back the files that were acknowledged, and the one
/// that was not.
pub(crate) fn feed_and_kill(app: &App, sender: &mut Sender, moment: (u64, u64)) -> (Vec<Batch>, Batch) {
    let (tell, acknowledged) = channel();
    std::thread::scope(|scope| {
        let feeding = scope.spawn(move || {
            loop {
                let batch = sender.next();
                let Some(answer) = post(app, &batch) else { return batch };
                assert_eq!(answer.status, 201, "{}", answer.text());
                tell.send(batch).unwrap();
            }
        });
        let taken = until(&acknowledged, moment);
        app.strike();
        let left = feeding.join().unwrap();
        (taken.into_iter().chain(acknowledged).collect(), left)
    })
}

/// Waits for some files to be acknowledged, and then for a part of the time that the next one takes.
fn until(acknowledged: &Receiver<Batch>, (files, micros): (u64, u64)) -> Vec<Batch> {
    let mut taken: Vec<_> = (0..files).map(|_| acknowledged.recv().unwrap()).collect();
    taken.extend(acknowledged.recv_timeout(Duration::from_micros(micros)));
    taken
}

/// After a restart: all of the file that was under way at the kill is there, or nothing of it.
/// Sent once more it is there once, for the answer that was lost is given again. Says whether it
/// was there.
fn settle(app: &App, known: &mut Known, batch: &Batch) -> bool {
    known.follow(app);
    let (before, after) = (known.batches, known.batches + known.made_of(batch));
    let stored = known.batch > before;
    assert_eq!(
        known.batch,
        if stored { after } else { before },
        "all that was acknowledged, and of the last all or nothing"
    );
    for again in [false, true] {
        if again {
            assert_eq!(post(app, batch).unwrap().with(201).json()["batch"], after);
            known.follow(app);
            assert_eq!(known.batch, after);
        }
        if again != stored {
            known.learn(batch);
        }
        for row in &batch.rows {
            known.has_reports_of(app, &row.unit);
        }
        known.agrees(app);
    }
    stored
}

pub(crate) fn number(variable: &str, default: u64) -> u64 {
    std::env::var(variable).map_or(default, |text| text.parse().expect("a number"))
}

#[test]
fn a_server_that_is_killed_at_any_moment_loses_nothing_and_doubles_nothing() {
    let (kills, seed) = (number("VUNGXANH_KILLS", 30), number("VUNGXANH_SEED", 2686));
    println!("VUNGXANH_KILLS={kills} VUNGXANH_SEED={seed}");
    let (mut dice, communes) = (Dice::new(seed), communes());
    let days = days("2021-08-30", "2021-09-05");
    let mut sender = Sender::new(seed + 1, communes.clone(), days);
    let (mut known, mut acknowledged, mut kept) = (Known::default(), 0, 0);
    let mut app = Settings::at(NOON).start();
    for _ in 0..kills {
        let moment = (dice.below(4), dice.below(12_000));
        let (taken, left) = feed_and_kill(&app, &mut sender, moment);
        for batch in &taken {
            known.learn(batch);
        }
        acknowledged += u64::try_from(taken.len()).unwrap();
        let mut settings = app.kill();
        if dice.below(5) == 0 {
            // Once more, while it starts.
            let starting = settings.begin();
            std::thread::park_timeout(Duration::from_micros(dice.below(60_000)));
            settings = starting.kill();
        }
        app = settings.start();
        kept += u32::from(settle(&app, &mut known, &left));
        acknowledged += 1;
    }
    // The whole log once more, from its beginning.
    let mut whole = Known { reports: known.reports, ..Known::default() };
    whole.follow(&app);
    assert_eq!((whole.batch, acknowledged), (known.batches, sender.sent));
    for unit in &communes {
        whole.has_reports_of(&app, unit);
    }
    whole.agrees(&app);
    println!("{} files were sent; of {kills} that were under way at a kill, {kept} were stored", sender.sent);
}
