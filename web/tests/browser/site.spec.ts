// A page outlives its server. Where another one answers in its place, with other data or other rules, the page begins
// anew: what it was told of the old one would be false of the new.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Browser } from "playwright-core";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { browser, MapPage } from "./page.ts";
import { Server } from "./server.ts";

const rules = readFileSync(resolve(import.meta.dirname, "../../../server/rulesets/2686.toml"), "utf8");

let chromium: Browser;
let server: Server;
let map: MapPage;
beforeAll(async () => {
  chromium = await browser();
});
beforeEach(async () => {
  server = await Server.serve("2021-09-05");
  await server.feed("22828,2021-09-05,2,2,0");
  map = await MapPage.open(chromium, server.url);
  await map.painted(2);
});

/** Marks this very page: a reload wipes it off. */
const mark = () => map.page.evaluate(() => document.body.setAttribute("data-old", ""));
const marked = () => map.page.locator("body[data-old]").count();

test("a demonstration takes the place of a real server: the page says at once that its data are none", async () => {
  expect(await map.page.getByTestId("data-note").count()).toBe(0);
  await mark();
  await server.become(() => ["demo", "--seconds-per-day", "3600"]);
  await map.pass(60);
  await map.page.getByTestId("data-note").waitFor();
  await map.page.getByTestId("demo").waitFor();
  await map.linkIs("live");
  expect(await marked()).toBe(0);
});

test("other rules: the page names them", async () => {
  const other = server.write("other.toml", rules.replace(/title\.vi = ".*"/, 'title.vi = "Quy tắc khác"'));
  await mark();
  await server.become((args) => [...args, "--ruleset", other]);
  await map.pass(60);
  await map.page.getByText("Phân loại theo Quy tắc khác").waitFor();
  expect(await marked()).toBe(0);
});

test("rules that follow one another: each day names its own, and a unit's page marks it", async () => {
  server.write("a.toml", rules);
  const next = rules.replace('id = "2686"', 'id = "2686-b"');
  server.write("b.toml", next.replace(/title\.vi = ".*"/, 'title.vi = "Quy tắc sau"'));
  const timeline = server.write(
    "timeline.toml",
    '[[rules]]\nfile = "a.toml"\n[[rules]]\nfile = "b.toml"\nfrom = "2021-09-05"',
  );
  await server.become((args) => [...args, "--timeline", timeline]);
  await map.pass(60);
  await map.page.getByText("Phân loại theo Quy tắc sau (bộ quy tắc áp dụng từ ngày 05/09/2021)").waitFor();
  await map.page.goto(`${server.url}/units/22828?day=2021-09-04&from=2021-09-01&to=2021-09-05`);
  await map.page.locator("[data-border='2021-09-05']").getByText("từ 05/09: bộ quy tắc 2686-b").waitFor();
  await map.page.getByText("(bộ quy tắc áp dụng đến hết ngày 04/09/2021)").waitFor();
  const said = (day: string) =>
    map.page.locator(`[role=radio][data-day="${day}"]`).getAttribute("aria-label");
  // The days are there before what is known of them.
  await expect.poll(() => said("2021-09-05")).toContain("Từ ngày này áp dụng bộ quy tắc 2686-b.");
  expect(await said("2021-09-04")).not.toContain("bộ quy tắc");
});

test("the same server started again is the same: the page stays", async () => {
  await mark();
  await server.become((args) => [...args]);
  await server.feed("22828,2021-09-05,3,2,0");
  await map.pass(60);
  await map.linkIs("live");
  await map.painted(3);
  await map.pass(60);
  expect(await marked()).toBe(1);
});
