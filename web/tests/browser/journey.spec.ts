// The main job, as its users do it: a file goes in at the command line, and the open page changes colour; the line is
// cut, and the page says so; it is mended, and nothing is missing or doubled.

import type { Browser } from "playwright-core";
import { beforeAll, beforeEach, expect, test } from "vitest";
import type { Board, Register } from "../../src/wire.ts";
import { Line } from "./line.ts";
import { browser, MapPage } from "./page.ts";
import { levelsOf, Server } from "./server.ts";

/** A large commune, far from the others used here. */
const MA_NOI = "22828";
const BESIDE_ITS_LABEL: [number, number] = [108.62, 11.58];
const PHUOC_BINH = "22783";
const CA_NA = "22910";

let chromium: Browser;
let server: Server;
let line: Line;
let map: MapPage;

beforeAll(async () => {
  chromium = await browser();
});
beforeEach(async () => {
  server = await Server.serve("2021-09-05");
  line = await Line.to(server.port);
  map = await MapPage.open(chromium, line.url);
  await map.painted(1);
});

/** Map, table and API say the same of every unit. */
async function agree(): Promise<void> {
  const { units } = await server.json<Register>("units");
  const board = await server.json<Board>("board");
  const said = levelsOf(board);
  await map.painted(board.seq);
  expect(await map.map(units.map(({ code }) => code))).toEqual(said);
  expect(await map.table()).toEqual(said);
}

test("a file goes in at the command line and the open map changes colour without a reload", async () => {
  await server.feed(`${MA_NOI},2021-09-05,2,0,0`, `${PHUOC_BINH},2021-09-05,0,0,0`);
  await map.painted(await server.seq());
  await expect.poll(() => map.colourAt(BESIDE_ITS_LABEL)).toBe(2);
  await server.feed(`${MA_NOI},2021-09-05,2,2,0`);
  await map.painted(await server.seq());
  await expect.poll(() => map.colourAt(BESIDE_ITS_LABEL)).toBe(4);
  await expect.poll(() => map.changes()).toEqual([`${MA_NOI} 2 4`, `${MA_NOI} 0 2`, `${PHUOC_BINH} 0 1`]);
  await agree();
  expect(map.complaints).toEqual([]);
});

test("a search without diacritics opens the card, which says which criterion fired", async () => {
  await server.feed(`${MA_NOI},2021-09-05,2,2,0`);
  await map.openCard("ma noi");
  const card = await map.card(MA_NOI, 4);
  await card.locator("[data-criterion='C-R1'][data-fired=true]").waitFor();
  await map.searchIs(`?unit=${MA_NOI}`);
  await map.page.goBack();
  await card.waitFor({ state: "detached" });
});

test("a cut line is said aloud, and once mended nothing is missing and nothing twice", async () => {
  await server.feed(`${MA_NOI},2021-09-05,1,0,0`);
  await map.painted(await server.seq());
  line.cut();
  await map.linkIs("connecting");
  await map.pass(35);
  await map.linkIs("lost");
  await map.page
    .getByTestId("lost")
    .getByText(/Mất kết nối/i)
    .first()
    .waitFor();
  await server.feed(`${MA_NOI},2021-09-05,1,1,0`);
  await server.feed(`${MA_NOI},2021-09-05,2,2,0`);
  await server.feed(`${CA_NA},2021-09-05,1,0,0`);
  line.mend();
  await map.pass(60);
  await map.linkIs("live");
  await map.page.getByTestId("lost").waitFor({ state: "detached" });
  await agree();
  const moved = [`${CA_NA} 0 2`, `${MA_NOI} 3 4`, `${MA_NOI} 2 3`, `${MA_NOI} 0 2`];
  await expect.poll(() => map.changes()).toEqual(moved);
});

test("a line that falls silent without closing is noticed within 35 seconds", async () => {
  await map.linkIs("live");
  line.freeze();
  await map.pass(35);
  await map.linkIs("lost");
  line.mend();
  await map.pass(60);
  await map.linkIs("live");
});

test("the page outlives a restart of the server, killed or asked", async () => {
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    await server.stop(signal);
    await map.linkIs("connecting");
    await server.start();
    await map.pass(60);
    await map.linkIs("live");
    await server.feed(`${MA_NOI},2021-09-05,${signal === "SIGTERM" ? "1,0,0" : "1,1,0"}`);
    await map.painted(await server.seq());
    expect(await map.levelOnMap(MA_NOI)).toBe(signal === "SIGTERM" ? 2 : 3);
  }
  await agree();
});
