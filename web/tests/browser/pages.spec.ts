// The pages around the journey: the embed in someone else's article, the English switch, hostile names, the
// demonstration's controls.

import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import type { Browser } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { atTheEnd } from "./end.ts";
import { browser, MapPage } from "./page.ts";
import { folder, Server } from "./server.ts";

const GEODATA = resolve(import.meta.dirname, "../../../geodata/ninh-thuan");

let chromium: Browser;
let server: Server;
beforeAll(async () => {
  chromium = await browser();
  server = await Server.serve("2021-09-05");
});

test("an article may frame the embed, and no other page", async () => {
  const article = createServer((request, answer) => {
    answer.setHeader("content-type", "text/html");
    answer.end(`<iframe width="640" height="480" src="${server.url}${request.url}"></iframe>`);
  });
  await new Promise<void>((ready) => article.listen(0, "localhost", ready));
  const paper = `http://localhost:${(article.address() as AddressInfo).port}`;
  atTheEnd(() => void article.close());
  const { page } = await MapPage.open(chromium, `${paper}/embed`);
  const frame = page.frameLocator("iframe");
  await frame.locator("#map[data-painted]").waitFor();
  await frame.getByTestId("connection").waitFor();
  expect(await frame.getByTestId("table-toggle").count()).toBe(0);
  for (const path of ["/", "/units/22828"]) {
    const refused = page.waitForEvent("console", (said) => said.text().includes("frame-ancestors"));
    await page.goto(`${paper}${path}`);
    await refused;
  }
});

test("the page speaks English when asked, and remembers", async () => {
  const map = await MapPage.open(chromium, server.url);
  await map.page.getByRole("button", { name: "English" }).click();
  await map.page.getByText("Very high risk").first().waitFor();
  await map.page.locator("html[lang=en]").waitFor();
  await map.page.reload();
  await map.page.getByText("Very high risk").first().waitFor();
  expect(map.complaints).toEqual([]);
});

test("where its English cannot be fetched the page stays Vietnamese, and is asked again", async () => {
  const map = await MapPage.open(chromium, server.url);
  const { page } = map;
  const english = page.getByRole("button", { name: "English" });
  await page.route("**/assets/english-*", (route) => route.abort());
  const failed = page.waitForEvent("requestfailed", (request) => request.url().includes("/english-"));
  await english.click();
  await failed;
  await page.getByText("Nguy cơ rất cao").first().waitFor();
  await page.locator("html[lang=vi]").waitFor();
  await page.unroute("**/assets/english-*");
  await english.click();
  await page.locator("html[lang=en]").waitFor();
  await page.getByText("Very high risk").first().waitFor();
});

test("a hostile name is a text like any other", async () => {
  const geodata = folder();
  cpSync(GEODATA, geodata, { recursive: true });
  const units = readFileSync(join(geodata, "units.csv"), "utf8");
  const hostile = "Xã <img src=x onerror=alert(1)>";
  expect(units).toContain("Xã Ma Nới");
  writeFileSync(join(geodata, "units.csv"), units.replace("Xã Ma Nới", hostile));
  const odd = await Server.serve("2021-09-05", "--geodata", geodata);
  await odd.feed("22828,2021-09-05,2,2,0");
  const map = await MapPage.open(chromium, `${odd.url}/?unit=22828`);
  await map.painted(2);
  await map.page.getByTestId("card").getByText(hostile).waitFor();
  await map.showTable();
  await map.page.getByTestId("table").getByText(hostile).waitFor();
  expect(await map.page.locator("img[src=x]").count()).toBe(0);
  expect(map.complaints).toEqual([]);
});

test("the demonstration says what its data are, and its clock can be steered; a real server has none", async () => {
  const demo = await Server.demo();
  const map = await MapPage.open(chromium, demo.url);
  await map.page.getByTestId("data-note").waitFor();
  const controls = map.page.getByTestId("demo");
  await controls.locator("input[type=text]").fill("20/07/2021");
  await controls.getByRole("button", { name: "Tua" }).click();
  await expect.poll(async () => (await demo.json<{ day: string }>("board")).day).toBe("2021-07-20");
  await map.page.getByTestId("as-of").getByText("20/07/2021").waitFor();
  // Nineteen days in a moment: the days under the map come to their end all the same.
  await map.page
    .locator('[data-testid=time] input[aria-valuetext="trực tiếp, 20/07/2021"]')
    .waitFor({ timeout: 20_000 });
  const real = await MapPage.open(chromium, server.url);
  await real.painted(1);
  expect(await real.page.getByTestId("demo").count()).toBe(0);
});
