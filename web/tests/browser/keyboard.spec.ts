// Everything without a pointer: in a sensible order, with the focus in sight; the map itself by its arrows.

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

interface Stop {
  what: string;
  /** Its box is on the screen and nothing lies over the middle of it. */
  seen: boolean;
  /** It, or what stands for it, has an outline. */
  outlined: boolean;
}

function focused(map: MapPage): Promise<Stop> {
  return map.page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    const radio = element instanceof HTMLInputElement && element.type === "radio" ? element : null;
    const shown = (radio?.nextElementSibling ?? element) as HTMLElement;
    const whole = radio?.parentElement ?? element;
    const { left, top, width, height } = shown.getBoundingClientRect();
    const over = document.elementFromPoint(left + width / 2, top + Math.min(height / 2, 300));
    const what =
      radio?.name ??
      element.getAttribute("data-testid") ??
      element.getAttribute("aria-label") ??
      element.textContent?.trim() ??
      "";
    return {
      what:
        element === document.body
          ? "the end"
          : element.tagName === "CANVAS"
            ? "map"
            : element.role === "combobox"
              ? "search"
              : what,
      seen: over !== null && (whole.contains(over) || over.contains(whole)),
      outlined: getComputedStyle(shown).outlineStyle !== "none",
    };
  });
}

test("the Tab key goes through all of the page, in the order of reading, always in sight", async () => {
  const map = await MapPage.open(chromium, server.url);
  await map.painted(1);
  await map.whole();
  const stops: Stop[] = [];
  for (let i = 0; i < 120; i++) {
    await map.page.keyboard.press("Tab");
    const stop = await focused(map);
    if (stop.what === "the end") break;
    expect(stop, JSON.stringify(stop)).toMatchObject({ seen: true, outlined: true });
    stops.push(stop);
  }
  const order = ["Chuyển đến bảng số liệu", "search", "table-toggle", "View this page in English", "theme"];
  const around = ["layer", "tier", "map", "Phóng to", "Thu nhỏ", "Xem toàn tỉnh"];
  const whats = stops.map(({ what }) => what);
  expect(whats.slice(0, 5)).toEqual(order);
  expect(whats[5]).toMatch(/^Toàn tỉnh/);
  expect(whats.slice(6, 12)).toEqual(around);
  expect(whats).toContain("Vĩnh Hải");
  expect(whats.some((what) => /Thuận Nam/.test(what))).toBe(true);
  expect(whats.length).toBeGreaterThan(20);
});

test("the first key leads past everything to the table, whose rows open cards", async () => {
  const map = await MapPage.open(chromium, server.url);
  await map.painted(1);
  await map.page.keyboard.press("Tab");
  await map.page.keyboard.press("Enter");
  await map.page.getByTestId("table").waitFor();
  await map.page.locator("#table:focus").waitFor();
  await map.page.locator("[data-testid=table] tr[data-unit]").first().waitFor();
  for (const file of ["levels-csv", "levels-xlsx"]) {
    await map.page.keyboard.press("Tab");
    expect((await focused(map)).what).toBe(file);
  }
  await map.page.keyboard.press("Tab");
  expect((await focused(map)).what).toMatch(/^Đơn vị/);
  for (let i = 0; i < 3; i++) await map.page.keyboard.press("Tab");
  await map.page.keyboard.press("Enter");
  await map.page.getByTestId("card").waitFor();
  await map.page.keyboard.press("Escape");
  await map.page.getByTestId("card").waitFor({ state: "detached" });
  await expect.poll(async () => (await focused(map)).seen).toBe(true);
  expect(map.complaints).toEqual([]);
});

test("on the map, arrows go from commune to commune and say where they are; Enter opens, Escape closes", async () => {
  const map = await MapPage.open(chromium, server.url);
  await map.painted(1);
  await map.idle();
  await map.page.locator("#map canvas").focus();
  const cursor = map.page.getByTestId("map-cursor");
  const seen = new Set<string>();
  for (const key of [
    "ArrowUp",
    "ArrowUp",
    "ArrowLeft",
    "ArrowDown",
    "ArrowDown",
    "ArrowRight",
    "ArrowLeft",
  ]) {
    await map.page.keyboard.press(key);
    seen.add((await cursor.getAttribute("data-unit")) ?? "");
    expect((await cursor.textContent())?.trim()).toMatch(/^(Xã|Phường|Thị trấn) .+: /);
  }
  expect(seen.size).toBeGreaterThanOrEqual(5);
  expect(seen).not.toContain("");
  const code = await cursor.getAttribute("data-unit");
  await map.page.keyboard.press("Enter");
  await map.page.locator(`[data-testid=card][data-unit="${code}"]`).waitFor();
  await map.searchIs(`?unit=${code}`);
  await map.page.keyboard.press("Escape");
  await map.page.getByTestId("card").waitFor({ state: "detached" });
  await expect.poll(async () => (await focused(map)).what).toBe("map");
  // The walk goes on from the unit that was open, or from the middle; never into nothing.
  await map.page.keyboard.press("ArrowRight");
  await expect.poll(() => cursor.getAttribute("data-unit")).not.toBeNull();
  await map.page.keyboard.press("Escape");
  await expect.poll(() => cursor.getAttribute("data-unit")).toBeNull();
  expect(map.complaints).toEqual([]);
});

test("with Shift the arrows move the map and leave the units alone", async () => {
  const map = await MapPage.open(chromium, `${server.url}/?unit=${SEEDED.red}`);
  await map.painted(1);
  await map.page.locator("#map canvas").focus();
  const centre = () =>
    map.page.evaluate(
      () => (document.querySelector("#map") as import("./page.ts").MapHost).__map.getCenter().lng,
    );
  await map.idle();
  const before = await centre();
  await map.page.keyboard.press("Shift+ArrowLeft");
  await expect.poll(centre).toBeLessThan(before);
  expect(await map.page.getByTestId("map-cursor").getAttribute("data-unit")).toBeNull();
});

test("while looking back, left and right lead from day to day, but not where they have a use of their own", async () => {
  const map = await MapPage.open(chromium, `${server.url}/?day=2021-09-02`);
  await map.painted(1);
  await map.paintedDay("2021-09-02");
  await map.tabTo("[data-testid=table-toggle]");
  await map.page.keyboard.press("ArrowLeft");
  await map.paintedDay("2021-09-01");
  await map.page.keyboard.press("ArrowRight");
  await map.paintedDay("2021-09-02");
  for (const own of ["input[role=combobox]", "#map canvas", "[data-testid=tier] input"]) {
    await map.page.locator(own).first().focus();
    await map.page.keyboard.press("ArrowLeft");
  }
  // Whatever a press began would be done before this one, which leads a day on from where the page stood.
  await map.page.locator("[data-testid=table-toggle]").focus();
  await map.page.keyboard.press("ArrowRight");
  await map.paintedDay("2021-09-03");
});

test("live, left and right change no day", async () => {
  const map = await MapPage.open(chromium, server.url);
  await map.painted(1);
  await map.page.getByTestId("time").waitFor();
  await map.page.locator("[data-testid=table-toggle]").focus();
  await map.page.keyboard.press("ArrowLeft");
  await map.searchIs("");
});
