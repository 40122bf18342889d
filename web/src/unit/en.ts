// What a unit's page says in English. Names of places stay Vietnamese.

import type { SumOn, UnitText } from "./vi.ts";

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

export const en: UnitText = {
  weekday: (at) => WEEKDAYS[at] ?? "",
  title: (unit, page) => `${unit} · ${page}`,
  description: (unit) =>
    `${unit}: new F0 cases and COVID-19 risk levels day by day, the reasons and every report.`,
  toMap: "Show on the map",
  level: (day) => `Risk level on ${day}`,
  open: (mark, low, high) => `${mark}: level ${low}–${high}`,
  unknown: (code) => `No unit has the code ${code}.`,
  none: "No such unit",
  noPage: "No such page",
  nothingAt: (path) => `There is no page at ${path}.`,
  unknownMore: (province) =>
    `This address leads to no commune or district of ${province}. Look for it by name in the search above, or choose it on the map.`,
  openMap: "Open the map",
  failed: "The figures could not be loaded. The page will try again.",
  refused: "The server has no answer for this day or moment. Choose another day, or go back to now.",
  updating: "Updating…",
  series: {
    known: "As now known",
    knownThen: (time, day) => `As known at ${time} on ${day}`,
    published: (level, marks) => `As published: ${level}${marks.length > 0 ? ` (${marks.join(", ")})` : ""}`,
    compared: (known) => `Levels: ${known.charAt(0).toLowerCase()}${known.slice(1)}.`,
  },
  state: {
    live: (day) => `Showing ${day} with the newest figures`,
    past: (day) => `Showing ${day} as now known`,
    asKnown: (day, time, asOf) => `Showing ${day} as known at ${time} on ${asOf}`,
    follows: "; the page follows by itself",
    back: "Back to now",
  },
  pick: {
    label: "Day and moment",
    day: "Day rated",
    before: "Day before",
    after: "Day after",
    asOf: "With what was known at",
    zone: "Vietnam time",
    now: "Now",
    endOfDay: "End of that day",
    keep: "Keep this moment",
    from: "Chart from",
    to: "to",
    span: "Days on the chart",
    weeks: (weeks) => `${weeks} weeks`,
    all: "All",
  },
  compare: {
    unit: "Counted as",
    counts: "Cases",
    rates: "Per 100,000 people",
    population: (people) => `Rates use the population in the register of units: ${people} people.`,
    add: "Compare with",
    choose: "Choose a unit…",
    remove: (unit) => `Take ${unit} out of the comparison`,
    title: "Comparison",
    sums: (days, per) =>
      `Each point is the sum of F0 over the ${days} days up to that day${per ? ", per 100,000 people" : ""}; all units share one scale.`,
    chart: (units, days, per) =>
      `${units}: the sum of F0 over ${days} days${per ? ", per 100,000 people" : ""}, day by day.`,
    on: (day) => `Up to ${day}`,
    gaps: (days) =>
      `Gap: a day without a report, not a zero. Dotted, and ≥: at least so many, since some of those ${days} days were not reported.`,
    table: "Figures of the comparison",
    daily: "That day",
    days: (days) => `${days} days`,
    districts: "Districts",
    summary(unit, last, top, per) {
      const cases = ({ sum }: SumOn) => `${sum} F0${per ? " per 100,000 people" : ""}`;
      const most = top.whole ? "at most" : "at its highest at least";
      return `${unit}: ${last.whole ? "" : "at least "}${cases(last)} up to ${last.day}; ${most} ${cases(top)} on ${top.day}.`;
    },
    none: (unit) => `${unit}: no reports on these days.`,
  },
  chart: {
    title: "New F0 a day, and risk levels",
    range: (from, to) => `From ${from} to ${to}`,
    help: "Drag on the chart or use the arrow keys to choose a day (right, up: later; left, down: earlier); Page Up: a week later; Page Down: a week earlier; Home, End: the ends of the chart.",
    label: (unit) => `${unit} day by day. Choose a day to see the reasons.`,
    cases: "F0 a day",
    rate: "F0 a day per 100,000 people",
    known: "Level as now known",
    knownThen: (time, day) => `Level as known at ${time} on ${day}`,
    published: "Level as published",
    key: "Key",
    keySum: (days, known) =>
      `In the ${days} days assessed${{ none: ": no reports", short: ", at least:", all: ":" }[known]}`,
    gap: "No report",
    partial: "Some communes did not report",
    corrected: "Corrected",
    differs: "Published other than now known",
    notPublished: "Not published",
    border: (day, id) => `from ${day}: rule set ${id}`,
    marks: "Corrections on the chart",
    noReport: "no report",
    lanes: {
      undetermined: "undetermined",
      held: "held",
      late: "report late",
      override: "announced level",
      incomplete: "incomplete",
      flag: "flag set by an officer",
    },
  },
  sum({ days, total, per, reported, short, commune }) {
    if (reported === 0) return [`${days} days assessed: no reports`];
    const head = `${days} days assessed: ${short ? "at least " : ""}${total} F0${per ? " per 100,000" : ""}`;
    if (!short) return [head];
    return [head, commune ? `${reported} of ${days} days reported` : "some communes did not report"];
  },
  day(told) {
    const parts = [];
    const unit = told.per ? "F0 per 100,000 people" : "new F0";
    if (told.total === null) {
      parts.push(
        {
          before: "it had not begun to report",
          due: "no report, and it is overdue",
          waiting: "no report yet",
        }[told.missing ?? "waiting"],
      );
    } else parts.push(`${told.total} ${unit}${told.kinds.length > 0 ? ` (${told.kinds.join(", ")})` : ""}`);
    if (told.total !== null && told.reported < told.expected)
      parts.push(`${told.reported} of ${told.expected} communes reported`);
    const sentences = [`${told.date}: ${parts.join("; ")}`];
    const marks = told.marks.length > 0 ? ` (${told.marks.join(", ")})` : "";
    const fired = told.fired.length > 0 ? `, by ${told.fired.join("; ")}` : "";
    const known = told.asOf === null ? "As now known" : `As known at ${told.asOf}`;
    sentences.push(
      told.known === null ? `${known}: no level${marks}` : `${known}: ${told.known}${marks}${fired}`,
    );
    if (told.release === null) sentences.push("Not published");
    else {
      const differs = told.differs ? ", other than known" : "";
      const then = [...told.publishedMarks, `release ${told.release}`].join(", ");
      sentences.push(`As published: ${told.published ?? "no level"} (${then})${differs}`);
    }
    if (told.rules !== null) sentences.push(`From this day on rule set ${told.rules} judges`);
    if (told.revisions > 1) sentences.push(`There are ${told.revisions} revisions, the last a correction`);
    return `${sentences.join(". ")}.`;
  },
  reasons: {
    title: (day) => `Why it has its level on ${day}`,
    own: "Own level (neighbours not counted):",
    none: "No level: the unit had never reported by this day.",
  },
  around: {
    commune: (day) => `Neighbouring communes on ${day}`,
    district: (day) => `Its communes on ${day}`,
    province: (day) => `Its districts on ${day}`,
    label: (unit, level) => `${unit}: ${level}`,
    none: "It borders no commune of the province.",
  },
  corrections: {
    of: (unit, from, to) =>
      `The corrections that touch ${unit}, and the late reports and flags that change a published board of it, on the days of the chart, from ${from} to ${to}, newest first. What was published stays as it was.`,
    none: (unit, from, to) =>
      `No correction and no late report or flag touches ${unit} on the days of the chart, from ${from} to ${to}.`,
    knownBy: (time, day) => `Only those known at ${time} on ${day} are told.`,
    toDay: (day) => `Show ${day} on the chart`,
    feed: "Atom feed of this unit",
    absent: (batch) => `Correction ${batch} is not of this unit, or does not touch the days of the chart.`,
    more: "There are earlier corrections; choose a shorter stretch of days to see them.",
  },
  table: {
    title: "Every report, day by day",
    caption: (from, to) => `From ${to} back to ${from}, newest first; each row is a revision of a report.`,
    captionAbove: (from, to) =>
      `From ${to} back to ${from}, newest first; sums over the communes that reported.`,
    number: "No.",
    revision: "Revision",
    learned: "Learned at",
    origin: "Origin",
    origins: { row: "report", absent: "zero for one left out" },
    published: "As published",
    source: "Source",
    note: "Note",
    replaced: "superseded",
    reported: "Communes reported",
    reportedFailed: "Not loaded. Close it and open it again.",
    reportedOf: (of, day) => `${of} communes reported ${day}: see each`,
    of: (reported, expected) => `${reported}/${expected}`,
    page: (page, pages) => `Page ${page} of ${pages}`,
    newer: "Newer",
    older: "Older",
    csv: "Download reports (CSV):",
    csvAll: "every revision",
    before: "had not begun to report",
    due: "no report (overdue)",
    waiting: "no report yet",
  },
  meaning: {
    title: "What the figures mean",
    points: [
      "A case belongs to the day on which the province counted it and to the commune where it was found. This is an assumption of ours, for the reports do not say.",
      "A day without a report is a gap and not a zero. While a day of the window is missing, a commune's own level cannot fall.",
      "A blank is not a zero. Blank “isolated” or “community F1” counts as 0 (assumed). “Unknown source” and “special venue” both blank mean that the sources were not told apart: the level is then a range; if one of the two is given, the blank other is 0.",
      "“Known source” is what is left of F0 after those isolated, of unknown source and from special venues.",
      "A correction erases nothing: every revision keeps its number and the moment it was learned. “As now known” rates every day anew with the newest revisions; “as published” is the level last published on that very day, and never changes.",
      "A level is computed from the rules; each criterion says whether its wording is quoted, paraphrased or assumed.",
    ],
  },
};
