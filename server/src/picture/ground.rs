//! What lies around the province: land, sea, and where the sea has room for its name. Two sources
//! never draw a coast alike: where Natural Earth's land reaches beyond the province's own outline, a
//! sliver of nobody's land would show. It is taken away; what lies inland of the outline stays.

use super::view::{View, path};
use geo::{Area, BooleanOps, BoundingRect, Buffer, Coord, Intersects, MapCoords, MultiPolygon, Rect};
use geojson::{Feature, GeometryValue};
use polylabel::polylabel;

/// Land thinner than this between the province and the sea is a sliver, in pixels.
const SLIVER: f64 = 30.0;
/// Land is drawn this far beyond the edge of the map, so that no coast is drawn along the edge.
const BEYOND: f64 = 60.0;
/// The sea has its name where a circle of this radius is free; names are wider than high.
const ROOM: f64 = 34.0;
const WIDER: f64 = 1.5;

/// The ground of the map, in pixels.
pub(super) struct Ground {
    /// The data of a path around the land outside the province.
    pub(super) land: String,
    /// The same around all land, with the province.
    pub(super) shore: String,
    /// The middle of the open water.
    pub(super) sea: Option<Coord>,
}

impl Ground {
    /// Around the province (in pixels), within the map; the sea is not named in `kept`.
    pub(super) fn around(province: &MultiPolygon, view: &View, map: Rect, kept: Option<Rect>) -> Self {
        let edge = Coord { x: BEYOND, y: BEYOND };
        let all = MultiPolygon::from(Rect::new(map.min() - edge, map.max() + edge).to_polygon());
        let near = nearby(view, &all);
        // From what overlaps, never from parts that touch: their rounding would leave a thread of sea between them.
        let sea = all.difference(&near.union(province));
        let land = near.difference(province);
        let land = without_slivers(&land, province, &sea);
        let shore = land.union(province);
        let sea = sea_name(&shore, province, map, kept);
        Self { land: path(&land), shore: path(&shore), sea }
    }
}

/// Natural Earth's land in a part of the picture.
fn nearby(view: &View, part: &MultiPolygon) -> MultiPolygon {
    let file = include_str!(concat!(env!("OUT_DIR"), "/picture/land.json"));
    let feature: Feature = file.parse().expect("the build writes the land as GeoJSON; a test reads it");
    let Some(GeometryValue::MultiPolygon { coordinates }) = feature.geometry.map(|geometry| geometry.value) else {
        return MultiPolygon::empty();
    };
    let world = MultiPolygon::try_from(&GeometryValue::MultiPolygon { coordinates }).unwrap_or(MultiPolygon::empty());
    let near = view.shape(&world).into_iter().filter(|island| island.intersects(part));
    MultiPolygon::new(near.collect()).intersection(part)
}

/// The land less what is thin and lies between the province and the sea.
fn without_slivers(land: &MultiPolygon, province: &MultiPolygon, sea: &MultiPolygon) -> MultiPolygon {
    let broad = land.buffer(-SLIVER / 2.0).buffer(SLIVER / 2.0);
    let (beside, shore) = (province.buffer(1.0), sea.buffer(1.0));
    let slivers = land.difference(&broad).into_iter();
    let slivers = slivers.filter(|thin| thin.intersects(&beside) && thin.intersects(&shore));
    land.difference(&MultiPolygon::new(slivers.collect()))
}

/// The middle of the widest water east of the province's middle (water on the western side of Viet Nam
/// is another sea).
fn sea_name(shore: &MultiPolygon, province: &MultiPolygon, map: Rect, kept: Option<Rect>) -> Option<Coord> {
    let middle = province.bounding_rect()?.center().x;
    let edge = Coord { x: ROOM / 2.0, y: ROOM / 2.0 };
    let east = Rect::new(Coord { x: middle, y: map.min().y } + edge, map.max() - edge);
    let mut water = MultiPolygon::from(east.to_polygon()).difference(shore);
    if let Some(kept) = kept {
        water = water.difference(&MultiPolygon::from(kept.to_polygon()));
    }
    let squeezed = water.map_coords(|at| Coord { x: at.x / WIDER, y: at.y });
    let widest = squeezed.into_iter().max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()))?;
    let at = polylabel(&widest, &1.0).ok()?;
    let room = at.0;
    let free = MultiPolygon::from(
        Rect::new(room - Coord { x: ROOM, y: ROOM }, room + Coord { x: ROOM, y: ROOM }).to_polygon(),
    );
    let whole = free.intersection(&MultiPolygon::from(widest)).unsigned_area() > 0.95 * free.unsigned_area();
    whole.then_some(Coord { x: room.x * WIDER, y: room.y })
}
