// The page looks as it did: one day of one season, with a clock that stands and nothing that moves, held against the
// pictures in golden/. One commune in another colour is enough to be noticed.

import type { Browser } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { compare } from "./golden.ts";
import { browser, type Look, type MapHost, MapPage } from "./page.ts";
import { Server } from "./server.ts";

/** The smallest commune outside the city, as large on the screen as the end of a thumb. */
const CA_NA = "22910";

let chromium: Browser;
let server: Server;
beforeAll(async () => {
  chromium = await browser();
  server = await Server.seeded();
});

async function still(path: string, look: Look): Promise<MapPage> {
  const at = "2021-09-05T08:00:30+07:00";
  const map = await MapPage.open(chromium, `${server.url}${path}`, { ...look, at, reducedMotion: "reduce" });
  await map.painted(1);
  await map.linkIs(path.includes("day=") ? "past" : "live");
  await map.whole();
  await map.page.mouse.move(0, 0);
  return map;
}

/** Animations off, and the caret too. */
const shoot = (map: MapPage) => map.page.screenshot({ animations: "disabled", caret: "hide" });

test.each([
  ["phone-light", "/", { size: "phone", colorScheme: "light" }],
  ["laptop-light", "/", { size: "laptop", colorScheme: "light" }],
  ["wall-light", "/", { size: "wall", colorScheme: "light" }],
  ["laptop-district-dark", "/?tier=district", { size: "laptop", colorScheme: "dark" }],
  ["laptop-past-light", "/?day=2021-09-04", { size: "laptop", colorScheme: "light" }],
  ["phone-dark", "/", { size: "phone", colorScheme: "dark" }],
] as [string, string, Look][])("%s", async (name, path, look) => {
  const map = await still(path, look);
  const { same, message } = compare(name, await shoot(map));
  expect(same, message).toBe(true);
  expect(map.complaints).toEqual([]);
});

test.each(["laptop", "wall"] as const)(
  "one small commune in another colour is noticed on a %s",
  async (size) => {
    const map = await still("/", { size, colorScheme: "light" });
    await map.page.evaluate((id) => {
      const { __map: drawn, __level } = document.querySelector("#map") as MapHost;
      drawn.setFeatureState({ source: "units", id }, { level: __level(id) === 4 ? 1 : 4 });
    }, CA_NA);
    await map.idle();
    const { same, share } = compare(`${size}-light`, await shoot(map), false);
    expect(same, `only ${share} of the picture differ`).toBe(false);
  },
);
