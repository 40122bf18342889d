// The map as a picture for paper: only when all of it is drawn. A print waits for nothing, so what a worker still has in
// hand would be missing from the sheet, and nobody would see that it is.

import type { Map as MapLibre } from "maplibre-gl";
import type { Bounds } from "./view.ts";

/** A frame may find what the next has to do. */
const FRAMES = 3;

/** Whether nothing is on its way to the canvas: drawn here and now, the map is idle after it. */
export function isStill(map: MapLibre): boolean {
  let still = false;
  const settled = () => {
    still = true;
  };
  map.on("idle", settled);
  for (let frame = 0; frame < FRAMES && !still; frame++) map.redraw();
  map.off("idle", settled);
  return still;
}

/** Whether all that lies within these bounds is in sight. */
export function isWhole(map: Pick<MapLibre, "getBounds">, [west, south, east, north]: Bounds): boolean {
  const seen = map.getBounds();
  return seen.contains([west, south]) && seen.contains([east, north]);
}

/** What was just drawn. */
export function copyOf(canvas: HTMLCanvasElement): HTMLCanvasElement {
  const copy = document.createElement("canvas");
  [copy.width, copy.height] = [canvas.width, canvas.height];
  const pen = copy.getContext("2d");
  pen?.drawImage(canvas, 0, 0);
  // As pixels: a canvas that remembers what was drawn is printed a step smaller than its place.
  if (pen) pen.putImageData(pen.getImageData(0, 0, copy.width, copy.height), 0, 0);
  return copy;
}
