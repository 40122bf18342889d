//! Makes valid polygons of the rings of a commune: on the grid of five decimals, without repeated
//! points, spikes and slivers, exterior first, nothing crossing or touching itself. What the rings
//! mean is geo's answer (`MakeValid`: inside is what an odd number of rings encloses).

use super::measure::square_metres;
use geo::orient::Direction;
use geo::{
    Area, Coord, CoordsIter, LineString, MakeValid, MapCoords, MultiPolygon, Orient, Polygon, RemoveRepeatedPoints,
    Validation, unary_union,
};

/// Steps of a degree: five decimals, about a metre.
const GRID: f64 = 1e5;
/// How often it is tried; rounding the corners that a repair makes may need another.
const TRIES: usize = 4;

/// What was repaired, in all communes together.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct Repairs {
    /// Points that repeated the one before them, on the grid.
    pub(super) repeated: usize,
    /// Corners at which a ring ran out and straight back.
    pub(super) spikes: usize,
    /// Polygons whose rings crossed or touched, or lay in the wrong order.
    pub(super) rebuilt: usize,
    /// Parts below the stated size.
    pub(super) parts: usize,
    /// Holes below the stated size.
    pub(super) holes: usize,
}

/// The parts of a commune as one valid shape, or why there is none.
pub(super) fn repair(parts: &[Polygon], sliver_m2: f64, repairs: &mut Repairs) -> Result<MultiPolygon, String> {
    let parts = parts.iter().filter_map(|part| clean(part, repairs)).collect();
    let shape = without_slivers(valid(parts, repairs)?, sliver_m2, repairs);
    // About a square metre: corners in a line enclose nothing that a map could show.
    if shape.unsigned_area() < 1e-10 { Err("nothing of it has an area".to_owned()) } else { Ok(shape) }
}

/// Whether a shape would pass for one of a folder.
pub(super) fn is_sound(shape: &MultiPolygon) -> bool {
    shape.is_valid() && !shape.iter().flat_map(rings).any(|ring| straightened(ring).1 > 0)
}

fn valid(mut parts: Vec<Polygon>, repairs: &mut Repairs) -> Result<MultiPolygon, String> {
    for _ in 0..TRIES {
        let mut better = Vec::with_capacity(parts.len());
        for part in parts {
            if part.is_valid() {
                better.push(part);
                continue;
            }
            repairs.rebuilt += 1;
            let rebuilt = part.make_valid().map_err(|error| error.to_string())?;
            better.extend(rebuilt.iter().filter_map(|part| clean(part, &mut Repairs::default())));
        }
        let shape = MultiPolygon::new(better).orient(Direction::Default);
        if is_sound(&shape) {
            return Ok(shape);
        }
        let together = if shape.iter().all(Validation::is_valid) {
            repairs.rebuilt += 1;
            unary_union(&shape)
        } else {
            shape
        };
        parts = together.iter().filter_map(|part| clean(part, &mut Repairs::default())).collect();
    }
    let reason = MultiPolygon::new(parts).check_validation().err();
    Err(reason.map_or_else(|| "its rings remain entangled".to_owned(), |fault| fault.to_string()))
}

fn rings(polygon: &Polygon) -> impl Iterator<Item = &LineString> {
    std::iter::once(polygon.exterior()).chain(polygon.interiors())
}

/// A polygon on the grid, its rings without repeated points and spikes.
fn clean(polygon: &Polygon, repairs: &mut Repairs) -> Option<Polygon> {
    let mut rings = rings(polygon).filter_map(|ring| {
        let rounded = ring.map_coords(|at| Coord { x: (at.x * GRID).round() / GRID, y: (at.y * GRID).round() / GRID });
        let single = rounded.remove_repeated_points();
        let (straight, spikes) = straightened(&single);
        repairs.repeated += rounded.coords_count() - single.coords_count();
        repairs.spikes += spikes;
        (straight.0.len() >= 4).then_some(straight)
    });
    let exterior = rings.next()?;
    Some(Polygon::new(exterior, rings.collect()))
}

/// A closed ring less the corners at which it turns straight back, and how many there were.
fn straightened(ring: &LineString) -> (LineString, usize) {
    let mut corners: Vec<Coord> = ring.0.get(1..).unwrap_or_default().to_vec();
    let before = corners.len();
    loop {
        let length = corners.len();
        let mut kept: Vec<Coord> = Vec::with_capacity(length);
        for corner in corners {
            push(&mut kept, corner);
        }
        // Once more from the middle, so that the seam is looked at as well.
        let middle = kept.len() / 2;
        kept.rotate_left(middle);
        let mut turned: Vec<Coord> = Vec::with_capacity(kept.len());
        for corner in kept {
            push(&mut turned, corner);
        }
        corners = turned;
        if corners.len() == length || corners.len() < 3 {
            break;
        }
    }
    let spikes = before - corners.len();
    if spikes == 0 {
        return (ring.clone(), 0);
    }
    let mut closed = LineString::new(corners);
    closed.close();
    (closed, spikes)
}

fn push(kept: &mut Vec<Coord>, corner: Coord) {
    while let [.., before, here] = kept.as_slice()
        && turns_back(*before, *here, corner)
    {
        kept.pop();
    }
    if kept.last() != Some(&corner) {
        kept.push(corner);
    }
}

fn turns_back(before: Coord, here: Coord, after: Coord) -> bool {
    use geo::kernels::{Kernel, Orientation, RobustKernel};
    let back = (here.x - before.x) * (after.x - here.x) + (here.y - before.y) * (after.y - here.y) < 0.0;
    back && RobustKernel::orient2d(before, here, after) == Orientation::Collinear
}

/// The shape less parts and holes below a size; its largest part stays whatever its size.
fn without_slivers(shape: MultiPolygon, sliver_m2: f64, repairs: &mut Repairs) -> MultiPolygon {
    let sizes: Vec<f64> = shape.iter().map(square_metres).collect();
    let largest = sizes.iter().copied().fold(0.0, f64::max);
    let mut kept = Vec::with_capacity(sizes.len());
    for (part, size) in shape.into_iter().zip(sizes) {
        if size < sliver_m2 && size < largest {
            repairs.parts += 1;
            continue;
        }
        let (exterior, holes) = part.into_inner();
        let count = holes.len();
        let is_hole = |hole: &LineString| square_metres(&Polygon::new(hole.clone(), Vec::new())) >= sliver_m2;
        let holes: Vec<LineString> = holes.into_iter().filter(is_hole).collect();
        repairs.holes += count - holes.len();
        kept.push(Polygon::new(exterior, holes));
    }
    MultiPolygon::new(kept)
}
