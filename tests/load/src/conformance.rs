//! Autobahn's fuzzing client against the sockets that the server delivers on. The suite runs on
//! Python 2.7 and comes from PyPI into the build's own folder; where either is not to be had, this is
//! skipped and says so.

use crate::target::Echo;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

/// Everything but large messages and their speed (9), and compression (12, 13), which we do not speak.
const GROUPS: [(&str, &str); 8] = [
    ("1", "framing"),
    ("2", "pings and pongs"),
    ("3", "reserved bits"),
    ("4", "opcodes"),
    ("5", "fragments"),
    ("6", "UTF-8"),
    ("7", "closing"),
    ("10", "automatic fragments"),
];
const REPORT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/conformance.md");

/// Runs the suite and writes the report; fails where a case did.
pub(crate) fn prove() -> ExitCode {
    let home = std::env::current_exe().expect("this program has a place").with_file_name("autobahn");
    let python = match install(&home) {
        Ok(python) => python,
        Err(why) => {
            println!("skipped: {why}, so Autobahn does not test the live socket");
            return ExitCode::SUCCESS;
        }
    };
    let groups: Vec<_> = GROUPS.iter().map(|(group, _)| format!("{group}.*")).collect();
    let mut told = run(&python, &home, &groups);
    // The suite gives most cases a second, on a busy machine too: those that it broke off are run again.
    for _ in 0..3 {
        let late = |told: &serde_json::Value| outcome(told) == "FAILED BY CLIENT";
        let again: Vec<_> = told.iter().filter(|(_, told)| late(told)).map(|(case, _)| case.clone()).collect();
        if again.is_empty() {
            break;
        }
        println!("again: {}", again.join(", "));
        told.extend(run(&python, &home, &again));
    }
    let failed = write(&told);
    println!("Autobahn: {failed} failed; docs/conformance.md has the table");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Runs some cases; what each came to.
fn run(python: &Path, home: &Path, cases: &[String]) -> serde_json::Map<String, serde_json::Value> {
    let echo = Echo::start();
    let reports = home.join("reports");
    let plan = serde_json::json!({
        "outdir": reports, "cases": cases, "exclude-cases": [], "exclude-agent-cases": {},
        "servers": [{ "agent": "vungxanh", "url": format!("ws://{}", echo.address) }],
    });
    std::fs::write(home.join("plan.json"), plan.to_string()).expect("a file");
    let start = "from autobahntestsuite.wstest import run; run()";
    let ran = Command::new(python)
        .args(["-c", start, "-m", "fuzzingclient", "-s", "plan.json"])
        .env("PYTHONPATH", home)
        .current_dir(home)
        .stdout(Stdio::null())
        .status();
    assert!(ran.is_ok_and(|status| status.success()), "the suite does not run");
    let told = std::fs::read_to_string(reports.join("index.json")).expect("its report");
    let told: serde_json::Value = serde_json::from_str(&told).expect("JSON");
    told["vungxanh"].as_object().expect("cases").clone()
}

/// Python with the suite in a folder of ours, or why there is none.
fn install(home: &Path) -> Result<PathBuf, String> {
    let python = PathBuf::from("python2.7");
    let run = |words: &[&str]| {
        let ran = Command::new(&python).args(words).stdout(Stdio::null()).stderr(Stdio::null()).status();
        ran.is_ok_and(|status| status.success())
    };
    if !run(&["--version"]) {
        return Err("python2.7 is not there".to_owned());
    }
    let place = home.to_str().ok_or("the folder has no plain name")?;
    if !home.join("zope/__init__.py").exists() {
        if !run(&["-m", "pip", "install", "--quiet", "--target", place, "autobahntestsuite==25.10.1"]) {
            return Err("autobahntestsuite cannot be installed from PyPI".to_owned());
        }
        // Two packages share this name, and outside a site folder nobody says so.
        std::fs::write(home.join("zope/__init__.py"), "").map_err(|error| error.to_string())?;
    }
    Ok(python)
}

/// How a case ended, of its behaviour and of its close the worse.
fn outcome(case: &serde_json::Value) -> &str {
    const ORDER: [&str; 4] = ["OK", "INFORMATIONAL", "NON-STRICT", "UNIMPLEMENTED"];
    let word = |name: &str| case[name].as_str().unwrap_or("MISSING");
    let rank = |word: &&str| ORDER.iter().position(|known| known == word).unwrap_or(ORDER.len());
    ["behavior", "behaviorClose"].map(word).into_iter().max_by_key(rank).unwrap_or("MISSING")
}

/// Writes the report; how many cases failed.
fn write(cases: &serde_json::Map<String, serde_json::Value>) -> usize {
    let mut groups: BTreeMap<&str, BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
    for (case, told) in cases {
        let (group, _) = case.split_once('.').expect("a number with points");
        groups.entry(group).or_default().entry(outcome(told)).or_default().push(case);
    }
    let known = ["OK", "NON-STRICT", "INFORMATIONAL"];
    let mut text =
        "# Conformance of the live socket\n\nWritten by `make prove` from a run of Autobahn's fuzzing client \
        against the sockets that the server\ndelivers on (`tests/load/src/echo.rs`). Not run: large messages and their \
        speed (9), compression\n(12, 13), which we do not speak.\n\n\
        | group | | cases | passed | non-strict | informational | failed |\n|---|---|---|---|---|---|---|\n"
            .to_owned();
    let (mut all, mut notable) = ([0; 5], String::new());
    for (group, name) in GROUPS {
        let outcomes = groups.remove(group).unwrap_or_default();
        let count = |outcome: &str| outcomes.get(outcome).map_or(0, Vec::len);
        let cases: usize = outcomes.values().map(Vec::len).sum();
        let told = known.map(count);
        let row = [cases, told[0], told[1], told[2], cases - told.iter().sum::<usize>()];
        writeln!(text, "| {group} | {name} | {} |", row.map(|it| it.to_string()).join(" | ")).unwrap();
        all.iter_mut().zip(row).for_each(|(all, row)| *all += row);
        for (outcome, mut cases) in outcomes.into_iter().filter(|(outcome, _)| *outcome != "OK") {
            cases.sort_unstable();
            writeln!(notable, "- {}: {}", outcome.to_lowercase(), cases.join(", ")).unwrap();
        }
    }
    writeln!(text, "| | all | {} |", all.map(|it| it.to_string()).join(" | ")).unwrap();
    if !notable.is_empty() {
        write!(text, "\nNot plainly passed:\n\n{notable}").unwrap();
    }
    std::fs::write(REPORT, text).expect("the report");
    all[4]
}
