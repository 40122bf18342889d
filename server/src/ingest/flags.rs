//! Files of flags: `unit,flag,from,to,document`, as CSV. All rows or none, with every reason at once.
//!
//! A blank `to` sets no end; a `to` before `from` withdraws a flag that was set before.

use super::csv;
use super::days;
use super::flag_faults::FlagFault;
use super::grid::Row;
use super::refusal::{Refusal, Refusals, Why};
use super::words::LONGEST_TEXT;
use crate::domain::day::Day;
use crate::domain::flag::{Flag, FlagKind};
use crate::domain::unit::{Register, UnitCode};
use std::cmp::Ordering;
use std::collections::HashMap;

/// The columns, all of which must be there.
pub(super) const COLUMNS: [&str; 5] = ["unit", "flag", "from", "to", "document"];

/// The flags of a file with the places of their units in the register, or everything that is wrong.
pub fn read_flags(bytes: &[u8], register: &Register) -> Result<Vec<(usize, Flag)>, Refusals> {
    let grid = csv::grid(bytes)?;
    let mut rows = grid.rows.into_iter();
    let header = rows.next().ok_or_else(|| Refusal::of_file(1, Why::Empty))?;
    let mut refusals = Refusals::default();
    let names: Vec<_> = header.cells.iter().map(|cell| cell.shown().to_lowercase()).collect();
    for (at, name) in names.iter().enumerate() {
        if !COLUMNS.contains(&name.as_str()) {
            refusals.push(Refusal::of_cell(header.line, name, name, Why::Flag(FlagFault::UnknownColumn)));
        } else if names[..at].contains(name) {
            refusals.push(Refusal::of_cell(header.line, name, name, Why::DuplicateColumn));
        }
    }
    let places = COLUMNS.map(|column| names.iter().position(|name| name == column));
    for (column, _) in COLUMNS.iter().zip(places).filter(|(_, place)| place.is_none()) {
        refusals.push(Refusal::of_column(header.line, column, Why::Flag(FlagFault::MissingColumn)));
    }
    if refusals.total() > 0 {
        return Err(refusals);
    }
    let torn = grid.torn;
    let mut check = Check { register, places, seen: HashMap::new(), refusals };
    let wanted = header.cells.len();
    let flags: Vec<_> =
        rows.filter_map(|row| if check.is_whole(&row, wanted) { check.row(&row) } else { None }).collect();
    for torn in torn {
        check.refusals.push(torn);
    }
    if flags.is_empty() && check.refusals.total() == 0 {
        check.refusals.push(Refusal::of_file(header.line, Why::Empty));
    }
    if check.refusals.total() == 0 { Ok(flags) } else { Err(check.refusals) }
}

struct Check<'a> {
    register: &'a Register,
    places: [Option<usize>; 5],
    seen: HashMap<(usize, FlagKind, Day), u64>,
    refusals: Refusals,
}

impl Check<'_> {
    fn is_whole(&mut self, row: &Row, wanted: usize) -> bool {
        let found = row.cells.len();
        match found.cmp(&wanted) {
            Ordering::Less => self.refusals.push(Refusal::of_file(row.line, Why::ShortRow { found, wanted })),
            Ordering::Greater => self.refusals.push(Refusal::of_file(row.line, Why::LongRow { found, wanted })),
            Ordering::Equal => return true,
        }
        false
    }

    fn row(&mut self, row: &Row) -> Option<(usize, Flag)> {
        let [unit, flag, from, to, document] = COLUMNS.map(|column| self.text(row, column));
        let unit = self.required(row, "unit", &unit).then(|| self.unit(row, &unit)).flatten();
        let kind = self.required(row, "flag", &flag).then(|| self.kind(row, &flag, unit)).flatten();
        let from = self.required(row, "from", &from).then(|| self.day(row, "from", &from)).flatten();
        let to = if to.is_empty() { Some(None) } else { self.day(row, "to", &to).map(Some) };
        let length = document.chars().count();
        if self.required(row, "document", &document) && length > LONGEST_TEXT {
            self.refuse(row, "document", &document, Why::TooLong { length });
        }
        let (unit, kind, from, to) = (unit?, kind?, from?, to?);
        if let Some(first) = self.seen.insert((unit, kind, from), row.line) {
            self.refuse(row, "flag", &flag, Why::Flag(FlagFault::Duplicate { first }));
        }
        Some((unit, Flag { kind, from, to, document }))
    }

    fn unit(&mut self, row: &Row, text: &str) -> Option<usize> {
        let found = UnitCode::parse(text).and_then(|code| self.register.index_of(&code));
        if found.is_none() {
            self.refuse(row, "unit", text, Why::Flag(FlagFault::UnknownUnit));
        }
        found
    }

    fn kind(&mut self, row: &Row, text: &str, unit: Option<usize>) -> Option<FlagKind> {
        let Some(kind) = FlagKind::parse(text) else {
            self.refuse(row, "flag", text, Why::Flag(FlagFault::UnknownFlag));
            return None;
        };
        match unit.map(|unit| &self.register.units()[unit]) {
            Some(unit) if !kind.tiers().contains(&unit.tier) => {
                let fits = kind.tiers().iter().map(|tier| tier.code()).collect::<Vec<_>>().join(", ");
                self.refuse(row, "flag", text, Why::Flag(FlagFault::OtherTier { name: unit.name.clone(), fits }));
                None
            }
            _ => Some(kind),
        }
    }

    fn day(&mut self, row: &Row, column: &str, text: &str) -> Option<Day> {
        let day = days::of_text(text);
        if day.is_none() {
            self.refuse(row, column, text, Why::NotADay);
        }
        day
    }

    fn text(&self, row: &Row, column: &str) -> String {
        let place = COLUMNS.iter().position(|name| *name == column).and_then(|at| self.places[at]);
        place.map(|at| row.cell(at).shown().into_owned()).unwrap_or_default()
    }

    fn required(&mut self, row: &Row, column: &str, text: &str) -> bool {
        if text.is_empty() {
            self.refusals.push(Refusal::of_column(row.line, column, Why::Flag(FlagFault::MissingValue)));
        }
        !text.is_empty()
    }

    fn refuse(&mut self, row: &Row, column: &str, value: &str, why: Why) {
        self.refusals.push(Refusal::of_cell(row.line, column, value, why));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::atlas::Atlas;
    use crate::domain::rules::Lang;

    fn codes(rows: &str) -> Vec<String> {
        let file = format!("unit,flag,from,to,document\n{rows}\n");
        let refusals = read_flags(file.as_bytes(), &Atlas::shipped().register).expect_err("it is refused");
        refusals
            .told(Lang::En)
            .rows
            .iter()
            .map(|row| format!("{} {} {}", row.line, row.column.clone().unwrap_or_default(), row.code))
            .collect()
    }

    #[test]
    fn flags_are_read_with_their_dates_and_documents() {
        let register = Atlas::shipped().register;
        let file = "document,unit,flag,from,to\n\"12/QĐ, bổ sung\",22828,illegal_entry,2021-09-01,\n13/QĐ,58,uncontrolled_source_over_20,01/09/2021,2021-09-14\n";
        let flags = read_flags(file.as_bytes(), &register).unwrap();
        let said: Vec<_> = flags
            .iter()
            .map(|(unit, flag)| {
                let to = flag.to.map(|day| day.to_string()).unwrap_or_default();
                format!("{} {} {} {to} {}", register.units()[*unit].code, flag.kind.code(), flag.from, flag.document)
            })
            .collect();
        assert_eq!(
            said,
            [
                "22828 illegal_entry 2021-09-01  12/QĐ, bổ sung",
                "58 uncontrolled_source_over_20 2021-09-01 2021-09-14 13/QĐ"
            ]
        );
    }

    #[test]
    fn every_row_that_is_wrong_is_named_with_what_would_be_right() {
        for (row, wrong) in [
            ("99999,illegal_entry,2021-09-01,,1/QĐ", "2 unit unknown_unit"),
            ("22828,flood,2021-09-01,,1/QĐ", "2 flag unknown_flag"),
            ("582,illegal_entry,2021-09-01,,1/QĐ", "2 flag flag_of_other_tier"),
            ("22828,protected_site,2021-09-01,,1/QĐ", "2 flag flag_of_other_tier"),
            ("22828,illegal_entry,2021-9-1,,1/QĐ", "2 from not_a_day"),
            ("22828,illegal_entry,2021-09-01,soon,1/QĐ", "2 to not_a_day"),
            ("22828,illegal_entry,2021-09-01,,", "2 document missing_value"),
            ("22828,illegal_entry,,,1/QĐ", "2 from missing_value"),
            ("22828,illegal_entry,2021-09-01", "2  truncated"),
        ] {
            assert_eq!(codes(row), [wrong], "{row}");
        }
        let twice = "22828,illegal_entry,2021-09-01,,1/QĐ\n22828,illegal_entry,2021-09-01,2021-09-09,2/QĐ";
        assert_eq!(codes(twice), ["3 flag duplicate_row"]);
        assert_eq!(codes(""), ["1  empty"]);
        let header = read_flags(b"unit,flag,since\n58,x,y\n", &Atlas::shipped().register).expect_err("it is refused");
        let header: Vec<_> = header.told(Lang::Vi).rows.into_iter().map(|row| row.code).collect();
        assert_eq!(header, ["unknown_column", "missing_column", "missing_column", "missing_column"]);
    }
}
