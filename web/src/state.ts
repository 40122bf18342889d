// Everything the page knows, as one value, and the only function that moves it: (state, event) -> state. Map,
// table, legend and card all read a unit's level from `standing`, so they cannot disagree; nothing here computes
// a level.

import type { Link } from "./live.ts";
import { differences, type Known, movesOn, type Past } from "./past.ts";
import { type Standing, standings, type Told } from "./standing.ts";
import type {
  About,
  Board,
  BoardFrame,
  Change,
  Completeness,
  Entry,
  Level,
  Register,
  Season,
  Tier,
  Unit,
} from "./wire.ts";

/** The board on the screen: the newest, or that of a day that is over. */
export interface Shown {
  seq: number;
  day: string;
  as_of: string;
}

/** The newest board with what moved: told by the frame or, where that was too much for it, seen by comparing levels. */
export type Newest = Omit<BoardFrame, "changes"> & { changes: Change[] };

/** What the map fills its units with: their level, or how they stand with their reports. */
export type Layer = "level" | "reports";

/** True of the board of this number, day and moment only, which need not be the one that is shown. */
export interface Own extends Shown {
  levels: ReadonlyMap<string, Level | null>;
}

export interface State {
  about: About | null;
  register: Register | null;
  units: ReadonlyMap<string, Unit>;
  /** The newest board. It goes on coming while the reader looks back. */
  frame: Newest | null;
  /** The day that the reader looks back at; null is live. */
  past: Past | null;
  /** Number of the newest board when the reader began to look back, or last asked for what came meanwhile. */
  since: number;
  seasons: Readonly<Partial<Record<Known, Season>>>;
  /** The board on the screen, and how every unit stands on it; null until it has come. */
  shown: Shown | null;
  standing: ReadonlyMap<string, Standing>;
  layer: Layer;
  /** Who reported the day that is shown, where that was asked. */
  reports: Completeness | null;
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
  | { type: "past"; past: Past | null }
  | { type: "again" }
  | { type: "season"; known: Known; season: Season }
  | { type: "layer"; layer: Layer }
  | { type: "reports"; reports: Completeness }
  | { type: "entries"; entries: Entry[] }
  | { type: "own"; board: Board }
  | { type: "link"; link: Link }
  | { type: "select"; code: string | null }
  | { type: "tier"; tier: Tier };

export const ENTRIES_KEPT = 200;
/** The order of every key and count: the worst first. */
export const LEVELS: readonly Level[] = [4, 3, 2, 1];

export const TIERS: readonly Tier[] = ["commune", "district", "province"];

export const initial: State = {
  about: null,
  register: null,
  units: new Map(),
  frame: null,
  past: null,
  since: 0,
  seasons: {},
  shown: null,
  standing: new Map(),
  layer: "level",
  reports: null,
  own: null,
  entries: [],
  link: { state: "connecting", way: "socket", heard: null },
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
      return settle({ ...state, register, units });
    }
    case "board": {
      if (state.frame && event.frame.seq <= state.frame.seq) return state;
      const frame = { ...event.frame, changes: event.frame.changes ?? compared(state, event.frame) };
      // A frame that tells of no entry, not even its own, is one of which the log has everything.
      const listed = frame.prev >= frame.seq || state.entries.some((entry) => entry.seq === frame.seq);
      const entries = listed ? state.entries : merge(state.entries, [fromFrame(frame, state.frame)]);
      const next = { ...state, frame, entries };
      return state.past ? next : settle(next);
    }
    case "past": {
      const since = state.past && event.past ? state.since : (state.frame?.seq ?? 0);
      return settle({ ...state, past: event.past, since });
    }
    case "again":
      return { ...state, since: state.frame?.seq ?? state.since };
    case "season": {
      const { known, season } = event;
      if (state.past && isFresh(state, known)) return state;
      return settle({ ...state, seasons: { ...state.seasons, [known]: season } });
    }
    case "layer":
      return { ...state, layer: event.layer };
    case "reports":
      return { ...state, reports: event.reports };
    case "entries":
      return { ...state, entries: merge(state.entries, event.entries) };
    case "own": {
      const { seq, day, as_of, units } = event.board;
      const levels = new Map(units.map(({ unit, own }) => [unit, own]));
      return { ...state, own: { seq, day, as_of, levels } };
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

/** True if the frame's characters are those of this register. */
export function fits(register: Register, frame: Pick<BoardFrame, "register" | "levels">): boolean {
  return frame.register === register.register && frame.levels.length === register.units.length;
}

/** Whether the season that a look back reads is no older than the look. */
export function isFresh({ seasons, since }: State, known: Known): boolean {
  return (seasons[known]?.seq ?? -1) >= since;
}

/** Whether boards came after those that a look back as now known reads; what was known then stays. */
export function isBehind(state: State): boolean {
  const { past, shown, frame } = state;
  return past?.known === "now" && isFresh(state, "now") && (shown?.seq ?? Infinity) < (frame?.seq ?? 0);
}

/** Who reported the day on the screen, if that is known: of that very board, or live of the same day. */
export function reportsOf(state: State): Completeness | null {
  const { past, shown, reports } = state;
  const fits = past ? ofShown(state, reports) : reports?.day === shown?.day;
  return fits ? reports : null;
}

/** Whether these figures are of the board on the screen. */
export function ofShown(state: State, figures: Shown | null): boolean {
  const { past, shown } = state;
  if (!shown || !figures || figures.day !== shown.day) return false;
  return past ? Date.parse(figures.as_of) === Date.parse(shown.as_of) : figures.seq === shown.seq;
}

/** Puts the board on the screen that belongs there: the newest, or the one looked back at, which may still be on its way. */
function settle(state: State): State {
  const { register, frame, past } = state;
  if (!past) return { ...state, shown: frame, standing: stand(register, frame) };
  const season = state.seasons[past.known];
  const board = season?.boards.find(({ day }) => day === past.day);
  if (!season || !board) return { ...state, shown: null, standing: new Map() };
  const shown = { seq: season.seq, day: board.day, as_of: board.as_of };
  return { ...state, shown, standing: stand(register, { ...board, register: season.register }) };
}

function stand(
  register: Register | null,
  board: (Told & { register: string }) | null,
): ReadonlyMap<string, Standing> {
  if (!register || !board || !fits(register, board)) return new Map();
  return new Map(standings(board).map((standing, i) => [register.units[i]?.code ?? "", standing]));
}

/**
 * What moved since the board before, where the frame does not tell it: the levels that differ. A frame's cause is that of
 * its own entry, so that where others lie between the boards it is not true of all that moved.
 */
function compared({ register, frame: before }: State, frame: BoardFrame): Change[] {
  if (!register || !before || !fits(register, before) || !fits(register, frame)) return [];
  const cause = frame.seq === before.seq + 1 ? (frame.cause ?? null) : null;
  return differences([before, frame], register.units, { day: frame.day, cause });
}

/** What the frame says moved, in the form of the log. It may stand for several entries, from the board before it on. */
function fromFrame({ seq, t, day, as_of, changes, ...frame }: Newest, before: Newest | null): Entry {
  const prev = Math.max(frame.prev, before?.seq ?? 0);
  return { seq, prev, t, day, as_of, cause: { kind: frame.cause ?? "reports", batch: null }, changes };
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

/** The communes at level 4. */
export function worst({ register, standing }: State): Unit[] {
  const communes = register?.units.filter(({ tier }) => tier === "commune") ?? [];
  return communes.filter(({ code }) => standing.get(code)?.level === 4);
}

export interface Move {
  /** Unique in the list. */
  key: string;
  /** Number of the entry of the change log; of what moved on a day looked back at there is none. */
  seq: number | null;
  change: Change;
}

/** The tier that the map fills: reports are made by communes. */
export function tierShown({ layer, tier }: Pick<State, "layer" | "tier">): Tier {
  return layer === "reports" ? "commune" : tier;
}

/**
 * The list on the screen: only moves in which the level itself of a unit of this tier changed. Live the newest first;
 * looking back, what moved since the day before.
 */
export function moves(state: State, tier: Tier, most: number): Move[] {
  if (state.past) return movesBack(state, state.past, tier).slice(0, most);
  const listed: Move[] = [];
  for (const entry of [...state.entries].reverse()) {
    // A frame that stands for several entries tells their changes in the order in which they came.
    for (const [i, change] of [...entry.changes.entries()].reverse()) {
      if (change.from === change.to || state.units.get(change.unit)?.tier !== tier) continue;
      listed.push({ key: `${entry.seq}.${i}`, seq: entry.seq, change });
      if (listed.length === most) return listed;
    }
  }
  return listed;
}

function movesBack(state: State, { day, known }: Past, tier: Tier): Move[] {
  const season = state.seasons[known];
  if (!season || !state.register) return [];
  return movesOn(season, state.register.units, day)
    .filter(({ unit }) => state.units.get(unit)?.tier === tier)
    .map((change) => ({ key: `${day}.${change.unit}`, seq: null, change }));
}

/** The layer that an address asks for. */
export function layerOf(search: string): Layer {
  return new URLSearchParams(search).get("layer") === "reports" ? "reports" : "level";
}

export function withLayer(search: string, layer: Layer): string {
  const query = new URLSearchParams(search);
  if (layer === "level") query.delete("layer");
  else query.set("layer", layer);
  return query.size > 0 ? `?${query}` : "";
}
