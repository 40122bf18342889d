//! Where communes do not fit each other: gaps between them and overlaps, with their areas. They are
//! told, not closed: a gap may be a lagoon, and whose an overlap is nobody here can know.

use super::measure::square_metres;
use crate::atlas::polygons::Shape;
use geo::{BooleanOps, BoundingRect, Centroid, Distance, Euclidean, MultiPolygon, Polygon, unary_union};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

/// Areas below this are the rounding of coordinates.
const LEAST_M2: f64 = 1.0;
/// How near a commune is to a gap that it lies at: some 2 m.
const BESIDE: f64 = 2e-5;

/// A gap or an overlap.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Seam {
    /// The communes at it, by their place.
    pub(super) communes: Vec<usize>,
    pub(super) square_metres: f64,
    /// Where it is.
    pub(super) lon: f64,
    pub(super) lat: f64,
}

type Boxes = RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>;

/// Areas that two communes have both, the largest first.
pub(super) fn overlaps(shapes: &[Shape]) -> Vec<Seam> {
    let boxes = boxes(shapes);
    let mut found = Vec::new();
    for (at, shape) in shapes.iter().enumerate() {
        let Some(around) = envelope(&shape.polygon, 0.0) else { continue };
        for near in boxes.locate_in_envelope_intersecting(&around).filter(|near| near.data > at) {
            let common = shape.polygon.intersection(&shapes[near.data].polygon);
            found.extend(common.iter().filter_map(|part| seam(part, vec![at, near.data])));
        }
    }
    largest_first(found)
}

/// Areas that communes enclose and none has, the largest first.
pub(super) fn gaps(shapes: &[Shape]) -> Vec<Seam> {
    let boxes = boxes(shapes);
    let whole = unary_union(shapes.iter().map(|shape| &shape.polygon));
    let holes = whole.iter().flat_map(Polygon::interiors).map(|hole| Polygon::new(hole.clone(), Vec::new()));
    let found = holes.filter_map(|hole| {
        let around = envelope(&MultiPolygon::new(vec![hole.clone()]), BESIDE)?;
        let near = boxes.locate_in_envelope_intersecting(&around).map(|near| near.data);
        let mut beside: Vec<usize> =
            near.filter(|&at| Euclidean.distance(&shapes[at].polygon, &hole) <= BESIDE).collect();
        beside.sort_unstable();
        seam(&hole, beside)
    });
    largest_first(found.collect())
}

/// Square metres of all together.
pub(super) fn total(seams: &[Seam]) -> f64 {
    seams.iter().map(|seam| seam.square_metres).sum()
}

fn seam(part: &Polygon, communes: Vec<usize>) -> Option<Seam> {
    let square_metres = square_metres(part);
    let at = part.centroid()?;
    (square_metres >= LEAST_M2).then(|| Seam { communes, square_metres, lon: at.x(), lat: at.y() })
}

fn largest_first(mut seams: Vec<Seam>) -> Vec<Seam> {
    seams.sort_by(|a, b| b.square_metres.total_cmp(&a.square_metres));
    seams
}

fn boxes(shapes: &[Shape]) -> Boxes {
    let boxes = shapes.iter().enumerate().filter_map(|(at, shape)| {
        let rect = shape.polygon.bounding_rect()?;
        Some(GeomWithData::new(Rectangle::from_corners(rect.min().into(), rect.max().into()), at))
    });
    RTree::bulk_load(boxes.collect())
}

fn envelope(shape: &MultiPolygon, by: f64) -> Option<AABB<[f64; 2]>> {
    let rect = shape.bounding_rect()?;
    let (min, max) = (rect.min(), rect.max());
    Some(AABB::from_corners([min.x - by, min.y - by], [max.x + by, max.y + by]))
}
