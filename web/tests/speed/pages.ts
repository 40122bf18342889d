// `make bench`, the pages' half, in a real Chromium: what a first visit weighs, how soon the map has colours, and how
// soon a report is pixels. Page and reference take turns, so that a busy spell of the machine is on both.

import type { Browser, Page } from "playwright-core";
import type { Register } from "../../src/wire.ts";
import { endAll } from "../browser/end.ts";
import { Line } from "../browser/line.ts";
import { browser } from "../browser/page.ts";
import { Server } from "../browser/server.ts";
import { Bare } from "./bare.ts";
import { watch } from "./sight.ts";
import { percentile, Table } from "./table.ts";

const DAY = "2021-09-05";
const MA_NOI = "22828";
const BESIDE_ITS_LABEL: [number, number] = [108.62, 11.58];
const VISITS = 9;
const REPORTS = 40;
/** What a first visit may weigh. */
const MOST_KB = 450;

/** Measures, prints, and says whether all that is judged held. */
export async function measure(): Promise<boolean> {
  const table = new Table();
  const chromium = await browser();
  const server = await Server.serve(DAY);
  try {
    const { units } = await server.json<Register>("units");
    const communes = units.filter(({ tier }) => tier === "commune");
    await server.feed(...communes.map(({ code }) => `${code},${DAY},0,0,0`));
    await server.feed(`${MA_NOI},${DAY},2,2,0`);
    const bodies = await weigh(chromium, server, table);
    const bare = await Bare.start(bodies);
    try {
      await visits(chromium, server, bare, table);
      await pushes(chromium, server, bare, table);
    } finally {
      bare.close();
    }
  } finally {
    await endAll();
  }
  return table.print();
}

/** A page in a window of its own, with nothing in its cache. */
async function fresh<T>(on: Browser, use: (page: Page) => Promise<T>): Promise<T> {
  const context = await on.newContext({ viewport: { width: 1366, height: 768 }, locale: "vi-VN" });
  try {
    return await use(await context.newPage());
  } finally {
    await context.close();
  }
}

/** Every byte that the server says until the page is at rest; the sizes of the bodies. */
async function weigh(chromium: Browser, server: Server, table: Table): Promise<number[]> {
  const line = await Line.to(server.port);
  const sizes = await fresh(chromium, async (page) => {
    await page.goto(line.url);
    await page.waitForFunction(() => document.querySelector<HTMLElement>("#map")?.dataset.painted);
    await page.waitForLoadState("networkidle");
    return page.evaluate(() => {
      const entries = ["navigation", "resource"].flatMap((kind) => performance.getEntriesByType(kind));
      const answers = entries as PerformanceResourceTiming[];
      // What comes from the cache was fetched once before by the same page.
      return answers.filter(({ transferSize }) => transferSize > 0).map((answer) => answer.encodedBodySize);
    });
  });
  const kb = (bytes: number) => Math.round(bytes / 100) / 10;
  table.count(
    "first visit of /: every byte from the server, headers and first frame too",
    kb(line.heard),
    "kB",
    MOST_KB,
  );
  table.count(
    "first visit of /: of them bodies, brotli",
    kb(sizes.reduce((sum, size) => sum + size, 0)),
    "kB",
  );
  table.count("first visit of /: requests, without the socket", sizes.length, "");
  return sizes;
}

async function visits(chromium: Browser, server: Server, bare: Bare, table: Table): Promise<void> {
  const [ours, reference]: [number[], number[]] = [[], []];
  for (let round = 0; round < VISITS; round++) {
    ours.push(
      await fresh(chromium, async (page) => {
        await watch(page, BESIDE_ITS_LABEL);
        await page.goto(server.url);
        return page.evaluate(() => window.__when(4));
      }),
    );
    reference.push(
      await fresh(chromium, async (page) => {
        await page.goto(`${bare.url}/static`);
        return Number(await page.evaluate("window.coloured"));
      }),
    );
  }
  for (const [name, percent] of [
    ["fastest", 0],
    ["p50", 50],
  ] as const) {
    const what = `navigation to first coloured map, ${name} (reference: the same bytes, a blank canvas)`;
    table.time(what, percentile(ours, percent), percentile(reference, percent));
  }
}

/** A report turns the commune red and a correction yellow, in turns; no two files are alike. */
async function pushes(chromium: Browser, server: Server, bare: Bare, table: Table): Promise<void> {
  const [sent, acknowledged, reference]: [number[], number[], number[]] = [[], [], []];
  await fresh(chromium, async (page) => {
    await watch(page, BESIDE_ITS_LABEL);
    await page.goto(server.url);
    await page.evaluate(() => window.__when(4));
    const echo = await page.context().newPage();
    await echo.goto(`${bare.url}/echo`);
    for (let round = 0; round < REPORTS; round++) {
      const level = round % 2 === 0 ? 2 : 4;
      const cases = 3 + round;
      const body = `commune,day,f0,f0_unknown_source\n${MA_NOI},${DAY},${cases},${level === 4 ? cases : 0}\n`;
      await page.bringToFront();
      const times = await page.evaluate(report, { token: server.token, body, level });
      sent.push(times.sent);
      acknowledged.push(times.acknowledged);
      await echo.bringToFront();
      reference.push(Number(await echo.evaluate(`window.echo(${(round % 2) / 2})`)));
    }
  });
  for (const percent of [50, 90]) {
    const bare = percentile(reference, percent);
    const to = `to pixels of the new colour, p${percent} (reference: echo to a blank canvas)`;
    table.time(`POST sent ${to}`, percentile(sent, percent), bare);
    table.time(`POST answered ${to}`, percentile(acknowledged, percent), bare);
  }
}

/** Runs in the page, so that one clock tells both times. */
async function report(file: {
  token: string;
  body: string;
  level: number;
}): Promise<{ sent: number; acknowledged: number }> {
  const headers = { authorization: `Bearer ${file.token}`, "content-type": "text/csv" };
  const begun = performance.now();
  const answered = fetch("/api/v1/reports", { method: "POST", headers, body: file.body }).then((answer) => {
    if (!answer.ok) throw new Error(`POST reports: ${answer.status}`);
    return performance.now();
  });
  const [acknowledged, painted] = await Promise.all([answered, window.__when(file.level)]);
  return { sent: painted - begun, acknowledged: painted - acknowledged };
}
