//! Reading 10,000 rows in each form, beside splitting the lines of the CSV file.

use crate::server::file;
use crate::table::{Bound, Table, median};
use std::time::Instant;
use vungxanh::atlas::Atlas;
use vungxanh::ingest::{Kind, read};

pub(crate) fn reading(table: &mut Table) {
    let atlas = Atlas::shipped();
    let named = |code: &str| {
        let units = atlas.register.units();
        let at = units.iter().position(|unit| unit.code.as_str() == code).expect("a known commune");
        let district = atlas.register.parent(at).expect("a commune has a district");
        format!("\"{}, {}\"", units[at].name, units[district].name)
    };
    let codes = file(&atlas, 0, 154).lines().take(10_001).collect::<Vec<_>>().join("\n");
    let lines = || codes.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    let rows: Vec<_> = lines().map(|cells| [named(cells[0]).as_str(), &cells[1..].join(",")].join(",")).collect();
    let by_name = format!("commune,day,f0,f0_unknown_source\n{}", rows.join("\n"));
    let report = |cells: Vec<&str>| {
        let [commune, day] = [cells[0], cells[1]];
        format!(r#"{{"commune":"{commune}","day":"{day}","f0":{},"f0_unknown_source":{}}}"#, cells[2], cells[3])
    };
    let json = format!("[{}]", lines().map(report).collect::<Vec<_>>().join(","));
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, line) in (0..).zip(codes.lines()) {
        sheet.write_row(row, 0, line.split(',')).expect("a row is written in memory");
    }
    let xlsx = workbook.save_to_buffer().expect("a workbook is written in memory");
    let timed = |work: &dyn Fn() -> usize| {
        median(|| {
            let begun = Instant::now();
            assert_eq!(std::hint::black_box(work()), 10_000);
            begun.elapsed()
        })
    };
    let reference = timed(&|| lines().map(|cells| cells.len().min(1)).sum());
    let forms = [
        ("CSV", Kind::Csv, codes.as_bytes()),
        ("CSV, communes by name", Kind::Csv, by_name.as_bytes()),
        ("JSON", Kind::Json, json.as_bytes()),
        ("XLSX", Kind::Xlsx, &xlsx),
    ];
    for (form, kind, bytes) in forms {
        let ours = timed(&|| read(kind, bytes, &atlas.register, None).expect("a good file").len());
        table.row(format!("read 10,000 rows of {form} (reference: split the lines)"), ours, reference, Bound::None);
    }
}
