// The card for whoever asks why: it opens however fast boards come, it never gives a criterion that leads lower as the
// reason of a level, and it says what is only kept because reports are missing.

import type { Browser, Locator } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import type { DemoClock, Register } from "../../src/wire.ts";
import { browser, MapPage } from "./page.ts";
import { Server } from "./server.ts";

const MA_NOI = "22828";
const PHAN_RANG = "582";
const DO_VINH = "22738";

let chromium: Browser;
beforeAll(async () => {
  chromium = await browser();
});

function criteria(card: Locator, group: string): Promise<(string | null)[]> {
  return card
    .locator(`[data-criteria=${group}] > li`)
    .evaluateAll((items) => items.map((item) => item.getAttribute("data-criterion")));
}

test("at the quickest pace and over a slow line the card opens, and the table's own levels come", async () => {
  const demo = await Server.demo();
  const map = await MapPage.open(chromium, demo.url);
  await demo.json<DemoClock>("demo", { until: "2021-08-15" });
  let underway = 0;
  let most = 0;
  await map.page.route(/\/api\/v1\/(units\/|board$)/, async (route) => {
    underway += 1;
    most = Math.max(most, underway);
    const answer = await route.fetch();
    await new Promise((later) => setTimeout(later, 800));
    underway -= 1;
    await route.fulfill({ response: answer });
  });
  await map.painted(1);
  await demo.json<DemoClock>("demo", { seconds_per_day: 0.5 });
  await map.openCard("ma noi");
  const asOf = map.page.getByTestId("detail-as-of");
  await asOf.waitFor();
  const first = Number(await asOf.getAttribute("data-seq"));
  await expect.poll(async () => Number(await asOf.getAttribute("data-seq"))).toBeGreaterThan(first);
  expect(most).toBe(1);
  expect(map.takenBack).toEqual([]);
  await map.page.keyboard.press("Escape");
  await map.showTable();
  await map.page.getByTestId("own-as-of").waitFor();
  expect(map.takenBack.length).toBeLessThanOrEqual(1);
  expect(map.complaints).toEqual([]);
});

test("an orange district: what gives orange stands apart from the yellow criterion that is met too", async () => {
  const server = await Server.serve("2021-09-05");
  const { units } = await server.json<Register>("units");
  const communes = units.filter(({ tier }) => tier === "commune").map(({ code }) => code);
  await server.feed(...communes.map((code) => `${code},2021-09-05,${code === DO_VINH ? "2,2,0" : "0,0,0"}`));
  const map = await MapPage.open(chromium, `${server.url}/?unit=${PHAN_RANG}`);
  const card = await map.card(PHAN_RANG, 3);
  expect(await criteria(card, "giving")).toContain("D-O3");
  expect(await criteria(card, "giving")).not.toContain("D-Y2");
  expect(await criteria(card, "lower")).toContain("D-Y2");
  // Names in a row are kept apart.
  expect(await card.locator("[data-criteria=giving]").textContent()).not.toMatch(/,\p{L}/u);
});

test("a held commune: no criterion gives its level, and the missing days are named", async () => {
  const server = await Server.serve("2021-09-05");
  await server.feed(`${MA_NOI},2021-09-05,2,2,0`);
  await server.rise("2021-09-25");
  await server.feed(`${MA_NOI},2021-09-24,1,0,0`);
  const map = await MapPage.open(chromium, `${server.url}/?unit=${MA_NOI}`);
  const card = await map.card(MA_NOI, 4);
  const held = await card.locator("[data-hold=level]").textContent();
  expect(held?.replace(/\s+/g, " ").trim()).toMatch(
    /^Mức 4 \(đỏ\) được giữ từ ngày 19\/09\/2021 vì thiếu báo cáo ngày 12\/09–23\/09: ngày 18\/09\/2021 đạt mức 4 theo C-R1 \(.+\), báo cáo số 1\.$/,
  );
  expect(await criteria(card, "giving")).toEqual([]);
  expect(await criteria(card, "lower")).toContain("C-Y1");
  expect(await card.getByTestId("missing").count()).toBe(0);
});

test("cases without a split are told apart beside the figures that count them", async () => {
  const server = await Server.serve("2021-09-05");
  await server.feed(`${MA_NOI},2021-09-05,3,,`);
  const map = await MapPage.open(chromium, `${server.url}/?unit=${MA_NOI}`);
  const card = await map.card(MA_NOI, 4);
  for (const [criterion, kind] of [
    ["C-R1", "Chưa rõ nguồn"],
    ["C-R2", "Nơi khó kiểm soát"],
  ])
    await card
      .locator(`[data-criterion=${criterion}] [data-open="3"]`)
      .getByText(`trong đó 3 ca chưa tách nguồn, được tính là “${kind}”`)
      .waitFor();
});

test("a flag comes while one looks: the level rises, and its days and document are told in both languages", async () => {
  const server = await Server.serve("2021-09-05");
  await server.feed(`${MA_NOI},2021-09-05,0,0,0`);
  const map = await MapPage.open(chromium, `${server.url}/?unit=${MA_NOI}`);
  const card = map.page.getByTestId("card");
  await map.card(MA_NOI, 1);
  const document = "12/QĐ <img src=x onerror=alert(1)> =CMD()";
  await server.flag(`${MA_NOI},illegal_entry,2021-09-01,,"${document}"`);
  await map.card(MA_NOI, 2);
  const flag = card.locator("[data-criteria=giving] [data-criterion=C-Y4] [data-flag=illegal_entry]");
  await flag.waitFor();
  expect(await flag.textContent()).toContain("từ 01/09/2021, chưa định ngày kết thúc");
  expect(await flag.getByTestId("document").textContent()).toBe(document);
  expect(await card.locator("[data-mark=flag]").count()).toBe(1);
  expect(await map.page.getByTestId("marks").locator("[data-mark=flag]").textContent()).toBe(
    "!Có cờ cán bộ đặt",
  );
  await expect.poll(() => map.page.getByTestId("changes").textContent()).toContain("cờ mới");
  const canvas = map.page.locator("canvas.maplibregl-canvas").first();
  expect(await canvas.getAttribute("aria-label")).toBe("Bản đồ mức độ nguy cơ");
  await map.page.getByRole("button", { name: "View this page in English" }).click();
  await expect.poll(() => canvas.getAttribute("aria-label")).toBe("Map of risk levels");
  await expect
    .poll(() => flag.textContent())
    .toContain("High risk from illegal entry, from 1 Sep 2021, no end set yet");
  // Withdrawn, it goes from the card as it came.
  await server.flag(`${MA_NOI},illegal_entry,2021-09-01,2021-08-31,13/QĐ`);
  await map.card(MA_NOI, 1);
  expect(await card.locator("[data-flag]").count()).toBe(0);
});

test("a commune's card: its days as a chart with gaps, why, what would lower it, what it asks, its neighbours", async () => {
  const server = await Server.serve("2021-09-05");
  const rows = ["01,1,1,0", "02,0,0,0", "04,2,,"].map((row) => `${DO_VINH},2021-09-${row}`);
  await server.feed(...rows);
  const map = await MapPage.open(chromium, `${server.url}/?unit=${DO_VINH}`);
  const card = await map.card(DO_VINH, 4);
  await theChart(card);
  await theReasons(card);
  await theMeasures(card);
  await theNeighbours(card);
  expect(map.complaints).toEqual([]);
});

test("a district's card: the days of its communes together, a least where some are missing, and what lies around", async () => {
  const server = await Server.serve("2021-09-05");
  await server.feed(`${DO_VINH},2021-09-03,2,2,0`, "22741,2021-09-03,1,0,1", `${DO_VINH},2021-09-04,3,1,0`);
  const map = await MapPage.open(chromium, `${server.url}/?unit=${PHAN_RANG}`);
  const card = map.page.getByTestId("card");
  const slot = (day: string) => card.locator(`[data-testid=chart] [data-slot="2021-09-${day}"]`);
  await slot("03").waitFor();
  const said = async (day: string) => [
    await slot(day).getAttribute("data-total"),
    await slot(day).locator("text.total").textContent(),
  ];
  expect([await said("03"), await said("04")]).toEqual([
    ["3", "3"],
    ["3", "≥3"],
  ]);
  expect(await slot("02").getAttribute("data-total")).toBeNull();
  expect(await card.getByRole("img").first().getAttribute("aria-label")).toContain(
    "Tổng số F0: 6; Chưa rõ nguồn: 3; Nơi khó kiểm soát: 1; Đã rõ nguồn: 2",
  );
  await card.getByText("1 ngày còn thiếu báo cáo của một số xã").waitFor();
  const around = card.locator("section", { hasText: "Các huyện giáp ranh" }).locator("[data-neighbour]");
  const codes = await around.evaluateAll((all) => all.map((one) => one.getAttribute("data-neighbour")));
  expect(codes).toEqual(["584", "585", "586", "587"]);
});

async function theChart(card: Locator): Promise<void> {
  const chart = card.getByTestId("chart");
  expect(await chart.locator("[data-slot]").count()).toBe(14);
  const slot = (day: string) => chart.locator(`[data-slot="2021-09-${day}"]`);
  expect(await slot("02").getAttribute("data-total")).toBe("0");
  expect(await slot("02").locator(".zero").count()).toBe(1);
  // Due and not there; not due yet: neither is a zero.
  for (const [day, due] of [
    ["03", "true"],
    ["05", "false"],
  ] as const) {
    expect(await slot(day).getAttribute("data-total")).toBeNull();
    expect(await slot(day).locator(".gap").count()).toBe(1);
    expect(await slot(day).locator(".zero, [data-kind]").count()).toBe(0);
    expect(await slot(day).getAttribute("data-due")).toBe(due);
  }
  expect(await chart.locator(".missing").allTextContents()).toEqual(Array(3).fill("chưa báo cáo"));
  expect(await slot("01").locator("[data-kind=unknown]").getAttribute("data-cases")).toBe("1");
  expect(await slot("04").locator("[data-kind=open]").getAttribute("data-cases")).toBe("2");
  expect(await chart.getByRole("img").getAttribute("aria-label")).toBe(
    "Biểu đồ F0 mới mỗi ngày trong 14 ngày, từ 23/08/2021 đến 05/09/2021. Tổng số F0: 3; Chưa rõ nguồn: 1; Chưa tách nguồn: 2; nhiều nhất 2 F0 ngày 04/09/2021; 11 ngày chưa báo cáo.",
  );
}

async function theReasons(card: Locator): Promise<void> {
  await expect
    .poll(() => card.getByTestId("why").textContent())
    .toBe(
      "Mức 4 (đỏ) vì: 3 F0 chưa rõ nguồn lây, kể cả 2 ca chưa tách nguồn lây, ngày 01/09, 04/09 (báo cáo số 1 và 3), suy ra là chùm ca bệnh (từ 2 ca); hoặc, vẫn tính những ca chưa tách đó, 2 F0 chưa tách nguồn lây, được tính là từ nơi khó kiểm soát, khó truy vết, ngày 04/09 (báo cáo số 3), suy ra là chùm ca bệnh (từ 2 ca).",
    );
  // The day that is missing will have left the window by then: it holds nothing up.
  expect(await card.getByTestId("fall").locator("p").first().textContent()).toBe(
    "Có thể xuống mức 1 từ 18/09 nếu không có thêm ca.",
  );
}

async function theMeasures(card: Locator): Promise<void> {
  const measures = card.getByTestId("measures");
  await measures.waitFor();
  expect(await measures.getAttribute("data-level-of")).toBe("4");
  expect(await measures.locator("li").first().isVisible()).toBe(false);
  await measures.locator("summary").click();
  const groups = measures.locator("[data-measures-of]");
  expect(
    await groups.evaluateAll((lists) => lists.map((list) => list.getAttribute("data-measures-of"))),
  ).toEqual(["4", "3", "2", "1"]);
  await measures.getByText("Dừng vận tải hành khách công cộng").waitFor();
  expect(await measures.locator("h4 [data-basis=paraphrased]").count()).toBe(4);
}

async function theNeighbours(card: Locator): Promise<void> {
  const first = card.locator("[data-neighbour]").first();
  const code = await first.getAttribute("data-neighbour");
  await first.getByRole("button").click();
  await card.page().locator(`[data-testid=card][data-unit="${code}"]`).waitFor();
  await card.page().waitForFunction(() => document.activeElement?.id === "card-title");
  await expect.poll(() => new URL(card.page().url()).searchParams.get("unit")).toBe(code);
}

test("English readers are told of the province as the page's title has it, on its card and above a district's", async () => {
  const seeded = await Server.seeded();
  for (const [code, said] of [
    ["58", "h2"],
    ["582", "header p"],
  ] as const) {
    const map = await MapPage.open(chromium, `${seeded.url}/?lang=en&unit=${code}`);
    const card = map.page.getByTestId("card");
    await card.locator(said).first().getByText("Ninh Thuận province").waitFor();
    expect(await map.page.getByText("Tỉnh Ninh Thuận", { exact: true }).count()).toBe(0);
  }
});

test("that a rule set is in force no more is a sentence of its own on the card", async () => {
  const server = await Server.serve("2026-11-23");
  await server.feed(`${MA_NOI},2026-11-22,0,0,0`);
  const map = await MapPage.open(chromium, `${server.url}/?unit=${MA_NOI}`);
  const ended = map.page.getByTestId("card").getByTestId("ruleset-ended");
  await expect.poll(() => ended.textContent()).toMatch(/^Hiệu lực của bộ quy tắc này/);
});
