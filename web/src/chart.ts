// The window's days as bars: which kinds of cases a day counts, and where everything stands on the drawing. A day
// without a report is a gap and never a zero; a figure that was not given is made no other. Pure: units are those of
// the drawing, which is WIDTH wide whatever the screen.

import { length } from "./text/format.ts";
import type { Cases, DayCases, Report } from "./wire.ts";

/** From the ground up: what weighs most in the decision stands lowest, where bars are compared best. */
export const KINDS = ["unknown", "venue", "known", "open", "isolated"] as const;
/** `open`: cases in the community whose split by source the report does not give. */
export type Kind = (typeof KINDS)[number];
export type Counts = Record<Kind, number>;

export const WIDTH = 360;
export const TOP = 16;
export const PLOT = 96;
const LEFT = 24;
/** Room for a month's name below the days. */
const MONTH = 46;
/** The scale reaches so many cases at least, lest a single one look like a wave. */
const LOWEST = 4;
const DAY_MS = 86_400_000;

export interface Block {
  kind: Kind;
  cases: number;
  y: number;
  height: number;
}

export interface Slot {
  day: string;
  /** Left edge of the slot, and of the bar within it. */
  x: number;
  bar: { x: number; width: number };
  /** Null where there is no report. */
  total: number | null;
  /** Some communes have not reported: there are so many cases at least. */
  least: boolean;
  /** A report is due and has not come. */
  due: boolean;
  blocks: Block[];
}

export interface Chart {
  slots: Slot[];
  /** Width of a slot. */
  step: number;
  /** Months that are named: where each begins, and at the first day where that leaves the next its room. `x` is where
   *  the name begins, or ends where it would leave the drawing. */
  months: { month: number; x: number; ends: boolean }[];
  /** Heights that are numbered, zero first. */
  ticks: { value: number; y: number }[];
  /** Stretches of days without a report. */
  gaps: { first: string; days: number; x: number; width: number; due: boolean }[];
  sums: Counts;
  total: number;
}

type Figures = Pick<Report, "f0" | "f0_isolated" | "f0_unknown_source" | "f0_special_venue">;

/** The cases of a report by kind. A blank is 0 save where both splits are: then the source of the rest is open. */
export function kinds({ f0, f0_isolated, f0_unknown_source, f0_special_venue }: Figures): Counts {
  const isolated = f0_isolated ?? 0;
  const unknown = f0_unknown_source ?? 0;
  const venue = f0_special_venue ?? 0;
  const rest = f0 - isolated - unknown - venue;
  const split = f0_unknown_source !== null || f0_special_venue !== null;
  return { unknown, venue, known: split ? rest : 0, open: split ? 0 : rest, isolated };
}

/** The cases of a day by kind, as the server sums them up. */
export function counts(cases: Cases): Counts {
  const { unknown_source, special_venue, known_source, source_open, isolated } = cases;
  return { unknown: unknown_source, venue: special_venue, known: known_source, open: source_open, isolated };
}

/** Every day of the window, ascending. Counted in UTC, where none is 23 hours long. */
export function daysOf(window: { from: string; to: string }): string[] {
  const from = Date.parse(window.from);
  return Array.from({ length: length(window) }, (_, i) =>
    new Date(from + i * DAY_MS).toISOString().slice(0, 10),
  );
}

/** Zero and at most four heights above it, whole numbers in steps of 1, 2 or 5 and their tens; the last covers `most`. */
export function scale(most: number): number[] {
  let step = 1;
  for (let ten = 1; step * 4 < most; ten *= 10) {
    step = [1, 2, 5].map((one) => one * ten).find((one) => one * 4 >= most) ?? step;
  }
  const steps = Math.max(1, Math.ceil(most / step));
  return Array.from({ length: steps + 1 }, (_, i) => i * step);
}

/** `days`: all those of the window, in order; `missing`: those of them whose report is due. */
export function chart(days: readonly DayCases[], missing: readonly string[]): Chart {
  const shown = days.flatMap(({ cases }) => cases ?? []);
  const heights = scale(Math.max(LOWEST, ...shown.map(({ f0 }) => f0)));
  const y = (cases: number) => TOP + PLOT * (1 - cases / (heights.at(-1) ?? 1));
  const step = (WIDTH - LEFT) / days.length;
  const slots = days.map(({ day, cases, expected, reported }, i): Slot => {
    const x = LEFT + i * step;
    return {
      day,
      x,
      bar: { x: x + step * 0.14, width: step * 0.72 },
      total: cases ? cases.f0 : null,
      least: cases !== null && reported < expected,
      due: !cases && missing.includes(day),
      blocks: cases ? stack(counts(cases), y) : [],
    };
  });
  const sums: Counts = { unknown: 0, venue: 0, known: 0, open: 0, isolated: 0 };
  for (const cases of shown) for (const kind of KINDS) sums[kind] += counts(cases)[kind];
  return {
    slots,
    step,
    months: months(slots, step),
    ticks: heights.map((value) => ({ value, y: y(value) })),
    gaps: gaps(slots, step),
    sums,
    total: KINDS.reduce((sum, kind) => sum + sums[kind], 0),
  };
}

/** One on the other, without those of no case. */
function stack(counts: Counts, y: (cases: number) => number): Block[] {
  let below = 0;
  return KINDS.filter((kind) => counts[kind] > 0).map((kind) => {
    const cases = counts[kind];
    const foot = y(below);
    below += cases;
    return { kind, cases, y: y(below), height: foot - y(below) };
  });
}

function months(slots: readonly Slot[], step: number): Chart["months"] {
  const begins = slots.filter(({ day }, i) => i === 0 || day.endsWith("-01"));
  return begins
    .filter(({ x }, i) => i > 0 || (begins[1]?.x ?? WIDTH) - x >= MONTH)
    .map(({ day, x }) => {
      const ends = x + MONTH > WIDTH;
      return { month: Number(day.slice(5, 7)), x: ends ? x + step : x + 2, ends };
    });
}

/** Neighbouring gaps are one as long as both are due or neither is. */
function gaps(slots: readonly Slot[], step: number): Chart["gaps"] {
  const found: Chart["gaps"] = [];
  let open = false;
  for (const { day, x, total, due } of slots) {
    const last = found.at(-1);
    if (total !== null) open = false;
    else if (open && last?.due === due) {
      last.days += 1;
      last.width += step;
    } else {
      found.push({ first: day, days: 1, x, width: step, due });
      open = true;
    }
  }
  return found;
}
