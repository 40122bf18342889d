// A change is seen once and then to be read: its outline flashes a single time, stays for a while and goes; in the list
// it stays, with its cause. Who wants no motion gets none.

import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { browser, type MapHost, MapPage } from "./page.ts";
import { Server } from "./server.ts";

const MA_NOI = "22828";

let chromium: Browser;
let server: Server;
beforeAll(async () => {
  chromium = await browser();
});
afterAll(() => chromium.close());
beforeEach(async () => {
  server = await Server.serve("2021-09-05");
  await server.feed(`${MA_NOI},2021-09-05,1,0,0`);
});
afterEach(() => server.remove());

interface Look {
  fresh?: boolean;
  flash?: boolean;
}

/** Notes at each frame how the unit is outlined, where that differs from the frame before. */
async function watch(map: MapPage): Promise<() => Promise<string[]>> {
  await map.page.evaluate((id) => {
    const { __map: drawn } = document.querySelector("#map") as MapHost;
    const looks: string[] = [];
    Object.assign(window, { __looks: looks });
    drawn.on("render", () => {
      const { fresh, flash } = drawn.getFeatureState({ source: "units", id }) as Look;
      const look = flash ? "flash" : fresh ? "outline" : "plain";
      if (looks.at(-1) !== look) looks.push(look);
    });
    drawn.triggerRepaint();
  }, MA_NOI);
  return () => map.page.evaluate(() => (window as unknown as { __looks: string[] }).__looks);
}

test("a change flashes once, keeps an outline for a while, and stays in the list with its cause", async () => {
  const map = await MapPage.open(chromium, server.url);
  await map.painted(2);
  const looks = await watch(map);
  await expect.poll(looks).toEqual(["plain"]);
  const item = map.page.locator(`[data-testid=changes] li[data-unit="${MA_NOI}"]`);
  expect(await item.evaluateAll((items) => items.map((one) => one.getAnimations().length))).toEqual([0]);
  await server.feed(`${MA_NOI},2021-09-05,2,2,0`);
  await map.painted(3);
  await expect.poll(async () => (await looks()).at(-1)).toBe("outline");
  const newest = map.page.locator("[data-testid=changes] li").first();
  expect(await newest.getAttribute("data-to")).toBe("4");
  expect(await newest.textContent()).toContain("đính chính");
  expect(await newest.evaluate((one) => getComputedStyle(one).animationIterationCount)).toBe("1");
  expect(await newest.evaluate((one) => getComputedStyle(one).animationName)).toMatch(/flash/);
  await map.pass(13);
  await expect.poll(async () => (await looks()).at(-1)).toBe("plain");
  expect(await looks()).toEqual(["plain", "flash", "outline", "plain"]);
  expect(await newest.getAttribute("data-to")).toBe("4");
  // A board that moves nothing starts nothing anew.
  await server.feed("22783,2021-09-05,0,0,0");
  await map.painted(4);
  expect((await looks()).filter((look) => look === "flash")).toHaveLength(1);
  expect(map.complaints).toEqual([]);
  await map.close();
});

test("who wants no motion sees the outline and no flash", async () => {
  const map = await MapPage.open(chromium, server.url, { reducedMotion: "reduce" });
  await map.painted(2);
  const looks = await watch(map);
  await expect.poll(looks).toEqual(["plain"]);
  await server.feed(`${MA_NOI},2021-09-05,2,2,0`);
  await map.painted(3);
  await expect.poll(async () => (await looks()).at(-1)).toBe("outline");
  expect(await looks()).toEqual(["plain", "outline"]);
  const moving = await map.page.evaluate(() => document.getAnimations().length);
  expect(moving).toBe(0);
  await map.close();
});
