// Units compared in one chart: each day keeps its own figures while the chart moves, and only its days can be chosen.

import type { Browser, Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { browser, MapPage } from "./page.ts";
import { Server } from "./server.ts";

const DO_VINH = "22738";
const PHUOC_MY = "22741";

let chromium: Browser;
let server: Server;
beforeAll(async () => {
  chromium = await browser();
  server = await Server.serve("2021-09-06");
  await server.feed(
    `${DO_VINH},2021-07-14,3,0,0`,
    `${DO_VINH},2021-07-27,7,0,0`,
    `${DO_VINH},2021-09-05,2,0,0`,
    `${PHUOC_MY},2021-09-05,5,0,0`,
  );
});

/** The comparison of two wards, once it is drawn. */
async function open(query: string): Promise<MapPage> {
  const opened = await MapPage.open(chromium, `${server.url}/units/${DO_VINH}?${query}&with=${PHUOC_MY}`);
  await opened.page.locator(`[data-line="${PHUOC_MY}"]`).waitFor({ state: "attached" });
  return opened;
}

const day = (page: Page, day: string) => page.locator(`[role=radio][data-day="${day}"]`);

test("while the chart moves to earlier days, each day keeps its own figures", async () => {
  const opened = await open("day=2021-07-27");
  const { page } = opened;
  const told = () => day(page, "2021-07-27").getAttribute("aria-label");
  await expect.poll(told).toContain(": 7 F0 mới");
  let release = () => {};
  const held = new Promise<void>((go) => {
    release = go;
  });
  await page.route(/\/history\?/, async (route) => {
    await held;
    await route.continue();
  });
  const asked = page.waitForRequest(/\/history\?from=2021-06-29/);
  await day(page, "2021-07-27").focus();
  await page.keyboard.press("ArrowLeft");
  await day(page, "2021-06-29").waitFor({ state: "attached" });
  await asked;
  // The chart has moved, and the answer for its days has not come: 14/07 is known of the sums alone.
  expect(await told()).toContain(": 7 F0 mới");
  release();
  await expect.poll(() => day(page, "2021-07-14").getAttribute("aria-label")).toContain(": 3 F0 mới");
  expect(await told()).toContain(": 7 F0 mới");
  expect(opened.complaints).toEqual([]);
});

test("a name beside the lines chooses no day, a point among them does", async () => {
  const opened = await open("day=2021-09-05");
  const { page } = opened;
  const together = page.getByTestId("together");
  const chosen = page.locator("[role=radio][aria-checked=true]");
  for (const beside of ["text.end", "text.tick"]) {
    await together.locator(beside).first().click();
    expect(await chosen.getAttribute("data-day"), beside).toBe("2021-09-05");
    await together.getByText("Tính đến hết ngày 05/09/2021", { exact: true }).waitFor();
  }
  await together.locator("rect.days").click({ position: { x: 2, y: 100 } });
  await expect.poll(() => chosen.getAttribute("data-day")).toBe("2021-07-27");
  expect(opened.complaints).toEqual([]);
});
