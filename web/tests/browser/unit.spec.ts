// A unit's own page, driven by keyboard alone: the day moves and the window, the reasons and the address follow; a gap
// is a gap; a correction shows both revisions and what was published then; looking back shows the old figures; communes
// are compared; and every level on it is the board's.

import type { Browser, Locator, Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import type { Board, DemoClock } from "../../src/wire.ts";
import { browser, MapPage } from "./page.ts";
import { SEEDED, Server } from "./server.ts";

const DO_VINH = "22738";
const PHUOC_MY = "22741";
const PHAN_RANG = "582";

let chromium: Browser;
beforeAll(async () => {
  chromium = await browser();
});

const query = (page: Page) => new URL(page.url()).searchParams;
const day = (page: Page, day: string) => page.locator(`[role=radio][data-day="${day}"]`);
const ribbon = (page: Page, name: string) =>
  page.getByTestId("chart").locator(`[data-ribbon=${name}] [data-level]`);

/** A ribbon as "from to level" of each stretch. */
function worn(ribbon: Locator): Promise<string[]> {
  return ribbon.evaluateAll((parts) =>
    parts.map((part) => ["from", "to", "level"].map((name) => part.getAttribute(`data-${name}`)).join(" ")),
  );
}

async function reasonsAre(page: Page, of: string): Promise<void> {
  await page.locator(`[data-testid=reasons][data-day="${of}"][aria-busy=false]`).waitFor();
}

/** 03/09 orange, 04/09 not reported, 05/09 zero; then, a day later, 03/09 is corrected to a case of known source. */
async function corrected(): Promise<Server> {
  const server = await Server.serve("2021-09-05");
  await server.feed(
    `${DO_VINH},2021-09-03,1,1,0`,
    `${DO_VINH},2021-09-05,0,0,0`,
    `${PHUOC_MY},2021-09-05,5,0,0`,
  );
  await server.rise("2021-09-06");
  await server.feed(`${DO_VINH},2021-09-03,1,0,0`);
  return server;
}

/** The page of a unit, with all that it asks for. */
async function open(server: Server, path: string): Promise<MapPage> {
  const opened = await MapPage.open(chromium, `${server.url}/units/${path}`);
  for (const part of ["reasons", "around", "revisions"]) await opened.page.getByTestId(part).waitFor();
  return opened;
}

test("arrow keys move the day; window, reasons and address follow, and a reload keeps all of it", async () => {
  const server = await corrected();
  const opened = await open(server, DO_VINH);
  const { page } = opened;
  await expect.poll(() => page.title()).toMatch(/^Phường Đô Vinh · /);
  await reasonsAre(page, "2021-09-06");
  await opened.tabTo("[role=radio]");
  await page.locator("[data-day='2021-09-06']:focus").waitFor();
  const before = Number(await page.locator("rect.window").getAttribute("x"));
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await reasonsAre(page, "2021-09-03");
  await expect.poll(() => query(page).get("day")).toBe("2021-09-03");
  await expect
    .poll(async () => Number(await page.locator("rect.window").getAttribute("x")))
    .toBeLessThan(before);
  await page.locator("[data-day='2021-09-03']:focus").waitFor();
  await page.getByTestId("state").getByText("03/09/2021").waitFor();
  // A page that follows does not follow on paper.
  const follows = page.getByTestId("state").getByText("trang tự cập nhật");
  await follows.waitFor();
  await page.emulateMedia({ media: "print" });
  await follows.waitFor({ state: "hidden" });
  await page.emulateMedia({ media: null });
  await page.reload();
  await reasonsAre(page, "2021-09-03");
  await expect.poll(() => day(page, "2021-09-03").getAttribute("aria-checked")).toBe("true");
  await expect.poll(() => page.getByTestId("headline").getAttribute("data-level")).toBe("2");
  // The days that were passed through are one step.
  await page.goBack();
  await reasonsAre(page, "2021-09-06");
  await expect.poll(() => query(page).get("day")).toBeNull();
  await page.goForward();
  await reasonsAre(page, "2021-09-03");
  await page.locator("[role=radio][tabindex='0']").focus();
  await page.keyboard.press("PageDown");
  await reasonsAre(page, "2021-08-27");
  await page.keyboard.press("End");
  await reasonsAre(page, "2021-09-06");
  await expect.poll(() => query(page).get("day")).toBeNull();
  expect(opened.complaints).toEqual([]);
});

test("a gap is a gap, a zero a zero; a correction shows both revisions, and what was published stays", async () => {
  const server = await corrected();
  const opened = await open(server, `${DO_VINH}?from=2021-09-02&to=2021-09-06`);
  const { page } = opened;
  const bar = (of: string) => page.getByTestId("chart").locator(`[data-bar="${of}"]`).first();
  expect(await bar("2021-09-04").getAttribute("data-missing")).toBe("due");
  expect(await bar("2021-09-04").getAttribute("data-total")).toBeNull();
  expect(await bar("2021-09-06").getAttribute("data-missing")).toBe("waiting");
  expect(await bar("2021-09-05").getAttribute("data-total")).toBe("0");
  await expect
    .poll(() => day(page, "2021-09-04").getAttribute("aria-label"))
    .toContain("chưa có báo cáo dù đã quá hạn");
  await expect.poll(() => day(page, "2021-09-05").getAttribute("aria-label")).toContain("0 F0 mới");

  // Nothing was published before the first report came, on 05/09.
  expect(await worn(ribbon(page, "known"))).toEqual(["2021-09-03 2021-09-06 2"]);
  await expect
    .poll(() => worn(ribbon(page, "published")))
    .toEqual(["2021-09-05 2021-09-05 3", "2021-09-06 2021-09-06 2"]);
  await expect
    .poll(() => day(page, "2021-09-05").getAttribute("aria-label"))
    .toMatch(/Mức 2 .*C-Y1.*Như đã công bố: Mức 3 .*khác với số liệu/);
  const lane = (name: string) => page.getByTestId("chart").locator(`[data-lane=${name}] [data-from]`);
  expect(await lane("corrected").getAttribute("data-from")).toBe("2021-09-03");
  expect(await lane("differs").getAttribute("data-from")).toBe("2021-09-05");

  const rows = page.getByTestId("revisions").locator("[data-day='2021-09-03'] [data-revision]");
  const revisions = () => rows.evaluateAll((rows) => rows.map((row) => row.getAttribute("data-revision")));
  await expect.poll(revisions).toEqual(["2", "1"]);
  const gap = page.getByTestId("revisions").locator("[data-day='2021-09-04'] [data-gap]");
  expect(await gap.getAttribute("data-gap")).toBe("due");
  const csv = await page.getByTestId("csv").getAttribute("href");
  const asked = `unit=${DO_VINH}&from=2021-09-02&to=2021-09-06`;
  expect(csv).toBe(`/api/v1/exports/reports.csv?${asked}`);
  for (const kind of ["csv", "xlsx"])
    expect(await page.getByTestId(`levels-${kind}`).getAttribute("href")).toBe(
      `/api/v1/exports/levels.${kind}?${asked}`,
    );
  expect(opened.complaints).toEqual([]);
});

test("of a commune that never reported the window has no sum", async () => {
  const server = await Server.seeded();
  const { page } = await open(server, SEEDED.never);
  await page.locator(".window-label").getByText("14 ngày đánh giá: không có báo cáo nào").waitFor();
});

test("the sum is the window's, however much of it is drawn, and of every kind", async () => {
  const server = await Server.serve("2021-11-02");
  await server.feed(
    `${DO_VINH},2021-10-11,100,0,0`,
    `${DO_VINH},2021-10-12,20,0,20`,
    `${DO_VINH},2021-10-19,4,4,0`,
    `${DO_VINH},2021-10-25,10,10,0`,
    `${PHUOC_MY},2021-10-13,7,7,0`,
  );
  // The window, 12–25/10, is cut on the left; then on the right as well; then it lies beside the chart.
  for (const drawn of [
    "",
    "&from=2021-10-20&to=2021-11-01",
    "&from=2021-10-20&to=2021-10-22",
    "&to=2021-10-01",
  ]) {
    const opened = await open(server, `${DO_VINH}?day=2021-10-25${drawn}&with=${PHUOC_MY}`);
    const { page } = opened;
    const key = (kind: string) => page.locator(`[data-key=${kind}] b`).textContent();
    await expect.poll(() => key("venue")).toBe("20");
    expect(await key("unknown"), drawn).toBe("14");
    await page.locator(`[data-other="${PHUOC_MY}"]`).getByText("7 F0").waitFor();
    if (!drawn.includes("to=2021-10-01"))
      expect(await page.locator(".window-label").textContent()).toBe(
        "14 ngày đánh giá: ít nhất 34 F03 trong 14 ngày có báo cáo",
      );
    expect(opened.complaints).toEqual([]);
  }
});

test("a district's figures lead to the communes that reported, and its fall to every report", async () => {
  const server = await Server.seeded();
  const opened = await open(server, PHAN_RANG);
  const { page } = opened;
  // A day and its month are written as everywhere.
  const axis = page.locator("svg text.date");
  await axis.first().waitFor();
  const dates = (await axis.allTextContents()).map((date) => date.trim());
  expect(dates.filter((date) => !/^(\d\d\/\d\d|[1-9]\d?)$/.test(date))).toEqual([]);
  expect(dates.some((date) => date.includes("/"))).toBe(true);
  const reported = page.locator("tbody[data-day='2021-09-04']").getByTestId("reported");
  await reported.locator("summary").click();
  await expect.poll(() => reported.getByRole("link").count()).toBe(16);
  const hrefs = await reported
    .getByRole("link")
    .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  expect(hrefs.filter((href) => !/^\/units\/22\d+\?day=2021-09-04$/.test(href))).toEqual([]);
  expect(new Set(hrefs).size).toBe(16);
  const leaving = page.getByTestId("leaving");
  await leaving.locator("summary").click();
  const links = leaving.locator("[data-report-of]");
  const told = Number.parseInt((await leaving.locator("summary").textContent()) ?? "", 10);
  expect(told).toBeGreaterThan(3);
  expect(await links.count()).toBe(told);
  expect(opened.complaints).toEqual([]);
});

test("looking back shows the old figures, says so, and stands still while the board moves", async () => {
  const server = await corrected();
  const opened = await open(server, DO_VINH);
  const { page } = opened;
  await opened.tabTo("[role=radio]");
  await page.keyboard.press("ArrowLeft");
  await reasonsAre(page, "2021-09-05");
  await expect.poll(() => page.getByTestId("headline").getAttribute("data-level")).toBe("2");
  await page.getByTestId("end-of-day").focus();
  await page.keyboard.press("Enter");
  await page.locator("[data-testid=headline][data-level='3']").waitFor();
  await page.locator("[data-testid=reasons][data-level='3']").waitFor();
  await page.locator("[data-criterion='C-O1'][data-fired=true]").waitFor();
  await expect.poll(() => query(page).get("as_of")).toBe("2021-09-05T23:59:59.999+07:00");
  await expect
    .poll(() => page.getByTestId("state").textContent())
    .toBe("Đang xem ngày 05/09/2021, như đã biết lúc 23:59 ngày 05/09/2021.");
  const rows = page.getByTestId("revisions").locator("[data-day='2021-09-03'] [data-revision]");
  await expect.poll(() => rows.count()).toBe(1);
  await server.feed(`${DO_VINH},2021-09-05,9,9,0`);
  await opened.linkIs("live");
  await page.reload();
  await page.locator("[data-testid=headline][data-level='3']").waitFor();
  await page.getByTestId("back-to-now").focus();
  await page.keyboard.press("Enter");
  // And now it follows.
  await page.locator("[data-testid=headline][data-level='4']").waitFor();
  await server.feed(`${DO_VINH},2021-09-05,0,0,0`);
  await page.locator("[data-testid=headline][data-level='2']").waitFor();
  await opened.searchIs("");
  expect(opened.complaints).toEqual([]);
});

test("a field of date and time is the province's, whatever the browser's zone", async () => {
  const server = await corrected();
  const url = `${server.url}/units/${DO_VINH}?day=2021-09-05`;
  const { page } = await MapPage.open(chromium, url, { timezoneId: "America/New_York" });
  const field = page.locator("input[name=as_of]");
  await field.waitFor();
  await field.fill("20:00 05/09/2021");
  await field.press("Tab");
  await page.locator("[data-testid=headline][data-level='3']").waitFor();
  await expect.poll(() => query(page).get("as_of")).toBe("2021-09-05T20:00:00+07:00");
  await expect.poll(() => field.inputValue()).toBe("20:00 05/09/2021");
  await page.getByTestId("around").waitFor();
  await page.locator("input[name=day]").fill("2021-09-03");
  await page.locator("input[name=day]").press("Tab");
  await reasonsAre(page, "2021-09-03");
});

test("communes are compared in one chart on one scale, as counts and as rates", async () => {
  const server = await corrected();
  await server.feed(`${PHUOC_MY},2021-09-06,2,0,0`);
  const opened = await open(server, DO_VINH);
  const { page } = opened;
  await page.getByTestId("add").focus();
  await page.getByTestId("add").selectOption(PHUOC_MY);
  const together = page.getByTestId("together");
  const others = together.locator("[data-other]");
  await expect
    .poll(() => others.evaluateAll((all) => all.map((one) => one.getAttribute("data-other"))))
    .toEqual([DO_VINH, PHUOC_MY]);
  await expect.poll(() => query(page).get("with")).toBe(PHUOC_MY);
  // Sums of 14 days: 1 until the gap and after it; 5 and then 7. Nothing was reported on 04/09 and is none there.
  const chart = together.getByRole("img");
  await expect.poll(() => chart.getAttribute("data-most")).toBe("8");
  const drawn = (unit: string) =>
    together
      .locator(`[data-line="${unit}"] .sums`)
      .evaluateAll((runs) =>
        runs.map((run) => `${run.getAttribute("data-from")} ${run.getAttribute("data-to")}`),
      );
  expect(await drawn(DO_VINH)).toEqual(["2021-09-03 2021-09-03", "2021-09-05 2021-09-05"]);
  expect(await drawn(PHUOC_MY)).toEqual(["2021-09-05 2021-09-06"]);
  const described = (await chart.locator("desc").textContent()) ?? "";
  expect(described).toContain(
    "Phường Phước Mỹ: 7 F0 tính đến hết ngày 06/09/2021; cao nhất 7 F0, ngày 06/09/2021.",
  );
  expect(described).toContain("Phường Đô Vinh: ít nhất 1 F0 tính đến hết ngày 05/09/2021");
  await together.locator("summary").focus();
  await page.keyboard.press("Enter");
  const row = together.getByRole("row").filter({ hasText: "04/09/2021" });
  await expect.poll(() => row.getByRole("cell").allTextContents()).toEqual(["–", "–", "–", "–"]);
  const after = together.getByRole("row").filter({ hasText: "05/09/2021" });
  expect(await after.getByRole("cell").allTextContents()).toEqual(["0", "≥ 1", "5", "5"]);
  await page.locator("[data-testid=rate] input").first().focus();
  await page.keyboard.press("ArrowRight");
  await page.getByTestId("population").waitFor();
  await expect.poll(() => query(page).get("rate")).toBe("1");
  await expect
    .poll(() => day(page, "2021-09-03").getAttribute("aria-label"))
    .toMatch(/7,5 F0 trên 100\.000 dân/);
  await page.reload();
  await expect.poll(() => others.count()).toBe(2);
  // The way to the other's own page keeps the rest.
  await others.last().locator("a").focus();
  await page.keyboard.press("Enter");
  await page.locator(`[data-testid=unit][data-unit="${PHUOC_MY}"]`).waitFor();
  await expect.poll(() => query(page).get("rate")).toBe("1");
  expect(opened.complaints).toEqual([]);
});

test("a neighbour on the small map leads to its page, and back", async () => {
  const server = await corrected();
  const opened = await open(server, `${DO_VINH}?day=2021-09-05`);
  const { page } = opened;
  const shape = page.getByTestId("around").locator(`[data-shape="${PHUOC_MY}"]`);
  await shape.waitFor();
  await expect.poll(() => shape.getAttribute("data-level")).toBe("2");
  await shape.focus();
  await page.keyboard.press("Enter");
  await page.locator(`[data-testid=unit][data-unit="${PHUOC_MY}"]`).waitFor();
  await reasonsAre(page, "2021-09-05");
  await page.waitForFunction(() => document.activeElement?.id === "unit-title");
  await expect.poll(() => new URL(page.url()).pathname).toBe(`/units/${PHUOC_MY}`);
  await expect.poll(() => query(page).get("day")).toBe("2021-09-05");
  await page.goBack();
  await page.locator(`[data-testid=unit][data-unit="${DO_VINH}"]`).waitFor();
  expect(opened.complaints).toEqual([]);
});

test("levels on the page are the board's, of commune, district and province, over the season", async () => {
  const server = await Server.demo();
  await server.json<DemoClock>("demo", { until: "2021-08-25" });
  await expect.poll(async () => (await server.json<Board>("board")).day).toBe("2021-08-25");
  for (const code of [DO_VINH, PHAN_RANG, "58"]) {
    const opened = await open(server, code);
    const { page } = opened;
    await page.getByTestId("data-note").waitFor();
    for (const of of ["2021-08-25", "2021-08-08", "2021-07-21"]) {
      await page.locator("input[name=day]").fill(of);
      await page.locator("input[name=day]").press("Tab");
      await reasonsAre(page, of);
      const board = await server.json<Board>(`board?day=${of}`);
      const level = (code: string) => board.units.find(({ unit }) => unit === code)?.level ?? 0;
      const shownBy = async (part: string) => Number(await page.getByTestId(part).getAttribute("data-level"));
      await expect.poll(() => shownBy("headline"), { message: `${code} ${of}` }).toBe(level(code));
      expect(await shownBy("reasons")).toBe(level(code));
      const stretch = async () =>
        (await worn(ribbon(page, "known"))).find((one) => of >= one.slice(0, 10) && of <= one.slice(11, 21));
      await expect
        .poll(async () => Number((await stretch())?.slice(-1)), { message: `ribbon of ${code}, ${of}` })
        .toBe(level(code));
      await page.locator(`[data-testid=around][data-day="${of}"]`).waitFor();
      const shapes = await page
        .getByTestId("around")
        .locator("[data-shape]")
        .evaluateAll((shapes) =>
          shapes.map(
            (shape) =>
              [shape.getAttribute("data-shape") ?? "", Number(shape.getAttribute("data-level"))] as const,
          ),
        );
      expect(shapes.length).toBeGreaterThan(2);
      for (const [neighbour, shown] of shapes)
        expect(shown, `${neighbour} beside ${code}`).toBe(level(neighbour));
    }
    expect(opened.complaints).toEqual([]);
  }
});

test("the card on the map leads to the page, and the page back to the card", async () => {
  const server = await corrected();
  const map = await MapPage.open(chromium, `${server.url}/?unit=${DO_VINH}`);
  await map.page.getByTestId("full").focus();
  await map.page.keyboard.press("Enter");
  await map.page.getByTestId("reasons").waitFor();
  await expect.poll(() => new URL(map.page.url()).pathname).toBe(`/units/${DO_VINH}`);
  await map.page.getByTestId("to-map").focus();
  await map.page.keyboard.press("Enter");
  await map.page.locator(`[data-testid=card][data-unit="${DO_VINH}"]`).waitFor();
  expect(map.complaints).toEqual([]);
});

test("a unit that there is none of, and a moment that has not come, are said", async () => {
  const server = await Server.serve("2021-09-05");
  const { page } = await MapPage.open(chromium, `${server.url}/units/99999`);
  await page.getByText("Không có đơn vị nào mang mã 99999.").waitFor();
  await page.goto(`${server.url}/units/${DO_VINH}?as_of=2031-01-01T00:00:00%2B07:00`);
  await page.getByTestId("problem").waitFor();
  await page.getByTestId("back-to-now").click();
  await page.getByTestId("problem").waitFor({ state: "detached" });
});
