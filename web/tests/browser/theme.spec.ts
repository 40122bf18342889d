// Day and night: as the system says unless the reader chose; never for a moment in the wrong one; the levels keep their
// colours in both.

import type { Browser } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { dark, levels, light } from "../../src/palette.ts";
import { browser, type MapHost, MapPage } from "./page.ts";
import { Server } from "./server.ts";

let chromium: Browser;
let server: Server;
beforeAll(async () => {
  chromium = await browser();
  server = await Server.serve("2021-09-05");
  await server.feed("22828,2021-09-05,2,2,0");
});

const rgb = (hex: string) =>
  `rgb(${[1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16)).join(", ")})`;

function seen(map: MapPage): Promise<{ paper: string; red: string; sea: unknown }> {
  return map.page.evaluate(() => {
    const style = getComputedStyle(document.documentElement);
    const { __map: drawn } = document.querySelector("#map") as MapHost;
    return {
      paper: getComputedStyle(document.body).backgroundColor,
      red: style.getPropertyValue("--level-4"),
      sea: drawn.getPaintProperty("sea", "background-color"),
    };
  });
}

test("the system's choice is followed, the reader's wins, and it outlives a reload", async () => {
  const map = await MapPage.open(chromium, server.url, { colorScheme: "dark" });
  const red = levels[4].fill.toLowerCase();
  await map.painted(2);
  await expect.poll(() => seen(map)).toEqual({ paper: rgb(dark.paper), red, sea: dark.sea });
  await map.page.getByRole("radio", { name: "Tự động", checked: true }).waitFor({ state: "attached" });
  await map.page.emulateMedia({ colorScheme: "light" });
  await expect.poll(() => seen(map)).toEqual({ paper: rgb(light.paper), red, sea: light.sea });
  await map.page.getByRole("radio", { name: "Tối" }).check();
  await expect.poll(() => seen(map)).toEqual({ paper: rgb(dark.paper), red, sea: dark.sea });
  await map.page.reload();
  await map.painted(2);
  await expect.poll(() => seen(map)).toEqual({ paper: rgb(dark.paper), red, sea: dark.sea });
  await map.page.getByRole("radio", { name: "Tự động" }).check();
  await expect.poll(() => seen(map)).toEqual({ paper: rgb(light.paper), red, sea: light.sea });
  expect(map.complaints).toEqual([]);
});

test.each([
  ["dark", "", dark],
  ["light", "dark", dark],
  ["dark", "light", light],
] as const)(
  "before any module has run, a system in the %s and a choice of '%s' are heeded",
  async (system, kept, is) => {
    const map = await MapPage.open(chromium, server.url, { colorScheme: system });
    await map.page.evaluate((kept) => kept && localStorage.setItem("theme", kept), kept);
    await map.page.route(/\/assets\/.*\.js$/, (route) =>
      route.request().url().includes("/theme") ? route.continue() : route.abort(),
    );
    await map.page.reload();
    expect(await map.page.locator("#app > *").count()).toBe(0);
    expect(await map.page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
      rgb(is.paper),
    );
  },
);
