// Two provinces on one server: each page shows its own, and leads to the other.

import { join, resolve } from "node:path";
import type { Browser } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { browser, MapPage } from "./page.ts";
import { run, Server } from "./server.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
const FIRST = join(ROOT, "geodata/ninh-thuan");
const SECOND = join(ROOT, "tests/fixtures/atlas/four-squares");

let chromium: Browser;
beforeAll(async () => {
  chromium = await browser();
});

test("the second province has a map, cards, pages and live changes of its own", async () => {
  const server = await Server.serve("2021-09-05", "--geodata", FIRST, "--geodata", SECOND);
  const map = await MapPage.open(chromium, `${server.url}/`);
  await map.linkIs("live");
  await map.page.getByTestId("provinces").getByText("Tỉnh khác (1)").click();
  await map.page.getByRole("link", { name: "tỉnh Bốn Ô" }).click();
  await map.page.getByRole("heading", { level: 1, name: "tỉnh Bốn Ô" }).waitFor();
  expect(new URL(map.page.url()).pathname).toBe("/provinces/01/");
  await map.linkIs("live");
  await map.painted(1);
  const rows = server.write("second.csv", "commune,day,f0", "00001,2021-09-05,0", "00003,2021-09-05,3");
  await run("import", rows, "--server", `${server.url}/provinces/01`, "--token", server.token);
  await map.painted(2);
  expect(await map.levelOnMap("00003")).toBe(4);
  await map.openCard("xa tay nam");
  const full = map.page.getByTestId("card").getByTestId("full");
  await full.click();
  await map.page.getByTestId("headline").waitFor();
  expect(new URL(map.page.url()).pathname).toBe("/provinces/01/units/00001");
  await map.page.getByTestId("to-map").click();
  await map.page.getByTestId("card").waitFor();
  expect(new URL(map.page.url()).pathname).toBe("/provinces/01/");
  expect(map.complaints).toEqual([]);
});
