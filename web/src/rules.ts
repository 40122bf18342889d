// Which rule set judges which day. The timeline comes once, with what the server shows, so a page that stands over
// midnight names the right one on either side of a border.

import type { About, Ruleset } from "./wire.ts";

/** The rule set that judges a day; null until the server has told. */
export function judging(about: About | null, day: string | null): Ruleset | null {
  if (!about || day === null) return about?.ruleset ?? null;
  return about.timeline.findLast(({ from }) => from === null || from <= day) ?? about.ruleset;
}

/** The days after the first of a stretch on which another rule set begins to judge. */
export function bordersIn(about: About | null, { from, to }: { from: string; to: string }): Border[] {
  const begins = (about?.timeline ?? []).map((rules) => ({ day: rules.from ?? "", rules }));
  return begins.filter(({ day }) => day > from && day <= to);
}

/** A day on which a rule set begins to judge. */
export interface Border {
  day: string;
  rules: Ruleset;
}
