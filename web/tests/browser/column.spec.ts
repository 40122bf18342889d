// Beside the map on a wall and a laptop: however many communes stand at level 4, the districts below their names stay
// in sight, and the names that are left out come when asked for.

import { existsSync } from "node:fs";
import type { Browser } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import type { Board, DemoClock, Register } from "../../src/wire.ts";
import { browser, MapPage } from "./page.ts";
import { boundaries, Server } from "./server.ts";

let chromium: Browser;
let server: Server;
beforeAll(async () => {
  chromium = await browser();
  server = await Server.serve("2021-09-05");
  const { units } = await server.json<Register>("units");
  const communes = units.filter(({ tier }) => tier === "commune");
  await server.feed(...communes.filter((_, i) => i % 2 === 0).map(({ code }) => `${code},2021-09-04,3,3,0`));
});

/** Pixels by which the last district is out of sight. */
function missing(map: MapPage): Promise<number> {
  const last = map.page.locator("section[aria-labelledby=districts-title] li").last();
  return last.evaluate((item) => {
    const column = item.closest("[data-column]")?.getBoundingClientRect();
    return Math.max(0, item.getBoundingClientRect().bottom - (column?.bottom ?? 0));
  });
}

test("above the controls of a demonstration all districts are in sight on a laptop", async () => {
  const demo = await Server.demo();
  const map = await MapPage.open(chromium, demo.url, { size: "laptop" });
  await map.page.getByTestId("demo").waitFor();
  await map.page.getByTestId("data-note").waitFor();
  await map.whole();
  expect(await missing(map)).toBe(0);
});

test.each(["vi", "en"])(
  "looking back on a laptop all districts are in sight as well, in %s",
  async (lang) => {
    const demo = await Server.demo();
    await demo.json<DemoClock>("demo", { until: "2021-07-20" });
    await expect.poll(async () => (await demo.json<Board>("board")).day).toBe("2021-07-20");
    const map = await MapPage.open(chromium, `${demo.url}/?day=2021-07-10&lang=${lang}`, { size: "laptop" });
    await map.paintedDay("2021-07-10");
    await map.page.getByTestId("demo").waitFor();
    await map.page.getByTestId("data-note").waitFor();
    await map.page.getByText("Thuận Nam").first().waitFor();
    await expect.poll(() => missing(map)).toBe(0);
  },
);

const ELEVEN = boundaries && existsSync(`${boundaries}/../soc-trang`) ? `${boundaries}/../soc-trang` : "";

test.runIf(ELEVEN)("eleven districts are in sight on a laptop, with every sign in the key", async () => {
  const wide = await Server.serve("2021-09-05", "--geodata", ELEVEN);
  const { units } = await wide.json<Register>("units");
  const communes = units.filter(({ tier }) => tier === "commune").slice(2);
  await wide.feed(
    ...communes.map(({ code }, i) => `${code},2021-09-0${i === 9 ? 1 : 4},${i % 4},${i === 7 ? "" : 0},0`),
  );
  const map = await MapPage.open(chromium, wide.url, { size: "laptop" });
  await map.painted(await wide.seq());
  await map.whole();
  expect(await map.page.locator("section[aria-labelledby=districts-title] li").count()).toBe(11);
  expect(await missing(map)).toBe(0);
});

const NAMES = "section[aria-labelledby=worst-title] button[data-level='4']";
const MORE = /^và \d+ xã nữa$/;

test("on a laptop every district is in sight, and every red name on request", async () => {
  const map = await MapPage.open(chromium, server.url, { size: "laptop" });
  await map.painted(1);
  const names = map.page.locator(NAMES);
  await expect.poll(() => missing(map)).toBe(0);
  expect(await names.count()).toBeGreaterThanOrEqual(3);
  const more = map.page.getByText(MORE);
  const left = Number((await more.textContent())?.match(/\d+/)?.[0]);
  const all = (await names.count()) + left;
  expect(all).toBeGreaterThan(25);
  await more.click();
  await expect.poll(() => names.count()).toBe(all);
});

test("on a wall every district is in sight with more than two dozen red names", async () => {
  const map = await MapPage.open(chromium, server.url, { size: "wall" });
  await map.painted(1);
  const red = (await server.json<Board>("board")).units.filter(
    ({ tier, level }) => tier === "commune" && level === 4,
  );
  expect(red.length).toBeGreaterThan(25);
  await expect.poll(() => map.page.locator(NAMES).count()).toBe(red.length);
  await expect.poll(() => missing(map)).toBe(0);
  expect(await map.page.getByText(MORE).count()).toBe(0);
});
