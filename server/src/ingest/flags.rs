//! Files of flags: `unit, flag, from, to, document`, as CSV, XLSX or JSON. All rows or none, with every
//! reason at once.
//!
//! A blank `to` sets no end; a `to` before `from` withdraws a flag that was set before.

use super::flag_faults::FlagFault;
use super::flag_header::{Header, find, has_header, header};
use super::grid::{self, Cell, Grid, Row};
use super::json::{self, Shape};
use super::no_day::NoDay;
use super::personal::{is_personal, names_someone};
use super::refusal::{Refusal, Refusals, Why};
use super::table::Heading;
use super::validate::FIRST_DAY;
use super::words::LONGEST_TEXT;
use super::{Kind, csv, days, xlsx};
use crate::domain::day::Day;
use crate::domain::flag::{Flag, FlagKind};
use crate::domain::unit::{Register, Unit, UnitCode};
use crate::store::{FlagKey, UnitFlag};
use std::collections::HashMap;

const FLAGS: Shape = Shape {
    key: "flags",
    example: r#"{"flags": [{"unit": "22738", "flag": "illegal_entry", "from": "2021-09-05", "to": null, "document": "12/QĐ-UBND"}]}"#,
};

/// The flags of a file, or everything that is wrong with it.
pub fn read_flags(kind: Kind, bytes: &[u8], register: &Register) -> Result<Vec<UnitFlag>, Refusals> {
    let read = read_any(kind, bytes, register);
    read.map_err(|refusals| if kind == Kind::Json { refusals.of_list() } else { refusals })
}

fn read_any(kind: Kind, bytes: &[u8], register: &Register) -> Result<Vec<UnitFlag>, Refusals> {
    let (headings, mut grid) = match kind {
        Kind::Csv => under(csv::grid(bytes, has_header)?)?,
        Kind::Xlsx => under(xlsx::grid(bytes, has_header)?)?,
        Kind::Json => json::list(bytes, &FLAGS)?,
    };
    grid.check_texts()?;
    grid.part_uneven(headings.len());
    let (header, faults) = header(&headings, &grid.rows)?;
    grid.torn.extend(faults);
    grid.torn.sort_by_key(Refusal::line);
    grid::fill(&mut grid.rows, &grid.merged, |_, value| value);
    let check = Check { register, header, zero: grid.day_zero, seen: HashMap::new(), refusals: Refusals::default() };
    check.flags(&grid)
}

/// A sheet parted into its header and the rows below.
fn under(mut grid: Grid) -> Result<(Vec<Heading>, Grid), Refusals> {
    let Some((headings, first)) = find(&grid.rows) else {
        let torn = std::mem::take(&mut grid.torn);
        return Err(if torn.is_empty() { Refusal::of_file(1, Why::Empty).into() } else { torn.into() });
    };
    grid.rows.drain(..first);
    Ok((headings, grid))
}

// The places of the columns in `COLUMNS`.
const UNIT: usize = 0;
const FLAG: usize = 1;
const FROM: usize = 2;
const TO: usize = 3;
const DOCUMENT: usize = 4;

struct Check<'a> {
    register: &'a Register,
    header: Header,
    /// The day 0 of numbers that stand for days, where the file has such.
    zero: Option<Day>,
    seen: HashMap<FlagKey, u64>,
    refusals: Refusals,
}

impl<'a> Check<'a> {
    fn flags(mut self, grid: &Grid) -> Result<Vec<UnitFlag>, Refusals> {
        let mut torn = grid.torn.iter().peekable();
        let mut flags = Vec::with_capacity(grid.rows.len());
        for row in &grid.rows {
            while let Some(torn) = torn.next_if(|torn| torn.line() <= row.line) {
                self.refusals.push(torn.clone());
            }
            flags.extend(self.row(row));
        }
        torn.for_each(|torn| self.refusals.push(torn.clone()));
        match self.refusals.total() {
            0 if flags.is_empty() => Err(Refusal::of_file(1, Why::Empty).into()),
            0 => Ok(flags),
            _ => Err(self.refusals),
        }
    }

    fn row(&mut self, row: &Row) -> Option<UnitFlag> {
        let unit = self.required(row, UNIT).and_then(|code| self.unit(row, &code));
        let kind = self.required(row, FLAG).and_then(|code| self.kind(row, &code, unit));
        let from = self.required(row, FROM).and_then(|_| self.first_day(row));
        let to = if self.cell(row, TO).is_blank() { Some(None) } else { self.day(row, TO).map(Some) };
        let document = self.required(row, DOCUMENT).and_then(|text| self.document(row, text));
        let (unit, kind, from, to) = (unit?, kind?, from?, to?);
        let key = (unit.code.clone(), kind, from);
        if let Some(first) = self.seen.get(&key).copied() {
            self.refuse(row, FLAG, Why::Flag(FlagFault::Duplicate { first }));
        } else {
            self.seen.insert(key, row.line);
        }
        let flag = Flag { kind, from, to, document: document? };
        Some(UnitFlag { unit: unit.code.clone(), flag })
    }

    fn unit(&mut self, row: &Row, code: &str) -> Option<&'a Unit> {
        let found = UnitCode::parse(code).and_then(|code| self.register.index_of(&code));
        if found.is_none() {
            self.refuse(row, UNIT, Why::Flag(FlagFault::UnknownUnit));
        }
        found.map(|at| &self.register.units()[at])
    }

    fn kind(&mut self, row: &Row, code: &str, unit: Option<&Unit>) -> Option<FlagKind> {
        let Some(kind) = FlagKind::parse(code) else {
            self.refuse(row, FLAG, Why::Flag(FlagFault::UnknownFlag));
            return None;
        };
        match unit {
            Some(unit) if !kind.tiers().contains(&unit.tier) => {
                self.refuse(row, FLAG, Why::Flag(FlagFault::OtherTier { name: unit.name.clone(), kind }));
                None
            }
            _ => Some(kind),
        }
    }

    fn first_day(&mut self, row: &Row) -> Option<Day> {
        let day = self.day(row, FROM)?;
        if let Some(first) = Day::parse(FIRST_DAY).filter(|first| day < *first) {
            self.refuse(row, FROM, Why::TooEarly { first });
            return None;
        }
        Some(day)
    }

    fn day(&mut self, row: &Row, column: usize) -> Option<Day> {
        let day = days::of_cell(self.cell(row, column), self.zero);
        if day.is_none() {
            self.refuse(row, column, Why::NotADay(NoDay::of(self.cell(row, column))));
        }
        day
    }

    /// The document as the officer wrote it. It is shown to everyone, so it may name nobody.
    fn document(&mut self, row: &Row, text: String) -> Option<String> {
        let length = text.chars().count();
        if matches!(self.cell(row, DOCUMENT), Cell::Foreign(_)) {
            self.refuse(row, DOCUMENT, Why::NotAText);
        } else if length > LONGEST_TEXT {
            self.refuse(row, DOCUMENT, Why::TooLong { length });
        } else if is_personal(&text) || names_someone(&text) {
            self.refusals.push(Refusal::of_column(row.line, &self.header.names[DOCUMENT], Why::PersonalData));
        } else {
            return Some(text);
        }
        None
    }

    /// What a cell says that must hold something, and something other than an error.
    fn required(&mut self, row: &Row, column: usize) -> Option<String> {
        match self.cell(row, column) {
            // That a column is missing is told once.
            Cell::Blank if self.header.places[column].is_none() => None,
            Cell::Blank => {
                let name = &self.header.names[column];
                self.refusals.push(Refusal::of_column(row.line, name, Why::Flag(FlagFault::MissingValue)));
                None
            }
            Cell::Fault(_) => {
                self.refuse(row, column, Why::CellError);
                None
            }
            cell => Some(cell.shown().into_owned()),
        }
    }

    fn cell<'r>(&self, row: &'r Row, column: usize) -> &'r Cell {
        self.header.places[column].map_or(&Cell::Blank, |at| row.cell(at))
    }

    fn refuse(&mut self, row: &Row, column: usize, why: Why) {
        let value = self.cell(row, column).shown();
        self.refusals.push(Refusal::of_cell(row.line, &self.header.names[column], &value, why));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::atlas::Atlas;
    use crate::domain::rules::Lang;

    fn codes(rows: &str) -> Vec<String> {
        let file = format!("unit,flag,from,to,document\n{rows}\n");
        let refusals = read_flags(Kind::Csv, file.as_bytes(), &Atlas::shipped().register).expect_err("it is refused");
        refusals
            .told(Lang::En)
            .rows
            .iter()
            .map(|row| format!("{} {} {}", row.line.unwrap_or(0), row.column.clone().unwrap_or_default(), row.code))
            .collect()
    }

    #[test]
    fn flags_are_read_with_their_dates_and_documents() {
        let register = Atlas::shipped().register;
        let file = "document,unit,flag,from,to\n\"12/QĐ, bổ sung\",22828,illegal_entry,2021-09-01,\n13/QĐ,58,uncontrolled_source_over_20,01/09/2021,2021-09-14\n";
        let flags = read_flags(Kind::Csv, file.as_bytes(), &register).unwrap();
        let said: Vec<_> = flags
            .iter()
            .map(|UnitFlag { unit, flag }| {
                let to = flag.to.map(|day| day.to_string()).unwrap_or_default();
                format!("{unit} {} {} {to} {}", flag.kind.code(), flag.from, flag.document)
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
            ("22828,illegal_entry,2021-09-01,,1/QĐ,và", "2  extra_field"),
            ("22828,illegal_entry,1021-09-01,,1/QĐ", "2 from too_early"),
            ("22828,illegal_entry,2021-09-01,,Theo lời bà Nguyễn Thị Hoa", "2 document personal_data"),
        ] {
            assert_eq!(codes(row), [wrong], "{row}");
        }
        let twice = "22828,illegal_entry,2021-09-01,,1/QĐ\n22828,illegal_entry,2021-09-01,2021-09-09,2/QĐ";
        assert_eq!(codes(twice), ["3 flag duplicate_row"]);
        assert_eq!(codes(""), ["0  empty"]);
        let header =
            read_flags(Kind::Csv, b"unit,flag,since\n58,x,y\n", &Atlas::shipped().register).expect_err("it is refused");
        let header: Vec<_> = header.told(Lang::Vi).rows.into_iter().map(|row| row.code).collect();
        assert_eq!(header, ["unknown_column", "missing_column", "missing_column", "missing_column", "unknown_flag"]);
        // Of a column that stands twice neither is read, and all that is known is looked at.
        let file = "unit,flag,from,to,document,Cờ,x\n99999,flood,1/9/2021,,1/QĐ,flood,1\n";
        let all = read_flags(Kind::Csv, file.as_bytes(), &Atlas::shipped().register).expect_err("it is refused");
        let all: Vec<_> = all.told(Lang::Vi).rows.into_iter().map(|row| row.code).collect();
        assert_eq!(all, ["duplicate_column", "unknown_column", "unknown_unit", "not_a_day"]);
    }
}
