//! A picture of a board: the map of the pages as one SVG, or a PNG of it, for those who have no WebGL, no
//! JavaScript or a sheet of paper.
//!
//! Everything that rests on the province alone is worked out once at start; drawing a board only
//! writes text. What a unit's level is comes from the board, what it looks like from the palette of
//! the pages: nothing here judges or names a colour. Drawing is a function, without I/O and clock.

mod ground;
mod inset;
mod labels;
mod look;
mod map;
mod palette;
mod panel;
mod pen;
mod raster;
mod reports;
mod view;
mod words;

#[cfg(test)]
mod tests;

pub use raster::png;

use crate::atlas::Atlas;
use crate::clock::rfc3339;
use crate::domain::board::Board;
use crate::domain::day::Day;
use crate::domain::made::Reporting;
use crate::domain::rules::Lang;
use crate::domain::unit::{Tier, Unit};
use geo::{Intersects, MultiPolygon, Rect, coord};
use ground::Ground;
use inset::Inset;
use jiff::Timestamp;
use labels::Label;
use palette::PALETTE;
use pen::{Px, text};
use std::fmt::Write;
use std::sync::Arc;
use view::{View, path};

/// The picture's own pixels; any width is these, scaled.
const WIDTH: f64 = 1200.0;
const HEIGHT: f64 = 900.0;
/// Where the map stands in it: right of the panel, above the foot.
const PANEL: f64 = 300.0;
const FOOT: f64 = 64.0;
/// Around the province.
const EDGE: f64 = 22.0;
/// Of the width that the province leaves free, the share on its left, where the inset mostly is.
const LEFT: f64 = 0.68;
/// Degrees east: every island and reef of Hoàng Sa and Trường Sa lies beyond 111° E, and a map that
/// reached them would have to draw them.
const EASTERN_LIMIT: f64 = 110.9;

/// One province, ready to be drawn.
pub struct Picture {
    atlas: Arc<Atlas>,
    view: View,
    shapes: Vec<Shape>,
    ground: Ground,
    inset: Option<(Inset, Vec<(usize, Shape)>)>,
}

/// A unit in pixels.
struct Shape {
    path: String,
    label: Label,
}

/// What is to be drawn, and what must be said of it.
pub struct Sheet<'a> {
    /// The board.
    pub board: &'a Board,
    /// How each unit of the register stands with its reports, where that is drawn instead of levels.
    pub reports: Option<&'a [Reporting]>,
    /// What was known then is what it shows.
    pub as_of: Timestamp,
    /// The last entry of the change log that is in it.
    pub seq: i64,
    /// Whether it is the board that the live channel shows.
    pub live: bool,
    /// Whose levels are drawn.
    pub tier: Tier,
    /// In which language.
    pub lang: Lang,
    /// In which colours: the name of a theme of the palette.
    pub theme: &'a str,
    /// How wide, in pixels.
    pub width: u32,
    /// The title of the rule set.
    pub rules: &'a str,
    /// Its last day in force, where the board's is a later one.
    pub rules_ended: Option<Day>,
    /// What must be said of the data wherever it is shown.
    pub note: Option<&'a str>,
}

/// The names of the themes there are.
pub fn themes() -> impl Iterator<Item = &'static str> {
    PALETTE.theme_names()
}

impl Picture {
    /// Works out what never changes.
    pub fn of(atlas: Arc<Atlas>) -> Self {
        let map = map_place();
        let view = view(&atlas, map);
        let units = atlas.register.units();
        let at_province = atlas.register.index_of(&atlas.register.province().code).unwrap_or_default();
        let province = view.shape(&atlas.outlines[at_province]);
        let inset = Inset::of(&atlas, &province, map);
        let ground = Ground::around(&province, &view, map, inset.as_ref().map(Inset::whole));
        let inset = inset.map(|inset| {
            let near = atlas.register.of_tier(Tier::Commune).filter_map(|at| {
                let shape = inset.view.shape(&atlas.outlines[at]);
                let shown = shape.intersects(&inset.place);
                shown.then(|| (at, Shape::of(&units[at], &shape, &inset.view, inset.place)))
            });
            let near = near.collect();
            (inset, near)
        });
        let shapes =
            units.iter().zip(&atlas.outlines).map(|(unit, outline)| Shape::of(unit, &view.shape(outline), &view, map));
        Self { shapes: shapes.collect(), view, ground, inset, atlas }
    }

    /// Draws a board as an SVG.
    pub fn svg(&self, sheet: &Sheet) -> String {
        let lang = sheet.lang;
        let (province, day) = (words::province(self.atlas.register.province(), lang), sheet.board.day);
        let title = format!("{province} · {} · {}", words::subtitle(sheet), words::day(day, lang));
        let told = [
            self.counts(sheet),
            words::as_of(sheet.as_of, lang),
            words::standing_of(sheet),
            words::sources(self.atlas.kind, sheet),
            sheet.note.unwrap_or_default().to_owned(),
        ];
        let (map, width) = (map_place(), f64::from(sheet.width));
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{width}\" height=\"{}\" \
             role=\"img\" aria-labelledby=\"vx-title vx-desc\" lang=\"{}\" text-rendering=\"geometricPrecision\" \
             font-family=\"Be Vietnam Pro, Noto Sans, Arial, sans-serif\" data-seq=\"{}\" data-day=\"{day}\" data-as-of=\"{}\" \
             data-live=\"{}\" data-map=\"{} {} {} {}\"><title id=\"vx-title\">{}</title><desc id=\"vx-desc\">{}</desc>",
            Px(height(sheet.width)),
            lang.code(),
            sheet.seq,
            rfc3339(sheet.as_of),
            sheet.live,
            Px(map.min().x),
            Px(map.min().y),
            Px(map.width()),
            Px(map.height()),
            text(&title),
            text(&told.map(|said| said.trim_end_matches('.').to_owned()).join(". ")),
        );
        if let Some(theme) = PALETTE.theme(sheet.theme) {
            map::draw(self, sheet, theme, &mut out);
            panel::draw(self, sheet, theme, &mut out);
        }
        out + "</svg>\n"
    }

    /// How many units stand how.
    fn counts(&self, sheet: &Sheet) -> String {
        let units = self.atlas.register.of_tier(sheet.tier);
        if let Some(reports) = sheet.reports {
            return words::reports_counts(&reports::tally(units.map(|at| reports[at])), sheet.lang);
        }
        let tally = sheet.board.tally(units);
        words::assessed(sheet.tier, &tally, sheet.lang) + " · " + &words::counts(&tally, sheet.lang)
    }
}

impl Shape {
    fn of(unit: &Unit, shape: &MultiPolygon, view: &View, place: Rect) -> Self {
        let at = view.at(coord! { x: unit.lon, y: unit.lat });
        Self { path: path(shape), label: Label::of(unit, at, shape, place) }
    }
}

/// How high a picture of a width is.
fn height(width: u32) -> f64 {
    (f64::from(width) * HEIGHT / WIDTH).round()
}

fn map_place() -> Rect {
    Rect::new(coord! { x: PANEL, y: 0.0 }, coord! { x: WIDTH, y: HEIGHT - FOOT })
}

/// The province in its place, moved east where the map would reach too far.
fn view(atlas: &Atlas, map: Rect) -> View {
    let edge = coord! { x: EDGE, y: EDGE };
    let view = View::fit(atlas.bounds, Rect::new(map.min() + edge, map.max() - edge), LEFT);
    let limit = coord! { x: EASTERN_LIMIT.max(atlas.bounds.east), y: atlas.bounds.south };
    view.moved((map.max().x - view.at(limit).x).max(0.0))
}

/// A line of text.
struct Line<'a> {
    x: f64,
    y: f64,
    size: f64,
    colour: &'a str,
    bold: bool,
    anchor: &'static str,
    signed: bool,
}

/// The height of the signs after a level, of its own: at full height they touch what a narrow neighbour has.
const SIGN: f64 = 0.7;

impl<'a> Line<'a> {
    /// In the usual weight, beginning at a point.
    fn at(x: f64, y: f64, size: f64, colour: &'a str) -> Self {
        Self { x, y, size, colour, bold: false, anchor: "", signed: false }
    }

    fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    fn middle(self) -> Self {
        Self { anchor: " text-anchor=\"middle\"", ..self }
    }

    fn end(self) -> Self {
        Self { anchor: " text-anchor=\"end\"", ..self }
    }

    /// Of a level with its signs, which are smaller.
    fn signed(self) -> Self {
        Self { signed: true, ..self }
    }

    /// Written on a halo, where there is one.
    fn write(&self, words: &str, halo: Option<(&str, f64)>, out: &mut String) {
        let weight = if self.bold { " font-weight=\"600\"" } else { "" };
        let halo = halo.map_or_else(String::new, |(colour, width)| {
            let paint = pen::paint("stroke", colour);
            format!(" {paint} stroke-width=\"{width}\" stroke-linejoin=\"round\" paint-order=\"stroke\"")
        });
        let (x, y, size, fill) = (Px(self.x), Px(self.y), Px(self.size), pen::paint("fill", self.colour));
        let first = words.chars().next().map_or(0, char::len_utf8);
        let (words, signs) = if self.signed { words.split_at(first) } else { (words, "") };
        let (anchor, words) = (self.anchor, text(words));
        let signs = if signs.is_empty() {
            String::new()
        } else {
            // As high as the level reaches: capitals and numerals are some 0.7 of a letter's height.
            let (up, small) = (Px(-0.7 * (1.0 - SIGN) * self.size), Px(SIGN * self.size));
            format!("<tspan dy=\"{up}\" font-size=\"{small}\">{}</tspan>", text(signs))
        };
        let _ = write!(
            out,
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{weight}{anchor} {fill}{halo}>{words}{signs}</text>"
        );
    }
}

/// A rectangle.
fn rect(place: Rect, looks: &str, out: &mut String) {
    let (at, width, height) = (place.min(), Px(place.width()), Px(place.height()));
    let (x, y) = (Px(at.x), Px(at.y));
    let _ = write!(out, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" {looks}/>");
}
