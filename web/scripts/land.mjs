// Cuts the land around Viet Nam out of Natural Earth (world-atlas, 1:10 million) and makes it small enough to
// ship with the page. What it keeps: every ring that Natural Earth has inside BOX, islands included, however
// small, so that a wider map made from the same file would still show the archipelagos of Biển Đông.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { feature } from "topojson-client";

/** West, south, east, north: Viet Nam with Biển Đông. */
export const BOX = [101, 5, 118.5, 24.5];

/** Degrees; about 220 m, well under what 1:10 million can tell. */
const TOLERANCE = 0.002;

/** Keeps the part of a ring on one side of a line of longitude (axis 0) or latitude (axis 1). */
function clipSide(ring, axis, limit, keepAbove) {
  const inside = (p) => (keepAbove ? p[axis] >= limit : p[axis] <= limit);
  const out = [];
  ring.forEach((point, i) => {
    const before = ring[(i + ring.length - 1) % ring.length];
    if (inside(point) !== inside(before)) {
      const share = (limit - before[axis]) / (point[axis] - before[axis]);
      const other = 1 - axis;
      const cut = [];
      cut[axis] = limit;
      cut[other] = before[other] + share * (point[other] - before[other]);
      out.push(cut);
    }
    if (inside(point)) out.push(point);
  });
  return out;
}

function clip(ring) {
  const [west, south, east, north] = BOX;
  let open = ring.slice(0, -1);
  open = clipSide(open, 0, west, true);
  open = clipSide(open, 0, east, false);
  open = clipSide(open, 1, south, true);
  open = clipSide(open, 1, north, false);
  return open;
}

function distance(point, a, b) {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = dx * dx + dy * dy;
  const along = length ? ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / length : 0;
  const t = Math.max(0, Math.min(1, along));
  return Math.hypot(point[0] - a[0] - t * dx, point[1] - a[1] - t * dy);
}

/** Douglas–Peucker. The ends of the piece stay. */
function simplify(points) {
  if (points.length < 3) return points;
  const [first, last] = [points[0], points[points.length - 1]];
  let [worst, at] = [0, 0];
  for (let i = 1; i < points.length - 1; i++) {
    const d = distance(points[i], first, last);
    if (d > worst) [worst, at] = [d, i];
  }
  if (worst <= TOLERANCE) return [first, last];
  return [...simplify(points.slice(0, at + 1)).slice(0, -1), ...simplify(points.slice(at))];
}

/** A ring is simplified in two halves, so that it never collapses into a line. */
function small(ring) {
  const half = Math.floor(ring.length / 2);
  const kept =
    ring.length < 6
      ? ring
      : [...simplify(ring.slice(0, half + 1)).slice(0, -1), ...simplify(ring.slice(half))];
  const rounded = kept.map(([x, y]) => [Math.round(x * 1000) / 1000, Math.round(y * 1000) / 1000]);
  return [...rounded, rounded[0]];
}

function polygons() {
  const atlas = createRequire(import.meta.url).resolve("world-atlas/land-10m.json");
  const topology = JSON.parse(readFileSync(atlas, "utf8"));
  return feature(topology, topology.objects.land)
    .features.flatMap(({ geometry }) =>
      geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates,
    )
    .map((polygon) => polygon.map(clip).filter((ring) => ring.length >= 3))
    .filter((polygon) => polygon.length > 0)
    .map((polygon) => polygon.map(small));
}

/** GeoJSON text: one MultiPolygon. */
export function land() {
  const geometry = { type: "MultiPolygon", coordinates: polygons() };
  return JSON.stringify({ type: "Feature", properties: {}, geometry });
}

/**
 * The same for the pages, which read it with src/land.ts: each ring as its first point and the steps from point to point,
 * in thousandths of a degree. It is a third smaller to send.
 */
export function landSteps() {
  const thousandths = ([x, y]) => [Math.round(x * 1000), Math.round(y * 1000)];
  const steps = (ring) =>
    ring
      .map(thousandths)
      .flatMap(([x, y], i, all) => [x - (all[i - 1]?.[0] ?? 0), y - (all[i - 1]?.[1] ?? 0)]);
  return JSON.stringify(polygons().map((polygon) => polygon.map(steps)));
}
