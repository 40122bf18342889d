// The chart of the card: what a day's bar is made of, where it stands, and that a gap is never a zero.

import { describe, expect, test } from "vitest";
import { chart, daysOf, kinds, PLOT, scale, TOP, WIDTH } from "../src/chart.ts";
import type { Cases, DayCases, Report } from "../src/wire.ts";

type Split = [isolated: number | null, unknown: number | null, venue: number | null];

function report(day: string, f0: number, [f0_isolated, f0_unknown_source, f0_special_venue]: Split): Report {
  const rest = { id: 1, revision: 1, learned_at: "", origin: "row" as const, source: null, note: null };
  const clusters = { clusters_unknown_source: null, clusters_special_venue: null, f1_community: null };
  return { ...rest, ...clusters, day, f0, f0_isolated, f0_unknown_source, f0_special_venue };
}

const WINDOW = { from: "2021-08-23", to: "2021-09-05" };

type Span = typeof WINDOW;
const NONE = {
  isolated: 0,
  known_source: 0,
  unknown_source: 0,
  special_venue: 0,
  source_open: 0,
  f1_community: 0,
};

function sums(window: Span, known: Record<string, Partial<Cases>> = {}, of = 1, reported = 1): DayCases[] {
  return daysOf(window).map((day) => {
    const cases = known[day];
    if (!cases) return { day, cases: null, expected: of, reported: 0 };
    const f0 = Object.values(cases).reduce((sum, value) => sum + value, 0);
    return { day, cases: { ...NONE, ...cases, f0 }, expected: of, reported };
  });
}

describe("the cases of a day", () => {
  const split = (f0: number, ...given: Split) => {
    const { unknown, venue, known, open, isolated } = kinds(report("", f0, given));
    return { unknown, venue, known, open, isolated };
  };
  const none = { unknown: 0, venue: 0, known: 0, open: 0, isolated: 0 };

  test("what is left of a split that is given is of known source", () => {
    expect(split(9, 1, 3, 2)).toEqual({ unknown: 3, venue: 2, known: 3, open: 0, isolated: 1 });
    expect(split(3, null, 0, null)).toEqual({ ...none, known: 3 });
  });

  test("where neither part is given the rest is open, and of no source", () => {
    expect(split(3, null, null, null)).toEqual({ ...none, open: 3 });
    expect(split(5, 5, null, null)).toEqual({ ...none, isolated: 5 });
    expect(split(0, null, null, null)).toEqual(none);
  });
});

test("heights are whole numbers, few, and cover the most", () => {
  expect([0, 1, 2, 4, 5, 8, 9, 20, 21, 39, 41, 137, 12_345].map((most) => scale(most))).toEqual([
    [0, 1],
    [0, 1],
    [0, 1, 2],
    [0, 1, 2, 3, 4],
    [0, 2, 4, 6],
    [0, 2, 4, 6, 8],
    [0, 5, 10],
    [0, 5, 10, 15, 20],
    [0, 10, 20, 30],
    [0, 10, 20, 30, 40],
    [0, 20, 40, 60],
    [0, 50, 100, 150],
    [0, 5000, 10_000, 15_000],
  ]);
});

test("the days of a window are all its days, over the end of a month too", () => {
  const days = daysOf(WINDOW);
  expect(days).toHaveLength(14);
  expect([days[0], days[8], days[9], days[13]]).toEqual([
    "2021-08-23",
    "2021-08-31",
    "2021-09-01",
    "2021-09-05",
  ]);
});

describe("the drawing", () => {
  const drawn = chart(
    sums(WINDOW, {
      "2021-08-23": {},
      "2021-08-25": { isolated: 1, unknown_source: 2, special_venue: 1 },
      "2021-08-26": { source_open: 2 },
    }),
    ["2021-08-24"],
  );
  const slot = (day: string) => drawn.slots.find((one) => one.day === day);

  test("a zero has no block and a total of 0; a gap has neither, and says whether it is due", () => {
    expect(slot("2021-08-23")).toMatchObject({ total: 0, blocks: [], due: false });
    expect(slot("2021-08-24")).toMatchObject({ total: null, blocks: [], due: true });
    expect(slot("2021-09-05")).toMatchObject({ total: null, blocks: [], due: false });
  });

  test("blocks stand one on the other, from the ground to the height of the day", () => {
    const blocks = slot("2021-08-25")?.blocks ?? [];
    expect(blocks.map(({ kind, cases }) => [kind, cases])).toEqual([
      ["unknown", 2],
      ["venue", 1],
      ["isolated", 1],
    ]);
    expect(blocks.map(({ y, height }) => [y, y + height])).toEqual([
      [TOP + PLOT / 2, TOP + PLOT],
      [TOP + PLOT / 4, TOP + PLOT / 2],
      [TOP, TOP + PLOT / 4],
    ]);
  });

  test("there is a slot for every day, side by side up to the edge", () => {
    expect(drawn.slots).toHaveLength(14);
    for (const [i, { x, bar }] of drawn.slots.entries()) {
      expect(x + drawn.step).toBeCloseTo(drawn.slots[i + 1]?.x ?? WIDTH);
      expect(bar.x).toBeGreaterThan(x);
      expect(bar.x + bar.width).toBeLessThan(x + drawn.step);
    }
  });

  test("gaps in a row are one, those that are due apart from those that are not", () => {
    expect(drawn.gaps.map(({ first, days, due }) => [first, days, due])).toEqual([
      ["2021-08-24", 1, true],
      ["2021-08-27", 10, false],
    ]);
    expect(drawn.gaps[1]?.width).toBeCloseTo(10 * drawn.step);
  });

  test("what some communes have not reported is told as a least, and what all have as a total", () => {
    const short = chart(sums(WINDOW, { "2021-09-05": { isolated: 2 } }, 16, 14), []);
    expect(short.slots.at(-1)).toMatchObject({ total: 2, least: true });
    expect(short.slots.at(-2)).toMatchObject({ total: null, least: false });
    expect(slot("2021-08-25")).toMatchObject({ total: 4, least: false });
  });

  test("sums are of all days", () => {
    expect(drawn.sums).toEqual({ unknown: 2, venue: 1, known: 0, open: 2, isolated: 1 });
    expect(drawn.total).toBe(6);
  });

  test("few cases do not look like many; nothing at all has a scale too", () => {
    const one = chart(sums(WINDOW, { "2021-09-05": { known_source: 1 } }), []);
    expect(one.ticks.map(({ value }) => value)).toEqual([0, 1, 2, 3, 4]);
    expect(one.slots.at(-1)?.blocks[0]?.height).toBe(PLOT / 4);
    expect(chart(sums(WINDOW), []).gaps).toHaveLength(1);
  });
});

test("a month is named where it begins, and no name lies on another or leaves the drawing", () => {
  const named = (from: string, to: string) => chart(sums({ from, to }), []).months;
  const months = (from: string, to: string) => named(from, to).map(({ month }) => month);
  expect(months("2021-08-23", "2021-09-05")).toEqual([8, 9]);
  expect(months("2021-09-29", "2021-10-12")).toEqual([9, 10]);
  // The one day of September leaves October no room.
  expect(months("2021-09-30", "2021-10-13")).toEqual([10]);
  expect(months("2021-09-24", "2021-10-21")).toEqual([9, 10]);
  expect(months("2021-09-28", "2021-10-25")).toEqual([10]);
  expect(named("2021-09-18", "2021-10-01").map(({ ends, x }) => [ends, x < WIDTH + 1])).toEqual([
    [false, true],
    [true, true],
  ]);
});
