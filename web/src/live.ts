// Keeps one line to the live board, and tells how fresh it is. Free of dependencies and of this page, so that it can be
// lifted into another one with ladder.ts, ways.ts and browser.ts; docs/live.md says what the server sends. Boards come
// on the best way that works: a WebSocket, else server-sent events, else `GET board` every 15 s (ladder.ts).
//
// What it keeps: never two connections at a time; a board is handed on only if it is newer than the last and of the same
// site; freshness is measured on the clocks of this machine, never on the server's; what it cannot read changes nothing
// on the screen. A machine that wakes trusts no connection that was silent for 2 s: it opens another one at once.

import { browser } from "./browser.ts";
import { ladder } from "./ladder.ts";
import { age, ask, type Fields, fields, type Moment, moment, type Surroundings, type Way } from "./ways.ts";

/** The server beats every 15 s: two beats, and a little for the way. */
const BEAT_MS = 15_000;
const SILENCE_MS = 32_000;
/** On waking, what was heard or begun so lately is taken for alive. */
const CURRENT_MS = 2_000;
/** Servers of one log may lag by 15 s; one that is behind ours for longer was put back from a copy. */
const BEHIND_MS = 20_000;
/** Of the change log's answers, 200 entries each, no more are asked for at once. */
const PAGES_MOST = 10;

/** What this file itself needs of a frame; the rest of it is handed on unread. */
export interface Sequenced {
  type: "board";
  seq: number;
  /** The frame tells what moved after this entry. It may be below one's own number: then nothing moved between. */
  prev: number;
  /** What the server is: its version, map, register, rule set and log. One that does not say is taken for the same. */
  site?: string | undefined;
  levels: string;
}

export interface Link {
  state: "connecting" | "live" | "lost";
  /** How the last word came: on "poll" the next one is up to 18 s away, on the others a second. */
  way: Way;
  /** Wall clock (epoch ms) of the last word heard, for the reader; null before the first. */
  heard: number | null;
}

export interface LiveOptions<Board extends Sequenced, Entry> {
  /** For example `/api/v1`. */
  base: string;
  /** The unit to watch, with all that lies under it; by default the province. */
  unit?: string;
  /** False for a board that cannot be drawn (wrong length): it counts as unreadable. */
  accept(board: Board): boolean;
  /** One that was asked for plainly says neither what made it nor what moved (`changes` is null). */
  onBoard(board: Board): void;
  /** Entries of the change log that no frame told, of the whole province. May overlap with what is known. */
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
  let own: number | null = null;
  let site: string | undefined;
  let link: Link = { state: "connecting", way: "socket", heard: null };
  let heard: Moment | null = null;
  /** Since when the server's number is below ours. */
  let behind: Moment | null = null;
  let cancelSilence = () => {};
  const entries = missing<Entry>(around, options.base, (told) => options.onEntries(told));

  function show(state: Link["state"], way = link.way, at = link.heard): void {
    if (state === link.state && way === link.way && at === link.heard) return;
    link = { state, way, heard: at };
    options.onLink(link);
  }

  function falter(): void {
    if (link.state === "live") show("connecting");
  }

  function watchSilence(): void {
    cancelSilence();
    cancelSilence = around.after(SILENCE_MS, () => {
      show("lost");
      // After a sleep this is late, and what the waking has begun is young.
      if ((ways.age() ?? 0) > CURRENT_MS) ways.giveUp();
    });
  }

  const ways = ladder(around, {
    url(way) {
      const path = { socket: "live", events: "live/events", poll: "board" }[way];
      const query = [
        ...(options.unit === undefined ? [] : [`unit=${encodeURIComponent(options.unit)}`]),
        ...(way === "poll" || own === null ? [] : [`since=${own}`]),
      ];
      return `${options.base}/${path}${query.length > 0 ? `?${query.join("&")}` : ""}`;
    },
    hear,
    faltered: falter,
  });

  /** False for a frame that cannot be read; one of a type that is not known yet is passed over. */
  function hear(frame: Fields | null, way: Way): boolean {
    if (typeof frame?.type !== "string") return false;
    if (frame.type === "board") {
      if (!isSequenced(frame)) return false;
      const board = frame as unknown as Board;
      // Before anything else: of another site, neither its number nor its length says anything to this page.
      if (!expect(board.site)) return true;
      if (!options.accept(board)) return false;
    }
    if (frame.type === "board" || frame.type === "beat") {
      if (!Number.isSafeInteger(frame.seq)) return false;
      if (!follows(frame.seq as number)) return true;
    }
    if (frame.type === "board") take(frame as unknown as Board);
    heard = moment(around);
    watchSilence();
    show("live", way, around.wall());
    entries.ask();
    return true;
  }

  /** The first site that is heard of is the page's own. False if this is another one. */
  function expect(other: string | undefined): boolean {
    site ??= other;
    if (other === undefined || other === site) return true;
    reset();
    return false;
  }

  /** False where the server's log has been behind ours for too long. */
  function follows(seq: number): boolean {
    if (own === null || seq >= own) behind = null;
    else behind ??= moment(around);
    if (behind === null || age(around, behind) < BEHIND_MS) return true;
    reset();
    return false;
  }

  /** From here on the old board only grows older, and the page says so until it is a new one. */
  function reset(): void {
    end();
    falter();
    options.onReset();
  }

  function end(): void {
    unwatch();
    ways.end();
    entries.stop();
  }

  /** A gap costs only entries of the list; the board itself is already whole. */
  function take(board: Board): void {
    if (own !== null && board.seq <= own) return;
    const before = own;
    own = board.seq;
    options.onBoard(board);
    if (before !== null && board.prev > before) entries.miss(before);
  }

  const unwatch = around.onWake((online) => {
    if (!online) {
      falter();
      ways.giveUp();
      return;
    }
    const begun = ways.age();
    if (begun !== null && Math.min(begun, age(around, heard)) < CURRENT_MS) return;
    if (age(around, heard) > BEAT_MS) falter();
    ways.climb();
  });

  watchSilence();
  ways.climb();
  return {
    seq: () => own,
    expect,
    stop() {
      end();
      cancelSilence();
    },
  };
}

interface Missing {
  /** What came after this entry was not told. */
  miss(since: number): void;
  /** Asks for what is missing, if anything is: what could not be had stays missing until the next sign of life. */
  ask(): void;
  stop(): void;
}

/** Entries of the change log that no frame told, asked for one answer after the other. */
function missing<Entry>(around: Surroundings, base: string, told: (entries: Entry[]) => void): Missing {
  let since: number | null = null;
  let pages = PAGES_MOST;
  let takeBack: (() => void) | null = null;

  function miss(from: number): void {
    since = Math.min(since ?? from, from);
  }

  function askOn(): void {
    if (takeBack || since === null) return;
    const from = since;
    since = null;
    takeBack = ask(around, `${base}/changes?since=${from}`, null, (answer) => {
      takeBack = null;
      const log = fields(answer?.body);
      if (!log || !Array.isArray(log.entries)) {
        miss(from);
        return;
      }
      told(log.entries as Entry[]);
      const last: unknown = log.entries.at(-1)?.seq;
      pages -= 1;
      if (log.more === true && typeof last === "number" && last > from && pages > 0) miss(last);
      askOn();
    });
  }

  return {
    miss(from) {
      pages = PAGES_MOST;
      miss(from);
      askOn();
    },
    ask: askOn,
    stop: () => takeBack?.(),
  };
}

function isSequenced(frame: Fields): boolean {
  return (
    Number.isSafeInteger(frame.seq) &&
    Number.isSafeInteger(frame.prev) &&
    (frame.site === undefined || typeof frame.site === "string") &&
    isTold(frame.levels, frame.kinds)
  );
}

/** A character for each unit: its level, or one that `kinds` explains. */
function isTold(levels: unknown, kinds: unknown): boolean {
  const known = fields(kinds) ?? {};
  const letters = typeof levels === "string" ? [...levels] : [];
  return letters.length > 0 && letters.every((one) => "01234".includes(one) || fields(known[one]) !== null);
}
