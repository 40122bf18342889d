// How much room there is on the map's place on the page: what must stay free around the province, and where the small
// map of its town can stand beside it. What it keeps: the small map hides no commune.

import type { Position } from "geojson";
import type { Atlas } from "./atlas.ts";
import { aspect } from "./inset.ts";
import type { MapOptions } from "./map.ts";
import type { Bounds, Polygons } from "./view.ts";
import type { Tier } from "./wire.ts";

/** Pixels around what is shown. */
export const EDGE = 16;

type Padding = Record<"top" | "right" | "bottom" | "left", number>;

/** The side on which the small map stands, in the corner below. */
export type Side = "left" | "right";
const SIDES: readonly Side[] = ["left", "right"];

/** Where the small map stands, how wide it is, and what the province leaves free for it. */
export interface Place {
  side: Side;
  width: number;
  padding: Padding;
}

/** Points of the province as shares of its width from a side and of its height from below. */
export type Corners = Record<Side, readonly (readonly [across: number, up: number])[]>;

/** The share of the width that the small map takes: what is free beside the province, within these; and in pixels. */
const SHARES = [0.3, 0.46] as const;
const WIDTHS = [152, 560] as const;
/** What the province stands aside at least, as a share of the width. */
const ASIDE = 0.16;
/** The small map's title. */
const TITLE = 32;
/** Pixels between the small map and the province at least. */
const GAP = 8;
/** Pixels that the name of the sea takes around its point. */
const SEA_NAME = 48;
/** How much smaller than alone the province may be at most, for the sake of the small map. */
const SMALLEST = 0.8;
/** Of a border's longest stretch, as a share of the province's height, from point to point. */
const STRETCH = 0.01;

export type Size = Pick<HTMLElement, "clientWidth" | "clientHeight">;
type Ground = { bounds: Bounds; corners: Corners; inset: Pick<NonNullable<Atlas["inset"]>, "aspect"> | null };

/** Of all points, those that a box in a corner meets first. */
export function corners([west, south, east, north]: Bounds, shapes: Iterable<Polygons>): Corners {
  const points = [...shapes].flatMap((polygons) =>
    polygons.flat().flatMap((ring) => walked(ring, north - south)),
  );
  const shares = points.map(
    ([x = 0, y = 0]) => [(x - west) / (east - west), (y - south) / (north - south)] as const,
  );
  const first = (from: (across: number) => number) => {
    let nearest = Number.POSITIVE_INFINITY;
    return shares
      .map(([across, up]) => [from(across), up] as const)
      .sort((a, b) => a[1] - b[1])
      .filter(([across]) => {
        if (across >= nearest) return false;
        nearest = across;
        return true;
      });
  };
  return { left: first((across) => across), right: first((across) => 1 - across) };
}

/** A ring with points between those that are far apart. */
function walked(ring: readonly Position[], height: number): Position[] {
  return ring.flatMap(([x = 0, y = 0], i) => {
    const [a = x, b = y] = ring[i + 1] ?? [];
    const steps = Math.ceil(Math.max(Math.abs(a - x), Math.abs(b - y)) / (STRETCH * height)) || 1;
    return Array.from({ length: steps }, (_, k) => [x + ((a - x) * k) / steps, y + ((b - y) * k) / steps]);
  });
}

/** Where the small map stands; null where there is none, or no room for it beside the province. */
export function insetPlace({ container, atlas, kind }: MapOptions, tier: Tier): Place | null {
  const { clientWidth, clientHeight } = container;
  if (kind === "inset" || tier !== "commune" || clientWidth <= 600 || clientHeight <= 420) return null;
  return placeBeside(container, atlas);
}

/** How far up from the map's edge the small map reaches. */
export function insetTop(width: number, { inset }: Pick<Ground, "inset">): number {
  return EDGE + width / (inset?.aspect ?? 1) + TITLE;
}

/** Whether the name of the sea at this point of the screen would be under the small map, or a part of it. */
export function isUnder(
  { side, width }: Place,
  at: { x: number; y: number },
  { container, atlas }: MapOptions,
): boolean {
  const across = side === "left" ? at.x : container.clientWidth - at.x;
  const up = container.clientHeight - at.y;
  return across < EDGE + width + SEA_NAME && up < insetTop(width, atlas) + SEA_NAME;
}

type Box = Pick<DOMRect, "left" | "top" | "right" | "bottom">;

/** Pixels of the map that are under the card: on its right, or below where the card is as wide as the map. */
export function under(card: Box | undefined, map: Box): { right: number; bottom: number } {
  if (!card) return { right: 0, bottom: 0 };
  const beside = card.left > map.left;
  return {
    right: beside ? Math.max(0, map.right - card.left) : 0,
    bottom: beside ? 0 : Math.max(0, map.bottom - card.top),
  };
}

/** What stays free around the province. */
export function paddingFor(options: MapOptions, tier: Tier): Padding {
  const edge = { page: EDGE, embed: EDGE / 2, inset: 0 }[options.kind];
  return insetPlace(options, tier)?.padding ?? around(edge);
}

/** The degrees beside and above each other that the map shows when it shows the province with this padding. */
export function seenWith(padding: Padding, size: Size, { bounds }: Pick<Ground, "bounds">): [number, number] {
  const { scale } = lie(padding, size, aspect(bounds));
  if (scale <= 0) return [0, 0];
  const [west, south, east, north] = bounds;
  return [
    ((east - west) * size.clientWidth) / (aspect(bounds) * scale),
    ((north - south) * size.clientHeight) / scale,
  ];
}

function around(edge: number): Padding {
  return { top: edge, right: edge, bottom: edge, left: edge };
}

const clamp = (value: number, [least, most]: readonly [number, number]) =>
  Math.min(most, Math.max(least, value));

/** How high the province is in what the padding leaves, and what is beside it and below. */
function lie({ top, right, bottom, left }: Padding, { clientWidth, clientHeight }: Size, shape: number) {
  const [across, up] = [clientWidth - left - right, clientHeight - top - bottom];
  const scale = Math.min(across / shape, up);
  const beside = (across - shape * scale) / 2;
  return { scale, left: left + beside, right: right + beside, bottom: bottom + (up - scale) / 2 };
}

/** What is free beside the province where it takes all the height. */
function free({ clientWidth, clientHeight }: Size, shape: number): number {
  return clientWidth - 3 * EDGE - shape * (clientHeight - 2 * EDGE);
}

/** How wide the small map would best be. */
function widest(size: Size, shape: number, small: number): number {
  const [least, most] = SHARES.map((share) => share * size.clientWidth) as [number, number];
  // No higher than three fifths of the map.
  const highest = (0.6 * size.clientHeight - TITLE) * small;
  return clamp(Math.min(highest, clamp(free(size, shape), [least, most])), WIDTHS);
}

/**
 * As large as it can be where it hides nothing, the province as large as it can be beside it: where the two are at
 * odds, the province counts for more.
 */
export function placeBeside(size: Size, ground: Ground): Place | null {
  const { bounds, corners, inset } = ground;
  if (!inset) return null;
  const shape = aspect(bounds);
  const alone = lie(around(EDGE), size, shape).scale;
  const best = widest(size, shape, inset.aspect);
  const aside = Math.max(ASIDE * size.clientWidth, Math.min(free(size, shape), best));
  const hides = ({ side, width, padding }: Place) => {
    const at = lie(padding, size, shape);
    const [across, up] = [EDGE + width + GAP, insetTop(width, ground) + GAP];
    return corners[side].some(
      ([x, y]) => at[side] + x * shape * at.scale < across && at.bottom + y * at.scale < up,
    );
  };
  let [found, most]: [Place | null, number] = [null, 0];
  for (let width = best; width >= WIDTHS[0]; width *= 0.97) {
    for (const stand of [aside, ...Array.from({ length: 13 }, (_, i) => (i / 12) * width)]) {
      for (const side of SIDES) {
        const padding = { ...around(EDGE), [side]: EDGE + stand };
        const { scale } = lie(padding, size, shape);
        const worth = scale ** 2 * width;
        if (scale < SMALLEST * alone || worth <= most * 1.001) continue;
        // What is free above and below serves as well below alone.
        const spare = size.clientHeight - 2 * EDGE - scale;
        for (const bottom of [EDGE, EDGE + spare]) {
          const place = { side, width, padding: { ...padding, bottom } };
          if (hides(place)) continue;
          [found, most] = [place, worth];
          break;
        }
      }
    }
  }
  return found;
}
