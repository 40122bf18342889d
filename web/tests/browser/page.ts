// The page as its reader sees it: which level a unit has on the map, in the table, on the card and in the list, and
// whether the page is live. Every look waits for the thing itself, never for a while.

import type { Map as MapLibre } from "maplibre-gl";
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from "playwright-core";
import { levels } from "../../src/palette.ts";
import type { Way } from "../../src/ways.ts";
import type { BoardFrame, Tier } from "../../src/wire.ts";
import { atTheEnd } from "./end.ts";

/** What `map.ts` hangs on its container for tests. */
export interface MapHost extends HTMLElement {
  __map: MapLibre;
  __level(code: string): number | null;
  __reports(code: string): number | undefined;
}

/** What the page is made for. */
export const SIZES = {
  phone: { width: 360, height: 740 },
  laptop: { width: 1366, height: 768 },
  wall: { width: 1920, height: 1080 },
};

export interface Look extends BrowserContextOptions {
  size?: keyof typeof SIZES;
  at?: string;
}

export async function browser({ webgl } = { webgl: true }): Promise<Browser> {
  const launched = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--disable-dev-shm-usage",
      ...(webgl ? [] : ["--disable-gpu", "--disable-webgl", "--disable-3d-apis"]),
    ],
  });
  atTheEnd(() => launched.close());
  return launched;
}

/** How many times slower than it is the processor is to seem (`VUNGXANH_SLOW=5`); answers are late then as well. */
const SLOWER = Number(process.env.VUNGXANH_SLOW ?? 1);

/** What does not wait for what it looks at fails: answers come late and in any order, and take long to be shown. */
async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  await page.context().route(/\/api\//, async (route) => {
    await new Promise((later) => setTimeout(later, 300 + 500 * Math.random()));
    // The page may have taken it back meanwhile, or be gone.
    await route.continue().catch(() => {});
  });
}

export class MapPage {
  /** Whatever the browser complained of: broken policies, errors of scripts, failed requests. */
  readonly complaints: string[] = [];
  /** Requests that the page took back. Few are right, as when a card is closed; many mean that it never gets there. */
  readonly takenBack: string[] = [];

  private constructor(readonly page: Page) {}

  /** `at`: what the reader's own clock shows; the real time if nothing is said. */
  static async open(on: Browser, url: string, { size = "laptop", at, ...more }: Look = {}): Promise<MapPage> {
    const local = { locale: "vi-VN", timezoneId: "Asia/Ho_Chi_Minh" };
    const context = await on.newContext({ viewport: SIZES[size], ...local, ...more });
    context.setDefaultTimeout(60_000);
    const page = await context.newPage();
    atTheEnd(async () => {
      await page.unrouteAll({ behavior: "ignoreErrors" });
      await context.close();
    });
    if (SLOWER > 1) await slowDown(page);
    const opened = new MapPage(page);
    page.on("pageerror", (error) => opened.complaints.push(String(error)));
    page.on("console", (said) => said.type() === "error" && opened.complaints.push(said.text()));
    page.on("requestfailed", (request) => {
      const why = request.failure()?.errorText;
      if (why === "net::ERR_ABORTED") opened.takenBack.push(request.url());
      else opened.complaints.push(`${request.url()} ${why}`);
    });
    await page.clock.install(at ? { time: at } : {});
    await page.goto(url);
    return opened;
  }

  /** Waits until the board of an entry of the change log is on the canvas. */
  async painted(seq: number): Promise<void> {
    await this.page.waitForFunction(
      (seq) => Number(document.querySelector<HTMLElement>("#map")?.dataset.painted) >= seq,
      seq,
    );
  }

  /** Waits until the canvas is filled by the units of a tier, and nothing on it is still on its way. */
  async drawnBy(tier: Tier): Promise<void> {
    await this.page.locator(`#map[data-tier=${tier}]`).waitFor();
    await this.idle();
  }

  async linkIs(state: "live" | "polled" | "connecting" | "lost" | "past"): Promise<void> {
    await this.page
      .getByTestId("connection")
      .and(this.page.locator(`[data-state=${state}]`))
      .waitFor();
  }

  /** Waits until frames come on a way. */
  async wayIs(way: Way): Promise<void> {
    await this.page.locator(`[data-testid=connection][data-way=${way}]`).waitFor();
  }

  /** Waits until the page's address has this query. */
  async searchIs(search: string): Promise<void> {
    await this.page.waitForFunction((search) => location.search === search, search);
  }

  /**
   * The lid of the machine closes and opens again: the page's clock leaps, whatever was due comes at once, and then
   * the clock stands until it is resumed, so that nothing the page does afterwards was waited for.
   */
  async sleep(seconds: number): Promise<void> {
    const now = await this.page.evaluate(() => Date.now());
    await this.page.clock.pauseAt(now + seconds * 1000);
  }

  /** Lets time pass on the page's own clock. */
  async pass(seconds: number): Promise<void> {
    await this.page.clock.fastForward(seconds * 1000);
  }

  /** The level that the map was told to draw. */
  levelOnMap(code: string): Promise<number | null> {
    return this.page.evaluate((code) => (document.querySelector("#map") as MapHost).__level(code), code);
  }

  /** Where a place of the map is on the screen. */
  async place(point: [number, number]): Promise<{ x: number; y: number }> {
    return this.page.evaluate((point) => {
      const host = document.querySelector("#map") as MapHost;
      const { left, top } = host.getBoundingClientRect();
      const { x, y } = host.__map.project(point);
      return { x: left + x, y: top + y };
    }, point);
  }

  async clickAt(point: [number, number]): Promise<void> {
    const { x, y } = await this.place(point);
    await this.page.mouse.click(x, y);
  }

  /** The level whose colour is on the screen at a point, with most of the pixels around it. */
  async colourAt(point: [number, number]): Promise<number> {
    const { x, y } = await this.place(point);
    const side = 16;
    const shot = await this.page.screenshot({
      clip: { x: x - side / 2, y: y - side / 2, width: side, height: side },
    });
    const colours = Object.values(levels).map(({ fill }) => fill);
    return this.page.evaluate(
      async ([png, colours]) => {
        const image = new Image();
        image.src = `data:image/png;base64,${png}`;
        await image.decode();
        const canvas = new OffscreenCanvas(image.width, image.height);
        const pen = canvas.getContext("2d") as OffscreenCanvasRenderingContext2D;
        pen.drawImage(image, 0, 0);
        const { data } = pen.getImageData(0, 0, image.width, image.height);
        const known = colours.map((hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)));
        const votes = colours.map(() => 0);
        for (let at = 0; at < data.length; at += 4) {
          const apart = known.map((rgb) => Math.hypot(...rgb.map((v, i) => v - (data[at + i] ?? 0))));
          const nearest = apart.indexOf(Math.min(...apart));
          votes[nearest] = (votes[nearest] ?? 0) + 1;
        }
        return 1 + votes.indexOf(Math.max(...votes));
      },
      [shot.toString("base64"), colours] as const,
    );
  }

  /** Waits until all that the map's page asks for has come, and the map has drawn it. */
  async whole(): Promise<void> {
    await this.page.locator("[data-testid=changes] li").first().waitFor();
    await this.page.locator("[data-testid=strip] path:not([d=''])").first().waitFor();
    await this.idle();
  }

  /**
   * Waits until the map, and the small map where it is shown, have drawn all they have to; where the camera is put
   * somewhere else, after that.
   */
  async idle(camera: { zoom?: number; center?: [number, number] } = {}): Promise<void> {
    await this.page.evaluate(async (camera) => {
      const idle = ({ __map: map }: MapHost, move: typeof camera) => {
        const idle = new Promise((done) => map.once("idle", done));
        map.jumpTo(move);
        map.triggerRepaint();
        return idle;
      };
      await document.fonts.ready;
      const large = document.querySelector("#map") as MapHost;
      await idle(large, camera);
      const small = document.querySelector("figure.inset:not(.away) > div") as MapHost | null;
      // It begins with nothing to draw, and is idle then too.
      while (small && large.dataset.painted && small.dataset.day !== large.dataset.day) await idle(small, {});
      if (small) await idle(small, {});
    }, camera);
  }

  async showTable(): Promise<void> {
    if ((await this.page.getByTestId("table").count()) === 0)
      await this.page.getByTestId("table-toggle").click();
    await this.page.getByTestId("table").locator("tr[data-unit]").first().waitFor();
  }

  /** Every unit's level in the table. */
  async table(): Promise<Record<string, number>> {
    await this.showTable();
    const rows = this.page.getByTestId("table").locator("tr[data-unit]");
    return rows.evaluateAll((rows) =>
      Object.fromEntries(
        rows.map((row) => [row.getAttribute("data-unit"), Number(row.getAttribute("data-level"))]),
      ),
    );
  }

  /** Every unit's level as the map draws it; 0 for none. */
  async map(codes: string[]): Promise<Record<string, number>> {
    return this.page.evaluate((codes) => {
      const host = document.querySelector("#map") as MapHost;
      return Object.fromEntries(codes.map((code) => [code, host.__level(code) ?? 0]));
    }, codes);
  }

  /** How every commune stands with its reports as the map draws it: the place in the palette's order. */
  async reports(codes: string[]): Promise<Record<string, number>> {
    return this.page.evaluate((codes) => {
      const host = document.querySelector("#map") as MapHost;
      return Object.fromEntries(codes.map((code) => [code, host.__reports(code) ?? -1]));
    }, codes);
  }

  /** Waits until the board of a day looked back at is on the canvas; of "" until the live one is. */
  async paintedDay(day: string): Promise<void> {
    await this.page.waitForFunction(
      (day) => document.querySelector<HTMLElement>("#map")?.dataset.day === day,
      day,
    );
  }

  /** Waits until the page has heard of an entry of the change log, whatever it shows. */
  async hears(seq: number): Promise<void> {
    await this.page.waitForFunction(
      (seq) => Number(document.querySelector<HTMLElement>(".page")?.dataset.newest) >= seq,
      seq,
    );
  }

  /** Goes on with the Tab key until what has the focus fits; it is there and can be used before the first key. */
  async tabTo(selector: string): Promise<void> {
    await this.page.locator(`${selector}:not(:disabled)`).first().waitFor({ state: "attached" });
    const there = () => this.page.evaluate((selector) => document.activeElement?.matches(selector), selector);
    for (let i = 0; i < 200; i++) {
      if (await there()) return;
      await this.page.keyboard.press("Tab");
    }
    throw new Error(`the Tab key does not lead to ${selector}`);
  }

  /** The legend's counts, by level. */
  legend(): Promise<Record<string, number>> {
    const rows = this.page.getByTestId("legend").locator("[data-legend-level]");
    return rows.evaluateAll((rows) =>
      Object.fromEntries(
        rows.map((row) => [row.getAttribute("data-legend-level"), Number(row.getAttribute("data-count"))]),
      ),
    );
  }

  /** The first frame that a new viewer is sent. */
  firstFrame(): Promise<BoardFrame> {
    return this.page.evaluate(async () => {
      const socket = new WebSocket("/api/v1/live");
      const data = await new Promise<string>((heard, failed) => {
        socket.onmessage = (event) => heard(String(event.data));
        socket.onerror = failed;
      });
      socket.close();
      return JSON.parse(data);
    });
  }

  /** The list of latest changes, newest first, as "unit from to". */
  async changes(): Promise<string[]> {
    const items = this.page.getByTestId("changes").locator("li");
    return items.evaluateAll((items) =>
      items.map((item) => ["unit", "from", "to"].map((name) => item.getAttribute(`data-${name}`)).join(" ")),
    );
  }

  /** Searches, and goes to what is found first. */
  async find(search: string): Promise<void> {
    const box = this.page.locator("input[role=combobox]");
    await box.fill(search);
    // The names come later than the box.
    await this.page.locator("#search-hits [role=option]").first().waitFor();
    await box.press("Enter");
  }

  async openCard(search: string): Promise<void> {
    await this.find(search);
    await this.page.getByTestId("card").waitFor();
  }

  /** The card of a unit, when it is at a level and its figures are of the board on the screen. */
  async card(code: string, level: number): Promise<Locator> {
    const card = this.page.locator(`[data-testid=card][data-unit="${code}"][data-level="${level}"]`);
    await card.locator("[data-testid=detail-as-of]:not(:has(em))").waitFor();
    return card;
  }
}
