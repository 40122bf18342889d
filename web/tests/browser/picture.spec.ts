// The page where the browser cannot draw the map: the server's picture in its place, with the levels of the board,
// following each report, clicked and focused like the map. And the page without JavaScript, which still shows it.

import type { Browser, Page } from "playwright-core";
import { beforeAll, beforeEach, expect, test } from "vitest";
import type { Board } from "../../src/wire.ts";
import { atTheEnd } from "./end.ts";
import { Line } from "./line.ts";
import { browser, MapPage } from "./page.ts";
import { Server } from "./server.ts";

const MA_NOI = "22828";
const PHUOC_BINH = "22783";

let plain: Browser;
let server: Server;
let line: Line;
let page: Page;
beforeAll(async () => {
  plain = await browser({ webgl: false });
});
beforeEach(async () => {
  server = await Server.serve("2021-09-05");
  line = await Line.to(server.port);
  await server.feed(`${MA_NOI},2021-09-05,1,0,0`);
  ({ page } = await MapPage.open(plain, line.url));
});

const unit = (code: string) => page.getByTestId("picture").locator(`[data-units] [data-unit="${code}"]`);

/** Waits until the picture is of the newest board, and says the same of every commune. */
async function agrees(): Promise<void> {
  const { seq, units } = await server.json<Board>("board");
  await page.locator(`[data-testid=picture][data-painted="${seq}"]`).waitFor();
  const shown = () =>
    page
      .locator("[data-testid=picture] [data-units] [data-unit]")
      .evaluateAll((paths) =>
        paths.map((path) => [path.getAttribute("data-unit"), path.getAttribute("data-level")]),
      );
  const communes = units.filter(({ tier }) => tier === "commune");
  await expect.poll(shown).toEqual(communes.map(({ unit, level }) => [unit, String(level ?? 0)]));
}

test("where reporting is asked for, the picture shows it as the page counts it, and goes back to levels", async () => {
  await server.feed(`${PHUOC_BINH},2021-09-03,0,0,0`);
  await agrees();
  await page.locator("[data-testid=layer] label").last().click();
  await page.getByTestId("late").waitFor();
  const states = () =>
    page
      .locator("[data-testid=picture] [data-units] [data-unit]")
      .evaluateAll((paths) =>
        Object.fromEntries(
          paths.map((path) => [path.getAttribute("data-unit"), path.getAttribute("data-reports")]),
        ),
      );
  await expect.poll(async () => (await states())[PHUOC_BINH]).toBe("missing");
  const all = await states();
  expect(all[MA_NOI]).toBe("on_time");
  expect(await unit(PHUOC_BINH).getAttribute("aria-label")).toBe("Xã Phước Bình: báo cáo: đang thiếu");
  const told = await page
    .locator("[data-testid=health] [data-made]")
    .evaluateAll((rows) =>
      rows.map((row) => [row.getAttribute("data-made"), row.getAttribute("data-count")]),
    );
  const count = (made: string | null) => Object.values(all).filter((one) => one === made).length;
  expect(told).toEqual(told.map(([made]) => [made, String(count(made ?? null))]));
  await page.locator("[data-testid=layer] label").first().click();
  await agrees();
});

test("the picture stands in the map's place, follows a report, and a click opens the card", async () => {
  await agrees();
  expect(await page.locator("#map").isVisible()).toBe(false);
  expect(await page.getByTestId("table").count()).toBe(0);
  expect(await unit(MA_NOI).getAttribute("data-level")).toBe("2");
  await unit(PHUOC_BINH).focus();
  await server.feed(`${MA_NOI},2021-09-05,2,2,0`, `${PHUOC_BINH},2021-09-05,0,0,0`);
  await agrees();
  expect(await unit(MA_NOI).getAttribute("data-level")).toBe("4");
  // A new picture took the place of the old one under the keyboard, which did not notice.
  await page.locator(`[data-unit="${PHUOC_BINH}"]:focus`).waitFor();
  await page.keyboard.press("Enter");
  await page.locator(`[data-testid=card][data-unit="${PHUOC_BINH}"]`).waitFor();
  await page.keyboard.press("Escape");
  await unit(MA_NOI).click();
  await page.locator(`[data-testid=card][data-unit="${MA_NOI}"][data-level="4"]`).waitFor();
  await expect.poll(() => page.locator("[data-testid=picture] .chosen").count()).toBe(2);
  await page.keyboard.press("Escape");
  await page.getByTestId("table-toggle").click();
  await page.getByTestId("table").waitFor();
});

test("a day that is looked back at is drawn as it was, and live is the newest one again", async () => {
  await server.feed(`${MA_NOI},2021-09-04,0,0,0`);
  ({ page } = await MapPage.open(plain, line.url));
  await agrees();
  const { units } = await server.json<Board>("board?day=2021-09-04");
  const then = String(units.find(({ unit }) => unit === MA_NOI)?.level ?? 0);
  const level = () => unit(MA_NOI).getAttribute("data-level");
  expect([await level(), then]).toEqual(["2", "1"]);
  await page.getByTestId("time").getByRole("button").first().click();
  await expect.poll(level).toBe(then);
  await server.feed(`${MA_NOI},2021-09-05,2,2,0`);
  await page.keyboard.press("l");
  await expect.poll(level).toBe("4");
  await agrees();
});

test("while a day that is looked back at has not come, no other is drawn in its place", async () => {
  await server.feed(`${MA_NOI},2021-09-04,0,0,0`);
  let release = () => {};
  const held = new Promise<void>((go) => {
    release = go;
  });
  await page.route(/\/boards\?/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${line.url}/?day=2021-09-04`);
  await page.getByTestId("past").waitFor();
  await page.keyboard.press("l");
  await agrees();
  await page.goBack();
  await page.locator("[data-testid=past][data-day='2021-09-04']").waitFor();
  const drawn = page.locator("[data-testid=picture] svg");
  await expect.poll(() => drawn.count()).toBe(0);
  // What was reported meanwhile is not drawn either.
  await server.feed(`${MA_NOI},2021-09-05,2,2,0`);
  await page.locator(`.page[data-newest="${await server.seq()}"]`).waitFor();
  expect(await drawn.count()).toBe(0);
  release();
  await expect.poll(() => unit(MA_NOI).getAttribute("data-level")).toBe("1");
});

test("a cut line is said aloud over the picture, and once mended the newest one comes", async () => {
  await agrees();
  line.cut();
  await page.getByTestId("connection").and(page.locator("[data-state=connecting]")).waitFor();
  await server.feed(`${MA_NOI},2021-09-05,2,2,0`);
  expect(await unit(MA_NOI).getAttribute("data-level")).toBe("2");
  line.mend();
  await agrees();
  expect(await unit(MA_NOI).getAttribute("data-level")).toBe("4");
});

test("without JavaScript the newest picture is on the page", async () => {
  const context = await plain.newContext({ javaScriptEnabled: false });
  atTheEnd(() => context.close());
  const bare = await context.newPage();
  await bare.goto(server.url);
  const image = bare.locator("noscript img, img[src='/api/v1/exports/map.svg']").first();
  await image.waitFor();
  const size = () => image.evaluate((one) => (one as HTMLImageElement).naturalWidth).catch(() => 0);
  await expect.poll(size).toBeGreaterThan(1000);
});
