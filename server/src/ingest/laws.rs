//! What holds of every file: any bytes get an answer, a table reads back as it was written, and
//! the order of its rows does not matter.

use super::{Kind, Refusals, read_flags};
use crate::atlas::Atlas;
use crate::domain::day::Day;
use crate::domain::report::{Counts, Figures};
use crate::domain::rules::Lang;
use crate::domain::unit::{Register, Tier};
use crate::store::Report;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static ATLAS: LazyLock<Atlas> = LazyLock::new(Atlas::shipped);

fn register() -> &'static Register {
    &ATLAS.register
}

fn today() -> Day {
    Day::parse("2021-09-05").unwrap()
}

fn csv(bytes: &[u8], register: &Register, today: Option<Day>) -> Result<Vec<Report>, Refusals> {
    super::read(Kind::Csv, bytes, register, today)
}

/// Bytes that come near to a file: pieces of one, and now and then anything at all.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let pieces = [
        "commune,day,f0",
        "22738",
        "2021-09-05",
        "1",
        "-1",
        ",",
        ",",
        ",",
        "\n",
        "\n",
        "\r\n",
        "\r",
        "\"",
        "\"\"",
        "note",
        "\u{feff}",
        "f0_isolated",
        " ",
        "99999",
        "\u{1}end of file\u{1}",
        "ơ",
    ];
    let piece = prop_oneof![
        9 => proptest::sample::select(pieces.to_vec()).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => proptest::collection::vec(any::<u8>(), 0..4),
    ];
    let file = |pieces: Vec<Vec<u8>>| pieces.concat();
    prop_oneof![
        proptest::collection::vec(piece.clone(), 0..60).prop_map(file),
        proptest::collection::vec(piece, 0..60)
            .prop_map(move |rows| [b"commune,day,f0,note\n".to_vec(), file(rows)].concat()),
    ]
}

/// A remark that is none of the rows of a file.
fn text() -> impl Strategy<Value = Option<String>> {
    let text = r#"[a-zơ0-9 ,;"'=<>\n-]{0,20}"#.prop_map(|text| text.trim().to_owned());
    text.prop_map(|text| (!text.is_empty()).then_some(text))
}

prop_compose! {
    fn counts()(parts in [proptest::option::of(0..50_u32), proptest::option::of(0..50_u32), proptest::option::of(0..50_u32)],
        rest in 0..50_u32, besides in [proptest::option::of(0..50_u32), proptest::option::of(0..50_u32), proptest::option::of(0..50_u32)],
    ) -> Counts {
        let [isolated, unknown, special] = parts;
        let f0 = rest + parts.into_iter().flatten().sum::<u32>();
        let figures = Figures::from_values([Some(f0), isolated, unknown, special, besides[0], besides[1], besides[2]]);
        Counts::new(figures.unwrap()).unwrap()
    }
}

/// Reports of different communes and days, in some order.
fn reports() -> impl Strategy<Value = Vec<Report>> {
    let communes: Vec<_> = register().of_tier(Tier::Commune).collect();
    let places = proptest::collection::btree_set((0..communes.len(), 0..40), 1..30);
    let places = places.prop_map(|places: BTreeSet<(usize, i32)>| Vec::from_iter(places)).prop_shuffle();
    (places, proptest::collection::vec((counts(), text(), text()), 30)).prop_map(move |(places, said)| {
        let reports = places.into_iter().zip(said).map(|((commune, back), (counts, source, note))| Report {
            unit: register().units()[communes[commune]].code.clone(),
            day: today().plus(-back),
            counts,
            source,
            note,
        });
        reports.collect()
    })
}

/// The reports as the csv crate writes them.
fn written(reports: &[Report]) -> Vec<u8> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let header = ["commune", "day"].into_iter().chain(Figures::NAMES).chain(["source", "note"]);
    writer.write_record(header).unwrap();
    for report in reports {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let counts = report.counts.figures().values().map(|value| value.map(|n| n.to_string()).unwrap_or_default());
        let cells = [report.unit.to_string(), report.day.to_string()].into_iter().chain(counts);
        writer.write_record(cells.chain([text(&report.source), text(&report.note)])).unwrap();
    }
    writer.into_inner().unwrap()
}

/// A refusal without its line.
fn placeless(refusals: &Refusals) -> Vec<String> {
    let told = refusals.told(Lang::En).rows.into_iter();
    let mut told: Vec<_> =
        told.map(|row| format!("{:?} {:?} {} {}", row.column, row.value, row.code, row.expected)).collect();
    told.sort();
    told
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 300 } else { 3000 }))]

    #[test]
    fn any_bytes_get_an_answer(bytes in bytes()) {
        let lines = 1 + bytes.iter().filter(|&&byte| byte == b'\n').count() as u64;
        match csv(&bytes, register(), Some(today())) {
            Ok(reports) => {
                prop_assert!(!reports.is_empty());
                prop_assert!(reports.iter().all(|report| report.day <= today()));
            }
            Err(refusals) => {
                prop_assert!(refusals.total() > 0);
                for lang in [Lang::Vi, Lang::En] {
                    let told = refusals.told(lang);
                    prop_assert_eq!(told.total, refusals.total());
                    for row in told.rows {
                        let within = row.line.is_none_or(|line| (1..=lines).contains(&line));
                        prop_assert!(within, "line {:?} of {}", row.line, lines);
                        prop_assert!(!row.reason.is_empty() && !row.expected.is_empty());
                    }
                }
            }
        }
    }

    #[test]
    fn any_bytes_of_flags_get_an_answer(bytes in bytes(), headed in any::<bool>()) {
        let header: &[u8] = if headed { b"unit,flag,from,to,document\n22828,illegal_entry,2021-09-01,,1/2021\n" } else { b"" };
        let file = [header, &bytes].concat();
        for kind in Kind::ALL {
            match read_flags(kind, &file, register()) {
                Ok(flags) => prop_assert!(!flags.is_empty()),
                Err(refusals) => {
                    prop_assert!(refusals.total() > 0);
                    let told = refusals.told(Lang::Vi).rows;
                    prop_assert!(told.iter().all(|row| row.line != Some(0) && !row.reason.is_empty()));
                    prop_assert!(told.windows(2).all(|two| two[0].line <= two[1].line));
                }
            }
        }
    }

    #[test]
    fn a_table_reads_back_as_it_was_written(reports in reports()) {
        let read = csv(&written(&reports), register(), Some(today()));
        prop_assert_eq!(read.as_ref().map_err(placeless), Ok(&reports));
    }

    #[test]
    fn the_order_of_rows_does_not_matter(reports in reports(), spoilt in 0..30_usize, by in 0..4_usize) {
        let file = |reports: &[Report]| {
            let text = String::from_utf8(written(reports)).unwrap();
            // Something wrong with one commune, wherever its rows stand.
            let code = reports.iter().map(|report| report.unit.to_string()).min().unwrap();
            if spoilt % 2 == 0 { text.replace(&format!("\n{code},2"), ["\n99999,2", "\n582,2", "\n58,3", "\n,2"][by]) } else { text }
        };
        let mut turned = reports.clone();
        turned.reverse();
        turned.rotate_left(spoilt % reports.len());
        let (one, other) = (csv(file(&reports).as_bytes(), register(), None), csv(file(&turned).as_bytes(), register(), None));
        let sorted = |mut reports: Vec<Report>| {
            reports.sort_by(|a, b| (&a.unit, a.day).cmp(&(&b.unit, b.day)));
            reports
        };
        prop_assert_eq!(one.map(sorted).map_err(|refusals| placeless(&refusals)), other.map(sorted).map_err(|refusals| placeless(&refusals)));
    }

    #[test]
    fn a_file_that_was_cut_off_is_not_taken_for_whole(reports in reports(), at in any::<prop::sample::Index>()) {
        let whole = written(&reports);
        let cut = &whole[..at.index(whole.len() - 1)];
        // Either it is refused, or every row that was begun is there as it was sent. Only the last
        // remark may have been cut, which no reader can see.
        if let Ok(read) = csv(cut, register(), Some(today())) {
            let begun = (0..reports.len()).filter(|&row| written(&reports[..row]).len() < cut.len()).count();
            prop_assert_eq!(read.len(), begun);
            let (last, rest) = read.split_last().unwrap();
            prop_assert_eq!(rest, &reports[..rest.len()]);
            let told = &reports[rest.len()];
            prop_assert_eq!((&last.unit, last.day, last.counts, &last.source), (&told.unit, told.day, told.counts, &told.source));
        }
    }
}
