// Where everything stands on the chart of days: bars, ribbons of levels, lanes of marks, the window, dates. Pure; units
// are those of the drawing. All rows share one scale of days.

import { type Counts, KINDS, type Kind, scale } from "../chart.ts";
import type { Figures } from "./figures.ts";
import { between, earlier, later, plus } from "./time.ts";

/** Where the days stand: from the left edge of the first to the right edge of the last. */
export interface Days {
  first: string;
  count: number;
  left: number;
  step: number;
}

export interface Block {
  kind: Kind;
  y: number;
  height: number;
}

/** A bar leaves so much of its day free, but is never wider than this. */
const BAR = { share: 0.74, most: 26 };
/** The scale reaches so many cases at least, lest a single one look like a wave. */
const LOWEST = 4;

export function daysAlong(first: string, count: number, left: number, right: number): Days {
  return { first, count, left, step: (right - left) / Math.max(1, count) };
}

/** Left edge of a day. */
export function xOf({ first, left, step }: Days, day: string): number {
  return left + between(first, day) * step;
}

/** The day under a point; the nearest where there is none. */
export function dayUnder({ first, count, left, step }: Days, x: number): string {
  return plus(first, Math.max(0, Math.min(count - 1, Math.floor((x - left) / step))));
}

export function bar({ step }: Days): { inset: number; width: number } {
  const width = Math.min(BAR.most, step * BAR.share);
  return { inset: (step - width) / 2, width };
}

/** Heights to number, zero first; the last covers all that is drawn. */
export function heights(most: number, rate: boolean): number[] {
  return scale(Math.max(rate ? 1 : LOWEST, Math.ceil(most)));
}

/** One on the other, from the ground up, without those of no case. */
export function stack(counts: Counts, y: (value: number) => number): Block[] {
  let below = 0;
  return KINDS.filter((kind) => counts[kind] > 0).map((kind) => {
    const foot = y(below);
    below += counts[kind];
    return { kind, y: y(below), height: foot - y(below) };
  });
}

/** Days in a row of which something is the same. */
export interface Stretch<T> {
  from: string;
  to: string;
  value: T;
}

/** Stretches of days that have a value, told apart by `same`; days with null are in none. */
export function stretches<D extends { day: string }, T>(
  days: readonly D[],
  pick: (day: D) => T | null,
  same: (a: T, b: T) => boolean = Object.is,
): Stretch<T>[] {
  const found: Stretch<T>[] = [];
  let open = false;
  for (const one of days) {
    const value = pick(one);
    const last = found.at(-1);
    if (value === null) open = false;
    else if (open && last && same(last.value, value)) last.to = one.day;
    else {
      found.push({ from: one.day, to: one.day, value });
      open = true;
    }
  }
  return found;
}

/** Left edge and width of a stretch. */
export function reach(days: Days, { from, to }: { from: string; to: string }): { x: number; width: number } {
  return { x: xOf(days, from), width: (between(from, to) + 1) * days.step };
}

/** The part of the window that is on the chart; null where none is. */
export function windowOn(days: Days, end: string, length: number): { x: number; width: number } | null {
  const from = later(plus(end, 1 - length), days.first);
  const to = earlier(end, plus(days.first, days.count - 1));
  return from > to ? null : reach(days, { from, to });
}

/** Days to write below the chart: each where there is room, else the Mondays, or every second or fourth of them. */
export function dates(days: Days, widths: { day: number; date: number }): { day: string; full: boolean }[] {
  const all = Array.from({ length: days.count }, (_, i) => plus(days.first, i));
  if (days.step >= widths.day) return all.map((day, i) => ({ day, full: i === 0 || day.endsWith("-01") }));
  const weeks = [1, 2, 4, 8, 16, 32].find((weeks) => weeks * 7 * days.step >= widths.date) ?? 64;
  const week = (day: string) => Math.floor((Date.parse(day) / 86_400_000 + 3) / 7);
  return all
    .filter((day) => new Date(day).getUTCDay() === 1 && week(day) % weeks === 0)
    .map((day) => ({ day, full: true }));
}

/** The greatest value of any day, as it is drawn. */
export function greatest(days: readonly Figures[], weight: number): number {
  return Math.max(0, ...days.map(({ total }) => (total ?? 0) * weight));
}
