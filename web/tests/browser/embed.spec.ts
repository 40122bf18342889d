// The map in someone else's page, in frames of any size: the whole province is in sight and has at least half of the
// height, and what may not be left out is there: the moment, the warning of a demonstration, the communes at level 4.

import type { Browser } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import type { About } from "../../src/wire.ts";
import { browser, type MapHost, MapPage } from "./page.ts";
import { Server } from "./server.ts";

let chromium: Browser;
let server: Server;
beforeAll(async () => {
  chromium = await browser();
  server = await Server.seeded();
});

const FRAMES = [
  [700, 350],
  [640, 360],
  [300, 200],
  [300, 150],
  [340, 420],
  [360, 480],
  [1200, 200],
  [320, 900],
] as const;

/** The small map of the city's wards, where it is seen. */
const INSET = "figure.inset:not(.away)";

/** Opened in a frame of this size. */
async function framed(at: string, [width, height]: readonly [number, number]): Promise<MapPage> {
  const map = await MapPage.open(chromium, `${at}/embed`, { viewport: { width, height } });
  await map.painted(1);
  await map.idle();
  return map;
}

/** How far the province reaches over the map's edges, in pixels, and the map's share of the height. */
function lie(map: MapPage, [west, south, east, north]: About["map"]["bounds"]) {
  return map.page.evaluate(
    ([west, south, east, north]) => {
      const { __map: drawn } = document.querySelector("#map") as MapHost;
      const { clientWidth, clientHeight } = drawn.getContainer();
      const [a, b] = [drawn.project([west, north]), drawn.project([east, south])];
      const over = Math.max(-a.x, -a.y, b.x - clientWidth, b.y - clientHeight);
      return { over: Math.max(0, over), share: clientHeight / innerHeight };
    },
    [west, south, east, north] as const,
  );
}

test.each([
  [800, 600],
  [1200, 800],
] as const)(
  "in a frame of %d × %d the city's wards have a map of their own beside the province",
  async (...size) => {
    const { map: ground } = await server.json<About>("about");
    const map = await framed(server.url, size);
    const { over, share } = await lie(map, ground.bounds);
    expect([over, share >= 0.5]).toEqual([0, true]);
    const inset = map.page.locator(INSET);
    await inset.getByText("Phan Rang").waitFor();
    await expect
      .poll(() =>
        inset.evaluate((figure) => (figure.lastElementChild as MapHost).__level?.("22738") ?? "none"),
      )
      .not.toBe("none");
    expect(map.complaints).toEqual([]);
  },
);

test("the key has the page's order, the worst first", async () => {
  const order = async (path: string) => {
    const map = await MapPage.open(chromium, `${server.url}${path}`);
    await map.painted(1);
    const rows = map.page.getByTestId("legend").locator("[data-legend-level]");
    return rows.evaluateAll((rows) => rows.map((row) => row.getAttribute("data-legend-level")));
  };
  expect(await order("/embed")).toEqual(["4", "3", "2", "1", "0"]);
  expect(await order("/")).toEqual(["4", "3", "2", "1", "0"]);
});

test.each([
  [800, 600],
  [700, 350],
] as const)(
  "in a frame of %d × %d it is said what a question mark beside a red name means",
  async (...size) => {
    const map = await framed(server.url, size);
    await map.page.getByTestId("worst").getByText("Ma Nới?").waitFor();
    const notes = map.page.getByTestId("notes");
    if (await notes.count()) await notes.click();
    await map.page.getByTestId("worst-open").getByText("? chưa xác định: có thể ở mức thấp hơn").waitFor();
    expect(map.complaints).toEqual([]);
  },
);

/** Whether something is seen whole within the frame. */
function seen(map: MapPage, selector: string): Promise<boolean> {
  return map.page
    .locator(selector)
    .first()
    .evaluate((node) => {
      const { top, bottom, left, right, height } = node.getBoundingClientRect();
      return height > 0 && top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth;
    });
}

test.each(FRAMES)(
  "in a frame of %d × %d the whole province is in sight, and how fresh it is",
  async (...size) => {
    const { map: ground } = await server.json<About>("about");
    const map = await framed(server.url, size);
    const { over, share } = await lie(map, ground.bounds);
    expect(over).toBe(0);
    expect(share).toBeGreaterThanOrEqual(0.5);
    expect(await map.page.locator(INSET).count()).toBe(0);
    for (const what of ["[data-testid=as-of]", "[data-testid=legend]", "#map"])
      expect(await seen(map, what), what).toBe(true);
    // No button of the map lies on what stands below it.
    const buttons = map.page.locator(".zoom button:visible");
    const last = await buttons.last().boundingBox();
    const box = await map.page.locator("#map").boundingBox();
    expect((last?.y ?? 0) + (last?.height ?? 0)).toBeLessThanOrEqual((box?.y ?? 0) + (box?.height ?? 0));
    expect(map.complaints).toEqual([]);
  },
);

test.each([
  [700, 350],
  [300, 200],
] as const)("in a frame of %d × %d it stays so when the line is lost", async (...size) => {
  const own = await Server.seeded();
  const { map: ground } = await own.json<About>("about");
  const map = await framed(own.url, size);
  await own.stop("SIGKILL");
  await map.page.clock.resume();
  await expect
    .poll(async () => {
      await map.pass(20);
      return map.page.getByTestId("lost").count();
    })
    .toBe(1);
  await map.idle();
  expect(await seen(map, "[data-testid=lost]")).toBe(true);
  await expect.poll(() => lie(map, ground.bounds)).toMatchObject({ over: 0 });
  expect((await lie(map, ground.bounds)).share).toBeGreaterThanOrEqual(0.5);
});

test.each([
  [340, 420],
  [300, 150],
] as const)(
  "in a frame of %d × %d a demonstration says that it is one, and all of it on request",
  async (...size) => {
    const demo = await Server.demo();
    const map = await framed(demo.url, size);
    const notes = map.page.getByTestId("notes");
    expect(await notes.textContent()).toMatch(/^Dữ liệu minh họa/);
    expect(await seen(map, "[data-testid=notes]")).toBe(true);
    await notes.click();
    await map.page.getByText("Phân loại theo").waitFor();
    await map.page.getByText("Bản đồ giản lược").waitFor();
  },
);

test("it names the communes at level 4, as many as fit", async () => {
  const map = await framed(server.url, [360, 480]);
  expect(await map.page.getByTestId("worst").textContent()).toContain("Vĩnh Hải");
  const rows = ["22741", "22744", "22747", "22750"].map((code) => `${code},2021-09-04,3,3,0`);
  const own = await Server.serve("2021-09-05");
  await own.feed(...rows);
  const many = await framed(own.url, [360, 480]);
  await expect.poll(() => many.page.getByTestId("worst").textContent()).toMatch(/và \d+ xã nữa/);
});
