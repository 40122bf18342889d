// From a number on the page back to what it rests on: the numbers of reports lead to their rows, a first report that came
// late tells which boards it made others, and a reason that figures speak against says so.

import type { Browser } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import type { Corrections } from "../../src/wire.ts";
import { browser, MapPage } from "./page.ts";
import { Server } from "./server.ts";

const DO_VINH = "22738";
const PHUOC_MY = "22741";
const DISTRICT = "582";

let chromium: Browser;
let server: Server;

/** Published on 03/09 and 04/09; on 06/09 one commune sends its first report of 03/09. */
beforeAll(async () => {
  chromium = await browser();
  server = await Server.serve("2021-09-03");
  const days = Array.from(
    { length: 15 },
    (_, i) =>
      `${20 + i > 31 ? "2021-09-" : "2021-08-"}${String(20 + i > 31 ? i - 11 : 20 + i).padStart(2, "0")}`,
  );
  await server.feed(
    ...days.map((day) => `${DO_VINH},${day},9,0,0`),
    `${PHUOC_MY},2021-09-01,9,0,0`,
    `${PHUOC_MY},2021-09-02,9,0,0`,
  );
  await server.rise("2021-09-04");
  await server.feed(`${DO_VINH},2021-09-04,9,0,0`, `${PHUOC_MY},2021-09-04,9,0,0`);
  await server.rise("2021-09-06");
  await server.feed(`${PHUOC_MY},2021-09-03,1,1,0`);
  await server.correct(["--reason", "duplicate_case"], `${PHUOC_MY},2021-09-04,10,0,0`);
});

test("a district's reports lead to their communes' rows, and many of them are told as how many", async () => {
  const opened = await MapPage.open(chromium, `${server.url}/units/${DISTRICT}`);
  const { page } = opened;
  const criterion = page.locator("[data-testid=reasons] [data-criterion=D-Y1]");
  const folded = criterion.getByTestId("counted");
  await expect.poll(() => folded.locator("summary").textContent()).toMatch(/; 15 báo cáo$/);
  expect(await folded.getAttribute("open")).toBeNull();
  await folded.locator("summary").click();
  const link = folded.locator(`[data-report-of="${PHUOC_MY}"]`).last();
  const number = await link.textContent();
  expect(await link.getAttribute("href")).toBe(`/units/${PHUOC_MY}?day=2021-09-04#report-${number}`);
  await link.click();
  await page.locator(`#report-${number}:focus`).waitFor();
  await expect.poll(() => page.getByTestId("reasons").getAttribute("data-day")).toBe("2021-09-04");
  // Far down, on another page of the table, it is found as well.
  await page.goto(`${server.url}/units/${DO_VINH}?from=2021-08-01&day=2021-09-04#report-1`);
  await page.locator("#report-1:focus").waitFor();
  expect(opened.complaints).toEqual([]);
});

test("a late first report tells its days, the boards it made others, and is no correction; a doubtful reason says so", async () => {
  const opened = await MapPage.open(chromium, `${server.url}/units/${PHUOC_MY}`);
  const { page } = opened;
  const entries = page.locator("[data-testid=corrections] li[data-batch]");
  await expect.poll(() => entries.count()).toBe(2);
  const [doubtful, late] = [entries.nth(0), entries.nth(1)];
  await expect.poll(() => late.textContent()).toMatch(/Báo cáo đầu tiên đến muộn.*lần đầu, đến muộn 3 ngày/s);
  expect(await late.textContent()).not.toMatch(/lý do|[Đđ]ính chính/);
  const board = late.locator("[data-boards]").first();
  expect(await board.locator("[data-before]").getAttribute("data-before")).not.toBe("3");
  expect(await board.locator("[data-after]").getAttribute("data-after")).toBe("3");
  expect(await late.getByTestId("against-reason").count()).toBe(0);
  await expect
    .poll(() => doubtful.getByTestId("against-reason").textContent())
    .toContain("không khớp với lý do");
  expect(opened.complaints).toEqual([]);
});

test("a flag of days that are over tells its days, its document and the boards it made others, and the chart leads to it", async () => {
  await server.flag(`${DISTRICT},protected_site,2021-09-02,,12/QĐ-UBND`);
  const [{ batch = 0, kind = "" } = {}] = (await server.json<Corrections>("corrections")).corrections;
  expect(kind).toBe("flags");
  const opened = await MapPage.open(chromium, `${server.url}/units/${DISTRICT}`);
  const { page } = opened;
  const entry = page.locator(`#correction-${batch}`);
  await expect
    .poll(() => entry.locator("[data-flag=protected_site]").textContent())
    .toMatch(
      /nguồn lây nhiễm khó kiểm soát, từ 02\/09\/2021, chưa định ngày kết thúc\.\s+Văn bản: 12\/QĐ-UBND/,
    );
  expect(await entry.textContent()).not.toMatch(/lý do|[Đđ]ính chính|báo cáo/);
  const board = entry.locator('[data-boards="2021-09-03"]');
  expect(await board.locator("[data-before]").getAttribute("data-before")).not.toBe("3");
  expect(await board.locator("[data-after]").getAttribute("data-after")).toBe("3");
  await page.locator(`[data-testid=mark-links] [data-batches~="${batch}"]`).first().click();
  await page.locator(`#correction-${batch}:target`).waitFor();
  expect(opened.complaints).toEqual([]);
});
