// Where the map may look, and where the sea is labelled. What it keeps: the view stays around the province, with
// enough margin for its neighbours' names and for wide screens, and never reaches the archipelagos of Biển Đông,
// which would then have to be drawn; the name of the sea stands on water, within the first view.

import type { Position } from "geojson";

export type Bounds = [west: number, south: number, east: number, north: number];
export type Polygons = Position[][][];

/** Degrees east: every island and reef of Hoàng Sa and Trường Sa lies beyond 111° E. */
const EASTERN_LIMIT = 110.9;

/** The farthest the map may be moved. */
export function limits([west, south, east, north]: Bounds): Bounds {
  const height = north - south;
  const side = Math.max(1.1 * (east - west), 1.6 * height);
  const middle = (west + east) / 2;
  const limit = Math.max(EASTERN_LIMIT, east);
  return [middle - side, south - 0.3 * height, Math.min(limit, middle + side), north + 0.3 * height];
}

function inRing([x = 0, y = 0]: Position, ring: Position[]): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax = 0, ay = 0] = ring[i] ?? [];
    const [bx = 0, by = 0] = ring[j] ?? [];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/** True if the point is in one of the polygons (and in none of its holes). */
export function onLand(point: Position, polygons: Polygons): boolean {
  return polygons.some((rings) => rings.filter((ring) => inRing(point, ring)).length % 2 === 1);
}

/**
 * The point of the view that is farthest from all land and from the edge, east of the province's middle (water on
 * the western side of Viet Nam is another sea); null if there is none.
 */
export function seaPoint([west, south, east, north]: Bounds, land: Polygons): Position | null {
  const margin = 0.05 * (north - south);
  const box: Bounds = [(west + east) / 2, south - margin, east + margin, north + margin];
  const near = land
    .flat(2)
    .filter(([x = 0, y = 0]) => x > west - 1 && x < east + 1 && y > south - 1 && y < north + 1);
  const steps = 24;
  let best: { point: Position; room: number } | null = null;
  for (let i = 1; i < steps; i++) {
    for (let j = 1; j < steps; j++) {
      const x = box[0] + ((box[2] - box[0]) * i) / steps;
      const y = box[1] + ((box[3] - box[1]) * j) / steps;
      // Names are wide: room to the side counts for less than room above and below.
      const toEdge = Math.min((box[2] - x) / 1.2, y - box[1], box[3] - y);
      const toLand = near.map(([px = 0, py = 0]) => Math.hypot((px - x) / 1.6, py - y));
      const room = Math.min(toEdge, ...toLand);
      if (room > (best?.room ?? 0) && !onLand([x, y], land)) best = { point: [x, y], room };
    }
  }
  return best?.point ?? null;
}
