// The reducer: one board for map, table, legend and card; a list without repeats or holes.

import { describe, expect, test } from "vitest";
import {
  blank,
  ENTRIES_KEPT,
  type Event,
  fits,
  initial,
  moves,
  reduce,
  type State,
  tally,
  tierOf,
  withTier,
} from "../src/state.ts";
import type { BoardFrame, Change, Entry, Level, Register, Unit } from "../src/wire.ts";

function unit(code: string, tier: Unit["tier"], parent: string | null): Unit {
  return {
    code,
    tier,
    parent,
    name: code,
    kind: "Xã",
    population: 1,
    area_km2: 1,
    lon: 0,
    lat: 0,
    neighbours: [],
  };
}

const register: Register = {
  register: "r1",
  units: [unit("58", "province", null), unit("582", "district", "58"), unit("a", "commune", "582")].concat(
    unit("b", "commune", "582"),
    unit("c", "commune", "582"),
  ),
};

const change = (code: string, from: Change["from"], to: Change["to"]) => {
  return { unit: code, from, to, day: "2021-09-05", cause: "reports" as const };
};

function frame(seq: number, more: Partial<BoardFrame> = {}): BoardFrame {
  const plain = {
    type: "board" as const,
    seq,
    prev: seq - 1,
    t: 0,
    day: "2021-09-05",
    as_of: "",
    release: seq,
  };
  return {
    ...plain,
    register: "r1",
    site: "s1",
    levels: "33124",
    kinds: {},
    changes: [change("b", 2, 3)],
    ...more,
  };
}

function entry(seq: number, changes: Change[] = [change("a", 1, 2)]): Entry {
  const cause = { kind: "reports" as const, batch: seq };
  return { seq, prev: seq - 1, t: 0, day: "2021-09-05", as_of: "", cause, changes };
}

const given = (...events: Event[]): State => events.reduce(reduce, initial);
const known: Event = { type: "register", register };
const seqs = (state: State) => state.entries.map(({ seq }) => seq);

describe("standing", () => {
  test("digits are levels in the order of the register; 0 is no level", () => {
    const state = given(known, { type: "board", frame: frame(1, { levels: "43210" }) });
    expect([...state.standing].map(([code, { level }]) => [code, level])).toEqual([
      ["58", 4],
      ["582", 3],
      ["a", 2],
      ["b", 1],
      ["c", null],
    ]);
  });

  test("a letter is explained beside; a digit is closed and bare", () => {
    const kinds: BoardFrame["kinds"] = {
      a: { level: 4, low: 2, high: 4, marks: ["undetermined"] },
      ā: { level: null, low: null, high: null, marks: ["late", "held"] },
    };
    const { standing } = given(known, { type: "board", frame: frame(1, { levels: "a3āa4", kinds }) });
    const all = ["58", "582", "a", "b", "c"].map((code) => standing.get(code));
    const bare = (level: Level) => ({ level, low: level, high: level, marks: [] });
    expect(all).toEqual([kinds.a, bare(3), kinds.ā, kinds.a, bare(4)]);
  });

  test("a board that came before the register is drawn when the register comes", () => {
    const state = given({ type: "board", frame: frame(1) }, known);
    expect(state.standing.get("c")?.level).toBe(4);
  });

  test("a board of another register, or of another length, is not drawn", () => {
    expect(fits(register, frame(1, { register: "r2" }))).toBe(false);
    expect(given(known, { type: "board", frame: frame(1, { levels: "123" }) }).standing.size).toBe(0);
  });

  test("an older board changes nothing", () => {
    const state = given(known, { type: "board", frame: frame(5) });
    expect(reduce(state, { type: "board", frame: frame(4, { levels: "11111" }) })).toBe(state);
  });

  test("selecting and connecting leave the board as it is", () => {
    const state = given(known, { type: "board", frame: frame(5) });
    const later = reduce(reduce(state, { type: "select", code: "a" }), {
      type: "link",
      link: { state: "lost", way: "socket", heard: 1 },
    });
    expect(later.standing).toBe(state.standing);
    expect(later.selection).toBe("a");
  });
});

describe("counts", () => {
  test("each tier is counted for itself, and a unit without a level is in the total only", () => {
    const state = given(known, { type: "board", frame: frame(1, { levels: "33140" }) });
    expect(tally(state, "commune")).toEqual({ total: 3, assessed: 2, levels: [1, 0, 0, 1] });
    expect(tally(state, "district")).toEqual({ total: 1, assessed: 1, levels: [0, 0, 1, 0] });
  });

  test("before the first board nothing is assessed", () => {
    expect(tally(given(known), "commune")).toEqual({ total: 3, assessed: 0, levels: [0, 0, 0, 0] });
  });
});

describe("the list of changes", () => {
  test("what a frame and the log both tell is listed once, as the log has it", () => {
    const state = given(
      { type: "board", frame: frame(8, { changes: [change("a", 1, 2)] }) },
      { type: "entries", entries: [entry(7), entry(8, [change("a", 1, 2)])] },
    );
    expect(seqs(state)).toEqual([7, 8]);
    expect(state.entries[1]?.cause.batch).toBe(8);
    expect(seqs(reduce(state, { type: "board", frame: frame(9) }))).toEqual([7, 8, 9]);
  });

  test("a frame that stood for several entries gives way to them", () => {
    const spanning = frame(9, { prev: 6, changes: [change("a", 1, 3)] });
    const entries = [entry(7, [change("a", 1, 2)]), entry(8), entry(9, [change("a", 2, 3)])];
    const state = given(
      { type: "board", frame: frame(6) },
      { type: "board", frame: spanning },
      { type: "entries", entries },
    );
    expect(seqs(state)).toEqual([6, 7, 8, 9]);
    expect(state.entries.at(-1)?.changes).toEqual([change("a", 2, 3)]);
  });

  test("the first page of the entries is enough for the frame to give way, so that nothing is listed twice", () => {
    const spanning = frame(9, { prev: 6, changes: [change("a", 1, 3)] });
    const first = [entry(7, [change("a", 1, 2)]), entry(8)];
    const state = given({ type: "board", frame: spanning }, { type: "entries", entries: first });
    expect(seqs(state)).toEqual([7, 8]);
  });

  test("where a frame does not tell what moved, the levels before and after show it", () => {
    const before: Event = { type: "board", frame: frame(6, { levels: "33120" }) };
    const { cause: _, ...asked } = frame(9, { levels: "33204", changes: null, day: "2021-09-06" });
    const moved = (cause: Change["cause"]) => [
      { unit: "a", from: 1, to: 2, day: "2021-09-06", cause },
      { unit: "b", from: 2, to: null, day: "2021-09-06", cause },
      { unit: "c", from: null, to: 4, day: "2021-09-06", cause },
    ];
    const next: BoardFrame = { ...asked, seq: 7, prev: 3, cause: "midnight" };
    expect(given(known, before, { type: "board", frame: next }).frame?.changes).toEqual(moved("midnight"));
    // Others lie between the boards, as where a file has first reports and corrections: the last's cause is not theirs.
    const state = given(known, before, { type: "board", frame: { ...asked, prev: 3, cause: "correction" } });
    expect(state.frame?.changes).toEqual(moved(null));
    expect(state.entries.at(-1)).toMatchObject({ seq: 9, prev: 6, changes: moved(null) });
    expect(seqs(reduce(state, { type: "entries", entries: [entry(8)] }))).toEqual([6, 8]);
    // A board that was asked for plainly: the log tells what moved, but the map shows it at once.
    const polled = given(known, before, { type: "board", frame: { ...asked, prev: 9 } });
    expect(polled.frame?.changes).toEqual(moved(null));
    expect(seqs(polled)).toEqual([6]);
    // Without a board before, or of another register, there is nothing to compare with.
    const first = given(known, { type: "board", frame: { ...asked, prev: 3 } });
    const other = given(known, { type: "board", frame: frame(6, { register: "r2" }) });
    expect(first.frame?.changes).toEqual([]);
    expect(reduce(other, { type: "board", frame: { ...asked, prev: 6 } }).frame?.changes).toEqual([]);
  });

  test("entries that come late take their place", () => {
    const state = given(
      { type: "board", frame: frame(9) },
      { type: "entries", entries: [entry(3), entry(4)] },
    );
    expect(seqs(state)).toEqual([3, 4, 9]);
  });

  test("what moved nothing takes no place in it", () => {
    const quiet = given(
      { type: "board", frame: frame(9, { changes: [] }) },
      { type: "entries", entries: [entry(8, [])] },
    );
    expect(seqs(quiet)).toEqual([]);
  });

  test("it does not grow without end", () => {
    let state = given(known);
    for (let seq = 1; seq <= ENTRIES_KEPT + 50; seq++)
      state = reduce(state, { type: "board", frame: frame(seq) });
    expect(state.entries).toHaveLength(ENTRIES_KEPT);
    expect(state.entries.at(-1)?.seq).toBe(ENTRIES_KEPT + 50);
  });

  test("newest first, one tier, and only where the level itself moved; keys never repeat", () => {
    const twice = [change("a", 1, 2), change("a", 2, 3), change("b", 2, 2), change("582", 2, 3)];
    const state = given(known, {
      type: "entries",
      entries: [entry(1, [change("c", null, 4)]), entry(2, twice)],
    });
    const listed = moves(state, "commune", 10);
    expect(listed.map(({ change: { unit: code, from, to } }) => [code, from, to])).toEqual([
      ["a", 2, 3],
      ["a", 1, 2],
      ["c", null, 4],
    ]);
    expect(new Set(listed.map(({ key }) => key)).size).toBe(3);
    expect(moves(state, "commune", 1)).toHaveLength(1);
  });
});

test("a board is blank if no unit has a level, and not while none is known", () => {
  expect(blank(initial)).toBe(false);
  expect(blank(given(known, { type: "board", frame: frame(1, { levels: "00000" }) }))).toBe(true);
  expect(blank(given(known, { type: "board", frame: frame(1, { levels: "00010" }) }))).toBe(false);
});

test("own levels are those of the board they came with", () => {
  const units = [
    { unit: "a", tier: "commune" as const, level: 3 as const, low: 3 as const, high: 3 as const },
  ];
  const board = {
    seq: 4,
    day: "",
    as_of: "",
    ruleset: "2686",
    site: "s1",
    t: 0,
    ruleset_hash: "h1",
    ruleset_ended: null,
    register: "",
    counts: [],
    units: units.map((one) => ({ ...one, own: 1 as const, marks: [] })),
  };
  const state = given(known, { type: "own", board });
  expect([state.own?.seq, state.own?.levels.get("a")]).toEqual([4, 1]);
});

describe("the tier on the map", () => {
  test("is the communes' unless the address asks for another that there is", () => {
    expect(initial.tier).toBe("commune");
    expect(reduce(initial, { type: "tier", tier: "district" }).tier).toBe("district");
    expect(["", "?tier=district", "?lang=en&tier=province", "?tier=street"].map(tierOf)).toEqual([
      "commune",
      "district",
      "province",
      "commune",
    ]);
  });

  test("stands in the address beside what else is there, and the communes need no word", () => {
    expect(withTier("?lang=en", "district")).toBe("?lang=en&tier=district");
    expect(withTier("?lang=en&tier=district", "commune")).toBe("?lang=en");
    expect(withTier("?tier=district", "commune")).toBe("");
    for (const tier of ["commune", "district", "province"] as const)
      expect(tierOf(withTier("?tier=district", tier))).toBe(tier);
  });
});
