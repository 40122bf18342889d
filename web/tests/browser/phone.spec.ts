// The first screen of a phone answers by itself: which communes are red, how many stand at each level, how fresh it is
// and whether it is live; looking back it says so, and the frame of the past touches nothing.

import type { Browser, Locator } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import type { Board, Register } from "../../src/wire.ts";
import { browser, MapPage, SIZES } from "./page.ts";
import { Server } from "./server.ts";

let chromium: Browser;
let server: Server;
beforeAll(async () => {
  chromium = await browser();
  server = await Server.seeded();
});

/** Whether all of it is on the screen, and no more of anything over it. */
function inSight(one: Locator): Promise<boolean> {
  return one.evaluate((element, { width, height }) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return left >= 0 && top >= 0 && right <= width && bottom <= height && element.contains(over);
  }, SIZES.phone);
}

test.each(["/", "/?day=2021-09-04"])(
  "%s says at once which communes are red, as of when, and whether live",
  async (path) => {
    const isPast = path !== "/";
    const map = await MapPage.open(chromium, `${server.url}${path}`, { size: "phone" });
    await map.painted(1);
    await map.paintedDay(isPast ? "2021-09-04" : "");
    await map.linkIs(isPast ? "past" : "live");
    const board = await server.json<Board>(isPast ? "board?day=2021-09-04" : "board");
    const { units } = await server.json<Register>("units");
    const red = board.units.filter(({ tier, level }) => tier === "commune" && level === 4);
    expect(red.length).toBeGreaterThan(0);
    for (const { unit } of red) {
      const name = units.find(({ code }) => code === unit)?.name.replace(/^(Xã|Phường) /, "") ?? "";
      const button = map.page.getByTestId("glance").getByRole("button", { name });
      await expect.poll(() => inSight(button), { message: name }).toBe(true);
    }
    const counts = await map.page
      .getByTestId("glance")
      .locator("[data-count]")
      .evaluateAll((items) => items.map((item) => Number(item.getAttribute("data-count"))));
    const told = board.counts.find(({ tier }) => tier === "commune");
    const without = (told?.total ?? 0) - (told?.assessed ?? 0);
    expect(counts).toEqual([...(told?.levels ?? [])].reverse().concat(without > 0 ? [without] : []));
    await expect.poll(() => inSight(map.page.getByTestId("as-of"))).toBe(true);
    await expect.poll(() => inSight(map.page.getByTestId("connection"))).toBe(true);
    expect(map.complaints).toEqual([]);
  },
);

test("of very many red communes the first are named, and a link leads to all of them", async () => {
  const own = await Server.serve("2021-09-05");
  const { units } = await own.json<Register>("units");
  const communes = units.filter(({ tier }) => tier === "commune").map(({ code }) => code);
  await own.feed(...communes.slice(0, 20).map((code) => `${code},2021-09-05,9,9,0`));
  const map = await MapPage.open(chromium, own.url, { size: "phone" });
  await map.painted(2);
  const glance = map.page.getByTestId("glance");
  await expect.poll(() => glance.getByRole("button").count()).toBe(6);
  await glance.getByRole("link", { name: "và 14 xã nữa" }).click();
  await map.page.waitForFunction(() => {
    const { top, bottom } = (document.querySelector("#worst-title") as HTMLElement).getBoundingClientRect();
    const header = (document.querySelector(".head") as HTMLElement).getBoundingClientRect();
    return top >= header.bottom && bottom <= innerHeight;
  });
  expect(map.complaints).toEqual([]);
});

test("the frame of a day that is over leaves the switches alone", async () => {
  const map = await MapPage.open(chromium, `${server.url}/?day=2021-09-04`, { size: "phone" });
  await map.paintedDay("2021-09-04");
  const gap = await map.page.evaluate(() => {
    const stage = document.querySelector(".stage") as HTMLElement;
    const frame = Number.parseFloat(getComputedStyle(stage, "::after").borderTopWidth);
    const top = (name: string) =>
      (document.querySelector(`[data-testid=${name}]`) as HTMLElement).getBoundingClientRect().top;
    return Math.min(top("layer"), top("tier")) - stage.getBoundingClientRect().top - frame;
  });
  expect(gap).toBeGreaterThanOrEqual(3);
});
