// Which number stands on a unit. What it keeps: no number is ever seen on the colour of another level. A colour is there
// in the next frame, a text goes through a worker and comes some frames later; so the numbers that a unit may come to
// are on the map beforehand, all in one place, and its feature-state says which of them is seen. Pure.

import type { FeatureCollection, Point } from "geojson";
import type { ExpressionSpecification } from "maplibre-gl";

/** What is written on a unit, and what its colour says. */
export interface Said {
  sign: string;
  colour: number;
}

/** The map, to which numbers are given. */
export interface Wall {
  /** Takes texts in place of those it has; `laid` is called when they can be seen. */
  lay(texts: FeatureCollection<Point>): void;
  /** Shows this one of a unit's texts, if it has it by now, and no other. */
  show(code: string, sign: string): void;
}

export interface Numbers {
  write(said: (code: string) => Said): void;
  laid(): void;
}

const LEVELS = ["1", "2", "3", "4"];

/** A level with its signs smaller, so that they do not touch what a narrow neighbour has. */
export const SIGNED: ExpressionSpecification = [
  "format",
  ["slice", ["get", "number"], 0, 1],
  {},
  ["slice", ["get", "number"], 1],
  { "font-scale": 0.7, "vertical-align": "top" },
];

/** What a unit may well come to: another level, or another with the signs that it has now. */
function ahead(sign: string): Set<string> {
  const signs = /^[1-4](.+)$/.exec(sign)?.[1] ?? "";
  return new Set([...LEVELS, ...LEVELS.map((level) => level + signs), "–", sign]);
}

/** The places once for each number that their units may come to. */
export function texts(
  places: FeatureCollection<Point>,
  sign: (code: string) => string = () => "",
): FeatureCollection<Point> {
  const features = places.features.flatMap((place) =>
    [...ahead(sign(place.properties?.code))].map((number) => ({
      ...place,
      properties: { ...place.properties, number },
    })),
  );
  return { ...places, features };
}

/** Writes on a wall that has `texts(places)`. */
export function numbers(places: FeatureCollection<Point>, wall: Wall): Numbers {
  const codes = places.features.map(({ properties }) => String(properties?.code));
  let there = new Map(codes.map((code) => [code, ahead("")]));
  const wanted = new Map<string, string>();
  const shown = new Map<string, Said>();

  function show(code: string, said: Said): void {
    if (shown.get(code)?.sign !== said.sign) wall.show(code, said.sign);
    shown.set(code, said);
  }

  return {
    write(said) {
      const before = there;
      const has = (code: string) => before.get(code)?.has(said(code).sign) ?? false;
      if (!codes.every(has)) {
        there = new Map(codes.map((code) => [code, ahead(said(code).sign)]));
        wall.lay(texts(places, (code) => said(code).sign));
      }
      for (const code of codes) {
        wanted.set(code, said(code).sign);
        // With the colour of before, the number of before stays until its own is there: no gap, and nothing wrong.
        if (has(code) || shown.get(code)?.colour !== said(code).colour) show(code, said(code));
      }
    },
    laid() {
      for (const [code, { colour }] of shown) show(code, { sign: wanted.get(code) ?? "", colour });
    },
  };
}
