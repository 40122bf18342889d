// How much room there is on the map's place on the page: what must stay free around the province, and whether the
// small map of its town can stand beside it.

import type { Atlas } from "./atlas.ts";
import { aspect } from "./inset.ts";
import type { MapOptions } from "./map.ts";
import type { Tier } from "./wire.ts";

/** Pixels around what is shown. */
export const EDGE = 16;

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

/** The share of the width that the small map takes: what is free beside the province, within these; and in pixels. */
const SHARES = [0.3, 0.46] as const;
const WIDTHS = [152, 560] as const;
/** What the province stands aside at least, as a share of the width. */
const ASIDE = 0.16;
/** The small map's title. */
const TITLE = 32;

type Size = Pick<HTMLElement, "clientWidth" | "clientHeight">;
type Ground = Pick<Atlas, "bounds" | "inset">;

/** What is free beside the province where it takes all the height. */
function free({ clientWidth, clientHeight }: Size, { bounds }: Ground): number {
  return clientWidth - 3 * EDGE - aspect(bounds) * (clientHeight - 2 * EDGE);
}

const clamp = (value: number, [least, most]: readonly [number, number]) =>
  Math.min(most, Math.max(least, value));

/** How wide the small map is. */
export function insetWidth(size: Size, ground: Ground): number {
  const [least, most] = SHARES.map((share) => share * size.clientWidth) as [number, number];
  // No higher than three fifths of the map.
  const highest = (0.6 * size.clientHeight - TITLE) * (ground.inset?.aspect ?? 1);
  return clamp(Math.min(highest, clamp(free(size, ground), [least, most])), WIDTHS);
}

/** The province stands aside from the small map, as far as there is room. */
export function paddingFor(options: MapOptions, tier: Tier): Padding {
  const { container, atlas } = options;
  const edge = { page: EDGE, embed: EDGE / 2, inset: 0 }[options.kind];
  if (!hasInset(options, tier)) return around(edge);
  return beside(sideOf(container, atlas), container, atlas);
}

function around(edge: number): Padding {
  return { top: edge, right: edge, bottom: edge, left: edge };
}

function beside(side: Side, size: Size, ground: Ground): Padding {
  const aside = Math.max(ASIDE * size.clientWidth, Math.min(free(size, ground), insetWidth(size, ground)));
  return { ...around(EDGE), [side]: EDGE + aside };
}

/** The side on which the small map hides the fewest communes; the left where that is no worse. */
export function sideOf(size: Size, atlas: Ground & Pick<Atlas, "units">): Side {
  const { units, bounds, inset } = atlas;
  const width = insetWidth(size, atlas);
  const height = width / (inset?.aspect ?? 1) + TITLE;
  const [west, south, east, north] = bounds;
  const shape = aspect(bounds);
  function hidden(side: Side): number {
    const padding = beside(side, size, atlas);
    const room = [size.clientWidth - padding.left - padding.right, size.clientHeight - 2 * EDGE] as const;
    const scale = Math.min(room[0] / shape, room[1]);
    const left = padding.left + (room[0] - shape * scale) / 2;
    const bottom = EDGE + (room[1] - scale) / 2;
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
