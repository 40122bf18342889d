// Marks on the chart that lead to corrections: where each can be pressed, and which corrections it stands for. Pure.

import { type Days, reach } from "./drawing.ts";
import type { Lane } from "./lanes.ts";
import { plus } from "./time.ts";

export interface MarkLink {
  from: string;
  to: string;
  x: number;
  width: number;
  /** The newest first; never empty. */
  batches: number[];
}

/** What a finger needs, in units of the drawing. */
export const LEAST = 24;

/** The marks of a lane behind which there are corrections; those too close to be pressed apart are one. */
export function markLinks(
  days: Days,
  { spans }: Pick<Lane, "spans">,
  behind: ReadonlyMap<string, readonly number[]>,
  right: number,
): MarkLink[] {
  const found: MarkLink[] = [];
  for (const { from, to } of spans) {
    const batches: number[] = [];
    for (let day = from; day <= to; day = plus(day, 1)) batches.push(...(behind.get(day) ?? []));
    if (batches.length === 0) continue;
    const at = reach(days, { from, to });
    const [x, width] = [Math.min(at.x, right - LEAST), Math.max(at.width, LEAST)];
    const last = found.at(-1);
    if (last && x < last.x + last.width) {
      last.to = to;
      last.width = Math.max(last.width, x + width - last.x);
      last.batches.push(...batches);
    } else found.push({ from, to, x, width, batches });
  }
  for (const link of found) link.batches = [...new Set(link.batches)].sort((a, b) => b - a);
  return found;
}
