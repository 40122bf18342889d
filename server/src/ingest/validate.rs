//! From cells to reports. Every cell is looked at, so that a sender hears of everything at once.

use super::csv::{Row, Table};
use super::refusal::{LONGEST_TEXT, Refusal, Why};
use crate::domain::day::Day;
use crate::domain::report::{Counts, Figures};
use crate::domain::unit::{Register, Tier, Unit, UnitCode};
use crate::store::Report;
use std::collections::HashMap;

/// No report is about a day before this one: SARS-CoV-2 was not known.
const FIRST_DAY: &str = "2020-01-01";

/// The reports of a table, or all that is wrong with it.
pub(super) fn reports(table: &Table, register: &Register, today: Option<Day>) -> Result<Vec<Report>, Vec<Refusal>> {
    let mut check = Check { table, register, today, seen: HashMap::new(), refusals: table.torn.clone() };
    let reports: Vec<_> = table.rows.iter().filter_map(|row| check.row(row)).collect();
    if check.refusals.is_empty() { Ok(reports) } else { Err(check.refusals) }
}

struct Check<'a> {
    table: &'a Table,
    register: &'a Register,
    today: Option<Day>,
    seen: HashMap<(&'a UnitCode, Day), u64>,
    refusals: Vec<Refusal>,
}

impl<'a> Check<'a> {
    fn row(&mut self, row: &Row) -> Option<Report> {
        let unit = self.unit(row);
        let day = self.day(row);
        let counts = self.counts(row, unit);
        let (source, note) = (self.text(row, "source"), self.text(row, "note"));
        let (unit, day) = (unit?, day?);
        if let Some(&first) = self.seen.get(&(&unit.code, day)) {
            self.refuse(row, "commune", Why::DuplicateRow { first });
        } else {
            self.seen.insert((&unit.code, day), row.line);
        }
        Some(Report { unit: unit.code.clone(), day, counts: counts?, source, note })
    }

    fn unit(&mut self, row: &Row) -> Option<&'a Unit> {
        let text = self.required(row, "commune")?;
        let found = UnitCode::parse(text).and_then(|code| self.register.index_of(&code));
        match found.map(|at| &self.register.units()[at]) {
            Some(unit) if unit.tier == Tier::Commune => return Some(unit),
            Some(unit) => self.refuse(row, "commune", Why::NotACommune { name: unit.name.clone() }),
            None => self.refuse(row, "commune", Why::UnknownUnit),
        }
        None
    }

    fn day(&mut self, row: &Row) -> Option<Day> {
        let text = self.required(row, "day")?;
        let first = Day::parse(FIRST_DAY);
        match (Day::parse(text), first, self.today) {
            (None, ..) => self.refuse(row, "day", Why::NotADay),
            (Some(day), Some(first), _) if day < first => self.refuse(row, "day", Why::TooEarly { first }),
            (Some(day), _, Some(today)) if day > today => self.refuse(row, "day", Why::FutureDay { today }),
            (Some(day), ..) => return Some(day),
        }
        None
    }

    fn counts(&mut self, row: &Row, unit: Option<&Unit>) -> Option<Counts> {
        let before = self.refusals.len();
        self.required(row, "f0");
        let values = Figures::NAMES.map(|column| self.count(row, column, unit));
        if self.refusals.len() > before {
            return None;
        }
        let figures = Figures::from_values(values)?;
        match Counts::new(figures) {
            Ok(counts) => Some(counts),
            Err(over) => {
                self.refuse(row, "f0", Why::PartsExceedTotal { parts: over.parts, total: figures.f0 });
                None
            }
        }
    }

    fn count(&mut self, row: &Row, column: &str, unit: Option<&Unit>) -> Option<u32> {
        let text = self.table.cell(row, column);
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if text.is_empty() {
            return None;
        }
        if !digits(text) {
            let negative = text.strip_prefix(['-', '\u{2212}']).is_some_and(digits);
            self.refuse(row, column, if negative { Why::Negative } else { Why::NotANumber });
            return None;
        }
        // A number too large to hold is larger than any population.
        let count = text.parse::<u32>().unwrap_or(u32::MAX);
        match unit {
            Some(unit) if count > unit.population => {
                self.refuse(row, column, Why::ExceedsPopulation { population: unit.population });
                None
            }
            _ => Some(count),
        }
    }

    fn text(&mut self, row: &Row, column: &str) -> Option<String> {
        let text = self.table.cell(row, column);
        let length = text.chars().count();
        if length > LONGEST_TEXT {
            self.refuse(row, column, Why::TooLong { length });
        }
        (!text.is_empty()).then(|| text.to_owned())
    }

    fn required<'b>(&mut self, row: &'b Row, column: &str) -> Option<&'b str> {
        let text = self.table.cell(row, column);
        if text.is_empty() {
            self.refusals.push(Refusal::of_column(row.line, column, Why::MissingValue));
            return None;
        }
        Some(text)
    }

    fn refuse(&mut self, row: &Row, column: &str, why: Why) {
        self.refusals.push(Refusal::of_cell(row.line, column, self.table.cell(row, column), why));
    }
}
