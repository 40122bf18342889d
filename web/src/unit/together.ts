// Several units in one drawing, on one scale: of each a line of the sum over the window that ends with every day. Where a
// day has no report the line has a gap; where a report that it sums up is overdue, the sum is told as a least. Pure; units
// are those of the drawing.

import { type Figures, windowSum } from "./figures.ts";
import { between } from "./time.ts";

/** The page's own unit first. None is a level's, nor like one; each is seen by day and at night. */
export const COLOURS = ["var(--ink)", "#2F7FD6", "#D0459F", "#A8733A", "#1A8E9E", "#9166D9", "#78838C"];
/** A sign for each besides, around 0, 0: no colour has to tell lines apart. */
export const SIGNS = [
  "M-3.6 0a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0 -7.2 0Z",
  "M-3.3 -3.3h6.6v6.6h-6.6Z",
  "M0 -4.3L4.2 3.2H-4.2Z",
  "M0 -4.8L4.8 0L0 4.8L-4.8 0Z",
  "M0 4.3L4.2 -3.2H-4.2Z",
  "M-1.4 -4.2h2.8v2.8h2.8v2.8h-2.8v2.8h-2.8v-2.8h-2.8v-2.8h2.8Z",
  "M-2.2 -4h4.4L4.4 0L2.2 4h-4.4L-4.4 0Z",
];

/** The sum of the window that ends with a day. */
export interface Point {
  day: string;
  sum: number;
  /** No report that it sums up is overdue; else there are so many cases at least. */
  whole: boolean;
}

/** The sums of days in order; a day without a report has none, nor one whose window is not all there. */
export function sums(days: readonly Figures[], length: number): Point[] {
  return days.flatMap(({ day, total }, i) => {
    const sum = windowSum(days.slice(Math.max(0, i + 1 - length), i + 1), day, length);
    return sum && total !== null ? { day, sum: sum.total, whole: !sum.short } : [];
  });
}

export interface Run {
  whole: boolean;
  points: Point[];
}

/** Points as lines to draw: a day that has none ends a line, and what is whole and what is not are two that touch. */
export function runs(points: readonly Point[]): Run[] {
  const found: Run[] = [];
  for (const point of points) {
    const run = found.at(-1);
    const before = run?.points.at(-1);
    const { whole } = point;
    if (!run || !before || between(before.day, point.day) !== 1) found.push({ whole, points: [point] });
    else if (run.whole === whole) run.points.push(point);
    else found.push({ whole, points: [before, point] });
  }
  return found;
}

/** Where labels stand that want to stand at some heights: at least a line apart, none below the foot, in their order. */
export function apart(wanted: readonly number[], line: number, foot: number): number[] {
  const order = wanted.map((y, i) => ({ y, i })).sort((a, b) => a.y - b.y);
  let above = Number.NEGATIVE_INFINITY;
  for (const one of order) {
    one.y = Math.max(one.y, above + line);
    above = one.y;
  }
  let below = foot + line;
  for (const one of order.reverse()) {
    one.y = Math.min(one.y, below - line);
    below = one.y;
  }
  return order.sort((a, b) => a.i - b.i).map(({ y }) => y);
}

/** A name in so many letters. */
export function cut(name: string, letters: number): string {
  return name.length > letters ? `${name.slice(0, Math.max(1, letters - 1)).trimEnd()}…` : name;
}
