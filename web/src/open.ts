// A MapLibre map as this page has them: what may be done with it, and how it is told of to those who cannot see it.

import { Map as MapLibre, type MapOptions as MapLibreOptions } from "maplibre-gl";
import type { MapOptions } from "./map.ts";

/** The small map only shows and is clicked; the others may be moved, within limits, but never turned. */
export function open({ container, kind, words }: MapOptions, own: Partial<MapLibreOptions>): MapLibre {
  const still = kind === "inset";
  const options: MapLibreOptions = {
    container,
    maxZoom: 14.5,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    renderWorldCopies: false,
    cooperativeGestures: kind === "embed",
    fadeDuration: 0,
    locale: words,
    ...own,
    ...(still && {
      scrollZoom: false,
      boxZoom: false,
      dragPan: false,
      keyboard: false,
      doubleClickZoom: false,
      touchZoomRotate: false,
    }),
  };
  const map = new MapLibre(options);
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  if (still) map.getCanvas().tabIndex = -1;
  // Arrow keys are the map's own, as in any application; what they do is told where the canvas is described.
  else map.getCanvas().setAttribute("role", "application");
  map.getCanvas().setAttribute("aria-describedby", "map-help");
  return map;
}
