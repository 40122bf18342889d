//! The table of reports: a row for each report, a blank where nothing was written. `ingest` knows every
//! name here, so that a file of what is known now reads back as the same reports.

use super::{Cell, Column, Kind, STAMP, Stamp, column, full};
use crate::domain::unit::Register;
use crate::store::Revision;

/// The columns. What an office sends comes first, under the names that an office may send.
pub const REPORTS: [Column; 22] = [
    full("code", "Mã xã", Kind::Code, "The commune's code in the list of the General Statistics Office"),
    column("commune", "Xã", Kind::Text, "Its full name"),
    column("district_code", "Mã huyện", Kind::Code, "Code of its district"),
    column("district", "Huyện", Kind::Text, "Name of its district"),
    full("day", "Ngày", Kind::Day, "The day the report is about"),
    full("f0", "F0", Kind::Number, "New confirmed cases"),
    column("f0_isolated", "Trong khu cách ly", Kind::Number, "Of them found in isolation"),
    column("f0_unknown_source", "Chưa rõ nguồn lây", Kind::Number, "Of them of unknown source"),
    column("f0_special_venue", "KCN/trường học/siêu thị", Kind::Number, "Of them traced to special venues"),
    column("clusters_unknown_source", "Chùm ca chưa rõ nguồn lây", Kind::Number, "Clusters of unknown source"),
    column("clusters_special_venue", "Chùm ca KCN/trường học/siêu thị", Kind::Number, "Clusters of special venues"),
    column("f1_community", "F1 cộng đồng", Kind::Number, "Direct contacts in the community"),
    column("source", "Nguồn tin", Kind::Text, "Who or what it came from, as the sender says"),
    column("note", "Ghi chú", Kind::Text, "A remark of the sender"),
    full("origin", "Gốc", Kind::Code, "`row`, or `absent`: a zero that `absent=zero` added"),
    full("revision", "Lần sửa", Kind::Number, "1, 2, … for its commune and day"),
    full("report_id", "Báo cáo số", Kind::Number, "Its number among all reports"),
    full("learned_at", "Nhận lúc", Kind::Instant, "When it was learned"),
    full("batch", "Lô", Kind::Number, "Number of the batch it came in"),
    column(
        "correction_reason",
        "Lý do đính chính",
        Kind::Code,
        "Why its batch corrects, as `typing_error`; blank where none was given",
    ),
    column("correction_explanation", "Giải thích", Kind::Text, "The sender's words on that"),
    STAMP[0],
];

/// What rows of reports are made with.
#[derive(Clone, Copy, Debug)]
pub struct ReportRows<'a> {
    /// The units.
    pub register: &'a Register,
    /// What the file is of.
    pub stamp: &'a Stamp,
}

impl<'a> ReportRows<'a> {
    /// The columns, the attribution at the end.
    pub fn columns() -> impl Iterator<Item = &'static Column> {
        REPORTS.iter().chain(&STAMP[3..])
    }

    /// The cells of a report. A unit that the register no longer has keeps its code alone.
    pub fn row(&self, revision: &'a Revision) -> Vec<Cell<'a>> {
        let (report, units) = (&revision.report, self.register.units());
        let at = self.register.index_of(&report.unit);
        let district = at.and_then(|at| self.register.parent(at)).map(|at| &units[at]);
        let mut cells = vec![
            Cell::Text(report.unit.as_str()),
            Cell::text(at.map(|at| units[at].name.as_str())),
            Cell::text(district.map(|unit| unit.code.as_str())),
            Cell::text(district.map(|unit| unit.name.as_str())),
            Cell::Day(report.day),
        ];
        cells.extend(report.counts.figures().values().map(Cell::number));
        cells.extend([
            Cell::text(report.source.as_deref()),
            Cell::text(report.note.as_deref()),
            Cell::Text(&revision.origin),
            Cell::Number(revision.revision),
            Cell::Number(revision.id),
            Cell::Instant(revision.learned_at),
            Cell::Number(revision.batch),
            Cell::text(revision.reason.as_deref()),
            Cell::text(revision.explanation.as_deref()),
        ]);
        cells.extend(self.stamp.of_file());
        cells
    }
}
