// The small map of a town stands where it hides nothing of its province, on every screen.

import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { aspect } from "../src/inset.ts";
import { corners, EDGE, insetTop, placeBeside, type Size, seenWith, under } from "../src/room.ts";
import { type Bounds, boundsOf, type Polygons } from "../src/view.ts";
import { box } from "./shapes.ts";

const SIZES = {
  laptop: { clientWidth: 790, clientHeight: 612 },
  wall: { clientWidth: 1192, clientHeight: 895 },
  tablet: { clientWidth: 700, clientHeight: 900 },
};

/** A province of these shapes in a box, a degree wide and high. */
function province(shapes: Polygons[], bounds: Bounds = [108, 11, 109, 12], small = 1.2) {
  return { shapes, bounds, corners: corners(bounds, shapes), inset: { aspect: small } };
}

/** Points along a border. */
function along(ring: GeoJSON.Position[]): GeoJSON.Position[] {
  return ring.slice(1).flatMap(([a = 0, b = 0], i) => {
    const [x = 0, y = 0] = ring[i] ?? [];
    return Array.from({ length: 50 }, (_, k) => [x + ((a - x) * k) / 50, y + ((b - y) * k) / 50]);
  });
}

/** How many points of borders would lie under the small map. */
function hidden(size: Size, of: ReturnType<typeof province>): number {
  const place = placeBeside(size, of);
  if (!place) return 0;
  const { side, width, padding } = place;
  const [west, south, east, north] = of.bounds;
  const shape = aspect(of.bounds);
  const [across, up] = [
    size.clientWidth - padding.left - padding.right,
    size.clientHeight - padding.top - padding.bottom,
  ];
  const scale = Math.min(across / shape, up);
  const left = padding.left + (across - shape * scale) / 2;
  const bottom = padding.bottom + (up - scale) / 2;
  return of.shapes
    .flat(2)
    .flatMap(along)
    .filter(([lon = 0, lat = 0]) => {
      const x = left + ((lon - west) / (east - west)) * shape * scale;
      const y = bottom + ((lat - south) / (north - south)) * scale;
      return y < insetTop(width, of) && (side === "left" ? x : size.clientWidth - x) < EDGE + width;
    }).length;
}

/** Shapes of a province that are not shipped; none where they are not beside the project. */
function shapesOf(file: string): Polygons[] {
  const at = resolve(import.meta.dirname, "../..", file);
  if (!existsSync(at)) return [];
  const { features } = JSON.parse(readFileSync(at, "utf8")) as GeoJSON.FeatureCollection<
    GeoJSON.Polygon | GeoJSON.MultiPolygon
  >;
  return features.map(({ geometry }) =>
    geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates,
  );
}

describe.each(Object.entries(SIZES))("on a %s", (name, size) => {
  test("it stands on the side that is free", () => {
    const [northEast, northWest] = [box(108.3, 11.5, 109, 12), box(108, 11.5, 108.7, 12)];
    expect(placeBeside(size, province([northEast, box(108.7, 11, 109, 11.5)]))?.side).toBe("left");
    expect(placeBeside(size, province([northWest, box(108, 11, 108.3, 11.5)]))?.side).toBe("right");
    // Either would do.
    expect(placeBeside(size, province([box(108.4, 11, 108.6, 12)]))?.side).toBe("left");
  });

  test.each([
    ["a province with a free corner", [box(108.5, 11, 109, 12), box(108, 11.5, 109, 12)]],
    [
      "one with a long stretch of border across it",
      [
        [
          [
            [
              [108.2, 12],
              [109, 11],
              [109, 12],
              [108.2, 12],
            ],
          ],
        ],
      ],
    ],
    ["one that fills its box", [box(108, 11, 109, 12)]],
  ] as [string, Polygons[]][])("it hides nothing of %s", (_, shapes) => {
    expect(hidden(size, province(shapes))).toBe(0);
  });

  test.each([
    ["geodata/ninh-thuan/schematic.geojson", 1.2],
    ["../shared/geodata/ninh-thuan/schematic.geojson", 1.2],
    ["../shared/geodata/soc-trang/communes.geojson", 1.3],
  ])("it hides nothing of %s", (file, small) => {
    const shapes = shapesOf(file);
    const bounds = boundsOf(shapes.flat());
    if (bounds) expect(hidden(size, province(shapes, bounds, small)), name).toBe(0);
  });
});

test("there is none where the province would have to be much smaller for it", () => {
  const wholly = province([box(108, 11, 109, 12)], [108, 11, 109, 12], 1);
  expect(placeBeside({ clientWidth: 620, clientHeight: 620 }, wholly)).toBeNull();
  expect(placeBeside({ clientWidth: 1240, clientHeight: 620 }, wholly)?.side).toBe("left");
});

test("what a frame sees with the whole province in it grows with its width", () => {
  const padding = { top: 8, right: 8, bottom: 8, left: 8 };
  const of = { bounds: [108, 11, 109, 12] as Bounds };
  const [wide, high] = seenWith(padding, { clientWidth: 700, clientHeight: 116 }, of);
  expect(high).toBeCloseTo(1.16);
  expect(wide).toBeCloseTo(7 / aspect(of.bounds));
});

test("what the card covers of the map: its right side, or where the card is as wide its lower part", () => {
  const map = { left: 300, top: 50, right: 1100, bottom: 650 };
  expect(under(undefined, map)).toEqual({ right: 0, bottom: 0 });
  expect(under({ left: 900, top: 50, right: 1366, bottom: 650 }, map)).toEqual({ right: 200, bottom: 0 });
  expect(under({ left: 1150, top: 50, right: 1366, bottom: 650 }, map)).toEqual({ right: 0, bottom: 0 });
  const phone = { left: 0, top: 80, right: 360, bottom: 500 };
  expect(under({ left: 0, top: 370, right: 360, bottom: 740 }, phone)).toEqual({ right: 0, bottom: 130 });
  expect(under({ left: 0, top: 520, right: 360, bottom: 740 }, phone)).toEqual({ right: 0, bottom: 0 });
});
