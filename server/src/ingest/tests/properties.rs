//! What holds for all files: an answer, never a panic; and what is written reads back equal.

use super::workbook::{cells, header, raw};
use super::*;
use crate::domain::report::{Counts, Figures};
use crate::domain::unit::Tier;
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format};

/// A report of a commune of the province, whose texts are as wild as texts can be.
fn report() -> impl Strategy<Value = Report> {
    let communes: Vec<_> = ATLAS.register.of_tier(Tier::Commune).collect();
    let part = || prop::option::of(0..9_u32);
    let text = || prop::option::of("[ -~à-ỹ\n\"]{0,20}".prop_map(|text| text.trim().to_owned()));
    (
        prop::sample::select(communes),
        0..500_i32,
        30..99_u32,
        part(),
        part(),
        part(),
        (part(), part(), part()),
        text(),
        text(),
    )
        .prop_map(|(at, day, f0, isolated, unknown, special, rest, source, note)| {
            let figures = Figures {
                f0,
                f0_isolated: isolated,
                f0_unknown_source: unknown,
                f0_special_venue: special,
                clusters_unknown_source: rest.0,
                clusters_special_venue: rest.1,
                f1_community: rest.2,
            };
            // A remark may happen to look like a telephone or a person; that is another test's.
            let kept = |text: Option<String>| {
                text.filter(|text| !text.is_empty() && !crate::ingest::personal::names_someone(text))
                    .filter(|text| !crate::ingest::personal::is_personal(text) && !text.contains("/20"))
            };
            Report {
                unit: ATLAS.register.units()[at].code.clone(),
                day: Day::parse("2020-03-01").unwrap().plus(day),
                counts: Counts::new(figures).unwrap(),
                source: kept(source),
                note: kept(note),
            }
        })
}

/// Reports of different communes and days.
fn reports() -> impl Strategy<Value = Vec<Report>> {
    prop::collection::vec(report(), 1..20).prop_map(|mut reports| {
        reports.sort_by(|a, b| (&a.unit, a.day).cmp(&(&b.unit, b.day)));
        reports.dedup_by(|a, b| (&a.unit, a.day) == (&b.unit, b.day));
        reports
    })
}

const COLUMNS: [&str; 11] = [
    "commune",
    "day",
    Figures::NAMES[0],
    Figures::NAMES[1],
    Figures::NAMES[2],
    Figures::NAMES[3],
    Figures::NAMES[4],
    Figures::NAMES[5],
    Figures::NAMES[6],
    "source",
    "note",
];

fn texts(report: &Report) -> Vec<String> {
    let figures =
        report.counts.figures().values().map(|value| value.map_or_else(String::new, |value| value.to_string()));
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        vec![report.unit.to_string(), report.day.to_string()],
        figures.to_vec(),
        vec![text(&report.source), text(&report.note)],
    ]
    .concat()
}

fn csv(reports: &[Report], between: u8) -> Vec<u8> {
    let mut writer = ::csv::WriterBuilder::new().delimiter(between).from_writer(Vec::new());
    writer.write_record(COLUMNS).unwrap();
    for report in reports {
        writer.write_record(texts(report)).unwrap();
    }
    writer.into_inner().unwrap()
}

fn json(reports: &[Report]) -> Vec<u8> {
    let row = |report: &Report| {
        let values = texts(report).into_iter().enumerate().map(|(at, text)| match (at, text.parse::<u32>()) {
            _ if text.is_empty() => serde_json::Value::Null,
            (2..9, Ok(count)) => count.into(),
            _ => text.into(),
        });
        COLUMNS.into_iter().map(str::to_owned).zip(values).collect::<serde_json::Map<_, _>>()
    };
    serde_json::to_vec(&reports.iter().map(row).collect::<Vec<_>>()).unwrap()
}

fn xlsx(reports: &[Report]) -> Vec<u8> {
    super::workbook::of(|sheet| {
        let date = Format::new().set_num_format("yyyy-mm-dd");
        sheet.write_row(0, 0, COLUMNS).unwrap();
        for (row, report) in (1..).zip(reports) {
            for (at, text) in (0..).zip(texts(report)) {
                match (at, text.parse::<f64>()) {
                    (1, _) => {
                        let day = ExcelDateTime::parse_from_str(&text).unwrap();
                        sheet.write_datetime_with_format(row, at, &day, &date).unwrap()
                    }
                    (0 | 2..9, Ok(number)) => sheet.write_number(row, at, number).unwrap(),
                    _ => sheet.write_string(row, at, text).unwrap(),
                };
            }
        }
    })
}

proptest! {
    #[test]
    fn any_bytes_get_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for kind in Kind::ALL {
            let _ = parse(kind, &bytes).map_err(|refusals| refusals.told(Lang::Vi));
        }
    }

    #[test]
    fn any_text_gets_an_answer(text in "[,;\"\n\r{}\\[\\]:0-9a-zA-ZÀ-ỹ#=./ -]{0,200}") {
        let files = [text.clone(), format!("commune,day,f0,note\n{text}"), format!("[{{\"commune\":\"{text}\"}}]"), format!("Xã;Ngày;F0\n{text}")];
        for kind in Kind::ALL {
            for file in &files {
                let _ = parse(kind, file).map_err(|refusals| refusals.told(Lang::En));
            }
        }
    }

    #[test]
    fn any_sheet_gets_an_answer(inner in "(<(c|row|v|f|is|t)( (r|t|s)=\"[A-Za-z0-9#]{0,6}\")?/?>|</(c|row|v|f|is|t)>|[0-9A-Za-z&;#.]{1,5}){0,30}") {
        let _ = parse(Kind::Xlsx, raw("", &inner, &[]));
        let _ = parse(Kind::Xlsx, raw("", &(header() + &cells(&[("A2", "", &inner)])), &[]));
    }

    #[test]
    fn a_damaged_workbook_gets_an_answer(reports in reports(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = xlsx(&reports);
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = parse(Kind::Xlsx, &bytes);
        let _ = parse(Kind::Xlsx, &bytes[..at]);
    }

    #[test]
    fn what_is_written_reads_back_equal(reports in reports()) {
        let files = [(Kind::Csv, csv(&reports, b',')), (Kind::Csv, csv(&reports, b';')), (Kind::Json, json(&reports)), (Kind::Xlsx, xlsx(&reports))];
        for (kind, file) in files {
            let read = parse(kind, &file).map_err(|refusals| refusals.told(Lang::En));
            prop_assert_eq!(read.as_ref(), Ok(&reports), "{:?}", kind);
        }
    }
}
