//! `classify`: a file rated without server or database, in each form, and what it refuses.

use crate::command_line::{Paper, complains};
use crate::reports::{SHORT, project, short};
use crate::terminal::{printed, run};
use serde_json::Value;

#[test]
fn classify_prints_each_form() {
    let paper = Paper::of(short(["22738,2021-09-05,1", "22741,2021-09-05,0"]));
    let classify =
        |format: &str| printed(["classify", "--reports", paper.name(), "--day", "2021-09-05", "--format", format]);
    let json: Value = serde_json::from_str(&classify("json")).unwrap();
    assert_eq!(json["units"].as_array().unwrap().len(), 73);
    assert_eq!(printed(["classify", "--reports", paper.name(), "--day", "2021-09-05"]), classify("json"));
    let csv = classify("csv");
    assert!(csv.contains("\n22738,commune,3,2,3,3,undetermined,C-O1 C-O2\n"), "{csv}");
    assert!(csv.contains("\n22741,commune,2,"), "beside orange: {csv}");
    let table = classify("table");
    let line = table.lines().find(|line| line.starts_with("22738")).unwrap();
    for says in ["commune", "3", "2–3", "undetermined", "C-O1 C-O2", "Phường Đô Vinh"] {
        assert!(line.contains(says), "{says}: {line}");
    }
    assert_eq!(table.lines().count(), 73 + 2);
}

#[test]
fn classify_refuses_what_it_cannot_read() {
    let good = Paper::of(short(["22738,2021-09-05,1"]));
    let bad = Paper::of(format!("{SHORT}\n22738,2021-09-05,-1\n99999,2021-09-05,0\n"));
    let classify = |more: &[&str]| run([&["classify", "--day", "2021-09-05"], more].concat());
    complains(&classify(&["--reports", bad.name()]), 1, &[bad.name(), "negative", "unknown_unit", "99999"]);
    complains(&classify(&["--reports", "no-such.csv"]), 1, &["no-such.csv"]);
    complains(&classify(&["--reports", good.name(), "--format", "xml"]), 2, &["json", "csv", "table"]);
    complains(&run(["classify", "--reports", good.name(), "--day", "2021-9-5"]), 2, &["YYYY-MM-DD"]);
    complains(&run(["classify", "--reports", good.name()]), 2, &["--day"]);
    let shipped = std::fs::read_to_string(project("server/rulesets/2686.toml")).unwrap();
    for (text, says) in [
        ("", "id"),
        ("not toml", "rule set"),
        (&*shipped.replace("value = 14", "value = 0"), "window_days"),
        (&*shipped.replace("value = \"chained\"", "value = \"maybe\""), "intrinsic"),
        (&*shipped.replace("id = \"C-O1\"", "id = \"C-O9\""), "C-O1"),
    ] {
        let rules = Paper::of(text);
        complains(&classify(&["--reports", good.name(), "--ruleset", rules.name()]), 1, &[says]);
    }
    complains(&classify(&["--reports", good.name(), "--ruleset", "no-such.toml"]), 1, &["no-such.toml"]);
    complains(&classify(&["--reports", good.name(), "--geodata", "no-such-folder"]), 1, &["no-such-folder"]);
}

#[test]
fn classify_takes_flags_and_names_what_is_wrong_with_them() {
    let reports = Paper::of(short(["22828,2021-09-05,0"]));
    let flags = Paper::of("unit,flag,from,to,document\n22828,illegal_entry,2021-09-05,2021-09-06,12/QĐ\n");
    let level = |day: &str, more: &[&str]| {
        let ended = run([&["classify", "--reports", reports.name(), "--day", day, "--format", "csv"], more].concat());
        assert_eq!(ended.code, Some(0), "{}", ended.err);
        ended.out.lines().find(|line| line.starts_with("22828,")).unwrap().to_owned()
    };
    assert_eq!(level("2021-09-05", &[]), "22828,commune,1,1,1,1,,C-G");
    assert_eq!(level("2021-09-05", &["--flags", flags.name()]), "22828,commune,2,2,2,2,flag,C-Y4");
    let wrong = Paper::of("unit,flag,from,to,document\n22828,flood,2021-09-05,,12/QĐ\n");
    let day = ["--day", "2021-09-05", "--flags", wrong.name()];
    complains(
        &run([&["classify", "--reports", reports.name()], &day[..]].concat()),
        1,
        &["line 2", "unknown_flag", "illegal_entry"],
    );
}

#[test]
fn classify_says_that_a_day_is_judged_by_rules_that_are_over() {
    let paper = Paper::of(short(["22738,2030-01-01,0", "22738,2021-10-11,0"]));
    let classify = |day: &str| run(["classify", "--reports", paper.name(), "--day", day]);
    let judged = classify("2030-01-01");
    let json: Value = serde_json::from_str(&judged.out).unwrap();
    assert_eq!((judged.code, &json["ruleset_ended"]), (Some(0), &Value::from("2021-10-11")));
    assert!(judged.err.contains("2686") && judged.err.contains("2021-10-11"), "{}", judged.err);
    let last = classify("2021-10-11");
    let json: Value = serde_json::from_str(&last.out).unwrap();
    assert_eq!((&json["ruleset_ended"], last.err.as_str()), (&Value::Null, ""));
}
