// The map on paper: one press of "print" gives the day, the moment, the map itself, its key and every commune, by day
// even from a page at night, and nothing to press.

import { existsSync } from "node:fs";
import { inflateSync } from "node:zlib";
import type { Browser } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import type { Board, Register } from "../../src/wire.ts";
import { browser, type MapHost, MapPage } from "./page.ts";
import { boundaries, levelsOf, SEEDED, Server } from "./server.ts";

let chromium: Browser;
let server: Server;
beforeAll(async () => {
  chromium = await browser();
  server = await Server.seeded();
});

/** True boundaries of a province with the sea in its east and south, which may not be shipped. */
const COASTAL = boundaries && existsSync(`${boundaries}/../soc-trang`) ? `${boundaries}/../soc-trang` : null;

/** An image in a page's description: width and height of its frame, and its own. */
const IMAGE =
  /[\d.]+ [\d.]+ ([\d.]+) ([\d.]+) re\nW\* n\nq\n([\d.]+) 0 0 -([\d.]+) [\d.]+ [\d.]+ cm\n(?:(?!\nQ\n)[\s\S])*? Do/g;

/** What a PDF draws, in words. */
function contents(pdf: string): string {
  const streams = pdf.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g);
  return [...streams].map(([, packed = ""]) => unpacked(packed)).join("\n");
}

/** Fonts and pixels are not words, and some are packed in other ways. */
function unpacked(packed: string): string {
  try {
    return inflateSync(Buffer.from(packed, "latin1")).toString("latin1");
  } catch {
    return "";
  }
}

interface Sheet {
  text: string;
  rows: number;
  buttons: number;
  /** The small map: on the right, and its share of the large one's width. */
  corner: { right: boolean; share: number } | null;
  /** Share of the map's pixels in each of these colours, nearly. */
  shares: number[];
}

/** What the sheet holds while the browser prints it; it is gone before and after. */
async function printed(map: MapPage, colours: string[]): Promise<{ pdf: string; sheet: Sheet }> {
  const { page } = map;
  await page.evaluate((colours) => {
    addEventListener("beforeprint", () => {
      const sheet = document.querySelector("[data-testid=paper]") as HTMLElement;
      const canvas = sheet.querySelector("canvas") as HTMLCanvasElement;
      const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
      const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
      const rgb = colours.map((hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)));
      const shares = rgb.map((colour) => {
        let like = 0;
        for (let at = 0; at < data.length; at += 4) {
          if (colour.every((value, i) => Math.abs(value - (data[at + i] ?? 0)) < 6)) like += 4;
        }
        return like / data.length;
      });
      const rows = sheet.querySelectorAll("tbody tr").length;
      const small = sheet.querySelector<HTMLElement>(".small");
      const share = Number.parseFloat(small?.style.width ?? "") / 100;
      const corner = small && { right: small.classList.contains("right"), share };
      const buttons = sheet.querySelectorAll("button, input, a").length;
      Object.assign(window, { __sheet: { text: sheet.textContent, rows, buttons, corner, shares } });
    });
  }, colours);
  expect(await page.getByTestId("paper").count()).toBe(0);
  const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString("latin1");
  await page.getByTestId("paper").waitFor({ state: "detached" });
  const sheet = await page.evaluate(() => (window as unknown as { __sheet: Sheet }).__sheet);
  return { pdf, sheet };
}

test("the sheets have the day, the moment, the map by day, the key and all communes, and no control", async () => {
  const { units } = await server.json<Register>("units");
  const board = await server.json<Board>("board");
  const map = await MapPage.open(chromium, server.url, { colorScheme: "dark" });
  await map.painted(board.seq);
  await map.idle();
  const { pdf, sheet } = await printed(map, [
    "#D6E6EE",
    "#007F5F",
    "#FFE45C",
    "#15242C",
    "#F4F1EA",
    "#38443F",
  ]);
  expect(sheet.text).toMatch(/Báo cáo nhận đến 08:0\d, 05\/09\/2021/);
  for (const { name, tier } of units) if (tier === "commune") expect(sheet.text).toContain(name);
  expect(sheet.rows).toBe(65);
  expect(sheet.buttons).toBe(0);
  expect(sheet.text).toContain("64/65 xã, phường, thị trấn đã đánh giá");
  expect(sheet.text).toMatch(/Toàn tỉnh:\s+\d.?\s+\S/);
  const [sea = 0, green = 0, yellow = 0, night = 1, noLevel = 0, noLevelAtNight = 1] = sheet.shares;
  expect(sea).toBeGreaterThan(0.05);
  expect(green).toBeGreaterThan(0.02);
  expect(yellow).toBeGreaterThan(0.02);
  expect(night).toBeLessThan(0.001);
  // A commune without a level is as its key says, too.
  expect(noLevel).toBeGreaterThan(0.005);
  expect(noLevelAtNight).toBeLessThan(0.003);
  // A4, the map alone on the first of at least two sheets.
  expect(pdf).toMatch(/\/MediaBox \[0 0 59[45]\.\d+ 84[12]\.\d+\]/);
  expect(pdf.match(/\/Type\s*\/Page\b/g)?.length).toBeGreaterThanOrEqual(2);
  expect(pdf.match(/\/Type\s*\/Page\b/g)?.length).toBeLessThanOrEqual(4);
  expect(map.complaints).toEqual([]);
});

test("the map fills its frame on the sheet", async () => {
  const map = await MapPage.open(chromium, server.url);
  await map.painted(1);
  await map.idle();
  const { pdf } = await printed(map, []);
  const places = [...contents(pdf).matchAll(IMAGE)].map((found) => found.slice(1).map(Number));
  expect(places.length).toBeGreaterThanOrEqual(2);
  for (const [width = 0, height = 0, across = 0, down = 0] of places.slice(0, 2)) {
    expect(Math.abs(width - across)).toBeLessThan(3);
    expect(Math.abs(height - down)).toBeLessThan(3);
  }
});

test.skipIf(!COASTAL)(
  "the small map stands where it does on the screen, since there it hides nothing",
  async () => {
    for (const [at, right] of [
      [server, false],
      [await Server.serve("2021-09-05", "--geodata", String(COASTAL)), true],
    ] as const) {
      if (right) await at.feed("31498,2021-09-04,1,1,0");
      const map = await MapPage.open(chromium, at.url);
      await map.painted(1);
      await map.page.locator("figure.inset:not(.away) canvas").waitFor();
      await map.idle();
      const [screen, whole] = await Promise.all(
        ["figure.inset", "#map"].map((one) => map.page.locator(one).boundingBox()),
      );
      const { sheet } = await printed(map, []);
      expect(sheet.corner?.right).toBe(right);
      expect(sheet.corner?.share).toBeCloseTo((screen?.width ?? 0) / (whole?.width ?? 1), 2);
    }
  },
);

test("a sheet never has a map that is not all drawn: it says so, and is whole when printed again", async () => {
  const map = await MapPage.open(chromium, server.url);
  const sheets = await map.page.evaluate(async () => {
    const host = () => document.querySelector("#map") as HTMLElement | null;
    // At every step of the way to the first whole map, as whoever prints too soon.
    const seen: { canvases: number; says: string; whole: boolean }[] = [];
    for (let whole = false; !whole; ) {
      await new Promise((next) => {
        const channel = new MessageChannel();
        channel.port1.onmessage = next;
        channel.port2.postMessage(0);
      });
      if (!host()?.dataset.seq) continue;
      dispatchEvent(new Event("beforeprint"));
      const canvases = [...document.querySelectorAll<HTMLCanvasElement>("[data-testid=paper] .maps canvas")];
      const says = document.querySelector("[data-testid=paper-no-map]")?.textContent ?? "";
      // The wards in the small map are in colour, or in the tone of those without a level, but none of it is sea alone.
      const inked = canvases.map((canvas) => {
        const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
        const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
        const tones = new Set<number>();
        for (let at = 0; at < data.length; at += 4)
          tones.add(((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0));
        return tones.size;
      });
      dispatchEvent(new Event("afterprint"));
      whole = canvases.length === 2 && inked.every((tones) => tones > 50);
      seen.push({ canvases: canvases.length, says, whole });
    }
    return seen;
  });
  const [last, ...early] = sheets.reverse();
  expect(last).toEqual({ canvases: 2, says: "", whole: true });
  for (const sheet of early)
    expect(sheet).toMatchObject({ canvases: 0, says: expect.stringContaining("chưa vẽ xong") });
  expect(map.complaints).toEqual([]);
});

test("a map that shows a part of the province says so on the sheet, and one that shows all of it does not", async () => {
  const map = await MapPage.open(chromium, server.url);
  await map.painted(1);
  await map.idle();
  const said = "chỉ là phần đang xem trên màn hình";
  expect((await printed(map, [])).sheet.text).not.toContain(said);
  await map.page.evaluate(() => {
    const { __map: drawn } = document.querySelector("#map") as MapHost;
    drawn.jumpTo({ zoom: drawn.getZoom() + 1 });
  });
  await map.idle();
  expect((await printed(map, [])).sheet.text).toContain(said);
});

test("what is printed at the tier of the districts says so, with level, name and signs", async () => {
  const map = await MapPage.open(chromium, `${server.url}/?tier=district`);
  await map.painted(1);
  await map.idle();
  const { sheet } = await printed(map, ["#FFE45C"]);
  expect(sheet.text).toContain("7/7 huyện, thị xã, thành phố đã đánh giá");
  const { units } = await server.json<Register>("units");
  const late = units.find(({ code }) => code === SEEDED.late)?.name ?? "";
  expect(sheet.text.slice(sheet.text.lastIndexOf(late))).toContain("Báo cáo chậm");
});

test("where the map shows who reported, title and key are those of the reports", async () => {
  const map = await MapPage.open(chromium, `${server.url}/?layer=reports&day=2021-09-04`);
  await map.paintedDay("2021-09-04");
  await map.page.getByTestId("health").waitFor();
  await map.idle();
  const { sheet } = await printed(map, []);
  expect(sheet.text).toMatch(/^\s*Báo cáo.* ngày 04\/09\/2021, tỉnh Ninh Thuận/);
  for (const made of ["Đúng hạn", "Đang thiếu", "Chưa từng báo cáo"]) expect(sheet.text).toContain(made);
  expect(sheet.text).not.toContain("Mức độ nguy cơ ·");
});

test("the first sheet names every red commune, and a reader need not turn it", async () => {
  const own = await Server.serve("2021-09-05");
  const { units } = await own.json<Register>("units");
  const red = units.filter(({ tier }) => tier === "commune").slice(0, 40);
  await own.feed(...red.map(({ code }) => `${code},2021-09-04,9,9,0`));
  const map = await MapPage.open(chromium, own.url);
  await map.painted(2);
  await map.idle();
  const { levels } = await own.json<Board>("board").then((board) => ({ levels: levelsOf(board) }));
  const worst = units.filter(({ code, tier }) => tier === "commune" && levels[code] === 4);
  expect(worst.length).toBeGreaterThan(30);
  const { sheet, pdf } = await printed(map, []);
  expect(sheet.text).toContain(`Các xã ở mức 4 (${worst.length}):`);
  const list = sheet.text.slice(sheet.text.indexOf("Các xã ở mức 4"), sheet.text.indexOf("Mức độ nguy cơ ·"));
  for (const { name } of worst) expect(list).toContain(name.replace(/^(Xã|Phường|Thị trấn) /, ""));
  // One sheet with the map, and the table after it.
  expect(pdf.match(/\/Type\s*\/Page\b/g)?.length).toBeLessThanOrEqual(3);
});

test("the key on the sheet has the outline of what just moved only while it is on the map", async () => {
  const own = await Server.serve("2021-09-05");
  await own.feed(`${SEEDED.open},2021-09-05,0,0,0`);
  const map = await MapPage.open(chromium, own.url);
  await map.painted(2);
  await map.idle();
  const key = async () => (await printed(map, [])).sheet.text;
  // It moved before the page was opened: the page's own key keeps the sign, the sheet has nothing to explain.
  await map.page.getByTestId("marks").getByText("Vừa đổi mức").waitFor();
  expect(await key()).not.toContain("Vừa đổi mức");
  await own.feed(`${SEEDED.open},2021-09-05,2,2,0`);
  await map.painted(3);
  // However long the print takes, it is still new.
  await map.sleep(5);
  expect(await key()).toContain("Vừa đổi mức");
  await map.page.clock.resume();
  await map.pass(1);
  await map.pass(13);
  expect(await key()).not.toContain("Vừa đổi mức");
  expect(map.complaints).toEqual([]);
});

test("a day looked back at is printed as that day, and says as known when", async () => {
  const map = await MapPage.open(chromium, `${server.url}/?day=2021-09-03&known=then`);
  await map.paintedDay("2021-09-03");
  await map.idle();
  const { sheet } = await printed(map, ["#FFE45C"]);
  expect(sheet.text).toContain("Đang xem 03/09/2021, như đã biết lúc 23:59 ngày 03/09/2021");
  expect(sheet.text).not.toContain("Báo cáo nhận đến");
});
