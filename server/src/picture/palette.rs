//! The colours and patterns of the pages (`web/src/palette.ts`), which the build hands on as JSON: one
//! palette, whoever draws. A pattern here is the tile of `web/src/pattern.ts` as strokes and dots.

use super::pen::{Px, paint};
use crate::domain::level::Level;
use crate::domain::made::Made;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::LazyLock;

/// What palette.ts exports.
#[derive(Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
pub(super) struct Palette {
    levels: BTreeMap<u8, Paint>,
    no_level: Paint,
    /// Laid over the level of a unit whose reports are late.
    pub(super) late: Pattern,
    themes: BTreeMap<String, Theme>,
}

/// How a level looks.
#[derive(Deserialize, Debug)]
pub(super) struct Paint {
    pub(super) fill: String,
    /// Text on the fill.
    pub(super) ink: String,
    pub(super) pattern: Pattern,
}

/// A tile that repeats, in one colour.
#[derive(Deserialize, Debug)]
pub(super) struct Pattern {
    shape: Shape,
    step: f64,
    weight: f64,
    colour: [u8; 3],
    opacity: f64,
}

#[derive(Deserialize, Debug)]
#[serde(rename_all = "lowercase")]
enum Shape {
    Dots,
    Rows,
    Rising,
    Falling,
    Crossed,
}

/// The colours around the levels.
#[derive(Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
pub(super) struct Theme {
    pub(super) paper: String,
    pub(super) ink: String,
    pub(super) quiet: String,
    pub(super) rule: String,
    pub(super) waiting: String,
    pub(super) sea: String,
    pub(super) sea_deep: String,
    pub(super) sea_ink: String,
    pub(super) land: String,
    pub(super) land_ink: String,
    pub(super) coast: String,
    pub(super) commune_line: String,
    pub(super) commune_halo: String,
    pub(super) district_line: String,
    pub(super) province_line: String,
    pub(super) halo: String,
    /// How communes look by what came of their reports.
    reported: Reported,
}

/// A look for each state of reports.
#[derive(Deserialize, Debug)]
struct Reported {
    not_begun: Paint,
    on_time: Paint,
    due: Paint,
    late: Paint,
    missing: Paint,
}

impl Theme {
    /// How a commune looks by what came of its reports.
    pub(super) fn made(&self, made: Made) -> &Paint {
        match made {
            Made::NotBegun => &self.reported.not_begun,
            Made::OnTime => &self.reported.on_time,
            Made::Due => &self.reported.due,
            Made::Late => &self.reported.late,
            Made::Missing => &self.reported.missing,
        }
    }

    /// Definitions of their patterns.
    pub(super) fn patterns(&self) -> String {
        Made::ALL.into_iter().map(|made| self.made(made).pattern.definition(&made_id(made))).collect()
    }
}

/// The one palette.
pub(super) static PALETTE: LazyLock<Palette> = LazyLock::new(|| {
    let json = include_str!(concat!(env!("OUT_DIR"), "/picture/palette.json"));
    serde_json::from_str(json).expect("the build writes the palette in these words; a test reads it")
});

impl Palette {
    /// How a level, or none, looks.
    pub(super) fn paint(&self, level: Option<Level>) -> &Paint {
        level.and_then(|level| self.levels.get(&level.number())).unwrap_or(&self.no_level)
    }

    /// A theme by its name.
    pub(super) fn theme(&self, name: &str) -> Option<&Theme> {
        self.themes.get(name)
    }

    /// The names of the themes.
    pub(super) fn theme_names(&self) -> impl Iterator<Item = &str> {
        self.themes.keys().map(String::as_str)
    }

    /// Definitions of all patterns: `vx-0` (no level) to `vx-4`, and `vx-late`.
    pub(super) fn patterns(&self) -> String {
        let levels = [None].into_iter().chain(Level::ALL.map(Some));
        let named = levels.map(|level| (pattern_id(level), &self.paint(level).pattern));
        named.chain([("vx-late".to_owned(), &self.late)]).map(|(id, pattern)| pattern.definition(&id)).collect()
    }
}

/// The id of a level's pattern.
pub(super) fn pattern_id(level: Option<Level>) -> String {
    format!("vx-{}", level.map_or(0, Level::number))
}

/// The id of the pattern of a state of reports.
pub(super) fn made_id(made: Made) -> String {
    format!("vx-{}", made.code())
}

impl Pattern {
    fn definition(&self, id: &str) -> String {
        let step = self.step;
        let height = if matches!(self.shape, Shape::Dots) { 2.0 * step } else { step };
        let mut drawn = format!(
            "<pattern id=\"{id}\" width=\"{}\" height=\"{}\" patternUnits=\"userSpaceOnUse\">",
            Px(step),
            Px(height)
        );
        let [red, green, blue] = self.colour;
        let colour = format!("#{red:02X}{green:02X}{blue:02X}");
        let opacity = self.opacity;
        if let Shape::Dots = self.shape {
            let _ = write!(drawn, "<g {} fill-opacity=\"{opacity}\">", paint("fill", &colour));
            for (x, y) in [(0.0, 0.0), (step, 0.0), (0.0, height), (step, height), (step / 2.0, step)] {
                let _ = write!(drawn, "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"/>", Px(x), Px(y), self.weight / 2.0);
            }
            drawn.push_str("</g>");
        } else {
            let _ = write!(
                drawn,
                "<path d=\"{}\" fill=\"none\" {} stroke-opacity=\"{opacity}\" stroke-width=\"{}\"/>",
                self.strokes(),
                paint("stroke", &colour),
                self.weight
            );
        }
        drawn + "</pattern>"
    }

    /// The strokes of a tile, with what reaches into it from the tiles around.
    fn strokes(&self) -> String {
        let (s, half) = (Px(self.step), Px(self.step / 2.0));
        let (before, after) = (Px(-self.step), Px(2.0 * self.step));
        let rising = format!("M{before} {s}L{s} {before}M0 {s}L{s} 0M0 {after}L{after} 0");
        let falling = format!("M0 {before}L{after} {s}M0 0L{s} {s}M{before} 0L{s} {after}");
        match self.shape {
            Shape::Dots => String::new(),
            Shape::Rows => format!("M0 {half}H{s}"),
            Shape::Rising => rising,
            Shape::Falling => falling,
            Shape::Crossed => rising + &falling,
        }
    }
}
