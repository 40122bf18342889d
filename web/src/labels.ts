// What is written on the map: for each unit its name and level number, and from which zoom there is room for
// them. A number carries the signs of its marks, so that they are never told by colour: "?" for a level that the
// reports leave open, "*" for one that is held because reports are missing, "!" where an officer's flag holds.

import type { FeatureCollection, Point, Position } from "geojson";
import type { Standing } from "./state.ts";
import { boundsOf, ground, type Polygons } from "./view.ts";
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

/** Pixels of a name at its usual size: a letter's mean width, what a capital has more, a line's height; and of a number. */
const LETTER = 5.8;
const CAPITAL = 1.6;
const LINE = 14;
const NUMBER = { width: 13, height: 15 };
const ZOOMS = { least: 7, most: 13.5, step: 0.25 };

interface Block {
  width: number;
  above: number;
  below: number;
}

/** How much larger words become the nearer one is; style.ts draws them so. */
export const GROWTH = { from: 9, to: 12, base: 1.4, name: [11.5, 14], number: [13, 18] } as const;

function grown(zoom: number): number {
  const { from, to, base, name } = GROWTH;
  const [along, whole] = [Math.max(from, Math.min(to, zoom)) - from, to - from];
  return 1 + (name[1] / name[0] - 1) * ((base ** along - 1) / (base ** whole - 1));
}

const widthOf = (line: string) => LETTER * line.length + CAPITAL * (line.match(/\p{Lu}/gu)?.length ?? 0);

type Within = (point: Position) => boolean;

/** Points of a block's edge, corners first: between two of them no border runs in and out again unseen. */
const EDGE = [1, -1, 0.5, -0.5, 0].flatMap((side) =>
  (side ** 2 === 1 ? [1, -1, 0] : [1, -1]).map((up) => [side, up] as const),
);

/** Whether a block of text around the point lies within, at this zoom. */
function fits([x = 0, y = 0]: Position, within: Within, block: Block, zoom: number): boolean {
  const lon = (grown(zoom) * 360) / 512 / 2 ** zoom;
  const lat = lon * Math.cos((y * Math.PI) / 180);
  return EDGE.every(([side, up]) =>
    within([
      x + (side * block.width * lon) / 2,
      y + (up > 0 ? block.above : -block.below) * Math.abs(up) * lat,
    ]),
  );
}

/** The zoom, in quarters, from which a block of text around the point lies within the polygons. */
export function roomFrom(at: Position, polygons: Polygons, block: Block): number {
  const within = ground(polygons, (at[1] ?? 0) - 1, (at[1] ?? 0) + 1);
  for (let zoom = ZOOMS.least; zoom < ZOOMS.most; zoom += ZOOMS.step) {
    if (fits(at, within, block, zoom)) return zoom;
  }
  return ZOOMS.most;
}

/** How finely a large unit is searched for the place with most room, and how finely room is told. */
const GRID = 16;
const FINE = 0.03;

/**
 * Where a unit is written: a commune at its own point; a larger unit, whose point may lie in a narrow part of it, where
 * its name has most room.
 */
function spot(unit: Unit, polygons: Polygons): Position {
  const own = [unit.lon, unit.lat];
  const box = unit.tier === "commune" ? null : boundsOf(polygons);
  if (!box) return own;
  const [west, south, east, north] = box;
  const within = ground(polygons, south - 1, north + 1);
  const [first = "", second = ""] = halves(shortName(unit));
  const long = Math.max(first.length, second.length, 10);
  const block = { width: LETTER * long, above: NUMBER.height, below: NUMBER.height + LINE };
  let [best, zoom] = [own, ZOOMS.most];
  for (let i = 0; i <= GRID * GRID; i++) {
    const [x, y] = [(i % GRID) / GRID, Math.floor(i / GRID) / GRID];
    const at = i === GRID * GRID ? own : [west + (east - west) * x, south + (north - south) * y];
    if (!fits(at, within, block, zoom - FINE)) continue;
    for (best = at; fits(at, within, block, zoom - FINE); ) zoom -= FINE;
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
): { name: string; nameFrom: number } {
  const split = halves(name);
  const [one, two] = [[name], split].map((lines) => {
    const width = scale * Math.max(...lines.map(widthOf));
    const above = (scale * NUMBER.height) / 2;
    return roomFrom(at, polygons, { width, above, below: above + 2 + scale * lines.length * LINE });
  });
  return (two ?? 0) < (one ?? 0)
    ? { name: split.join("\n"), nameFrom: two ?? 0 }
    : { name, nameFrom: one ?? 0 };
}

/** Label points of the units with what never changes: the name, and from which zoom there is room. */
export function labelPlaces(
  units: readonly Unit[],
  shapes: ReadonlyMap<string, Polygons>,
): FeatureCollection<Point> {
  return {
    type: "FeatureCollection",
    features: units.map((unit) => {
      const { code, tier } = unit;
      const polygons = shapes.get(code) ?? [];
      const at = spot(unit, polygons);
      const scale = LABEL_SCALE[tier];
      const half = (scale * NUMBER.height) / 2;
      const numberFrom = roomFrom(at, polygons, { width: scale * NUMBER.width, above: half, below: half });
      const name = place(shortName(unit), at, polygons, scale);
      return {
        type: "Feature",
        properties: { code, tier, number: "", numberFrom, ...name },
        geometry: { type: "Point", coordinates: at },
      };
    }),
  };
}

/** The same points with a number or a sign for each. */
export function numbered(
  places: FeatureCollection<Point>,
  sign: (code: string) => string,
): FeatureCollection<Point> {
  const features = places.features.map((place) => ({
    ...place,
    properties: { ...place.properties, number: sign(place.properties?.code) },
  }));
  return { ...places, features };
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
