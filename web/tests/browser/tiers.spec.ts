// The same map by commune, district or province: what fills it, what its key counts, what a click opens and what the
// address says go together.

import type { Browser } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import type { Board } from "../../src/wire.ts";
import { browser, MapPage } from "./page.ts";
import { Server } from "./server.ts";

const BAC_AI = "584";
const IN_BAC_AI: [number, number] = [108.76, 12.1];
const PROVINCE = "58";

let chromium: Browser;
let server: Server;
let board: Board;
beforeAll(async () => {
  chromium = await browser();
  server = await Server.seeded();
  board = await server.json<Board>("board");
});

const levelOf = (code: string) => board.units.find(({ unit }) => unit === code)?.level ?? 0;

/** Counts in the key, from level 1 to 4. */
async function key(map: MapPage): Promise<number[]> {
  const rows = map.page.locator("[data-testid=legend] [data-legend-level]");
  const counts = await rows.evaluateAll((rows) =>
    rows.map((row) => [row.getAttribute("data-legend-level"), row.getAttribute("data-count")].map(Number)),
  );
  return [1, 2, 3, 4].map((level) => counts.find(([one]) => one === level)?.[1] ?? -1);
}

function counted(tier: string): number[] {
  const levels = board.units.filter((unit) => unit.tier === tier).map(({ level }) => level);
  return [1, 2, 3, 4].map((level) => levels.filter((one) => one === level).length);
}

test("the switch fills the map with the districts, counts them, and stands in the address", async () => {
  const map = await MapPage.open(chromium, server.url);
  await map.painted(board.seq);
  expect(await key(map)).toEqual(counted("commune"));
  await map.page.getByRole("radio", { name: "Huyện" }).check();
  await map.drawnBy("district");
  await map.searchIs("?tier=district");
  expect(await key(map)).toEqual(counted("district"));
  await map.page.getByTestId("assessed").getByText("7/7 huyện, thị xã, thành phố").waitFor();
  await expect.poll(() => map.colourAt(IN_BAC_AI)).toBe(levelOf(BAC_AI));
  await map.clickAt(IN_BAC_AI);
  await map.page.locator(`[data-testid=card][data-unit="${BAC_AI}"]`).waitFor();
  await expect.poll(() => map.page.url()).toBe(`${server.url}/?tier=district&unit=${BAC_AI}`);
  await map.page.goBack();
  await map.page.getByTestId("card").waitFor({ state: "detached" });
  await map.page.getByRole("radio", { name: "Huyện", checked: true }).waitFor({ state: "attached" });
  expect(map.complaints).toEqual([]);
});

test("an address with a tier opens with it, in the embed too", async () => {
  for (const path of ["/", "/embed"]) {
    const map = await MapPage.open(chromium, `${server.url}${path}?tier=province`);
    await map.painted(board.seq);
    await map.drawnBy("province");
    expect(await key(map)).toEqual(counted("province"));
    await expect.poll(() => map.colourAt(IN_BAC_AI)).toBe(levelOf(PROVINCE));
    expect(map.complaints).toEqual([]);
  }
});

test("the arrows of the keyboard move the switch, and a change of a district is told in its list", async () => {
  const map = await MapPage.open(chromium, `${server.url}/?tier=district`);
  await map.painted(board.seq);
  await map.page.getByRole("radio", { name: "Huyện" }).focus();
  await map.page.keyboard.press("ArrowLeft");
  await map.drawnBy("commune");
  await map.page.getByRole("radio", { name: "Xã", checked: true }).waitFor({ state: "attached" });
  await map.searchIs("");
  await map.page.keyboard.press("ArrowRight");
  await map.drawnBy("district");
  await map.page.locator("[data-testid=changes] li").first().waitFor();
  const units = (await map.changes()).map((line) => line.split(" ")[0]);
  const districts = new Set(board.units.filter(({ tier }) => tier === "district").map(({ unit }) => unit));
  for (const unit of units) expect(districts).toContain(unit);
});
