// What a correction did, on the page of every unit that it touches: when and why, from what to what by kind, in place of
// which report, the other unit of a move, and its boards as published beside as known; the chart's marks lead there, and
// each entry has an address. What was never published is nowhere offered.

import axe, { type AxeResults } from "axe-core";
import type { Browser, Locator, Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import type { Corrections, Register } from "../../src/wire.ts";
import { browser, type Look, MapPage } from "./page.ts";
import { Server } from "./server.ts";

const DO_VINH = "22738";
const PHUOC_MY = "22741";
const DISTRICT = "582";
const MUTE = "584";

let chromium: Browser;
let server: Server;
/** The late result, and the move after it. */
let late = 0;
let moved = 0;

/** Published on 03/09 and, since the server stood still on 04/09, on 05/09 again. */
beforeAll(async () => {
  chromium = await browser();
  server = await Server.serve("2021-09-03");
  const zeros = (day: string) => [DO_VINH, PHUOC_MY].map((unit) => `${unit},${day},0,0,0`);
  await server.feed(...["2021-09-01", "2021-09-02", "2021-09-03"].flatMap(zeros));
  await server.rise("2021-09-05");
  await server.feed(...["2021-09-04", "2021-09-05"].flatMap(zeros));
  const why = (reason: string, words: string) => ["--reason", reason, "--explanation", words];
  await server.correct(why("late_result", "Kết quả về muộn hai ngày"), `${DO_VINH},2021-09-02,3,3,0`);
  await server.correct(
    why("moved_to_other_unit", "Hai người ở phường bên"),
    `${DO_VINH},2021-09-02,1,1,0`,
    `${PHUOC_MY},2021-09-02,2,2,0`,
  );
  const { corrections } = await server.json<Corrections>("corrections");
  [moved = 0, late = 0] = corrections.map(({ batch }) => batch);
});

async function open(path: string, look: Look = {}): Promise<MapPage> {
  const opened = await MapPage.open(chromium, `${server.url}${path}`, look);
  await opened.page.getByTestId("corrections").waitFor();
  return opened;
}

async function close(opened: MapPage): Promise<void> {
  expect(opened.complaints).toEqual([]);
}

const entry = (page: Page, batch: number) => page.locator(`#correction-${batch}`);
const link = (page: Page, mark: string) => page.locator(`[data-testid=mark-links] [data-mark="${mark}"]`);

/** The stretches of restated boards as "from to: published before after known"; "–" for what is not there. */
function boards(of: Locator): Promise<string[]> {
  return of.locator("[data-boards]").evaluateAll((bodies) =>
    bodies.map((body) => {
      const cell = (name: string) =>
        body.querySelector(`[data-${name}]`)?.getAttribute(`data-${name}`) ?? "–";
      const [from, to] = [body.getAttribute("data-boards"), body.getAttribute("data-to")];
      return `${from} ${to}: ${["published", "before", "after", "known"].map(cell).join(" ")}`;
    }),
  );
}

test("a commune's page tells each correction with figures, reports, reason, words and boards", async () => {
  const opened = await open(`/units/${DO_VINH}`);
  const { page } = opened;
  await entry(page, late).waitFor();
  const order = page.getByTestId("corrections").locator("li[data-batch]");
  await expect
    .poll(() => order.evaluateAll((items) => items.map((item) => Number(item.getAttribute("data-batch")))))
    .toEqual([moved, late]);
  const first = entry(page, late);
  await first.getByText("Kết quả về muộn", { exact: true }).waitFor();
  await first.getByText("Kết quả về muộn hai ngày").waitFor();
  await first.getByText("báo cáo số 11 thay báo cáo số 3").waitFor();
  await first.locator("[data-figure=f0]").getByText("F0 mới: 0 → 3").waitFor();
  await first.locator("[data-figure=f0_unknown_source]").getByText("Chưa rõ nguồn: 0 → 3").waitFor();
  // 02/09 and 04/09 were never published: there is nothing on them to restate. What was on 03/09 stays beside what is
  // known now.
  await expect.poll(() => boards(first)).toEqual(["2021-09-03 2021-09-03: 1 1 4 3"]);
  await close(opened);
});

test("both series are named wherever both are to be seen: in words, in the table, beside the level and on the files", async () => {
  const opened = await open(`/units/${DO_VINH}?day=2021-09-03`);
  const { page } = opened;
  const headline = page.getByTestId("headline");
  await headline.getByText("Theo số liệu hiện nay. Như đã công bố: Mức 1.").waitFor();
  await page
    .getByTestId("readout")
    .getByText(/Theo số liệu hiện nay: Mức 3 .*Như đã công bố: Mức 1 /)
    .waitFor();
  const heads = page.getByTestId("revisions").locator("thead th");
  await expect
    .poll(async () => (await heads.allTextContents()).slice(1, 3))
    .toEqual(["Theo số liệu hiện nay", "Như đã công bố"]);
  await page.getByTestId("csv").getByText("theo số liệu hiện nay").waitFor();
  await expect.poll(() => page.getByTestId("csv-all").getAttribute("href")).toMatch(/&revisions=all$/);
  // Looked back to, nothing is called "now".
  await page.getByTestId("end-of-day").click();
  await page.getByTestId("readout").getByText("Theo số liệu lúc 23:59 ngày 03/09/2021: Mức 1").waitFor();
  await expect.poll(async () => (await heads.allTextContents())[1]).toBe("Theo số liệu lúc 23:59 03/09/2021");
  expect(await headline.locator("[data-published]").count()).toBe(0);
  await close(opened);
});

test("the other unit of a move is led to, and tells the same correction as its own", async () => {
  const opened = await open(`/units/${DO_VINH}`);
  const { page } = opened;
  await entry(page, moved).getByText("Chuyển ca sang đơn vị khác").waitFor();
  const other = entry(page, moved).locator(`[data-unit="${PHUOC_MY}"] a:not([data-report-of])`);
  await other.focus();
  await page.keyboard.press("Enter");
  await page.locator(`[data-testid=unit][data-unit="${PHUOC_MY}"]`).waitFor();
  await expect.poll(() => new URL(page.url()).searchParams.get("day")).toBe("2021-09-02");
  await entry(page, moved).locator(`[data-unit="${PHUOC_MY}"] [data-figure=f0]`).getByText("0 → 2").waitFor();
  await entry(page, moved).locator(`[data-unit="${DO_VINH}"] a:not([data-report-of])`).waitFor();
  await close(opened);
});

test("a mark on the chart says its correction and leads to it by the keyboard, and the address keeps it", async () => {
  const opened = await open(`/units/${DO_VINH}`);
  const { page } = opened;
  await link(page, "2021-09-02").first().waitFor();
  await opened.tabTo("[data-mark='2021-09-02']");
  await page.getByTestId("readout").getByText(`Đính chính số ${moved}`).waitFor();
  await page.locator(`#correction-${moved}.hinted`).waitFor();
  await page.keyboard.press("Enter");
  await page.waitForFunction((id) => document.activeElement?.id === id, `correction-${moved}`);
  await expect.poll(() => new URL(page.url()).hash).toBe(`#correction-${moved}`);
  // The mark of what was published otherwise leads to what made it so.
  await link(page, "2021-09-03").hover();
  await page.locator(`#correction-${late}.hinted`).waitFor();
  await page.goto(`${server.url}/units/${DO_VINH}#correction-${late}`);
  await page.reload();
  await page.waitForFunction((id) => document.activeElement?.id === id, `correction-${late}`);
  await close(opened);
});

test("a restated board leads to its day on the chart", async () => {
  const opened = await open(`/units/${DO_VINH}`);
  const { page } = opened;
  await entry(page, late).locator("[data-board='2021-09-03'] a").click();
  await page.locator("[data-testid=reasons][data-day='2021-09-03']").waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute("data-day") === "2021-09-03");
  await expect.poll(() => new URL(page.url()).searchParams.get("day")).toBe("2021-09-03");
  await close(opened);
});

test("district and province tell the corrections of their communes, a unit beside them none", async () => {
  for (const code of [DISTRICT, "58"]) {
    const opened = await open(`/units/${code}`, { size: "phone" });
    await entry(opened.page, late).locator(`[data-unit="${DO_VINH}"] a:not([data-report-of])`).waitFor();
    await link(opened.page, "2021-09-02").first().waitFor();
    await expect
      .poll(() => opened.page.evaluate(() => document.documentElement.scrollWidth > innerWidth))
      .toBe(false);
    await close(opened);
  }
  const opened = await open(`/units/${MUTE}`);
  await opened.page.getByText("Không có đính chính, báo cáo hay cờ đến muộn nào liên quan đến").waitFor();
  expect(await opened.page.getByTestId("mark-links").count()).toBe(0);
  await close(opened);
});

test("only corrections of the days shown, and of the moment looked back to, are told; others are said to be absent", async () => {
  const opened = await open(`/units/${DO_VINH}?as_of=2021-09-05T00:00:00%2B07:00#correction-${late}`);
  const { page } = opened;
  await page.getByText(`Đính chính số ${late} không thuộc đơn vị này`).waitFor();
  await page.getByTestId("back-to-now").click();
  await entry(page, late).waitFor();
  await page.goto(`${server.url}/units/${DO_VINH}?from=2021-08-01&to=2021-08-31&day=2021-08-31`);
  await page.getByText("từ 01/08/2021 đến 31/08/2021.").waitFor();
  await expect.poll(() => page.locator("li[data-batch]").count()).toBe(0);
  await close(opened);
});

test.each([
  ["light", "laptop"],
  ["dark", "phone"],
] as const)(
  "in the %s on a %s no rule is broken by corrections, notices and the strip of days",
  async (colorScheme, size) => {
    for (const [path, there] of [
      [`/units/${DO_VINH}?day=abc`, `#correction-${late}`],
      [
        "/what-if?from=2021-09-01&to=2021-09-05&adjacency=off",
        "[data-testid=what-if-strip][data-asked=true]",
      ],
      ["/?day=abc", "[data-testid=strange]"],
      ["/units/99999", "[data-testid=no-unit]"],
    ]) {
      const opened = await MapPage.open(chromium, `${server.url}${path}`, { colorScheme, size });
      // The page's clock is ours: a question may have to wait for it.
      await expect
        .poll(async () => {
          await opened.pass(1);
          return opened.page.locator(there ?? "").count();
        })
        .toBe(1);
      if (path?.startsWith("/units/2")) await opened.page.locator("[data-mark]").first().waitFor();
      // The page's policy allows no script of ours; what a debugger evaluates is not asked.
      await opened.page.evaluate(axe.source);
      const { violations } = await opened.page.evaluate<AxeResults>("axe.run(document)");
      expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual([]);
    }
  },
);

test("what a long correction does not list opens", async () => {
  const long = await Server.serve("2021-09-05");
  const { units } = await long.json<Register>("units");
  const communes = units.filter(({ tier }) => tier === "commune");
  const days = ["2021-09-02", "2021-09-03", "2021-09-04", "2021-09-05"];
  const all = (figures: string) =>
    days.flatMap((day) => communes.map(({ code }) => `${code},${day},${figures}`));
  await long.feed(...all("0,0,0"));
  await long.correct(["--reason", "typing_error"], ...all("1,1,0"));
  const opened = await MapPage.open(chromium, `${long.url}/units/${communes[0]?.code}`);
  const rows = opened.page.getByTestId("more-rows");
  const first = communes[0]?.code;
  // The page's own reports are told; those of others are asked for.
  const told = opened.page.locator("[data-testid=corrections] .rows > li:visible");
  await expect
    .poll(() => told.evaluateAll((rows) => rows.map((row) => row.getAttribute("data-unit"))))
    .toEqual(days.map(() => first));
  await rows.getByText("và 256 mục của đơn vị khác").click();
  await expect.poll(() => rows.locator("li[data-unit]").count()).toBe(196);
  // More than an answer lists: the rest is asked for, and then there is no more.
  await rows.getByText("Xem tiếp (còn 60 mục)").click();
  await expect.poll(() => rows.locator("li[data-unit]").count()).toBe(256);
  expect(await rows.locator("button").count()).toBe(0);
  const moves = opened.page.getByTestId("more-moves");
  await moves.locator("summary").click();
  await moves.locator(".moved").first().waitFor();
  expect(opened.complaints).toEqual([]);
});

test("where only others moved, no heading stands over nothing: it is said how many", async () => {
  const others = await Server.serve("2021-09-05");
  const { units } = await others.json<Register>("units");
  const codes = units.filter(({ tier }) => tier === "commune").map(({ code }) => code);
  const own = codes[0] ?? "";
  // Its own level is the highest before and after.
  await others.feed(...codes.map((code) => `${code},2021-09-05,${code === own ? "9,9,0" : "0,0,0"}`));
  await others.correct(
    ["--reason", "typing_error"],
    ...codes.map((code) => `${code},2021-09-05,${code === own ? "8,8,0" : "9,9,0"}`),
  );
  const opened = await MapPage.open(chromium, `${others.url}/units/${own}`);
  const section = opened.page.getByTestId("corrections");
  const moves = section.getByTestId("more-moves");
  await moves.getByText(/^\d+ mục của đơn vị khác$/).waitFor();
  const lists = () =>
    section
      .locator("ul")
      .evaluateAll((lists) => lists.filter(({ children }) => children.length === 0).length);
  expect(await lists()).toBe(0);
  await moves.locator("summary").click();
  await moves.locator(".moved").first().waitFor();
  expect(opened.complaints).toEqual([]);
});

test("what many flags at once do not list opens as well", async () => {
  const many = await Server.serve("2021-09-05");
  const { units } = await many.json<Register>("units");
  const communes = units.filter(({ tier }) => tier === "commune");
  await many.feed(...communes.map(({ code }) => `${code},2021-09-05,0,0,0`));
  await many.rise("2021-09-06");
  const days = ["2021-09-02", "2021-09-03", "2021-09-04", "2021-09-05"];
  await many.flag(
    ...days.flatMap((day) => communes.map(({ code }) => `${code},illegal_entry,${day},${day},7/QĐ`)),
  );
  const own = communes[0]?.code ?? "";
  const opened = await MapPage.open(chromium, `${many.url}/units/${own}`);
  const section = opened.page.getByTestId("corrections");
  await section.getByText("và 256 mục của đơn vị khác").click();
  expect(await section.locator(`[data-flag][data-unit="${own}"]`).count()).toBe(4);
  await expect.poll(() => section.locator("[data-flag]").count()).toBe(200);
  await section.getByText("Xem tiếp (còn 60 mục)").click();
  await expect.poll(() => section.locator("[data-flag]").count()).toBe(260);
  expect(opened.complaints).toEqual([]);
});

test("the map's list offers what was published only of days on which something was", async () => {
  const map = await MapPage.open(chromium, server.url);
  await map.tabTo("[data-testid=list] input");
  await map.page.keyboard.press("ArrowRight");
  const list = map.page.getByTestId("corrections");
  const one = list.locator(`li[data-batch="${late}"]`);
  await one.locator("[data-board='2021-09-03']").waitFor();
  const ways = (day: string) => one.locator(`[data-board='${day}'] button`).allTextContents();
  await expect.poll(() => ways("2021-09-03")).toEqual(["như đã công bố", "theo số liệu hiện nay"]);
  expect(await one.locator("[data-board]").count()).toBe(1);
  expect(map.complaints).toEqual([]);
});

test("the map's list goes on to earlier corrections, and back", async () => {
  const long = await Server.serve("2021-09-05");
  await long.feed(`${DO_VINH},2021-09-05,0,0,0`);
  for (let cases = 1; cases <= 52; cases++)
    await long.correct(["--reason", "typing_error"], `${DO_VINH},2021-09-05,${cases},${cases},0`);
  const map = await MapPage.open(chromium, long.url);
  await map.tabTo("[data-testid=list] input");
  await map.page.keyboard.press("ArrowRight");
  const entries = map.page.getByTestId("corrections").locator("li[data-batch]");
  await expect.poll(() => entries.count()).toBe(50);
  await map.page.getByText("Các đính chính trước đó").click();
  await expect
    .poll(async () => {
      await map.pass(1);
      return entries.count();
    })
    .toBe(2);
  await map.page.getByText("Về các đính chính mới nhất").click();
  await expect
    .poll(async () => {
      await map.pass(1);
      return entries.count();
    })
    .toBe(50);
  expect(map.complaints).toEqual([]);
});
