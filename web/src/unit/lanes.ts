// The marks of a unit's days as lanes below the levels: which days were held, late, undetermined, announced otherwise,
// corrected, or published other than now known. Pure.

import type { Behind } from "../corrections.ts";
import { levelSign, SIGNS } from "../labels.ts";
import type { HistoryDay, Mark } from "../wire.ts";
import { type Stretch, stretches } from "./drawing.ts";

/** Height of a lane, and of one whose marks can be pressed. */
const LANE = 15;
const PRESSED = 24;

export type LaneName = Mark | "corrected" | "differs";

export interface Lane {
  name: LaneName;
  sign: string;
  spans: Stretch<unknown>[];
  height: number;
}

const MARKS = ["undetermined", "held", "override", "incomplete", "flag"] as const;

/** What was published last on the day has another level than what is known now, another range, or other signs. */
export function differs({ published, ...known }: HistoryDay): boolean {
  if (published === null) return false;
  const { low, high } = published;
  return low !== known.low || high !== known.high || levelSign(published) !== levelSign(known);
}

export function corrected({ reports }: HistoryDay): boolean {
  return reports.some(({ revision }) => revision > 1);
}

/** `behind`: the corrections of the days' reports; above the commune only they tell that a day was corrected. */
export function lanes(days: readonly HistoryDay[], { reports }: Pick<Behind, "reports">): Lane[] {
  const lane = (name: LaneName, sign: string, value: (day: HistoryDay) => unknown, height = LANE): Lane => ({
    name,
    sign,
    spans: stretches(days, (day) => value(day) || null),
    height,
  });
  const marked = (mark: Mark) => (day: HistoryDay) => day.marks.includes(mark);
  // Days that one correction touches are one mark, and the next correction's another.
  const by = (day: HistoryDay) => reports.get(day.day)?.join() ?? corrected(day);
  const all = [
    lane("corrected", "†", by, PRESSED),
    ...MARKS.map((mark) => lane(mark, SIGNS[mark], marked(mark))),
    lane("late", "", marked("late")),
    lane("differs", "≠", differs, PRESSED),
  ];
  return all.filter(({ spans }) => spans.length > 0);
}
