//! How a unit looks on the map: as its level does, or as the state of its reports.

use super::palette::{PALETTE, Paint, Theme, made_id, pattern_id};
use super::reports::{report_said, report_sign};
use super::words::{level_sign, unit_said};
use super::{Picture, Sheet};
use crate::domain::level::{Level, Marks};
use crate::domain::made::Made;

/// How a unit looks.
pub(super) struct Look<'a> {
    pub(super) paint: &'a Paint,
    /// The id of its pattern.
    pub(super) pattern: String,
    /// What stands on it.
    pub(super) sign: String,
    /// Words on it need plain colour under them.
    pub(super) hatched: bool,
    /// The hatch of late reports lies over its level.
    pub(super) late: bool,
}

impl<'a> Look<'a> {
    /// Of a unit, by its place in the register.
    pub(super) fn of(sheet: &Sheet, theme: &'a Theme, at: usize) -> Self {
        if let Some(reports) = sheet.reports {
            let made = reports[at].made;
            return Self {
                paint: theme.made(made),
                pattern: made_id(made),
                sign: report_sign(reports[at]),
                hatched: made == Made::NotBegun,
                late: false,
            };
        }
        let standing = sheet.board.standings[at];
        let (level, late) = (standing.level(), standing.marks.has(Marks::LATE));
        Self {
            paint: PALETTE.paint(level),
            pattern: pattern_id(level),
            sign: level_sign(standing),
            hatched: level.is_none() || late,
            late,
        }
    }
}

/// The ids of all patterns that units may have.
pub(super) fn patterns(sheet: &Sheet) -> Vec<String> {
    if sheet.reports.is_some() {
        return Made::ALL.map(made_id).to_vec();
    }
    [None].into_iter().chain(Level::ALL.map(Some)).map(pattern_id).collect()
}

/// What a unit's path has as attributes, and what is said of it.
pub(super) fn told(picture: &Picture, sheet: &Sheet, at: usize) -> (String, String) {
    let unit = &picture.atlas.register.units()[at];
    if let Some(reports) = sheet.reports {
        return (format!(" data-reports=\"{}\"", reports[at].made.code()), report_said(unit, reports[at], sheet.lang));
    }
    let standing = sheet.board.standings[at];
    let marks = standing.marks.names().collect::<Vec<_>>().join(" ");
    let marks = if marks.is_empty() { marks } else { format!(" data-marks=\"{marks}\"") };
    let number = standing.level().map_or(0, Level::number);
    (format!(" data-level=\"{number}\"{marks}"), unit_said(unit, standing, sheet.lang))
}
