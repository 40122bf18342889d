// Everything the page knows, as one value, and the only function that moves it: (state, event) -> state. Map,
// table, legend and card all read a unit's level from `standing`, so they cannot disagree; nothing here computes
// a level.

import type { Link } from "./live.ts";
import type { About, Board, BoardFrame, Change, Entry, Level, Mark, Register, Tier, Unit } from "./wire.ts";

/** How one unit stands on the board that is shown. */
export interface Standing {
  level: Level | null;
  low: Level | null;
  high: Level | null;
  marks: readonly Mark[];
}

/** True of the board of this number and moment only, which need not be the one that is shown. */
export interface Own {
  seq: number;
  as_of: string;
  levels: ReadonlyMap<string, Level | null>;
}

export interface State {
  about: About | null;
  register: Register | null;
  units: ReadonlyMap<string, Unit>;
  frame: BoardFrame | null;
  standing: ReadonlyMap<string, Standing>;
  /** The communes' levels before their neighbours are looked at; frames do not carry them. */
  own: Own | null;
  /** Of the change log those that moved something, ascending, at most ENTRIES_KEPT. */
  entries: readonly Entry[];
  link: Link;
  selection: string | null;
  /** Whose levels fill the map and stand in its key. */
  tier: Tier;
}

export type Event =
  | { type: "about"; about: About }
  | { type: "register"; register: Register }
  | { type: "board"; frame: BoardFrame }
  | { type: "entries"; entries: Entry[] }
  | { type: "own"; board: Board }
  | { type: "link"; link: Link }
  | { type: "select"; code: string | null }
  | { type: "tier"; tier: Tier };

export const ENTRIES_KEPT = 200;
export const TIERS: readonly Tier[] = ["commune", "district", "province"];

export const initial: State = {
  about: null,
  register: null,
  units: new Map(),
  frame: null,
  standing: new Map(),
  own: null,
  entries: [],
  link: { state: "connecting", heard: null },
  selection: null,
  tier: "commune",
};

export function reduce(state: State, event: Event): State {
  switch (event.type) {
    case "about":
      return { ...state, about: event.about };
    case "register": {
      const { register } = event;
      const units = new Map(register.units.map((unit) => [unit.code, unit]));
      return { ...state, register, units, standing: stand(register, state.frame) };
    }
    case "board": {
      const { frame } = event;
      if (state.frame && frame.seq <= state.frame.seq) return state;
      const entries = state.entries.some((entry) => entry.seq === frame.seq)
        ? state.entries
        : merge(state.entries, [fromFrame(frame)]);
      return { ...state, frame, entries, standing: stand(state.register, frame) };
    }
    case "entries":
      return { ...state, entries: merge(state.entries, event.entries) };
    case "own": {
      const { seq, as_of, units } = event.board;
      const levels = new Map(units.map(({ unit, own }) => [unit, own]));
      return { ...state, own: { seq, as_of, levels } };
    }
    case "link":
      return { ...state, link: event.link };
    case "select":
      return { ...state, selection: event.code };
    case "tier":
      return { ...state, tier: event.tier };
  }
}

/** The tier that an address asks for; the communes' where it asks for none. */
export function tierOf(search: string): Tier {
  const asked = new URLSearchParams(search).get("tier");
  return TIERS.find((tier) => tier === asked) ?? "commune";
}

/** The query of an address with another tier in it; the communes need no word. */
export function withTier(search: string, tier: Tier): string {
  const query = new URLSearchParams(search);
  if (tier === "commune") query.delete("tier");
  else query.set("tier", tier);
  return query.size > 0 ? `?${query}` : "";
}

/** True if the frame's digits are those of this register. */
export function fits(register: Register, frame: BoardFrame): boolean {
  return frame.register === register.register && frame.levels.length === register.units.length;
}

function stand(register: Register | null, frame: BoardFrame | null): ReadonlyMap<string, Standing> {
  if (!register || !frame || !fits(register, frame)) return new Map();
  return new Map(
    register.units.map(({ code }, i) => {
      const digit = Number(frame.levels[i]);
      const level = digit === 0 ? null : (digit as Level);
      const [low, high] = frame.open[code] ?? [level, level];
      return [code, { level, low, high, marks: frame.marks[code] ?? [] }];
    }),
  );
}

/** What the frame says moved, in the form of the log. It may stand for several entries, from `prev` on. */
function fromFrame({ seq, prev, t, day, as_of, changes }: BoardFrame): Entry {
  return { seq, prev, t, day, as_of, cause: { kind: changes[0]?.cause ?? "reports", batch: null }, changes };
}

/** The log's own entries win over what a frame said, and replace a frame that stood for several of them. */
function merge(known: readonly Entry[], more: readonly Entry[]): readonly Entry[] {
  const seqs = new Set(more.map((entry) => entry.seq));
  const covered = (old: Entry) => more.some(({ seq }) => seq > old.prev && seq < old.seq);
  const kept = known.filter((old) => !seqs.has(old.seq) && !covered(old));
  const moved = more.filter(({ changes }) => changes.length > 0);
  return [...kept, ...moved].sort((a, b) => a.seq - b.seq).slice(-ENTRIES_KEPT);
}

/** True of a province that never reported: no unit has a level. */
export function blank({ standing }: State): boolean {
  return standing.size > 0 && [...standing.values()].every(({ level }) => level === null);
}

export interface Tally {
  total: number;
  assessed: number;
  /** Units at level 1, 2, 3, 4. */
  levels: [number, number, number, number];
}

export function tally(state: State, tier: Tier): Tally {
  const units = state.register?.units.filter((unit) => unit.tier === tier) ?? [];
  const levels: Tally["levels"] = [0, 0, 0, 0];
  for (const { code } of units) {
    const level = state.standing.get(code)?.level;
    if (level) levels[level - 1] = (levels[level - 1] ?? 0) + 1;
  }
  return { total: units.length, assessed: levels.reduce((sum, n) => sum + n, 0), levels };
}

export interface Move {
  /** Unique in the list. */
  key: string;
  entry: Entry;
  change: Change;
}

/** The list on the screen, newest first: only moves in which the level itself of a unit of this tier changed. */
export function moves(state: State, tier: Tier, most: number): Move[] {
  const listed: Move[] = [];
  for (const entry of [...state.entries].reverse()) {
    // A frame that stands for several entries tells their changes in the order in which they came.
    for (const [i, change] of [...entry.changes.entries()].reverse()) {
      if (change.from === change.to || state.units.get(change.unit)?.tier !== tier) continue;
      listed.push({ key: `${entry.seq}.${i}`, entry, change });
      if (listed.length === most) return listed;
    }
  }
  return listed;
}
