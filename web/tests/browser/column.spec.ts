// Beside the map on a wall and a laptop: however many communes stand at level 4, the districts below their names stay
// in sight, and the names that are left out come when asked for.

import type { Browser } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import type { Register } from "../../src/wire.ts";
import { browser, MapPage } from "./page.ts";
import { Server } from "./server.ts";

let chromium: Browser;
let server: Server;
beforeAll(async () => {
  chromium = await browser();
  server = await Server.serve("2021-09-05");
  const { units } = await server.json<Register>("units");
  const communes = units.filter(({ tier }) => tier === "commune");
  await server.feed(...communes.filter((_, i) => i % 2 === 0).map(({ code }) => `${code},2021-09-04,3,3,0`));
});

test.each(["laptop", "wall"] as const)(
  "on a %s every district is in sight, and every red name on request",
  async (size) => {
    const map = await MapPage.open(chromium, server.url, { size });
    await map.painted(1);
    const names = map.page.locator("section[aria-labelledby=worst-title] button[data-level='4']");
    const last = map.page.locator("section[aria-labelledby=districts-title] li").last();
    const bottom = () => last.evaluate((item) => item.getBoundingClientRect().bottom - innerHeight);
    await expect.poll(bottom).toBeLessThanOrEqual(0);
    expect(await names.count()).toBeGreaterThanOrEqual(3);
    const more = map.page.getByText(/^và \d+ xã nữa$/);
    const left = Number((await more.textContent())?.match(/\d+/)?.[0]);
    const all = (await names.count()) + left;
    expect(all).toBeGreaterThan(25);
    await more.click();
    await expect.poll(() => names.count()).toBe(all);
  },
);
