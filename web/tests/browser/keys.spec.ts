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
/** Each key pressed from 29/08, and the day it leads to. */
const KEYS = {
  PageUp: "2021-09-05",
  PageDown: "2021-08-22",
  ArrowRight: "2021-08-30",
  ArrowUp: "2021-08-30",
  ArrowLeft: "2021-08-28",
  ArrowDown: "2021-08-28",
};

test.each(Object.entries(KEYS))(
  "%s leads to the same day on the slider and on the chart",
  async (key, day) => {
    const map = await MapPage.open(chromium, `${server.url}/?day=2021-08-29`);
    await map.paintedDay("2021-08-29");
    await map.tabTo("[data-testid=time] input[type=range]");
    await map.page.keyboard.press(key);
    await map.paintedDay(day === SEEDED.day ? "" : day);
    await map.page.goto(`${server.url}/units/${SEEDED.red}?day=2021-08-29`);
    await map.page.locator("[role=radio][data-day='2021-08-29'][aria-checked=true]").focus();
    await map.page.keyboard.press(key);
    await map.page.locator(`[role=radio][data-day='${day}'][aria-checked=true]`).waitFor();
    expect(map.complaints).toEqual([]);
  },
);
