// Everything geographic that never changes while the page is open, worked out once from what the server sent: which
// stretch of outline is coast, where names have room, where the sea is named, what the small map shows.

import type { Feature, FeatureCollection, MultiPolygon, Polygon } from "geojson";
import { coast } from "./coast.ts";
import { fonts } from "./fonts.ts";
import { aspect, edge, frame, inset } from "./inset.ts";
import { aroundLabels, enlarged, labelPlaces, shortName, smallSheet, WHOLE } from "./labels.ts";
import { landOf, type Steps } from "./land.ts";
import { type Corners, corners } from "./room.ts";
import type { StyleData } from "./style.ts";
import { type Bounds, boundsOf, meet, type Polygons, seaFrom, seaPoint } from "./view.ts";
import type { About, Unit } from "./wire.ts";

/** What is the same for the large map and the small one. */
export interface Atlas {
  units: readonly Unit[];
  bounds: Bounds;
  data: StyleData;
  polygons: ReadonlyMap<string, Polygons>;
  /** What of the province stands nearest to the corners in which the small map may stand. */
  corners: Corners;
  /** Where the sea is named. */
  sea: [number, number] | null;
  /** `aspect`: width by height, so that the small map shows its bounds and no more. */
  inset: { name: string; bounds: Bounds; aspect: number; data: StyleData } | null;
}

function polygonsOf({ geometry }: Feature<Polygon | MultiPolygon>): Polygons {
  return geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
}

/** The size of the page's letters on a screen 1920 pixels wide, above which those of the map grow with them. */
const LETTERS = 19.06;

/** `letters`: the size of the page's, in pixels. */
export function readAtlas(
  about: About,
  units: readonly Unit[],
  shapes: FeatureCollection<Polygon | MultiPolygon>,
  steps: Steps,
  letters: number,
): Atlas {
  const scale = Math.max(1, letters / LETTERS);
  const sheet = enlarged(WHOLE, scale);
  const bounds = about.map.bounds;
  const byCode = new Map(shapes.features.map((shape) => [String(shape.properties?.code), polygonsOf(shape)]));
  const province = byCode.get(about.province.code) ?? [];
  const land = landOf(steps);
  const ground = polygonsOf(land);
  const crowded = inset(units, byCode);
  const sea = seaPoint(bounds, ground, province);
  const data: StyleData = {
    shapes,
    land,
    coast: coast(province, ground),
    frame: crowded ? frame(crowded.bounds) : null,
    labels: labelPlaces(units, byCode, sheet),
    growth: sheet.growth,
    scale,
    around: aroundLabels(about.around, sea?.point ?? null),
    seaFrom: sea ? seaFrom(sea) + Math.log2(scale) : 0,
    fonts: fonts(),
  };
  const small = crowded && {
    name: shortName(crowded.district),
    bounds: crowded.bounds,
    aspect: aspect(crowded.bounds),
    data: within(crowded.bounds, data, units, byCode),
  };
  const near = corners(bounds, byCode.values());
  const [lon = 0, lat = 0] = sea?.point ?? [];
  return {
    units,
    bounds,
    data,
    polygons: byCode,
    corners: near,
    sea: sea && [lon, lat],
    inset: small,
  };
}

/** The same, with words for a map that shows this part alone. */
function within(
  box: Bounds,
  whole: StyleData,
  units: readonly Unit[],
  shapes: ReadonlyMap<string, Polygons>,
): StyleData {
  const sheet = enlarged(smallSheet(box), whole.scale);
  const seen = units.filter(({ code }) => meet(boundsOf(shapes.get(code) ?? []), box));
  return { ...whole, labels: labelPlaces(seen, shapes, sheet), growth: sheet.growth, frame: edge(box) };
}
