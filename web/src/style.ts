// The map's style as a pure function of palette, data and the tier that is filled. Levels come in as feature-state, and
// so does which number is seen: a change repaints without a worker. A level is told by its colour, its pattern and its
// number at once. Names no colour itself and no address outside this server.

import type { FeatureCollection, Point } from "geojson";
import type {
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
  StyleSpecification,
} from "maplibre-gl";
import { type Call, calls, edge, isCalled, kept } from "./called.ts";
import { type Growth, LABEL_SCALE } from "./labels.ts";
import { SIGNED, texts } from "./numbers.ts";
import { type LevelPaint, levels, paintsOf, REPORTED, type Surroundings } from "./palette.ts";
import { isHatched, plate, RIMS, STANDS, type Stands } from "./plate.ts";
import type { Layer } from "./state.ts";
import type { Tier } from "./wire.ts";

export const REGULAR = "Be Vietnam Pro Regular";
export const SEMIBOLD = "Be Vietnam Pro SemiBold";
export interface Font {
  url: string;
  ranges: string[];
}

export interface StyleData {
  shapes: FeatureCollection;
  land: GeoJSON.Feature;
  /** Units as points: {code, tier, name, nameFrom, numberFrom}; see labels.ts. */
  labels: FeatureCollection<Point>;
  growth: Growth;
  /** How much larger all words are than on most screens. */
  scale: number;
  /** Where the province meets the sea; see coast.ts. */
  coast: GeoJSON.Feature;
  /** On the large map, what the small one shows; on that, its edge; see inset.ts. */
  frame: GeoJSON.Feature | null;
  /** Points with {name, kind: "province" | "sea"}. */
  around: FeatureCollection;
  /** The zoom from which the name of the sea has room on the water. */
  seaFrom: number;
  fonts: Record<typeof REGULAR | typeof SEMIBOLD, Font[]>;
}

type Expression = ExpressionSpecification;

/** What fills the units: a feature-state, and the paints of its values from 0 on. */
interface Filling {
  state: Layer;
  paints: readonly LevelPaint[];
}

function fillingOf(layer: Layer, around: Surroundings): Filling {
  const { noLevel, reported } = paintsOf(around);
  const paints =
    layer === "level" ? [noLevel, ...Object.values(levels)] : REPORTED.map((made) => reported[made]);
  return { state: layer, paints };
}

/** 0–4; of levels 0 is "no level". -1 before anything is known. */
const value = ({ state }: Filling): Expression => ["coalesce", ["feature-state", state], -1];

function byValue(filling: Filling, pick: (paint: LevelPaint) => string, before: string): Expression {
  const pairs = filling.paints.flatMap((paint, i) => [i, pick(paint)]);
  return ["match", value(filling), ...pairs, before] as unknown as Expression;
}

const when = (key: string, yes: number, no: number | Expression): Expression => [
  "case",
  ["boolean", ["feature-state", key], false],
  yes,
  no,
];
const tier = (name: string): Expression => ["==", ["get", "tier"], name];
/** Larger units are written larger; labels.ts reckons with the same. */
const sized = (size: number): Expression => [
  "match",
  ["get", "tier"],
  "district",
  size * LABEL_SCALE.district,
  "province",
  size * LABEL_SCALE.province,
  size,
];
const grow = (...stops: (number | Expression)[]): Expression =>
  ["interpolate", ["exponential", 1.4], ["zoom"], ...stops] as unknown as Expression;

const larger = ({ from, to, base }: Growth, [far, near]: readonly [number, number]): Expression => [
  "interpolate",
  ["exponential", base],
  ["zoom"],
  from,
  sized(far),
  to,
  sized(near),
];

function ground(around: Surroundings): LayerSpecification[] {
  return [
    { id: "sea", type: "background", paint: { "background-color": around.sea } },
    {
      id: "shallows",
      type: "line",
      source: "land",
      layout: { "line-join": "round" },
      paint: {
        "line-color": around.seaDeep,
        "line-width": grow(7, 10, 13, 60),
        "line-blur": grow(7, 10, 13, 60),
      },
    },
    { id: "land", type: "fill", source: "land", paint: { "fill-color": around.land } },
    { id: "coast", type: "line", source: "land", paint: { "line-color": around.coast, "line-width": 0.8 } },
    {
      id: "no-sliver",
      type: "line",
      source: "coast",
      layout: { "line-join": "round" },
      paint: {
        "line-color": around.sea,
        "line-width": ["interpolate", ["exponential", 2], ["zoom"], 7, 18, 14, 2304],
      },
    },
    {
      id: "own-shallows",
      type: "line",
      source: "coast",
      layout: { "line-join": "round", "line-cap": "round" },
      paint: {
        "line-color": around.seaDeep,
        "line-width": grow(7, 10, 13, 60),
        "line-blur": grow(7, 10, 13, 60),
      },
    },
  ];
}

function fills(around: Surroundings, of: Tier, filling: Filling): LayerSpecification[] {
  const patterns = filling.paints.map(
    (_, key): LayerSpecification => ({
      id: `pattern-${key}`,
      type: "fill",
      source: "units",
      filter: tier(of),
      paint: {
        "fill-pattern": `${filling.state}-${key}`,
        "fill-opacity": ["case", ["==", value(filling), key], 1, 0],
        "fill-antialias": false,
      },
    }),
  );
  return [
    {
      id: "level",
      type: "fill",
      source: "units",
      filter: tier(of),
      paint: { "fill-color": byValue(filling, (paint) => paint.fill, around.land) },
    },
    ...patterns,
    {
      id: "late",
      type: "fill",
      source: "units",
      filter: tier(of),
      paint: {
        "fill-pattern": "late",
        // Never a plain number: MapLibre cannot go from one to the other while states of features change.
        "fill-opacity": when("late", filling.state === "level" ? 1 : 0, 0),
        "fill-antialias": false,
      },
    },
  ];
}

/** Lines around the units of a tier, or of every tier (null). */
function line(
  id: string,
  of: Tier | null,
  colour: string,
  width: Expression | number,
  visible = true,
): LayerSpecification {
  return {
    id,
    type: "line",
    source: "units",
    ...(of && { filter: tier(of) }),
    layout: { "line-join": "round", visibility: visible ? "visible" : "none" },
    paint: { "line-color": colour, "line-width": width },
  };
}

/** What has just moved: while it flashes, and then. */
const fresh = (flash: number, calm: number) => when("flash", flash, when("fresh", calm, 0));

/** Borders within a unit that has one colour would only be in the way of it. */
function borders(around: Surroundings, of: Tier): LayerSpecification[] {
  const communes = of === "commune";
  const districts = of !== "province";
  return [
    line("commune-halo", "commune", around.communeHalo, grow(8, 1.6, 12, 3.4), communes),
    line("commune-line", "commune", around.communeLine, grow(8, 0.5, 12, 1.1), communes),
    line("district-halo", "district", around.districtHalo, grow(8, 2.4, 12, 5.6), districts),
    line("district-line", "district", around.districtLine, grow(8, 1.2, 12, 2.8), districts),
    line("province-line", "province", around.provinceLine, grow(8, 1.8, 12, 3.6)),
    line("fresh-halo", of, around.halo, grow(8, fresh(9, 6), 9, fresh(16, 7))),
    line("fresh", of, around.focus, grow(8, fresh(5.5, 2.6), 9, fresh(10, 3))),
    line("hover-halo", of, around.halo, when("hover", 5, 0)),
    line("hover", of, around.ink, when("hover", 2.5, 0)),
    line("selected-halo", null, around.halo, when("selected", 7, 0)),
    line("selected", null, around.ink, when("selected", 3.5, 0)),
  ];
}

/**
 * One layer for each zoom at which names appear: a layer's `minzoom` is exact, a filter on zoom is not. Those that stand
 * beside each other are layers apart, since the rim of a plate is a layer's.
 */
function names(
  { labels, growth }: StyleData,
  around: Surroundings,
  of: Tier,
  filling: Filling,
  called: readonly Call[],
): { names: LayerSpecification[]; numbers: LayerSpecification[] } {
  const ink = byValue(filling, (paint) => paint.ink, around.ink);
  const halo = byValue(filling, (paint) => paint.fill, around.land);
  const isSeen: Expression = ["==", ["feature-state", "number"], ["get", "number"]];
  const isBeside: Expression = ["==", ["get", "side"], "beside"];
  const uncalled: Expression = ["!", isCalled(called)];
  const zooms = (key: "nameFrom" | "numberFrom") =>
    [...new Set(labels.features.map(({ properties }) => Number(properties?.[key])))].sort((a, b) => a - b);
  const each = (key: "nameFrom" | "numberFrom", layer: (id: string, stands: Stands) => LayerSpecification) =>
    zooms(key)
      .reverse()
      .flatMap((zoom) =>
        STANDS.map((stands) => {
          const here: Expression = stands === "beside" ? isBeside : ["!", isBeside];
          const filter: FilterSpecification = [
            "all",
            tier(of),
            ["==", ["get", key], zoom],
            here,
            key === "nameFrom" ? uncalled : true,
          ];
          return { ...layer(`${stands}-${zoom}`, stands), minzoom: zoom, filter } as LayerSpecification;
        }),
      );
  const hatched = isHatched(value(filling), filling.state === "level");
  const underName = (stands: Stands) => plate(halo, hatched, RIMS.name[stands]);
  const underNumber = (stands: Stands) => plate(halo, ["all", isSeen, hatched], RIMS.number[stands]);
  const written = [
    ...each("nameFrom", (id, stands) => ({
      id: `name-${id}`,
      type: "symbol",
      source: "labels",
      layout: {
        "text-field": ["get", "name"],
        "text-font": [REGULAR],
        "text-size": larger(growth, growth.name),
        "text-anchor": ["match", ["get", "side"], "above", "bottom", "beside", "left", "top"],
        "text-offset": [
          "match",
          ["get", "side"],
          "above",
          ["literal", [0, -0.8]],
          "beside",
          ["literal", [0.2, 0]],
          ["literal", [0, 0.8]],
        ],
        "text-justify": ["match", ["get", "side"], "beside", "left", "center"],
        "text-max-width": 20,
        "text-line-height": 1.08,
        "text-padding": 0,
        ...underName(stands).layout,
      },
      paint: {
        "text-color": ink,
        "text-halo-color": halo,
        "text-halo-width": 1.9,
        ...underName(stands).paint,
      },
    })),
    calls(called, zooms("nameFrom"), larger(growth, growth.name), SEMIBOLD, ink, halo),
    kept(called, larger(growth, growth.number), SEMIBOLD),
    edge(SEMIBOLD),
  ];
  const numbers = each("numberFrom", (id, stands) => ({
    id: `number-${id}`,
    type: "symbol",
    source: "numbers",
    layout: {
      "text-field": filling.state === "level" ? SIGNED : ["get", "number"],
      // So that signs beside it are not written on the name.
      "text-anchor": ["match", ["get", "side"], "beside", "right", "center"],
      "text-font": [SEMIBOLD],
      "text-size": larger(growth, growth.number),
      "text-padding": 0,
      // Those that are not seen stand in the same place.
      "text-allow-overlap": true,
      ...underNumber(stands).layout,
    },
    paint: {
      "text-color": ink,
      "text-halo-color": halo,
      "text-halo-width": 1.9,
      "text-opacity": ["case", isSeen, 1, 0],
      ...underNumber(stands).paint,
    },
  }));
  return { names: written, numbers };
}

/** Of the neighbouring provinces, and of the sea. */
function surroundingNames(
  { seaFrom, scale }: StyleData,
  around: Surroundings,
): [LayerSpecification, LayerSpecification] {
  const layer = (
    kind: string,
    size: Expression,
    spacing: number,
    ink: string,
    halo: string,
  ): LayerSpecification => ({
    id: `around-${kind}`,
    type: "symbol",
    source: "around",
    filter: ["==", ["get", "kind"], kind],
    layout: {
      "text-field": ["get", "name"],
      "text-font": [REGULAR],
      "text-size": size,
      "text-letter-spacing": spacing,
      "text-max-width": 20,
      "text-allow-overlap": kind === "sea",
    },
    paint: { "text-color": ink, "text-halo-color": halo, "text-halo-width": 1.2 },
  });
  const far = grow(8.4, 10 * scale, 9.2, 13.5 * scale, 11, 17 * scale);
  const wide = grow(8, 18 * scale, 11, 28 * scale);
  return [
    // On a map as small as a thumb they would lie on the communes.
    { ...layer("province", far, 0.05, around.landInk, around.land), minzoom: 7.3 },
    { ...layer("sea", wide, 0.22, around.seaInk, around.sea), minzoom: seaFrom },
  ];
}

export function style(
  data: StyleData,
  around: Surroundings,
  of: Tier,
  layer: Layer = "level",
  called: readonly Call[] = [],
): StyleSpecification {
  const filling = fillingOf(layer, around);
  const [provinces, sea] = surroundingNames(data, around);
  const words = names(data, around, of, filling, called);
  return {
    version: 8,
    // What is new is there at once: a print cannot wait, and a level that fades in has the look of two.
    transition: { duration: 0, delay: 0 },
    "font-faces": Object.fromEntries(
      Object.entries(data.fonts).map(([name, files]) => [
        name,
        files.map(({ url, ranges }) => ({ url, "unicode-range": ranges })),
      ]),
    ),
    sources: {
      land: { type: "geojson", data: data.land, tolerance: 0.2 },
      units: { type: "geojson", data: data.shapes, promoteId: "code", tolerance: 0.2 },
      coast: { type: "geojson", data: data.coast },
      frame: { type: "geojson", data: data.frame ?? { type: "FeatureCollection", features: [] } },
      labels: { type: "geojson", data: data.labels, promoteId: "code" },
      numbers: { type: "geojson", data: texts(data.labels), promoteId: "code" },
      around: { type: "geojson", data: data.around },
    },
    layers: [
      ...ground(around),
      ...fills(around, of, filling),
      ...borders(around, of),
      { ...line("frame-halo", null, around.halo, 3.4), source: "frame" } as LayerSpecification,
      {
        id: "frame",
        type: "line",
        source: "frame",
        paint: { "line-color": around.ink, "line-width": 1.4, "line-dasharray": [3, 2] },
      },
      provinces,
      ...words.names,
      // Written before names are given room, since it stays where it is.
      sea,
      ...words.numbers,
    ],
  };
}
