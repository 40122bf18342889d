// What would be: asked with the keyboard alone, marked throughout as what nobody published, kept in the address, and
// nothing of it stored.

import type { Browser, Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import type { Board, Changes } from "../../src/wire.ts";
import { browser, MapPage } from "./page.ts";
import { SEEDED, Server } from "./server.ts";

let chromium: Browser;
let server: Server;
beforeAll(async () => {
  chromium = await browser();
  server = await Server.seeded();
});

/** Waits until what is supposed has been worked out. The page's clock is ours: its next question waits for it. */
async function workedOut(map: MapPage): Promise<void> {
  await map.pass(1);
  await map.page.locator("[data-testid=what-if-state][data-working=false]").waitFor();
  await map.page.getByTestId("what-if-map").waitFor();
}

/** Each difference as "unit from to". */
function differences(page: Page): Promise<string[]> {
  const items = page.getByTestId("what-if-differences").locator("li");
  return items.evaluateAll((items) =>
    items.map((item) => ["unit", "from", "to"].map((name) => item.getAttribute(`data-${name}`)).join(" ")),
  );
}

test("the map is read as the live one: numbers with their signs, names, and a key", async () => {
  const map = await MapPage.open(chromium, `${server.url}/what-if?window_days=3`);
  await workedOut(map);
  const drawn = map.page.getByTestId("what-if-map");
  const number = (code: string) => drawn.locator(`[data-label="${code}"] text`).allTextContents();
  await expect.poll(() => number(SEEDED.red)).toEqual(["4", "Vĩnh", "Hải"]);
  expect((await number(SEEDED.open))[0]).toBe("4?");
  expect((await number(SEEDED.never))[0]).toBe("–");
  const colours = await drawn
    .locator("[data-unit]")
    .evaluateAll((all) => all.map((one) => Number(one.getAttribute("data-level"))));
  const counted = [1, 2, 3, 4, 0].map((level) => colours.filter((one) => one === level).length);
  const legend = await map.legend();
  expect(["1", "2", "3", "4", "0"].map((level) => legend[level])).toEqual(counted);
  await drawn.locator("[data-mark=undetermined]").waitFor();
});

test("a report and a parameter are supposed by the keyboard alone", async () => {
  const map = await MapPage.open(chromium, `${server.url}/what-if`);
  const { page } = map;
  await workedOut(map);
  const before = [await server.json<Board>("board"), await server.json<Changes>("changes")];
  expect(await differences(page)).toEqual([]);

  await map.tabTo("[data-testid=suppose-report] select");
  const commune = page.locator("[data-testid=suppose-report] select").first();
  await commune.locator(`option[value="${SEEDED.open}"]`).waitFor({ state: "attached" });
  for (let i = 0; i < 65 && (await commune.inputValue()) !== SEEDED.open; i++)
    await page.keyboard.press("ArrowDown");
  await map.tabTo("[data-testid=suppose-report] input[type=number]");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("3");
  await page.keyboard.press("Enter");
  await page.getByTestId("supposed-reports").getByText("3 F0 chưa rõ nguồn ở Xã Ma Nới").waitFor();
  await workedOut(map);
  expect(await differences(page)).toContain(`${SEEDED.open} 4 4`);

  await page.keyboard.press("Shift+Tab");
  await map.tabTo("[data-testid=supposed-reports] button");
  await page.keyboard.press("Enter");
  await workedOut(map);
  expect(await differences(page)).toEqual([]);

  await page.getByRole("link").first().focus();
  await map.tabTo("input[name=undetermined]");
  await page.keyboard.press("ArrowDown");
  await workedOut(map);
  expect(await differences(page)).toContain(`${SEEDED.open} 4 2`);
  const drawn = page.getByTestId("what-if-map").locator(`g[data-unit="${SEEDED.open}"]`);
  expect([await drawn.getAttribute("data-level"), await drawn.getAttribute("data-differs")]).toEqual([
    "2",
    "true",
  ]);
  const red = page.getByTestId("what-if-counts").locator("[data-level-row='4'] td");
  const [real = 0, supposed = 0] = (await red.allTextContents()).map(Number);
  expect(supposed).toBeLessThan(real);
  // Those without a level are counted too: each column has every commune.
  const counts = await page
    .getByTestId("what-if-counts")
    .locator("tbody tr td:nth-of-type(-n+2)")
    .allTextContents();
  const column = (at: number) =>
    counts.filter((_, i) => i % 2 === at).reduce((sum, one) => sum + Number(one), 0);
  expect([column(0), column(1)]).toEqual([65, 65]);

  await map.searchIs("?undetermined=lower");
  const told = await differences(page);
  await page.reload();
  await workedOut(map);
  expect(await differences(page)).toEqual(told);
  expect([await server.json<Board>("board"), await server.json<Changes>("changes")]).toEqual(before);
  expect(map.complaints).toEqual([]);
});

test("the live map leads there and back, and the page says throughout what it is", async () => {
  const map = await MapPage.open(chromium, server.url, { size: "phone" });
  await map.painted(1);
  await map.page.getByRole("link", { name: "Thử giả định" }).click();
  await workedOut(map);
  await map.page.getByTestId("what-if-differences").scrollIntoViewIfNeeded();
  for (const says of ["GIẢ ĐỊNH, không phải mức công bố", "WHAT IF, not a published level"]) {
    const mark = map.page.getByTestId("what-if-mark").getByText(says);
    const box = await mark.boundingBox();
    expect(box && box.y >= 0 && box.y < 740, says).toBe(true);
  }
  await expect.poll(() => map.page.title()).toMatch(/^GIẢ ĐỊNH · /);
  const wide = await map.page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  expect(wide).toBe(false);
  await map.page.getByRole("link", { name: "Về bản đồ trực tiếp" }).click();
  await map.painted(1);
  expect(map.complaints).toEqual([]);
});

test("what cannot be supposed is said, and the last answer stays", async () => {
  const map = await MapPage.open(chromium, `${server.url}/what-if?lang=en`);
  await workedOut(map);
  const number = map.page.locator("[data-parameter=window_days] input");
  await number.fill("0");
  await map.page.getByText("Enter a number from 1 to 366.").waitFor();
  await expect.poll(() => number.getAttribute("aria-invalid")).toBe("true");
  await number.fill("7");
  await workedOut(map);
  await map.searchIs("?lang=en&window_days=7");
  const told = await differences(map.page);
  expect(told.length).toBeGreaterThan(0);
  await map.page.goto(`${server.url}/what-if?lang=en&report=22738_2021-09-05_99999_open`);
  await map.pass(1);
  await map.page.getByRole("alert").getByText("13257").waitFor();
});
