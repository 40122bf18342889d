// Where the map may look, and where the sea is labelled. What it keeps: the view stays around the province, with
// enough margin for its neighbours' names and for wide screens, and never reaches the archipelagos of Biển Đông,
// which would then have to be drawn; the name of the sea stands on water, within the first view.

import type { Position } from "geojson";

export type Bounds = [west: number, south: number, east: number, north: number];
export type Polygons = Position[][][];

/** Degrees east: every island and reef of Hoàng Sa and Trường Sa lies beyond 111° E. */
const EASTERN_LIMIT = 110.9;

/**
 * The farthest the map may be moved. A frame that shows `seen` degrees beside each other and above each other when it
 * shows the whole province can always do so, however wide and low it is.
 */
export function limits([west, south, east, north]: Bounds, seen: readonly [number, number] = [0, 0]): Bounds {
  const height = north - south;
  const side = Math.max(1.1 * (east - west), 1.6 * height, seen[0]);
  const above = Math.max(0.3 * height, seen[1]);
  const middle = (west + east) / 2;
  const limit = Math.max(EASTERN_LIMIT, east);
  return [middle - side, south - above, Math.min(limit, middle + side), north + above];
}

/** The box around polygons; null if there are none. */
export function boundsOf(polygons: Polygons): Bounds | null {
  const points = polygons.flat(2);
  if (points.length === 0) return null;
  const xs = points.map(([x = 0]) => x);
  const ys = points.map(([, y = 0]) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** Whether two boxes have a part in common. */
export function meet(a: Bounds | null, b: Bounds): boolean {
  return a !== null && a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

/**
 * Whether points between two latitudes lie on these polygons (disjoint, holes allowed). Only edges that cross that
 * band can count, and a coast of thousands of points has few of them: many points are asked of the same band.
 */
export function ground(polygons: Polygons, south: number, north: number): (point: Position) => boolean {
  const edges = polygons.flat().flatMap((ring) =>
    ring.slice(1).flatMap((to, i): [Position, Position][] => {
      const from = ring[i] ?? to;
      const [a = 0, b = 0] = [from[1], to[1]];
      return Math.max(a, b) < south || Math.min(a, b) > north ? [] : [[from, to]];
    }),
  );
  return ([x = 0, y = 0]) => {
    let inside = false;
    for (const [[ax = 0, ay = 0], [bx = 0, by = 0]] of edges) {
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
    return inside;
  };
}

/** Where the sea is named: at a point with so many degrees of water above and below it, more to its sides. */
export interface Sea {
  point: Position;
  room: number;
}

/** Pixels that its name needs above and below its point. */
const SEA_NAME = 26;

/** The zoom from which the name of the sea has room on the water. */
export function seaFrom({ room }: Sea): number {
  return Math.log2((SEA_NAME * 360) / 512 / room);
}

/**
 * The point of the view that is farthest from all land and from the edge, east of the province's middle (water on
 * the western side of Viet Nam is another sea); null if there is none.
 */
export function seaPoint([west, south, east, north]: Bounds, ...lands: Polygons[]): Sea | null {
  const margin = 0.05 * (north - south);
  const box: Bounds = [(west + east) / 2, south - margin, east + margin, north + margin];
  const onLand = lands.map((land) => ground(land, box[1], box[3]));
  const near = lands
    .flat(3)
    .filter(([x = 0, y = 0]) => x > west - 1 && x < east + 1 && y > south - 1 && y < north + 1);
  const steps = 24;
  let best: Sea | null = null;
  for (let i = 1; i < steps; i++) {
    for (let j = 1; j < steps; j++) {
      const x = box[0] + ((box[2] - box[0]) * i) / steps;
      const y = box[1] + ((box[3] - box[1]) * j) / steps;
      // Names are wide: room to the side counts for less than room above and below.
      const toEdge = Math.min((box[2] - x) / 1.2, y - box[1], box[3] - y);
      const toLand = near.map(([px = 0, py = 0]) => Math.hypot((px - x) / 1.6, py - y));
      const room = Math.min(toEdge, ...toLand);
      if (room > (best?.room ?? 0) && !onLand.some((has) => has([x, y]))) best = { point: [x, y], room };
    }
  }
  return best;
}
