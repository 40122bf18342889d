// Keeps one socket to the live board, and tells how fresh it is. Free of dependencies and of this page, so that it can
// be lifted into another one (with browser.ts). What it keeps: never two connections at a time; a board is handed on
// only if it is newer than the last and of the same site; silence is measured on the monotonic clock of this machine,
// never on the server's; a frame it cannot read changes nothing on the screen.

import { browser } from "./browser.ts";

/** Two beats of 15 s, and a little for the way. */
const SILENCE_MS = 32_000;
/** A connection that has said nothing by now is given up. */
const FIRST_FRAME_MS = 10_000;
const BACKOFF_FIRST_MS = 1_000;
const BACKOFF_MOST_MS = 20_000;
/** A connection that lived this long was a good one: the next attempt starts from the shortest delay. */
const GOOD_AFTER_MS = 10_000;
const PAGES_MOST = 10;

/** What this file itself needs of a frame; the rest of it is handed on unread. */
export interface Sequenced {
  type: "board";
  seq: number;
  prev: number;
  /** What the server is: its version, map, register, rule set and log. One that does not say is taken for the same. */
  site?: string | undefined;
  levels: string;
}

export interface Link {
  state: "connecting" | "live" | "lost";
  /** Wall clock (epoch ms) of the last frame heard, for the reader; null before the first. */
  heard: number | null;
}

export interface Surroundings {
  /** Monotonic milliseconds. */
  now(): number;
  /** Epoch milliseconds, only ever shown. */
  wall(): number;
  random(): number;
  socket(url: string): Socket;
  json(url: string): Promise<unknown>;
  after(ms: number, run: () => void): () => void;
  /** Calls back when the machine wakes, comes back online (`true`), or goes offline (`false`). */
  onWake(run: (online: boolean) => void): () => void;
}

export interface Socket {
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
  onerror: (() => void) | null;
  close(): void;
}

export interface LiveOptions<Board extends Sequenced, Entry> {
  /** For example `/api/v1`. */
  base: string;
  /** False for a board that cannot be drawn (wrong length): it counts as unreadable. */
  accept(board: Board): boolean;
  onBoard(board: Board): void;
  /** Entries of the change log that no frame brought. May overlap with what is known. */
  onEntries(entries: Entry[]): void;
  onLink(link: Link): void;
  /** The server is another one, or its log fell back: only a fresh page helps. Nothing is heard any more. */
  onReset(): void;
}

export interface Line {
  seq(): number | null;
  /** Tells which site the page was made from, where it learned that by itself. */
  expect(site: string | undefined): void;
  stop(): void;
}

export function live<Board extends Sequenced, Entry>(
  options: LiveOptions<Board, Entry>,
  around: Surroundings = browser(),
): Line {
  let socket: Socket | null = null;
  let own: number | null = null;
  let site: string | undefined;
  let heardAt: number | null = null;
  let openedAt = 0;
  let first = true;
  let behind = false;
  let attempt = 0;
  let link: Link = { state: "connecting", heard: null };
  let cancelDial = () => {};
  let cancelSilence = () => {};
  let cancelFirst = () => {};
  let asking = false;

  function show(state: Link["state"], heard = link.heard): void {
    if (state === link.state && heard === link.heard) return;
    link = { state, heard };
    options.onLink(link);
  }

  function watchSilence(): void {
    cancelSilence();
    cancelSilence = around.after(SILENCE_MS, () => {
      show("lost");
      if (socket) redial();
    });
  }

  /** Ends the connection, if any, without listening to its end, so that two never live at once. */
  function hangUp(): void {
    cancelFirst();
    if (!socket) return;
    const old = socket;
    socket = null;
    old.onmessage = old.onclose = old.onerror = null;
    old.close();
    if (heardAt !== null && heardAt >= openedAt && around.now() - openedAt >= GOOD_AFTER_MS) attempt = 0;
  }

  /** Full jitter: anywhere between nothing and the doubled delay, so that a crowd does not come back at once. */
  function redial(): void {
    hangUp();
    cancelDial();
    if (link.state === "live") show("connecting");
    const most = Math.min(BACKOFF_MOST_MS, BACKOFF_FIRST_MS * 2 ** Math.min(attempt, 10));
    attempt += 1;
    cancelDial = around.after(around.random() * most, dial);
  }

  function dial(): void {
    hangUp();
    cancelDial();
    openedAt = around.now();
    first = true;
    behind = false;
    const opened = around.socket(`${options.base}/live${own === null ? "" : `?since=${own}`}`);
    socket = opened;
    opened.onmessage = ({ data }) => read(data);
    opened.onclose = opened.onerror = redial;
    cancelFirst = around.after(FIRST_FRAME_MS, redial);
  }

  function read(data: unknown): void {
    const frame = parse(data);
    if (frame?.type === "board" && isSequenced(frame)) {
      const board = frame as unknown as Board;
      // Before anything else: of another site, neither its number nor its length says anything to this page.
      if (!expect(board.site)) return;
      if (!options.accept(board)) {
        redial();
        return;
      }
      take(board);
    } else if (frame?.type === "beat" && Number.isSafeInteger(frame.seq)) {
      // A replica may lag for a moment; a log that is still behind ours at the next beat was put back from a copy.
      if (behind && own !== null && (frame.seq as number) < own) {
        reset();
        return;
      }
    } else if (typeof frame?.type !== "string" || frame.type === "board" || frame.type === "beat") {
      redial();
      return;
    }
    cancelFirst();
    heardAt = around.now();
    watchSilence();
    show("live", around.wall());
  }

  /** The first site that is heard of is the page's own. False if this is another one. */
  function expect(other: string | undefined): boolean {
    site ??= other;
    if (other === undefined || other === site) return true;
    reset();
    return false;
  }

  /** From here on the old board only grows older, and the page says so until it is a new one. */
  function reset(): void {
    end();
    if (link.state === "live") show("connecting");
    options.onReset();
  }

  function end(): void {
    unwatch();
    hangUp();
    cancelDial();
  }

  function take(board: Board): void {
    behind = first && own !== null && board.seq < own;
    first = false;
    if (own !== null && board.seq <= own) return;
    const before = own;
    own = board.seq;
    options.onBoard(board);
    if (before !== null && board.prev !== before) void ask(before);
  }

  /** A gap costs only entries of the list; the board itself is already whole. */
  async function ask(since: number): Promise<void> {
    if (asking) return;
    asking = true;
    try {
      let from = since;
      for (let page = 0; page < PAGES_MOST; page++) {
        const answer = (await around.json(`${options.base}/changes?since=${from}`)) as {
          entries: (Entry & { seq: number })[];
          more: boolean;
        };
        options.onEntries(answer.entries);
        const last = answer.entries.at(-1);
        if (!answer.more || !last) break;
        from = last.seq;
      }
    } catch {
      // The list keeps a hole; the next gap or the next visit fills it.
    } finally {
      asking = false;
    }
  }

  const unwatch = around.onWake((online) => {
    if (!online) return redial();
    // The monotonic clock of some systems stands still while they sleep, so here the wall clock is asked too.
    const silence = Math.max(around.now() - (heardAt ?? 0), around.wall() - (link.heard ?? 0));
    const young = around.now() - openedAt < FIRST_FRAME_MS;
    if (socket && (young || silence < SILENCE_MS / 2)) return;
    if (link.state === "live") show("connecting");
    attempt = 0;
    dial();
  });

  watchSilence();
  dial();
  return {
    seq: () => own,
    expect,
    stop() {
      end();
      cancelSilence();
    },
  };
}

function parse(data: unknown): Record<string, unknown> | null {
  if (typeof data !== "string") return null;
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function isSequenced(frame: Record<string, unknown>): boolean {
  return (
    Number.isSafeInteger(frame.seq) &&
    Number.isSafeInteger(frame.prev) &&
    (frame.site === undefined || typeof frame.site === "string") &&
    typeof frame.levels === "string" &&
    /^[0-4]+$/.test(frame.levels)
  );
}
