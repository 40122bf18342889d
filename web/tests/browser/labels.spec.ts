// Words on the map never lie on each other, nor on a neighbour: at several zooms and all three sizes, measured with the
// page's own font and not with what MapLibre believes.

import { readFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import type { Register } from "../../src/wire.ts";
import { browser, type MapHost, MapPage, SIZES } from "./page.ts";
import { run, SEASON, SEEDED, Server } from "./server.ts";

let chromium: Browser;
let server: Server;
/** Where one commune is at level 4, and that is a ward that has room for no name, and hardly for a number. */
let alone: Server;
beforeAll(async () => {
  chromium = await browser();
  server = await Server.seeded();
  alone = await Server.serve("2021-09-05");
  await alone.feed(`${MY_HUONG},2021-09-04,3,3,0`);
});

function home(map: MapPage): Promise<number> {
  return map.page.evaluate(() => (document.querySelector("#map") as MapHost).__map.getZoom());
}

interface Label {
  layer: string;
  code: string;
  text: string;
  /** Left, top, right, bottom, in pixels of the map. */
  box: [number, number, number, number];
  /** That of the plate below them, where there is one. */
  plate: [number, number, number, number] | null;
  /** Whether all of it lies on its own unit, or no farther beside it than a letter is wide. */
  home: boolean;
}

const SMALL = "figure.inset > div";

/** Every label that is seen on the canvas now, with the box that its letters take. */
function labels(map: MapPage, where = "#map"): Promise<Label[]> {
  return map.page.evaluate(async (selector) => {
    const { __map: drawn } = document.querySelector(selector) as MapHost;
    const shapes = await (await fetch("/api/v1/map.geojson")).json();
    const pen = document.createElement("canvas").getContext("2d") as CanvasRenderingContext2D;
    const layers = drawn.getStyle().layers.filter(({ id }) => /^(called$|(name|number|around)-)/.test(id));
    const { clientWidth, clientHeight } = drawn.getCanvas();
    /** Where the name of a unit that is called is found, which may stand on any side of its point. */
    const found = (code: string): Label["box"] => {
      const edge = (most: number, box: (at: number) => [[number, number], [number, number]]) => {
        let [without, within] = [0, most];
        while (within - without > 0.5) {
          const middle = (without + within) / 2;
          const here = drawn.queryRenderedFeatures(box(middle), { layers: ["called"] });
          if (here.some(({ properties }) => properties.code === code)) within = middle;
          else without = middle;
        }
        return within;
      };
      const [w, h] = [clientWidth, clientHeight];
      return [
        edge(w, (x) => [
          [0, 0],
          [x, h],
        ]),
        edge(h, (y) => [
          [0, 0],
          [w, y],
        ]),
        w -
          edge(w, (x) => [
            [w - x, 0],
            [w, h],
          ]),
        h -
          edge(h, (y) => [
            [0, h - y],
            [w, h],
          ]),
      ];
    };
    const outline = (code: string) => {
      const { geometry } = shapes.features.find((one: GeoJSON.Feature) => one.properties?.code === code);
      const path = new Path2D();
      for (const ring of (geometry.type === "Polygon"
        ? [geometry.coordinates]
        : geometry.coordinates
      ).flat()) {
        for (const [i, point] of ring.entries()) {
          const { x, y } = drawn.project(point);
          path[i === 0 ? "moveTo" : "lineTo"](x, y);
        }
        path.closePath();
      }
      return path;
    };
    const seen = new Map<string, Label>();
    for (const feature of drawn.queryRenderedFeatures({ layers: layers.map(({ id }) => id) })) {
      const { id, layout } = feature.layer as unknown as {
        id: string;
        layout: Record<string, number | string[]>;
      };
      const [kind = ""] = id.split("-");
      const { code = "", name, number, side = "" } = feature.properties;
      if (kind === "number" && number !== feature.state.number) continue;
      const text = String(kind === "number" ? number : name);
      const size = Number(layout["text-size"]);
      const spacing = Number(layout["text-letter-spacing"] ?? 0) * size;
      pen.font = `${kind === "number" ? 600 : 400} ${size}px "Be Vietnam Pro"`;
      const lines = text.split("\n");
      const width = Math.max(...lines.map((line) => pen.measureText(line).width + spacing * line.length));
      const at = drawn.project((feature.geometry as GeoJSON.Point).coordinates as [number, number]);
      const height = lines.length * size * (kind === "around" ? 1.2 : 1.08);
      // Numbers stand on their point, names below it or above, or to the right of it and their number to the left;
      // capitals and marks leave the edges of a line free.
      const beside = side === "beside" && kind !== "around";
      const hanging = kind === "name" && !beside;
      const top = !hanging
        ? at.y - height / 2
        : side === "above"
          ? at.y - 0.8 * size - height
          : at.y + 0.8 * size;
      const left = !beside ? at.x - width / 2 : kind === "name" ? at.x + 0.2 * size : at.x - width;
      const middle = left + width / 2;
      const free = 0.12 * size;
      let box: Label["box"] = [left, top + free, left + width, top + height - free];
      if (kind === "called") {
        // Without the rim of its plate.
        const [l, t, r, b] = found(code);
        box = [l + 2, t + free, r - 2, b - free];
      }
      const [above, right, below, before] = (layout["icon-text-fit-padding"] as unknown as number[]) ?? [];
      const hatched = feature.state.late === true || feature.state.level === 0;
      const plate: Label["plate"] =
        above === undefined || !hatched || kind === "called"
          ? null
          : [left - Number(before), top - above, left + width + Number(right), top + height + Number(below)];
      let home = true;
      if (kind !== "around" && kind !== "called") {
        const path = outline(code);
        pen.lineWidth = 2 * size * 0.5;
        for (const x of [box[0], middle, box[2]])
          for (const y of [box[1], box[3]])
            home &&= pen.isPointInPath(path, x, y) || pen.isPointInStroke(path, x, y);
      }
      if (box[2] < 0 || box[3] < 0 || box[0] > clientWidth || box[1] > clientHeight) continue;
      seen.set(`${id} ${code || text}`, { layer: id, code, text, box, plate, home });
    }
    return [...seen.values()];
  }, where);
}

function overlaps(a: Label["box"], b: Label["box"], slack = 1): boolean {
  return a[0] < b[2] - slack && b[0] < a[2] - slack && a[1] < b[3] - slack && b[1] < a[3] - slack;
}

/** Each on its own unit, but for those that are called; and none on another. */
function apart(all: Label[], where: string): void {
  for (const one of all)
    expect(one.home, `${one.text.replace("\n", " ")} (${one.layer}) on ${one.code}: ${where}`).toBe(true);
  uncovered(all, where);
}

/** No words on others, and no plate. */
function uncovered(all: Label[], where: string): void {
  for (const one of all) {
    for (const other of all) {
      if (other === one) continue;
      expect(overlaps(one.box, other.box), `${one.text} on ${other.text}: ${where}`).toBe(false);
      // What a halo covers of a neighbour's, a plate may cover; of its own unit's nothing.
      const slack = one.code === other.code ? 0.5 : 2;
      const covered = one.plate !== null && overlaps(one.plate, other.box, slack);
      expect(
        covered,
        `the plate of ${one.text} on ${other.text}: ${where} ${JSON.stringify([one, other])}`,
      ).toBe(false);
    }
  }
}

const TOWN = "582";
const MY_HUONG = "22753";
const CITY: [number, number] = [108.99, 11.57];
const HILLS: [number, number] = [108.72, 11.75];

describe.each(Object.keys(SIZES) as (keyof typeof SIZES)[])("on a %s", (size) => {
  test.each(["commune", "district", "province"])("no two words of the map of %ss touch", async (tier) => {
    const map = await MapPage.open(chromium, `${server.url}/?tier=${tier}`, { size });
    await map.painted(1);
    await map.idle();
    const whole = await home(map);
    const views = [{}, ...[0.35, 1.1].map((by) => ({ zoom: whole + by }))];
    for (const center of [CITY, HILLS]) {
      for (const by of [1.8, 3.1]) views.push({ zoom: whole + by, center } as (typeof views)[number]);
    }
    let words = 0;
    for (const view of views) {
      await map.idle(view);
      const all = await labels(map);
      words += all.filter(({ code }) => code !== "").length;
      apart(all, `${size}, ${tier}, ${JSON.stringify(view)}`);
    }
    // Enough of them that the test says something.
    expect(words).toBeGreaterThan({ commune: 100, district: 15, province: 3 }[tier] ?? 0);
  });
});

test.each([
  ["phone", "/"],
  ["laptop", "/"],
  ["phone", "/embed"],
] as const)("on a %s the only commune at level 4 has its name at %s", async (size, path) => {
  const map = await MapPage.open(chromium, `${alone.url}${path}`, { size });
  await map.painted(await alone.seq());
  await map.idle();
  for (const view of [{}, { zoom: (await home(map)) - 0.4 }]) {
    await map.idle(view);
    const called = (await labels(map)).filter(({ layer }) => layer === "called");
    expect(called.map(({ code }) => code)).toEqual([MY_HUONG]);
  }
});

test.each(Object.keys(SIZES) as (keyof typeof SIZES)[])(
  "on a %s every district has its name",
  async (size) => {
    const map = await MapPage.open(chromium, `${server.url}/?tier=district`, { size });
    await map.painted(1);
    await map.drawnBy("district");
    const { units } = await server.json<Register>("units");
    const districts = units.filter(({ tier }) => tier === "district").map(({ code }) => code);
    const called = (await labels(map)).filter(({ layer }) => layer === "called");
    expect(called.map(({ code }) => code).sort()).toEqual(districts.sort());
    uncovered(called, `${size}, districts`);
  },
);

test.each(["phone", "laptop"] as const)(
  "on a %s the unit that is open is seen with its name beside its card",
  async (size) => {
    for (const code of [SEEDED.red, SEEDED.late, MY_HUONG]) {
      const map = await MapPage.open(chromium, `${server.url}/?unit=${code}`, { size });
      await map.painted(1);
      await map.page.getByTestId("detail-as-of").waitFor();
      await map.page.waitForFunction(() => !(document.querySelector("#map") as MapHost).__map.isMoving());
      await map.idle();
      const name = (await labels(map)).find((one) => one.layer === "called" && one.code === code);
      expect(name, code).toBeDefined();
      const [l = 0, t = 0, r = 0, b = 0] = name?.box ?? [];
      const covered = await map.page.evaluate(
        (points) => {
          const { left, top } = (document.querySelector("#map") as MapHost).getBoundingClientRect();
          return points.filter(([x = 0, y = 0]) => {
            const over = document.elementFromPoint(left + x, top + y);
            return !over?.closest("#map");
          });
        },
        [
          [l, t],
          [r, t],
          [l, b],
          [r, b],
        ],
      );
      expect(covered, `${code}, ${size}`).toEqual([]);
    }
  },
);

test("no plate of a late commune covers a letter", async () => {
  const late = await Server.serve("2021-09-20");
  const [header = "", ...rows] = readFileSync(SEASON, "utf8").trim().split("\n");
  const first = rows.filter((row) => /,2021-09-0[1-4],/.test(row));
  await run("import", late.write("first.csv", header, ...first), "--server", late.url, "--token", late.token);
  const map = await MapPage.open(chromium, late.url);
  await map.painted(await late.seq());
  await map.idle();
  const whole = await home(map);
  let plates = 0;
  for (const view of [{}, { zoom: whole + 0.6 }, { zoom: whole + 1.8, center: CITY }]) {
    await map.idle(view);
    const all = await labels(map);
    plates += all.filter(({ plate }) => plate !== null).length;
    uncovered(all, `late, ${JSON.stringify(view)}`);
  }
  expect(plates).toBeGreaterThan(80);
  uncovered(await labels(map, SMALL), "late, small map");
});

test.each([
  ["laptop", 16, 9],
  ["wall", 22, 14],
] as const)("on a %s the map names %d communes at once, and the small map %d", async (size, large, small) => {
  const map = await MapPage.open(chromium, server.url, { size });
  await map.painted(1);
  await map.idle();
  await map.page.locator("figure.inset:not(.away) canvas").waitFor();
  await expect.poll(async () => (await labels(map, SMALL)).length).toBeGreaterThan(small);
  const named = (all: Label[]) => all.filter(({ layer }) => /^(called|name-)/.test(layer)).length;
  const [all, within] = [await labels(map), await labels(map, SMALL)];
  expect(named(all)).toBeGreaterThanOrEqual(large);
  expect(named(within)).toBeGreaterThanOrEqual(small);
  apart(within, `${size}, small map`);
});

test("a ward on the small map says its name under the pointer", async () => {
  const map = await MapPage.open(chromium, server.url);
  await map.painted(1);
  const corner = map.page.locator("figure.inset:not(.away) canvas");
  await corner.waitFor();
  expect(await map.page.locator("figure.inset figcaption").textContent()).toBe("TP. Phan Rang-Tháp Chàm");
  const { units } = await server.json<Register>("units");
  const ward = units.find(({ code }) => code === MY_HUONG);
  const at = await map.page.evaluate(
    ([selector = "", lon, lat]) => {
      const { __map: drawn } = document.querySelector(String(selector)) as MapHost;
      const { x, y } = drawn.project([Number(lon), Number(lat)]);
      const { left, top } = drawn.getContainer().getBoundingClientRect();
      return { x: left + x, y: top + y };
    },
    [SMALL, ward?.lon, ward?.lat] as const,
  );
  await expect
    .poll(async () => {
      await map.page.mouse.move(at.x, at.y + 1);
      await map.page.mouse.move(at.x, at.y);
      return map.page.locator(".tip strong").allTextContents();
    })
    .toEqual([ward?.name]);
});

test.each(["laptop", "wall"] as const)(
  "on a %s the small map has a number on every ward of its town, and its frame cuts none",
  async (size) => {
    const map = await MapPage.open(chromium, server.url, { size });
    await map.painted(1);
    await map.page.locator("figure.inset:not(.away) canvas").waitFor();
    const numbers = () =>
      map.page.evaluate(() => {
        const { __map: drawn } = document.querySelector("figure.inset > div") as MapHost;
        const { clientWidth: width, clientHeight: height } = drawn.getContainer();
        const layers = drawn.getStyle().layers.filter(({ id }) => id.startsWith("number-"));
        const seen = drawn
          .queryRenderedFeatures({ layers: layers.map(({ id }) => id) })
          .filter(({ state, properties }) => state.number === properties.number);
        return seen.map(({ geometry, properties: { code, number } }) => {
          const at = drawn.project((geometry as GeoJSON.Point).coordinates as [number, number]);
          const [x, y] = [Math.min(at.x, width - at.x), Math.min(at.y, height - at.y)];
          // Half of a figure's height, and half of what is written.
          return { code, whole: y >= 5 && x >= 3.5 * number.length };
        });
      });
    const { units } = await server.json<Register>("units");
    const wards = units.filter(({ parent }) => parent === TOWN).map(({ code }) => code);
    const without = async () => {
      const codes = (await numbers()).map(({ code }) => code);
      return wards.filter((code) => !codes.includes(code));
    };
    // On a laptop one ward is narrower than a figure.
    const narrow = size === "laptop" ? [MY_HUONG] : [];
    await expect.poll(without).toEqual(narrow);
    expect((await numbers()).filter(({ whole }) => !whole)).toEqual([]);
  },
);
