//! Reports are revisions: nothing is overwritten, and what was known at an instant stays known.

use crate::dice::Dice;
use crate::door::Answer;
use crate::reports::{communes, figures, season, short, table};
use crate::server::{App, Settings};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The reports of a commune as its page shows them: day, cases, revision, origin.
fn reports(app: &App, unit: &str) -> Vec<(String, u64, u64, String)> {
    let page = app.read(&format!("/api/v1/units/{unit}"));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let reports = page["reports"].as_array().unwrap();
    reports
        .iter()
        .map(|one| {
            (text(&one["day"]), one["f0"].as_u64().unwrap(), one["revision"].as_u64().unwrap(), text(&one["origin"]))
        })
        .collect()
}

fn row(day: &str, f0: u64, revision: u64, origin: &str) -> (String, u64, u64, String) {
    (day.to_owned(), f0, revision, origin.to_owned())
}

#[test]
fn the_same_file_again_changes_nothing_and_says_so() {
    let app = App::start();
    let file = short(["22738,2021-09-05,1", "22741,2021-09-04,0"]);
    let first = app.stores(&file);
    assert_eq!((&first["batch"], &first["revisions"], &first["corrections"]), (&json!(1), &json!(2), &json!(0)));
    let before = app.everything();
    let again = app.submit(&file).with(200).json();
    assert_eq!(again["batch"], Value::Null);
    assert_eq!((&again["rows"], &again["unchanged"], &again["revisions"]), (&json!(2), &json!(2), &json!(0)));
    assert_eq!((&again["changes"], &again["seq"], &again["as_of"]), (&json!([]), &first["seq"], &first["as_of"]));
    assert_eq!(app.everything(), before);
}

#[test]
fn a_file_sent_once_more_after_its_correction_does_not_undo_the_correction() {
    let app = App::start();
    let file = short(["22738,2021-09-05,1", "22741,2021-09-05,0"]);
    app.stores(&file);
    app.stores(short(["22738,2021-09-05,3"]));
    let before = app.everything();
    let again = app.submit(&file).with(200).json();
    assert_eq!((&again["batch"], &again["same_as"]), (&Value::Null, &json!(1)));
    assert_eq!(app.everything(), before);
    assert_eq!(reports(&app, "22738"), [row("2021-09-05", 3, 2, "row")]);
}

#[test]
fn a_later_row_is_a_revision_and_an_equal_one_is_none() {
    let app = App::start();
    app.stores(short(["22738,2021-09-05,1", "22741,2021-09-05,2"]));
    let receipt = app.stores(short(["22738,2021-09-05,3", "22741,2021-09-05,2", "22744,2021-09-05,0"]));
    assert_eq!(
        (&receipt["revisions"], &receipt["corrections"], &receipt["unchanged"]),
        (&json!(2), &json!(1), &json!(1))
    );
    assert_eq!(reports(&app, "22738"), [row("2021-09-05", 3, 2, "row")]);
    assert_eq!(reports(&app, "22741"), [row("2021-09-05", 2, 1, "row")]);
    // Back to the first figure: a third revision, not a return to the first.
    app.stores(short(["22738,2021-09-05,1"]));
    assert_eq!(reports(&app, "22738"), [row("2021-09-05", 1, 3, "row")]);
}

#[test]
fn a_correction_counts_every_field_and_a_blank_is_not_a_zero() {
    let app = App::start();
    app.stores(figures(["22738,2021-09-05,1,,,,,,"]));
    let level = || app.read("/api/v1/units/22738")["level"].clone();
    assert_eq!((level(), &app.read("/api/v1/units/22738")["low"]), (json!(3), &json!(2)));
    let settled = app.stores(figures(["22738,2021-09-05,1,,0,0,,,"]));
    assert_eq!((&settled["corrections"], level()), (&json!(1), json!(2)));
    let noted = |note: &str| {
        app.submit(table(
            "commune,day,f0,f0_unknown_source,f0_special_venue,note",
            [format!("22738,2021-09-05,1,0,0,{note}")],
        ))
    };
    assert_eq!(noted("chợ").with(201).json()["corrections"], 1);
    noted("chợ").with(200);
    assert_eq!(noted("").with(201).json()["corrections"], 1);
    assert_eq!(reports(&app, "22738"), [row("2021-09-05", 1, 4, "row")]);
}

#[test]
fn absent_zero_adds_zeros_exactly_where_nothing_is_known() {
    let app = App::start();
    app.stores(short(["22741,2021-09-05,2", "22744,2021-09-03,1"]));
    // Two days are named; of each, one commune has a row here and one had a report before or none.
    let file = short(["22738,2021-09-05,1", "22738,2021-09-03,0"]);
    let receipt = app.submit_with("?absent=zero", &[], &file).with(201).json();
    let total = u64::try_from(communes().len()).unwrap();
    assert_eq!(receipt["zeros_added"], json!(2 * (total - 2)));
    assert_eq!((&receipt["rows"], &receipt["revisions"]), (&json!(2), &json!(2 + 2 * (total - 2))));
    for unit in communes() {
        let wanted = match unit.as_str() {
            "22738" => [row("2021-09-03", 0, 1, "row"), row("2021-09-05", 1, 1, "row")],
            "22741" => [row("2021-09-03", 0, 1, "absent"), row("2021-09-05", 2, 1, "row")],
            "22744" => [row("2021-09-03", 1, 1, "row"), row("2021-09-05", 0, 1, "absent")],
            _ => [row("2021-09-03", 0, 1, "absent"), row("2021-09-05", 0, 1, "absent")],
        };
        assert_eq!(reports(&app, &unit), wanted, "{unit}");
    }
    // Again there is nothing left to add; a row that says what the zero said is no news either.
    assert_eq!(app.submit_with("?absent=zero", &[], &file).with(200).json()["zeros_added"], 0);
    assert_eq!(app.submit(short(["22747,2021-09-05,0"])).with(200).json()["unchanged"], 1);
    app.stores(short(["22747,2021-09-05,1"]));
    assert_eq!(reports(&app, "22747")[1], row("2021-09-05", 1, 2, "row"));
}

#[test]
fn absent_missing_adds_nothing() {
    let app = App::start();
    for query in ["", "?absent=missing"] {
        let receipt =
            app.submit_with(query, &[], short([format!("22738,2021-09-05,{}", query.len())])).with(201).json();
        assert_eq!((&receipt["zeros_added"], &receipt["revisions"]), (&json!(0), &json!(1)));
    }
    assert_eq!(app.read("/api/v1/board")["counts"][0]["assessed"], 1);
}

/// Answers to questions about what was known at an instant.
fn known_at(app: &App, instant: &str) -> Vec<Answer> {
    let instant = instant.replace('+', "%2B");
    let mut answers = Vec::new();
    for day in ["", "&day=2021-09-05", "&day=2021-09-04", "&day=2021-08-20"] {
        for what in ["board", "completeness", "units/22738", "units/582", "units/58", "units/22741"] {
            answers.push(app.get(&format!("/api/v1/{what}?as_of={instant}{day}")).with(200));
        }
    }
    for unit in ["22738", "582", "58"] {
        let query = format!("as_of={instant}&from=2021-08-20&to=2021-09-05&traces=true");
        answers.push(app.get(&format!("/api/v1/units/{unit}/history?{query}")).with(200));
    }
    let compared = format!("a=2021-09-04@{instant}&b=2021-09-05@{instant}");
    answers.push(app.get(&format!("/api/v1/boards/compare?{compared}")).with(200));
    answers
}

fn bodies(answers: &[Answer]) -> Vec<&[u8]> {
    answers.iter().map(|answer| &*answer.body).collect()
}

#[test]
fn what_was_known_at_an_instant_is_answered_alike_for_ever() {
    let app = App::start();
    let mut asked: Vec<(String, Vec<Answer>)> = Vec::new();
    let files = [
        figures(["22738,2021-09-05,1,,1,,,,", "22741,2021-09-04,2,,,,,,"]),
        figures(["22738,2021-09-05,0,,,,,,"]),
        figures(["22741,2021-09-04,0,,,,,,", "22738,2021-08-25,5,5,,,,,"]),
        figures(["22738,2021-09-05,9,,3,3,,,"]),
    ];
    for file in files {
        let as_of = app.stores(file)["as_of"].as_str().unwrap().to_owned();
        asked.push((as_of.clone(), known_at(&app, &as_of)));
    }
    let levels: Vec<_> = asked.iter().map(|(_, answers)| answers[0].json()["units"].clone()).collect();
    assert!(levels.windows(2).all(|pair| pair[0] != pair[1]), "each file moved a level");
    let app = app.kill().flag("--clock-start", "2021-09-09T08:00:00+07:00").start();
    for (as_of, answers) in &asked {
        assert_eq!(bodies(&known_at(&app, as_of)), bodies(answers), "{as_of}");
    }
    // The board of an instant is the board that was live then. One file made two entries: it begins a day and corrects.
    let entries = app.changes_since(1);
    assert_eq!(entries.iter().filter(|entry| !entry["cause"]["batch"].is_null()).count(), 5);
    for (as_of, answers) in &asked {
        let entry = entries.iter().find(|entry| entry["as_of"] == as_of.as_str()).expect("it is in the log");
        assert_eq!(answers[0].json()["seq"], entry["seq"]);
    }
}

#[test]
fn under_any_stream_of_corrections_every_past_answer_stays_as_it_was_given() {
    let app = App::start();
    let mut dice = Dice::new(26);
    let units = ["22738", "22741", "22744", "22747", "22759"];
    let mut asked: Vec<(String, Vec<Answer>)> = Vec::new();
    for n in 0..24 {
        let rows: Vec<_> = (0..=dice.below(3))
            .map(|row| {
                let (unit, day) = (dice.one_of(&units), 25 + dice.below(12));
                let day = if day > 31 { format!("2021-09-{:02}", day - 31) } else { format!("2021-08-{day}") };
                let (unknown, venue) = (dice.below(3), dice.below(2));
                // The note makes each file another one; a row for the same commune and day stands once.
                (unit, day, format!("{},{unknown},{venue},{n} {row}", unknown + venue + dice.below(2)))
            })
            .collect();
        let unique: BTreeMap<_, _> = rows.into_iter().map(|(unit, day, rest)| ((*unit, day), rest)).collect();
        let rows = unique.into_iter().map(|((unit, day), rest)| format!("{unit},{day},{rest}"));
        let file = table("commune,day,f0,f0_unknown_source,f0_special_venue,note", rows);
        let reason = dice.one_of(&["", "?reason=typing_error", "?reason=late_result"]);
        let receipt = app.submit_with(reason, &[], file).with(201).json();
        let as_of = receipt["as_of"].as_str().unwrap().to_owned();
        if n % 3 == 0 {
            asked.push((as_of.clone(), known_at(&app, &as_of)));
        }
    }
    assert!(app.read("/api/v1/corrections")["corrections"].as_array().unwrap().len() > 12);
    for (as_of, answers) in &asked {
        assert_eq!(bodies(&known_at(&app, as_of)), bodies(answers), "{as_of}");
    }
}

#[test]
fn before_the_first_report_nothing_was_known() {
    let app = App::start();
    app.stores(short(["22738,2021-09-05,1"]));
    let board = app.read("/api/v1/board?as_of=2021-09-05T11:59:00%2B07:00");
    assert_eq!((&board["seq"], &board["counts"][0]["assessed"]), (&json!(0), &json!(0)));
}

#[test]
fn an_answer_given_while_a_file_is_being_stored_is_given_again_afterwards() {
    let app = Settings::of_this_machine().start();
    let files: Vec<String> = (0..4)
        .map(|shift| {
            let (header, rows) =
                season().split_once('\n').map(|(header, rows)| (header.to_owned(), rows.to_owned())).unwrap();
            table(&header, rows.lines().skip(shift).step_by(4))
        })
        .collect();
    let mut asked = Vec::new();
    std::thread::scope(|scope| {
        let storing = scope.spawn(|| files.iter().for_each(|file| drop(app.stores(file))));
        while !storing.is_finished() {
            #[expect(clippy::disallowed_methods, reason = "the server runs on this machine's clock")]
            let now = jiff::Timestamp::now() - jiff::SignedDuration::from_millis(2);
            let address = format!("/api/v1/board?day=2021-09-05&as_of={now}");
            asked.push((app.get(&address).with(200).body, address));
        }
    });
    assert!(asked.len() >= 4, "it was asked meanwhile");
    for (answer, address) in asked {
        let again = app.get(&address).body;
        assert!(again == answer, "{address} was answered otherwise while a file was being stored");
    }
}

#[test]
fn a_day_or_an_instant_that_is_none_is_refused_and_an_odd_one_is_answered() {
    let app = App::start();
    app.stores(short(["22738,2021-09-05,1"]));
    for query in [
        "day=2021-09-06",
        "day=9999-12-31",
        "day=2021-02-29",
        "day=2021-9-5",
        "day=05/09/2021",
        "day=",
        "day=today",
        "as_of=2021-09-06T00:00:00%2B07:00",
        "as_of=9999-12-30T00:00:00Z",
        "as_of=2021-09-05",
        "as_of=2021-09-05T11:00:00",
        "as_of=yesterday",
        "as_of=",
        "as_of=1630800000000",
        "as_of=1969-12-31T00:00:00Z",
        // The first instant there is: its window would begin before the calendar does.
        "as_of=-009999-01-02T02:00:00Z",
    ] {
        for what in ["board", "units/22738"] {
            let answer = app.get(&format!("/api/v1/{what}?{query}"));
            assert_eq!((answer.status, answer.error().as_str()), (400, "bad_query"), "{what}?{query}");
        }
    }
    // What is to come is no one's to tell: an answer given now would not be given again.
    for as_of in ["2099-01-01T00:00:00Z", "2021-09-06T00:00:00%2B07:00", "yesterday"] {
        for what in ["corrections", "corrections.atom", "exports/reports.csv"] {
            let answer = app.get(&format!("/api/v1/{what}?as_of={as_of}"));
            assert_eq!((answer.status, answer.error().as_str()), (400, "bad_query"), "{what} {as_of}");
        }
    }
    for what in ["corrections", "corrections.atom"] {
        app.get(&format!("/api/v1/{what}?as_of=2021-09-05T05:00:00Z")).with(200);
    }
    for query in
        ["day=0000-01-01", "day=1900-02-28", "as_of=1970-01-01T00:00:00Z", "as_of=2021-09-05T05:00:00Z&day=2020-01-01"]
    {
        for what in ["board", "units/22738", "units/58"] {
            app.get(&format!("/api/v1/{what}?{query}")).with(200);
        }
    }
    // A plus sign that was not escaped is read as what was meant.
    assert_eq!(app.read("/api/v1/board?as_of=2021-09-05T12:00:00+07:00")["day"], "2021-09-05");
}
