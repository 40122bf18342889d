// A day of a history as figures to draw: cases by kind, as counts or per 100,000 inhabitants, and what is missing of
// them. A day without a report has no figures, which is not zero.

import { type Counts, counts, KINDS } from "../chart.ts";
import { judging } from "../rules.ts";
import type { About, HistoryDay } from "../wire.ts";
import { between } from "./time.ts";

/**
 * What is missing of a day's reports: nothing (null), those of communes that had not begun ("before"), those that are
 * due and have not come ("due"), those that may still come ("waiting").
 */
export type Missing = "before" | "due" | "waiting" | null;

export interface Figures {
  day: string;
  /** By kind; null where nothing was reported. */
  counts: Counts | null;
  total: number | null;
  missing: Missing;
  /** Some communes reported and others did not. */
  partial: boolean;
  /** The day was corrected: more than one revision is known. */
  corrected: boolean;
}

/** `last` is the newest day of what is known, `wait` the days that a report may take. */
export function figures(entry: HistoryDay, last: string, wait: number): Figures {
  const { day, cases, expected, reported, reports } = entry;
  const due = between(day, last) >= wait ? "due" : "waiting";
  return {
    day,
    counts: cases && counts(cases),
    total: cases ? cases.f0 : null,
    missing: expected === 0 ? "before" : reported < expected ? due : null,
    partial: cases !== null && reported < expected,
    corrected: reports.some(({ revision }) => revision > 1),
  };
}

/** How many days a report may take, by the rules that judge a day. */
export function grace(about: About | null, day: string): number {
  return Number(judging(about, day)?.parameters.find(({ name }) => name === "grace_days")?.value ?? 1);
}

/** How long the window is, by the rules that judge a day. */
export function windowDays(about: About | null, day: string | null): number {
  return Number(judging(about, day)?.parameters.find(({ name }) => name === "window_days")?.value ?? 14);
}

/** What a case counts: itself, or its share of 100,000 inhabitants. */
export function weight(rate: boolean, population: number): number {
  return rate && population > 0 ? 100_000 / population : 1;
}

export interface Sum {
  total: number;
  by: Counts;
  /** Days of the window of which there is a report: where there is none, nothing is known, which is not zero. */
  reported: number;
  /** Reports are due and have not come, in the whole or of some communes: there are so many cases at least. */
  short: boolean;
}

/** The sum over a window that ends with a day; null where days of it have not come, since a part is no sum. */
export function windowSum(days: readonly Figures[], end: string, length: number): Sum | null {
  const within = days.filter(({ day }) => between(day, end) >= 0 && between(day, end) < length);
  if (within.length < length) return null;
  const known = within.filter(({ total }) => total !== null);
  const by = Object.fromEntries(
    KINDS.map((kind) => [kind, known.reduce((sum, { counts }) => sum + (counts?.[kind] ?? 0), 0)]),
  ) as Counts;
  return {
    total: known.reduce((sum, { total }) => sum + (total ?? 0), 0),
    by,
    reported: known.length,
    short: within.some(({ missing }) => missing === "due"),
  };
}
