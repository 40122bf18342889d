// What a correction tells, as pages show it: the figures that it made others, the boards of a unit that it restates as
// stretches of days, and which corrections stand behind a day of the unit's chart. Pure.

import { plus } from "./past.ts";
import type { Correction, Kind, Level } from "./wire.ts";

type Mark = Kind["marks"][number];

export const FIGURES = [
  "f0",
  "f0_isolated",
  "f0_unknown_source",
  "f0_special_venue",
  "clusters_unknown_source",
  "clusters_special_venue",
  "f1_community",
] as const;
export type Figure = (typeof FIGURES)[number];

export interface MovedFigure {
  figure: Figure;
  /** Null is a blank, undefined a day that had not been reported. */
  was: number | null | undefined;
  is: number | null;
}

/** The figures of a report that are others now. Of one that is new, those that were given. */
export function movedFigures({ old, new: now }: Correction["rows"][number]): MovedFigure[] {
  return FIGURES.flatMap((figure) => {
    const [was, is] = [old ? old[figure] : undefined, now[figure]];
    return (was ?? null) === is ? [] : [{ figure, was, is }];
  });
}

export type Moved = Correction["changes"][number];

/** What moved of a unit whose level did not: the range in which it lay and lies, and the marks that it got and lost. */
export interface Shift {
  range: { from: readonly [Level, Level]; to: readonly [Level, Level] } | null;
  gained: Mark[];
  lost: Mark[];
}

/** Null where it is not known how it stood. That a level is open is told by its range. */
export function shiftOf({ was, is }: Pick<Moved, "was" | "is">): Shift | null {
  if (!was || !is) return null;
  const [from, to] = [rangeOf(was), rangeOf(is)];
  const beyond = (one: Kind, other: Kind) =>
    one.marks.filter((mark) => mark !== "undetermined" && !other.marks.includes(mark));
  return {
    range: from && to && String(from) !== String(to) ? { from, to } : null,
    gained: beyond(is, was),
    lost: beyond(was, is),
  };
}

function rangeOf({ low, high }: Kind): readonly [Level, Level] | null {
  return low === null || high === null ? null : [low, high];
}

/** How many days after its own a report came. */
export function daysLate({ as_of }: Pick<Correction, "as_of">, day: string): number {
  return (Date.parse(as_of.slice(0, 10)) - Date.parse(day)) / 86_400_000;
}

/** Boards of days in a row on which a unit stood and stands alike. */
export interface Boards {
  days: string[];
  /** As known before the correction and since. */
  from: Level | null;
  to: Level | null;
  /** As published last on each of the days; undefined where nothing was. */
  published: Level | null | undefined;
  /** As known by now; undefined where that is not told. */
  known: Level | null | undefined;
}

/** The boards of a unit that a correction restates. `known` tells a day's level as known by now. */
export function boardsOf(
  { restated }: Pick<Correction, "restated">,
  unit: string,
  known: (day: string) => Level | null | undefined,
): Boards[] {
  const found: Boards[] = [];
  for (const { day, from, to, published } of restated.filter((one) => one.unit === unit)) {
    const next: Boards = { days: [day], from, to, published: published?.level, known: known(day) };
    const last = found.at(-1);
    const goesOn = last && plus(last.days.at(-1) ?? "", 1) === day;
    if (goesOn && (["from", "to", "published", "known"] as const).every((side) => last[side] === next[side]))
      last.days.push(day);
    else found.push(next);
  }
  return found;
}

/** Whether anything was published on the day of a board that a correction restates. */
export function wasPublished({ restated }: Pick<Correction, "restated">, day: string): boolean {
  return restated.some((one) => one.day === day && one.published !== null);
}

/** For each day the corrections of its reports, and those of its board, by number, the newest first. */
export interface Behind {
  reports: ReadonlyMap<string, readonly number[]>;
  boards: ReadonlyMap<string, readonly number[]>;
}

/** Which corrections stand behind the days of a unit; `own` tells a commune whose reports are the unit's. */
export function behind(
  corrections: readonly Correction[],
  unit: string,
  own: (commune: string) => boolean,
): Behind {
  const [reports, boards] = [new Map<string, number[]>(), new Map<string, number[]>()];
  const put = (map: Map<string, number[]>, day: string, batch: number) => {
    const there = map.get(day) ?? [];
    if (!there.includes(batch)) map.set(day, [...there, batch]);
  };
  for (const { batch, reason, rows, restated } of corrections) {
    for (const { unit: of, old, new: now } of rows)
      if (own(of) && (old || reason)) put(reports, now.day, batch);
    for (const { unit: of, day } of restated) if (of === unit) put(boards, day, batch);
  }
  return { reports, boards };
}
