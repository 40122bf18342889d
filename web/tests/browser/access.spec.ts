// No rule of axe-core is broken, by day and by night, on a phone and a laptop, on every page and with everything open.

import axe, { type AxeResults } from "axe-core";
import type { Browser } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { browser, MapPage } from "./page.ts";
import { SEEDED, Server } from "./server.ts";

let chromium: Browser;
let server: Server;
beforeAll(async () => {
  chromium = await browser();
  server = await Server.seeded();
});

const PAGES: Record<string, { path: string; open?: (map: MapPage) => Promise<void> }> = {
  "the map": { path: "/" },
  "the map by district": { path: "/?tier=district" },
  "a card": { path: "/", open: (map) => map.openCard("ma noi") },
  "the table": { path: "/", open: (map) => map.showTable() },
  "a day looked back at": {
    path: "/?day=2021-09-03&known=then",
    open: (map) => map.paintedDay("2021-09-03"),
  },
  "its card": { path: `/?unit=${SEEDED.red}&day=2021-09-04`, open: (map) => map.paintedDay("2021-09-04") },
  "the map of reports": {
    path: "/?layer=reports&day=2021-09-04",
    open: (map) => map.page.getByTestId("late").waitFor(),
  },
  "the corrections": {
    path: "/",
    open: async (map) => {
      await map.page.locator("[data-testid=list] input").last().check({ force: true });
      await map.page.getByTestId("corrections").getByRole("link").waitFor();
    },
  },
  "the embed": { path: "/embed" },
  "a card by its address": { path: `/?unit=${SEEDED.late}` },
  "a commune's page": { path: `/units/${SEEDED.late}?rate=1&with=${SEEDED.red},${SEEDED.open}` },
  "a district's page": { path: "/units/582?day=2021-09-01" },
  "a day that is none": {
    path: `/units/${SEEDED.red}`,
    open: async ({ page }) => {
      await page.locator("input[name=day]").fill("31/02/2021");
      await page.keyboard.press("Tab");
      await page.getByRole("alert").waitFor();
    },
  },
  "what if": { path: `/what-if?window_days=7&report=${SEEDED.open}_2021-09-05_2_unknown` },
};

async function broken(map: MapPage): Promise<string[]> {
  // The page's policy allows no script of ours; what a debugger evaluates is not asked.
  await map.page.evaluate(axe.source);
  const { violations } = await map.page.evaluate<AxeResults>("axe.run(document)");
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, target }) => `${id}: ${target} ${html}`));
}

describe.each(["phone", "laptop"] as const)("on a %s", (size) => {
  test.each(Object.keys(PAGES))("%s breaks no rule, by day and by night", async (name) => {
    const { path, open } = PAGES[name] ?? { path: "/" };
    const map = await MapPage.open(chromium, `${server.url}${path}`, { colorScheme: "light", size });
    if (path.startsWith("/units/")) {
      await map.page.getByTestId("around").waitFor();
      await map.page.getByTestId("revisions").waitFor();
    } else if (name === "what if") await map.page.getByTestId("what-if-map").waitFor();
    else await map.painted(1);
    await open?.(map);
    if (/\bcard\b/.test(name)) await map.page.getByTestId("detail-as-of").waitFor();
    for (const colorScheme of ["light", "dark"] as const) {
      await map.page.emulateMedia({ colorScheme });
      expect(await broken(map), colorScheme).toEqual([]);
    }
  });
});
