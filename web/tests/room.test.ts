// The small map of a town stands where it hides least of its province.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { sideOf } from "../src/room.ts";
import type { Bounds } from "../src/view.ts";
import type { Unit } from "../src/wire.ts";

const LAPTOP = { clientWidth: 790, clientHeight: 610 };
const WALL = { clientWidth: 1240, clientHeight: 900 };

/** Communes at some places of a box, a degree wide and high. */
function province(...places: [lon: number, lat: number][]) {
  const units = places.map(([lon, lat]) => ({ tier: "commune", lon, lat }) as Unit);
  return { units, bounds: [108, 11, 109, 12] as Bounds, inset: { aspect: 1 } as never };
}

test("on the left, unless it hides fewer communes on the right", () => {
  expect(sideOf(LAPTOP, province([108.5, 11.9]))).toBe("left");
  expect(sideOf(LAPTOP, province([108.02, 11.05], [108.5, 11.9]))).toBe("right");
  expect(sideOf(LAPTOP, province([108.98, 11.05], [108.5, 11.9]))).toBe("left");
  // Neither hides more than the other.
  expect(sideOf(LAPTOP, province([108.02, 11.05], [108.98, 11.05]))).toBe("left");
});

test("in the province that is shipped it stands on the left, on every screen", () => {
  const file = readFileSync(resolve(import.meta.dirname, "../../geodata/ninh-thuan/units.csv"), "utf8");
  const rows = file.trim().split("\n").slice(1);
  const units = rows.map((row) => {
    const cells = row.split(",");
    return { tier: cells[2], lon: Number(cells[7]), lat: Number(cells[8]) } as Unit;
  });
  const bounds: Bounds = [108.56, 11.31, 109.24, 12.16];
  for (const size of [LAPTOP, WALL]) {
    expect(sideOf(size, { units, bounds, inset: { aspect: 1.2 } as never })).toBe("left");
  }
});
