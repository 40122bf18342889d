// The pieces of plain colour under words that a hatch would run through. A plate is drawn over the words of the layers
// below its own, so what it has beyond its own words may reach no others. Pure.

import type { ExpressionSpecification } from "maplibre-gl";

/** An image in one colour, which the style gives it. */
export const PLATE = "plate";

/** Whether a unit's name and number stand over each other, or side by side. */
export const STANDS = ["alone", "beside"] as const;
export type Stands = (typeof STANDS)[number];

/** Pixels that a plate has beyond its words: above, to the right, below and to the left. */
type Rim = [number, number, number, number];

/** Between a number and the name beside it there is room for none; elsewhere it is no more than a halo. */
export const RIMS: Record<"name" | "number", Record<Stands, Rim>> = {
  name: { alone: [0, 2, 0, 2], beside: [0, 2, 0, 0] },
  number: { alone: [0, 2, 0, 2], beside: [0, 0, 0, 2] },
};

/** A unit without a level is hatched, and on the map of levels one that is late. */
export function isHatched(value: ExpressionSpecification, levels: boolean): ExpressionSpecification {
  const none: ExpressionSpecification = ["==", value, 0];
  return levels ? ["any", none, ["boolean", ["feature-state", "late"], false]] : none;
}

/** Seen where `when` holds. */
export function plate(colour: ExpressionSpecification, when: ExpressionSpecification, rim: Rim) {
  return {
    layout: {
      "icon-image": PLATE,
      "icon-text-fit": "both" as const,
      "icon-text-fit-padding": rim,
      "icon-allow-overlap": true,
      "icon-ignore-placement": true,
    },
    paint: {
      "icon-color": colour,
      "icon-opacity": ["case", when, 0.92, 0] as ExpressionSpecification,
    },
  };
}
