//! The town whose wards are too small for the map of their province: which, and where in the picture
//! it is shown larger. Decided as on the page (`web/src/inset.ts`), from areas alone.

use super::view::View;
use crate::atlas::{Atlas, Bounds};
use crate::domain::unit::{Register, Tier};
use geo::{Area, BooleanOps, BoundingRect, Coord, MultiPolygon, Rect};

/// A district is crowded if its communes are on average smaller than this share of the province's.
pub(super) const CROWDED: f64 = 1.0 / 4.0;
/// With fewer than this, the map itself is enough.
pub(super) const FEWEST: usize = 5;
/// Shown around them, as a share of their width.
pub(super) const EDGE: f64 = 0.04;

/// The largest it gets, and what stands under it, in pixels.
const LARGEST: Coord = Coord { x: 250.0, y: 250.0 };
pub(super) const CAPTION: f64 = 25.0;
const MARGIN: f64 = 14.0;

/// A part of the map, larger, in a corner of it.
pub(super) struct Inset {
    /// The district, as its place in the register.
    pub(super) district: usize,
    /// Where it stands, without the caption below.
    pub(super) place: Rect,
    /// What it shows.
    pub(super) view: View,
    bounds: Bounds,
}

impl Inset {
    /// The most crowded district's, if one is crowded. `province` is the province on the map.
    pub(super) fn of(atlas: &Atlas, province: &MultiPolygon, map: Rect) -> Option<Self> {
        let (district, bounds) = crowded(atlas)?;
        let narrow = f64::midpoint(bounds.south, bounds.north).to_radians().cos();
        let aspect = (bounds.east - bounds.west) * narrow / (bounds.north - bounds.south);
        let width = LARGEST.x.min(LARGEST.y * aspect);
        let place = corner(province, map, Coord { x: width, y: width / aspect });
        Some(Self { district, place, view: View::fit(bounds, place, 0.5), bounds })
    }

    /// With the caption.
    pub(super) fn whole(&self) -> Rect {
        Rect::new(self.place.min(), self.place.max() + Coord { x: 0.0, y: CAPTION })
    }

    /// On the large map, what it shows.
    pub(super) fn frame(&self, view: &View) -> Rect {
        let Bounds { west, south, east, north } = self.bounds;
        Rect::new(view.at(Coord { x: west, y: south }), view.at(Coord { x: east, y: north }))
    }
}

fn mean(register: &Register, communes: &[usize]) -> f64 {
    let sum: f64 = communes.iter().map(|&at| register.units()[at].area_km2).sum();
    sum / f64::from(u32::try_from(communes.len().max(1)).unwrap_or(u32::MAX))
}

/// The most crowded district, and the box around those of its communes that are smaller than its average.
fn crowded(atlas: &Atlas) -> Option<(usize, Bounds)> {
    let register = &atlas.register;
    let all: Vec<usize> = register.of_tier(Tier::Commune).collect();
    let least = mean(register, &all) * CROWDED;
    let crowded = register.of_tier(Tier::District).map(|at| (at, mean(register, register.children(at))));
    let crowded = crowded.filter(|&(at, mean)| register.children(at).len() >= FEWEST && mean < least);
    let (district, mean) = crowded.min_by(|(_, a), (_, b)| a.total_cmp(b))?;
    let small = register.children(district).iter().filter(|&&at| register.units()[at].area_km2 <= mean);
    let boxes: Vec<Rect> = small.filter_map(|&at| atlas.outlines[at].bounding_rect()).collect();
    let least = |of: fn(&Rect) -> f64| boxes.iter().map(of).fold(f64::INFINITY, f64::min);
    let most = |of: fn(&Rect) -> f64| boxes.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
    let (west, south) = (least(|one| one.min().x), least(|one| one.min().y));
    let (east, north) = (most(|one| one.max().x), most(|one| one.max().y));
    let edge = EDGE * (east - west);
    Some((district, Bounds { west: west - edge, south: south - edge, east: east + edge, north: north + edge }))
}

/// The corner of the map in which it hides least of the province: below on the left where that is free.
fn corner(province: &MultiPolygon, map: Rect, size: Coord) -> Rect {
    let left = map.min().x + MARGIN;
    let right = map.max().x - MARGIN - size.x;
    let top = map.min().y + MARGIN;
    let bottom = map.max().y - MARGIN - CAPTION - size.y;
    let places = [(left, bottom), (left, top), (right, bottom), (right, top)].map(|(x, y)| {
        let at = Coord { x, y };
        let whole = Rect::new(at, at + size + Coord { x: 0.0, y: CAPTION });
        let hidden = province.intersection(&MultiPolygon::from(whole.to_polygon())).unsigned_area();
        (Rect::new(at, at + size), hidden)
    });
    let least = places.iter().map(|(_, hidden)| *hidden).fold(f64::INFINITY, f64::min);
    places.into_iter().find(|(_, hidden)| *hidden <= least).map_or(map, |(place, _)| place)
}
