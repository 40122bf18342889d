// Draws a pattern of the palette, pixel by pixel, as a tile that repeats without a seam. Map and legend use the
// same tile, so the key is what is on the map.

import type { Pattern } from "./palette.ts";

export const TILE = 16;

export interface Tile {
  width: number;
  height: number;
  data: Uint8ClampedArray<ArrayBuffer>;
}

/** Distance in CSS pixels from a point to the nearest stroke or dot, less half its weight. */
function edge({ shape, step, weight }: Pattern, x: number, y: number): number {
  const nearest = (v: number, period: number) => Math.abs(v - Math.round(v / period) * period);
  const diagonal = (v: number) => nearest(v, step) / Math.SQRT2;
  const distance = {
    dots: () => {
      const shifted = Math.round(y / step) % 2 === 0 ? x : x + step / 2;
      return Math.hypot(nearest(shifted, step), nearest(y, step));
    },
    rows: () => nearest(y + step / 2, step),
    rising: () => diagonal(x + y),
    falling: () => diagonal(x - y),
    crossed: () => Math.min(diagonal(x + y), diagonal(x - y)),
  }[shape]();
  return distance - weight / 2;
}

/** The tile at `ratio` device pixels per CSS pixel; alpha not premultiplied. */
export function draw(pattern: Pattern, ratio: number): Tile {
  const size = TILE * ratio;
  const data = new Uint8ClampedArray(size * size * 4);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const outside = edge(pattern, (column + 0.5) / ratio, (row + 0.5) / ratio) * ratio;
      const cover = Math.max(0, Math.min(1, 0.5 - outside));
      data.set([...pattern.colour, Math.round(cover * pattern.opacity * 255)], (row * size + column) * 4);
    }
  }
  return { width: size, height: size, data };
}

/** A plain square with round corners, to be stretched between them. */
export function drawPlate(ratio: number): Tile {
  const [size, radius] = [TILE * ratio, 3 * ratio];
  const data = new Uint8ClampedArray(size * size * 4);
  const beyond = (at: number) => Math.max(radius - at - 0.5, at + 0.5 - (size - radius), 0);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const outside = Math.hypot(beyond(row), beyond(column)) - radius;
      data[(row * size + column) * 4 + 3] = 255 * Math.max(0, Math.min(1, 0.5 - outside));
    }
  }
  return { width: size, height: size, data };
}
