// The ways on which boards come, and what live.ts asks of the world it lives in. Whatever the way, what it brings is a
// frame: the answer of `GET board` is put into the form of one, and "nothing new" is a sign of life like a beat.

/** From the best to the one that always gets through: a WebSocket, server-sent events, asking again and again. */
export const WAYS = ["socket", "events", "poll"] as const;
export type Way = (typeof WAYS)[number];

/** A question that is not answered by now is given up. */
const ANSWER_MS = 10_000;

/** A connection that frames come on: a WebSocket or an EventSource, as far as they are alike. */
export interface Carrier {
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
  onerror: (() => void) | null;
  close(): void;
}

export interface Answer {
  /** What the JSON says; null where nothing is new (304). */
  body: unknown;
  /** The ETag, if there is one. */
  tag: string | null;
}

export interface Surroundings {
  /** Monotonic milliseconds. */
  now(): number;
  /** Epoch milliseconds. */
  wall(): number;
  /** From 0 up to 1. */
  random(): number;
  socket(url: string): Carrier;
  events(url: string): Carrier;
  /**
   * `GET`, with `If-None-Match` where a tag is given. Tells the answer, or null where there is none or its status is
   * neither 200 nor 304; never before it returns. What it returns takes the question back: nothing is told any more.
   */
  get(url: string, tag: string | null, told: (answer: Answer | null) => void): () => void;
  /** What it returns cancels it. */
  after(ms: number, run: () => void): () => void;
  /** Calls back when the machine wakes or comes back online (`true`), or goes offline (`false`). */
  onWake(run: (online: boolean) => void): () => void;
}

/** An instant; the monotonic clock of some systems stands still while they sleep, so the wall clock is noted too. */
export type Moment = readonly [now: number, wall: number];

export function moment(around: Surroundings): Moment {
  return [around.now(), around.wall()];
}

/** Milliseconds since then, by the clock that has seen more of them. */
export function age(around: Surroundings, since: Moment | null): number {
  if (since === null) return Number.POSITIVE_INFINITY;
  return Math.max(around.now() - since[0], around.wall() - since[1]);
}

/** `GET`, which tells null as well if no answer comes in time. */
export function ask(
  around: Surroundings,
  url: string,
  tag: string | null,
  told: (answer: Answer | null) => void,
): () => void {
  const late = around.after(ANSWER_MS, () => {
    takeBack();
    told(null);
  });
  const takeBack = around.get(url, tag, (answer) => {
    late();
    told(answer);
  });
  return () => {
    late();
    takeBack();
  };
}

export type Fields = Record<string, unknown>;

export function fields(value: unknown): Fields | null {
  return typeof value === "object" && value !== null ? (value as Fields) : null;
}

/** What a WebSocket or an event says; null where it is not an object of JSON. */
export function parse(data: unknown): Fields | null {
  if (typeof data !== "string") return null;
  try {
    return fields(JSON.parse(data));
  } catch {
    return null;
  }
}

interface Rated extends Fields {
  level: number | null;
  low: number | null;
  high: number | null;
  marks: string[];
}

/**
 * The answer of `GET board` as the frame of the same board. It tells nothing of what moved, so its `prev` is its own
 * number and its `changes` are null; what made it is not known. Null where it cannot be read.
 */
export function framed(answer: unknown): Fields | null {
  const board = fields(answer);
  const units: unknown = board?.units;
  if (!board || !Array.isArray(units) || !units.every(isRated)) return null;
  const { seq, t, day, as_of, site, register } = board;
  const kinds = new Map<string, string>();
  /** A digit where nothing more is to be told of the unit, else the letter of all that stand alike. */
  const letter = ({ level, low, high, marks }: Rated) => {
    if (low === high && marks.length === 0) return level ?? 0;
    const kind = JSON.stringify({ level, low, high, marks });
    if (!kinds.has(kind)) kinds.set(kind, String.fromCharCode(0x100 + kinds.size));
    return kinds.get(kind);
  };
  return {
    ...{ type: "board", seq, prev: seq, t, day, as_of, release: seq, site, register },
    levels: units.map(letter).join(""),
    kinds: Object.fromEntries([...kinds].map(([kind, letter]) => [letter, JSON.parse(kind)])),
    changes: null,
  };
}

function isRated(unit: unknown): unit is Rated {
  const rated = fields(unit);
  return Array.isArray(rated?.marks);
}
