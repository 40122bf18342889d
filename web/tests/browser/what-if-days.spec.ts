// A stretch of days that is supposed about: the strip says for each how many communes would differ, as the server has it,
// and leads from day to day by the keyboard; the address keeps all of it.

import type { Browser } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import type { WhatIf } from "../../src/wire.ts";
import { browser, MapPage } from "./page.ts";
import { Server } from "./server.ts";

let chromium: Browser;
let server: Server;
beforeAll(async () => {
  chromium = await browser();
  server = await Server.seeded();
});

const RANGE = "/what-if?from=2021-08-25&to=2021-09-05&window_days=3";

/** Waits for the strip of what is asked. The page's clock is ours: a question may have to wait for it. */
async function strip(map: MapPage): Promise<void> {
  await expect
    .poll(async () => {
      await map.pass(1);
      return map.page.locator("[data-testid=what-if-strip][data-asked=true]").count();
    })
    .toBe(1);
}

test("each day tells how many communes differ, as the server says, and the day shown is led to by keys", async () => {
  const map = await MapPage.open(chromium, `${server.url}${RANGE}`);
  const { page } = map;
  await strip(map);
  const range = { from: "2021-08-25", to: "2021-09-05", traces: false };
  const answer = await server.json<WhatIf>("what-if", { ...range, parameters: { window_days: 3 } });
  const wanted = answer.days.map(({ day, differences }) => [
    day,
    String(differences.filter(({ tier }) => tier === "commune").length),
  ]);
  expect(wanted.some(([, n]) => n !== "0")).toBe(true);
  const bars = page.getByTestId("what-if-strip").locator("rect[data-day]");
  await expect
    .poll(() =>
      bars.evaluateAll((bars) =>
        bars.map((bar) => [bar.getAttribute("data-day"), bar.getAttribute("data-communes")]),
      ),
    )
    .toEqual(wanted);
  const slider = page.getByTestId("what-if-strip").locator("input[type=range]");
  await map.tabTo("[data-testid=what-if-strip] input[type=range]");
  for (const [key, day] of [
    ["PageDown", "2021-08-29"],
    ["ArrowLeft", "2021-08-28"],
    ["Home", "2021-08-25"],
    ["ArrowUp", "2021-08-26"],
  ] as const) {
    await page.keyboard.press(key);
    await expect.poll(() => new URL(page.url()).searchParams.get("day")).toBe(day);
    const count = wanted.find(([of]) => of === day)?.[1];
    const said = `${day.slice(8)}/${day.slice(5, 7)}/2021: ${count} xã khác`;
    await expect.poll(() => slider.getAttribute("aria-valuetext")).toContain(said);
  }
  await map.pass(1);
  await page.locator("[data-testid=what-if-state][data-working=false]").waitFor();
  await page.getByLabel("Bản đồ giả định ngày 26/08/2021").waitFor();
  await page.reload();
  await strip(map);
  await expect.poll(() => page.locator("#day").inputValue()).toBe("26/08/2021");
  expect(map.complaints).toEqual([]);
});

test("a stretch is chosen and left again, and fits a phone", async () => {
  const map = await MapPage.open(chromium, `${server.url}/what-if?adjacency=off`, { size: "phone" });
  const { page } = map;
  await page.getByTestId("what-if-range").getByRole("button", { name: "14 ngày" }).click();
  await strip(map);
  const asked = () => new URL(page.url()).searchParams;
  await expect.poll(() => [asked().get("from"), asked().get("to")]).toEqual(["2021-08-23", "2021-09-05"]);
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
  await page.getByTestId("strip-sum").getByText("14 ngày").waitFor();
  await page.getByTestId("one-day").click();
  await page.getByTestId("what-if-strip").waitFor({ state: "detached" });
  await expect.poll(() => [asked().get("from"), asked().get("to")]).toEqual([null, null]);
  expect(map.complaints).toEqual([]);
});
