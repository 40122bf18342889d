// live.ts through random weather: a server that commits, stops and starts, ways that are refused or hang, lines that die
// without a word, machines that sleep. Whatever happens: never two connections, never a board that is not newer, and in
// the end the newest one, with every entry of the log told.

import { expect, test } from "vitest";
import { live } from "../src/live.ts";
import { beat, board, type FakeCarrier, Page, plain, type Question, World } from "./world.ts";

/** Numbers from 0 up to 1 that look random and are the same in every run. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Weather = "fine" | "refused" | "silent";

class Server {
  newest = 5;
  up = true;
  weather: Record<"socket" | "events" | "get", Weather> = { socket: "fine", events: "fine", get: "fine" };
  /** Whom it can still reach, and what each was last told. */
  private told = new Map<FakeCarrier, number>();

  constructor(private readonly world: World) {
    world.onOpen = (carrier) => this.open(carrier);
    world.answer = (question) => this.answer(question);
    this.tick();
  }

  private open(carrier: FakeCarrier): void {
    expect(this.world.connected).toBeLessThanOrEqual(1);
    const weather = this.weather[carrier.url.includes("/events") ? "events" : "socket"];
    if (!this.up || weather === "refused") carrier.drop();
    else if (weather === "fine") {
      const since = /since=(\d+)/.exec(carrier.url)?.[1];
      // It remembers three entries.
      const prev = Math.max(since ? Math.min(Number(since), this.newest) : this.newest - 1, this.newest - 3);
      this.told.set(carrier, this.newest);
      carrier.say(levelled(this.newest, prev));
    }
  }

  private answer({ url, tag }: Question) {
    expect(this.world.waiting.filter(({ url }) => url.endsWith("/board")).length).toBeLessThanOrEqual(1);
    if (!this.up || this.weather.get === "refused") return null;
    if (this.weather.get === "silent") return undefined;
    const since = /since=(\d+)/.exec(url)?.[1];
    if (since) {
      const seqs = Array.from({ length: this.newest }, (_, i) => i + 1).filter((seq) => seq > Number(since));
      const entries = seqs.slice(0, 4).map((seq) => ({ seq }));
      return { body: { entries, more: seqs.length > 4 }, tag: null };
    }
    return tag === `"${this.newest}"` ? { body: null, tag } : plain(this.newest, "s1", digits(this.newest));
  }

  private tick(): void {
    this.world.after(15_000, () => {
      for (const carrier of this.told.keys()) carrier.say(beat(this.newest));
      this.tick();
    });
  }

  commit(): void {
    if (!this.up) return;
    this.newest += 1;
    for (const [carrier, prev] of this.told) carrier.say(levelled(this.newest, prev));
    for (const carrier of this.told.keys()) this.told.set(carrier, this.newest);
  }

  /** The line dies without a word to the page. */
  mute(): void {
    this.told.clear();
  }

  stop(): void {
    this.up = false;
    const known = [...this.told.keys()];
    this.mute();
    for (const carrier of known) if (carrier.open) carrier.drop();
  }
}

const digits = (seq: number) => [seq % 5, 1, 2, 3];
const levelled = (seq: number, prev: number) => board(seq, prev, { levels: digits(seq).join("") });

function weather(random: () => number): Weather {
  return (["fine", "refused", "silent"] as const)[Math.floor(random() * 3)] ?? "fine";
}

/** One thing that may happen. */
function happen(world: World, server: Server, random: () => number): void {
  const what = Math.floor(random() * 14);
  if (what < 4) server.commit();
  else if (what === 4) server.stop();
  else if (what < 7) server.up = true;
  else if (what === 7) server.weather.socket = weather(random);
  else if (what === 8) server.weather.events = weather(random);
  else if (what === 9) server.weather.get = weather(random);
  else if (what === 10) server.mute();
  else if (what === 11) world.wakes(random() < 0.5);
  else if (what === 12) world.wakes();
  else {
    server.mute();
    world.sleep(random() * 3_600_000, random() < 0.5);
    for (let i = 0; i < random() * 3; i++) world.wakes();
  }
}

test.each(Array.from({ length: 40 }, (_, part) => part))("part %i of a thousand seasons", (part) => {
  for (let season = 0; season < 25; season++) {
    const random = dice(part * 25 + season);
    const world = new World();
    world.random = () => 0.01 + 0.99 * random();
    const server = new Server(world);
    const page = new Page();
    const line = live(page, world);
    for (let i = 0; i < 60; i++) {
      happen(world, server, random);
      world.pass(random() < 0.5 ? random() * 1_000 : random() * 40_000);
      expect(world.connected).toBeLessThanOrEqual(1);
    }
    // The weather clears, at least for one of the ways.
    server.up = true;
    const best = Math.floor(random() * 3);
    server.weather = {
      socket: best === 0 ? "fine" : "refused",
      events: best === 1 ? "fine" : "silent",
      get: "fine",
    };
    world.pass(120_000);
    server.commit();
    world.pass(20_000);
    expect(page.resets).toBe(0);
    expect(page.state).toBe("live");
    expect(line.seq()).toBe(server.newest);
    expect(page.seqs).toEqual([...new Set(page.seqs)].sort((a, b) => a - b));
    for (const { seq, levels } of page.boards) expect(levels).toBe(digits(seq).join(""));
    const told = new Set(page.entries.map(({ seq }) => seq));
    for (const { seq, prev } of page.boards) for (let at = prev + 1; at <= seq; at++) told.add(at);
    for (let seq = (page.seqs[0] ?? 0) + 1; seq <= server.newest; seq++) expect(told).toContain(seq);
  }
});
