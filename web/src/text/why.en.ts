// Why a unit has its level, and what would lower it, as sentences in English: one for each criterion.

import { plus } from "../unit/time.ts";
import type { Reason, Sentences } from "../why.ts";
import type { Level } from "../wire.ts";
import { count, day, length, runs, shortDay, stretch } from "./format.ts";

const COLOURS: Record<Level, string> = { 1: "green", 2: "yellow", 3: "orange", 4: "red" };
const OFFICER = "(set by an officer)";
const GREEN = "no criterion of a higher level is met";
const UNKNOWN = "of unknown source";
const VENUE = "from places hard to control and trace";
const KNOWN = "of known source in the community";
const NAMED = 3;

const number = (value: number) => count(value, "en");
const at = (level: Level) => `level ${level} (${COLOURS[level]})`;
const are = (value: number) => (value === 1 ? "is" : "are");
const were = (value: number) => (value === 1 ? "was" : "were");
const some = (value: number, one: string, many = `${one}s`) => `${number(value)} ${value === 1 ? one : many}`;

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** The first few, and how many more. */
function named(names: readonly string[], kind: string): string {
  const rest = names.length - NAMED;
  return listed(rest > 1 ? [...names.slice(0, NAMED), `${rest} other ${kind}s`] : names);
}

/** Each by its number while they are few; all of them are listed with the criterion. */
function numbered(ids: readonly number[]): string {
  if (ids.length > NAMED) return `${ids.length} reports`;
  return `${ids.length === 1 ? "report" : "reports"} no. ${listed(ids.map(String))}`;
}

const date = (iso: string) => shortDay(iso, "en");

const dates = (list: readonly string[]) => listed(runs(list).map((run) => stretch(run, "en")));

/** "the 14 days from 23 Aug to 5 Sep". */
function span(window: Reason["window"]): string {
  return `the ${some(length(window), "day")} from ${date(window.from)} to ${date(window.to)}`;
}

/** " on 5 Sep (report no. 123)". */
function when({ days, reports, window }: Reason): string {
  return `${days.length > 0 ? ` on ${dates(days)}` : ` in ${span(window)}`}${reports.length > 0 ? ` (${numbered(reports)})` : ""}`;
}

/** Cases, and how many of them the report does not split by source. */
function cases(what: string): (reason: Reason) => string {
  return (reason) => {
    const { count: all, open } = reason;
    const head = `there ${were(all)} ${some(all, "F0 case")}`;
    if (open === 0) return `${head} ${what}${when(reason)}`;
    if (open === all) return `${head} not split by source, counted as ${what},${when(reason)}`;
    return `${head} ${what}, counting ${number(open)} not split by source,${when(reason)}`;
  };
}

function cluster(what: string): (reason: Reason) => string {
  return (reason) => {
    if (reason.cluster === "inferred")
      return `${cases(what)(reason)}, taken for a cluster (from ${some(reason.least, "case")} on)`;
    if (reason.cluster === null) return cases(what)(reason);
    const together = reason.count > 0 ? `, ${some(reason.count, "F0 case")} in all` : "";
    return `a cluster ${what} was reported${together}${when(reason)}`;
  };
}

function beside(level: Level): (reason: Reason) => string {
  return ({ names }) => `it borders ${listed(names)}, which ${are(names.length)} at ${at(level)}`;
}

/** Of a district the communes, of the province the districts. */
function above(tier: "D" | "P", below: string): Sentences["reasons"] {
  const share = (level: Level) => (reason: Reason) => {
    const exactly = reason.exact && level < 4 ? "exactly " : "";
    const standing = `${exactly}${at(level)}${!exactly && level < 4 ? " or higher" : ""}`;
    return `${number(reason.count)} of ${some(reason.of, below)} ${are(reason.count)} at ${standing} (threshold ${reason.percent}%)`;
  };
  const counted = (standing: string) => (reason: Reason) => {
    const names = reason.names.length > 0 ? `: ${named(reason.names, below)}` : "";
    return `${some(reason.count, below)} ${are(reason.count)} at ${standing}${names}`;
  };
  const source = (percent: number) => () =>
    `a source hard to control threatens more than ${percent}% of ${below}s ${OFFICER}`;
  return {
    [`${tier}-R1`]: share(4),
    [`${tier}-R2`]: share(3),
    [`${tier}-R3`]: source(50),
    [`${tier}-O1`]: share(3),
    [`${tier}-O2`]: share(2),
    [`${tier}-O3`]: counted(at(4)),
    [`${tier}-O4`]: source(20),
    [`${tier}-Y1`]: (reason) =>
      `${cases(KNOWN)(reason)}, more than 1 per 100,000 people (population ${number(reason.population)})`,
    [`${tier}-Y2`]: counted(`${at(2)} or ${at(3)}`),
    [`${tier}-G`]: () => GREEN,
  };
}

export const whyEn: Sentences = {
  colours: COLOURS,
  reasons: {
    "C-R1": cluster(UNKNOWN),
    "C-R2": cluster(VENUE),
    "C-O1": cases(UNKNOWN),
    "C-O2": cases(VENUE),
    "C-O3": beside(4),
    "C-Y1": cases(KNOWN),
    "C-Y2": (reason) =>
      `there ${were(reason.count)} ${some(reason.count, "F1 contact")} in the community${when(reason)}`,
    "C-Y3": beside(3),
    "C-Y4": () => `illegal entry, or large numbers in quarantine facilities, are a high risk ${OFFICER}`,
    "C-G": ({ days, window }) => `${GREEN}, by the reports of ${number(days.length)} of ${span(window)}`,
    ...above("D", "commune"),
    "D-O5": () => `a production site to be protected borders a source hard to control ${OFFICER}`,
    ...above("P", "district"),
  },
  either(first, second) {
    const whole = [first, second].every(
      ({ count: all, open, cluster }) => open === all && cluster !== "reported",
    );
    if (!whole)
      return `${whyEn.reasons[first.id]?.(first)}; or, with the same unsplit cases, ${whyEn.reasons[second.id]?.(second)}`;
    const head = `there ${were(first.count)} ${some(first.count, "F0 case")} not split by source${when(first)}`;
    const read = `${head}, counted either as ${UNKNOWN} or as ${VENUE}`;
    if (first.cluster === null) return read;
    return `${read}, and either way taken for a cluster (from ${some(first.least, "case")} on)`;
  },
  why: (level, reasons) => `Level ${level} (${COLOURS[level]}) because ${reasons.join("; ")}.`,
  kept({ level, own, day: last, reached, by, reports, missing }) {
    const head = own ? `The own level is held at ${at(level)}` : `Level ${level} (${COLOURS[level]}) is held`;
    const lack = `because reports are missing${missing.length > 0 ? ` of ${dates(missing)}` : ""}`;
    const met = by.map(({ id, clause }) => `${id} (${clause})`).join(", ");
    const from = reports.length > 0 ? `, ${numbered(reports)}` : "";
    return [
      `${head} from ${day(plus(last, 1), "en")}, ${lack}: `,
      day(last, "en"),
      ` reached level ${reached} by ${met}${from}.`,
    ];
  },
  late: (names) => `Reports that are due have not arrived from ${named(names, "commune")}.`,
  open({ low, high, cases: unsplit, days, reports, missing, names, others, tier }) {
    const causes: string[] = [];
    const settles: string[] = [];
    if (reports.length > 0) {
      const it = `${some(unsplit, "case")} of ${dates(days)} ${are(unsplit)} not split by source`;
      causes.push(`${it} (${numbered(reports)})`);
      settles.push(`${reports.length === 1 ? "the report says" : "the reports say"} what their source was`);
    }
    if (missing.length > 0) {
      const it = `${dates(missing)} ${are(missing.length)} not reported`;
      causes.push(`${it}, which keeps one end of the range from before`);
      settles.push(`${dates(missing)} ${are(missing.length)} reported`);
    }
    if (names.length > 0) {
      const kind = tier === "province" ? "district" : "commune";
      const without = others.length === 1 ? "gives" : "give";
      const theirs = others.length > 0 ? ` (${numbered(others)} ${without} no split by source)` : "";
      const where = tier === "commune" ? ", on its border," : "";
      const [levels, is] = names.length === 1 ? ["level", "is"] : ["levels", "are"];
      causes.push(`the ${levels} of ${named(names, kind)}${where} ${is} open${theirs}`);
      settles.push(
        `the ${levels} of ${names.length === 1 ? names.join("") : `those ${kind}s`} ${is} settled`,
      );
    }
    return `Level ${low}–${high}: undetermined because ${causes.join("; ")}. It will be settled once ${listed(settles)}.`;
  },
  fall({ day, level, rules_from, ends, missing, flags, late, falling, reports, others, tier }) {
    if (day === null || level === null)
      return [
        "No day is known on which the level could fall: a flag that an officer set without an end keeps it up.",
      ];
    const due =
      missing.length > 0
        ? ` and if ${dates(missing)} ${are(missing.length)} reported belatedly (without cases)`
        : "";
    const owed =
      late.length > 0
        ? `, provided that ${named(late, "commune")} ${late.length === 1 ? "reports" : "report"} in full (without cases)`
        : "";
    const quiet =
      tier !== "commune" || falling.length > 0
        ? "no commune reports a further case"
        : "no further case is reported";
    const head = `Could fall to level ${level} from ${date(day)} if ${quiet}${due}${owed}.`;
    const rules = rules_from ? [`That day is judged by the rule set in use from ${date(rules_from)}.`] : [];
    if (ends.length === 0) return [head, ...rules];
    const [criteria, hold] = ends.length === 1 ? ["Criterion", "holds"] : ["Criteria", "hold"];
    const out = (ids: readonly number[]) => `${are(ids.length)} no longer among the days assessed`;
    const theirs = `${numbered(others.reports)} of ${named(others.names, "commune")} ${out(others.reports)}`;
    const below = tier === "province" ? "district" : "commune";
    const causes = [
      ...(reports.length > 0 ? [`${numbered(reports)} ${out(reports)}`] : []),
      ...falling.map(
        ({ names, to }) => `${named(names, below)} ${names.length === 1 ? "falls" : "fall"} to level ${to}`,
      ),
      ...(others.reports.length > 0 ? [theirs] : []),
      ...flags.map((flag) => `what document “${flag.document}” set is over`),
    ];
    const because = causes.length > 0 ? `, because ${causes.join("; ")}` : "";
    return [head, `${criteria} ${listed(ends)} then no longer ${hold}${because}.`, ...rules];
  },
};
