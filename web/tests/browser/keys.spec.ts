// The same key means the same wherever days are gone along: on the map's slider as on the chart of a unit's page.

import type { Browser } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { browser, MapPage } from "./page.ts";
import { SEEDED, Server } from "./server.ts";

let chromium: Browser;
let server: Server;
beforeAll(async () => {
  chromium = await browser();
  server = await Server.seeded();
});
/** Keys pressed one after the other from 29/08 on, and the day each leads to. */
const KEYS = [
  ["PageDown", "2021-08-22"],
  ["PageUp", "2021-08-29"],
  ["ArrowRight", "2021-08-30"],
  ["ArrowLeft", "2021-08-29"],
  ["ArrowUp", "2021-08-30"],
  ["ArrowDown", "2021-08-29"],
] as const;

test("a key leads to the same day on the slider and on the chart", async () => {
  const map = await MapPage.open(chromium, `${server.url}/?day=2021-08-29`);
  await map.paintedDay("2021-08-29");
  await map.tabTo("[data-testid=time] input[type=range]");
  for (const [key, day] of KEYS) {
    await map.page.keyboard.press(key);
    await map.paintedDay(day);
  }
  const chosen = (day: string) => map.page.locator(`[role=radio][data-day='${day}'][aria-checked=true]`);
  await map.page.goto(`${server.url}/units/${SEEDED.red}?day=2021-08-29`);
  await chosen("2021-08-29").focus();
  for (const [key, day] of KEYS) {
    await map.page.keyboard.press(key);
    await chosen(day).waitFor();
  }
  expect(map.complaints).toEqual([]);
});
