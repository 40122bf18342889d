// The same map by commune, district or province: what fills it, what its key counts, what a click opens and what the
// address says go together.

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
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
afterAll(async () => {
  await chromium.close();
  await server.remove();
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
  await map.idle();
  expect(new URL(map.page.url()).search).toBe("?tier=district");
  expect(await key(map)).toEqual(counted("district"));
  expect(await map.page.getByTestId("assessed").textContent()).toContain("7/7 huyện, thành phố");
  expect(await map.colourAt(IN_BAC_AI)).toBe(levelOf(BAC_AI));
  await map.clickAt(IN_BAC_AI);
  await map.page.locator(`[data-testid=card][data-unit="${BAC_AI}"]`).waitFor();
  expect(new URL(map.page.url()).pathname + new URL(map.page.url()).search).toBe(
    `/?tier=district&unit=${BAC_AI}`,
  );
  await map.page.goBack();
  await map.page.getByTestId("card").waitFor({ state: "detached" });
  expect(await map.page.getByRole("radio", { name: "Huyện" }).isChecked()).toBe(true);
  expect(map.complaints).toEqual([]);
  await map.close();
});

test("an address with a tier opens with it, in the embed too", async () => {
  for (const path of ["/", "/embed"]) {
    const map = await MapPage.open(chromium, `${server.url}${path}?tier=province`);
    await map.painted(board.seq);
    await map.idle();
    expect(await key(map)).toEqual(counted("province"));
    expect(await map.colourAt(IN_BAC_AI)).toBe(levelOf(PROVINCE));
    expect(map.complaints).toEqual([]);
    await map.close();
  }
});

test("the arrows of the keyboard move the switch, and a change of a district is told in its list", async () => {
  const map = await MapPage.open(chromium, `${server.url}/?tier=district`);
  await map.painted(board.seq);
  await map.page.getByRole("radio", { name: "Huyện" }).focus();
  await map.page.keyboard.press("ArrowLeft");
  expect(await map.page.getByRole("radio", { name: "Xã" }).isChecked()).toBe(true);
  expect(new URL(map.page.url()).search).toBe("");
  await map.page.keyboard.press("ArrowRight");
  const units = (await map.changes()).map((line) => line.split(" ")[0]);
  const districts = new Set(board.units.filter(({ tier }) => tier === "district").map(({ unit }) => unit));
  expect(units.length).toBeGreaterThan(0);
  for (const unit of units) expect(districts).toContain(unit);
  await map.close();
});
