//! Takes simplifications back where they made borders meet that did not meet before.

use super::arcs::Arc;
use geo::line_intersection::{LineIntersection, line_intersection};
use geo::{Coord, Line};
use rstar::primitives::GeomWithData;
use rstar::{RTree, RTreeObject};
use std::collections::BTreeSet;

type Edge = GeomWithData<Line, usize>;

/// Restores arcs until no simplified one crosses or touches another, or itself. Each round restores
/// at least one, so it ends.
pub(super) fn undo(arcs: &mut [Arc]) {
    loop {
        let edges: Vec<Edge> = arcs.iter().enumerate().flat_map(|(at, arc)| edges(at, arc.line())).collect();
        let tree = RTree::bulk_load(edges.clone());
        let mut entangled: BTreeSet<usize> = BTreeSet::new();
        for edge in &edges {
            for near in tree.locate_in_envelope_intersecting(&edge.envelope()) {
                if entangle(*edge.geom(), *near.geom(), edge.data == near.data) {
                    entangled.extend([edge.data, near.data]);
                }
            }
        }
        let mut restored = false;
        for at in entangled {
            restored |= arcs[at].restore();
        }
        if !restored {
            return;
        }
    }
}

fn edges(at: usize, line: &[Coord]) -> impl Iterator<Item = Edge> {
    line.windows(2).map(move |ends| Edge::new(Line::new(ends[0], ends[1]), at))
}

/// Whether two edges have more in common than an end of both.
fn entangle(a: Line, b: Line, same_arc: bool) -> bool {
    if a == b {
        // An edge finds itself; in two arcs it stands for two lines that became one.
        return !same_arc;
    }
    match line_intersection(a, b) {
        None => false,
        Some(LineIntersection::Collinear { intersection }) => intersection.start != intersection.end,
        Some(LineIntersection::SinglePoint { intersection, .. }) => {
            let ends = |line: Line| [line.start, line.end].contains(&intersection);
            !(ends(a) && ends(b))
        }
    }
}
