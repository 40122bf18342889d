// The next unit in a direction, for those who walk over the map with the arrow keys. What it keeps: every unit can be
// reached, because a step looks at the whole half of the map on that side, and prefers what lies straight ahead.

/** East and north. */
export type Direction = readonly [x: number, y: number];

export const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

export interface Place {
  code: string;
  lon: number;
  lat: number;
}

/** How much farther a step to the side is than one ahead. */
const ASIDE = 2;

/** East and north from one place to another, on one scale. */
function way(from: Pick<Place, "lon" | "lat">, to: Place): Direction {
  return [(to.lon - from.lon) * Math.cos((from.lat * Math.PI) / 180), to.lat - from.lat];
}

function least<T extends Place>(places: readonly T[], cost: (place: T) => number): T | null {
  let best: T | null = null;
  for (const place of places) {
    if (cost(place) < (best ? cost(best) : Number.POSITIVE_INFINITY)) best = place;
  }
  return best;
}

/** The next place that way; null at the edge. */
export function toward<T extends Place>(places: readonly T[], from: Place, [x, y]: Direction): T | null {
  return least(places, (place) => {
    const [east, north] = way(from, place);
    const ahead = east * x + north * y;
    const aside = Math.abs(east * y) + Math.abs(north * x);
    return place.code === from.code || ahead <= 0
      ? Number.POSITIVE_INFINITY
      : Math.hypot(ahead, ASIDE * aside);
  });
}

export function nearest<T extends Place>(places: readonly T[], to: Pick<Place, "lon" | "lat">): T | null {
  return least(places, (place) => Math.hypot(...way(to, place)));
}
