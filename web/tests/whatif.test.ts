// What is supposed survives the address and comes to the server as it was meant.

import { describe, expect, test } from "vitest";
import { whatIfEn } from "../src/text/what-if.en.ts";
import { whatIfVi } from "../src/text/what-if.vi.ts";
import {
  fits,
  fitted,
  isReal,
  MOST_ROWS,
  path,
  projection,
  RANGES,
  READINGS,
  rangeRequest,
  read,
  request,
  SOURCES,
  type Supposition,
  strangeIn,
  strip,
  withRow,
  write,
} from "../src/whatif.ts";
import type { WhatIfDay } from "../src/wire.ts";

const supposed: Supposition = {
  day: "2021-08-19",
  from: "2021-08-10",
  to: "2021-08-20",
  parameters: { window_days: "7", adjacency: "off" },
  rows: [
    { commune: "22738", day: "2021-08-19", f0: 3, source: "unknown" },
    { commune: "22741", day: "2021-08-18", f0: 0, source: "open" },
  ],
};

describe("the address", () => {
  test("holds all that is supposed, and what it held besides", () => {
    const query = write(supposed, "?lang=en&day=2021-01-01&report=x");
    expect(query).toBe(
      "?lang=en&day=2021-08-19&from=2021-08-10&to=2021-08-20&window_days=7&adjacency=off&report=22738_2021-08-19_3_unknown&report=22741_2021-08-18_0_open",
    );
    expect(read(query)).toEqual(supposed);
    expect(write(read("?lang=en"), "?lang=en")).toBe("?lang=en");
    expect(write(read(""), "")).toBe("");
  });

  test("is overlooked where it means nothing", () => {
    const hostile = [
      "day=<b>",
      "window_days=0",
      "cluster_min_f0=1e9",
      "grace_days=-1",
      "adjacency=all",
      "report=22738_2021-08-19_3",
      "report=22738_yesterday_3_open",
      "report=x_2021-08-19_3_open",
      "report=22738_2021-08-19_-3_open",
      "report=22738_2021-08-19_3_constructor",
    ];
    expect(read(`?${hostile.join("&")}`)).toEqual({
      day: null,
      from: null,
      to: null,
      parameters: {},
      rows: [],
    });
    const many = read(`?${"report=22738_2021-08-19_3_open&".repeat(100)}`);
    expect(many.rows.length).toBe(MOST_ROWS);
  });
});

describe("several days", () => {
  const of = (day: string | null, from: string | null, to: string | null) => ({ ...supposed, day, from, to });
  const shown = ({ day, from, to }: Supposition) => [day, from, to];

  test("have both ends, in order, or none", () => {
    for (const query of [
      "?from=2021-08-10",
      "?to=2021-08-10",
      "?from=2021-08-11&to=2021-08-10",
      "?from=x&to=y",
    ])
      expect(shown(read(query))).toEqual([null, null, null]);
    expect(shown(read("?from=2021-08-10&to=2021-08-10"))).toEqual([null, "2021-08-10", "2021-08-10"]);
  });

  test("end with the newest day, are no more than fit, and hold the day shown", () => {
    const today = "2021-09-05";
    expect(shown(fitted(of("2021-08-30", "2021-08-20", "2031-01-01"), today))).toEqual([
      "2021-08-30",
      "2021-08-20",
      today,
    ]);
    expect(shown(fitted(of(null, "2021-08-01", "2021-08-20"), today))[0]).toBe("2021-08-20");
    expect(shown(fitted(of("2021-07-01", "2021-08-01", "2021-08-20"), today))[0]).toBe("2021-08-01");
    expect(shown(fitted(of(null, "2020-01-01", today), today))[1]).toBe("2021-06-06");
    expect(shown(fitted(of("2031-01-01", null, null), today))).toEqual([null, null, null]);
  });

  test("are asked without traces, and told as how many communes differ", () => {
    expect(rangeRequest(of("2021-08-19", null, null))).toBeNull();
    const { from, to, traces, day } = rangeRequest(supposed) ?? {};
    expect([from, to, traces, day]).toEqual(["2021-08-10", "2021-08-20", false, undefined]);
    const differences = ["commune", "commune", "district"].map((tier) => ({ tier }));
    const told = [{ day: "2021-08-10", differences }] as unknown as WhatIfDay[];
    expect(strip(told)).toEqual([{ day: "2021-08-10", communes: 2, above: 1 }]);
  });

  test("what is not understood is told, part by part", () => {
    const search =
      "?day=abc&from=2031-01-01&to=2031-01-02&window_days=0&adjacency=off&report=x&report=22738_2021-08-19_3_open";
    const told = strangeIn(search, { first: null, last: "2021-09-05" }).map(
      ({ why, name }) => `${why} ${name}`,
    );
    expect(told).toEqual(["noDay day", "future from", "future to", "unread window_days", "unread report"]);
    const why = (query: string) => strangeIn(query, { first: null, last: null }).map(({ why }) => why);
    expect(why("?from=2021-08-11&to=2021-08-10")).toEqual(["reversed"]);
    expect(why("?from=2021-08-11")).toEqual(["unread"]);
    expect(why("?from=2021-08-10&to=2021-08-11&day=2021-08-10&lang=en")).toEqual([]);
  });
});

describe("what the server is asked", () => {
  test("has numbers as numbers and each source as the parts of a report", () => {
    expect(request(supposed)).toEqual({
      day: "2021-08-19",
      parameters: { window_days: 7, adjacency: "off" },
      reports: [
        { commune: "22738", day: "2021-08-19", f0: 3, f0_unknown_source: 3 },
        { commune: "22741", day: "2021-08-18", f0: 0 },
      ],
    });
    const told = SOURCES.map((source) => {
      const rows = [{ commune: "22738", day: "2021-08-19", f0: 2, source }];
      const [{ commune: _, day: __, ...parts } = {} as never] = request({ ...supposed, rows }).reports ?? [];
      return parts;
    });
    expect(told).toEqual([
      { f0: 2, f0_unknown_source: 2 },
      { f0: 2, f0_special_venue: 2 },
      { f0: 2, f0_unknown_source: 0 },
      { f0: 2 },
      { f0: 2, f0_isolated: 2 },
    ]);
    expect(request({ day: null, parameters: {}, rows: [] })).toEqual({ parameters: {}, reports: [] });
  });

  test("has one row for a commune's day", () => {
    const [first] = supposed.rows;
    if (!first) throw new Error("there is one");
    expect(withRow(supposed.rows, { ...first, f0: 9 })).toEqual([supposed.rows[1], { ...first, f0: 9 }]);
    expect(withRow(supposed.rows, { ...first, day: "2021-08-01" })).toHaveLength(3);
  });

  test("is nothing new where nothing is supposed, whatever the day", () => {
    expect(isReal(supposed)).toBe(false);
    expect(isReal({ ...supposed, parameters: {}, rows: [] })).toBe(true);
    expect(isReal({ ...supposed, rows: [] })).toBe(false);
    expect(isReal({ ...supposed, parameters: {} })).toBe(false);
  });
});

test("a parameter is what it may be and has words in both languages", () => {
  expect(fits("window_days", "366")).toBe(true);
  for (const value of ["", "0", "367", "7.5", "1e2", "-1", " 7"])
    expect(fits("window_days", value)).toBe(false);
  expect(fits("undetermined", "lower")).toBe(true);
  expect(fits("undetermined", "any")).toBe(false);
  const names = [...Object.keys(RANGES), ...Object.keys(READINGS)].sort();
  for (const text of [whatIfVi, whatIfEn]) {
    expect(Object.keys(text.names).sort()).toEqual(names);
    expect(Object.keys(text.readings).sort()).toEqual(Object.values(READINGS).flat().sort());
  }
  expect([whatIfVi.mark, whatIfVi.markOther]).toEqual([whatIfEn.markOther, whatIfEn.mark]);
});

test("the drawing keeps the province's proportions", () => {
  const { height, point } = projection([108, 11, 109, 12], 100);
  expect(height).toBeCloseTo(102, 0);
  expect([point([108, 12]), point([109, 11])]).toEqual([
    [0, 0],
    [100, height],
  ]);
  const square = [
    [108, 12],
    [109, 12],
    [109, 11],
    [108, 12],
  ];
  expect(path([[square]], point)).toBe(`M0 0L100 0L100 ${height}L0 0Z`);
  expect(path([], point)).toBe("");
});
