// A world for live.ts that stands still until a test moves it: its clocks, its chance, its connections and its answers.
// Nothing sleeps, and the same test always takes the same steps.

import type { Link, Sequenced } from "../src/live.ts";
import type { Answer, Carrier, Surroundings } from "../src/ways.ts";

export interface Frame extends Sequenced {
  mark?: string;
}

export class FakeCarrier implements Carrier {
  onmessage: Carrier["onmessage"] = null;
  onclose: Carrier["onclose"] = null;
  onerror: Carrier["onerror"] = null;
  open = true;

  constructor(readonly url: string) {}

  close(): void {
    this.open = false;
  }

  /** The server speaks; a closed connection hears nothing. */
  say(frame: unknown): void {
    this.onmessage?.({ data: typeof frame === "string" ? frame : JSON.stringify(frame) });
  }

  /** The server, or the way to it, goes away. */
  drop(): void {
    this.open = false;
    this.onclose?.();
  }
}

export interface Question {
  url: string;
  tag: string | null;
  told(answer: Answer | null): void;
}

export class World implements Surroundings {
  at = 1_000;
  /** What the wall clock is ahead by, since the other one stands still on some machines that sleep. */
  slept = 0;
  chance = 0.5;
  carriers: FakeCarrier[] = [];
  /** What was asked plainly; what has no answer yet waits. */
  asked: string[] = [];
  waiting: Question[] = [];
  /** Answers at once; where it gives undefined, the question waits. */
  answer: (question: Question) => Answer | null | undefined = () => null;
  /** What happens to a connection as soon as it is opened. */
  onOpen: (carrier: FakeCarrier) => void = () => {};
  private timers: { due: number; run: () => void }[] = [];
  private wake: (online: boolean) => void = () => {};

  now = () => this.at;
  wall = () => 1_630_800_000_000 + this.at + this.slept;
  random = () => this.chance;

  socket = (url: string) => this.open(url);
  events = (url: string) => this.open(url);

  private open(url: string): FakeCarrier {
    const carrier = new FakeCarrier(url);
    this.carriers.push(carrier);
    this.after(0, () => carrier.open && this.onOpen(carrier));
    return carrier;
  }

  get = (url: string, tag: string | null, told: Question["told"]) => {
    const question = { url, tag, told };
    const forget = () => {
      this.waiting = this.waiting.filter((other) => other !== question);
    };
    this.asked.push(url);
    this.waiting.push(question);
    const cancel = this.after(0, () => {
      const answer = this.answer(question);
      if (answer === undefined) return;
      forget();
      told(answer);
    });
    return () => {
      cancel();
      forget();
    };
  };

  after = (ms: number, run: () => void) => {
    const timer = { due: this.at + ms, run };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  };

  onWake = (run: (online: boolean) => void) => {
    this.wake = run;
    return () => {
      this.wake = () => {};
    };
  };

  /** Lets time pass; timers run in order, those that they set as well. */
  pass(ms: number): void {
    const end = this.at + ms;
    for (;;) {
      const next = this.timers.filter(({ due }) => due <= end).sort((a, b) => a.due - b.due)[0];
      if (!next) break;
      this.timers = this.timers.filter((timer) => timer !== next);
      this.at = Math.max(this.at, next.due);
      next.run();
    }
    this.at = end;
  }

  /** The machine sleeps: nothing runs. Its monotonic clock may stand still meanwhile. */
  sleep(ms: number, stands: boolean): void {
    if (stands) this.slept += ms;
    else this.at += ms;
  }

  wakes(online = true): void {
    this.wake(online);
  }

  get last(): FakeCarrier {
    const last = this.carriers.at(-1);
    if (!last) throw new Error("nobody has dialled");
    return last;
  }

  get connected(): number {
    return this.carriers.filter((carrier) => carrier.open).length;
  }

  /** The ways that were dialled, in order. */
  get dialled(): string[] {
    return this.carriers.map(({ url }) => (url.includes("/events") ? "events" : "socket"));
  }
}

export function board(seq: number, prev = seq - 1, more: Partial<Frame> = {}): Frame {
  return { type: "board", seq, prev, site: "s1", levels: "1234", ...more };
}

export const beat = (seq: number) => ({ type: "beat", seq, t: 0 });

/** The answer of `GET board`. */
export function plain(seq: number, site = "s1", levels = [1, 2, 3, 4]): Answer {
  const units = levels.map((level, i) => ({ unit: `u${i}`, level, low: level, high: level, marks: [] }));
  const body = { seq, t: 0, day: "2021-09-05", as_of: "", register: "r1", site, units };
  return { body, tag: `"${seq}"` };
}

/** What a page would have seen. */
export class Page {
  boards: Frame[] = [];
  entries: { seq: number }[] = [];
  links: Link[] = [];
  resets = 0;
  accepts = true;
  base = "/api/v1";
  accept = () => this.accepts;
  onBoard = (frame: Frame) => void this.boards.push(frame);
  onEntries = (entries: { seq: number }[]) => void this.entries.push(...entries);
  onLink = (link: Link) => void this.links.push(link);
  onReset = () => void this.resets++;

  get state(): string | undefined {
    return this.links.at(-1)?.state;
  }

  get way(): string | undefined {
    return this.links.at(-1)?.way;
  }

  get seqs(): number[] {
    return this.boards.map(({ seq }) => seq);
  }
}
