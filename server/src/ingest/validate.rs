//! From cells to reports. Every cell is looked at, so that a sender hears of everything at once.

use super::columns::{COMMUNE, Column, F0, NUMBER};
use super::days;
use super::grid::{Cell, Row};
use super::no_day::NoDay;
use super::personal::names_someone;
use super::places::Places;
use super::refusal::{Refusal, Refusals, Why};
use super::table::Table;
use super::totals;
use super::words::LONGEST_TEXT;
use crate::domain::day::Day;
use crate::domain::report::{Counts, Figures};
use crate::domain::unit::{Register, Tier, Unit, UnitCode};
use crate::store::Report;
use std::collections::HashMap;

/// No report is about a day before this one: SARS-CoV-2 was not known.
pub(super) const FIRST_DAY: &str = "2020-01-01";

/// The reports of a table, or all that is wrong with it.
pub(super) fn reports(
    table: &Table,
    register: &Register,
    today: Option<Day>,
) -> Result<Vec<(Report, Option<i64>)>, Refusals> {
    let places = &Places::of(register);
    let (seen, known) = (HashMap::new(), HashMap::new());
    let mut check = Check { table, register, places, today, seen, known, refusals: Refusals::default() };
    let (totals, rows): (Vec<&Row>, Vec<&Row>) =
        table.rows.iter().partition(|row| totals::is_total(table, row, places));
    let below = totals.iter().map(|row| row.line).max();
    let signed = |row: &&Row| below.is_some_and(|line| row.line > line) && totals::is_signature(table, row);
    let rows: Vec<&Row> = rows.into_iter().filter(|row| !signed(row)).collect();
    let mut torn = table.torn.iter().peekable();
    let (mut reports, mut numbers) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
    for row in rows {
        while let Some(torn) = torn.next_if(|torn| torn.line() <= row.line) {
            check.refusals.push(torn.clone());
        }
        if let Some(report) = check.row(row) {
            reports.push(report);
            numbers.push(number(table.cell(row, NUMBER)));
        }
    }
    torn.for_each(|torn| check.refusals.push(torn.clone()));
    if check.refusals.total() == 0 {
        // Sums mean something only where every row could be read.
        for row in totals {
            for (column, why) in totals::mismatches(table, row, &reports, register, places) {
                check.refuse(row, column, why);
            }
        }
    }
    match check.refusals.total() {
        0 if reports.is_empty() => Err(Refusal::of_file(1, Why::Empty).into()),
        0 => Ok(reports.into_iter().zip(numbers).collect()),
        _ => Err(check.refusals),
    }
}

/// The number of an exported report; what is none says nothing.
fn number(cell: &Cell) -> Option<i64> {
    count(cell).ok().flatten().and_then(|number| i64::try_from(number).ok())
}

/// The count in a cell.
pub(super) fn count(cell: &Cell) -> Result<Option<u64>, Why> {
    match cell {
        Cell::Blank => Ok(None),
        Cell::Fault(_) => Err(Why::CellError),
        Cell::Number(number) if number.fract() == 0.0 && *number < 0.0 => Err(Why::Negative),
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "what is too large stays so")]
        Cell::Number(number) if number.fract() == 0.0 => Ok(Some(*number as u64)),
        Cell::Text(text) => {
            // Programs write 12.0 for 12. More zeros may be meant as thousands.
            let whole = text.strip_suffix(".0").unwrap_or(text);
            let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            if digits(whole) {
                // A number too large to hold is larger than any population.
                return Ok(Some(whole.parse().unwrap_or(u64::MAX)));
            }
            let negative = whole.strip_prefix(['-', '\u{2212}']).is_some_and(digits);
            Err(if negative { Why::Negative } else { Why::NotANumber })
        }
        // The text of a JSON string, which is no number there.
        Cell::Foreign(text) => match count(&Cell::text(text)) {
            Ok(Some(count)) => Err(Why::InQuotes { count }),
            _ => Err(Why::NotANumber),
        },
        Cell::Number(_) | Cell::Day(_) => Err(Why::NotANumber),
    }
}

struct Check<'a> {
    table: &'a Table,
    register: &'a Register,
    places: &'a Places<'a>,
    today: Option<Day>,
    seen: HashMap<(&'a UnitCode, Day), u64>,
    /// Units that were named before, by all that was said of them.
    known: HashMap<[(String, String); 3], usize>,
    refusals: Refusals,
}

impl<'a> Check<'a> {
    fn row(&mut self, row: &'a Row) -> Option<Report> {
        let unit = self.unit(row);
        let day = self.day(row);
        let counts = self.counts(row, unit);
        let (source, note) = (self.text(row, Column::Source), self.text(row, Column::Note));
        let (unit, day) = (unit?, day?);
        if let Some(&first) = self.seen.get(&(&unit.code, day)) {
            self.refuse(row, self.unit_column(row), Why::DuplicateRow { first });
        } else {
            self.seen.insert((&unit.code, day), row.line);
        }
        Some(Report { unit: unit.code.clone(), day, counts: counts?, source, note })
    }

    fn unit(&mut self, row: &'a Row) -> Option<&'a Unit> {
        let column = self.unit_column(row);
        self.required(row, column)?;
        let cells = [Tier::Commune, Tier::District, Tier::Province]
            .map(|tier| [Column::Code(tier), Column::Name(tier)].map(|column| self.table.cell(row, column)));
        let texts = cells.each_ref().map(|[code, name]| (code.shown(), name.shown()));
        let said = texts.each_ref().map(|(code, name)| (code.as_ref(), name.as_ref()));
        // A file says the same of a unit on each of its days.
        let all = said.map(|(code, name)| (code.to_owned(), name.to_owned()));
        let found = self.known.get(&all).map_or_else(|| self.places.commune(said), |&at| Ok(at));
        match found {
            Ok(at) => {
                self.known.insert(all, at);
                Some(&self.register.units()[at])
            }
            Err((why, at)) => {
                self.refuse(row, at.unwrap_or(column), why);
                None
            }
        }
    }

    /// The column that names the unit; where both do, the one that people read.
    fn unit_column(&self, row: &Row) -> Column {
        let code = Column::Code(Tier::Commune);
        let coded = self.table.place(code).is_some() && self.table.cell(row, COMMUNE).is_blank();
        if coded { code } else { COMMUNE }
    }

    fn day(&mut self, row: &'a Row) -> Option<Day> {
        let cell = self.required(row, Column::Day)?;
        let (found, first) = (days::of_cell(cell, self.table.day_zero), Day::parse(FIRST_DAY));
        let why = match (found, first, self.today) {
            (None, ..) => Why::NotADay(NoDay::of(cell)),
            (Some(day), Some(first), _) if day < first => Why::TooEarly { first },
            (Some(day), _, Some(today)) if day > today => Why::FutureDay { today },
            (Some(day), ..) => return Some(day),
        };
        self.refuse(row, Column::Day, why);
        None
    }

    fn counts(&mut self, row: &'a Row, unit: Option<&Unit>) -> Option<Counts> {
        let before = self.refusals.total();
        self.required(row, F0);
        let mut values = [None; Figures::NAMES.len()];
        for (at, value) in values.iter_mut().enumerate() {
            *value = self.count(row, Column::Figure(at), unit);
        }
        if self.refusals.total() > before {
            return None;
        }
        let figures = Figures::from_values(values)?;
        match Counts::new(figures) {
            Ok(counts) => Some(counts),
            Err(over) => {
                self.refuse(row, F0, Why::PartsExceedTotal { parts: over.parts, total: figures.f0 });
                None
            }
        }
    }

    fn count(&mut self, row: &Row, column: Column, unit: Option<&Unit>) -> Option<u32> {
        let cell = self.table.cell(row, column);
        let why = match (count(cell), unit) {
            // `required` has told of it, where one is.
            (Err(Why::CellError), _) if column == F0 => return None,
            (Err(why), _) => why,
            (Ok(None), _) => return None,
            (Ok(Some(count)), Some(unit)) if count > u64::from(unit.population) => {
                Why::ExceedsPopulation { population: unit.population }
            }
            (Ok(Some(count)), _) => return Some(u32::try_from(count).unwrap_or(u32::MAX)),
        };
        self.refuse(row, column, why);
        None
    }

    fn text(&mut self, row: &Row, column: Column) -> Option<String> {
        let cell = self.table.cell(row, column);
        let text = cell.shown();
        let length = text.chars().count();
        if matches!(cell, Cell::Fault(_)) {
            self.refuse(row, column, Why::CellError);
        } else if matches!(cell, Cell::Foreign(_)) {
            self.refuse(row, column, Why::NotAText);
        } else if length > LONGEST_TEXT {
            self.refuse(row, column, Why::TooLong { length });
        } else if names_someone(&text) {
            let name = self.table.name(column);
            self.refusals.push(Refusal::of_column(row.line, name, Why::PersonalData));
        }
        (!cell.is_blank()).then(|| text.into_owned())
    }

    /// A cell that must hold something, and something other than an error.
    fn required(&mut self, row: &'a Row, column: Column) -> Option<&'a Cell> {
        let cell = self.table.cell(row, column);
        match cell {
            // That a column is missing is told once.
            Cell::Blank if self.table.place(column).is_none() => None,
            Cell::Blank => {
                let name = self.table.name(column);
                self.refusals.push(Refusal::of_column(row.line, name, Why::MissingValue { column }));
                None
            }
            Cell::Fault(_) => {
                self.refuse(row, column, Why::CellError);
                None
            }
            _ => Some(cell),
        }
    }

    fn refuse(&mut self, row: &Row, column: Column, why: Why) {
        let value = self.table.cell(row, column).shown();
        self.refusals.push(Refusal::of_cell(row.line, self.table.name(column), &value, why));
    }
}
