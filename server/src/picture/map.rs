//! The map itself, from the ground up: sea, land, levels, patterns, borders, names. The order and the
//! weights are those of the page (`web/src/style.ts`).

use super::labels::{BELOW, LETTER, LINE, Label, NAME, NUMBER};
use super::look::{self, Look};
use super::palette::{PALETTE, Paint, Theme};
use super::pen::{Px, paint, text};
use super::words::{self, short_name};
use super::{Line, Picture, Shape, Sheet, map_place, rect};
use crate::domain::unit::Tier;
use geo::{Coord, Intersects, Rect};
use std::fmt::Write;

/// A number is written so far below its middle: half the height of a figure.
const HALF: f64 = 0.36;
/// Size of the names around the province, and of the sea's.
const AROUND: f64 = 14.0;
const SEA: f64 = 24.0;

pub(super) fn draw(picture: &Picture, sheet: &Sheet, theme: &Theme, out: &mut String) {
    let map = Map { picture, sheet, theme };
    map.definitions(out);
    out.push_str("<g clip-path=\"url(#vx-map)\">");
    rect(map_place(), &paint("fill", &theme.sea), out);
    map.ground(1.0, out);
    map.units(out);
    map.borders(out);
    map.names(out);
    out.push_str("</g>");
    map.inset(out);
}

struct Map<'a> {
    picture: &'a Picture,
    sheet: &'a Sheet<'a>,
    theme: &'a Theme,
}

/// Plain colour under words that a hatch would run through.
fn plates(label: &Label, sign: &str, fill: &str, out: &mut String) {
    let Label { at, size, name, .. } = label;
    let lines = name.iter().zip([BELOW, BELOW + LINE]).map(|(line, down)| (line.as_str(), down - HALF * NAME, NAME));
    for (words, down, height) in [(sign, 0.0, NUMBER)].into_iter().chain(lines) {
        let letters = words.chars().map(|_| LETTER * height).sum::<f64>();
        let half = Coord { x: letters / 2.0 + 4.0, y: height / 2.0 + 1.5 } * *size;
        let middle = *at + Coord { x: 0.0, y: down } * *size;
        rect(Rect::new(middle - half, middle + half), &format!("rx=\"3\" {}", paint("fill", fill)), out);
    }
}

impl Map<'_> {
    fn look(&self, at: usize) -> Look<'_> {
        Look::of(self.sheet, self.theme, at)
    }

    fn of_tier(&self, tier: Tier) -> impl Iterator<Item = usize> {
        self.picture.atlas.register.of_tier(tier)
    }

    fn code(&self, at: usize) -> &str {
        self.picture.atlas.register.units()[at].code.as_str()
    }

    fn definitions(&self, out: &mut String) {
        let ground = &self.picture.ground;
        let patterns = if self.sheet.reports.is_some() { self.theme.patterns() } else { PALETTE.patterns() };
        let _ = write!(out, "<defs>{}<path id=\"vx-land\" d=\"{}\"/>", patterns, ground.land);
        let _ = write!(out, "<path id=\"vx-shore\" d=\"{}\"/>", ground.shore);
        for tier in [Tier::District, Tier::Province] {
            let _ = write!(out, "<g id=\"vx-{}\">", tier.code());
            for at in self.of_tier(tier) {
                let _ = write!(out, "<path d=\"{}\"/>", self.picture.shapes[at].path);
            }
            out.push_str("</g>");
        }
        out.push_str("<clipPath id=\"vx-map\">");
        rect(map_place(), "", out);
        out.push_str("</clipPath>");
        if let Some((inset, _)) = &self.picture.inset {
            out.push_str("<clipPath id=\"vx-town\">");
            rect(inset.place, "", out);
            out.push_str("</clipPath>");
        }
        out.push_str("</defs>");
    }

    /// Sea and land; lines are drawn `by` times finer, for a part that is enlarged.
    fn ground(&self, by: f64, out: &mut String) {
        let theme = self.theme;
        let _ = write!(
            out,
            "<g aria-hidden=\"true\" stroke-linejoin=\"round\"><g fill=\"none\" {}>",
            paint("stroke", &theme.sea_deep)
        );
        for (width, opacity) in [(30.0, 0.25), (19.0, 0.3), (9.0, 0.45)] {
            let width = width / by;
            let _ = write!(out, "<use href=\"#vx-shore\" stroke-width=\"{width:.2}\" stroke-opacity=\"{opacity}\"/>");
        }
        let (land, coast, width) = (paint("fill", &theme.land), paint("stroke", &theme.coast), 0.8 / by);
        let _ = write!(out, "</g><use href=\"#vx-land\" {land} {coast} stroke-width=\"{width:.2}\"/></g>");
    }

    /// Every unit of the tier with its colour, and over them the patterns.
    fn units(&self, out: &mut String) {
        let _ = write!(out, "<g data-units=\"{}\">", self.sheet.tier.code());
        let shapes: Vec<_> = self.of_tier(self.sheet.tier).map(|at| (at, &self.picture.shapes[at])).collect();
        for (at, shape) in &shapes {
            self.unit(*at, shape, "vx-u", out);
        }
        out.push_str("</g>");
        self.patterns(&shapes, "vx-u", out);
    }

    fn unit(&self, at: usize, shape: &Shape, id: &str, out: &mut String) {
        let (code, fill) = (self.code(at), paint("fill", &self.look(at).paint.fill));
        let (attributes, said) = look::told(self.picture, self.sheet, at);
        let title = text(&said);
        let (x, y) = (Px(shape.label.at.x), Px(shape.label.at.y));
        // The fill stands around the path, so that what uses the path again can fill it anew.
        let _ = write!(
            out,
            "<g {fill}><path id=\"{id}{code}\" data-unit=\"{code}\"{attributes} \
             data-at=\"{x} {y}\" d=\"{}\"><title>{title}</title></path></g>",
            shape.path
        );
    }

    /// What tells a level, or the state of reports, without its colour; and the hatch of late reports.
    fn patterns(&self, shapes: &[(usize, &Shape)], id: &str, out: &mut String) {
        out.push_str("<g aria-hidden=\"true\" pointer-events=\"none\">");
        for pattern in look::patterns(self.sheet) {
            self.over(&pattern, shapes, id, &|look| look.pattern == pattern, out);
        }
        if self.sheet.reports.is_none() {
            self.over("vx-late", shapes, id, &|look| look.late, out);
        }
        out.push_str("</g>");
    }

    fn over(
        &self,
        pattern: &str,
        shapes: &[(usize, &Shape)],
        id: &str,
        which: &dyn Fn(&Look) -> bool,
        out: &mut String,
    ) {
        let _ = write!(out, "<g fill=\"url(#{pattern})\">");
        for (at, _) in shapes.iter().filter(|(at, _)| which(&self.look(*at))) {
            let _ = write!(out, "<use href=\"#{id}{}\"/>", self.code(*at));
        }
        out.push_str("</g>");
    }

    /// Borders: communes where they are drawn, districts stronger, the province strongest.
    fn borders(&self, out: &mut String) {
        let theme = self.theme;
        out.push_str("<g aria-hidden=\"true\" pointer-events=\"none\" fill=\"none\" stroke-linejoin=\"round\">");
        if self.sheet.tier == Tier::Commune {
            let communes: Vec<usize> = self.of_tier(Tier::Commune).collect();
            self.commune_lines(&communes, "vx-u", out);
        }
        let mut line = |tier: Tier, colour: &str, width: f64| {
            let _ =
                write!(out, "<use href=\"#vx-{}\" {} stroke-width=\"{width}\"/>", tier.code(), paint("stroke", colour));
        };
        if self.sheet.tier != Tier::Province {
            line(Tier::District, &theme.halo, 3.6);
            line(Tier::District, &theme.district_line, 1.8);
        }
        line(Tier::Province, &theme.province_line, 2.4);
        if let (Some((inset, _)), Tier::Commune) = (&self.picture.inset, self.sheet.tier) {
            let looks = format!("{} stroke-width=\"1.4\" stroke-dasharray=\"5 3\"", paint("stroke", &theme.ink));
            rect(inset.frame(&self.picture.view), &looks, out);
        }
        out.push_str("</g>");
    }

    fn commune_lines(&self, units: &[usize], id: &str, out: &mut String) {
        for (colour, width) in [(&self.theme.commune_halo, 2.2), (&self.theme.commune_line, 0.8)] {
            let _ = write!(out, "<g {} stroke-width=\"{width}\">", paint("stroke", colour));
            for &at in units {
                let _ = write!(out, "<use href=\"#{id}{}\"/>", self.code(at));
            }
            out.push_str("</g>");
        }
    }

    /// The names around the province and of the sea, then the numbers and names of units.
    fn names(&self, out: &mut String) {
        let (theme, atlas) = (self.theme, &self.picture.atlas);
        out.push_str("<g aria-hidden=\"true\" pointer-events=\"none\">");
        let hidden = self.picture.inset.as_ref().filter(|_| self.sheet.tier == Tier::Commune);
        let hidden = hidden.map(|(inset, _)| inset.whole());
        for place in &atlas.around {
            let at = self.picture.view.at(Coord { x: place.lon, y: place.lat });
            if !hidden.is_some_and(|hidden| hidden.intersects(&at)) {
                let line = Line::at(at.x, at.y, AROUND, &theme.land_ink).middle();
                line.write(&place.name, Some((&theme.land, 2.4)), out);
            }
        }
        if let Some(at) = self.picture.ground.sea {
            for (word, down) in words::SEA.into_iter().zip([-0.2, 1.0]) {
                let line = Line::at(at.x, at.y + down * SEA, SEA, &theme.sea_ink).middle();
                out.push_str("<g letter-spacing=\"4\">");
                line.write(word, Some((&theme.sea, 2.4)), out);
                out.push_str("</g>");
            }
        }
        let shapes: Vec<_> = self.of_tier(self.sheet.tier).map(|at| (at, &self.picture.shapes[at])).collect();
        self.labels(&shapes, out);
        out.push_str("</g>");
    }

    fn labels(&self, shapes: &[(usize, &Shape)], out: &mut String) {
        for (at, Shape { label, .. }) in shapes.iter().filter(|(_, shape)| shape.label.number) {
            let Look { paint: Paint { ink, fill, .. }, sign, hatched, .. } = &self.look(*at);
            let (x, y, size) = (label.at.x, label.at.y, label.size);
            if *hatched {
                plates(label, sign, fill, out);
            }
            let number = Line::at(x, y + size * HALF * NUMBER, size * NUMBER, ink).bold().middle();
            let number = if self.sheet.reports.is_none() { number.signed() } else { number };
            if !sign.is_empty() {
                number.write(sign, Some((fill, 2.4)), out);
            }
            for (line, down) in label.name.iter().zip([BELOW, BELOW + LINE]) {
                let name = Line::at(x, y + size * down, size * NAME, ink).middle();
                name.write(line, Some((fill, 2.4)), out);
            }
        }
    }

    /// The town whose wards are too small, larger; it says nothing that the map does not say too.
    fn inset(&self, out: &mut String) {
        let (Some((inset, near)), Tier::Commune) = (&self.picture.inset, self.sheet.tier) else { return };
        let theme = self.theme;
        let shapes: Vec<_> = near.iter().map(|(at, shape)| (*at, shape)).collect();
        let (matrix, by) = inset.view.from(&self.picture.view);
        out.push_str("<g data-inset=\"\" aria-hidden=\"true\">");
        rect(inset.whole(), &paint("fill", &theme.paper), out);
        out.push_str("<g clip-path=\"url(#vx-town)\">");
        rect(inset.place, &paint("fill", &theme.sea), out);
        let _ = write!(out, "<g transform=\"{matrix}\">");
        self.ground(by, out);
        out.push_str("</g>");
        for (at, shape) in &shapes {
            self.unit(*at, shape, "vx-t", out);
        }
        self.patterns(&shapes, "vx-t", out);
        out.push_str("<g pointer-events=\"none\"><g fill=\"none\" stroke-linejoin=\"round\">");
        self.commune_lines(&shapes.iter().map(|(at, _)| *at).collect::<Vec<_>>(), "vx-t", out);
        let _ = write!(out, "<g transform=\"{matrix}\">");
        for (colour, width) in [(&theme.halo, 3.6 / by), (&theme.district_line, 1.8 / by)] {
            let stroke = paint("stroke", colour);
            let _ = write!(out, "<use href=\"#vx-district\" {stroke} stroke-width=\"{width:.2}\"/>");
        }
        out.push_str("</g></g>");
        self.labels(&shapes, out);
        out.push_str("</g></g>");
        let frame = format!("fill=\"none\" {} stroke-width=\"1\"", paint("stroke", &theme.ink));
        rect(inset.place, &frame, out);
        rect(inset.whole(), &frame, out);
        let name = short_name(&self.picture.atlas.register.units()[inset.district]);
        let corner = inset.whole().max();
        Line::at(inset.place.min().x + 9.0, corner.y - 8.0, 13.0, &theme.ink).bold().write(&name, None, out);
        out.push_str("</g>");
    }
}
