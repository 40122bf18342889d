// Which rule set judges which day, as the page reads the server's timeline.

import { expect, it } from "vitest";
import { bordersIn, judging } from "../src/rules.ts";
import { en } from "../src/text/en.ts";
import { vi } from "../src/text/vi.ts";
import type { About, Ruleset } from "../src/wire.ts";

function set(hash: string, from: string | null, to: string | null): Ruleset {
  const title = { vi: hash, en: hash };
  return {
    id: "2686",
    title,
    hash,
    from,
    to,
    valid_from: "2021-05-31",
    valid_to: null,
    parameters: [],
    measures: [],
  };
}

const timeline = [
  set("a", null, "2021-09-04"),
  set("b", "2021-09-05", "2021-09-19"),
  set("c", "2021-09-20", null),
];
const about = { ruleset: timeline[1], timeline } as unknown as About;

it("gives each day to one set, the day on a border to the one that begins on it", () => {
  const days = ["2021-01-01", "2021-09-04", "2021-09-05", "2021-09-19", "2021-09-20", "2022-01-01"];
  expect(days.map((day) => judging(about, day)?.hash).join("")).toBe("aabbcc");
  expect(judging(about, null)?.hash).toBe("b");
  expect(judging(null, "2021-09-05")).toBe(null);
});

it("marks the borders within a stretch of days, not the one at its left edge", () => {
  const borders = (from: string, to: string) => bordersIn(about, { from, to }).map(({ day }) => day);
  expect(borders("2021-09-01", "2021-09-30")).toEqual(["2021-09-05", "2021-09-20"]);
  expect(borders("2021-09-05", "2021-09-20")).toEqual(["2021-09-20"]);
  expect(borders("2021-08-01", "2021-09-04")).toEqual([]);
  expect(bordersIn(null, { from: "2021-09-01", to: "2021-09-30" })).toEqual([]);
});

it("says from when to when a set judges, and nothing where there is only one", () => {
  expect(vi.rulesetDays("05/09/2021", "19/09/2021")).toBe(
    "bộ quy tắc áp dụng từ ngày 05/09/2021 đến hết ngày 19/09/2021",
  );
  expect(vi.rulesetDays(null, "04/09/2021")).toBe("bộ quy tắc áp dụng đến hết ngày 04/09/2021");
  expect(en.rulesetDays("20/09/2021", null)).toBe("the rule set in use from 20/09/2021");
  expect([vi.rulesetDays(null, null), en.rulesetDays(null, null)]).toEqual(["", ""]);
});
