// Which units have their names first, and what the style makes of it.

import { expect, test } from "vitest";
import { called, kept, calls as layer } from "../src/called.ts";
import { listed, undetermined } from "../src/labels.ts";
import type { Standing } from "../src/standing.ts";
import type { Level, Tier, Unit } from "../src/wire.ts";

const unit = (code: string, tier: Tier): Unit => ({
  ...{
    code,
    tier,
    name: code,
    kind: "Xã",
    parent: null,
    population: 1,
    area_km2: 1,
    lon: 109,
    lat: 11,
    neighbours: [],
  },
});
const units = [
  unit("p", "province"),
  unit("d", "district"),
  unit("e", "district"),
  unit("a", "commune"),
  unit("b", "commune"),
  unit("c", "commune"),
];
const at = (level: Level | null): Standing => ({ level, low: level, high: level, marks: [] });
const standing = new Map([
  ["p", at(4)],
  ["d", at(null)],
  ["e", at(3)],
  ["a", at(4)],
  ["b", at(3)],
  ["c", at(4)],
]);
const calls =
  (sign: string) =>
  (...codes: string[]) =>
    codes.map((code) => ({ code, sign }));
/** A red name says its level. */
const red = calls("4 ");
const plain = calls("");
const told = { standing, selection: null, layer: "level" } as const;

test("the communes at level 4, and before them the one that is open", () => {
  expect(called(units, told, "commune")).toEqual(red("a", "c"));
  expect(called(units, { ...told, selection: "b" }, "commune")).toEqual([...plain("b"), ...red("a", "c")]);
  expect(called(units, { ...told, selection: "c" }, "commune")).toEqual(red("c", "a"));
});

test("one whose level the reports leave open says so, on the map and in lists", () => {
  const open = new Map(standing).set("c", { ...at(4), low: 2, marks: ["undetermined", "late"] });
  const [a, , c] = units.slice(3) as [Unit, Unit, Unit];
  expect(called(units, { ...told, standing: open }, "commune")).toEqual([...red("a"), ...calls("4? ")("c")]);
  expect(undetermined([a, c], open)).toBe(1);
  expect([a, c].map((one) => listed(one, new Map(), open.get(one.code)))).toEqual(["a", "c?"]);
  const twins = new Map(
    [a, { ...c, name: "a", parent: "d" }, unit("d", "district")].map((one) => [one.code, one]),
  );
  expect(listed(twins.get("c") as Unit, twins, open.get("c"))).toBe("a? (d)");
});

test("a district that is open is not named among the communes", () => {
  expect(called(units, { ...told, selection: "d" }, "commune")).toEqual(red("a", "c"));
  expect(called(units, { ...told, selection: "a" }, "district")).toEqual(plain("a", "e", "d"));
});

test("a name that is called stands on a side of its own number, and all numbers' room is kept from it", () => {
  const named = called(units, told, "commune");
  const places = (
    layer(named, [], 10 as never, "", "" as never, "" as never).layout as Record<string, unknown>
  )["text-variable-anchor-offset"] as unknown[];
  const [anchors] = (places.at(-1) as [string, unknown[]]).slice(1) as [unknown[]];
  const offsets = anchors.filter((one): one is number[] => Array.isArray(one));
  expect(offsets.length).toBe(4);
  for (const offset of offsets)
    expect([offset.filter((by) => by === 0).length, Math.hypot(...offset) < 1.3]).toEqual([1, true]);
  const { filter, layout } = kept(named, 12 as never, "") as {
    filter: unknown;
    layout: Record<string, unknown>;
  };
  expect(JSON.stringify(filter)).toContain(JSON.stringify(["a", "c"]));
  expect([layout["text-allow-overlap"], layout["text-ignore-placement"]]).toEqual([true, undefined]);
});

test("every district, the worst first", () => {
  expect(called(units, told, "district")).toEqual(plain("e", "d"));
});

test("where the map shows who reported, no level calls", () => {
  expect(called(units, { ...told, layer: "reports", selection: "b" }, "commune")).toEqual(plain("b"));
});
