// A world for live.ts that stands still until a test moves it: its clock, its chance, its sockets and its answers.
// Nothing sleeps, and the same test always takes the same steps.

import type { Link, Sequenced, Socket, Surroundings } from "../src/live.ts";

export interface Frame extends Sequenced {
  mark?: string;
}

export class FakeSocket implements Socket {
  onmessage: Socket["onmessage"] = null;
  onclose: Socket["onclose"] = null;
  onerror: Socket["onerror"] = null;
  open = true;

  constructor(readonly url: string) {}

  close(): void {
    this.open = false;
  }

  /** The server speaks; a closed socket hears nothing. */
  say(frame: unknown): void {
    this.onmessage?.({ data: typeof frame === "string" ? frame : JSON.stringify(frame) });
  }

  /** The server, or the way to it, goes away. */
  drop(): void {
    this.open = false;
    this.onclose?.();
  }
}

export class World implements Surroundings {
  at = 1_000;
  chance = 0.5;
  sockets: FakeSocket[] = [];
  asked: string[] = [];
  answers: unknown[] = [];
  private timers: { due: number; run: () => void }[] = [];
  private wake: (online: boolean) => void = () => {};

  now = () => this.at;
  wall = () => 1_630_800_000_000 + this.at;
  random = () => this.chance;

  socket = (url: string) => {
    const socket = new FakeSocket(url);
    this.sockets.push(socket);
    return socket;
  };

  json = async (url: string) => {
    this.asked.push(url);
    if (this.answers.length === 0) throw new Error("no answer");
    return this.answers.shift();
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
      this.at = next.due;
      next.run();
    }
    this.at = end;
  }

  wakes(online = true): void {
    this.wake(online);
  }

  get last(): FakeSocket {
    const last = this.sockets.at(-1);
    if (!last) throw new Error("nobody has dialled");
    return last;
  }

  get connected(): number {
    return this.sockets.filter((socket) => socket.open).length;
  }
}

export function board(seq: number, prev = seq - 1, more: Partial<Frame> = {}): Frame {
  return { type: "board", seq, prev, site: "s1", levels: "1234", ...more };
}

export const beat = (seq: number) => ({ type: "beat", seq, t: 0 });

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

  get seqs(): number[] {
    return this.boards.map(({ seq }) => seq);
  }
}
