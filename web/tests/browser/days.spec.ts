// Days in fields: day before month on a Vietnamese page in a browser whose language puts the month first, by keyboard and
// by the browser's calendar; what is no day is said beside the field and changes nothing.

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

test.each([
  ["/units/22846?lang=vi", ["05/09/2021", "08:00 05/09/2021", "26/07/2021", "05/09/2021"]],
  [
    "/what-if?lang=vi&from=2021-08-25&to=2021-09-05",
    ["05/09/2021", "25/08/2021", "05/09/2021", "05/09/2021"],
  ],
])("in an American browser the fields of %s read day before month", async (path, days) => {
  const map = await MapPage.open(chromium, `${server.url}${path}`, { locale: "en-US" });
  const fields = map.page.locator("input[data-value]");
  await expect
    .poll(() => fields.evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value)))
    .toEqual(days);
});

test("a day is written by the keyboard, in several ways; what is none, or out of reach, is told beside the field", async () => {
  const map = await MapPage.open(chromium, `${server.url}/units/${SEEDED.red}`);
  const { page } = map;
  await map.tabTo("input[name=day]");
  const field = page.locator("input[name=day]");
  for (const [typed, said] of [
    ["31/02/2021", "Hãy viết ngày/tháng/năm, ví dụ 05/09/2021."],
    ["09/30/2021", "Hãy viết ngày/tháng/năm, ví dụ 05/09/2021."],
    ["06/09/2021", "Muộn nhất là 05/09/2021."],
    ["", "Hãy viết ngày/tháng/năm, ví dụ 05/09/2021."],
  ] as const) {
    await field.fill(typed);
    await field.press("Enter");
    expect(await page.getByRole("alert").textContent()).toBe(said);
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    expect(new URL(page.url()).searchParams.get("day")).toBeNull();
  }
  await field.fill("3/9/2021");
  await field.press("Enter");
  await expect.poll(() => new URL(page.url()).searchParams.get("day")).toBe("2021-09-03");
  await expect.poll(() => field.inputValue()).toBe("03/09/2021");
  expect(await page.getByRole("alert").count()).toBe(0);
  // Another way to write what is there.
  await field.fill("3.9.2021");
  await field.press("Enter");
  await expect.poll(() => field.inputValue()).toBe("03/09/2021");
});

test("the button opens the browser's calendar, and what is picked there is taken", async () => {
  const map = await MapPage.open(chromium, `${server.url}/units/${SEEDED.red}`);
  const { page } = map;
  await map.tabTo("input[name=day] + button");
  await page.evaluate(() => {
    HTMLInputElement.prototype.showPicker = function () {
      document.body.dataset.picker = `${this.type} ${this.value}`;
    };
  });
  await page.keyboard.press("Enter");
  expect(await page.locator("body").getAttribute("data-picker")).toBe("date 2021-09-05");
  await page.locator("input[name=day] ~ input[type=date]").fill("2021-09-02");
  await expect.poll(() => new URL(page.url()).searchParams.get("day")).toBe("2021-09-02");
  await expect.poll(() => page.locator("input[name=day]").inputValue()).toBe("02/09/2021");
  expect(map.complaints).toEqual([]);
});
