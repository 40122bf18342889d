// Number and colour of a unit change in one frame: at every frame the number that is seen is that of the colour.

import type { Browser } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { browser, type MapHost, MapPage } from "./page.ts";
import { Server } from "./server.ts";

const MA_NOI = "22828";

let chromium: Browser;
let server: Server;
beforeAll(async () => {
  chromium = await browser();
  server = await Server.serve("2021-09-05");
  await server.feed(`${MA_NOI},2021-09-05,0,0,0`);
});

/** Notes at each frame the level and the number of the unit, where they differ from the frame before. */
async function watch(map: MapPage): Promise<() => Promise<string[]>> {
  await map.page.evaluate((id) => {
    const { __map: drawn } = document.querySelector("#map") as MapHost;
    const layers = drawn.getStyle().layers.filter(({ id }) => id.startsWith("number-"));
    const looks: string[] = [];
    Object.assign(window, { __looks: looks });
    drawn.on("render", () => {
      const numbers = drawn
        .queryRenderedFeatures({ layers: layers.map(({ id }) => id) })
        .filter(({ properties, state }) => properties.code === id && properties.number === state.number)
        .map(({ properties }) => properties.number);
      const look = `${drawn.getFeatureState({ source: "units", id }).level}: ${numbers.join(" and ")}`;
      if (looks.at(-1) !== look) looks.push(look);
    });
    drawn.triggerRepaint();
  }, MA_NOI);
  return () => map.page.evaluate(() => (window as unknown as { __looks: string[] }).__looks);
}

test("a level's number comes and goes with its colour, in every frame of several changes", async () => {
  const map = await MapPage.open(chromium, server.url);
  await map.painted(2);
  await map.idle();
  const looks = await watch(map);
  await expect.poll(async () => (await looks()).at(-1)).toBe("1: 1");
  await server.feed(`${MA_NOI},2021-09-05,2,2,0`);
  // The next one does not wait until the one before is drawn.
  await server.feed(`${MA_NOI},2021-09-05,1,1,0`);
  await server.feed(`${MA_NOI},2021-09-05,3,3,0`);
  await map.painted(5);
  await expect.poll(async () => (await looks()).at(-1)).toBe("4: 4");
  const seen = await looks();
  expect(seen.length).toBeGreaterThan(1);
  expect(seen.filter((look) => !/^([1-4]): (\1.*)?$/.test(look))).toEqual([]);
  expect(map.complaints).toEqual([]);
});
