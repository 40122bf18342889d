//! An answer for any XML in the place of a sheet, never a panic: bytes of their own seldom make an
//! archive that can be unpacked.

#![no_main]

use std::io::{Cursor, Write};
use std::sync::{LazyLock, Once};
use vungxanh::atlas::Atlas;
use vungxanh::ingest::{Kind, read};
use zip::write::SimpleFileOptions;

static ATLAS: LazyLock<Atlas> = LazyLock::new(Atlas::shipped);
static QUIET: Once = Once::new();

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

libfuzzer_sys::fuzz_target!(|sheet: &[u8]| {
    // The fuzzer ends at every panic; those of the library are caught where it is called.
    QUIET.call_once(|| std::panic::set_hook(Box::new(|_| {})));
    let relation = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/{kind}\" \
             Target=\"{target}\"/></Relationships>"
        )
    };
    let workbook = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let (root, inner) = (relation("officeDocument", "xl/workbook.xml"), relation("worksheet", "worksheets/sheet1.xml"));
    let parts = [
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", inner.as_bytes()),
        ("xl/sharedStrings.xml", b"<sst uniqueCount=\"1\"><si><t>commune</t></si></sst>"),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(name, SimpleFileOptions::default()).expect("a part is begun in memory");
        archive.write_all(bytes).expect("a part is written in memory");
    }
    let bytes = archive.finish().expect("an archive is made in memory").into_inner();
    let _ = read(Kind::Xlsx, &bytes, &ATLAS.register, None);
});
