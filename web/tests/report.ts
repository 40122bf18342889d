// A commune's report of a day, for tests of what is said of it.

import type { Report } from "../src/wire.ts";

export function report(day: string, f0: number, unknown: number | null): Report {
  const clusters = { clusters_unknown_source: null, clusters_special_venue: null, f1_community: null };
  const rest = { id: 1, revision: 1, learned_at: "", origin: "row" as const, source: null, note: null };
  return {
    ...rest,
    ...clusters,
    day,
    f0,
    f0_isolated: null,
    f0_unknown_source: unknown,
    f0_special_venue: null,
  };
}
