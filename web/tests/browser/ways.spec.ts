// The map on networks that are not kind to it: a proxy that lets no WebSocket through, one that holds events back as
// well, a laptop whose lid was closed for an hour.

import type { Browser } from "playwright-core";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { Line } from "./line.ts";
import { browser, MapPage } from "./page.ts";
import { Server } from "./server.ts";

const MA_NOI = "22828";
const BESIDE_ITS_LABEL: [number, number] = [108.62, 11.58];
const SOCKET = "/api/v1/live";
const EVENTS = "/api/v1/live/events";

let chromium: Browser;
let server: Server;
let line: Line;

beforeAll(async () => {
  chromium = await browser();
});
beforeEach(async () => {
  server = await Server.serve("2021-09-05");
  line = await Line.to(server.port);
});

/** A report goes in, and its colour comes to the screen. */
async function recolours(map: MapPage, row: string, level: number): Promise<void> {
  await server.feed(`${MA_NOI},2021-09-05,${row}`);
  await map.hears(await server.seq());
  await map.painted(await server.seq());
  await expect.poll(() => map.colourAt(BESIDE_ITS_LABEL)).toBe(level);
}

/** The browser itself complains of what is refused, and the page of nothing. */
function onlyRefused({ complaints }: MapPage): void {
  expect(complaints.filter((one) => !one.includes(SOCKET) && !one.includes("ERR_EMPTY_RESPONSE"))).toEqual(
    [],
  );
}

test("where a WebSocket is blocked, events bring each report at once", async () => {
  line.refuse(SOCKET);
  const map = await MapPage.open(chromium, line.url);
  await map.wayIs("events");
  await map.linkIs("live");
  await recolours(map, "2,0,0", 2);
  await recolours(map, "2,2,0", 4);
  await expect.poll(() => map.changes()).toEqual([`${MA_NOI} 2 4`, `${MA_NOI} 0 2`]);
  onlyRefused(map);
});

test("where events are blocked as well, the page asks every 15 seconds and says so; open again, it is live", async () => {
  line.refuse(SOCKET, EVENTS);
  const map = await MapPage.open(chromium, line.url);
  await map.linkIs("polled");
  await map.page.getByTestId("connection").getByText("Cập nhật mỗi 15 giây").waitFor();
  // It may still be on its way down; a minute later it is not.
  await map.pass(60);
  await map.linkIs("polled");
  await server.feed(`${MA_NOI},2021-09-05,2,0,0`);
  await map.pass(18);
  await map.hears(await server.seq());
  await map.painted(await server.seq());
  await expect.poll(() => map.colourAt(BESIDE_ITS_LABEL)).toBe(2);
  await expect.poll(() => map.changes()).toEqual([`${MA_NOI} 0 2`]);
  onlyRefused(map);
  line.refuse();
  await map.pass(300);
  await map.wayIs("socket");
  await map.linkIs("live");
  await recolours(map, "2,2,0", 4);
});

test("a laptop whose lid was closed for an hour wakes to the right map at once", async () => {
  const map = await MapPage.open(chromium, line.url);
  await map.linkIs("live");
  await map.painted(await server.seq());
  line.change();
  await server.feed(`${MA_NOI},2021-09-05,2,0,0`);
  await server.feed(`${MA_NOI},2021-09-05,2,2,0`);
  expect(await map.levelOnMap(MA_NOI)).toBe(0);
  await map.sleep(3_600);
  await map.hears(await server.seq());
  await map.linkIs("live");
  await map.page.clock.resume();
  await map.painted(await server.seq());
  await expect.poll(() => map.colourAt(BESIDE_ITS_LABEL)).toBe(4);
  await expect.poll(() => map.changes()).toEqual([`${MA_NOI} 2 4`, `${MA_NOI} 0 2`]);
  expect(map.complaints).toEqual([]);
});
