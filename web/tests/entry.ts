// A day of a unit's history, for tests of what is drawn and said of it.

import type { HistoryDay } from "../src/wire.ts";

export function entry(day: string, f0: number | null, more: Partial<HistoryDay> = {}): HistoryDay {
  const none = {
    known_source: 0,
    source_open: 0,
    special_venue: 0,
    unknown_source: 0,
    isolated: 0,
    f1_community: 0,
  };
  return {
    day,
    level: 1,
    low: 1,
    high: 1,
    own: 1,
    marks: [],
    fired: [],
    published: null,
    cases: f0 === null ? null : { ...none, f0, unknown_source: f0 },
    expected: 1,
    reported: f0 === null ? 0 : 1,
    reports: [],
    ...more,
  };
}
