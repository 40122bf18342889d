// The pure parts of a unit's page: what an address asks for, which days that means, what a day's figures are, and where
// everything stands on the drawing.

import type { FeatureCollection, Polygon } from "geojson";
import { describe, expect, test } from "vitest";
import { levels } from "../src/palette.ts";
import { draw as pixels, TILE } from "../src/pattern.ts";
import * as asked from "../src/unit/asked.ts";
import * as drawing from "../src/unit/drawing.ts";
import { en } from "../src/unit/en.ts";
import { figures, weight, windowSum } from "../src/unit/figures.ts";
import { differs, lanes } from "../src/unit/lanes.ts";
import { drawn, sketch } from "../src/unit/sketch.ts";
import { strokes } from "../src/unit/tile.ts";
import { between, dayAt, endOf, fromField, isDay, plus, toField } from "../src/unit/time.ts";
import { vi } from "../src/unit/vi.ts";
import type { HistoryDay, Unit } from "../src/wire.ts";
import { entry } from "./entry.ts";

describe("time", () => {
  test("days are counted over the ends of months and years", () => {
    expect(plus("2021-12-31", 1)).toBe("2022-01-01");
    expect(plus("2021-03-01", -1)).toBe("2021-02-28");
    expect(between("2021-08-23", "2021-09-05")).toBe(13);
  });

  test("a field without a zone is the province's time, there and back", () => {
    expect(fromField("2021-09-05T17:30")).toBe("2021-09-05T17:30:00+07:00");
    expect(toField("2021-09-05T17:30:00Z")).toBe("2021-09-06T00:30");
    expect(dayAt("2021-09-05T17:30:00Z")).toBe("2021-09-06");
    expect(toField(endOf("2021-09-05"))).toBe("2021-09-05T23:59");
    expect(fromField("")).toBeNull();
    expect(fromField("2021-02-30T10:00")).toBeNull();
  });

  test("what is no day is none", () => {
    expect(["2021-09-05", "2021-02-29", "2021-9-5", "yesterday", ""].map(isDay)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe("the address", () => {
  const full: asked.Asked = {
    day: "2021-09-05",
    as_of: "2021-09-05T23:59:59.999+07:00",
    from: "2021-08-01",
    to: "2021-09-10",
    rate: true,
    with: ["22741", "22744"],
  };

  test("what is written is read again, and other things stay", () => {
    const search = asked.write("?lang=en", full);
    expect(search).toBe(
      "?lang=en&day=2021-09-05&as_of=2021-09-05T23:59:59.999%2B07:00&from=2021-08-01&to=2021-09-10&rate=1&with=22741,22744",
    );
    expect(asked.read(search)).toEqual(full);
    expect(asked.write(search, asked.nothing)).toBe("?lang=en");
  });

  test("what cannot be read is left out", () => {
    expect(asked.read("?day=2021-13-01&as_of=soon&from=x&rate=yes&with=,<b>,22741,22741")).toEqual({
      ...asked.nothing,
      with: ["22741"],
    });
    expect(asked.read("?as_of=2021-09-05T17:00:00+07:00").as_of).toBe("2021-09-05T17:00:00+07:00");
  });

  test("nothing asked for is now: the newest day, at the end of six weeks", () => {
    expect(asked.newest(asked.nothing, "2021-09-05")).toBe("2021-09-05");
    expect(asked.chosen(asked.nothing, "2021-09-05")).toBe("2021-09-05");
    expect(asked.span(asked.nothing, "2021-09-05")).toEqual({ from: "2021-07-26", to: "2021-09-05" });
  });

  test("looking back, the newest day is that of the moment", () => {
    expect(asked.newest({ ...asked.nothing, as_of: "2021-08-20T20:00:00Z" }, "2021-09-05")).toBe(
      "2021-08-21",
    );
    expect(asked.newest({ ...asked.nothing, as_of: "2031-08-20T20:00:00Z" }, "2021-09-05")).toBe(
      "2021-09-05",
    );
  });

  test("a day long ago is on the chart; a chart is never longer than the server answers for", () => {
    const span = asked.span({ ...asked.nothing, day: "2021-06-10" }, "2021-09-05");
    expect(span).toEqual({ from: "2021-05-14", to: "2021-06-24" });
    const long = asked.span({ ...asked.nothing, from: "2010-01-01" }, "2021-09-05");
    expect(between(long.from, long.to)).toBe(asked.LONGEST - 1);
    expect(asked.span({ ...asked.nothing, to: "2031-01-01" }, "2021-09-05").to).toBe("2021-09-05");
  });

  test("choosing within the chart leaves it, beyond its edge moves it on, and the newest day is followed", () => {
    const within = asked.choose(asked.nothing, "2021-08-01", "2021-09-05");
    expect(within).toEqual({ ...asked.nothing, day: "2021-08-01" });
    const before = asked.choose(asked.nothing, "2021-07-25", "2021-09-05");
    expect(before).toEqual({ ...asked.nothing, day: "2021-07-25", from: "2021-06-28", to: "2021-08-08" });
    expect(asked.choose(before, "2021-08-09", "2021-09-05")).toMatchObject({ from: "2021-07-26", to: null });
    expect(asked.choose(within, "2021-09-06", "2021-09-05").day).toBeNull();
  });
});

describe("figures", () => {
  const of = (one: HistoryDay) => figures(one, "2021-09-05", 1);

  test("a day without a report has no figures, and says why", () => {
    expect(of(entry("2021-09-03", null))).toMatchObject({ total: null, counts: null, missing: "due" });
    expect(of(entry("2021-09-04", null))).toMatchObject({ total: null, missing: "due" });
    expect(of(entry("2021-09-05", null))).toMatchObject({ total: null, missing: "waiting" });
    expect(of(entry("2021-09-01", null, { expected: 0 }))).toMatchObject({ total: null, missing: "before" });
    expect(of(entry("2021-09-01", 0))).toMatchObject({ total: 0, missing: null, partial: false });
  });

  test("a district's day may be known in part", () => {
    expect(of(entry("2021-09-03", 4, { expected: 8, reported: 5 }))).toMatchObject({
      total: 4,
      partial: true,
      missing: "due",
    });
  });

  test("a rate is per 100,000 inhabitants", () => {
    expect(weight(true, 50_000)).toBe(2);
    expect(weight(false, 50_000)).toBe(1);
    expect(weight(true, 0)).toBe(1);
  });

  test("a window counts its own days, and all of them or none", () => {
    const days = ["2021-09-01", "2021-09-02", "2021-09-03", "2021-09-04", "2021-09-05"].map((day, i) =>
      of(entry(day, i === 2 ? null : 10 ** i)),
    );
    const by = { unknown: 1010, venue: 0, known: 0, open: 0, isolated: 0 };
    const sum = { total: 1010, by, reported: 2, short: true };
    expect(windowSum(days, "2021-09-04", 3)).toEqual(sum);
    expect(windowSum(days, "2021-09-04", 5)).toBeNull();
    expect(windowSum(days, "2021-09-06", 3)).toBeNull();
  });
});

describe("the window's sum", () => {
  const window = ["2021-09-03", "2021-09-04", "2021-09-05"];
  function told(f0: (number | null)[], more: Partial<HistoryDay> = {}, commune = true): string[] {
    const days = window.map((day, i) => figures(entry(day, f0[i] ?? null, more), "2021-09-05", 1));
    const sum = windowSum(days, "2021-09-05", 3);
    if (!sum) return [];
    const it = { ...sum, days: 3, total: String(sum.total), per: false, commune };
    return [vi, en].map((words) => words.sum(it).join(", "));
  }

  test("is no zero where nothing is reported, whether it is due or was never begun", () => {
    const none = ["3 ngày đánh giá: không có báo cáo nào", "3 days assessed: no reports"];
    expect(told([null, null, null])).toEqual(none);
    expect(told([null, null, null], { expected: 0 })).toEqual(none);
    expect(told([0, 0, 0])).toEqual(["3 ngày đánh giá: 0 F0", "3 days assessed: 0 F0"]);
  });

  test("is the least where reports are due and have not come, and plain where the last may still come", () => {
    expect(told([2, null, 3])).toEqual([
      "3 ngày đánh giá: ít nhất 5 F0, 2 trong 3 ngày có báo cáo",
      "3 days assessed: at least 5 F0, 2 of 3 days reported",
    ]);
    expect(told([2, 3, null])).toEqual(["3 ngày đánh giá: 5 F0", "3 days assessed: 5 F0"]);
  });

  test("of several communes is the least where some of them owe a report", () => {
    expect(told([2, 1, 3], { expected: 8, reported: 5 }, false)).toEqual([
      "3 ngày đánh giá: ít nhất 6 F0, thiếu báo cáo của một số xã",
      "3 days assessed: at least 6 F0, some communes did not report",
    ]);
    expect(told([2, 1, 3], { expected: 8, reported: 8 }, false)[0]).toBe("3 ngày đánh giá: 6 F0");
  });
});

describe("the drawing", () => {
  const days = drawing.daysAlong("2021-09-01", 10, 40, 240);

  test("a point and its day are each other's", () => {
    expect(drawing.xOf(days, "2021-09-03")).toBe(80);
    expect(drawing.dayUnder(days, 80)).toBe("2021-09-03");
    expect(drawing.dayUnder(days, 99.9)).toBe("2021-09-03");
    expect(drawing.dayUnder(days, -5)).toBe("2021-09-01");
    expect(drawing.dayUnder(days, 9999)).toBe("2021-09-10");
  });

  test("a window that begins before the chart is cut off, one beside it is not there", () => {
    expect(drawing.windowOn(days, "2021-09-02", 14)).toEqual({ x: 40, width: 40 });
    expect(drawing.windowOn(days, "2021-09-05", 2)).toEqual({ x: 100, width: 40 });
    expect(drawing.windowOn(days, "2021-08-31", 14)).toBeNull();
    expect(drawing.windowOn(days, "2021-09-30", 14)).toBeNull();
  });

  test("kinds stand on one another without gaps, and those of no case are not there", () => {
    const counts = { unknown: 1, venue: 0, known: 2, open: 0, isolated: 3 };
    expect(drawing.stack(counts, (v) => 100 - 10 * v)).toEqual([
      { kind: "unknown", y: 90, height: 10 },
      { kind: "known", y: 70, height: 20 },
      { kind: "isolated", y: 40, height: 30 },
    ]);
  });

  test("stretches end where the value changes or is none", () => {
    const list = [1, 1, null, 1, 2].map((level, i) => ({ day: plus("2021-09-01", i), level }));
    const found = drawing.stretches(list, ({ level }) => level);
    expect(found.map(({ from, to, value }) => [from.slice(8), to.slice(8), value])).toEqual([
      ["01", "02", 1],
      ["04", "04", 1],
      ["05", "05", 2],
    ]);
    expect(drawing.reach(days, found[0] ?? { from: "", to: "" })).toEqual({ x: 40, width: 40 });
  });

  test("every day is written where there is room, else Mondays that stay the same when the chart moves", () => {
    const room = { day: 18, date: 40 };
    expect(drawing.dates(days, room)).toHaveLength(10);
    const narrow = drawing.daysAlong("2021-07-26", 42, 0, 330);
    expect(drawing.dates(narrow, room).map(({ day }) => day)).toEqual([
      "2021-07-26",
      "2021-08-02",
      "2021-08-09",
      "2021-08-16",
      "2021-08-23",
      "2021-08-30",
    ]);
    const fortnights = (first: string) =>
      drawing.dates(drawing.daysAlong(first, 42, 0, 200), room).map(({ day }) => day);
    expect(fortnights("2021-07-27")).toEqual(fortnights("2021-07-28"));
    expect(fortnights("2021-07-27")).toHaveLength(3);
  });

  test("the scale begins at zero and is never too steep for few cases", () => {
    expect(drawing.heights(1, false)).toEqual([0, 1, 2, 3, 4]);
    expect(drawing.heights(0.3, true)).toEqual([0, 1]);
    const days = [entry("2021-09-01", 3), entry("2021-09-02", null)].map((one) =>
      figures(one, "2021-09-05", 1),
    );
    expect(drawing.greatest(days, 2)).toBe(6);
    expect(drawing.greatest([], 1)).toBe(0);
  });
});

describe("what was published", () => {
  const open = { level: 4, low: 2, high: 4, marks: ["undetermined"] } as const;
  const published = (kind: Partial<HistoryDay>) =>
    entry("2021-09-05", 0, {
      ...{ level: open.level, low: open.low, high: open.high, marks: ["undetermined", "late"] },
      published: {
        ...open,
        marks: ["undetermined"],
        as_of: "",
        release: 1,
        ...kind,
      } as HistoryDay["published"],
    });

  test("differs where its level, its range or the signs beside it are others than what is known", () => {
    expect(differs(entry("2021-09-05", 0))).toBe(false);
    expect(differs(published({}))).toBe(false);
    expect(differs(published({ level: 3, high: 3 }))).toBe(true);
    expect(differs(published({ low: 3 }))).toBe(true);
    expect(differs(published({ marks: ["undetermined", "held"] }))).toBe(true);
    const [known] = lanes([entry("2021-09-05", 0), published({ low: 3 })], { reports: new Map() }).slice(-1);
    expect([known?.name, known?.spans.length]).toEqual(["differs", 1]);
  });
});

describe("the small map", () => {
  const unit = (code: string, tier: Unit["tier"], parent: string | null, neighbours: string[]): Unit => ({
    ...{ code, tier, parent, neighbours, name: code, kind: "", population: 1, area_km2: 1 },
    lon: Number(code) + 0.5,
    lat: 0.5,
  });
  const units = [
    unit("8", "district", null, []),
    unit("1", "commune", "8", ["2"]),
    unit("2", "commune", "8", ["1"]),
  ];
  const square = (x: number) => [
    [x, 0],
    [x + 1, 0],
    [x + 1, 1],
    [x, 1],
    [x, 0],
  ];
  const shapes: FeatureCollection<Polygon> = {
    type: "FeatureCollection",
    features: ["1", "2"].map((code) => ({
      type: "Feature",
      properties: { code },
      geometry: { type: "Polygon", coordinates: [square(Number(code))] },
    })),
  };

  test("a commune is drawn with its neighbours, a district as its communes", () => {
    const names = (of: Unit | undefined) => (of ? drawn(units, of).map(({ code }) => code) : []);
    expect(names(units[1])).toEqual(["2", "1"]);
    expect(names(units[0])).toEqual(["1", "2"]);
  });

  test("outlines fill the box, north is up, and numbers stand within", () => {
    const { width, height, shapes: placed } = sketch(shapes, units.slice(1), 208, 400);
    expect(width).toBe(208);
    expect(height).toBeCloseTo(108, 1);
    expect(placed[0]?.path).toMatch(/^M4.0 104.0L104.0 104.0L104.0 4.0/);
    expect(placed[1]?.x).toBeCloseTo(154, 1);
  });

  test("names that would lie on one another are left to the list", () => {
    const long = (code: string, lon: number, area_km2: number): Unit => ({
      ...unit(code, "commune", "8", []),
      ...{ name: "Phước Trung", lon, area_km2 },
    });
    const named = (apart: number) =>
      sketch(shapes, [long("1", 1.2, 1), long("2", 1.2 + apart, 5)], 208, 400).shapes.map(({ name }) => name);
    expect(named(0.3)).toEqual([null, null]);
    expect(named(0.5)).toEqual([null, "Phước Trung"]);
    expect(named(1.2)).toEqual(["Phước Trung", "Phước Trung"]);
  });

  test("a unit without an outline draws nothing", () => {
    expect(sketch({ type: "FeatureCollection", features: [] }, units, 208, 400).shapes).toEqual([]);
  });
});

/** Points along the strokes of a path of M, L, H and h0. */
function* along(path: string): Generator<[x: number, y: number]> {
  for (const [, x0 = "", y0 = "", kind, rest = ""] of path.matchAll(/M(\S+) ([^LHh]+)([LHh])([^M]+)/g)) {
    const [x, y] = [Number(x0), Number(y0)];
    const [toX = x, toY = y] = kind === "h" ? [] : rest.split(" ").map(Number);
    for (let part = 0; part <= 1; part += 1 / 16) yield [x + (toX - x) * part, y + (toY - y) * part];
  }
}

test("the strokes of a pattern lie where the map's pixels are", () => {
  for (const { pattern } of Object.values(levels)) {
    const ratio = 4;
    const { data, width } = pixels({ ...pattern, weight: 2, opacity: 1 }, ratio);
    let met = 0;
    for (const [x, y] of along(strokes(pattern).path)) {
      if (x < 0 || y < 0 || x >= TILE || y >= TILE) continue;
      met += 1;
      const at = (Math.floor(y * ratio) * width + Math.floor(x * ratio)) * 4 + 3;
      expect(data[at], `${pattern.shape} at ${x} ${y}`).toBeGreaterThan(200);
    }
    expect(met).toBeGreaterThan(1);
  }
});
