// The ways of live.ts: which one it is on when some are blocked, how it falls and rises, and what it shows meanwhile.

import { beforeEach, describe, expect, test } from "vitest";
import { live } from "../src/live.ts";
import { framed } from "../src/ways.ts";
import { beat, board, Page, plain, type Question, World } from "./world.ts";

let world: World;
let page: Page;
/** The board of the server; what a blocked way does. */
let newest: number;
let blocked: { socket?: "refused" | "silent"; events?: "refused" | "silent" };
let there: boolean;

beforeEach(() => {
  world = new World();
  page = new Page();
  newest = 7;
  blocked = {};
  there = true;
  world.onOpen = (carrier) => {
    const how = blocked[carrier.url.includes("/events") ? "events" : "socket"];
    if (!there || how === "refused") carrier.drop();
    else if (!how) carrier.say(board(newest));
  };
  world.answer = answer;
  live(page, world);
});

function answer({ url, tag }: Question) {
  if (!there) return null;
  if (url.includes("changes")) {
    const since = Number(url.split("=")[1]);
    const entries = Array.from({ length: newest - since }, (_, i) => ({ seq: since + 1 + i }));
    return { body: { entries, more: false }, tag: null };
  }
  return tag === `"${newest}"` ? { body: null, tag } : plain(newest);
}

const polls = () => world.asked.filter((url) => url.endsWith("/board")).length;
const block = (socket: "refused" | "silent", events?: "refused" | "silent") => {
  blocked = events ? { socket, events } : { socket };
};

describe("a WebSocket that is blocked", () => {
  test.each(["refused", "silent"] as const)("%s: events after two attempts", (how) => {
    block(how);
    world.pass(30_000);
    expect(world.dialled).toEqual(["socket", "socket", "events"]);
    expect(page.links.at(-1)).toMatchObject({ state: "live", way: "events" });
    world.last.say(board(8));
    expect(page.seqs).toEqual([7, 8]);
  });

  test("the board is on the screen within 2 s although the socket hangs", () => {
    block("silent");
    world.pass(2_000);
    expect(page.seqs).toEqual([7]);
    expect(page.way).toBe("poll");
  });

  test("one that brings what cannot be read is blocked as well", () => {
    block("silent");
    for (let i = 0; i < 2; i++) {
      world.last.say("<html>");
      world.pass(2_000);
    }
    expect(page.way).toBe("events");
  });

  test("a drop after a frame blocks nothing, however often", () => {
    for (let i = 0; i < 20; i++) {
      world.pass(30_000);
      world.last.drop();
    }
    expect(new Set(world.dialled)).toEqual(new Set(["socket"]));
    expect(polls()).toBe(0);
  });
});

describe("events that are blocked as well", () => {
  beforeEach(() => {
    block("refused", "silent");
    world.pass(45_000);
  });

  test("the board is asked for every 15 s or so, and most answers are that nothing is new", () => {
    expect(world.dialled).toEqual(["socket", "socket", "events", "events"]);
    const before = polls();
    world.pass(60_000);
    expect(polls() - before).toBeGreaterThanOrEqual(3);
    expect(polls() - before).toBeLessThanOrEqual(5);
    expect(page.seqs).toEqual([7]);
    expect(page.links.at(-1)).toEqual({ state: "live", way: "poll", heard: expect.any(Number) });
    expect(world.connected).toBe(0);
  });

  test("an answer of nothing new is a sign of life", () => {
    const heard = page.links.at(-1)?.heard ?? 0;
    world.pass(18_000);
    expect(page.links.at(-1)?.heard).toBeGreaterThan(heard);
    expect(page.links.some(({ state }) => state === "lost")).toBe(false);
  });

  test("a newer board is handed on, and the log is asked what moved", () => {
    newest = 10;
    world.pass(18_000);
    expect(page.seqs).toEqual([7, 10]);
    expect(page.entries.map(({ seq }) => seq)).toEqual([8, 9, 10]);
  });

  test("a server that goes away is said at its next answer, lost in time, and found again", () => {
    there = false;
    world.pass(18_000);
    expect(page.state).toBe("connecting");
    world.pass(35_000);
    expect(page.state).toBe("lost");
    there = true;
    newest = 8;
    world.pass(20_000);
    expect(page.links.at(-1)).toMatchObject({ state: "live", way: "poll" });
    expect(page.seqs).toEqual([7, 8]);
  });

  test("delays grow while nothing answers, and after an answer begin anew", () => {
    world.chance = 1;
    there = false;
    world.pass(60_000);
    there = true;
    world.pass(20_000);
    there = false;
    world.pass(18_000);
    const asked = polls();
    world.pass(1_000);
    expect(polls()).toBe(asked + 1);
  });

  test("a question that is never answered is given up, and asked again", () => {
    world.answer = () => undefined;
    world.pass(60_000);
    expect(world.waiting.length).toBeLessThanOrEqual(1);
    expect(page.state).toBe("lost");
    world.answer = answer;
    world.pass(30_000);
    expect(page.state).toBe("live");
  });

  test("an answer that cannot be read, or drawn, is none, and its tag is not kept", () => {
    newest = 8;
    page.accepts = false;
    world.pass(20_000);
    page.accepts = true;
    world.answer = () => ({ body: { seq: 8, units: [{}] }, tag: '"8"' });
    world.pass(40_000);
    expect(page.seqs).toEqual([7]);
    world.answer = answer;
    world.pass(30_000);
    expect(page.seqs).toEqual([7, 8]);
  });

  test("another site resets the page here as well, and then nothing more is asked", () => {
    world.answer = () => plain(8, "s2");
    world.pass(18_000);
    const asked = world.asked.length;
    world.pass(600_000);
    expect(page.resets).toBe(1);
    expect(page.seqs).toEqual([7]);
    expect(world.asked).toHaveLength(asked);
  });

  test("a log that stays behind was put back", () => {
    newest = 5;
    world.pass(50_000);
    expect(page.resets).toBe(1);
    expect(page.seqs).toEqual([7]);
  });

  test("the better ways are tried again every few minutes, each once, and the map stays current", () => {
    const before = page.links.length;
    world.pass(600_000);
    const tried = world.dialled.slice(4);
    expect(tried.length).toBeGreaterThanOrEqual(4);
    expect(tried.length).toBeLessThanOrEqual(12);
    tried.forEach((way, i) => {
      expect(way).toBe(i % 2 === 0 ? "socket" : "events");
    });
    expect(new Set(page.links.slice(before).map(({ state }) => state))).toEqual(new Set(["live"]));
  });

  test("once it is open again the socket is found", () => {
    blocked = {};
    world.pass(270_000);
    expect(page.links.at(-1)).toMatchObject({ state: "live", way: "socket" });
    const asked = world.asked.length;
    const carriers = world.carriers.length;
    for (let i = 0; i < 100; i++) {
      world.pass(15_000);
      world.last.say(beat(7));
    }
    expect(world.asked).toHaveLength(asked);
    expect(world.carriers).toHaveLength(carriers);
  });
});

describe("a server that is away", () => {
  test("for ten minutes: nobody leaves the socket for it", () => {
    world.pass(20_000);
    there = false;
    world.last.drop();
    world.pass(600_000);
    there = true;
    newest = 9;
    world.pass(20_000);
    expect(new Set(world.dialled)).toEqual(new Set(["socket"]));
    expect(page.links.at(-1)).toMatchObject({ state: "live", way: "socket" });
    expect(page.seqs).toEqual([7, 9]);
  });

  test("at whichever moment it comes back", () => {
    for (let away = 0; away < 30_000; away += 700) {
      world = new World();
      page = new Page();
      world.chance = 0.05 + (away % 1_000) / 1_100;
      world.onOpen = (carrier) => (there ? carrier.say(board(newest)) : carrier.drop());
      world.answer = answer;
      there = true;
      live(page, world);
      world.pass(20_000);
      there = false;
      world.last.drop();
      world.pass(away);
      there = true;
      world.pass(25_000);
      expect(page.links.at(-1)).toMatchObject({ state: "live", way: "socket" });
      expect(new Set(world.dialled)).toEqual(new Set(["socket"]));
    }
  });
});

describe("waking", () => {
  const HOUR = 3_600_000;

  test.each([
    ["goes on", false, 0],
    ["stands still", true, 0],
    ["goes on, and the other one is set back", false, -HOUR],
  ])(
    "after an hour in which the clock %s: current within 2 s, and the old connection is not trusted",
    (_, stands, set) => {
      world.pass(5_000);
      const old = world.last;
      world.sleep(HOUR, stands);
      world.slept += set;
      newest = 31;
      world.wakes();
      expect(page.state).not.toBe("live");
      expect(world.connected).toBe(1);
      world.pass(2_000);
      expect(old.open).toBe(false);
      expect(page.seqs).toEqual([7, 31]);
      expect(page.links.at(-1)).toMatchObject({ state: "live", way: "socket" });
    },
  );

  test("on a network where sockets hang: current within 2 s by a plain question", () => {
    world.pass(5_000);
    block("silent", "silent");
    world.sleep(HOUR, true);
    newest = 31;
    world.wakes();
    world.pass(2_000);
    expect(page.seqs).toEqual([7, 31]);
  });

  test("a short nap may have killed the connection as well, but the page does not falter for it", () => {
    world.pass(5_000);
    world.sleep(3_000, false);
    newest = 8;
    world.wakes();
    world.pass(100);
    expect(page.seqs).toEqual([7, 8]);
    expect(page.links.map(({ state }) => state)).toEqual(["live", "live"]);
  });

  test("a connection that was heard just now is kept, and several events of one waking open one", () => {
    world.pass(1_000);
    world.wakes();
    expect(world.carriers).toHaveLength(1);
    world.sleep(HOUR, true);
    for (let i = 0; i < 4; i++) world.wakes();
    expect(world.carriers).toHaveLength(2);
  });

  test("an attempt or a question that was begun before the sleep is begun anew", () => {
    block("silent");
    world.answer = () => undefined;
    world.pass(60_000);
    world.sleep(HOUR, true);
    world.answer = answer;
    blocked = {};
    world.wakes();
    world.pass(2_000);
    expect(page.seqs).toEqual([7]);
    expect(page.way).toBe("socket");
  });

  test("a question that was on its way before the sleep does not stand in the way of another one", () => {
    world.pass(0);
    world.last.drop();
    block("silent");
    world.answer = () => undefined;
    world.pass(3_000);
    expect(world.waiting).toHaveLength(1);
    world.sleep(HOUR, true);
    world.answer = answer;
    newest = 31;
    world.wakes();
    world.pass(2_000);
    expect(page.seqs).toEqual([7, 31]);
  });

  test("from a lower way the socket is tried at once, and the board asked for beside it", () => {
    block("refused", "refused");
    world.pass(45_000);
    expect(page.way).toBe("poll");
    block("silent", "silent");
    world.sleep(HOUR, false);
    newest = 31;
    world.wakes();
    world.pass(0);
    expect(world.last.open).toBe(true);
    expect(page.seqs).toEqual([7, 31]);
    blocked = {};
    world.sleep(HOUR, false);
    world.wakes();
    world.pass(0);
    expect(page.way).toBe("socket");
  });

  test("going offline ends what is under way", () => {
    block("silent");
    world.answer = () => undefined;
    world.pass(2_000);
    world.wakes(false);
    expect(world.connected).toBe(0);
    expect(world.waiting).toEqual([]);
  });
});

describe("the plain board as a frame", () => {
  const unit = { unit: "a", tier: "commune", level: 2, low: 2, high: 2, marks: [] };

  test("levels, ranges and marks as a frame tells them", () => {
    const units = [unit, { ...unit, unit: "b", level: 3, low: 2, high: 4, marks: ["undetermined"] }];
    const none = { ...unit, unit: "c", level: null, low: null, high: null };
    const alike = { ...units[1], unit: "d" };
    const head = { seq: 7, t: 5, day: "2021-09-05", as_of: "x", site: "s1", register: "r1" };
    expect(framed({ ...head, ruleset: "2686", units: [...units, none, alike], counts: [] })).toEqual({
      ...{ ...head, type: "board", prev: 7, release: 7, changes: null },
      levels: "2Ā0Ā",
      kinds: { Ā: { level: 3, low: 2, high: 4, marks: ["undetermined"] } },
    });
  });

  test.each([null, [], "x", {}, { units: "x" }, { units: [null] }, { units: [{ unit: "a" }] }])(
    "%j is none",
    (said) => {
      expect(framed(said)).toBeNull();
    },
  );
});
