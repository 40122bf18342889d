//! What stands beside and below the map: of where and when it is, the key with the counts, the signs
//! that are to be seen, the districts, and what it all rests on.

use super::palette::{PALETTE, Paint, Theme, made_id, pattern_id};
use super::pen::{lines, paint};
use super::reports::{self, sign};
use super::words::{self, SIGNS, level_name, level_sign, short_name, told_apart};
use super::{FOOT, HEIGHT, Line, PANEL, Picture, Sheet, WIDTH, rect};
use crate::domain::board::Standing;
use crate::domain::level::{Level, Marks};
use crate::domain::made::{Made, Reporting};
use crate::domain::unit::Tier;
use geo::{Rect, coord};

const MARGIN: f64 = 22.0;
/// Where the districts end at the latest.
const BOTTOM: f64 = HEIGHT - FOOT - 14.0;

pub(super) fn draw(picture: &Picture, sheet: &Sheet, theme: &Theme, out: &mut String) {
    let paper = paint("fill", &theme.paper);
    rect(Rect::new(coord! { x: 0.0, y: 0.0 }, coord! { x: PANEL, y: HEIGHT }), &paper, out);
    rect(Rect::new(coord! { x: 0.0, y: HEIGHT - FOOT }, coord! { x: WIDTH, y: HEIGHT }), &paper, out);
    let rule = paint("fill", &theme.rule);
    rect(Rect::new(coord! { x: PANEL - 1.0, y: 0.0 }, coord! { x: PANEL, y: HEIGHT - FOOT }), &rule, out);
    rect(Rect::new(coord! { x: 0.0, y: HEIGHT - FOOT }, coord! { x: WIDTH, y: HEIGHT - FOOT + 1.0 }), &rule, out);
    let mut panel = Panel { picture, sheet, theme, out, y: 0.0 };
    panel.title();
    if let Some(reports) = sheet.reports {
        panel.reports(reports);
    } else {
        panel.whole();
        panel.key();
        panel.signs();
        panel.districts();
        panel.worst();
    }
    panel.foot();
}

struct Panel<'a> {
    picture: &'a Picture,
    sheet: &'a Sheet<'a>,
    theme: &'a Theme,
    out: &'a mut String,
    /// How far down it is written.
    y: f64,
}

impl<'a> Panel<'a> {
    /// A line of the panel, so far below the one before.
    fn line(&mut self, down: f64, size: f64, colour: &'a str) -> Line<'a> {
        self.y += down;
        Line::at(MARGIN, self.y, size, colour)
    }

    fn title(&mut self) {
        let (theme, sheet, lang) = (self.theme, self.sheet, self.sheet.lang);
        let province = words::province(self.picture.atlas.register.province(), lang);
        self.y = 16.0;
        for line in lines(&province, 17) {
            self.line(31.0, 27.0, &theme.ink).bold().write(&line, None, self.out);
        }
        self.line(24.0, 15.0, &theme.quiet).write(words::subtitle(sheet), None, self.out);
        self.line(34.0, 19.0, &theme.ink).bold().write(&words::day(sheet.board.day, lang), None, self.out);
        self.line(21.0, 13.5, &theme.ink).write(&words::as_of(sheet.as_of, lang), None, self.out);
        let standing = words::standing_of(sheet);
        let colour = if sheet.live { &theme.quiet } else { &theme.waiting };
        for line in lines(&standing, 36) {
            self.line(18.0, 12.5, colour).write(&line, None, self.out);
        }
        self.y += 10.0;
    }

    fn whole(&mut self) {
        let at = self.picture.atlas.register.of_tier(Tier::Province).next().unwrap_or_default();
        self.row(at, &format!("{}: ", words::whole(self.sheet.lang)), true);
    }

    /// The states of reports with how many communes are in each, and what it means to be behind.
    fn reports(&mut self, reports: &[Reporting]) {
        let (theme, lang) = (self.theme, self.sheet.lang);
        let communes = self.picture.atlas.register.of_tier(Tier::Commune);
        let counts = reports::tally(communes.map(|at| reports[at]));
        self.heading(words::reports_legend(lang));
        for (made, count) in Made::ALL.into_iter().zip(counts) {
            let looks = (theme.made(made), made_id(made));
            self.entry(looks, sign(made), reports::name(made, lang), count);
        }
        self.y += 12.0;
        for line in lines(words::reports_hold(lang), 42) {
            self.line(17.0, 12.5, &theme.quiet).write(&line, None, self.out);
        }
    }

    /// A unit with its level: number on colour, and its name.
    fn row(&mut self, at: usize, before: &str, named: bool) {
        let standing = self.sheet.board.standings[at];
        let look = PALETTE.paint(standing.level());
        self.y += 24.0;
        let corner = coord! { x: MARGIN, y: self.y - 15.0 };
        let badge = Rect::new(corner, corner + coord! { x: 26.0, y: 20.0 });
        rect(badge, &format!("rx=\"3\" {} {}", paint("fill", &look.fill), self.edge()), self.out);
        let sign = Line::at(badge.center().x, self.y, 13.0, &look.ink).bold().middle();
        sign.write(&level_sign(standing), None, self.out);
        let unit = &self.picture.atlas.register.units()[at];
        let name =
            if named { format!("{before}{}", level_name(standing.level(), self.sheet.lang)) } else { short_name(unit) };
        Line::at(MARGIN + 36.0, self.y, 14.0, &self.theme.ink).write(&name, None, self.out);
    }

    fn edge(&self) -> String {
        format!("{} stroke-opacity=\"0.35\"", paint("stroke", &self.theme.ink))
    }

    fn heading(&mut self, words: &str) {
        let theme = self.theme;
        self.line(38.0, 15.0, &theme.ink).bold().write(words, None, self.out);
        self.y += 6.0;
    }

    /// The levels with their counts, the highest first.
    fn key(&mut self) {
        let (sheet, lang) = (self.sheet, self.sheet.lang);
        let tally = sheet.board.tally(self.picture.atlas.register.of_tier(sheet.tier));
        self.heading(words::legend(lang));
        for (level, count) in Level::ALL.into_iter().zip(tally.levels).rev() {
            self.level(Some(level), count);
        }
        if tally.assessed < tally.total {
            self.level(None, tally.total - tally.assessed);
        }
        let theme = self.theme;
        self.line(30.0, 12.5, &theme.quiet).write(&words::assessed(sheet.tier, &tally, lang), None, self.out);
    }

    fn level(&mut self, level: Option<Level>, count: usize) {
        let number = level.map_or_else(|| "–".to_owned(), |level| level.number().to_string());
        let looks = (PALETTE.paint(level), pattern_id(level));
        self.entry(looks, &number, level_name(level, self.sheet.lang), count);
    }

    /// A piece of the map with its sign, what it is called, and how many units look so.
    fn entry(&mut self, (look, pattern): (&Paint, String), sign: &str, name: &str, count: usize) {
        self.y += 33.0;
        let corner = coord! { x: MARGIN, y: self.y - 19.0 };
        let swatch = Rect::new(corner, corner + coord! { x: 40.0, y: 27.0 });
        self.swatch(swatch, &[&look.fill], &[&pattern]);
        let line = Line::at(swatch.center().x, self.y, 16.0, &look.ink).bold().middle();
        line.write(sign, Some((&look.fill, 2.0)), self.out);
        let ink = &self.theme.ink;
        Line::at(MARGIN + 52.0, self.y, 15.0, ink).write(name, None, self.out);
        let right = PANEL - MARGIN;
        Line::at(right, self.y + 1.0, 19.0, ink).bold().end().write(&count.to_string(), None, self.out);
    }

    /// A piece of the map as the key to it.
    fn swatch(&mut self, place: Rect, colours: &[&str], patterns: &[&str]) {
        for colour in colours {
            rect(place, &format!("rx=\"3\" {}", paint("fill", colour)), self.out);
        }
        for pattern in patterns {
            rect(place, &format!("rx=\"3\" fill=\"url(#{pattern})\""), self.out);
        }
        let edge = self.edge();
        rect(place, &format!("rx=\"3\" fill=\"none\" {edge}"), self.out);
    }

    /// The signs that are to be seen now, and what each says.
    fn signs(&mut self) {
        let (sheet, theme) = (self.sheet, self.theme);
        // The levels above the tier that is drawn stand in the panel with their signs.
        let units = self.picture.atlas.register.units().iter().zip(&sheet.board.standings);
        let shown: Vec<_> = units.filter(|(unit, _)| unit.tier >= sheet.tier).map(|(_, standing)| standing).collect();
        self.y += 4.0;
        for (mark, sign) in SIGNS {
            let signed = |one: &Standing| one.level().is_some() || mark == Marks::INCOMPLETE;
            if shown.iter().any(|one| signed(one) && one.marks.has(mark)) {
                let middle = MARGIN + 20.0;
                self.y += 20.0;
                Line::at(middle, self.y, 15.0, &theme.ink).bold().middle().write(sign, None, self.out);
                self.sign(words::mark_name(mark, sheet.lang));
            }
        }
        if shown.iter().any(|one| one.marks.has(Marks::LATE)) {
            self.y += 22.0;
            let corner = coord! { x: MARGIN + 7.0, y: self.y - 13.0 };
            let look = PALETTE.paint(Some(Level::High));
            let place = Rect::new(corner, corner + coord! { x: 26.0, y: 17.0 });
            self.swatch(place, &[&look.fill], &["vx-late"]);
            self.sign(words::mark_name(Marks::LATE, sheet.lang));
        }
    }

    fn sign(&mut self, name: &str) {
        Line::at(MARGIN + 52.0, self.y, 13.0, &self.theme.ink).write(name, None, self.out);
    }

    /// The districts with their levels, as many as there is room for.
    fn districts(&mut self) {
        let register = &self.picture.atlas.register;
        let all: Vec<usize> = register.of_tier(Tier::District).collect();
        let (heading, row) = (44.0, 24.0);
        let needed = all.iter().fold(self.y + heading, |y, _| y + row);
        if needed > BOTTOM {
            return;
        }
        self.heading(words::districts(self.sheet.lang));
        for at in all {
            self.row(at, "", false);
        }
    }

    /// The units at level 4 by name, as many as there is room for.
    fn worst(&mut self) {
        let (sheet, theme, units) = (self.sheet, self.theme, self.picture.atlas.register.units());
        let worst = self.picture.atlas.register.of_tier(sheet.tier);
        let worst = worst.filter(|&at| sheet.board.standings[at].level() == Some(Level::VeryHigh));
        let names: Vec<String> = worst.map(|at| told_apart(units, at).replace(' ', "\u{a0}")).collect();
        let written = lines(&names.join(", "), 38);
        let height = written.iter().fold(60.0, |sum, _| sum + 17.0);
        if sheet.tier == Tier::Province || written.is_empty() || self.y + height > BOTTOM {
            return;
        }
        self.heading(words::worst(sheet.lang));
        for line in written {
            self.line(17.0, 12.5, &theme.ink).write(&line, None, self.out);
        }
    }

    fn foot(&mut self) {
        let (sheet, theme) = (self.sheet, self.theme);
        let sources = words::sources(self.picture.atlas.kind, sheet);
        let texts = [Some((sources.as_str(), &theme.quiet)), sheet.note.map(|note| (note, &theme.ink))];
        let mut y = HEIGHT - FOOT + 8.0;
        for (words, colour) in texts.into_iter().flatten() {
            for line in lines(words, 190) {
                y += 15.0;
                Line::at(MARGIN, y, 11.0, colour).write(&line, None, self.out);
            }
        }
    }
}
