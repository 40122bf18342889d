//! The traces of the document's worked cases, as text that was read and approved. A trace that becomes
//! another is a difference to look at, line by line.

use crate::domain::explain::{Cited, Explained, Fall, Finding, Trace};
use crate::domain::flag::FlagKind;
use crate::domain::level::Level;
use crate::domain::rules::d2686::SpecialVenueRed;
use crate::domain::sample::{ORANGE, Province, RED, YELLOW, day};
use std::fmt::Write;

fn list<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    items.into_iter().map(|item| item.to_string()).collect::<Vec<_>>().join(" ")
}

/// A day of June 2021 by its number, as the cases count.
fn numbers<'a>(days: impl IntoIterator<Item = &'a crate::domain::day::Day>) -> String {
    list(days.into_iter().map(|one| one.since(day(0))))
}

/// Reports by their days, each commune's apart where it is not the unit's own.
fn cited(province: &Province, own: usize, reports: &[Cited]) -> String {
    let by = |(day, of): &Cited| {
        if *of == own { numbers([day]) } else { province.code(*of).to_owned() + "/" + &numbers([day]) }
    };
    list(reports.iter().map(by))
}

fn finding(province: &Province, own: usize, finding: &Finding) -> String {
    let mut line = format!("  {}", finding.clause.id);
    for (name, value) in &finding.figures {
        write!(line, " {name}={value}").unwrap();
    }
    if finding.inferred {
        line += " inferred";
    }
    if !finding.cited.is_empty() {
        write!(line, " days {}", cited(province, own, &finding.cited)).unwrap();
    }
    if !finding.units.is_empty() {
        write!(line, " units {}", list(finding.units.iter().map(|&unit| province.code(unit)))).unwrap();
    }
    for flag in &finding.flags {
        write!(line, " flag {} of {:?}", flag.kind.code(), flag.document).unwrap();
    }
    line
}

fn fall(province: &Province, own: usize, fall: &Fall) -> String {
    let mut line = match fall.to {
        Some((on, level)) => format!("could fall to {} on day {}", level.number(), on.since(day(0))),
        None => "cannot fall while flags hold".to_owned(),
    };
    for (name, told) in [
        ("ends", list(&fall.ends)),
        (
            "falling",
            list(
                fall.falling
                    .iter()
                    .map(|one| format!("{} {}-{}", province.code(one.unit), one.from.number(), one.to.number())),
            ),
        ),
        ("flags", list(fall.flags.iter().map(|flag| flag.kind.code()))),
        ("leaving", cited(province, own, &fall.leaving)),
        ("missing", numbers(&fall.missing)),
        ("late", list(fall.late.iter().map(|&unit| province.code(unit)))),
    ] {
        if !told.is_empty() {
            write!(line, "; {name} {told}").unwrap();
        }
    }
    line
}

/// A unit on a day: what fired with what is behind it, what holds it, what is open, when it could fall.
fn told(province: &Province, unit: &str, n: i32) -> String {
    let (timeline, at) = (province.timeline(), province.at(unit));
    let explained = Explained::new(&timeline, province.register(), province.facts(), day(n));
    let trace: Trace = explained.trace(at);
    let level = trace.level().map_or("none".to_owned(), |level: Level| level.number().to_string());
    let mut text = format!("{unit} on day {n}: level {level} by {}\n", list(trace.fired()));
    for one in trace.findings.iter().filter(|finding| finding.fired) {
        text += &(finding(province, at, one) + "\n");
    }
    if !trace.missing.is_empty() {
        let held = trace.held_at.map_or(String::new(), |level| format!(", held at {}", level.number()));
        writeln!(text, "missing days {}{held}", numbers(&trace.missing)).unwrap();
    }
    if let Some(open) = &trace.open {
        let units = list(open.units.iter().map(|&unit| province.code(unit)));
        let held =
            if open.missing.is_empty() { String::new() } else { format!("; missing {}", numbers(&open.missing)) };
        writeln!(text, "open: days {}; units {units}{held}", cited(province, at, &open.cited)).unwrap();
    }
    if let Some(one) = explained.fall(at, &trace) {
        text += &(fall(province, at, &one) + "\n");
    }
    text
}

macro_rules! approved {
    ($name:ident, $province:expr, $($unit:literal on $day:literal),+ $(,)?) => {
        #[test]
        fn $name() {
            let province = $province;
            let text: String = [$(told(&province, $unit, $day)),+].concat();
            insta::assert_snapshot!(stringify!($name), text);
        }
    };
}

fn two_days_apart(second: &str) -> Province {
    Province::of_rows(&["f0=1 f0_unknown_source=1", "f0=0", second])
}

approved!(a_district_of_eight, Province::standing(&[(1, RED), (3, ORANGE), (3, YELLOW), (1, Some(Level::NewNormal))]),
    "D0" on 1, "P" on 1);
approved!(a_district_with_one_red, Province::standing(&[(1, RED), (1, ORANGE), (3, YELLOW), (3, Some(Level::NewNormal))]),
    "D0" on 1);
approved!(a_district_without_red, Province::standing(&[(1, ORANGE), (3, YELLOW), (9, Some(Level::NewNormal))]),
    "D0" on 1);
approved!(one_case_thirteen_days_ago, {
    let mut province = Province::of_rows(&["f0=1 f0_unknown_source=1"]);
    province.zeros(0, 2, 15);
    province
}, "C0" on 14, "C0" on 15);
approved!(two_cases_on_different_days, two_days_apart("f0=1 f0_unknown_source=1"), "C0" on 3);
approved!(the_same_with_no_clusters_reported,
    Province::of_rows(&["f0=1 f0_unknown_source=1 clusters_unknown_source=0", "f0=0 clusters_unknown_source=0",
        "f0=1 f0_unknown_source=1 clusters_unknown_source=0"]), "C0" on 3);
approved!(one_case_from_a_school, Province::of_rows(&["f0=1 f0_special_venue=1"]), "C0" on 1);
approved!(one_case_from_a_school_by_the_literal_text,
    Province::of_rows(&["f0=1 f0_special_venue=1"]).with(|params| params.special_venue_red = SpecialVenueRed::Any),
    "C0" on 1);
approved!(three_cases_without_a_split, Province::of_rows(&["f0=3"]), "C0" on 1, "D0" on 1);
approved!(one_case_without_a_split, Province::of_rows(&["f0=1"]), "C0" on 1);
approved!(cases_in_isolation, Province::of_rows(&["f0=5 f0_isolated=5"]), "C0" on 1);
approved!(a_reported_cluster, Province::of_rows(&["f0=1 f0_unknown_source=1 clusters_unknown_source=1"]), "C0" on 1);
approved!(one_day_leaves_clusters_untold,
    Province::of_rows(&["f0=1 f0_unknown_source=1 clusters_unknown_source=0", "f0=1 f0_unknown_source=1"]), "C0" on 2);
approved!(red_and_then_silent, Province::of_rows(&["f0=2 f0_unknown_source=2"]),
    "C0" on 1, "C0" on 3, "C0" on 15);
approved!(first_report_today, Province::of_rows(&["f0=0"]), "C0" on 1);
approved!(beside_a_red_commune, {
    let mut province = Province::of(&[3], &[(0, 1), (1, 2)]);
    province.reports(0, 1, "f0=2 f0_unknown_source=2").reports(1, 1, "f0=0").reports(2, 1, "f0=0");
    province
}, "C1" on 1, "C2" on 1, "C1" on 2);
approved!(flags_of_an_officer, {
    let mut province = Province::of_one();
    province.reports(0, 1, "f0=0").flag("C0", FlagKind::IllegalEntry, 1, Some(3));
    province.flag("D0", FlagKind::UncontrolledSourceOver20, 1, None);
    province
}, "C0" on 1, "D0" on 1);
