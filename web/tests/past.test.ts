// Looking back: address and state are each other's image; what comes live never touches a day that is over.

import { describe, expect, test } from "vitest";
import { behind, daysLate, lateByDistrict, reportSign, reportState } from "../src/health.ts";
import {
  countsByDay,
  monthTicks,
  movesOn,
  type Past,
  pastOf,
  placeOf,
  plus,
  stepOf,
  withPast,
} from "../src/past.ts";
import {
  type Event,
  initial,
  isBehind,
  isFresh,
  layerOf,
  moves,
  ofShown,
  reduce,
  reportsOf,
  type State,
  tierShown,
  withLayer,
} from "../src/state.ts";
import { written } from "../src/ticks.ts";
import type { BoardFrame, CommuneReports, Completeness, Register, Season, Unit } from "../src/wire.ts";

function unit(code: string, tier: Unit["tier"], parent: string | null): Unit {
  const rest = { population: 1, area_km2: 1, lon: 0, lat: 0, neighbours: [] };
  return { code, tier, parent, name: code, kind: "Xã", ...rest };
}

const units = [unit("58", "province", null), unit("582", "district", "58")].concat(
  unit("a", "commune", "582"),
  unit("b", "commune", "582"),
);
const register: Register = { register: "r1", units };

/** Days from 30 August on, each with these levels. */
function season(seq: number, ...levels: string[]): Season {
  const as_of = `2021-09-05T08:00:0${seq % 10}.000+07:00`;
  const boards = levels.map((levels, i) => ({
    day: plus("2021-08-30", i),
    as_of,
    levels: levels.replace(/^442/, "44l"),
    kinds: { l: { level: 2 as const, low: 2 as const, high: 2 as const, marks: ["late" as const] } },
  }));
  return { seq, as_of, ruleset: "2686", rulesets: [], register: "r1", first: "2021-08-30", boards };
}

const frame = (seq: number, levels: string): BoardFrame => ({
  type: "board",
  ...{
    seq,
    prev: seq - 1,
    t: 0,
    day: "2021-09-02",
    as_of: `live ${seq}`,
    release: seq,
    site: "s",
    cause: "reports",
  },
  ...{ register: "r1", levels, kinds: {}, changes: [] },
});

const given = (...events: Event[]): State => events.reduce(reduce, initial);
const board = (seq: number, levels: string): Event => ({ type: "board", frame: frame(seq, levels) });
const look = (day: string | null, known: Past["known"] = "now"): Event => ({
  type: "past",
  past: day ? { day, known } : null,
});
const told = (season: Season, known: Past["known"] = "now"): Event => ({ type: "season", known, season });
const levels = (state: State) => [...state.standing.values()].map(({ level }) => level ?? 0).join("");
const start: Event[] = [{ type: "register", register }, board(5, "3312")];
const now = season(5, "1111", "4424", "2212", "3312");

describe("the address", () => {
  test.each<[string, Past | null]>([
    ["", null],
    ["?day=2021-09-05", { day: "2021-09-05", known: "now" }],
    ["?day=2021-09-05&known=then", { day: "2021-09-05", known: "then" }],
    ["?day=2021-09-05&known=never", { day: "2021-09-05", known: "now" }],
    ["?known=then", null],
    ["?day=2021-02-30", null],
    ["?day=05/09/2021", null],
    ["?day=2021-9-5", null],
  ])("%s", (search, past) => {
    expect(pastOf(search)).toEqual(past);
  });

  test("comes back as it was written, beside what else is there", () => {
    for (const past of [
      null,
      { day: "2021-09-05", known: "now" },
      { day: "2021-09-05", known: "then" },
    ] as const)
      expect(pastOf(withPast("?tier=district&day=2020-01-01&known=then", past))).toEqual(past);
    expect(withPast("?tier=district&day=2021-09-05&known=then", null)).toBe("?tier=district");
    expect(withPast("", { day: "2021-09-05", known: "then" })).toBe("?day=2021-09-05&known=then");
    expect([layerOf("?layer=reports"), layerOf("?layer=x"), layerOf("")]).toEqual([
      "reports",
      "level",
      "level",
    ]);
    expect(withLayer("?day=2021-09-05", "reports")).toBe("?day=2021-09-05&layer=reports");
    expect(withLayer("?day=2021-09-05&layer=reports", "level")).toBe("?day=2021-09-05");
  });
});

describe("looking back", () => {
  test("shows the board of the day, and nothing while it has not come", () => {
    const asked = given(...start, look("2021-08-31"));
    expect([asked.shown, asked.standing.size, isFresh(asked, "now")]).toEqual([null, 0, false]);
    const state = reduce(asked, told(now));
    expect(levels(state)).toBe("4424");
    expect(state.shown).toEqual({ seq: 5, day: "2021-08-31", as_of: now.as_of });
    expect(state.standing.get("a")?.marks).toEqual(["late"]);
    expect(levels(reduce(state, look("2021-08-30")))).toBe("1111");
    expect(reduce(state, look("2021-08-29")).shown).toBeNull();
  });

  test("no frame recolours it, and coming back shows the newest at once", () => {
    const before = given(...start, told(now), look("2021-08-31"));
    const after = [board(6, "4444"), board(7, "2222")].reduce(reduce, before);
    expect([after.standing, after.shown]).toEqual([before.standing, before.shown]);
    expect(after.standing).toBe(before.standing);
    const live = reduce(after, look(null));
    expect([levels(live), live.shown?.seq]).toEqual(["2222", 7]);
  });

  test("no season that comes while one looks recolours it; one asked for when it began does", () => {
    const looking = given(...start, told(now), look("2021-08-31"));
    expect(reduce(looking, told(season(9, "1111", "1111")))).toBe(looking);
    const stale = given(...start, told(season(4, "1111", "2222")), look("2021-08-31"));
    expect([levels(stale), isFresh(stale, "now")]).toEqual(["2222", false]);
    const fresh = reduce(stale, told(now));
    expect([levels(fresh), isFresh(fresh, "now")]).toEqual(["4424", true]);
  });

  test("what came while one looks is told, and shown once the reader asks for it; as known then it never is", () => {
    const looking = given(...start, told(now), look("2021-08-31"));
    expect(isBehind(looking)).toBe(false);
    const behind = reduce(looking, board(9, "1111"));
    expect([isBehind(behind), isBehind(reduce(behind, look("2021-08-30")))]).toEqual([true, true]);
    const asking = reduce(behind, { type: "again" });
    expect([levels(asking), isFresh(asking, "now"), isBehind(asking)]).toEqual(["4424", false, false]);
    const newer = reduce(asking, told(season(9, "1111", "1112")));
    expect([levels(newer), newer.shown?.seq, isBehind(newer)]).toEqual(["1112", 9, false]);
    const then = given(...start, told(now, "then"), look("2021-08-31", "then"), board(9, "1111"));
    expect([levels(then), isBehind(then)]).toEqual(["4424", false]);
  });

  test("as known then is another season, asked for by itself", () => {
    const state = given(...start, told(now), look("2021-08-31", "then"));
    expect([state.shown, isFresh(state, "then")]).toEqual([null, false]);
    expect(levels(reduce(state, told(season(5, "1111", "1112"), "then")))).toBe("1112");
    // From one to the other is the same look.
    expect(reduce(reduce(state, board(9, "1111")), look("2021-08-31")).since).toBe(5);
  });

  test("the list is what moved since the day before, of the tier on the map, worst first", () => {
    const state = given(...start, told(now), look("2021-08-31"));
    const listed = moves(state, "commune", 9).map(({ seq, change }) => [
      seq,
      change.unit,
      change.from,
      change.to,
    ]);
    expect(listed).toEqual([
      [null, "b", 1, 4],
      [null, "a", 1, 2],
    ]);
    expect(moves(reduce(state, look("2021-08-30")), "commune", 9)).toEqual([]);
    expect(movesOn(now, units, "2021-09-01").map(({ unit }) => unit)).toEqual(["58", "582", "b", "a"]);
  });

  test("figures of another day or moment are not those of the board", () => {
    const state = given(...start, told(now), look("2021-08-31"));
    const of = { seq: 1, day: "2021-08-31", as_of: "2021-09-05T01:00:05Z" };
    expect(ofShown(state, of)).toBe(true);
    expect(ofShown(state, { ...of, day: "2021-08-30" })).toBe(false);
    expect(ofShown(state, { ...of, as_of: "2021-09-05T01:00:06Z" })).toBe(false);
    const live = reduce(state, look(null));
    expect([ofShown(live, { seq: 5, day: "2021-09-02", as_of: "" }), ofShown(live, null)]).toEqual([
      true,
      false,
    ]);
  });
});

describe("the axis", () => {
  test("counts the units of a tier for each day, those without a level first", () => {
    expect(countsByDay(now, units, "commune")).toEqual([
      [0, 2, 0, 0, 0],
      [0, 0, 1, 0, 1],
      [0, 1, 1, 0, 0],
      [0, 1, 1, 0, 0],
    ]);
    expect(countsByDay(season(1, "0000"), units, "province")).toEqual([[1, 0, 0, 0, 0]]);
  });

  test("a month is written after its first day, before it at the end of the axis, or not where another is", () => {
    const ticks = [8, 9].map((month, i) => ({ at: [3, 96][i] ?? 0, month }));
    expect(written(ticks, 100, 0.1)).toEqual([
      { at: 3, month: 8, before: false },
      { at: 96, month: 9, before: true },
    ]);
    expect(written(ticks, 100, 0.5).map(({ month }) => month)).toEqual([8]);
    expect(written([{ at: 3, month: 8 }], 4, 0.9)).toEqual([]);
  });

  test("has a tick where a month begins, and not too many", () => {
    expect(monthTicks(now, 6)).toEqual([{ at: 2, month: 9 }]);
    const year = season(1, ...Array.from({ length: 365 }, () => "1111"));
    expect(monthTicks(year, 6).map(({ month }) => month)).toEqual([10, 12, 2, 4, 6, 8]);
    expect(placeOf(now, "2021-09-01")).toBe(2);
  });

  test.each([
    ["ArrowLeft", 5, 4],
    ["ArrowRight", 5, 6],
    ["ArrowDown", 0, 0],
    ["ArrowUp", 9, 9],
    ["PageDown", 8, 1],
    ["PageUp", 8, 9],
    ["Home", 8, 0],
    ["End", 1, 9],
    ["Enter", 5, null],
  ])("%s from %i leads to %s", (key, at, to) => {
    expect(stepOf(key, at, 9)).toBe(to);
  });
});

describe("reporting", () => {
  const commune = (unit: string, report: CommuneReports["report"], more: Partial<CommuneReports> = {}) => ({
    ...{ unit, report, learned_at: null, days_late: null, revisions: 0, last_reported: null, missing: [] },
    ...more,
  });
  const answer: Completeness = {
    ...{ seq: 5, day: "2021-09-02", as_of: "2021-09-05T08:00:00.000+07:00", grace_days: 1, counts: [] },
    communes: [
      commune("a", "late", { days_late: 2 }),
      commune("b", "missing", { missing: ["2021-09-01", "2021-09-02"] }),
    ],
  };
  const [late, missing] = answer.communes as [CommuneReports, CommuneReports];

  test("days late are until the report came, or until now", () => {
    expect([daysLate(late, answer), daysLate(missing, answer)]).toEqual([2, 3]);
    expect([behind(late, answer.day), behind(missing, answer.day)]).toEqual([0, 2]);
    expect(behind(commune("c", "missing", { missing: ["2021-09-01"] }), "2021-09-02")).toBe(2);
    expect([late, missing, commune("c", "due"), commune("c", "on_time")].map(reportSign)).toEqual([
      "+2",
      "×",
      "…",
      "",
    ]);
    const owes = commune("c", "due", { missing: ["2021-09-01"] });
    expect([reportSign(owes), reportState(owes)]).toEqual([reportSign(missing), reportState(missing)]);
    // Up to the day, nobody who owes an earlier one is in time.
    const came = commune("c", "on_time", { missing: ["2021-09-01"] });
    expect([reportSign(came), reportState(came)]).toEqual([reportSign(missing), reportState(missing)]);
    expect(reportState(commune("c", "due"))).not.toBe(reportState(missing));
  });

  test("whoever is late stands under the district, the latest first", () => {
    const listed = lateByDistrict(answer, new Map(units.map((unit) => [unit.code, unit])));
    expect(
      listed.map(({ district, communes }) => [district.code, communes.map(({ unit }) => unit.code)]),
    ).toEqual([["582", ["b", "a"]]]);
    expect(lateByDistrict({ ...answer, communes: [commune("a", "on_time")] }, new Map())).toEqual([]);
  });

  test("is of communes, whatever tier is chosen, and is drawn for its day only", () => {
    expect(tierShown({ layer: "reports", tier: "province" })).toBe("commune");
    expect(tierShown({ layer: "level", tier: "province" })).toBe("province");
    const live = given(...start, { type: "reports", reports: answer });
    expect(reportsOf(live)).toBe(answer);
    expect(reportsOf([told(now), look("2021-09-02")].reduce(reduce, live))).toBeNull();
    expect(
      reportsOf(reduce(live, { type: "board", frame: { ...frame(6, "1111"), day: "2021-09-03" } })),
    ).toBeNull();
  });
});
