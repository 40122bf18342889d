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

/** Kind words that stay before a name, as offices shorten them: without one a name is a rural commune's or a ward's. */
const KEPT: Record<string, string> = {
  Tỉnh: "Tỉnh",
  "Thành phố": "TP.",
  "Thị xã": "TX.",
  Quận: "Q.",
  Huyện: "H.",
  "Thị trấn": "TT.",
};

type Named = Pick<Unit, "name" | "kind">;

/** "Xã Phước Nam" → "Phước Nam"; "Thị trấn Tân Sơn" → "TT. Tân Sơn"; "Phường 4" stays "P. 4". */
export function shortName({ name, kind }: Named): string {
  if (!name.startsWith(`${kind} `)) return name;
  const bare = name.slice(kind.length + 1);
  const kept = KEPT[kind] ?? (/^\d/.test(bare) ? `${kind.charAt(0)}.` : "");
  return kept ? `${kept} ${bare}` : bare;
}

/** A name in a list, with the district where another unit of the province has the very name. */
export function toldApart(unit: Unit, units: ReadonlyMap<string, Unit>, called = shortName(unit)): string {
  const alike = [...units.values()].filter(({ name }) => name === unit.name).length > 1;
  const district = alike && units.get(unit.parent ?? "");
  return called + (district ? ` (${shortName(district)})` : "");
}

const isUndetermined = (standing: Standing | undefined) => standing?.marks.includes("undetermined") ?? false;

/** How many of these have a level that the reports leave open. */
export function undetermined(units: readonly Unit[], standing: ReadonlyMap<string, Standing>): number {
  return units.filter(({ code }) => isUndetermined(standing.get(code))).length;
}

/** A name in the list of those that have a level, with its sign where the reports leave that open. */
export function listed(unit: Unit, units: ReadonlyMap<string, Unit>, standing: Standing | undefined): string {
  return toldApart(unit, units, shortName(unit) + (isUndetermined(standing) ? SIGNS.undetermined : ""));
}

/** What stands for a level where too few of a unit's own have one. */
export const TOO_FEW = "–~";

/** "3", "4?", "2*"; without a level "–", or "–~". */
export function levelSign(standing: Standing | undefined): string {
  if (!standing) return "";
  if (standing.level === null) return standing.marks.includes("incomplete") ? TOO_FEW : "–";
  const signs = Object.entries(SIGNS).filter(([mark]) => standing.marks.some((own) => own === mark));
  return `${standing.level}${signs.map(([, sign]) => sign).join("")}`;
}

/** How much larger than a commune's the words of a tier are. */
export const LABEL_SCALE: Record<Tier, number> = { commune: 1, district: 1.4, province: 1.9 };

/** Pixels of a name at its smallest: a letter's mean width, what a capital has more, a line's height. */
const LETTER = 4.84;
const CAPITAL = 1.4;
const LINE = 10.45;
const ZOOMS = { least: 7, most: 13.5 };

/** The room of words around their point, in pixels. */
interface Block {
  left: number;
  right: number;
  above: number;
  below: number;
}

/** Where a name stands from its number's point; one that stands beside it has its number left of the point. */
const SIDES = ["below", "above", "beside"] as const;
type Beside = (typeof SIDES)[number];

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
  /** How much larger its words are than elsewhere. */
  scale: number;
}

export const WHOLE: Sheet = {
  box: null,
  growth: { from: 8.5, to: 12, base: 1.05, name: [9.5, 14], number: [12, 16.8] },
  number: { width: 10, height: 12 },
  step: 1 / 16,
  scale: 1,
};

/** The same with larger words, for a screen that is seen from afar: what they grow into must have room for them. */
export function enlarged(sheet: Sheet, scale: number): Sheet {
  const { name, number } = sheet.growth;
  const growth: Growth = {
    ...sheet.growth,
    name: [scale * name[0], scale * name[1]],
    number: [scale * number[0], scale * number[1]],
  };
  return { ...sheet, growth, scale };
}

/** Pixels of its width at which the words of a small map are smallest. */
const NARROW = 360;

/**
 * A small map, which nobody comes nearer to: its words grow with it alone, and a number is written that just has room.
 * What is shown ends a little before the edge, since a sign may stand beside a number.
 */
export function smallSheet([west, south, east, north]: Bounds): Sheet {
  const [x, y] = [(east - west) / 32, (north - south) / 64];
  const from = Math.log2((NARROW * 360) / 512 / (east - west));
  const growth: Growth = { from, to: from + 0.7, base: 1.05, name: [9.5, 12], number: [11, 13.9] };
  const box: Bounds = [west + x, south + y, east - x, north - y];
  return { box, growth, number: { width: 8, height: 10 }, step: 1 / 32, scale: 1 };
}

function grown({ from, to, base, name }: Growth, zoom: number): number {
  const [along, whole] = [Math.max(from, Math.min(to, zoom)) - from, to - from];
  return 1 + (name[1] / name[0] - 1) * ((base ** along - 1) / (base ** whole - 1));
}

const widthOf = (line: string) => LETTER * line.length + CAPITAL * (line.match(/\p{Lu}/gu)?.length ?? 0);

type Within = (point: Position) => boolean;

/** Points of a block's edge, corners first: between two of them no border runs in and out again unseen. */
const EDGE = [1, -1, 0.5, -0.5, 0].flatMap((side) =>
  (side ** 2 === 1 ? [1, -1, 0, -0.5, 0.5, -0.25, -0.75] : [1, -1]).map((up) => [side, up] as const),
);

/** Whether a point lies on these polygons, and on what is shown of them; it lies between the two latitudes. */
function inside(polygons: Polygons, [south, north]: [number, number], { box }: Sheet): Within {
  const within = ground(polygons, south, north);
  if (!box) return within;
  return ([x = 0, y = 0]) => x > box[0] && x < box[2] && y > box[1] && y < box[3] && within([x, y]);
}

/** Whether a block of text around the point lies within, at this zoom. */
function fits([x = 0, y = 0]: Position, within: Within, block: Block, zoom: number, sheet: Sheet): boolean {
  const lon = (sheet.scale * grown(sheet.growth, zoom) * 360) / 512 / 2 ** zoom;
  const lat = lon * Math.cos((y * Math.PI) / 180);
  return EDGE.every(([side, up]) =>
    within([
      x + (side > 0 ? block.right : -block.left) * Math.abs(side) * lon,
      y + (up > 0 ? block.above : -block.below) * Math.abs(up) * lat,
    ]),
  );
}

/** The zoom, in steps, from which a block of text around the point lies within. */
function roomFrom(at: Position, within: Within, block: Block, sheet: Sheet): number {
  for (let zoom = ZOOMS.least; zoom < ZOOMS.most; zoom += sheet.step) {
    if (fits(at, within, block, zoom, sheet)) return zoom;
  }
  return ZOOMS.most;
}

/** How finely a unit is searched for the place with most room, and how finely room is told. */
const GRID = 10;
const FINE = 0.02;
const ROUNDS = 3;
const AROUND = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].map((dy) => [dx, dy] as const));
/** A name that may take a line for each of its words: of three, and none joined to the next. */
const WORDS = /^[^\s–-]+ [^\s–-]+ [^\s–-]+$/;
/** Zooms by which a number may be written later than it could be, for the sake of the name. */
const LATER = 0.25;
/** Zooms by which a name beside its number, which is the less clear, must be written sooner. */
const WORTH = 0.2;
/** Pixels by which a commune's name may reach over its border on each side. */
const OVER = 2;

function overlap(a: Bounds, b: Bounds): Bounds {
  return [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
}

/** Where a unit is written: a place with room from this zoom on. */
interface Spot {
  at: Position;
  zoom: number;
}

/** What is shown of a unit: its bounds, its ground, and the place that the register gives it. */
interface Place {
  own: Position;
  bounds: Bounds;
  within: Within;
}

function shownOf(unit: Unit, polygons: Polygons, sheet: Sheet): Place {
  const own = [unit.lon, unit.lat];
  const all: Bounds = boundsOf(polygons) ?? [unit.lon, unit.lat, unit.lon, unit.lat];
  const bounds = sheet.box ? overlap(all, sheet.box) : all;
  return { own, bounds, within: inside(polygons, [all[1] - 1, all[3] + 1], sheet) };
}

/** Where a block of text has room first, if that is before `most`. */
function spot(
  { own, bounds: [west, south, east, north], within }: Place,
  block: Block,
  sheet: Sheet,
  most: number = ZOOMS.most,
  also: Within = () => true,
): Spot | null {
  let [best, zoom]: [Position | null, number] = [null, most];
  const tried = (at: Position) => {
    const holds = (by: number) => zoom - by > ZOOMS.least && fits(at, within, block, zoom - by, sheet);
    if (!holds(FINE) || !also(at)) return;
    best = at;
    for (const by of [32 * FINE, 8 * FINE, FINE]) while (holds(by)) zoom -= by;
  };
  tried(own);
  let [x, y] = [(east - west) / GRID, (north - south) / GRID];
  for (let i = 0; i < GRID * GRID; i++) tried([west + x * (i % GRID), south + y * Math.floor(i / GRID)]);
  // Nearer to the best of the grid, in ever smaller steps.
  for (let round = 0; best && round < ROUNDS; round++) {
    [x, y] = [x / 2, y / 2];
    const [lon = 0, lat = 0]: Position = best;
    for (const [dx, dy] of AROUND) tried([lon + dx * x, lat + dy * y]);
  }
  return best && { at: best, zoom };
}

/** "Phước Nam" → "Phước", "Nam"; "Phan Rang-Tháp Chàm" → "Phan Rang-", "Tháp Chàm". */
function halves(name: string): string[] {
  const joined = /^(.+[-–])(.+)$/.exec(name);
  if (joined) return joined.slice(1);
  const words = name.split(" ");
  const half = Math.ceil(words.length / 2);
  return [words.slice(0, half).join(" "), words.slice(half).join(" ")].filter((line) => line !== "");
}

/** A number with a name of these lines. */
function written(lines: readonly string[], side: Beside, scale: number, sheet: Sheet): Block {
  const half = number(scale, sheet);
  const over = scale > 1 ? 0 : OVER;
  const wide = scale * Math.max(...lines.map(widthOf)) - over;
  const high = scale * lines.length * LINE;
  if (side === "beside") {
    const middle = Math.max(half.above, high / 2);
    return { left: 3 * half.left - over, right: wide, above: middle, below: middle };
  }
  const across = Math.max(half.left, (wide - over) / 2);
  const far = half.above + 1 + high;
  const [above, below] = side === "above" ? [far, half.below] : [half.above, far];
  return { left: across, right: across, above, below };
}

/**
 * Where a unit is written, its name below the number or above it and in as many lines as have room first, and from
 * which zoom on it is. Its number comes first: a name takes no place where that would be written much later.
 */
function place(unit: Unit, polygons: Polygons, sheet: Sheet) {
  const name = shortName(unit);
  const shown = shownOf(unit, polygons, sheet);
  const scale = LABEL_SCALE[unit.tier];
  const alone = number(scale, sheet);
  const first = spot(shown, alone, sheet);
  const soon = (at: Position) => fits(at, shown.within, alone, (first?.zoom ?? 0) + LATER, sheet);
  let found: Spot & { lines: readonly string[]; side: Beside } = {
    at: first?.at ?? shown.own,
    zoom: ZOOMS.most,
    lines: [name],
    side: "below",
  };
  const ways = [[name], halves(name), ...(WORDS.test(name) ? [name.split(" ")] : [])];
  for (const lines of ways) {
    for (const side of SIDES) {
      const most = side === "beside" ? found.zoom - WORTH : found.zoom;
      const next = spot(shown, written(lines, side, scale, sheet), sheet, most, soon);
      if (next) found = { ...next, lines, side };
    }
  }
  const stepped = (zoom: number) => Math.min(ZOOMS.most, Math.ceil(zoom / sheet.step) * sheet.step);
  const numberFrom = roomFrom(found.at, shown.within, alone, sheet);
  return {
    at: found.at,
    words: { name: found.lines.join("\n"), side: found.side, nameFrom: stepped(found.zoom), numberFrom },
  };
}

/** The room of a number. */
function number(scale: number, sheet: Sheet): Block {
  const half = (scale * sheet.number.height) / 2;
  const across = (scale * sheet.number.width) / 2;
  return { left: across, right: across, above: half, below: half };
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
      const { at, words } = place(unit, shapes.get(code) ?? [], sheet);
      return {
        type: "Feature",
        properties: { code, tier, ...words },
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
