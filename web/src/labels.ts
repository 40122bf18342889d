// What is written on the map: for each unit its name and level number, and from which zoom there is room for
// them. A number carries the signs of its marks, so that they are never told by colour: "?" for a level that the
// reports leave open, "*" for one that is held because reports are missing, "!" where an officer's flag holds.

import type { FeatureCollection, Point, Position } from "geojson";
import type { Standing } from "./standing.ts";
import { type Bounds, boundsOf, ground, type Polygons } from "./view.ts";
import type { About, Tier, Unit } from "./wire.ts";

/** The sea has its Vietnamese name in both languages of the page. */
const SEA = "Biển\nĐông";

export const SIGNS = { undetermined: "?", held: "*", override: "°", incomplete: "~", flag: "!" } as const;

/** "Xã Phước Nam" → "Phước Nam"; "Thị trấn Tân Sơn" → "TT. Tân Sơn"; "Phường 4" stays "P. 4". */
export function shortName({ name, kind }: Pick<Unit, "name" | "kind">): string {
  if (!name.startsWith(`${kind} `)) return name;
  const bare = name.slice(kind.length + 1);
  if (kind === "Thị trấn") return `TT. ${bare}`;
  return /^\d/.test(bare) ? `${kind.charAt(0)}. ${bare}` : bare;
}

/** "3", "4?", "2*"; "–" without a level, about which there is nothing to sign. */
export function levelSign(standing: Standing | undefined): string {
  if (!standing) return "";
  if (standing.level === null) return "–";
  const signs = Object.entries(SIGNS).filter(([mark]) => standing.marks.some((own) => own === mark));
  return `${standing.level}${signs.map(([, sign]) => sign).join("")}`;
}

/** How much larger than a commune's the words of a tier are. */
export const LABEL_SCALE: Record<Tier, number> = { commune: 1, district: 1.25, province: 1.7 };

/** Pixels of a name at its usual size: a letter's mean width, what a capital has more, a line's height. */
const LETTER = 5.8;
const CAPITAL = 1.6;
const LINE = 14;
const ZOOMS = { least: 7, most: 13.5 };

interface Block {
  width: number;
  above: number;
  below: number;
}

/** How much larger words become the nearer one is, from one zoom to another; style.ts draws them so. */
export interface Growth {
  from: number;
  to: number;
  base: number;
  name: readonly [far: number, near: number];
  number: readonly [far: number, near: number];
}

/** Where words may stand and how they grow there. */
export interface Sheet {
  /** What is shown of the units; null for all of them. */
  box: Bounds | null;
  growth: Growth;
  /** The room of a number, in pixels. */
  number: { width: number; height: number };
  /** How finely it is told from which zoom there is room. */
  step: number;
}

export const WHOLE: Sheet = {
  box: null,
  growth: { from: 9, to: 12, base: 1.4, name: [11.5, 14], number: [13, 18] },
  number: { width: 11, height: 13 },
  step: 0.25,
};

/**
 * A small map, which nobody comes nearer to: its words stay small, and a number is written that just has room. What is
 * shown ends a little before the edge, since a sign may stand beside a number.
 */
export function smallSheet([west, south, east, north]: Bounds): Sheet {
  const [x, y] = [(east - west) / 32, (north - south) / 64];
  const growth: Growth = { ...WHOLE.growth, name: [11.5, 11.5], number: [12, 12] };
  const box: Bounds = [west + x, south + y, east - x, north - y];
  return { box, growth, number: { width: 8, height: 10 }, step: 1 / 32 };
}

function grown({ from, to, base, name }: Growth, zoom: number): number {
  const [along, whole] = [Math.max(from, Math.min(to, zoom)) - from, to - from];
  return 1 + (name[1] / name[0] - 1) * ((base ** along - 1) / (base ** whole - 1));
}

const widthOf = (line: string) => LETTER * line.length + CAPITAL * (line.match(/\p{Lu}/gu)?.length ?? 0);

type Within = (point: Position) => boolean;

/** Points of a block's edge, corners first: between two of them no border runs in and out again unseen. */
const EDGE = [1, -1, 0.5, -0.5, 0].flatMap((side) =>
  (side ** 2 === 1 ? [1, -1, 0] : [1, -1]).map((up) => [side, up] as const),
);

/** Whether a point lies on these polygons, and on what is shown of them; it lies between the two latitudes. */
function inside(polygons: Polygons, [south, north]: [number, number], { box }: Sheet): Within {
  const within = ground(polygons, south, north);
  if (!box) return within;
  return ([x = 0, y = 0]) => x > box[0] && x < box[2] && y > box[1] && y < box[3] && within([x, y]);
}

/** Whether a block of text around the point lies within, at this zoom. */
function fits([x = 0, y = 0]: Position, within: Within, block: Block, zoom: number, sheet: Sheet): boolean {
  const lon = (grown(sheet.growth, zoom) * 360) / 512 / 2 ** zoom;
  const lat = lon * Math.cos((y * Math.PI) / 180);
  return EDGE.every(([side, up]) =>
    within([
      x + (side * block.width * lon) / 2,
      y + (up > 0 ? block.above : -block.below) * Math.abs(up) * lat,
    ]),
  );
}

/** The zoom, in steps, from which a block of text around the point lies within the polygons. */
export function roomFrom(at: Position, polygons: Polygons, block: Block, sheet = WHOLE): number {
  const within = inside(polygons, [(at[1] ?? 0) - 1, (at[1] ?? 0) + 1], sheet);
  for (let zoom = ZOOMS.least; zoom < ZOOMS.most; zoom += sheet.step) {
    if (fits(at, within, block, zoom, sheet)) return zoom;
  }
  return ZOOMS.most;
}

/** How finely a unit is searched for the place with most room, and how finely room is told. */
const GRID = 16;
const FINE = 0.03;

function overlap(a: Bounds, b: Bounds): Bounds {
  return [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
}

/** What a place is searched for: of a commune its number, of a larger unit its name too. */
function wanted(unit: Unit, sheet: Sheet): Block {
  if (unit.tier === "commune") return number(1, sheet);
  const [first = "", second = ""] = halves(shortName(unit));
  const long = Math.max(first.length, second.length, 10);
  const { height } = sheet.number;
  return { width: LETTER * long, above: height, below: height + LINE };
}

/**
 * Where a unit is written: a commune at its own point; a larger unit, whose point may lie in a narrow part of it, and
 * one of which only a part may be shown, where there is most room.
 */
function spot(unit: Unit, polygons: Polygons, sheet: Sheet): Position {
  const own = [unit.lon, unit.lat];
  const all = unit.tier === "commune" && !sheet.box ? null : boundsOf(polygons);
  if (!all) return own;
  const [west, south, east, north] = sheet.box ? overlap(all, sheet.box) : all;
  const within = inside(polygons, [south - 1, north + 1], sheet);
  const block = wanted(unit, sheet);
  let [best, zoom] = [own, ZOOMS.most];
  for (let i = 0; i <= GRID * GRID; i++) {
    const [x, y] = [(i % GRID) / GRID, Math.floor(i / GRID) / GRID];
    const at = i === GRID * GRID ? own : [west + (east - west) * x, south + (north - south) * y];
    if (!fits(at, within, block, zoom - FINE, sheet)) continue;
    for (best = at; zoom > ZOOMS.least && fits(at, within, block, zoom - FINE, sheet); ) zoom -= FINE;
  }
  return best;
}

/** "Phước Nam" → "Phước", "Nam"; "Phan Rang-Tháp Chàm" → "Phan Rang-", "Tháp Chàm". */
function halves(name: string): string[] {
  const joined = /^(.+[-–])(.+)$/.exec(name);
  if (joined) return joined.slice(1);
  const words = name.split(" ");
  const half = Math.ceil(words.length / 2);
  return [words.slice(0, half).join(" "), words.slice(half).join(" ")].filter((line) => line !== "");
}

/** A name in one line or in two, whichever has room first, and from which zoom. */
function place(
  name: string,
  at: Position,
  polygons: Polygons,
  scale: number,
  sheet: Sheet,
): { name: string; nameFrom: number } {
  const split = halves(name);
  const [one, two] = [[name], split].map((lines) => {
    const width = scale * Math.max(...lines.map(widthOf));
    const above = (scale * WHOLE.number.height) / 2;
    const below = above + 2 + scale * lines.length * LINE;
    return roomFrom(at, polygons, { width, above, below }, sheet);
  });
  return (two ?? 0) < (one ?? 0)
    ? { name: split.join("\n"), nameFrom: two ?? 0 }
    : { name, nameFrom: one ?? 0 };
}

/** The room of a number. */
function number(scale: number, sheet: Sheet): Block {
  const half = (scale * sheet.number.height) / 2;
  return { width: scale * sheet.number.width, above: half, below: half };
}

/** Label points of the units with what never changes: the name, and from which zoom there is room. */
export function labelPlaces(
  units: readonly Unit[],
  shapes: ReadonlyMap<string, Polygons>,
  sheet = WHOLE,
): FeatureCollection<Point> {
  return {
    type: "FeatureCollection",
    features: units.map((unit) => {
      const { code, tier } = unit;
      const polygons = shapes.get(code) ?? [];
      const at = spot(unit, polygons, sheet);
      const scale = LABEL_SCALE[tier];
      const numberFrom = roomFrom(at, polygons, number(scale, sheet), sheet);
      const name = place(shortName(unit), at, polygons, scale, sheet);
      return {
        type: "Feature",
        properties: { code, tier, numberFrom, ...name },
        geometry: { type: "Point", coordinates: at },
      };
    }),
  };
}

/** Neighbouring provinces, and the sea if it has a place. */
export function aroundLabels(around: About["around"], sea: number[] | null): FeatureCollection<Point> {
  const point = (name: string, kind: string, coordinates: number[]) => ({
    type: "Feature" as const,
    properties: { name, kind },
    geometry: { type: "Point" as const, coordinates },
  });
  return {
    type: "FeatureCollection",
    features: [
      ...around.map(({ name, lon, lat }) => point(name, "province", [lon, lat])),
      ...(sea ? [point(SEA, "sea", sea)] : []),
    ],
  };
}
