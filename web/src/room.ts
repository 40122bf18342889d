// How much room there is on the map's place on the page: what must stay free around the province, and whether the
// small map of its town can stand beside it.

import type { Atlas } from "./atlas.ts";
import { aspect } from "./inset.ts";
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

/** The side on which the small map stands, in the corner below. */
export type Side = "left" | "right";

/** As the small map's own style says: the share of the width that it takes, within these pixels, and its caption. */
const SHARE = 0.3;
const WIDTHS = [152, 352] as const;
const BELOW = 36;

/** The province stands a little aside from the small map. */
export function paddingFor(options: MapOptions, tier: Tier): Padding {
  const edge = { page: EDGE, embed: EDGE / 2, inset: 0 }[options.kind];
  if (!hasInset(options, tier)) return around(edge);
  return beside(sideOf(options.container, options.atlas), options.container, edge);
}

function around(edge: number): Padding {
  return { top: edge, right: edge, bottom: edge, left: edge };
}

function beside(side: Side, { clientWidth }: Size, edge = EDGE): Padding {
  return { ...around(edge), [side]: edge + clientWidth * 0.16 };
}

type Size = Pick<HTMLElement, "clientWidth" | "clientHeight">;

/** The side on which the small map hides the fewest communes; the left where that is no worse. */
export function sideOf(
  size: Size,
  { units, bounds, inset }: Pick<Atlas, "units" | "bounds" | "inset">,
): Side {
  const width = Math.min(WIDTHS[1], Math.max(WIDTHS[0], SHARE * size.clientWidth));
  const height = width / (inset?.aspect ?? 1) + BELOW;
  const [west, south, east, north] = bounds;
  const shape = aspect(bounds);
  function hidden(side: Side): number {
    const padding = beside(side, size);
    const free = [size.clientWidth - padding.left - padding.right, size.clientHeight - 2 * EDGE] as const;
    const scale = Math.min(free[0] / shape, free[1]);
    const left = padding.left + (free[0] - shape * scale) / 2;
    const bottom = EDGE + (free[1] - scale) / 2;
    return units.filter(({ tier, lon, lat }) => {
      const x = left + ((lon - west) / (east - west)) * shape * scale;
      const y = bottom + ((lat - south) / (north - south)) * scale;
      return (
        tier === "commune" && y < height && (side === "left" ? x : size.clientWidth - x) < width + EDGE / 2
      );
    }).length;
  }
  return hidden("right") < hidden("left") ? "right" : "left";
}
