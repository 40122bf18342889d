// Walking over the map with the arrow keys: ahead first, and to everywhere.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { DIRECTIONS, type Direction, nearest, type Place, toward } from "../src/step.ts";

const at = (code: string, lon: number, lat: number): Place => ({ code, lon, lat });
const [middle, east, far, north] = [
  at("m", 109, 11),
  at("e", 109.1, 11.01),
  at("f", 109.4, 11),
  at("n", 109.02, 11.1),
];
const all = [middle, east, far, north];
const to = (key: string) => DIRECTIONS[key] as Direction;

test("an arrow leads to the next place on that side, and nowhere from the edge", () => {
  expect(toward(all, middle, to("ArrowRight"))).toBe(east);
  expect(toward(all, east, to("ArrowRight"))).toBe(far);
  expect(toward(all, far, to("ArrowLeft"))).toBe(east);
  expect(toward(all, middle, to("ArrowUp"))).toBe(north);
  expect(toward(all, far, to("ArrowRight"))).toBeNull();
  expect(toward(all, middle, to("ArrowDown"))).toBeNull();
});

test("what lies straight ahead comes before what is nearer but aside", () => {
  const aside = at("a", 109.05, 11.09);
  expect(toward([middle, aside, east], middle, to("ArrowRight"))).toBe(east);
});

test("the nearest place is found, and none among none", () => {
  expect(nearest(all, { lon: 109.3, lat: 11 })).toBe(far);
  expect(nearest([], { lon: 109, lat: 11 })).toBeNull();
});

describe("in Ninh Thuận", () => {
  const register = readFileSync(resolve(import.meta.dirname, "../../geodata/ninh-thuan/units.csv"), "utf8");
  const rows = register
    .trim()
    .split("\n")
    .map((row) => row.split(","));

  test.each(["commune", "district"])("every %s can be reached from every other", (tier) => {
    const places = rows
      .filter((row) => row[2] === tier)
      .map((row) => at(row[0] ?? "", Number(row[7]), Number(row[8])));
    expect(places.length).toBeGreaterThan(6);
    for (const start of places) {
      const reached = new Set([start]);
      for (const place of reached) {
        for (const direction of Object.values(DIRECTIONS)) {
          const next = toward(places, place, direction);
          if (next) reached.add(next);
        }
      }
      expect(reached.size).toBe(places.length);
    }
  });
});
