// How much room there is on the map's place on the page: what must stay free around the province, and whether the
// small map of its town can stand beside it.

import type { MapOptions } from "./map.ts";
import type { Tier } from "./wire.ts";

/** Pixels around what is shown. */
export const EDGE = 28;

type Padding = Record<"top" | "right" | "bottom" | "left", number>;

/** Whether there is a small map, and room for it beside the province. */
export function hasInset({ container, atlas, kind }: MapOptions, tier: Tier): boolean {
  return (
    kind === "page" &&
    tier === "commune" &&
    atlas.inset !== null &&
    container.clientWidth > 600 &&
    container.clientHeight > 420
  );
}

/** The province stands a little to the right of the small map. */
export function paddingFor(options: MapOptions, tier: Tier): Padding {
  const edge = { page: EDGE, embed: EDGE / 2, inset: 0 }[options.kind];
  const beside = hasInset(options, tier) ? options.container.clientWidth * 0.16 : 0;
  return { top: edge, right: edge, bottom: edge, left: edge + beside };
}
