// The pages around the journey: the embed in someone else's article, the English switch, hostile names, the
// demonstration's controls.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { browser, MapPage } from "./page.ts";
import { Server } from "./server.ts";

const GEODATA = resolve(import.meta.dirname, "../../../geodata/ninh-thuan");

let chromium: Browser;
let server: Server;
beforeAll(async () => {
  chromium = await browser();
  server = await Server.serve("2021-09-05");
});
afterAll(async () => {
  await chromium.close();
  await server.remove();
});

test("an article may frame the embed, and no other page", async () => {
  const article = createServer((request, answer) => {
    answer.setHeader("content-type", "text/html");
    answer.end(`<iframe width="640" height="480" src="${server.url}${request.url}"></iframe>`);
  });
  await new Promise<void>((ready) => article.listen(0, "localhost", ready));
  const paper = `http://localhost:${(article.address() as AddressInfo).port}`;
  const page = await chromium.newPage();
  await page.goto(`${paper}/embed`);
  const frame = page.frameLocator("iframe");
  await frame.locator("#map[data-painted]").waitFor();
  await frame.getByTestId("connection").waitFor();
  expect(await frame.getByTestId("table-toggle").count()).toBe(0);
  for (const path of ["/", "/units/22828"]) {
    const refused = page.waitForEvent("console", (said) => said.text().includes("frame-ancestors"));
    await page.goto(`${paper}${path}`);
    await refused;
  }
  await page.close();
  article.close();
});

test("the page speaks English when asked, and remembers", async () => {
  const map = await MapPage.open(chromium, server.url);
  await map.page.getByRole("button", { name: "English" }).click();
  await map.page.getByText("Very high risk").first().waitFor();
  expect(await map.page.evaluate(() => document.documentElement.lang)).toBe("en");
  await map.page.reload();
  await map.page.getByText("Very high risk").first().waitFor();
  expect(map.complaints).toEqual([]);
  await map.page.context().close();
});

test("a hostile name is a text like any other", async () => {
  const folder = mkdtempSync(join(tmpdir(), "vungxanh-geodata-"));
  cpSync(GEODATA, folder, { recursive: true });
  const units = readFileSync(join(folder, "units.csv"), "utf8");
  const hostile = "Xã <img src=x onerror=alert(1)>";
  expect(units).toContain("Xã Ma Nới");
  writeFileSync(join(folder, "units.csv"), units.replace("Xã Ma Nới", hostile));
  const odd = await Server.serve("2021-09-05", "--geodata", folder);
  await odd.feed("22828,2021-09-05,2,2,0");
  const map = await MapPage.open(chromium, `${odd.url}/?unit=22828`);
  await map.painted(2);
  await map.page.getByTestId("card").getByText(hostile).waitFor();
  await map.showTable();
  await map.page.getByTestId("table").getByText(hostile).waitFor();
  expect(await map.page.locator("img[src=x]").count()).toBe(0);
  expect(map.complaints).toEqual([]);
  await map.page.context().close();
  await odd.remove();
  rmSync(folder, { recursive: true });
});

test("the demonstration says what its data are, and its clock can be steered; a real server has none", async () => {
  const demo = await Server.demo();
  const map = await MapPage.open(chromium, demo.url);
  await map.page.getByTestId("data-note").waitFor();
  const controls = map.page.getByTestId("demo");
  await controls.locator("input[type=date]").fill("2021-07-20");
  await controls.getByRole("button", { name: "Tua" }).click();
  await expect.poll(async () => (await demo.json<{ day: string }>("board")).day).toBe("2021-07-20");
  await map.page.getByTestId("as-of").getByText("20/07/2021").waitFor();
  await map.page.context().close();
  await demo.remove();
  const real = await MapPage.open(chromium, server.url);
  await real.painted(1);
  expect(await real.page.getByTestId("demo").count()).toBe(0);
  await real.page.context().close();
});
