// The marks of a unit's days as lanes below the levels: which days were held, late, undetermined, announced otherwise,
// corrected, or published other than now known. Pure.

import { SIGNS } from "../labels.ts";
import type { HistoryDay, Mark } from "../wire.ts";
import { type Stretch, stretches } from "./drawing.ts";

/** Height of a lane. */
export const LANE = 15;

export type LaneName = Mark | "corrected" | "differs";

export interface Lane {
  name: LaneName;
  sign: string;
  spans: Stretch<true>[];
}

const MARKS = ["undetermined", "held", "override", "incomplete", "flag"] as const;

/** What was published last on the day is another level than what is known now. */
export function differs({ level, published }: HistoryDay): boolean {
  return published !== null && published.level !== level;
}

export function corrected({ reports }: HistoryDay): boolean {
  return reports.some(({ revision }) => revision > 1);
}

export function lanes(days: readonly HistoryDay[]): Lane[] {
  const lane = (name: LaneName, sign: string, has: (day: HistoryDay) => boolean): Lane => ({
    name,
    sign,
    spans: stretches(days, (day) => (has(day) ? (true as const) : null)),
  });
  const marked = (mark: Mark) => (day: HistoryDay) => day.marks.includes(mark);
  const all = [
    lane("corrected", "†", corrected),
    ...MARKS.map((mark) => lane(mark, SIGNS[mark], marked(mark))),
    lane("late", "", marked("late")),
    lane("differs", "≠", differs),
  ];
  return all.filter(({ spans }) => spans.length > 0);
}
