// Where the province meets the sea. Two sources never draw a coast alike: where Natural Earth's land reaches a little
// beyond the province's own outline, a sliver of nobody's land would show. The map paints sea over it, along the
// lines found here; what lies inland of the outline is the province's own and is left alone.

import type { Feature, MultiLineString, Position } from "geojson";
import { ground, type Polygons } from "./view.ts";

type Holds = (point: Position) => boolean;

/** Degrees (about 110 km each): where to look for open water, and in what steps the outline is walked. A narrow bay
 *  is not open water: its other shore is a neighbour's, and stays. */
const OUTWARD = [0.05, 0.075, 0.1];
const JUST_OUTSIDE = 0.003;
const STEP = 0.015;
/** Steps: a shorter stretch is no coast, a shorter break in one is no end. */
const SHORTEST = 7;
const LONGEST_GAP = 4;

function walk(ring: Position[]): Position[] {
  return ring.slice(1).flatMap((to, i) => {
    const from = ring[i] ?? to;
    const [dx, dy] = [(to[0] ?? 0) - (from[0] ?? 0), (to[1] ?? 0) - (from[1] ?? 0)];
    const parts = Math.max(1, Math.ceil(Math.hypot(dx, dy) / STEP));
    return Array.from({ length: parts }, (_, k) => [
      (from[0] ?? 0) + (dx * k) / parts,
      (from[1] ?? 0) + (dy * k) / parts,
    ]);
  });
}

/**
 * True if one steps from the middle of a–b out of the province into open water, or over water to its own other shore:
 * no neighbour has land between the two.
 */
function meetsSea(a: Position, b: Position, inProvince: Holds, onLand: Holds): boolean {
  const [ax = 0, ay = 0] = a;
  const [bx = 0, by = 0] = b;
  const length = Math.hypot(bx - ax, by - ay) || 1;
  const [nx, ny] = [(by - ay) / length, (ax - bx) / length];
  const out = (side: number, far: number): Position => [
    (ax + bx) / 2 + side * far * nx,
    (ay + by) / 2 + side * far * ny,
  ];
  const side = inProvince(out(1, JUST_OUTSIDE)) ? -1 : 1;
  const steps = OUTWARD.map((far) => out(side, far));
  const own = steps.map(inProvince);
  return own.includes(false) && steps.every((point, i) => own[i] || !onLand(point));
}

/**
 * The same round the ring, without specks: a glimpse of open water across a bay is no coast, and a headland does not
 * end one. A ring that is coast all round is an island.
 */
function settled(flags: boolean[]): boolean[] {
  const replace = (from: boolean, fewerThan: number, old: boolean[]): boolean[] => {
    const start = old.indexOf(!from);
    if (start < 0) return old;
    const turned = [...old.slice(start), ...old.slice(0, start)];
    const runs = turned.reduce<boolean[][]>((found, flag) => {
      const run = found.at(-1);
      if (run?.[0] === flag) run.push(flag);
      else found.push([flag]);
      return found;
    }, []);
    const mended = runs.flatMap((run) =>
      run[0] === from && run.length < fewerThan ? run.map(() => !from) : run,
    );
    return [...mended.slice(old.length - start), ...mended.slice(0, old.length - start)];
  };
  return replace(true, SHORTEST, replace(false, LONGEST_GAP, flags));
}

/** The stretches of the province's outline with open water outside. */
export function coast(province: Polygons, land: Polygons): Feature<MultiLineString> {
  const lines: Position[][] = [];
  const latitudes = province.flat(2).map(([, y = 0]) => y);
  const reach = Math.max(...OUTWARD);
  const band = [Math.min(...latitudes) - reach, Math.max(...latitudes) + reach] as const;
  const [inProvince, onLand] = [ground(province, ...band), ground(land, ...band)];
  for (const ring of province.flat()) {
    const points = walk(ring);
    const after = (i: number) => points[(i + 1) % points.length] ?? [];
    const flags = settled(points.map((point, i) => meetsSea(point, after(i), inProvince, onLand)));
    for (const [i, point] of points.entries()) {
      if (!flags[i]) continue;
      if (i > 0 && flags[i - 1]) lines.at(-1)?.push(after(i));
      else lines.push([point, after(i)]);
    }
  }
  return { type: "Feature", properties: {}, geometry: { type: "MultiLineString", coordinates: lines } };
}
