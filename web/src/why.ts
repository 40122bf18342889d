// What the sentences of the card are made of: the figures, days, reports and neighbours of the criteria that give a
// level, and what would lower it. Sorts what the server judged; judges nothing itself. The words are in
// text/why.vi.ts and text/why.en.ts.

import { kinds } from "./chart.ts";
import { reasons } from "./reasons.ts";
import type { Both, Criterion, Fall, Level, Tier, UnitDetail } from "./wire.ts";

/** One criterion that gives the level, as its sentence needs it. */
export interface Reason {
  id: string;
  /** What the criterion counts, and what it asks for: 0 where it does not. */
  count: number;
  of: number;
  percent: number;
  population: number;
  /** The least cases of a cluster that is not reported as such. */
  least: number;
  /** How a cluster is known; null where the criterion needs none. */
  cluster: "reported" | "inferred" | null;
  /** Shares are of units at that very level, not from it on. */
  exact: boolean;
  /** How many of the cases are of reports that give no split by source. */
  open: number;
  /** Days of the cases, ascending, and the numbers of their reports: above the commune those of the communes below. */
  days: string[];
  reports: number[];
  window: UnitDetail["window"];
  /** The neighbours, or the units below, that count for it. */
  names: string[];
}

/** What leaves a level a range, and so what would settle it. */
export interface Unsettled {
  low: Level;
  high: Level;
  /** Community cases that the unit's own reports do not split by source, their days, and the numbers of those reports. */
  cases: number;
  days: string[];
  reports: number[];
  /** Missing days that keep an end of the range from before. */
  missing: string[];
  /** The neighbours, or the units below, whose level is open too, and the reports of theirs that give no split. */
  names: string[];
  others: number[];
  tier: Tier;
}

/** When a level could fall, and what drops out by then. */
export interface Waits extends Pick<Fall, "day" | "level" | "rules_from" | "ends" | "missing" | "flags"> {
  /** Names of the communes around or below that owe reports. */
  late: string[];
  /** Names of the neighbours or the units below that fall first, by the level that they fall to. */
  falling: { names: string[]; to: Level }[];
  /** The unit's own reports that leave the window. */
  reports: number[];
  /** The reports of other communes that leave it, and the names of those. */
  others: { names: string[]; reports: number[] };
  tier: Tier;
}

/** What keeps a level while reports are missing. */
export interface Kept {
  level: Level;
  /** The level before neighbours are looked at, where criteria give a higher one. */
  own: boolean;
  /** The last day that reached a level so high, and what it reached by which criteria, with their clauses. */
  day: string;
  reached: Level;
  by: { id: string; clause: string }[];
  reports: number[];
  missing: string[];
}

/** A language's sentences. */
export interface Sentences {
  colours: Record<Level, string>;
  /** By the id of the criterion. */
  reasons: Record<string, (reason: Reason) => string>;
  /** Two criteria that count the same cases, since no report splits them by source: as one reason, lest they be added up. */
  either(first: Reason, second: Reason): string;
  why(level: Level, reasons: string[]): string;
  open(unsettled: Unsettled): string;
  /** What a missing report keeps, in three parts: the one between, a day, leads to its reasons. */
  kept(kept: Kept): [string, string, string];
  /** Above the commune: those below that owe reports. */
  late(names: string[]): string;
  /** When it could fall, and why then. */
  fall(waits: Waits): string[];
}

export interface Setting {
  sentences: Sentences;
  /** The rule set's own words. */
  say: (both: Both) => string;
  nameOf: (code: string) => string;
  /** The rule set's reading of shares. */
  exact: boolean;
}

const OF_CASES = ["C-R1", "C-R2", "C-O1", "C-O2", "C-Y1"];

/** The head of the reasons, a sentence; null where no criterion gives the level. */
export function why(detail: UnitDetail, { sentences, say, nameOf, exact }: Setting): string | null {
  const { giving } = reasons(detail);
  if (detail.level === null || giving.length === 0) return null;
  const all = giving.map((criterion) => made(criterion, detail, nameOf, exact));
  const parts = giving.flatMap((criterion, i) => {
    const [before, reason, after] = [all[i - 1], all[i], all[i + 1]];
    if (!reason || shared(before, reason)) return [];
    if (after && shared(reason, after)) return [sentences.either(reason, after)];
    return [sentences.reasons[criterion.id]?.(reason) ?? say(criterion.text)];
  });
  return sentences.why(detail.level, parts);
}

/** By criterion of special venues that of unknown sources beside it. */
const BESIDE: Record<string, string> = { "C-R2": "C-R1", "C-O2": "C-O1" };

/** Whether both count the cases that no report splits by source, each by one reading of them. */
function shared(first: Reason | undefined, second: Reason): boolean {
  return first !== undefined && BESIDE[second.id] === first.id && first.open > 0 && second.open > 0;
}

function made(
  criterion: Criterion,
  { reports, window }: UnitDetail,
  nameOf: Setting["nameOf"],
  exact: boolean,
): Reason {
  const { id, figures, days, units } = criterion;
  const count = Object.entries(figures).find(([name]) => COUNTED.test(name))?.[1] ?? 0;
  return {
    id,
    count,
    of: figures.of ?? 0,
    percent: figures.percent_needed ?? 0,
    population: figures.population ?? 0,
    least: figures.cluster_min_f0 ?? 0,
    cluster: clusterOf(criterion),
    exact,
    open: unsplit(criterion, reports),
    days,
    reports: criterion.reports,
    window,
    names: units.map(({ unit }) => nameOf(unit)),
  };
}

/** What leaves the level open and what would settle it, a sentence; null where the range is one level. */
export function open(
  detail: UnitDetail,
  { sentences, nameOf }: Pick<Setting, "sentences" | "nameOf">,
): string | null {
  const { open: named, low, high } = detail;
  if (named === null || low === null || high === null) return null;
  const own = detail.reports.filter(({ id }) => named.reports.includes(id));
  const ids = own.map(({ id }) => id);
  return sentences.open({
    low,
    high,
    cases: own.reduce((sum, report) => sum + kinds(report).open, 0),
    days: own.map(({ day }) => day),
    reports: ids,
    missing: named.missing,
    names: named.units.map(nameOf),
    others: named.reports.filter((id) => !ids.includes(id)),
    tier: detail.unit.tier,
  });
}

/** What is kept and where it comes from, a sentence in three parts; null where nothing that is shown is. */
export function kept(
  detail: UnitDetail,
  { sentences, say }: Pick<Setting, "sentences" | "say">,
): string[] | null {
  const { held_at, held_from, criteria, missing } = detail;
  if (held_at === null || held_from === null) return null;
  const by = criteria.filter(({ id }) => held_from.fired.includes(id));
  return sentences.kept({
    level: held_at,
    own: detail.fired.length > 0,
    day: held_from.day,
    reached: by[0]?.level ?? held_at,
    by: by.map(({ id, clause }) => ({ id, clause: say(clause) })),
    reports: held_from.reports,
    missing,
  });
}

/** When the level could fall, in sentences: it may wait for the unit's own reports, or for those of others. */
export function fall(
  { fall, unit }: UnitDetail,
  { sentences, nameOf }: Pick<Setting, "sentences" | "nameOf">,
): string[] {
  if (fall === null) return [];
  const levels = [...new Set(fall.falling.map(({ to }) => to))].sort();
  const others = fall.leaving.filter((one) => one.unit !== unit.code);
  return sentences.fall({
    ...fall,
    late: fall.late.map(nameOf),
    falling: levels.map((to) => ({
      to,
      names: fall.falling.filter((one) => one.to === to).map((one) => nameOf(one.unit)),
    })),
    reports: fall.leaving.filter((one) => one.unit === unit.code).flatMap(({ reports }) => reports),
    others: {
      names: others.map((one) => nameOf(one.unit)),
      reports: others.flatMap(({ reports }) => reports),
    },
    tier: unit.tier,
  });
}

/** How many of the cases that a criterion counts are of reports that give no split by source. */
export function unsplit({ id, figures, days }: Criterion, reports: UnitDetail["reports"]): number {
  const cases = Object.entries(figures).find(([name]) => COUNTED.test(name))?.[1] ?? 0;
  const among = OF_CASES.includes(id) ? reports.filter(({ day }) => days.includes(day)) : [];
  return Math.min(
    cases,
    among.reduce((sum, report) => sum + kinds(report).open, 0),
  );
}

const COUNTED = /^(f0_(known|unknown)_source|f0_special_venue|f1_community|neighbours_(red|orange)|counted)$/;

function clusterOf({ inferred, figures }: Criterion): Reason["cluster"] {
  if (inferred) return "inferred";
  return (figures.days_with_reported_clusters ?? 0) > 0 ? "reported" : null;
}
