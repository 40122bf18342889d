//! A day as offices write it: `YYYY-MM-DD`, `DD/MM/YYYY`, or as a spreadsheet keeps it.
//!
//! Two digits are asked for each part of `DD/MM/YYYY`: spreadsheets of other countries write the
//! month first and without a leading zero, and a day read as a month would go unnoticed.

use super::grid::Cell;
use crate::domain::day::Day;

/// Numbers that are taken for days lie between 1 January 2000 and 1 January 2100.
const DAYS: [&str; 2] = ["2000-01-01", "2100-01-01"];

/// The day that a text names.
pub(super) fn of_text(text: &str) -> Option<Day> {
    Day::parse(text).or_else(|| {
        let mut parts = text.split('/');
        let [day, month, year] = [parts.next()?, parts.next()?, parts.next()?];
        let form = (day.len(), month.len(), year.len()) == (2, 2, 4) && parts.next().is_none();
        // The parts are asked for their form once more by the one parser of days.
        form.then(|| Day::parse(&format!("{year}-{month}-{day}"))).flatten()
    })
}

/// The day in a cell. A number is one where the file counts days from `zero` on.
pub(super) fn of_cell(cell: &Cell, zero: Option<Day>) -> Option<Day> {
    match cell {
        Cell::Day(day) => Some(*day),
        Cell::Text(text) => of_text(text),
        Cell::Number(number) if number.fract() == 0.0 => {
            let [Some(first), Some(last)] = DAYS.map(Day::parse) else { return None };
            let zero = zero?;
            let range = f64::from(first.since(zero))..f64::from(last.since(zero));
            #[expect(clippy::cast_possible_truncation, reason = "a whole number within the range")]
            range.contains(number).then(|| zero.plus(*number as i32))
        }
        _ => None,
    }
}
