// Two pages on two servers of one database: what one is told, both show, whatever happens to a server.

import type { Browser } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { browser, MapPage } from "./page.ts";
import { postgres } from "./postgres.ts";
import { Server } from "./server.ts";

const DAY = "2021-09-05";
const WARD = "22738";
const NEXT = "22741";

let chromium: Browser;
let codes: string[];
beforeAll(async () => {
  chromium = await browser();
});

/** Both pages have drawn an entry, and every unit alike. */
async function alike(pages: readonly [MapPage, MapPage], seq: number): Promise<void> {
  for (const page of pages) await page.painted(seq);
  const [one, other] = await Promise.all(pages.map((page) => page.map(codes)));
  expect(one).toEqual(other);
}

test("pages on two servers stay equal, and a server that was killed has its page current again", async (context) => {
  const database = postgres();
  if (!database) return context.skip("PostgreSQL is not installed");
  const first = await Server.on(database, DAY);
  const second = await Server.on(database, DAY);
  const { units } = await first.json<{ units: { code: string }[] }>("units");
  codes = units.map(({ code }) => code);
  const pages = [
    await MapPage.open(chromium, `${first.url}/`),
    await MapPage.open(chromium, `${second.url}/`),
  ] as const;
  await alike(pages, 1);
  await first.feed(`${WARD},${DAY},3,3,0`);
  await alike(pages, 2);
  expect(await pages[1].levelOnMap(WARD)).toBe(4);
  await second.feed(`${NEXT},${DAY},3,3,0`);
  await alike(pages, 3);
  // One dies; what the other is told meanwhile, its page shows when it is back.
  await first.stop("SIGKILL");
  await second.feed(`${WARD},${DAY},0,0,0`);
  await pages[1].painted(4);
  await first.start();
  await alike(pages, 4);
  expect(await pages[0].levelOnMap(WARD)).not.toBe(4);
  for (const page of pages) await page.linkIs("live");
});
