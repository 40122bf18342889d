// Units compared in one drawing: their sums, lines and names.

import { describe, expect, test } from "vitest";
import { MOST_COMPARED } from "../src/unit/asked.ts";
import { en } from "../src/unit/en.ts";
import { figures, windowSum } from "../src/unit/figures.ts";
import { plus } from "../src/unit/time.ts";
import * as together from "../src/unit/together.ts";
import { vi } from "../src/unit/vi.ts";
import { entry } from "./entry.ts";

describe("units in one drawing", () => {
  const days = [1, 2, null, 4, 0, 3].map((f0, i) =>
    figures(entry(plus("2021-09-01", i), f0), "2021-09-06", 1),
  );

  test("a day without a report has no sum, and whatever sums it up is a least", () => {
    expect(together.sums(days, 2).map(({ day, sum, whole }) => [day.slice(8), sum, whole])).toEqual([
      ["02", 3, true],
      ["04", 4, false],
      ["05", 4, true],
      ["06", 3, true],
    ]);
    // Days that are not there are none without cases.
    expect(together.sums(days.toSpliced(1, 1), 2).map(({ day }) => day.slice(8))).toEqual(["04", "05", "06"]);
    expect(together.sums(days, 7)).toEqual([]);
  });

  test("a report that may still come makes no sum a least, as in the list below the chart", () => {
    const waiting = { expected: 11, reported: 5 };
    const days = [entry("2021-09-05", 30, { ...waiting, reported: 11 }), entry("2021-09-06", 4, waiting)];
    const of = (last: string) => days.map((day) => figures(day, last, 1));
    const now = of("2021-09-06");
    expect(now[1]?.missing).toBe("waiting");
    expect(together.sums(now, 2)).toEqual([{ day: "2021-09-06", sum: 34, whole: true }]);
    expect(windowSum(now, "2021-09-06", 2)).toMatchObject({ total: 34, short: false });
    expect(together.sums(of("2021-09-07"), 2)).toEqual([{ day: "2021-09-06", sum: 34, whole: false }]);
  });

  test("a line in words says what is counted, and of its highest as well where it is a least", () => {
    const at = (sum: string, whole: boolean, day: string) => ({ sum, whole, day });
    expect(
      vi.compare.summary("Phường X", at("7", true, "06/09/2021"), at("9", true, "01/09/2021"), false),
    ).toBe("Phường X: 7 F0 tính đến hết ngày 06/09/2021; cao nhất 9 F0, ngày 01/09/2021.");
    expect(
      vi.compare.summary("Phường X", at("7,5", false, "06/09/2021"), at("9", false, "01/09/2021"), true),
    ).toBe(
      "Phường X: ít nhất 7,5 F0/100.000 dân tính đến hết ngày 06/09/2021; lúc cao nhất có ít nhất 9 F0/100.000 dân, ngày 01/09/2021.",
    );
    expect(
      en.compare.summary("Phường X", at("7", true, "6 Sep 2021"), at("9", false, "1 Sep 2021"), false),
    ).toBe("Phường X: 7 F0 up to 6 Sep 2021; at its highest at least 9 F0 on 1 Sep 2021.");
  });

  test("a line ends at a gap, and is another where it tells a least", () => {
    const told = together.runs(together.sums(days, 2));
    expect(told.map(({ whole, points }) => [whole, ...points.map(({ day }) => day.slice(8))])).toEqual([
      [true, "02"],
      [false, "04"],
      [true, "04", "05", "06"],
    ]);
  });

  test("names stand apart and above the foot, in the order of their lines", () => {
    expect(together.apart([50, 10, 52], 10, 100)).toEqual([50, 10, 60]);
    expect(together.apart([100, 99, 100], 10, 100)).toEqual([90, 80, 100]);
    expect(together.apart([], 10, 100)).toEqual([]);
  });

  test("there are as many colours and signs as units, no two alike", () => {
    for (const all of [together.COLOURS, together.SIGNS]) expect(new Set(all).size).toBe(MOST_COMPARED + 1);
  });
});
