// Looking back: which day the reader looks at and as known when, what the address says of it, and what a season of
// boards tells of a day. Pure. What it keeps: what is looked at is a board of a season that was
// asked for, never a frame, so that nothing live recolours a day that is over.

import { standings, type Told } from "./standing.ts";
import type { Change, Season, Tier, Unit } from "./wire.ts";

/** As known by now, or as known at the end of the day itself. */
export type Known = "now" | "then";

export interface Past {
  day: string;
  known: Known;
}

export const PAGE_DAYS = 7;

const DAY_MS = 86_400_000;

/** The day that an address asks for, and as known when; null for live. */
export function pastOf(search: string): Past | null {
  const query = new URLSearchParams(search);
  const day = query.get("day") ?? "";
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || plus(day, 0) !== day) return null;
  return { day, known: query.get("known") === "then" ? "then" : "now" };
}

/** The query of an address with another moment in it; live needs no word, nor does what is known now. */
export function withPast(search: string, past: Past | null): string {
  const query = new URLSearchParams(search);
  query.delete("day");
  query.delete("known");
  if (past) query.set("day", past.day);
  if (past?.known === "then") query.set("known", "then");
  return query.size > 0 ? `?${query}` : "";
}

/** The day `n` days later; "" of what is no day. */
export function plus(day: string, n: number): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(at) ? "" : new Date(at + n * DAY_MS).toISOString().slice(0, 10);
}

/** The query of a request about a day as known at an instant. */
export function momentQuery({ day, as_of }: { day: string; as_of: string }): string {
  return `?${new URLSearchParams({ day, as_of })}`;
}

/** The place of a day in a season; -1 where it is not in it. */
export function placeOf(season: Season, day: string): number {
  return season.boards.findIndex((board) => board.day === day);
}

/** For each day how many units of a tier have no level, level 1, 2, 3, 4. */
export function countsByDay(season: Season, units: readonly Unit[], tier: Tier): number[][] {
  const places = units.flatMap((unit, i) => (unit.tier === tier ? [i] : []));
  return season.boards.map((board) => {
    const stand = standings(board);
    const counts = [0, 0, 0, 0, 0];
    for (const i of places) {
      const level = stand[i]?.level ?? 0;
      counts[level] = (counts[level] ?? 0) + 1;
    }
    return counts;
  });
}

/** What moved from the day before to a day, as both are known at the season's moments; worst rises first. */
export function movesOn(season: Season, units: readonly Unit[], day: string): Change[] {
  const at = placeOf(season, day);
  const [before, after] = [season.boards[at - 1], season.boards[at]];
  if (!before || !after) return [];
  return differences([before, after], units, { day, cause: null }).sort((a, b) => (b.to ?? 0) - (a.to ?? 0));
}

/** The units whose levels differ between two boards of the same register. */
export function differences(
  [before, after]: readonly [Told, Told],
  units: readonly Unit[],
  of: Pick<Change, "day" | "cause">,
): Change[] {
  const [was, is] = [standings(before), standings(after)];
  return units.flatMap(({ code: unit }, i) => {
    const [from, to] = [was[i]?.level ?? null, is[i]?.level ?? null];
    return from === to ? [] : [{ unit, from, to, ...of }];
  });
}

export interface MonthTick {
  /** Place of its first day in the season. */
  at: number;
  month: number;
}

/** The first days of months, at most about `most` of them, the newest always. */
export function monthTicks(season: Season, most: number): MonthTick[] {
  const ticks = season.boards.flatMap(({ day }, at) =>
    day.endsWith("-01") ? [{ at, month: Number(day.slice(5, 7)) }] : [],
  );
  const every = Math.max(1, Math.ceil(ticks.length / most));
  return ticks.filter((_, i) => (ticks.length - 1 - i) % every === 0);
}

/** How many days a key leads on, wherever days are gone along: right, up and Page Up are later, as in every slider. */
export function strideOf(key: string): number | null {
  const strides: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowDown: -1,
    ArrowRight: 1,
    ArrowUp: 1,
    PageDown: -PAGE_DAYS,
    PageUp: PAGE_DAYS,
  };
  return strides[key] ?? null;
}

/** Where a key leads from a place in a season; null for keys that lead nowhere. */
export function stepOf(key: string, at: number, last: number): number | null {
  if (key === "Home") return 0;
  if (key === "End") return last;
  const stride = strideOf(key);
  return stride === null ? null : Math.max(0, Math.min(last, at + stride));
}
