// The numbers of reports lead to their communes and days, and no other number does.

import { describe, expect, test } from "vitest";
import { addressOf, namedIn, pieces } from "../src/reports.ts";
import type { UnitDetail } from "../src/wire.ts";

const of = (id: number, unit = "22738", day = "2021-09-04") => ({ id, unit, day });

test("every report that a criterion or a fall names is known, one without a number is none", () => {
  const fall = { leaving: [{ unit: "22741", days: ["2021-09-01", "2021-09-02"], reports: [7, 8] }] };
  const cited = [of(4), { id: null, unit: "22744", day: "2021-09-03" }];
  const named = namedIn({ cited, fall } as Pick<UnitDetail, "cited" | "fall">);
  expect([...named.values()]).toEqual([of(4), of(7, "22741", "2021-09-01"), of(8, "22741", "2021-09-02")]);
  expect(namedIn({ cited: [], fall: null }).size).toBe(0);
});

test("an address names the day, the moment that is looked back to, and the report", () => {
  expect(addressOf(of(4), "", null)).toBe("/units/22738?day=2021-09-04#report-4");
  const then = addressOf(of(4), "/provinces/58", "2021-09-05T12:00:00+07:00");
  expect(then).toBe(
    "/provinces/58/units/22738?day=2021-09-04&as_of=2021-09-05T12%3A00%3A00%2B07%3A00#report-4",
  );
});

describe("a sentence", () => {
  const named = new Map([3, 120, 123].map((id) => [id, of(id)]));
  const ids = (sentence: string) =>
    pieces(sentence, named).map((one) => (typeof one === "string" ? one : one.id));

  test("has the numbers of reports apart, and no number of anything else", () => {
    expect(ids("3 F0 chưa rõ nguồn lây ngày 03/09 (báo cáo số 120, 3 và 123).")).toEqual([
      "3 F0 chưa rõ nguồn lây ngày 03/09 (báo cáo số ",
      120,
      ", ",
      3,
      " và ",
      123,
      ").",
    ]);
    expect(ids("3 cases (reports no. 120 and 123)")).toEqual([
      "3 cases (reports no. ",
      120,
      " and ",
      123,
      ")",
    ]);
    expect(ids("report 3 in place of report 120")).toEqual(["report ", 3, " in place of report ", 120]);
  });

  test("without one that is known is whole", () => {
    expect(ids("3 F0 (báo cáo số 9)")).toEqual(["3 F0 (báo cáo số 9)"]);
    expect(ids("3 F0 (120 báo cáo)")).toEqual(["3 F0 (120 báo cáo)"]);
  });
});
