// Whatever an address asks for that there is not is found, and nothing else.

import { describe, expect, test } from "vitest";
import { strangeOfEmbed, strangeOfMap, strangeOfUnit } from "../src/strange.ts";

const days = { first: "2021-08-01", last: "2021-09-05" };
const known = (code: string) => code === "22738";
const told = (found: { why: string; name: string }[]) => found.map(({ why, name }) => `${why} ${name}`);

describe("the map's address", () => {
  test.each([
    ["?day=abc", ["noDay day"]],
    ["?unit=99999", ["noUnit unit"]],
    ["?day=2021-02-30", ["noDay day"]],
    ["?day=", ["noDay day"]],
    ["?day=2021-09-06", ["future day"]],
    ["?day=2021-07-31", ["before day"]],
    ["?day=2021-09-04&known=later", ["unread known"]],
    ["?tier=ward&layer=deaths", ["unread tier", "unread layer"]],
    ["?day=2021-08-01&known=then&tier=district&layer=reports&lang=en&unit=22738&utm_source=x", []],
    ["", []],
  ])("%s", (search, wanted) => {
    expect(told(strangeOfMap(search, days, known))).toEqual(wanted);
  });

  test("a day is not judged by what is not known yet", () => {
    expect(strangeOfMap("?day=2031-01-01", { first: null, last: null }, null)).toEqual([]);
  });
});

test("the embed is live, whatever day is asked for", () => {
  expect(told(strangeOfEmbed("?day=2021-09-04&unit=1", known))).toEqual(["liveOnly day", "noUnit unit"]);
  expect(strangeOfEmbed("?unit=1", null)).toEqual([]);
  expect(strangeOfEmbed("?unit=22738&tier=district", known)).toEqual([]);
});

describe("a unit's address", () => {
  const now = "2021-09-05T08:00:00.000+07:00";
  const of = (search: string) => told(strangeOfUnit(search, { ...days, now }, known));

  test.each([
    ["?day=abc&from=x&to=2031-01-01", ["noDay day", "noDay from", "future to"]],
    ["?from=2021-09-03&to=2021-09-01", ["reversed from"]],
    ["?as_of=yesterday", ["noInstant as_of"]],
    ["?as_of=2021-02-30T08:00:00%2B07:00", ["noInstant as_of"]],
    ["?as_of=2021-09-05T09:00:00%2B07:00", ["futureInstant as_of"]],
    ["?rate=yes&with=22738,99999", ["unread rate", "noUnit with"]],
    ["?day=2019-01-01&from=2018-01-01&to=2021-09-05&as_of=2021-09-05T08:00:00+07:00&rate=1&with=22738", []],
  ])("%s", (search, wanted) => {
    expect(of(search)).toEqual(wanted);
  });
});
