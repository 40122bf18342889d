//! Reads a timeline file: rule-set files in the order of the days from which they judge.
//!
//! What leaves a day without a rule set, or gives it two, is refused whole with the entries at fault:
//! which rules judged a day is never a guess. A border must lie within the dates on which the rule set
//! beside it was in force; what the first judges before the first border and the last after the last one
//! is as open as with a single rule set, whatever its dates.

use super::{RulebookError, load};
use crate::domain::day::Day;
use crate::domain::rules::RuleSet;
use crate::domain::rules::timeline::Timeline;
use serde::Deserialize;
use std::fmt;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rules: Vec<Listed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    file: PathBuf,
    from: Option<String>,
    to: Option<String>,
}

/// An entry of a timeline file, its days read.
struct Entry {
    number: usize,
    file: PathBuf,
    from: Option<Day>,
    to: Option<Day>,
}

/// How a refusal names it: its place in the file, its rule set and its days.
impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "entry {} ({}", self.number, self.file.display())?;
        for (word, day) in [("from", self.from), ("to", self.to)] {
            if let Some(day) = day {
                write!(f, ", {word} {day}")?;
            }
        }
        f.write_str(")")
    }
}

impl Entry {
    fn of((number, listed): (usize, Listed)) -> Result<Self, String> {
        let day = |name: &str, text: &str| {
            let file = listed.file.display();
            Day::parse(text)
                .ok_or_else(|| format!("entry {number} ({file}): {name} = {text:?} is not a day; write YYYY-MM-DD"))
        };
        let from = listed.from.as_deref().map(|text| day("from", text)).transpose()?;
        let to = listed.to.as_deref().map(|text| day("to", text)).transpose()?;
        Ok(Self { number, file: listed.file, from, to })
    }
}

/// The timeline of a file; its rule-set files are named relative to it.
pub fn timeline(path: &Path) -> Result<Timeline, RulebookError> {
    let refused = |why: String| RulebookError::Timeline(path.to_owned(), why);
    let text = std::fs::read_to_string(path).map_err(|error| refused(error.to_string()))?;
    let file: File = toml::from_str(&text).map_err(|error| refused(error.to_string()))?;
    let entries: Vec<Entry> = (1..).zip(file.rules).map(Entry::of).collect::<Result<_, _>>().map_err(refused)?;
    check(&entries).map_err(refused)?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut timeline: Option<Timeline> = None;
    for (at, entry) in entries.iter().enumerate() {
        let member = |error| RulebookError::Member(path.to_owned(), entry.to_string(), Box::new(error));
        let rules = load(Some(&folder.join(&entry.file))).map_err(member)?;
        check_dates(entry, entries.get(at + 1), &rules).map_err(refused)?;
        timeline = match (timeline, entry.from) {
            (Some(timeline), Some(from)) => timeline.then(from, rules),
            _ => Some(rules.into()),
        };
    }
    timeline.ok_or_else(|| refused("it names no rule set".to_owned()))
}

/// Whether every day has exactly one entry.
fn check(entries: &[Entry]) -> Result<(), String> {
    let (Some(first), Some(last)) = (entries.first(), entries.last()) else {
        return Err("it names no rule set; write [[rules]] with file = \"…\"".to_owned());
    };
    if first.from.is_some() {
        return Err(format!("{first} is the first: no rule set would judge the days before; leave out its from"));
    }
    if last.to.is_some() {
        return Err(format!("{last} is the last: no rule set would judge the days after; leave out its to"));
    }
    for (before, after) in entries.iter().zip(entries.iter().skip(1)) {
        check_border(before, after)?;
    }
    Ok(())
}

fn check_border(before: &Entry, after: &Entry) -> Result<(), String> {
    let Some(from) = after.from else {
        return Err(format!("{after} has no from: nothing says where {before} ends; only the first has none"));
    };
    if before.from.is_some_and(|begun| from <= begun) {
        return Err(format!("{after} does not begin after {before}; entries stand in the order of their days"));
    }
    let Some(to) = before.to else { return Ok(()) };
    if before.from.is_some_and(|begun| to < begun) {
        return Err(format!("{before} ends before it begins"));
    }
    let days = |first: Day, last: Day| if first == last { first.to_string() } else { format!("{first} to {last}") };
    match from.since(to) {
        1 => Ok(()),
        2.. => Err(format!("no rule set would judge {} between {before} and {after}", days(to.plus(1), from.plus(-1)))),
        _ => Err(format!("{before} and {after} would both judge {}", days(from, to))),
    }
}

/// Whether the borders beside an entry lie within the dates of its rule set.
fn check_dates(entry: &Entry, next: Option<&Entry>, rules: &RuleSet) -> Result<(), String> {
    let last = next.and_then(|next| next.from).map(|from| from.plus(-1));
    for border in [entry.from, last].into_iter().flatten() {
        if border < rules.valid_from || rules.valid_to.is_some_and(|to| border > to) {
            let to = rules.valid_to.map_or_else(String::new, |to| format!(" to {to}"));
            let (valid, beside) = (rules.valid_from, next.map_or_else(String::new, |next| format!(", beside {next}")));
            return Err(format!("{entry}{beside} would judge {border}, but its file says valid from {valid}{to}"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::SHIPPED;
    use super::*;

    /// A folder with two rule-set files and a timeline file of this text.
    fn read(text: &str) -> Result<Timeline, String> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("sets")).unwrap();
        std::fs::write(folder.path().join("sets/a.toml"), SHIPPED).unwrap();
        let literal = SHIPPED.replace("\"cluster\"", "\"any\"");
        assert_ne!(literal, SHIPPED);
        std::fs::write(folder.path().join("b.toml"), literal).unwrap();
        std::fs::write(folder.path().join("broken.toml"), SHIPPED.replace("id = \"C-R1\"", "id = \"C-R9\"")).unwrap();
        let file = folder.path().join("timeline.toml");
        std::fs::write(&file, text).unwrap();
        timeline(&file).map_err(|error| error.to_string())
    }

    /// Entries of a timeline file, one a text: `"a | from | to"`, days left out where blank.
    fn entries(lines: &[&str]) -> String {
        let entry = |line: &&str| {
            let mut parts = line.split('|').map(str::trim);
            let file = if parts.next() == Some("a") { "sets/a.toml" } else { "b.toml" };
            let days = ["from", "to"].iter().zip(parts).filter(|(_, day)| !day.is_empty());
            let days: Vec<_> = days.map(|(name, day)| format!("{name} = \"{day}\"\n")).collect();
            format!("[[rules]]\nfile = \"{file}\"\n{}", days.concat())
        };
        lines.iter().map(entry).collect()
    }

    #[test]
    fn each_day_is_judged_by_the_file_that_the_timeline_names() {
        let lines = [
            &["a||", "b|2021-09-05|", "a|2021-09-20|"][..],
            &["a||2021-09-04", "b|2021-09-05|2021-09-19", "a|2021-09-20|"],
        ];
        for timeline in lines.map(|lines| read(&entries(lines)).unwrap()) {
            let value = |day: &str| timeline.on(Day::parse(day).unwrap()).parameters[3].value.clone();
            let days = ["2021-01-01", "2021-09-04", "2021-09-05", "2021-09-19", "2021-09-20", "2022-01-01"];
            assert_eq!(days.map(value), ["cluster", "cluster", "any", "any", "cluster", "cluster"]);
        }
        let one = read(&entries(&["b||"])).unwrap();
        assert_eq!(one.fingerprint(), one.on(Day::parse("2021-09-05").unwrap()).hash);
    }

    #[test]
    fn a_day_without_a_rule_set_or_with_two_is_refused_with_both_entries() {
        for (lines, says) in [
            (&["a|2021-05-31|", "b|2021-09-05|"][..], "entry 1 (sets/a.toml, from 2021-05-31) is the first"),
            (&["a||", "b|2021-09-05|2021-10-01"], "entry 2 (b.toml, from 2021-09-05, to 2021-10-01) is the last"),
            (&["a||2021-10-01"], "entry 1 (sets/a.toml, to 2021-10-01) is the last"),
            (&["a||", "b||"], "entry 2 (b.toml) has no from: nothing says where entry 1 (sets/a.toml) ends"),
            (
                &["a||", "b|2021-09-05|", "a|2021-09-05|"],
                "entry 3 (sets/a.toml, from 2021-09-05) does not begin after entry 2 (b.toml, from 2021-09-05)",
            ),
            (&["a||", "b|2021-09-05|", "a|2021-08-01|"], "in the order of their days"),
            (
                &["a||2021-09-01", "b|2021-09-05|"],
                "no rule set would judge 2021-09-02 to 2021-09-04 between entry 1 (sets/a.toml, to 2021-09-01) and \
                 entry 2 (b.toml, from 2021-09-05)",
            ),
            (&["a||2021-09-03", "b|2021-09-05|"], "no rule set would judge 2021-09-04 between"),
            (
                &["a||2021-09-05", "b|2021-09-05|"],
                "entry 1 (sets/a.toml, to 2021-09-05) and entry 2 (b.toml, from 2021-09-05) would both judge 2021-09-05",
            ),
            (&["a||2021-09-09", "b|2021-09-05|"], "would both judge 2021-09-05 to 2021-09-09"),
            (&["a||", "b|2021-09-05|2021-09-01", "a|2021-09-20|"], "to 2021-09-01) ends before it begins"),
            (&["a||", "b|05/09/2021|"], "entry 2 (b.toml): from = \"05/09/2021\" is not a day; write YYYY-MM-DD"),
            (
                &["a||", "b|2021-05-30|"],
                "entry 1 (sets/a.toml), beside entry 2 (b.toml, from 2021-05-30) would judge 2021-05-29, but its file \
                 says valid from 2021-05-31 to 2021-10-11",
            ),
            (&["a||", "b|2021-10-12|"], "entry 2 (b.toml, from 2021-10-12) would judge 2021-10-12, but its file says"),
        ] {
            let refused = read(&entries(lines)).unwrap_err();
            assert!(refused.starts_with("timeline ") && refused.contains(says), "{lines:?}: {refused}");
        }
    }

    #[test]
    fn what_is_no_timeline_or_names_no_rule_set_is_refused() {
        for (text, says) in [
            ("", "missing field `rules`"),
            ("rules = []", "it names no rule set"),
            ("[[rules]]\nfile = \"b.toml\"\nuntil = \"2021-09-05\"", "unknown field `until`"),
            ("[[rules]]\nfrom = \"2021-09-05\"", "missing field `file`"),
            ("[[rule]]\nfile = \"b.toml\"", "unknown field `rule`"),
            ("[[rules]]\nfile = \"none.toml\"", "none.toml"),
            ("[[rules]]\nfile = \"broken.toml\"", "entry 1 (broken.toml): rule set: its criteria are C-R9"),
        ] {
            let refused = read(text).unwrap_err();
            assert!(refused.contains(says) && refused.contains("timeline.toml"), "{text}: {refused}");
        }
        assert!(timeline(Path::new("no-such.toml")).unwrap_err().to_string().contains("no-such.toml"));
    }
}
