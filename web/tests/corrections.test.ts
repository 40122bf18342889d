// A correction as pages tell it: a blank is no zero, boards in a row are one stretch, and every mark of a chart knows
// what stands behind it.

import { describe, expect, test } from "vitest";
import { behind, boardsOf, daysLate, movedFigures, shiftOf, wasPublished } from "../src/corrections.ts";
import { daysAlong } from "../src/unit/drawing.ts";
import { lanes } from "../src/unit/lanes.ts";
import { markLinks } from "../src/unit/marks.ts";
import type { Correction, HistoryDay, Kind, Level } from "../src/wire.ts";

type Row = Correction["rows"][number];
type Restated = Correction["restated"][number];

const blank = {
  f0: 0,
  f0_isolated: null,
  f0_unknown_source: null,
  f0_special_venue: null,
  clusters_unknown_source: null,
  clusters_special_venue: null,
  f1_community: null,
};

function row(unit: string, day: string, old: Partial<typeof blank> | null, now: Partial<typeof blank>): Row {
  const rest = { id: 9, day, revision: 2, learned_at: "", origin: "row" as const, source: null, note: null };
  return { unit, old: old && { ...blank, ...old, id: 3 }, new: { ...blank, ...now, ...rest } };
}

function restated(
  unit: string,
  day: string,
  levels: [Level | null, Level | null],
  published?: Level,
): Restated {
  const told = published === undefined ? null : { level: published, release: 7, as_of: "" };
  return { unit, day, from: levels[0], to: levels[1], published: told };
}

function correction(
  batch: number,
  rows: Row[],
  boards: Restated[],
  reason: Correction["reason"] = null,
): Correction {
  const kind = "correction" as const;
  const rest = {
    kind,
    against_reason: false,
    flags: [],
    flags_total: 0,
    as_of: "",
    release: batch + 1,
    explanation: null,
    changes: [],
    restated_days: null,
  };
  return {
    batch,
    reason,
    rows,
    rows_total: rows.length,
    restated: boards,
    restated_total: boards.length,
    ...rest,
  };
}

describe("figures", () => {
  test("those that are others are told, a blank is no zero, and what was not reported was of no kind", () => {
    const [was, is] = [
      { f0: 1, f0_isolated: 0 as unknown as null },
      { f0: 3, f0_unknown_source: 3 as unknown as null },
    ];
    expect(movedFigures(row("1", "2021-09-05", was, is))).toEqual([
      { figure: "f0", was: 1, is: 3 },
      { figure: "f0_isolated", was: 0, is: null },
      { figure: "f0_unknown_source", was: null, is: 3 },
    ]);
    expect(movedFigures(row("1", "2021-09-05", null, {}))).toEqual([{ figure: "f0", was: undefined, is: 0 }]);
    expect(movedFigures(row("1", "2021-09-05", {}, {}))).toEqual([]);
  });
});

describe("boards", () => {
  const boards = [
    restated("1", "2021-08-30", [1, 3]),
    restated("1", "2021-08-31", [1, 3]),
    restated("1", "2021-09-01", [1, 3], 1),
    restated("2", "2021-09-01", [1, 2], 1),
    restated("1", "2021-09-03", [1, 3], 1),
  ];

  test("days in a row that stand alike are one stretch, over the end of a month too", () => {
    const known = (day: string): Level => (day < "2021-09-01" ? 3 : 4);
    const told = boardsOf({ restated: boards }, "1", known).map(({ days, published, known }) => [
      days,
      published,
      known,
    ]);
    expect(told).toEqual([
      [["2021-08-30", "2021-08-31"], undefined, 3],
      [["2021-09-01"], 1, 4],
      [["2021-09-03"], 1, 4],
    ]);
  });

  test("a day on which nothing was published is told from one on which something was", () => {
    expect(wasPublished({ restated: boards }, "2021-08-31")).toBe(false);
    expect(wasPublished({ restated: boards }, "2021-09-01")).toBe(true);
  });
});

describe("marks", () => {
  const all = [
    correction(5, [row("1", "2021-09-03", {}, { f0: 1 }), row("2", "2021-09-04", {}, { f0: 2 })], []),
    // Of a file that reports all and corrects one, what it reports first is no correction.
    correction(
      4,
      [row("2", "2021-09-02", {}, { f0: 2 }), row("1", "2021-09-05", null, {})],
      [restated("1", "2021-09-02", [1, 2])],
    ),
    correction(
      3,
      [row("1", "2021-09-03", null, { f0: 1 })],
      [restated("9", "2021-09-03", [1, 2])],
      "late_result",
    ),
  ];

  test("of a commune and of what it belongs to", () => {
    const own = behind(all, "1", (commune) => commune === "1");
    expect([...own.reports]).toEqual([["2021-09-03", [5, 3]]]);
    expect([...own.boards]).toEqual([["2021-09-02", [4]]]);
    const above = behind(all, "9", () => true);
    expect([...above.reports.keys()].sort()).toEqual(["2021-09-02", "2021-09-03", "2021-09-04"]);
    expect([...above.boards.keys()]).toEqual(["2021-09-03"]);
  });

  test("days of one correction are one mark, another's begins anew, and above the commune they are marked too", () => {
    const days = ["2021-09-01", "2021-09-02", "2021-09-03"].map(
      (day): HistoryDay =>
        ({ day, marks: [], reports: [], published: null, level: 1 }) as unknown as HistoryDay,
    );
    const reports = new Map([
      ["2021-09-01", [4]],
      ["2021-09-02", [4]],
      ["2021-09-03", [5, 4]],
    ]);
    const [lane] = lanes(days, { reports });
    expect(lane?.spans.map(({ from, to }) => `${from} ${to}`)).toEqual([
      "2021-09-01 2021-09-02",
      "2021-09-03 2021-09-03",
    ]);
  });

  test("a mark leads to what is behind it; where two are too close they are one, none lies beyond the edge", () => {
    const spans = ["2021-09-01", "2021-09-02", "2021-09-20", "2021-09-30"].map((day) => ({
      from: day,
      to: day,
      value: 1,
    }));
    const stand = new Map([
      ["2021-09-01", [4]],
      ["2021-09-02", [5, 4]],
      ["2021-09-30", [6]],
    ]);
    const links = markLinks(daysAlong("2021-09-01", 30, 0, 300), { spans }, stand, 300);
    expect(links.map(({ x, width, batches }) => [x, width, batches])).toEqual([
      [0, 34, [5, 4]],
      [276, 24, [6]],
    ]);
  });
});

test("a first report is late by the days from its own to the one on which it came", () => {
  expect(daysLate({ as_of: "2021-09-05T00:30:00+07:00" }, "2021-09-04")).toBe(1);
  expect(daysLate({ as_of: "2021-09-02T23:30:00+07:00" }, "2021-08-30")).toBe(3);
});

test("of a unit that keeps its level it is told what moved: its range, or its marks", () => {
  const kind = (low: Level, high: Level, ...marks: Kind["marks"]): Kind => ({
    level: high,
    low,
    high,
    marks,
  });
  expect(shiftOf({ was: kind(2, 3, "undetermined"), is: kind(3, 3) })).toEqual({
    range: { from: [2, 3], to: [3, 3] },
    gained: [],
    lost: [],
  });
  expect(shiftOf({ was: kind(2, 2, "late"), is: kind(2, 2, "held") })).toEqual({
    range: null,
    gained: ["held"],
    lost: ["late"],
  });
  expect(shiftOf({ was: null, is: kind(2, 2) })).toBeNull();
});
