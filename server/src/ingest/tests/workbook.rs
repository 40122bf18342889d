//! Workbooks for tests: as a library writes them, or part by part where no library would.

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A workbook of one sheet.
pub(super) fn of(write: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    write(workbook.add_worksheet());
    workbook.save_to_buffer().unwrap()
}

/// A workbook of rows: what begins with `=` is a formula with the result 7, a day `d:` a date cell, a
/// number a number, and all else a text.
pub(super) fn rows(rows: &[&[&str]]) -> Vec<u8> {
    of(|sheet| fill(sheet, rows))
}

pub(super) fn fill(sheet: &mut Worksheet, rows: &[&[&str]]) {
    let date = Format::new().set_num_format("dd/mm/yyyy");
    for (row, cells) in (0..).zip(rows) {
        for (at, cell) in (0..).zip(*cells) {
            if let Some(day) = cell.strip_prefix("d:") {
                let day = ExcelDateTime::parse_from_str(day).unwrap();
                sheet.write_datetime_with_format(row, at, &day, &date).unwrap();
            } else if cell.starts_with('=') {
                sheet.write_formula(row, at, Formula::new(*cell).set_result("7")).unwrap();
            } else if let Ok(number) = cell.parse::<f64>() {
                sheet.write_number(row, at, number).unwrap();
            } else if !cell.is_empty() {
                sheet.write_string(row, at, *cell).unwrap();
            }
        }
    }
}

/// A workbook whose one sheet and whose properties are given as XML, with further parts.
pub(super) fn raw(properties: &str, sheet: &str, parts: &[(&str, &[u8])]) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let workbook = format!(
        "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\">{properties}\
         <sheets><sheet name=\"Trang 1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{office}/{kind}\" Target=\"{target}\"/>")
    };
    let around = |inner: String| format!("<Relationships xmlns=\"{package}\">{inner}</Relationships>");
    let root = around(relation("rId1", "officeDocument", "xl/workbook.xml"));
    let inner = around(relation("rId1", "worksheet", "worksheets/sheet1.xml"));
    let sheet = format!("<worksheet xmlns=\"{main}\"><sheetData>{sheet}</sheetData></worksheet>");
    let own = [
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", inner.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in own.iter().chain(parts) {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A row of a raw sheet: each cell its reference, its attributes and what is in it.
pub(super) fn cells(cells: &[(&str, &str, &str)]) -> String {
    let cell = |(at, attributes, inner): &(&str, &str, &str)| format!("<c r=\"{at}\" {attributes}>{inner}</c>");
    format!("<row>{}</row>", cells.iter().map(cell).collect::<String>())
}

/// The header of a raw sheet: commune, day, f0.
pub(super) fn header() -> String {
    let text = |text: &str| format!("<is><t>{text}</t></is>");
    let [commune, day, f0] = ["commune", "day", "f0"].map(text);
    let inline = "t=\"inlineStr\"";
    cells(&[("A1", inline, &commune), ("B1", inline, &day), ("C1", inline, &f0)])
}
