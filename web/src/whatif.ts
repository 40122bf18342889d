// What the reader supposes: as the address has it, as the server is asked, as the map is drawn. The address holds all
// of it, so a supposition can be sent to someone; whatever else stands there is overlooked.

import type { Position } from "geojson";
import { type Days, type Strange, strangeDay } from "./strange.ts";
import { earlier, isDay, later, plus } from "./unit/time.ts";
import type { Bounds, Polygons } from "./view.ts";
import type { Supposed, SupposedReport, WhatIfDay, WhatIfRequest } from "./wire.ts";

export type Name = keyof Supposed;

/** The readings of the parameters that have such; the rest are numbers. */
export const READINGS = {
  special_venue_red: ["cluster", "any"],
  adjacency: ["chained", "intrinsic", "off"],
  undetermined: ["upper", "lower"],
  district_share: ["or_worse", "exact"],
} as const satisfies { [name in Name]?: readonly Supposed[name][] };

/** The least and the most that a number may be; the server has the last word. */
export const RANGES = {
  window_days: [1, 366],
  cluster_min_f0: [1, 10_000],
  grace_days: [0, 366],
} as const satisfies { [name in Name]?: readonly [number, number] };

/** What is known of the source of supposed cases; the order of the choices. */
export const SOURCES = ["unknown", "venue", "known", "open", "isolated"] as const;
export type Source = (typeof SOURCES)[number];

/** A report that is supposed: all cases of one kind. */
export interface Row {
  commune: string;
  day: string;
  f0: number;
  source: Source;
}

export interface Supposition {
  /** The day asked about; null for the newest. */
  day: string | null;
  /** The days gone through, both counted; both are there or none. */
  from: string | null;
  to: string | null;
  /** As written, by name; what is left out is as the rule set has it. */
  parameters: Partial<Record<Name, string>>;
  rows: readonly Row[];
}

/** The most days that a page goes through: a season's worth on one strip. */
export const MOST_DAYS = 92;

/** What a page puts into one request by hand; the server takes 2,000. */
export const MOST_ROWS = 50;

const NAMES = [...Object.keys(RANGES), ...Object.keys(READINGS)] as Name[];

function isNumber(name: Name): name is keyof typeof RANGES {
  return name in RANGES;
}

/** Whether a parameter can be what is written. */
export function fits(name: Name, value: string): boolean {
  if (!isNumber(name)) return (READINGS[name] as readonly string[]).includes(value);
  const [least, most] = RANGES[name];
  return /^\d{1,6}$/.test(value) && Number(value) >= least && Number(value) <= most;
}

function row(text: string): Row | null {
  const [commune = "", day = "", f0 = "", source = ""] = text.split("_");
  const known = SOURCES.find((one) => one === source);
  if (!/^\d{1,10}$/.test(commune) || !isDay(day) || !/^\d{1,6}$/.test(f0) || !known) return null;
  return { commune, day, f0: Number(f0), source: known };
}

/** What an address supposes. */
export function read(search: string): Supposition {
  const query = new URLSearchParams(search);
  const day = (name: string) => [query.get(name) ?? ""].find(isDay) ?? null;
  const [from, to] = [day("from"), day("to")];
  const range = from !== null && to !== null && from <= to;
  const given = NAMES.flatMap((name) => {
    const value = query.get(name);
    return value !== null && fits(name, value) ? [[name, value]] : [];
  });
  const rows = query.getAll("report").flatMap((text) => row(text) ?? []);
  return {
    day: day("day"),
    from: range ? from : null,
    to: range ? to : null,
    parameters: Object.fromEntries(given),
    rows: rows.slice(0, MOST_ROWS),
  };
}

/** What an address says that is not understood, or is of days there are not. */
export function strangeIn(search: string, days: Days): Strange[] {
  const query = new URLSearchParams(search);
  const found = ["day", "from", "to"].flatMap((name) => strangeDay(query, name, days));
  const [from, to] = [query.get("from") ?? "", query.get("to") ?? ""];
  if (isDay(from) && isDay(to) && from > to) found.push({ why: "reversed", name: "from", value: from });
  else if (isDay(from) !== isDay(to) && found.length === 0) {
    const name = isDay(from) ? "from" : "to";
    found.push({ why: "unread", name, value: query.get(name) ?? "" });
  }
  const unread = (name: string, value: string): Strange => ({ why: "unread", name, value });
  for (const name of NAMES) {
    const value = query.get(name);
    if (value !== null && !fits(name, value)) found.push(unread(name, value));
  }
  return [...found, ...query.getAll("report").flatMap((text) => (row(text) ? [] : [unread("report", text)]))];
}

/** The query of an address that supposes this; what it had besides, as the language, stays. */
export function write({ day, from, to, parameters, rows }: Supposition, search: string): string {
  const query = new URLSearchParams(search);
  for (const name of ["day", "from", "to", "report", ...NAMES]) query.delete(name);
  for (const [name, value] of Object.entries({ day, from, to })) if (value) query.set(name, value);
  for (const name of NAMES) {
    const value = parameters[name];
    if (value !== undefined) query.set(name, value);
  }
  for (const { commune, day, f0, source } of rows)
    query.append("report", [commune, day, f0, source].join("_"));
  return query.size > 0 ? `?${query}` : "";
}

/** What can be shown of it: no day after the newest, no more days than fit, and the shown day is one of them. */
export function fitted(supposed: Supposition, today: string): Supposition {
  const until = (day: string | null) => (day !== null && today !== "" && day > today ? today : day);
  const [from, to] = [until(supposed.from), until(supposed.to)];
  if (from === null || to === null) {
    const day = until(supposed.day);
    return { ...supposed, day: day === today ? null : day, from: null, to: null };
  }
  const first = later(from, plus(to, 1 - MOST_DAYS));
  const day = later(first, earlier(supposed.day ?? to, to));
  return { ...supposed, day, from: first, to };
}

/** The parts of a report that tell the source of all its cases. */
const PARTS: Record<Source, (f0: number) => Partial<SupposedReport>> = {
  unknown: (f0) => ({ f0_unknown_source: f0 }),
  venue: (f0) => ({ f0_special_venue: f0 }),
  known: () => ({ f0_unknown_source: 0 }),
  open: () => ({}),
  isolated: (f0) => ({ f0_isolated: f0 }),
};

/** The same as the server is asked. */
export function request({ day, parameters, rows }: Omit<Supposition, "from" | "to">): WhatIfRequest {
  const given = Object.entries(parameters).map(([name, value]) => [
    name,
    isNumber(name as Name) ? Number(value) : value,
  ]);
  return {
    ...(day && { day }),
    parameters: Object.fromEntries(given),
    reports: rows.map(({ source, ...told }) => ({ ...told, ...PARTS[source](told.f0) })),
  };
}

/** The same of all days gone through; null where it is one day. */
export function rangeRequest({ from, to, ...supposed }: Supposition): WhatIfRequest | null {
  if (from === null || to === null) return null;
  return { ...request({ ...supposed, day: null }), from, to, traces: false };
}

/** A day of the strip: how many communes differ, and how many units of the tiers above them. */
export interface StripDay {
  day: string;
  communes: number;
  above: number;
}

export function strip(days: readonly WhatIfDay[]): StripDay[] {
  return days.map(({ day, differences }) => {
    const communes = differences.filter(({ tier }) => tier === "commune").length;
    return { day, communes, above: differences.length - communes };
  });
}

/** A row more, in place of one for the same commune and day. */
export function withRow(rows: readonly Row[], row: Row): Row[] {
  return [...rows.filter(({ commune, day }) => commune !== row.commune || day !== row.day), row].slice(
    -MOST_ROWS,
  );
}

/** Whether anything is supposed at all. */
export function isReal({ parameters, rows }: Supposition): boolean {
  return rows.length === 0 && Object.keys(parameters).length === 0;
}

/** Degrees to units of a drawing `width` wide: as the province is, at its middle latitude. */
export function projection([west, south, east, north]: Bounds, width: number) {
  const narrow = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = width / ((east - west) * narrow);
  const round = (value: number) => Math.round(value * 10) / 10;
  return {
    height: round((north - south) * scale),
    point: ([lon = 0, lat = 0]: Position): [number, number] => [
      round((lon - west) * narrow * scale),
      round((north - lat) * scale),
    ],
  };
}

/** The outline of polygons as the path of a drawing. */
export function path(polygons: Polygons, point: (at: Position) => [number, number]): string {
  const ring = (ring: Position[]) => `M${ring.map((at) => point(at).join(" ")).join("L")}Z`;
  return polygons.flat().map(ring).join("");
}
