// Which units are called by name even where their own ground has no room for it: what a reader asks first; and
// the layer that has their names. Pure.

import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from "maplibre-gl";
import { levelSign } from "./labels.ts";
import { plate, RIMS } from "./plate.ts";
import type { State } from "./state.ts";
import type { Tier, Unit } from "./wire.ts";

type Expression = ExpressionSpecification;
type Told = Pick<State, "standing" | "selection" | "layer">;

/** A unit that is called, and what is said before its name where that stands on ground which is not its own. */
export interface Call {
  code: string;
  sign: string;
}

/**
 * In the order in which names are given room: the unit that is open, then every commune at level 4, or every unit of a
 * higher tier, the worst first. A red name says its level with its signs, since beside it the number of another commune
 * may stand. Among communes no name of a higher tier stands: it would lie on theirs.
 */
export function called(units: readonly Unit[], { standing, selection, layer }: Told, tier: Tier): Call[] {
  const level = ({ code }: Unit) => standing.get(code)?.level ?? 0;
  const isRed = (unit: Unit) => tier === "commune" && layer === "level" && level(unit) === 4;
  const isOpen = ({ code }: Unit) => code === selection;
  return units
    .filter((unit) =>
      tier === "commune"
        ? unit.tier === tier && (isOpen(unit) || isRed(unit))
        : isOpen(unit) || unit.tier === tier,
    )
    .sort((a, b) => Number(isOpen(b)) - Number(isOpen(a)) || level(b) - level(a))
    .map((unit) => ({ code: unit.code, sign: isRed(unit) ? `${levelSign(standing.get(unit.code))} ` : "" }));
}

/**
 * Places at a number for the name of a unit whose own ground has no room for it, in ems: touching it on one of its sides,
 * since a name that stands away from its number is read as another's. MapLibre takes 0.3 from what stands below or above,
 * so that the first two are where `names` has it.
 */
const ANYWHERE = ["top", [0, 1.1], "bottom", [0, -1.1], "left", [1.05, 0], "right", [-1.2, 0]];

const codes = (called: readonly Call[]): Expression => ["literal", called.map(({ code }) => code)];

export const isCalled = (called: readonly Call[]): Expression => ["in", ["get", "code"], codes(called)];

/**
 * A unit's name, with its sign up to the zoom from which its own ground has room, which is one of these. Texts are made
 * once for a whole zoom and all up to the next.
 */
function nameOf(called: readonly Call[], zooms: readonly number[]): Expression {
  const name: Expression = ["get", "name"];
  const signs = called.filter(({ sign }) => sign !== "").flatMap(({ code, sign }) => [code, sign]);
  if (signs.length === 0 || zooms.length === 0) return name;
  const signed = ["concat", ["match", ["get", "code"], ...signs, ""], name] as unknown as Expression;
  const whole = [...new Set(zooms.map(Math.floor))];
  const from = whole.flatMap((zoom) => [zoom, ["case", ["<", ["get", "nameFrom"], zoom + 1], name, signed]]);
  return ["step", ["zoom"], signed, ...from] as unknown as Expression;
}

/** Words that nobody sees, over which no name may lie. */
const UNSEEN = { "text-padding": 0, "text-allow-overlap": true };

/**
 * The room of a called unit's number, kept free of other names at every zoom: also where the number is not written yet,
 * no name stands nearer to another's place than to its own.
 */
export function kept(called: readonly Call[], size: Expression, font: string): LayerSpecification {
  return {
    id: "called-at",
    type: "symbol",
    source: "labels",
    filter: isCalled(called) as FilterSpecification,
    layout: {
      // With what its plate has beyond a name, as wide as a name beside its own number is away from it.
      "text-field": "4 4",
      "text-anchor": ["match", ["get", "side"], "beside", "right", "center"],
      "text-font": [font],
      "text-size": size,
      ...UNSEEN,
    },
    paint: { "text-opacity": 0 },
  };
}

/** The edge of a small map, which cuts no name off. */
export function edge(font: string): LayerSpecification {
  return {
    id: "edge",
    type: "symbol",
    source: "frame",
    filter: ["!=", ["geometry-type"], "Polygon"],
    layout: { "text-field": "4", "text-font": [font], "text-size": 4, ...UNSEEN },
    paint: { "text-opacity": 0 },
  };
}

/**
 * The names of units that are called: given room before all other names, on their own ground or beside it. One that is
 * alone has its name whatever lies there.
 */
export function calls(
  called: readonly Call[],
  zooms: readonly number[],
  size: Expression,
  font: string,
  ink: Expression,
  halo: Expression,
): LayerSpecification {
  const from = (...own: unknown[]): Expression => ["literal", [...own, ...ANYWHERE]] as Expression;
  return {
    id: "called",
    type: "symbol",
    source: "labels",
    filter: isCalled(called) as FilterSpecification,
    layout: {
      "symbol-sort-key": ["index-of", ["get", "code"], codes(called)],
      "text-field": nameOf(called, zooms),
      "text-font": [font],
      "text-size": size,
      "text-variable-anchor-offset": [
        "match",
        ["get", "side"],
        "above",
        from("bottom", [0, -1.1]),
        "beside",
        from("left", [0.2, 0]),
        from(),
      ] as unknown as Expression,
      "text-justify": "auto",
      "text-max-width": 20,
      "text-line-height": 1.08,
      "text-padding": 0,
      "text-allow-overlap": called.length === 1,
      ...plate(halo, ["literal", true], RIMS.name.alone).layout,
    },
    paint: {
      "text-color": ink,
      "text-halo-color": halo,
      "text-halo-width": 1.9,
      ...plate(halo, ["literal", true], RIMS.name.alone).paint,
    },
  };
}
