// Shapes that tests draw with.

import type { Polygons } from "../src/view.ts";

/** The land between two degrees of longitude and two of latitude. */
export const box = (west: number, south: number, east: number, north: number): Polygons => [
  [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ],
];
