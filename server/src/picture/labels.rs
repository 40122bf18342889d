//! What is written on a unit: its number, and its name in one line or in two, each only where it lies
//! within the unit's own shape and what is shown of it. So no two labels can meet.

use super::words::short_name;
use crate::domain::unit::{Tier, Unit};
use geo::{Coord, Intersects, MultiPolygon, Point, Rect, coord};

/// Height of a number and of a name, in pixels.
pub(super) const NUMBER: f64 = 14.0;
pub(super) const NAME: f64 = 10.5;
/// From the middle of the number to the first line of the name, and from line to line.
pub(super) const BELOW: f64 = 17.0;
pub(super) const LINE: f64 = 11.5;
/// Mean width of a letter, for its height.
pub(super) const LETTER: f64 = 0.53;

/// What is written on a unit.
pub(super) struct Label {
    /// The middle of the number.
    pub(super) at: Coord,
    /// How large it is written: the sizes above are a commune's.
    pub(super) size: f64,
    /// Whether there is room for the number.
    pub(super) number: bool,
    /// The lines of the name for which there is room.
    pub(super) name: Vec<String>,
}

/// Where a label must lie: in a shape, and in the part of the picture in which the shape is shown.
struct Room<'a> {
    at: Coord,
    size: f64,
    shape: &'a MultiPolygon,
    place: Rect,
}

impl Label {
    /// Of a unit with this shape and label point, in pixels, of which `place` is shown.
    pub(super) fn of(unit: &Unit, at: Coord, shape: &MultiPolygon, place: Rect) -> Self {
        let size = match unit.tier {
            Tier::Commune => 1.0,
            Tier::District => 1.35,
            Tier::Province => 1.8,
        };
        let room = Room { at, size, shape, place };
        let number = room.holds(NUMBER * 0.8, NUMBER * 0.5);
        let name = if number { room.name(&short_name(unit)) } else { Vec::new() };
        Self { at, size, number, name }
    }
}

impl Room<'_> {
    fn name(&self, name: &str) -> Vec<String> {
        let words: Vec<&str> = name.split(' ').collect();
        let (first, second) = words.split_at(words.len().div_ceil(2));
        let split = [first.join(" "), second.join(" ")].into_iter().filter(|line| !line.is_empty()).collect();
        let ways = [vec![name.to_owned()], split];
        ways.into_iter().find(|lines| self.holds_lines(lines)).unwrap_or_default()
    }

    fn holds_lines(&self, lines: &[String]) -> bool {
        let longest = lines.iter().map(|line| line.chars().map(|_| LETTER).sum::<f64>()).fold(0.0, f64::max);
        let more: f64 = lines.iter().skip(1).map(|_| LINE).sum();
        self.holds(longest * NAME, BELOW + more + 2.0)
    }

    /// Whether a block of text has room: half a number above the point, so much below it.
    fn holds(&self, width: f64, below: f64) -> bool {
        let corners = [-0.5, 0.0, 0.5].into_iter().flat_map(|side| {
            let corner = |down| Point(self.at + coord! { x: side * width, y: down } * self.size);
            [-NUMBER * 0.5, below].map(corner)
        });
        corners.into_iter().all(|corner| self.shape.intersects(&corner) && self.place.intersects(&corner))
    }
}
