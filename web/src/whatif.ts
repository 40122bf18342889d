// What the reader supposes: as the address has it, as the server is asked, as the map is drawn. The address holds all
// of it, so a supposition can be sent to someone; whatever else stands there is overlooked.

import type { Position } from "geojson";
import type { Bounds, Polygons } from "./view.ts";
import type { Supposed, SupposedReport, WhatIfRequest } from "./wire.ts";

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
  /** As written, by name; what is left out is as the rule set has it. */
  parameters: Partial<Record<Name, string>>;
  rows: readonly Row[];
}

/** What a page puts into one request by hand; the server takes 2,000. */
export const MOST_ROWS = 50;

const NAMES = [...Object.keys(RANGES), ...Object.keys(READINGS)] as Name[];
const DAY = /^\d{4}-\d{2}-\d{2}$/;

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
  if (!/^\d{1,10}$/.test(commune) || !DAY.test(day) || !/^\d{1,6}$/.test(f0) || !known) return null;
  return { commune, day, f0: Number(f0), source: known };
}

/** What an address supposes. */
export function read(search: string): Supposition {
  const query = new URLSearchParams(search);
  const day = query.get("day");
  const given = NAMES.flatMap((name) => {
    const value = query.get(name);
    return value !== null && fits(name, value) ? [[name, value]] : [];
  });
  const rows = query.getAll("report").flatMap((text) => row(text) ?? []);
  return {
    day: day && DAY.test(day) ? day : null,
    parameters: Object.fromEntries(given),
    rows: rows.slice(0, MOST_ROWS),
  };
}

/** The query of an address that supposes this; what it had besides, as the language, stays. */
export function write({ day, parameters, rows }: Supposition, search: string): string {
  const query = new URLSearchParams(search);
  for (const name of ["day", "report", ...NAMES]) query.delete(name);
  if (day) query.set("day", day);
  for (const name of NAMES) {
    const value = parameters[name];
    if (value !== undefined) query.set(name, value);
  }
  for (const { commune, day, f0, source } of rows)
    query.append("report", [commune, day, f0, source].join("_"));
  return query.size > 0 ? `?${query}` : "";
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
export function request({ day, parameters, rows }: Supposition): WhatIfRequest {
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
