// An eye on the map's canvas. In every frame that MapLibre draws it reads pixels back at one place and notes which
// colour they have, so that "painted" means the pixels, by the page's own clock.

import type { Page } from "playwright-core";
import { levels, light, noLevel } from "../../src/palette.ts";

interface MapHost extends Element {
  __map?: {
    on(event: "render", then: () => void): void;
    project(point: [number, number]): { x: number; y: number };
    getCanvas(): HTMLCanvasElement;
  };
}

declare global {
  interface Window {
    /** The instant of the frame in which the place first had this level's colour since it had another one. */
    __when(level: number): Promise<number>;
  }
}

/** Levels first, then what is on the map before and beside them. */
const COLOURS = [...Object.values(levels).map(({ fill }) => fill), noLevel.fill, light.land, light.sea];

/** Watches a place of every page that is opened from now on. */
export async function watch(page: Page, place: [number, number]): Promise<void> {
  await page.addInitScript(look, { place, colours: COLOURS });
}

/** Runs in the page. */
function look({ place, colours }: { place: [number, number]; colours: string[] }): void {
  const known = colours.map((hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)));
  const pixels = new Uint8Array(16 * 16 * 4);
  let waiting: { level: number; tell: (at: number) => void }[] = [];
  let shown = { level: 0, at: 0 };

  function seen(map: NonNullable<MapHost["__map"]>): number {
    const canvas = map.getCanvas();
    const gl = canvas.getContext("webgl2");
    const { x, y } = map.project(place);
    gl?.readPixels(x - 8, canvas.height - y - 8, 16, 16, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
    const votes = colours.map(() => 0);
    for (let at = 0; at < pixels.length; at += 4) {
      const apart = known.map((rgb) => Math.hypot(...rgb.map((value, i) => value - (pixels[at + i] ?? 0))));
      const nearest = apart.indexOf(Math.min(...apart));
      votes[nearest] = (votes[nearest] ?? 0) + 1;
    }
    return 1 + votes.indexOf(Math.max(...votes));
  }

  function attach(): void {
    const map = document.querySelector<MapHost>("#map")?.__map;
    if (!map) {
      requestAnimationFrame(attach);
      return;
    }
    map.on("render", () => {
      const level = seen(map);
      if (level === shown.level) return;
      shown = { level, at: performance.now() };
      for (const one of waiting.filter((one) => one.level === level)) one.tell(shown.at);
      waiting = waiting.filter((one) => one.level !== level);
    });
  }
  requestAnimationFrame(attach);

  window.__when = (level) =>
    new Promise((tell) => (shown.level === level ? tell(shown.at) : waiting.push({ level, tell })));
}
