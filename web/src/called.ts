// Which units are called by name even where their own ground has no room for it: what a reader asks first; and
// the layer that has their names. Pure.

import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from "maplibre-gl";
import { plate, RIMS } from "./plate.ts";
import type { State } from "./state.ts";
import type { Tier, Unit } from "./wire.ts";

type Expression = ExpressionSpecification;
type Told = Pick<State, "standing" | "selection" | "layer">;

/**
 * Codes in the order in which names are given room: the unit that is open, then every commune at level 4, or every unit
 * of a higher tier, the worst first.
 */
export function called(units: readonly Unit[], { standing, selection, layer }: Told, tier: Tier): string[] {
  const level = ({ code }: Unit) => standing.get(code)?.level ?? 0;
  const worst = units
    .filter((unit) => unit.tier === tier && (tier !== "commune" || (layer === "level" && level(unit) === 4)))
    .sort((a, b) => level(b) - level(a))
    .map(({ code }) => code);
  return [...new Set(selection === null ? worst : [selection, ...worst])];
}

/**
 * Places around a number for the name of a unit whose own ground has no room for it, in ems. MapLibre takes 0.3 from what
 * stands below or above, so that the first two are where `names` has it.
 */
const ANYWHERE = [
  ...["top", [0, 1.1], "bottom", [0, -1.1], "left", [1.05, 0], "right", [-1.2, 0]],
  ...[
    "top-left",
    [0.8, 1.1],
    "bottom-left",
    [0.8, -1.1],
    "top-right",
    [-0.8, 1.1],
    "bottom-right",
    [-0.8, -1.1],
  ],
  ...["top", [0, 2.2], "bottom", [0, -2.2]],
];

export const isCalled = (called: readonly string[]): Expression => [
  "in",
  ["get", "code"],
  ["literal", [...called]],
];

/**
 * The names of units that are called: given room before all other names, on their own ground or beside it. One that is
 * alone has its name whatever lies there.
 */
export function calls(
  called: readonly string[],
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
      "symbol-sort-key": ["index-of", ["get", "code"], ["literal", [...called]]],
      "text-field": ["get", "name"],
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
