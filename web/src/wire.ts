// What the server says, name for name: the JSON of /api/v1 and the frames of its socket. Hand-written after the
// contract, in one place, so that it can become re-exports of the types generated from the OpenAPI document.

export type Level = 1 | 2 | 3 | 4;
export type Mark = "undetermined" | "held" | "late" | "override" | "incomplete";
export type Tier = "province" | "district" | "commune";
export type Basis = "quoted" | "paraphrased" | "assumed";

/** A text in both languages of the page. */
export interface Both {
  vi: string;
  en: string;
}

export interface About {
  version: string;
  province: { code: string; name: string };
  /** Degrees: west, south, east, north. */
  map: { kind: "schematic" | "boundaries"; bounds: [number, number, number, number] };
  ruleset: {
    id: string;
    title: Both;
    hash: string;
    parameters: { name: string; value: string; basis: Basis; text: Both }[];
  };
  levels: { level: Level; code: string; name: Both }[];
  around: { name: string; lon: number; lat: number }[];
  demo: boolean;
  data_note: Both | null;
}

export interface Unit {
  code: string;
  name: string;
  kind: string;
  tier: Tier;
  parent: string | null;
  population: number;
  area_km2: number;
  lon: number;
  lat: number;
  neighbours: string[];
}

/** The order of `units` is the order of the digits in a frame's `levels`; `register` is its hash. */
export interface Register {
  register: string;
  units: Unit[];
}

export interface Change {
  unit: string;
  from: Level | null;
  to: Level | null;
  day: string;
  cause: string;
}

export interface Entry {
  seq: number;
  prev: number;
  t: number;
  day: string;
  as_of: string;
  cause: { kind: string; batch: number | null };
  changes: Change[];
}

export interface Changes {
  seq: number;
  since: number;
  entries: Entry[];
  more: boolean;
}

/** The whole board. `t` is the server's clock and may be simulated: freshness is never judged by it. */
export interface BoardFrame {
  type: "board";
  seq: number;
  prev: number;
  t: number;
  day: string;
  as_of: string;
  release: number;
  register: string;
  levels: string;
  open: Record<string, [Level, Level]>;
  marks: Record<string, Mark[]>;
  changes: Change[];
}

export interface BeatFrame {
  type: "beat";
  seq: number;
  t: number;
}

export interface Board {
  seq: number;
  day: string;
  as_of: string;
  units: {
    unit: string;
    tier: Tier;
    level: Level | null;
    low: Level | null;
    high: Level | null;
    own: Level | null;
    marks: Mark[];
  }[];
}

export interface Criterion {
  id: string;
  level: Level;
  basis: Basis;
  clause: string;
  text: Both;
  fired: boolean;
  figures: Record<string, number>;
  units: string[];
}

export interface Report {
  day: string;
  f0: number;
  f0_isolated: number | null;
  f0_unknown_source: number | null;
  f0_special_venue: number | null;
  clusters_unknown_source: number | null;
  clusters_special_venue: number | null;
  f1_community: number | null;
  revision: number;
  id: number;
  learned_at: string;
}

export interface UnitDetail {
  unit: Unit;
  seq: number;
  day: string;
  as_of: string;
  ruleset: string;
  level: Level | null;
  low: Level | null;
  high: Level | null;
  own: Level | null;
  marks: Mark[];
  fired: string[];
  window: { from: string; to: string };
  missing: string[];
  criteria: Criterion[];
  reports: Report[];
  children: { total: number; levels: number[]; none: number } | null;
  neighbours: { code: string; name: string; level: Level | null; own: Level | null }[];
}

export interface DemoClock {
  now: string;
  day: string;
  paused: boolean;
  seconds_per_day: number;
  from: string;
  to: string;
  finished: boolean;
}
