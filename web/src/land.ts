// The land around Viet Nam as scripts/land.mjs sends it: rings as steps in thousandths of a degree. Pure.

import type { Feature, MultiPolygon } from "geojson";

/** Polygons of rings, each its first point's and every further step's degrees, thousandfold: x, y, x, y, … */
export type Steps = readonly (readonly (readonly number[])[])[];

function ring(steps: readonly number[]): number[][] {
  let [x, y] = [0, 0];
  return Array.from({ length: steps.length / 2 }, (_, i) => {
    x += steps[2 * i] ?? 0;
    y += steps[2 * i + 1] ?? 0;
    return [x / 1000, y / 1000];
  });
}

export function landOf(polygons: Steps): Feature<MultiPolygon> {
  const coordinates = polygons.map((rings) => rings.map(ring));
  return { type: "Feature", properties: {}, geometry: { type: "MultiPolygon", coordinates } };
}
