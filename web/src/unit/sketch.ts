// A few units as a small drawing: their outlines and label points on a plane in which east and north are equally long,
// fitted into a box. Pure.

import type { FeatureCollection, MultiPolygon, Polygon, Position } from "geojson";
import { boundsOf, type Polygons } from "../view.ts";
import type { Unit } from "../wire.ts";

export interface Shape {
  unit: Unit;
  path: string;
  /** Where its number stands. */
  x: number;
  y: number;
}

export interface Sketch {
  width: number;
  height: number;
  shapes: Shape[];
}

/** Free around the outlines. */
const EDGE = 4;

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
  return {
    width,
    height,
    shapes: outlines.map(({ unit, polygons }) => {
      const [x, y] = at([unit.lon, unit.lat]);
      return {
        unit,
        path: polygons
          .flat()
          .map((ring) => `M${ring.map(written).join("L")}Z`)
          .join(""),
        x,
        y,
      };
    }),
  };
}

/** What is drawn around a unit: a commune with its neighbours, a larger unit's parts. */
export function drawn(units: readonly Unit[], unit: Unit): Unit[] {
  if (unit.tier !== "commune") return units.filter(({ parent }) => parent === unit.code);
  return [...units.filter(({ code }) => unit.neighbours.includes(code)), unit];
}
