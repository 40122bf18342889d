// The only place with colours and patterns of levels, and with the colours around them. Red, orange, yellow and
// green were measured for colour-blind readers (smallest ΔE 20); every level also has a pattern of its own, so
// that a grey print still tells them apart.

import type { Kind } from "./chart.ts";
import type { Level, Made } from "./wire.ts";

/** A tile of 16 × 16 CSS pixels, drawn by pattern.ts in one colour. */
export interface Pattern {
  shape: "dots" | "rows" | "rising" | "crossed" | "falling";
  /** CSS pixels from one stroke or dot to the next; divides 16. */
  step: 4 | 8 | 16;
  /** Thickness of a stroke, or diameter of a dot. */
  weight: number;
  /** Red, green, blue. */
  colour: [number, number, number];
  opacity: number;
}

export interface LevelPaint {
  fill: string;
  /** Text on the fill; contrast at least 4.5. */
  ink: string;
  pattern: Pattern;
}

const INK: Pattern["colour"] = [22, 33, 30];
const WHITE: Pattern["colour"] = [255, 255, 255];

export const levels: Record<Level, LevelPaint> = {
  1: {
    fill: "#007F5F",
    ink: "#FFFFFF",
    pattern: { shape: "dots", step: 8, weight: 1.5, colour: WHITE, opacity: 0.26 },
  },
  2: {
    fill: "#FFE45C",
    ink: "#16211E",
    pattern: { shape: "rows", step: 8, weight: 1, colour: INK, opacity: 0.13 },
  },
  3: {
    fill: "#F4903B",
    ink: "#16211E",
    pattern: { shape: "rising", step: 8, weight: 1.1, colour: INK, opacity: 0.2 },
  },
  4: {
    fill: "#9E0B22",
    ink: "#FFFFFF",
    pattern: { shape: "crossed", step: 8, weight: 1, colour: WHITE, opacity: 0.24 },
  },
};

/** A commune that never reported: no colour of a level, a hatch on paper. */
export const noLevel: LevelPaint = {
  fill: "#F4F1EA",
  ink: "#16211E",
  pattern: { shape: "falling", step: 8, weight: 1.6, colour: INK, opacity: 0.34 },
};

/**
 * How communes stand with their reports: no colour of a level, darker the worse, each with a pattern of its own. The
 * order is that of their feature-state, 0 to 4.
 */
export const reported: Record<Made, LevelPaint> = {
  not_begun: noLevel,
  on_time: {
    fill: "#EFE9F7",
    ink: "#16211E",
    pattern: { shape: "dots", step: 8, weight: 1.5, colour: INK, opacity: 0.16 },
  },
  due: {
    fill: "#CDBFE8",
    ink: "#16211E",
    pattern: { shape: "rows", step: 8, weight: 1, colour: INK, opacity: 0.2 },
  },
  late: {
    fill: "#9A83D0",
    ink: "#16211E",
    pattern: { shape: "rising", step: 8, weight: 1.1, colour: INK, opacity: 0.26 },
  },
  missing: {
    fill: "#3B1F73",
    ink: "#FFFFFF",
    pattern: { shape: "crossed", step: 8, weight: 1, colour: WHITE, opacity: 0.26 },
  },
};

const PALE: Pattern["colour"] = [234, 239, 237];

/** The same at night, when paper would glare: the hatch is pale on dark, and the worse a commune reports the paler. */
const noLevelDark: LevelPaint = {
  fill: "#38443F",
  ink: "#F2F6F4",
  pattern: { ...noLevel.pattern, colour: PALE, opacity: 0.3 },
};

const reportedDark: Record<Made, LevelPaint> = {
  not_begun: noLevelDark,
  on_time: {
    fill: "#2E2748",
    ink: "#F1EDFB",
    pattern: { ...reported.on_time.pattern, colour: PALE, opacity: 0.2 },
  },
  due: { fill: "#54448D", ink: "#FFFFFF", pattern: { ...reported.due.pattern, colour: PALE, opacity: 0.2 } },
  late: reported.late,
  missing: {
    fill: "#E8DFFF",
    ink: "#16211E",
    pattern: { ...reported.missing.pattern, colour: INK, opacity: 0.34 },
  },
};

/** What is told by a hatch or a shade and not by a level, as it looks by day or at night. */
export interface Paints {
  noLevel: LevelPaint;
  reported: Record<Made, LevelPaint>;
}

export function paintsOf(around: Surroundings): Paints {
  return around === dark ? { noLevel: noLevelDark, reported: reportedDark } : { noLevel, reported };
}

export const REPORTED = Object.keys(reported) as readonly Made[];

/** Laid over the level of a commune whose reports are late. */
export const late: Pattern = { shape: "falling", step: 8, weight: 2.2, colour: WHITE, opacity: 0.62 };

/**
 * Kinds of cases in the card's chart: no colour of a level, and apart from those and from each other for
 * colour-blind readers as well (smallest ΔE 19). `open` is striped besides, since its source is not known.
 */
export const kinds: Record<Kind, string> = {
  unknown: "#20205C",
  venue: "#7A4FC0",
  known: "#54A8E4",
  open: "#FFFFFF",
  isolated: "#DDE1E8",
};

/** The same at night: what is darkest by day is lightest, and neighbours stay apart by lightness alone. */
export const kindsDark: Record<Kind, string> = {
  unknown: "#E4E2FF",
  venue: "#B48CF2",
  known: "#2F7DB8",
  open: "#1B2522",
  isolated: "#46524E",
};

/** As it is printed: on grey paper the pattern must tell what the colour cannot. */
export function bold(pattern: Pattern): Pattern {
  return { ...pattern, opacity: Math.min(0.8, pattern.opacity * 1.9) };
}

/** Everything around the levels. Each becomes the CSS custom property --name. */
export interface Surroundings {
  paper: string;
  raised: string;
  ink: string;
  quiet: string;
  rule: string;
  accent: string;
  accentInk: string;
  alarm: string;
  alarmInk: string;
  waiting: string;
  /** Of whatever is not live because the reader looks back. */
  past: string;
  pastInk: string;
  sea: string;
  seaDeep: string;
  seaInk: string;
  land: string;
  landInk: string;
  coast: string;
  communeLine: string;
  communeHalo: string;
  districtLine: string;
  districtHalo: string;
  provinceLine: string;
  halo: string;
  focus: string;
}

export const light: Surroundings = {
  paper: "#F7F5F0",
  raised: "#FFFFFF",
  ink: "#16211E",
  quiet: "#55625E",
  rule: "#DCD8CE",
  accent: "#0B4F4A",
  accentInk: "#FFFFFF",
  alarm: "#B3001B",
  alarmInk: "#FFFFFF",
  waiting: "#7A5200",
  past: "#43318F",
  pastInk: "#FFFFFF",
  sea: "#D6E6EE",
  seaDeep: "#BBD5E2",
  seaInk: "#3C6A80",
  land: "#ECE8DD",
  landInk: "#6B675C",
  coast: "#A9BFC9",
  communeLine: "#16211EB3",
  communeHalo: "#FFFFFF80",
  districtLine: "#2C3A36",
  districtHalo: "#FFFFFF",
  provinceLine: "#16211E",
  halo: "#FFFFFF",
  focus: "#1257C8",
};

/** The same at night: the levels keep their colours, so everything around them is darker than any of them. */
export const dark: Surroundings = {
  paper: "#121A18",
  raised: "#1B2522",
  ink: "#EAEFED",
  quiet: "#A6B3AE",
  rule: "#394743",
  accent: "#63CDB9",
  accentInk: "#06231E",
  alarm: "#FF9297",
  alarmInk: "#33030A",
  waiting: "#EBBB62",
  past: "#BDB0FF",
  pastInk: "#170F38",
  sea: "#15242C",
  seaDeep: "#1D3440",
  seaInk: "#93B7C8",
  land: "#27312D",
  landInk: "#A9B5AF",
  coast: "#456069",
  communeLine: "#0C1412CC",
  communeHalo: "#FFFFFF40",
  districtLine: "#0C1412",
  districtHalo: "#DCE6E1B3",
  provinceLine: "#D5DEDA",
  halo: "#0C1412",
  focus: "#8CBBFF",
};

const property = ([name, colour]: [string, string]) =>
  `--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}: ${colour};`;

const painted = (name: string, { fill, ink }: LevelPaint) => [
  `--${name}: ${fill};`,
  `--${name}-ink: ${ink};`,
];

/**
 * The style sheet of the colours, which no other names: the reader's system decides between day and night unless the
 * root says `data-theme`. Paper is always day. It is there before anything is drawn, so that no page begins in the
 * wrong one.
 */
export function sheet(): string {
  const rules = (around: Surroundings, cases: Record<Kind, string>) => {
    const { noLevel: none, reported: made } = paintsOf(around);
    return [
      ...Object.entries(around).map(property),
      ...Object.entries(cases).map(([kind, colour]) => property([`kind-${kind}`, colour])),
      ...painted("level-0", none),
      ...Object.entries(made).flatMap(([state, paint]) => painted(state, paint)),
    ].join(" ");
  };
  const fixed = Object.entries(levels).flatMap(([level, paint]) => painted(`level-${level}`, paint));
  const night = `color-scheme: dark; ${rules(dark, kindsDark)}`;
  return [
    `:root { color-scheme: light; ${fixed.join(" ")} ${rules(light, kinds)} }`,
    `@media screen { :root[data-theme="dark"] { ${night} } }`,
    `@media screen and (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { ${night} } }`,
  ].join("\n");
}

/** All patterns of the map by the names that its style has for them. */
export function patternsOf(around: Surroundings): [string, Pattern][] {
  const { noLevel, reported } = paintsOf(around);
  return [
    ...Object.entries(levels).map(([key, paint]): [string, Pattern] => [`level-${key}`, paint.pattern]),
    ["level-0", noLevel.pattern],
    ...REPORTED.map((made, i): [string, Pattern] => [`reports-${i}`, reported[made].pattern]),
    ["late", late],
  ];
}
