// What is written on the map: for each commune its name and level number, and from which zoom there is room for
// them. A number carries the signs of its marks, so that they are never told by colour: "?" for a level that the
// reports leave open, "*" for one that is held because reports are missing, "!" where an officer's flag holds.

import type { FeatureCollection, Point, Position } from "geojson";
import type { Standing } from "./state.ts";
import { ground, type Polygons } from "./view.ts";
import type { About, Unit } from "./wire.ts";

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

/** Pixels of a name at its usual size: a letter's mean width, a line's height; and of a number. */
const LETTER = 5.8;
const LINE = 14;
const NUMBER = { width: 13, height: 15 };
const ZOOMS = { least: 7, most: 13.5, step: 0.25 };

interface Block {
  width: number;
  above: number;
  below: number;
}

/** The zoom, in quarters, from which a block of text around the point lies within the polygons. */
export function roomFrom([x = 0, y = 0]: Position, polygons: Polygons, block: Block): number {
  const within = ground(polygons, y - 1, y + 1);
  for (let zoom = ZOOMS.least; zoom < ZOOMS.most; zoom += ZOOMS.step) {
    const lon = 360 / 512 / 2 ** zoom;
    const lat = lon * Math.cos((y * Math.PI) / 180);
    const corners = [-1, 0, 1].flatMap((side) =>
      [block.above, -block.below].map((up) => [x + (side * block.width * lon) / 2, y + up * lat]),
    );
    if (corners.every(within)) return zoom;
  }
  return ZOOMS.most;
}

/** A name in one line or in two, whichever has room first, and from which zoom. */
function place(name: string, at: Position, polygons: Polygons): { name: string; nameFrom: number } {
  const words = name.split(" ");
  const half = Math.ceil(words.length / 2);
  const split = [words.slice(0, half).join(" "), words.slice(half).join(" ")].filter((line) => line !== "");
  const [one, two] = [[name], split].map((lines) => {
    const width = LETTER * Math.max(...lines.map((line) => line.length));
    return roomFrom(at, polygons, {
      width,
      above: NUMBER.height / 2,
      below: NUMBER.height / 2 + 2 + lines.length * LINE,
    });
  });
  return (two ?? 0) < (one ?? 0)
    ? { name: split.join("\n"), nameFrom: two ?? 0 }
    : { name, nameFrom: one ?? 0 };
}

/** Label points of the communes with what never changes: the name, and from which zoom there is room. */
export function labelPlaces(
  units: readonly Unit[],
  shapes: ReadonlyMap<string, Polygons>,
): FeatureCollection<Point> {
  return {
    type: "FeatureCollection",
    features: units
      .filter((unit) => unit.tier === "commune")
      .map((unit) => {
        const at = [unit.lon, unit.lat];
        const polygons = shapes.get(unit.code) ?? [];
        const half = NUMBER.height / 2;
        const numberFrom = roomFrom(at, polygons, { width: NUMBER.width, above: half, below: half });
        return {
          type: "Feature",
          properties: { code: unit.code, number: "", numberFrom, ...place(shortName(unit), at, polygons) },
          geometry: { type: "Point", coordinates: at },
        };
      }),
  };
}

/** The same points with the numbers of this board. */
export function numbered(
  places: FeatureCollection<Point>,
  standing: ReadonlyMap<string, Standing>,
): FeatureCollection<Point> {
  const features = places.features.map((place) => ({
    ...place,
    properties: { ...place.properties, number: levelSign(standing.get(place.properties?.code)) },
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
