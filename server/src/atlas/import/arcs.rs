//! Simplifies borders and keeps them shared: all rings are cut into arcs where more or fewer than two
//! edges meet or the owners change, each arc is simplified once (geo's Ramer–Douglas–Peucker), and
//! every ring is put together of the same arcs again.
//!
//! `SimplifyVwPreserve` of geo keeps one polygon whole, not what two share. Of the crates that
//! simplify coverages, one checks every pair of polygons again for each arc, and the others come
//! with an older geo or a whole tile server; the part that is hard, simplifying a line, is geo's.

use super::crossings;
use super::measure::scale;
use crate::atlas::polygons::Shape;
use geo::{Coord, LineString, MapCoords, MultiPolygon, Polygon, SimplifyIdx};
use std::collections::{BTreeSet, HashMap};

/// A corner, to be looked up: corners on the grid are equal to the last bit.
type Key = (u64, u64);

/// A line between two meeting points, or a whole ring.
pub(super) struct Arc {
    full: Vec<Coord>,
    simple: Vec<Coord>,
    is_full: bool,
}

impl Arc {
    /// The arc as it is now.
    pub(super) fn line(&self) -> &[Coord] {
        if self.is_full { &self.full } else { &self.simple }
    }

    /// Takes the simplification back; false where there is none.
    pub(super) fn restore(&mut self) -> bool {
        !std::mem::replace(&mut self.is_full, true)
    }
}

/// An arc of a ring, and whether the ring runs through it backwards.
type Step = (usize, bool);

/// The borders of all shapes as arcs.
pub(super) struct Borders {
    arcs: Vec<Arc>,
    /// By shape, part and ring.
    rings: Vec<Vec<Vec<Vec<Step>>>>,
}

/// The shapes with borders simplified by a tolerance in metres.
pub(super) fn simplify(shapes: &[Shape], tolerance_m: f64) -> Vec<MultiPolygon> {
    let mut borders = Borders::cut(shapes);
    let latitude = shapes.first().and_then(|shape| shape.polygon.0.first()).map_or(0.0, |part| part.exterior().0[0].y);
    for arc in &mut borders.arcs {
        arc.simple = simple(&arc.full, scale(latitude), tolerance_m);
        arc.is_full = arc.simple.len() == arc.full.len();
    }
    crossings::undo(&mut borders.arcs);
    borders.shapes()
}

impl Borders {
    fn cut(shapes: &[Shape]) -> Self {
        let meeting = meeting(shapes);
        let mut arcs: Vec<Arc> = Vec::new();
        let mut known: HashMap<Vec<Key>, usize> = HashMap::new();
        let mut ring = |line: &LineString| -> Vec<Step> {
            let pieces = pieces(&line.0, &meeting).into_iter();
            let step = |piece: Vec<Coord>| {
                let forward: Vec<Key> = piece.iter().map(|&at| key(at)).collect();
                let backward: Vec<Key> = forward.iter().rev().copied().collect();
                let turned = backward < forward;
                let at = *known.entry(if turned { backward } else { forward }).or_insert_with(|| {
                    let full = if turned { piece.iter().rev().copied().collect() } else { piece.clone() };
                    arcs.push(Arc { full, simple: Vec::new(), is_full: true });
                    arcs.len() - 1
                });
                (at, turned)
            };
            pieces.map(step).collect()
        };
        let mut rings = Vec::with_capacity(shapes.len());
        for shape in shapes {
            let parts = shape.polygon.iter();
            let part = |part: &Polygon| {
                std::iter::once(part.exterior()).chain(part.interiors()).map(&mut ring).collect::<Vec<_>>()
            };
            rings.push(parts.map(part).collect());
        }
        Self { arcs, rings }
    }

    fn shapes(&self) -> Vec<MultiPolygon> {
        let line = |steps: &Vec<Step>| {
            let mut line: Vec<Coord> = Vec::new();
            for &(at, turned) in steps {
                let arc = self.arcs[at].line();
                let skip = usize::from(!line.is_empty());
                if turned { line.extend(arc.iter().rev().skip(skip)) } else { line.extend(arc.iter().skip(skip)) }
            }
            LineString::new(line)
        };
        let part = |rings: &Vec<Vec<Step>>| {
            let mut lines = rings.iter().map(line);
            let exterior = lines.next().unwrap_or_else(|| LineString::new(Vec::new()));
            Polygon::new(exterior, lines.collect())
        };
        self.rings.iter().map(|parts| parts.iter().map(part).collect()).collect()
    }
}

pub(super) fn key(at: Coord) -> Key {
    (at.x.to_bits(), at.y.to_bits())
}

/// The corners at which arcs end.
fn meeting(shapes: &[Shape]) -> BTreeSet<Key> {
    let mut owners: HashMap<(Key, Key), BTreeSet<usize>> = HashMap::new();
    for (at, shape) in shapes.iter().enumerate() {
        for edge in geo::LinesIter::lines_iter(&shape.polygon) {
            let (a, b) = (key(edge.start), key(edge.end));
            owners.entry((a.min(b), a.max(b))).or_default().insert(at);
        }
    }
    let mut around: HashMap<Key, Vec<&BTreeSet<usize>>> = HashMap::new();
    for ((a, b), owners) in &owners {
        around.entry(*a).or_default().push(owners);
        around.entry(*b).or_default().push(owners);
    }
    let passes = |edges: &Vec<&BTreeSet<usize>>| matches!(edges.as_slice(), [a, b] if a == b);
    around.into_iter().filter(|(_, edges)| !passes(edges)).map(|(key, _)| key).collect()
}

/// A closed ring cut at the meeting points; uncut, it begins at its least corner, wherever it began,
/// so that it is the same arc for all who have it.
fn pieces(ring: &[Coord], meeting: &BTreeSet<Key>) -> Vec<Vec<Coord>> {
    let corners = &ring[..ring.len().saturating_sub(1)];
    let is_end = |at: &Coord| meeting.contains(&key(*at));
    let least = || (0..corners.len()).min_by_key(|&at| key(corners[at]));
    let Some(start) = corners.iter().position(is_end).or_else(least) else { return Vec::new() };
    let mut turned = corners.to_vec();
    turned.rotate_left(start);
    turned.push(turned[0]);
    let mut pieces = Vec::new();
    let mut piece = vec![turned[0]];
    for &corner in &turned[1..] {
        piece.push(corner);
        if is_end(&corner) {
            pieces.push(std::mem::replace(&mut piece, vec![corner]));
        }
    }
    if piece.len() > 1 {
        pieces.push(piece);
    }
    pieces
}

/// An arc with fewer corners, its ends where they were; a closed one keeps at least three.
fn simple(full: &[Coord], (east, north): (f64, f64), tolerance_m: f64) -> Vec<Coord> {
    let ground =
        |line: &[Coord]| LineString::new(line.to_vec()).map_coords(|at| Coord { x: at.x * east, y: at.y * north });
    let open = |line: &[Coord]| -> Vec<Coord> {
        ground(line).simplify_idx(tolerance_m).into_iter().map(|at| line[at]).collect()
    };
    if full.len() < 3 || full.first() != full.last() {
        return open(full);
    }
    let away = |at: &Coord| (at.x - full[0].x).hypot(at.y - full[0].y);
    let far = (1..full.len() - 1).max_by(|&a, &b| away(&full[a]).total_cmp(&away(&full[b]))).unwrap_or(1);
    let mut line = open(&full[..=far]);
    line.extend(open(&full[far..]).into_iter().skip(1));
    if line.len() < 4 { full.to_vec() } else { line }
}
