// Numbers and colours: whatever comes in whatever order, no number is seen on the colour of another level.

import type { FeatureCollection, Point } from "geojson";
import { describe, expect, test } from "vitest";
import { numbers, type Said, texts } from "../src/numbers.ts";

const point = (code: string): GeoJSON.Feature<Point> => ({
  type: "Feature",
  properties: { code },
  geometry: { type: "Point", coordinates: [0, 0] },
});
const places: FeatureCollection<Point> = { type: "FeatureCollection", features: ["a", "b"].map(point) };

/** A wall whose texts come only when they are let in, as those of the map do. */
function wall() {
  let waiting: FeatureCollection<Point> | null = null;
  let there: FeatureCollection<Point> = texts(places);
  const told = new Map<string, string>();
  let asked = 0;
  const written = numbers(places, {
    lay(data) {
      waiting = data;
      asked++;
    },
    show: (code, sign) => void told.set(code, sign),
  });
  return {
    /** How often texts were asked for. */
    asked: () => asked,
    write: (said: Record<string, Said>) => written.write((code) => said[code] ?? { sign: "", colour: -1 }),
    comes() {
      if (waiting) there = waiting;
      waiting = null;
      written.laid();
    },
    /** What is seen on a unit; "" for nothing. */
    seen: (code: string) =>
      there.features
        .map(({ properties }) => properties)
        .find((one) => one?.code === code && one.number === told.get(code))?.number ?? "",
  };
}

const said = (sign: string, colour = Number(sign.charAt(0))): Said => ({ sign, colour });

describe("numbers", () => {
  test("of another level are there with its colour, without a text being asked for", () => {
    const one = wall();
    for (const level of ["1", "4", "2", "3", "1"]) {
      one.write({ a: said(level) });
      expect(one.seen("a")).toBe(level);
    }
    expect(one.asked()).toBe(0);
  });

  test("that must come first are nothing on another colour, and the old ones on the same", () => {
    const one = wall();
    one.write({ a: said("3"), b: said("3") });
    one.write({ a: said("3*"), b: said("2*") });
    expect([one.seen("a"), one.seen("b")]).toEqual(["3", ""]);
    one.comes();
    expect([one.seen("a"), one.seen("b")]).toEqual(["3*", "2*"]);
    // With the signs they have now they are there beforehand.
    one.write({ a: said("2*"), b: said("4") });
    expect([one.seen("a"), one.seen("b"), one.asked()]).toEqual(["2*", "4", 1]);
  });

  test("of the newest board win, however many come before the first is there, and though it never comes", () => {
    const one = wall();
    one.write({ a: said("3") });
    one.write({ a: said("4?") });
    expect(one.seen("a")).toBe("");
    one.write({ a: said("2") });
    expect(one.seen("a")).toBe("2");
    one.write({ a: said("1!") });
    one.write({ a: said("3~") });
    expect(one.seen("a")).toBe("");
    one.comes();
    expect(one.seen("a")).toBe("3~");
    one.comes();
    expect(one.seen("a")).toBe("3~");
  });

  test("are none where nothing is said", () => {
    const one = wall();
    one.write({ a: said("3"), b: said("–", 0) });
    expect([one.seen("a"), one.seen("b")]).toEqual(["3", "–"]);
    one.write({});
    expect([one.seen("a"), one.seen("b")]).toEqual(["", ""]);
  });
});
