//! From degrees to the picture: east and north are stretched so that shapes keep their form at the
//! latitude in the middle of what is shown (equirectangular with cos φ).

use super::pen::Px;
use crate::atlas::Bounds;
use geo::{Coord, LineString, MapCoords, MultiPolygon, Rect};
use std::fmt::Write;

/// A part of the world in a part of the picture.
#[derive(Clone, Copy, Debug)]
pub(super) struct View {
    /// Pixels for a degree of longitude and of latitude.
    scale: Coord,
    /// Where longitude and latitude 0 would be.
    origin: Coord,
}

impl View {
    /// The bounds as large as fits into the place; of the width that is left over, a share is left on
    /// the western side.
    pub(super) fn fit(bounds: Bounds, place: Rect, west_share: f64) -> Self {
        let middle = f64::midpoint(bounds.south, bounds.north);
        let narrow = middle.to_radians().cos();
        let (width, height) = ((bounds.east - bounds.west) * narrow, bounds.north - bounds.south);
        let scale = (place.width() / width).min(place.height() / height);
        let west = place.min().x + (place.width() - width * scale) * west_share;
        let north = place.min().y + (place.height() - height * scale) / 2.0;
        let scale = Coord { x: scale * narrow, y: -scale };
        Self { scale, origin: Coord { x: west - bounds.west * scale.x, y: north - bounds.north * scale.y } }
    }

    /// The same, moved to the right.
    pub(super) fn moved(self, by: f64) -> Self {
        Self { origin: self.origin + Coord { x: by, y: 0.0 }, ..self }
    }

    /// Where a place of the world stands in the picture.
    pub(super) fn at(&self, place: Coord) -> Coord {
        self.origin + Coord { x: place.x * self.scale.x, y: place.y * self.scale.y }
    }

    /// A shape in pixels.
    pub(super) fn shape(&self, shape: &MultiPolygon) -> MultiPolygon {
        shape.map_coords(|place| self.at(place))
    }

    /// What turns a drawing of another view into one of this: `matrix(…)`, and how much larger it gets.
    /// Two views stretch a little differently, since their middles differ in latitude.
    pub(super) fn from(&self, other: &Self) -> (String, f64) {
        let (wide, high) = (self.scale.x / other.scale.x, self.scale.y / other.scale.y);
        let (x, y) = (self.origin.x - other.origin.x * wide, self.origin.y - other.origin.y * high);
        (format!("matrix({wide:.5} 0 0 {high:.5} {x:.2} {y:.2})"), wide)
    }
}

/// The outline of a shape in pixels as the data of a path.
pub(super) fn path(shape: &MultiPolygon) -> String {
    let mut data = String::new();
    for polygon in shape {
        for ring in [polygon.exterior()].into_iter().chain(polygon.interiors()) {
            outline(ring, &mut data);
        }
    }
    data
}

fn outline(ring: &LineString, data: &mut String) {
    let mut points: Vec<(String, String)> =
        ring.coords().map(|at| (Px(at.x).to_string(), Px(at.y).to_string())).collect();
    points.dedup();
    if points.first() == points.last() {
        points.pop();
    }
    // What is smaller than a tenth of a pixel is not drawn.
    if points.len() < 3 {
        return;
    }
    for (at, (x, y)) in points.iter().enumerate() {
        let _ = write!(data, "{}{x} {y}", if at == 0 { 'M' } else { 'L' });
    }
    data.push('Z');
}
