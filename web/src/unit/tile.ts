// A pattern of the palette as vector strokes in a tile of 16 × 16, for drawings that are printed; pattern.ts draws the
// same as pixels for the map. Strokes run over the tile's edge so that they meet across it.

import type { Pattern } from "../palette.ts";
import { TILE } from "../pattern.ts";

export interface Strokes {
  /** A path to be stroked with the pattern's weight; of dots, each a stroke of no length with round ends. */
  path: string;
  round: boolean;
}

function every(step: number, from: number, to: number): number[] {
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);
}

function rising(step: number): string {
  return every(step, 0, 2 * TILE)
    .map((at) => `M-1 ${at + 1}L${at + 1} -1`)
    .join("");
}

function falling(step: number): string {
  return every(step, -TILE, TILE)
    .map((at) => `M-1 ${at - 1}L${TILE + 1} ${at + TILE + 1}`)
    .join("");
}

export function strokes({ shape, step }: Pattern): Strokes {
  const rows = every(step, 0, TILE);
  const path = {
    dots: () =>
      rows
        .flatMap((y, i) => every(step, i % 2 === 0 ? 0 : step / 2, TILE).map((x) => `M${x} ${y}h0`))
        .join(""),
    rows: () => rows.map((y) => `M-1 ${y + step / 2}H${TILE + 1}`).join(""),
    rising: () => rising(step),
    falling: () => falling(step),
    crossed: () => rising(step) + falling(step),
  }[shape]();
  return { path, round: shape === "dots" };
}
