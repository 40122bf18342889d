//! Files as offices send them, and what they are answered with. The province is the shipped one, and
//! it is 5 September 2021.

mod csv;
mod header;
mod json;
mod people;
mod places;
mod properties;
mod totals;
mod workbook;
mod xlsx;

use super::*;
use crate::atlas::Atlas;
use crate::domain::rules::Lang;
use std::sync::LazyLock;

static ATLAS: LazyLock<Atlas> = LazyLock::new(Atlas::shipped);

fn parse(kind: Kind, bytes: impl AsRef<[u8]>) -> Result<Vec<Report>, Refusals> {
    read(kind, bytes.as_ref(), &ATLAS.register, Day::parse("2021-09-05"))
}

/// What a file reports, a line for each row: commune, day, the figures as far as they are given.
#[track_caller]
fn said(kind: Kind, bytes: impl AsRef<[u8]>) -> Vec<String> {
    let reports = parse(kind, bytes).unwrap_or_else(|refusals| panic!("refused: {:#?}", refusals.told(Lang::En)));
    reports.iter().map(line).collect()
}

fn line(report: &Report) -> String {
    let figures = report.counts.figures().values().map(|value| value.map_or("-".into(), |value| value.to_string()));
    let figures = figures.join(" ");
    let mut line = format!("{} {} {}", report.unit, report.day, figures.trim_end_matches([' ', '-']));
    for text in [&report.source, &report.note].into_iter().flatten() {
        line = line + " " + text;
    }
    line
}

/// What is wrong with a file: line (0 for the whole file), column, value, code.
type Wrong = (u64, String, String, String);

#[track_caller]
fn wrong(kind: Kind, bytes: impl AsRef<[u8]>) -> Vec<Wrong> {
    let refusals = parse(kind, bytes).expect_err("it is refused");
    let told = refusals.told(Lang::Vi);
    assert_eq!(told.total, refusals.total());
    // Each in both languages, and in different words.
    for (vi, en) in told.rows.iter().zip(refusals.told(Lang::En).rows) {
        assert_ne!(vi.reason, en.reason);
        assert_ne!(vi.expected, en.expected);
    }
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    told.rows.iter().map(|row| (row.line.unwrap_or(0), text(&row.column), text(&row.value), row.code.clone())).collect()
}

/// The file is refused for exactly these reasons.
#[track_caller]
fn refuses(kind: Kind, bytes: impl AsRef<[u8]>, reasons: &[(u64, &str, &str, &str)]) {
    let found = wrong(kind, bytes);
    let found: Vec<_> = found.iter().map(|(line, column, value, code)| (*line, &**column, &**value, &**code)).collect();
    assert_eq!(found, reasons);
}
