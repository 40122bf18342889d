// Which months are written along the axis of days, and on which side of their first day: each where it has room between
// the label before and the ends of the axis. Pure.

import type { MonthTick } from "./past.ts";

export interface Written extends MonthTick {
  /** The label ends at its day, since after it there is no room. */
  before: boolean;
}

/** `last`: the place of the last day; `wide`: a label's share of the axis. */
export function written(ticks: readonly MonthTick[], last: number, wide: number): Written[] {
  let free = 0;
  const found: Written[] = [];
  for (const tick of ticks) {
    const at = tick.at / Math.max(1, last);
    const before = at + wide > 1;
    if ((before ? at - wide : at) < free) continue;
    free = before ? at : at + wide;
    found.push({ ...tick, before });
  }
  return found;
}
