// live.ts against a server that misbehaves in every way it is known to: silence, drops, repeats, gaps, garbage.

import { beforeEach, describe, expect, test } from "vitest";
import { live } from "../src/live.ts";
import { beat, board, Page, World } from "./world.ts";

let world: World;
let page: Page;
let line: ReturnType<typeof live>;

beforeEach(() => {
  world = new World();
  page = new Page();
  line = live(page, world);
});

describe("boards", () => {
  test("the first connection asks for no seq, and its board is handed on", () => {
    expect(world.last.url).toBe("/api/v1/live");
    world.last.say(board(7));
    expect(page.seqs).toEqual([7]);
    expect(line.seq()).toBe(7);
  });

  test("a seq at or below one's own is ignored", () => {
    world.last.say(board(7));
    world.last.say(board(7, 6, { levels: "4444" }));
    world.last.say(board(6));
    world.last.say(board(8));
    expect(page.seqs).toEqual([7, 8]);
  });

  test("a reconnection asks for what came after its own seq", () => {
    world.last.say(board(7));
    world.last.drop();
    world.pass(1_000);
    expect(world.last.url).toBe("/api/v1/live?since=7");
  });

  test("a frame that follows on asks for nothing more, nor does one that tells of more than was missed", () => {
    world.last.say(board(7));
    world.last.say(board(8, 7));
    world.last.say(board(9, 3));
    world.pass(1_000);
    expect(page.seqs).toEqual([7, 8, 9]);
    expect(world.asked).toEqual([]);
  });

  test("a gap shows the board at once and asks for the entries between, page by page", () => {
    const answers = [
      { entries: [{ seq: 8 }, { seq: 9 }], more: true },
      { entries: [{ seq: 10 }], more: false },
    ];
    world.answer = () => ({ body: answers.shift(), tag: null });
    world.last.say(board(7));
    world.last.say(board(10, 9));
    expect(page.seqs).toEqual([7, 10]);
    world.pass(0);
    expect(world.asked).toEqual(["/api/v1/changes?since=7", "/api/v1/changes?since=9"]);
    expect(page.entries.map(({ seq }) => seq)).toEqual([8, 9, 10]);
  });

  test("entries that could not be had cost the board nothing, and are asked for again at the next word", () => {
    world.last.say(board(7));
    world.last.say(board(10, 9));
    world.pass(0);
    expect(page.seqs).toEqual([7, 10]);
    expect(page.state).toBe("live");
    world.answer = ({ url }) => ({ body: { entries: [{ seq: url }], more: false }, tag: null });
    world.last.say(board(11));
    world.last.say(beat(11));
    world.pass(0);
    world.last.say(beat(11));
    world.pass(0);
    expect(page.entries.map(({ seq }) => seq)).toEqual(["/api/v1/changes?since=7"]);
  });

  test("a gap that opens while another one is asked about is not forgotten", () => {
    world.answer = () => undefined;
    world.last.say(board(7));
    world.last.say(board(10, 9));
    world.pass(0);
    world.last.say(board(14, 13));
    expect(world.asked).toHaveLength(1);
    world.waiting[0]?.told({ body: { entries: [{ seq: 10 }], more: false }, tag: null });
    expect(world.asked).toEqual(["/api/v1/changes?since=7", "/api/v1/changes?since=10"]);
  });

  test("a unit is watched on every way, and what cannot be in an address is written so that it can", () => {
    world = new World();
    live(Object.assign(new Page(), { unit: "22 8" }), world);
    expect(world.last.url).toBe("/api/v1/live?unit=22%208");
    world.last.say(board(7));
    world.last.drop();
    world.pass(1_000);
    expect(world.last.url).toBe("/api/v1/live?unit=22%208&since=7");
    world.pass(2_000);
    expect(world.asked).toEqual(["/api/v1/board?unit=22%208"]);
  });
});

describe("frames that cannot be read", () => {
  const garbage = [
    '{"type":"board","seq":',
    "null",
    "[]",
    '"beat"',
    '{"type":"beat"}',
    '{"type":"board","seq":9}',
  ];

  const letters = [
    { levels: "12x4" },
    { levels: "12x4", kinds: { y: {} } },
    { levels: "12x4", kinds: { x: 3 } },
  ];

  test.each([...garbage, board(9, 8, { levels: "" }), ...letters.map((more) => board(9, 8, more))])(
    "%j keeps the last board and reconnects",
    (frame) => {
      world.last.say(board(7));
      world.last.say(frame);
      expect(page.seqs).toEqual([7]);
      expect(world.connected).toBe(0);
      world.pass(1_000);
      expect(world.connected).toBe(1);
      world.last.say(board(9, 7));
      expect(page.seqs).toEqual([7, 9]);
    },
  );

  test("a board that the page cannot draw is one of them", () => {
    world.last.say(board(7));
    page.accepts = false;
    world.last.say(board(8));
    expect(page.seqs).toEqual([7]);
    expect(line.seq()).toBe(7);
  });

  test("a type that is not known yet is passed over", () => {
    world.last.say(board(7));
    world.last.say({ type: "notice", text: "x" });
    expect(world.connected).toBe(1);
  });
});

describe("freshness", () => {
  test("it is connecting, then live, with the time of the last word", () => {
    expect(page.state).toBeUndefined();
    world.last.say(board(7));
    expect(page.links).toEqual([{ state: "live", way: "socket", heard: world.wall() }]);
  });

  test("beats keep it live for hours", () => {
    world.last.say(board(7));
    for (let i = 0; i < 1_000; i++) {
      world.pass(15_000);
      world.last.say(beat(7));
    }
    expect(page.state).toBe("live");
    expect(world.carriers).toHaveLength(1);
  });

  test("after silence it is lost within 35 s, since the last word, and dials again", () => {
    world.last.say(board(7));
    const heard = world.wall();
    world.pass(30_000);
    expect(page.state).toBe("live");
    world.pass(5_000);
    expect(page.links.at(-1)).toEqual({ state: "lost", way: "socket", heard });
    expect(world.carriers.length).toBeGreaterThan(1);
    expect(world.connected).toBeLessThanOrEqual(1);
  });

  test("a server that never answers is lost within 35 s too", () => {
    world.pass(35_000);
    expect(page.links.at(-1)).toEqual({ state: "lost", way: "socket", heard: null });
  });

  test("a drop is told at once, and is lost only if nothing comes", () => {
    world.last.say(board(7));
    world.last.drop();
    expect(page.state).toBe("connecting");
    world.pass(35_000);
    expect(page.state).toBe("lost");
    while (world.connected === 0) world.pass(100);
    world.last.say(board(7));
    expect(page.state).toBe("live");
  });

  test("an unreadable frame is no sign of life", () => {
    world.last.say(board(7));
    for (let i = 0; i < 7; i++) {
      world.pass(5_000);
      if (world.connected) world.last.say("{");
    }
    expect(page.state).toBe("lost");
  });
});

describe("reconnecting", () => {
  test("delays double up to a bound, and are jittered in full", () => {
    world.chance = 1;
    const dialled: number[] = [];
    for (let i = 0; i < 8; i++) {
      const from = world.at;
      const before = world.carriers.length;
      world.last.drop();
      while (world.carriers.length === before) world.pass(100);
      dialled.push(world.at - from);
    }
    expect(dialled).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000, 20_000]);
    world.chance = 0;
    world.last.drop();
    world.pass(0);
    expect(world.connected).toBe(1);
  });

  test("a connection that lived starts again from the shortest delay, one that died at once does not", () => {
    world.chance = 1;
    world.last.say(board(7));
    world.last.drop();
    world.pass(1_000);
    world.last.say(board(7));
    world.last.drop();
    world.pass(1_900);
    expect(world.connected).toBe(0);
    world.pass(100);
    world.last.say(board(7));
    world.pass(10_000);
    world.last.drop();
    world.pass(1_000);
    expect(world.connected).toBe(1);
  });

  test("there are never two connections, whatever happens at once", () => {
    world.last.say(board(7));
    world.wakes();
    world.wakes(false);
    world.wakes();
    world.wakes();
    world.pass(60_000);
    world.wakes();
    for (const socket of [...world.carriers]) socket.drop();
    world.pass(60_000);
    expect(world.connected).toBeLessThanOrEqual(1);
  });

  test("what an abandoned connection still says is not heard", () => {
    const old = world.last;
    old.say(board(7));
    world.wakes(false);
    world.pass(1_000);
    old.say(board(9));
    expect(page.seqs).toEqual([7]);
  });

  test("coming back online dials at once; waking in the midst of beats does not", () => {
    world.last.say(board(7));
    world.wakes();
    expect(world.carriers).toHaveLength(1);
    world.wakes(false);
    expect(world.connected).toBe(0);
    world.wakes(true);
    expect(world.connected).toBe(1);
  });

  test("a connection without a first frame is given up", () => {
    world.pass(9_999);
    expect(world.carriers).toHaveLength(1);
    world.pass(2_000);
    expect(world.carriers).toHaveLength(2);
  });

  test("connections that hang are no good ones: the delays go on growing", () => {
    world.chance = 1;
    world.last.say(board(7));
    world.last.drop();
    world.pass(1_000);
    world.pass(10_000 + 1_999);
    expect(world.carriers).toHaveLength(2);
    world.pass(1);
    expect(world.carriers).toHaveLength(3);
  });

  test("stopping ends it", () => {
    line.stop();
    world.pass(120_000);
    expect(world.connected).toBe(0);
    expect(world.carriers).toHaveLength(1);
  });
});

describe("another server", () => {
  function reconnect(): void {
    world.last.say(board(7));
    world.last.drop();
    world.pass(1_000);
  }

  test("a board of another site resets the page, whatever its number and length, and is not shown as live", () => {
    for (const seq of [3, 7, 8]) {
      world = new World();
      page = new Page();
      live(page, world);
      reconnect();
      world.last.say(board(seq, seq - 1, { site: "s2", levels: "11" }));
      expect(page.resets).toBe(1);
      expect(page.seqs).toEqual([7]);
      expect(page.state).toBe("connecting");
    }
  });

  test("it may be another one in the midst of a connection", () => {
    world.last.say(board(7));
    world.last.say(board(8, 7, { site: "s2" }));
    expect(page.resets).toBe(1);
    expect(page.state).toBe("connecting");
    expect(page.seqs).toEqual([7]);
  });

  test("after a reset nothing more is heard or dialled, and the old board is lost in time", () => {
    world.last.say(board(7));
    const old = world.last;
    old.say(board(8, 7, { site: "s2" }));
    old.say(board(9, 8));
    world.wakes();
    world.pass(35_000);
    expect(page.seqs).toEqual([7]);
    expect(page.resets).toBe(1);
    expect(page.state).toBe("lost");
    expect(world.carriers).toHaveLength(1);
    expect(world.connected).toBe(0);
  });

  test("what the page learned of the site by itself counts as well, before the first board and after it", () => {
    line.expect("s2");
    world.last.say(board(7));
    expect(page.resets).toBe(1);
    expect(page.seqs).toEqual([]);
    world = new World();
    page = new Page();
    line = live(page, world);
    world.last.say(board(7));
    line.expect("s1");
    expect(page.resets).toBe(0);
    line.expect("s2");
    expect(page.resets).toBe(1);
  });

  test("a server that does not tell its site is taken for the same", () => {
    line.expect(undefined);
    world.last.say(board(7, 6, { site: undefined }));
    world.last.say(board(8, 7));
    world.last.say(board(9, 8, { site: undefined }));
    expect(page.seqs).toEqual([7, 8, 9]);
    expect(page.resets).toBe(0);
  });

  test("a log of the same site that stays behind ours was put back; one that catches up is a slow replica", () => {
    reconnect();
    world.last.say(board(5));
    expect(page.resets).toBe(0);
    world.last.say(board(8, 7));
    world.last.say(beat(8));
    expect(page.resets).toBe(0);
    world.last.drop();
    world.pass(2_000);
    world.last.say(board(2));
    expect(page.resets).toBe(0);
    world.pass(15_000);
    world.last.say(beat(2));
    expect(page.resets).toBe(0);
    world.pass(15_000);
    world.last.say(beat(2));
    expect(page.resets).toBe(1);
  });
});
