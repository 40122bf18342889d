// Looking back, by keyboard only: the page shows the board of the day and says so wherever it shows it; what comes
// live does not disturb, and is there at once when the reader is back; corrections and reports are told on the page.

import type { Browser } from "playwright-core";
import { afterEach, beforeAll, expect, test } from "vitest";
import { REPORTED } from "../../src/palette.ts";
import type { Board, Completeness, Corrections, Register, UnitDetail } from "../../src/wire.ts";
import { browser, MapPage } from "./page.ts";
import { levelsOf, Server } from "./server.ts";

const MA_NOI = "22828";
const VINH_HAI = "22846";
const PHUOC_BINH = "22783";
const RANGE = "[data-testid=time] input[type=range]";

let chromium: Browser;
let server: Server;
let register: Register;
let codes: string[];
let map: MapPage;

/** Days whose reports came on the day; on 05/09 one of 03/09 is corrected, and one commune stopped on 02/09. */
beforeAll(async () => {
  chromium = await browser();
  server = await Server.serve("2021-08-28");
  register = await server.json<Register>("units");
  codes = register.units.map(({ code }) => code);
  const communes = register.units.filter(({ tier }) => tier === "commune").map(({ code }) => code);
  for (const day of [28, 29, 30, 31, 32, 33, 34, 35, 36].map((n) => new Date(Date.UTC(2021, 7, n)))) {
    const date = day.toISOString().slice(0, 10);
    await server.rise(date);
    const reporting = communes.filter((code) => code !== PHUOC_BINH || date <= "2021-09-02");
    const sick = (code: string) => (code === MA_NOI && date === "2021-09-03" ? "1,0,0" : "0,0,0");
    if (date < "2021-09-05") await server.feed(...reporting.map((code) => `${code},${date},${sick(code)}`));
  }
  const why = ["--reason", "typing_error", "--explanation", "Nhập thiếu một chữ số"];
  await server.correct(why, `${MA_NOI},2021-09-03,2,2,0`);
});
afterEach(() => expect(map.complaints).toEqual([]));

async function open(path = "/", day = ""): Promise<void> {
  map = await MapPage.open(chromium, `${server.url}${path}`);
  await map.painted(1);
  await map.paintedDay(day);
}

const THEN = (day: string) => `&as_of=${encodeURIComponent(`${day}T23:59:59.999+07:00`)}`;

async function showsBoard(board: Board): Promise<void> {
  expect(await map.map(codes)).toEqual(levelsOf(board));
  const counted = board.counts.find(({ tier }) => tier === "commune")?.levels ?? [];
  for (const [i, count] of counted.entries()) expect((await map.legend())[String(i + 1)]).toBe(count);
  expect(await map.table()).toEqual(levelsOf(board));
  const file = await map.page.getByTestId("levels-csv").getAttribute("href");
  const past = map.page.url().includes("day=");
  expect(file).toContain(`levels.csv${past ? `?day=${board.day}&as_of=` : ""}`);
  await map.page.getByTestId("table-toggle").click();
}

test("a step back shows the board of the day before on map, key and table, and live comes back with one key", async () => {
  await open();
  await map.tabTo(RANGE);
  await map.page.keyboard.press("ArrowLeft");
  const banner = map.page.getByTestId("past");
  await map.paintedDay("2021-09-04");
  expect(await banner.textContent()).toMatch(
    /Đang xem 04\/09\/2021\s*theo số liệu hiện nay \(08:0\d ngày 05\/09\/2021\)/,
  );
  await map.linkIs("past");
  expect(await map.page.getByTestId("connection").textContent()).not.toContain("Trực tiếp");
  await showsBoard(await server.json<Board>("board?day=2021-09-04"));

  // A frame that recolours today leaves the day that is over alone.
  const before = await map.map(codes);
  await server.feed(`${VINH_HAI},2021-09-05,3,3,0`);
  const live = await server.json<Board>("board");
  await map.hears(live.seq);
  expect(levelsOf(live)[VINH_HAI]).toBe(4);
  expect(await map.map(codes)).toEqual(before);
  expect(await map.page.locator("#map").getAttribute("data-day")).toBe("2021-09-04");
  expect(await map.changes()).not.toContain(`${VINH_HAI} 1 4`);

  // Back without a request: the newest board is there already.
  const asked: string[] = [];
  map.page.on("request", (request) => asked.push(request.url()));
  await map.page.keyboard.press("Escape");
  await map.paintedDay("");
  expect(await banner.count()).toBe(0);
  expect(await map.map(codes)).toEqual(levelsOf(live));
  expect(asked.filter((url) => /board|live/.test(url))).toEqual([]);
  await map.linkIs("live");
  await expect.poll(() => map.changes()).toContain(`${VINH_HAI} 1 4`);
  await map.searchIs("");
});

test("a card of a day that is over leads to the unit's page at that day, as known then", async () => {
  const day = "2021-09-03";
  await open(`/?day=${day}&known=then&unit=${MA_NOI}`, day);
  const then = await server.json<UnitDetail>(`units/${MA_NOI}?day=${day}${THEN(day)}`);
  const now = await server.json<UnitDetail>(`units/${MA_NOI}?day=${day}`);
  expect(then.level).not.toBe(now.level);
  await map.page.locator(`[data-testid=card][data-level="${then.level}"]`).waitFor();
  await map.page.getByTestId("full").click();
  await map.page.getByTestId("reasons").waitFor();
  const { pathname, searchParams } = new URL(map.page.url());
  expect([pathname, searchParams.get("day")]).toEqual([`/units/${MA_NOI}`, day]);
  expect(Date.parse(searchParams.get("as_of") ?? "")).toBe(Date.parse(then.as_of));
  await map.page.locator(`[data-testid=headline][data-level="${then.level}"]`).waitFor();
  // Live it follows, and asks for no moment.
  await map.page.goto(`${server.url}/?unit=${MA_NOI}`);
  await map.page
    .getByTestId("full")
    .and(map.page.locator(`[href="/units/${MA_NOI}"]`))
    .waitFor();
});

test("keys go by days and weeks, to the first day and to live; play goes through to live and ends there", async () => {
  await open();
  await map.tabTo(RANGE);
  const range = map.page.locator(RANGE);
  for (const [key, to] of [
    ["ArrowLeft", "2021-09-04"],
    ["PageDown", "2021-08-28"],
    ["ArrowRight", "2021-08-29"],
    ["ArrowUp", "2021-08-30"],
    ["Home", "2021-08-28"],
    ["PageUp", "2021-09-04"],
  ] as const) {
    await map.page.keyboard.press(key);
    await map.paintedDay(to);
    expect(await range.getAttribute("aria-valuetext")).toBe(to.split("-").reverse().join("/"));
  }
  await map.page.keyboard.press("End");
  await map.paintedDay("");
  expect(await range.getAttribute("aria-valuetext")).toBe("trực tiếp, 05/09/2021");
  await map.page.keyboard.press("ArrowLeft");
  await map.page.keyboard.press("l");
  await map.paintedDay("");

  // Four days a second, by a clock that goes on only where it is told to.
  const playing = (is: boolean) => map.page.locator(`[data-testid=time][data-playing=${is}]`).waitFor();
  await map.tabTo("[data-testid=play]");
  await map.sleep(5);
  await map.page.keyboard.press("Enter");
  await playing(true);
  await map.page.clock.runFor(600);
  await map.paintedDay("2021-08-30");
  await map.page.keyboard.press("Enter");
  await playing(false);
  await map.page.clock.runFor(2_000);
  expect(await map.page.locator("#map").getAttribute("data-day")).toBe("2021-08-30");
  await map.page.keyboard.press("Enter");
  await playing(true);
  await map.page.clock.resume();
  await playing(false);
  await map.paintedDay("");
});

test("as known then is the board before the correction; the address keeps it over reload, back and forward", async () => {
  await open("/?day=2021-09-03&known=then", "2021-09-03");
  const then = await server.json<Board>(`board?day=2021-09-03${THEN("2021-09-03")}`);
  const now = await server.json<Board>("board?day=2021-09-03");
  expect([levelsOf(then)[MA_NOI], levelsOf(now)[MA_NOI]]).toEqual([2, 4]);
  await showsBoard(then);
  expect(await map.page.getByTestId("past").textContent()).toContain("như đã biết lúc 23:59 ngày 03/09/2021");
  await map.tabTo("[data-testid=known] input");
  await map.page.keyboard.press("ArrowLeft");
  await map.page.locator("[data-testid=past][data-known=now]").waitFor();
  await expect.poll(() => map.levelOnMap(MA_NOI)).toBe(4);
  await showsBoard(now);
  await map.searchIs("?day=2021-09-03");
  await map.page.reload();
  await map.paintedDay("2021-09-03");
  expect(await map.levelOnMap(MA_NOI)).toBe(4);
  await map.page.keyboard.press("Escape");
  await map.paintedDay("");
  await map.page.goBack();
  await map.paintedDay("2021-09-03");
  await map.page.goForward();
  await map.paintedDay("");
});

test("a day that has not come is not looked at", async () => {
  await open("/?day=2021-09-06");
  expect(await map.page.getByTestId("past").count()).toBe(0);
  await map.searchIs("");
});

test("the card of a day looked back at tells that day, as it was known then", async () => {
  await open(`/?unit=${MA_NOI}&day=2021-09-03&known=then`, "2021-09-03");
  const card = await map.card(MA_NOI, 2);
  const asOf = card.getByTestId("detail-as-of");
  expect(await asOf.textContent()).toContain("Đang xem 03/09/2021. Báo cáo nhận đến 23:59, 03/09/2021");
  expect(await card.getByTestId("fall").getByTestId("fall-seen").textContent()).toBe(
    "Nhìn từ ngày 03/09/2021; số liệu về các ngày sau không tính ở đây.",
  );
  // The first Escape closes the card, the second is live.
  await map.page.keyboard.press("Escape");
  await card.waitFor({ state: "detached" });
  expect(await map.page.getByTestId("past").count()).toBe(1);
  await map.page.keyboard.press("Escape");
  await map.paintedDay("");
});

test("the map of reports is GET completeness of its day, with who is late and by how many days", async () => {
  await open("/?day=2021-09-04", "2021-09-04");
  await map.tabTo("[data-testid=layer] input");
  await map.page.keyboard.press("ArrowRight");
  await map.page.getByTestId("health").waitFor();
  const answer = await server.json<Completeness>("completeness?day=2021-09-04");
  const drawn = Object.fromEntries(
    answer.communes.map(({ unit, report }) => [unit, REPORTED.indexOf(report)]),
  );
  await expect.poll(() => map.reports(Object.keys(drawn))).toEqual(drawn);
  const whole = answer.counts.find(({ tier }) => tier === "province");
  const rows = map.page.getByTestId("health").locator("[data-made]");
  const told = await rows.evaluateAll((rows) =>
    rows.map((row) => [row.getAttribute("data-made"), row.getAttribute("data-count")]),
  );
  expect(told.length).toBeGreaterThan(0);
  for (const [made, count] of told) expect(String(whole?.[made as "late"])).toBe(count);
  await map.page.getByRole("heading", { name: "Báo cáo tính đến ngày 04/09/2021" }).waitFor();
  expect(
    await rows.locator(".swatch").evaluateAll((all) => all.map((one) => one.textContent?.trim())),
  ).toEqual(["", "+1", "…", "×", "–"]);
  const late = map.page.getByTestId("late").locator("li");
  await late.getByText("quá hạn 1 ngày; thiếu báo cáo 2 ngày").waitFor();
  expect(await late.evaluateAll((items) => items.map((item) => item.getAttribute("data-unit")))).toEqual([
    PHUOC_BINH,
  ]);
  await expect.poll(() => new URL(map.page.url()).search).toContain("layer=reports");
  // Live, the day of today, on which most have still to report.
  await map.page.keyboard.press("l");
  await map.page.locator("[data-testid=health][data-day='2021-09-05']").waitFor();
});

test("a correction comes while one looks at the list: its figures, both levels, and the boards it makes others", async () => {
  await open();
  await map.tabTo("[data-testid=list] input");
  await map.page.keyboard.press("ArrowRight");
  const list = map.page.getByTestId("corrections");
  const first = list.locator("ol > li[data-batch]").first();
  await first.waitFor();
  expect(await first.textContent()).toContain("Nhập nhầm");
  expect(await first.textContent()).toContain("F0 mới: 1 → 2");
  expect(await first.textContent()).toContain("Nhập thiếu một chữ số");
  await server.correct(["--reason", "late_result"], `${PHUOC_BINH},2021-09-01,3,3,0`);
  const { corrections } = await server.json<Corrections>("corrections");
  const batch = corrections[0]?.batch;
  const newest = list.locator(`li[data-batch="${batch}"]`);
  await newest.waitFor();
  expect(await newest.textContent()).toContain("Kết quả về muộn");
  const moved = newest.locator(`.moved[data-unit="${PHUOC_BINH}"]`);
  expect([await moved.getAttribute("data-from"), await moved.getAttribute("data-to")]).toEqual(["1", "4"]);
  expect(await list.getByRole("link", { name: "Atom" }).getAttribute("href")).toBe(
    "/api/v1/corrections.atom",
  );
  await map.tabTo("[data-board='2021-09-04'] button");
  await map.page.keyboard.press("Enter");
  await map.paintedDay("2021-09-04");
  expect(await map.page.getByTestId("past").getAttribute("data-known")).toBe("then");
  expect(await map.levelOnMap(PHUOC_BINH)).toBe(1);
  await map.tabTo("[data-testid=known] input");
  await map.page.keyboard.press("ArrowLeft");
  await expect.poll(() => map.levelOnMap(PHUOC_BINH)).toBe(4);
});

test("a correction that comes while one looks back is told, and shown once the reader asks", async () => {
  await open("/?day=2021-09-02", "2021-09-02");
  const banner = map.page.getByTestId("past");
  const again = banner.getByTestId("again");
  const before = await map.levelOnMap(VINH_HAI);
  expect(await again.count()).toBe(0);
  await server.correct(["--reason", "late_result"], `${VINH_HAI},2021-09-02,4,4,0`);
  await again.waitFor();
  expect(await banner.textContent()).toContain("Đã có số liệu mới hơn.");
  expect(await map.levelOnMap(VINH_HAI)).toBe(before);
  await map.tabTo("[data-testid=again]");
  await map.page.keyboard.press("Enter");
  await again.waitFor({ state: "detached" });
  const now = await server.json<Board>("board?day=2021-09-02");
  expect(levelsOf(now)[VINH_HAI]).not.toBe(before);
  await expect.poll(() => map.levelOnMap(VINH_HAI)).toBe(levelsOf(now)[VINH_HAI]);
  await showsBoard(now);
  await map.searchIs("?day=2021-09-02");
});
