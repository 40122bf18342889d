//! Corrections: what stood, what stands, why, and what it makes of boards.

use super::flags::FlagNote;
use super::frames::{Change, changes};
use super::history::PublishedLevel;
use super::kept::Kept;
use super::names::{CorrectionKindName, LevelNumber};
use super::standings::Kind;
use super::units::{FiguresInfo, ReportInfo};
use crate::clock::rfc3339;
use crate::domain::day::Day;
use crate::domain::unit::{Register, UnitCode};
use crate::store::{
    BatchKind, Corrected, Correction, Entry, FlagRevision, Flagged, LastOfDay, Reason, Restated, Revision, StoreError,
    Touched,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// `GET corrections`: corrections, the newest first.
#[derive(Serialize, ToSchema, Debug)]
pub struct CorrectionsAnswer {
    /// Number of the newest entry of the change log that this answer knows of.
    pub seq: i64,
    /// What was known at this instant (RFC 3339).
    #[schema(format = DateTime)]
    pub as_of: String,
    /// The corrections.
    pub corrections: Vec<CorrectionInfo>,
    /// Whether there are earlier ones: ask with `before`, the last `batch` of these.
    pub more: bool,
}

/// A correction: one batch, whatever it touches. Or first reports, or words on flags, that came late: no report is taken
/// back, but boards that were published without them are restated.
#[derive(Serialize, ToSchema, Debug)]
pub struct CorrectionInfo {
    /// `correction`; `late_report`: first reports of days on which boards were published without them; or `flags`: words
    /// of officers on such days.
    #[schema(value_type = CorrectionKindName)]
    pub kind: &'static str,
    /// Its number among all batches.
    pub batch: i64,
    /// When it was learned (RFC 3339).
    #[schema(format = DateTime)]
    pub as_of: String,
    /// Number of the release that it made.
    pub release: i64,
    /// Why; null where its sender gave no reason.
    #[schema(required, value_type = Option<Reason>)]
    pub reason: Option<&'static str>,
    /// Whether the figures go another way than the reason says, as where a case counted twice leaves more than before.
    pub against_reason: bool,
    /// The sender's words on it; of `flags` the documents, with "; " between them.
    #[schema(required)]
    pub explanation: Option<String>,
    /// The reports that it changed or added, at most 200, and the next by `GET corrections/{batch}`: what it changed first, and of that what is of the unit that
    /// was asked about. Of a `late_report` those that came late.
    pub rows: Vec<CorrectedRow>,
    /// How many they are.
    pub rows_total: usize,
    /// Of `flags` what it says of flags that begin on days that were over, those of the unit that was asked about first;
    /// as many as of `rows`, and the next as those.
    pub flags: Vec<CorrectedFlag>,
    /// How many they are.
    pub flags_total: usize,
    /// What it moved on the board of the day on which it came.
    pub changes: Vec<MovedStanding>,
    /// What it moved on boards of days that were over and had been published, at most 200: of the unit that was asked
    /// about first, then by day. A day on which nothing was published is rated anew and restates nothing. Equal levels:
    /// only the range or the marks moved.
    pub restated: Vec<RestatedLevel>,
    /// How many they are.
    pub restated_total: usize,
    /// The first and last day of those boards; null where there is none.
    #[schema(required)]
    pub restated_days: Option<[String; 2]>,
}

/// What restates boards that were published.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CorrectionKind {
    /// Reports that supersede earlier ones, or give a reason.
    Correction,
    /// First reports that came after boards of their days were published.
    LateReport,
    /// Words on flags that came after boards of the flags' days were published.
    Flags,
}

impl CorrectionKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Correction, Self::LateReport, Self::Flags];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Correction => "correction",
            Self::LateReport => "late_report",
            Self::Flags => "flags",
        }
    }

    /// What a batch is, by what it holds, its reason and rows.
    fn of(correction: &Correction, rows: &[Corrected]) -> Self {
        let corrects = correction.reason.is_some() || rows.iter().any(|row| row.old.is_some());
        match correction.kind {
            BatchKind::Flags => Self::Flags,
            BatchKind::Reports if corrects => Self::Correction,
            BatchKind::Reports => Self::LateReport,
        }
    }
}

/// A unit that moved: how it stood, and how it stands.
#[derive(Serialize, ToSchema, Debug)]
pub struct MovedStanding {
    /// The levels, equal where only the range or the marks moved.
    #[serde(flatten)]
    pub change: Change,
    /// How it stood; null where that was of another list of units.
    #[schema(required)]
    pub was: Option<Kind>,
    /// How it stands since; null where that was of another list of units.
    #[schema(required)]
    pub is: Option<Kind>,
}

impl MovedStanding {
    /// What an entry of the change log moved, beside the entry before it.
    pub fn by(
        before: Option<&Entry>,
        entry: &Entry,
        (register, hash): (&Register, &str),
    ) -> Result<Vec<Self>, StoreError> {
        let kept = |entry: &Entry| (entry.register == hash).then(|| Kept::by(entry)).transpose();
        let (was, is) = (before.map(kept).transpose()?.flatten(), kept(entry)?);
        let stood = |kept: &Option<Kept>, code: &UnitCode| {
            let standing = kept.as_ref()?.standing(register.index_of(code)?, code)?;
            Some(Kind::from(&standing))
        };
        let units = entry.changes.iter().map(|change| &change.unit);
        let moved = changes(entry).zip(units);
        Ok(moved.map(|(change, code)| Self { change, was: stood(&was, code), is: stood(&is, code) }).collect())
    }
}

/// A report that was corrected or added.
#[derive(Serialize, ToSchema, Debug)]
pub struct CorrectedRow {
    /// The commune.
    pub unit: String,
    /// What stood before; null where it had not reported the day.
    #[schema(required)]
    pub old: Option<OldFigures>,
    /// What stands since.
    pub new: ReportInfo,
}

/// A flag that was set late, changed or withdrawn.
#[derive(Serialize, ToSchema, Debug)]
pub struct CorrectedFlag {
    /// The unit.
    pub unit: String,
    /// What was known of it; null where it was not.
    #[schema(required)]
    pub old: Option<FlagNote>,
    /// What is known since; a last day before the first withdraws it.
    pub new: FlagNote,
}

impl From<&Flagged> for CorrectedFlag {
    fn from(flagged: &Flagged) -> Self {
        let note = |word: &FlagRevision| FlagNote::from(&word.said.flag);
        Self { unit: flagged.new.said.unit.to_string(), old: flagged.old.as_ref().map(note), new: note(&flagged.new) }
    }
}

/// A unit's level on the published board of a day that was over, before a correction and after it.
#[derive(Serialize, ToSchema, Debug)]
pub struct RestatedLevel {
    /// The unit.
    pub unit: String,
    /// The day of the board.
    #[schema(format = Date)]
    pub day: String,
    /// Its level as known before; null for none.
    #[schema(required, value_type = Option<LevelNumber>)]
    pub from: Option<u8>,
    /// Its level as known since; null for none.
    #[schema(required, value_type = Option<LevelNumber>)]
    pub to: Option<u8>,
    /// What was published last on that very day, and stays so; null where that was of another list of units.
    #[schema(required)]
    pub published: Option<PublishedLevel>,
}

/// Figures that were superseded. A null figure is a blank, not a zero.
#[derive(Serialize, ToSchema, Debug)]
pub struct OldFigures {
    /// Number of the report that had them.
    pub id: i64,
    /// The figures.
    #[serde(flatten)]
    pub figures: FiguresInfo,
}

impl From<&Revision> for OldFigures {
    fn from(revision: &Revision) -> Self {
        Self { id: revision.id, figures: (&revision.report.counts).into() }
    }
}

/// What corrections are told with.
pub struct CorrectionsTold<'a> {
    /// The unit that was asked about.
    pub unit: Option<Touched<'a>>,
    /// How many rows and standings of earlier days are passed over.
    pub skip: usize,
    /// The register.
    pub register: &'a Register,
    /// Its hash.
    pub register_hash: &'a str,
    /// What was published last on the days of restated boards.
    pub published: BTreeMap<Day, LastOfDay>,
}

impl CorrectionsTold<'_> {
    /// How many rows and how many standings of earlier days are listed at most.
    const LISTED: usize = 200;

    /// A correction with its rows or flags and what it moved.
    pub fn correction(
        &self,
        correction: &Correction,
        mut rows: Vec<Corrected>,
        mut flags: Vec<Flagged>,
        changes: Vec<MovedStanding>,
        mut restated: Vec<Restated>,
    ) -> CorrectionInfo {
        let ends = restated.first().zip(restated.last());
        let restated_days = ends.map(|(first, last)| [first.day.to_string(), last.day.to_string()]);
        let kind = CorrectionKind::of(correction, &rows);
        rows.retain(|row| kind == CorrectionKind::Correction || row.new.report.day < correction.day);
        flags.retain(|flagged| flagged.new.said.flag.from < correction.day);
        // The sorts leave the order as it is but for what comes first.
        if let Some(asked) = self.unit {
            restated.sort_by_key(|moved| moved.unit != *asked.unit);
            rows.sort_by_key(|row| !asked.communes.contains(&&row.new.report.unit));
            let other = |unit: &UnitCode| unit != asked.unit && !asked.communes.contains(&unit);
            flags.sort_by_key(|flagged| other(&flagged.new.said.unit));
        }
        rows.sort_by_key(|row| row.old.is_none());
        let corrected = || rows.iter().filter_map(|row| Some((row.old.as_ref()?, &row.new)));
        let counts = corrected().map(|(old, new)| (&old.report.counts, &new.report.counts));
        let against_reason = correction.reason.is_some_and(|reason| reason.contradicted(counts));
        let flags_total = flags.len();
        let flags: Vec<_> = flags.iter().skip(self.skip).take(Self::LISTED).map(CorrectedFlag::from).collect();
        let row = |row: &Corrected| CorrectedRow {
            unit: row.new.report.unit.to_string(),
            old: row.old.as_ref().map(OldFigures::from),
            new: ReportInfo::from(&row.new),
        };
        CorrectionInfo {
            kind: kind.code(),
            batch: correction.batch,
            as_of: rfc3339(correction.t),
            release: correction.seq,
            reason: correction.reason.map(Reason::code),
            against_reason,
            explanation: correction.explanation.clone().or_else(|| documents(&flags)),
            rows: rows.iter().skip(self.skip).take(Self::LISTED).map(row).collect(),
            rows_total: rows.len(),
            flags,
            flags_total,
            changes,
            restated: restated.iter().skip(self.skip).take(Self::LISTED).map(|moved| self.restated(moved)).collect(),
            restated_total: restated.len(),
            restated_days,
        }
    }

    fn restated(&self, moved: &Restated) -> RestatedLevel {
        let last = self.published.get(&moved.day).zip(self.register.index_of(&moved.unit));
        RestatedLevel {
            unit: moved.unit.to_string(),
            day: moved.day.to_string(),
            from: moved.from,
            to: moved.to,
            published: last.and_then(|(last, at)| PublishedLevel::of(last, at, self.register_hash)),
        }
    }
}

/// The documents of flags, each once.
fn documents(flags: &[CorrectedFlag]) -> Option<String> {
    let documents: BTreeSet<_> = flags.iter().map(|flag| flag.new.document.as_str()).collect();
    (!documents.is_empty()).then(|| documents.into_iter().collect::<Vec<_>>().join("; "))
}
