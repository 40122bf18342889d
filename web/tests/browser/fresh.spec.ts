// A change is seen once and then to be read: its outline flashes a single time, stays for a while and goes; in the list
// it stays, with its cause. Who wants no motion gets none.

import type { Browser } from "playwright-core";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { browser, type MapHost, MapPage } from "./page.ts";
import { Server } from "./server.ts";

const MA_NOI = "22828";

let chromium: Browser;
let server: Server;
beforeAll(async () => {
  chromium = await browser();
});
beforeEach(async () => {
  server = await Server.serve("2021-09-05");
  await server.feed(`${MA_NOI},2021-09-05,1,0,0`);
});

/** How the unit is outlined, and when on the page's clock that began. */
type Look = ["plain" | "flash" | "outline", number];

/** Notes how the map is told to outline the unit, where that is new. */
async function watch(map: MapPage): Promise<() => Promise<Look[]>> {
  await map.page.evaluate((id) => {
    const { __map: drawn } = document.querySelector("#map") as MapHost;
    const looks: Look[] = [];
    Object.assign(window, { __looks: looks });
    const tell = drawn.setFeatureState.bind(drawn);
    drawn.setFeatureState = (...told) => {
      const drawing = tell(...told);
      const { fresh, flash } = drawn.getFeatureState({ source: "units", id });
      const look = flash ? "flash" : fresh ? "outline" : "plain";
      if (looks.at(-1)?.[0] !== look) looks.push([look, Date.now()]);
      return drawing;
    };
  }, MA_NOI);
  return () => map.page.evaluate(() => (window as unknown as { __looks: Look[] }).__looks);
}

const names = (looks: Look[]) => looks.map(([name]) => name);

test("a change flashes once, keeps an outline for a while, and stays in the list with its cause", async () => {
  const map = await MapPage.open(chromium, server.url);
  await map.painted(2);
  const item = map.page.locator(`[data-testid=changes] li[data-unit="${MA_NOI}"]`);
  await item.waitFor();
  expect(await item.evaluate((one) => one.getAnimations().length)).toBe(0);
  const looks = await watch(map);
  await server.feed(`${MA_NOI},2021-09-05,2,2,0`);
  await map.painted(3);
  const newest = map.page.locator("[data-testid=changes] li[data-to='4']").first();
  await newest.getByText("đính chính").waitFor();
  expect(await newest.evaluate((one) => getComputedStyle(one).animationIterationCount)).toBe("1");
  expect(await newest.evaluate((one) => getComputedStyle(one).animationName)).toMatch(/flash/);
  await expect.poll(async () => names(await looks())).toContain("outline");
  await map.pass(13);
  await expect.poll(async () => names(await looks())).toEqual(["plain", "flash", "outline", "plain"]);
  const [, , [, began] = ["", 0], [, ended] = ["", 0]] = await looks();
  expect(ended - began).toBeGreaterThanOrEqual(12_000);
  await newest.waitFor();
  // A board that moves nothing starts nothing anew.
  await server.feed("22783,2021-09-05,0,0,0");
  await map.painted(4);
  expect(names(await looks()).filter((name) => name === "flash")).toHaveLength(1);
  expect(map.complaints).toEqual([]);
});

test("who wants no motion sees the outline and no flash", async () => {
  const map = await MapPage.open(chromium, server.url, { reducedMotion: "reduce" });
  await map.painted(2);
  const looks = await watch(map);
  await server.feed(`${MA_NOI},2021-09-05,2,2,0`);
  await map.painted(3);
  await expect.poll(async () => names(await looks())).toContain("outline");
  expect(names(await looks())).not.toContain("flash");
  const moving = await map.page.evaluate(() => document.getAnimations().length);
  expect(moving).toBe(0);
});
