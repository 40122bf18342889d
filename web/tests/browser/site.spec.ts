// A page outlives its server. Where another one answers in its place, with other data or other rules, the page begins
// anew: what it was told of the old one would be false of the new.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { browser, MapPage } from "./page.ts";
import { Server } from "./server.ts";

const RULES = resolve(import.meta.dirname, "../../../server/rulesets/2686.toml");

let chromium: Browser;
let server: Server;
let map: MapPage;
beforeAll(async () => {
  chromium = await browser();
});
afterAll(() => chromium.close());
beforeEach(async () => {
  server = await Server.serve("2021-09-05");
  await server.feed("22828,2021-09-05,2,2,0");
  map = await MapPage.open(chromium, server.url);
  await map.painted(2);
});
afterEach(async () => {
  await map.page.context().close();
  await server.remove();
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
  const folder = mkdtempSync(join(tmpdir(), "vungxanh-rules-"));
  const rules = readFileSync(RULES, "utf8");
  const other = join(folder, "other.toml");
  writeFileSync(other, rules.replace(/title\.vi = ".*"/, 'title.vi = "Quy tắc khác"'));
  await mark();
  await server.become((args) => [...args, "--ruleset", other]);
  await map.pass(60);
  await map.page.getByText("Phân loại theo Quy tắc khác").waitFor();
  expect(await marked()).toBe(0);
  rmSync(folder, { recursive: true });
});

test("rules that follow one another: each day names its own, and a unit's page marks it", {
  retry: 1,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), "vungxanh-timeline-"));
  const rules = readFileSync(RULES, "utf8");
  const next = rules
    .replace('id = "2686"', 'id = "2686-b"')
    .replace(/title\.vi = ".*"/, 'title.vi = "Quy tắc sau"');
  writeFileSync(join(folder, "a.toml"), rules);
  writeFileSync(join(folder, "b.toml"), next);
  const timeline = join(folder, "timeline.toml");
  writeFileSync(timeline, '[[rules]]\nfile = "a.toml"\n[[rules]]\nfile = "b.toml"\nfrom = "2021-09-05"\n');
  await server.become((args) => [...args, "--timeline", timeline]);
  await map.pass(60);
  await map.page.getByText("Phân loại theo Quy tắc sau (bộ quy tắc áp dụng từ ngày 05/09/2021)").waitFor();
  await map.page.goto(`${server.url}/units/22828?day=2021-09-04&from=2021-09-01&to=2021-09-05`);
  const border = map.page.locator("[data-border]");
  await border.waitFor();
  expect(await border.getAttribute("data-border")).toBe("2021-09-05");
  expect((await border.textContent())?.trim()).toBe("từ 05/09: bộ quy tắc 2686-b");
  await map.page.getByText("(bộ quy tắc áp dụng đến hết ngày 04/09/2021)").waitFor();
  const said = (day: string) =>
    map.page.locator(`[role=radio][data-day="${day}"]`).getAttribute("aria-label");
  // The days are there before what is known of them.
  const told = "Từ ngày này áp dụng bộ quy tắc 2686-b.";
  await map.page.locator(`[role=radio][data-day="2021-09-05"][aria-label*="${told}"]`).waitFor();
  expect(await said("2021-09-04")).not.toContain("bộ quy tắc");
  rmSync(folder, { recursive: true });
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
