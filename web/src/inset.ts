// The towns whose wards are too small for the map of their province: which communes a second, larger-scaled map
// should show. Decided from areas alone, so that it holds for any province and for either map of it.

import type { Feature, MultiPoint, Polygon } from "geojson";
import { type Bounds, boundsOf, type Polygons } from "./view.ts";
import type { Unit } from "./wire.ts";

/** A district is crowded if its communes are on average smaller than this share of the province's. */
const CROWDED = 1 / 4;
/** With fewer than this, the map itself is enough. */
const FEWEST = 5;
/** Shown around them, as a share of their width. */
const EDGE = 0.04;

function mean(units: readonly Unit[]): number {
  return units.reduce((sum, unit) => sum + unit.area_km2, 0) / units.length;
}

export interface Inset {
  district: Unit;
  bounds: Bounds;
}

/** The most crowded district, and the box around those of its communes that are smaller than its average. */
export function inset(units: readonly Unit[], shapes: ReadonlyMap<string, Polygons>): Inset | null {
  const communes = units.filter((unit) => unit.tier === "commune");
  const [found] = units
    .filter((unit) => unit.tier === "district")
    .map((district) => ({ district, within: communes.filter((unit) => unit.parent === district.code) }))
    .filter(({ within }) => within.length >= FEWEST && mean(within) < CROWDED * mean(communes))
    .sort((a, b) => mean(a.within) - mean(b.within));
  if (!found) return null;
  const small = found.within.filter((unit) => unit.area_km2 <= mean(found.within));
  const box = boundsOf(small.flatMap((unit) => shapes.get(unit.code) ?? []));
  if (!box) return null;
  const [west, south, east, north] = box;
  const edge = EDGE * (east - west);
  return { district: found.district, bounds: [west - edge, south - edge, east + edge, north + edge] };
}

/** Width of the box on the map for a height of 1. */
export function aspect([west, south, east, north]: Bounds): number {
  return ((east - west) * Math.cos((((south + north) / 2) * Math.PI) / 180)) / (north - south);
}

/** The box as a shape to draw. */
export function frame([west, south, east, north]: Bounds): Feature<Polygon> {
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [ring] } };
}

/** Points on each side of the box: nearer to each other than a name is high. */
const POINTS = 40;

/** The edge of the box as points, over none of which a name of its map may lie. */
export function edge([west, south, east, north]: Bounds): Feature<MultiPoint> {
  const along = Array.from({ length: POINTS + 1 }, (_, i) => i / POINTS);
  const coordinates = along.flatMap((part) => {
    const [lon, lat] = [west + part * (east - west), south + part * (north - south)];
    return [west, east].map((x) => [x, lat]).concat([south, north].map((y) => [lon, y]));
  });
  return { type: "Feature", properties: {}, geometry: { type: "MultiPoint", coordinates } };
}
