// A few units as a small drawing: their outlines and label points on a plane in which east and north are equally long,
// fitted into a box. Pure.

import type { FeatureCollection, MultiPolygon, Polygon, Position } from "geojson";
import { shortName } from "../labels.ts";
import { boundsOf, type Polygons } from "../view.ts";
import type { Unit } from "../wire.ts";

export interface Shape {
  unit: Unit;
  path: string;
  /** Where its number stands. */
  x: number;
  y: number;
  /** Its name, where there is room for it below the number. */
  name: string | null;
}

export interface Sketch {
  width: number;
  height: number;
  shapes: Shape[];
}

/** Free around the outlines. */
const EDGE = 4;

/** Of a label: a letter's mean width, how far number and name reach above and below the point. */
const LETTER = 6;
const REACH = { above: 14, below: 18 };

type Shapes = FeatureCollection<Polygon | MultiPolygon>;

function polygonsOf(shapes: Shapes, code: string): Polygons {
  return shapes.features
    .filter(({ properties }) => String(properties?.code) === code)
    .flatMap(({ geometry }) => (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates));
}

/** `width` is kept; the height follows from the outlines, but is at most `tallest`. */
export function sketch(shapes: Shapes, units: readonly Unit[], width: number, tallest: number): Sketch {
  const outlines = units.map((unit) => ({ unit, polygons: polygonsOf(shapes, unit.code) }));
  const bounds = boundsOf(outlines.flatMap(({ polygons }) => polygons));
  if (!bounds) return { width, height: 0, shapes: [] };
  const [west, south, east, north] = bounds;
  const narrow = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = Math.min(
    (width - 2 * EDGE) / ((east - west) * narrow),
    (tallest - 2 * EDGE) / (north - south),
  );
  const height = (north - south) * scale + 2 * EDGE;
  const left = (width - (east - west) * narrow * scale) / 2;
  const at = ([x = 0, y = 0]: Position): [number, number] => [
    left + (x - west) * narrow * scale,
    EDGE + (north - y) * scale,
  ];
  const written = (point: Position) =>
    at(point)
      .map((v) => v.toFixed(1))
      .join(" ");
  const placed = outlines.map(({ unit, polygons }) => {
    const [x, y] = at([unit.lon, unit.lat]);
    const path = polygons
      .flat()
      .map((ring) => `M${ring.map(written).join("L")}Z`)
      .join("");
    return { unit, path, x, y };
  });
  return { width, height, shapes: named(placed) };
}

/** The larger a unit, the sooner it is named; one whose name would lie on another's label keeps its number alone. */
function named(placed: readonly Omit<Shape, "name">[]): Shape[] {
  const taken: { code: string; x: number; y: number; half: number }[] = placed.map(({ unit, x, y }) => ({
    code: unit.code,
    x,
    y,
    half: LETTER,
  }));
  const names = new Map<string, string>();
  for (const { unit, x, y } of [...placed].sort((a, b) => b.unit.area_km2 - a.unit.area_km2)) {
    const name = shortName(unit);
    const half = (name.length * LETTER) / 2;
    const free = taken.every(
      (other) =>
        other.code === unit.code ||
        Math.abs(other.x - x) > other.half + half ||
        Math.abs(other.y - y) > REACH.above + REACH.below,
    );
    if (!free) continue;
    names.set(unit.code, name);
    taken.push({ code: unit.code, x, y, half });
  }
  return placed.map((one) => ({ ...one, name: names.get(one.unit.code) ?? null }));
}

/** What is drawn around a unit: a commune with its neighbours, a larger unit's parts. */
export function drawn(units: readonly Unit[], unit: Unit): Unit[] {
  if (unit.tier !== "commune") return units.filter(({ parent }) => parent === unit.code);
  return [...units.filter(({ code }) => unit.neighbours.includes(code)), unit];
}
