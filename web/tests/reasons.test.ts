// Why a level is what it is: what gives it, what is met besides, what is kept from before. Nothing that leads to a
// lower level may pass for its reason.

import { expect, test } from "vitest";
import { reasons } from "../src/reasons.ts";
import type { Criterion, Level, Mark } from "../src/wire.ts";

function criterion(id: string, level: Level, fired: boolean): Criterion {
  const both = { vi: id, en: id };
  const figures = {};
  const behind = { days: [], reports: [], units: [], flags: [], readings: [] };
  return { id, level, fired, basis: "quoted", clause: both, text: both, figures, inferred: false, ...behind };
}

function sorted(criteria: Criterion[], fired: string[], held_at: Level | null, marks: Mark[] = []) {
  const { giving, lower, others, hold } = reasons({ criteria, fired, held_at, marks });
  const ids = (list: Criterion[]) => list.map(({ id }) => id).join(" ");
  return [ids(giving), ids(lower), ids(others), hold];
}

test("an orange district whose yellow criterion is met too: the yellow one does not give orange", () => {
  const criteria = [criterion("D-R1", 4, false), criterion("D-O1", 3, true), criterion("D-Y2", 2, true)];
  expect(sorted(criteria, ["D-O1"], null)).toEqual(["D-O1", "D-Y2", "D-R1", null]);
});

test("a commune whose level only a hold gives: no criterion gives it, whatever is met", () => {
  const criteria = [criterion("C-R1", 4, false), criterion("C-Y1", 2, true)];
  expect(sorted(criteria, [], 4, ["held", "late"])).toEqual(["", "C-Y1", "C-R1", "level"]);
});

test("where a neighbour gives more than the hold, the hold is of the own level", () => {
  const criteria = [criterion("C-O3", 3, true), criterion("C-Y1", 2, false)];
  expect(sorted(criteria, ["C-O3"], 2, ["held"])).toEqual(["C-O3", "", "C-Y1", "own"]);
});

test("where only the other end of the range was kept, criteria give the level", () => {
  expect(sorted([criterion("C-R1", 4, true)], ["C-R1"], null, ["undetermined", "held"])[3]).toBe("end");
});
