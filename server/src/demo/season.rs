//! The season that the demonstration replays: what each office sends, and when. Some reports come in wrong first and
//! are corrected to the season's figures later, with a reason: whoever looks at the end sees the same season.

use crate::atlas::{Atlas, DEMO_CORRECTIONS, DEMO_SEASON};
use crate::clock::at;
use crate::domain::day::Day;
use crate::domain::unit::UnitCode;
use crate::store::{Grounds, Reason};
use bytes::Bytes;
use csv::ByteRecord;
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap};
use thiserror::Error;

/// Districts report from 07:00 on, one after the other, this many seconds apart.
const FIRST_REPORT: i64 = 7 * 3600;
const BETWEEN_REPORTS: i64 = 75 * 60;
/// In a row of a correction, how many columns stand before those of a report.
const OF_CORRECTION: usize = 3;

/// Why there is no season to replay.
#[derive(Debug, Error)]
pub enum SeasonError {
    /// A row cannot be read.
    #[error("the season's file: {0}")]
    Unreadable(#[from] csv::Error),
    /// A correction cannot be.
    #[error("the season's corrections: row {0} is no correction of a report of the season")]
    NoCorrection(usize),
    /// It has no row that names a commune of this province.
    #[error("the season's file has no row for this province; the demonstration is of Ninh Thuận")]
    Foreign,
}

/// The reports of a season in the order in which they come in.
#[derive(Debug)]
pub(super) struct Season {
    pub(super) first: Day,
    pub(super) last: Day,
    pub(super) deliveries: Vec<Sent>,
}

/// What an office sends.
#[derive(Debug)]
pub(super) struct Sent {
    pub(super) at: Timestamp,
    pub(super) bytes: Bytes,
    /// Why it corrects, where it does.
    pub(super) grounds: Option<Grounds>,
}

/// A commune and a day, as a row names them.
type Place = (Vec<u8>, Vec<u8>);

fn place(row: &ByteRecord) -> Place {
    (row[0].to_vec(), row[1].to_vec())
}

impl Season {
    /// Splits the season's file into what each district sends on each day, and adds what is corrected.
    pub(super) fn read(atlas: &Atlas) -> Result<Self, SeasonError> {
        Self::of(atlas, DEMO_SEASON, DEMO_CORRECTIONS)
    }

    fn of(atlas: &Atlas, season: &[u8], corrections: &[u8]) -> Result<Self, SeasonError> {
        let mut reader = csv::Reader::from_reader(season);
        let header = reader.byte_headers()?.clone();
        let rows = reader.byte_records().collect::<Result<Vec<_>, _>>()?;
        let (mut wrong, corrected) = read_corrections(corrections, &rows)?;
        let mut parts: BTreeMap<(Day, usize), Vec<ByteRecord>> = BTreeMap::new();
        for row in rows {
            let field = |at: usize| std::str::from_utf8(row.get(at).unwrap_or_default()).unwrap_or_default();
            let unit = UnitCode::parse(field(0)).and_then(|code| atlas.register.index_of(&code));
            let district = unit.and_then(|at| atlas.register.parent(at));
            let (Some(district), Some(day)) = (district, Day::parse(field(1))) else { continue };
            let first = wrong.remove(&place(&row)).unwrap_or(row);
            parts.entry((day, district)).or_default().push(first);
        }
        let first = parts.keys().next().map(|&(day, _)| day).ok_or(SeasonError::Foreign)?;
        let last = parts.keys().next_back().map(|&(day, _)| day).ok_or(SeasonError::Foreign)?;
        let mut turn = (first, 0);
        let mut deliveries = Vec::new();
        for ((day, _), rows) in parts {
            turn = if turn.0 == day { (day, turn.1 + 1) } else { (day, 1) };
            let at = at(day, FIRST_REPORT + (turn.1 - 1) * BETWEEN_REPORTS);
            deliveries.push(Sent { at, bytes: file(&header, &rows)?, grounds: None });
        }
        for ((at, _), (grounds, rows)) in corrected {
            deliveries.push(Sent { at, bytes: file(&header, &rows)?, grounds: Some(grounds) });
        }
        deliveries.sort_by_key(|sent| sent.at);
        Ok(Self { first, last, deliveries })
    }
}

/// Corrections by their instant and words: why, and the season's own rows.
type Corrected = BTreeMap<(Timestamp, String), (Grounds, Vec<ByteRecord>)>;

/// What came in wrong first, by commune and day, and what is sent to correct it.
fn read_corrections(
    file: &[u8],
    season: &[ByteRecord],
) -> Result<(HashMap<Place, ByteRecord>, Corrected), SeasonError> {
    let right: HashMap<_, _> = season.iter().map(|row| (place(row), row)).collect();
    let (mut wrong, mut corrected) = (HashMap::new(), Corrected::new());
    for (at, row) in csv::Reader::from_reader(file).byte_records().enumerate() {
        let row = row?;
        let field = |at: usize| std::str::from_utf8(row.get(at).unwrap_or_default()).unwrap_or_default();
        let reported: ByteRecord = row.iter().skip(OF_CORRECTION).collect();
        let known = (reported.len() > 1).then(|| right.get(&place(&reported))).flatten();
        let (Ok(instant), Some(reason), Some(known)) = (field(0).parse(), Reason::parse(field(1)), known) else {
            return Err(SeasonError::NoCorrection(at + 1));
        };
        let grounds = Grounds { reason, explanation: Some(field(2).to_owned()) };
        let together = corrected.entry((instant, field(2).to_owned())).or_insert_with(|| (grounds, Vec::new()));
        together.1.push((*known).clone());
        wrong.insert(place(&reported), reported);
    }
    Ok((wrong, corrected))
}

fn file(header: &ByteRecord, rows: &[ByteRecord]) -> Result<Bytes, SeasonError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_byte_record(header)?;
    for row in rows {
        writer.write_byte_record(row)?;
    }
    let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error);
    Ok(bytes.map_err(|error: std::io::Error| csv::Error::from(error))?.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(sent: &Sent) -> Vec<ByteRecord> {
        csv::Reader::from_reader(&sent.bytes[..]).byte_records().map(Result::unwrap).collect()
    }

    /// Whoever takes the last word on each commune and day has the season's file, whatever came in between.
    #[test]
    fn what_is_corrected_ends_as_the_season_has_it() {
        let season = Season::read(&Atlas::shipped()).unwrap();
        assert!(season.deliveries.is_sorted_by_key(|sent| sent.at));
        let (mut known, mut superseded) = (HashMap::new(), 0);
        for sent in &season.deliveries {
            for row in rows(sent) {
                let old = known.insert(place(&row), row.clone());
                assert_eq!(old.is_some(), sent.grounds.is_some(), "{row:?}");
                if let Some(old) = old {
                    assert_ne!(old, row);
                    superseded += 1;
                }
            }
        }
        let wanted = csv::Reader::from_reader(DEMO_SEASON).byte_records().map(Result::unwrap).collect::<Vec<_>>();
        assert_eq!(known, wanted.into_iter().map(|row| (place(&row), row)).collect());
        assert_eq!(superseded, 7);
        let told: Vec<_> = season.deliveries.iter().filter_map(|sent| sent.grounds.as_ref()).collect();
        let reasons: Vec<_> = told.iter().map(|grounds| grounds.reason.code()).collect();
        let wanted =
            ["typing_error", "late_result", "moved_to_other_unit", "duplicate_case", "typing_error", "late_result"];
        assert_eq!(reasons, wanted);
    }

    #[test]
    fn what_corrects_no_report_of_the_season_is_refused() {
        let season = b"commune,day,f0\n22738,2021-06-01,0\n";
        let refused = |row: &str| {
            let file = format!("corrected_at,reason,explanation,commune,day,f0\n{row}\n");
            Season::of(&Atlas::shipped(), season, file.as_bytes()).unwrap_err().to_string()
        };
        for row in [
            "2021-06-02T16:00:00+07:00,typing_error,x,22738,2021-06-02,1",
            "2021-06-02T16:00:00+07:00,because,x,22738,2021-06-01,1",
            "soon,typing_error,x,22738,2021-06-01,1",
        ] {
            assert!(refused(row).contains("row 1"), "{row}");
        }
    }
}
