// Whoever follows an address to what is not there is told what was asked and what is shown instead, in both languages, on
// every page.

import type { Browser, Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { browser, MapPage } from "./page.ts";
import { SEEDED, Server } from "./server.ts";

let chromium: Browser;
let server: Server;
beforeAll(async () => {
  chromium = await browser();
  server = await Server.seeded();
});

async function says(page: Page, why: string, ...words: string[]): Promise<void> {
  const notice = page.locator(`[data-testid=strange][data-why="${why}"]`);
  await notice.waitFor();
  for (const word of words) await notice.getByText(word).first().waitFor();
}

const ASKED: [path: string, why: string, words: string[]][] = [
  ["/?day=abc", "noDay", ["“abc”", "đang hiển thị bản đồ trực tiếp, ngày 05/09/2021"]],
  ["/?day=abc&lang=en", "noDay", ["“abc”, which is no day", "The live map is shown instead, of 5 Sep 2021"]],
  ["/?day=2031-01-01", "future", ["01/01/2031, nhưng ngày đó chưa đến", "bản đồ trực tiếp"]],
  ["/?day=2019-01-01", "before", ["bắt đầu từ 15/08/2021", "bản đồ trực tiếp"]],
  [
    "/?day=2019-01-01&lang=en&known=then",
    "before",
    ["begins on 15 Aug 2021", "The live map is shown instead"],
  ],
  ["/?unit=99999", "noUnit", ["99999", "được bỏ qua"]],
  ["/?tier=ward", "unread", ["“tier=ward”", "được bỏ qua"]],
  ["/embed?day=2021-09-01", "liveOnly", ["bản đồ nhúng luôn là bản đồ trực tiếp"]],
  ["/embed?unit=99999", "noUnit", ["99999"]],
  [`/units/${SEEDED.red}?day=abc`, "noDay", ["“abc”", "đang hiển thị ngày 05/09/2021"]],
  [
    `/units/${SEEDED.red}?day=2031-01-01&lang=en`,
    "future",
    ["1 Jan 2031, which has not come", "5 Sep 2021 is shown"],
  ],
  [`/units/${SEEDED.red}?day=2019-01-01`, "unreported", ["01/01/2019", "vẫn hiển thị ngày này"]],
  [`/units/${SEEDED.red}?as_of=now&with=1`, "noInstant noUnit", ["“now”", "mã “1”"]],
  ["/what-if?day=abc", "noDay", ["“abc”", "đang hiển thị ngày 05/09/2021"]],
  ["/what-if?day=2031-01-01", "future", ["chưa đến", "đang hiển thị ngày 05/09/2021"]],
  ["/what-if?day=2019-01-01", "unreported", ["01/01/2019"]],
  ["/what-if?window_days=0&lang=en", "unread", ["“window_days=0”", "left out"]],
];

test.each(ASKED)("%s is told", async (path, why, words) => {
  const map = await MapPage.open(chromium, `${server.url}${path}`);
  await says(map.page, why, ...words);
  // The card may have asked for it before the register came.
  expect(map.complaints.filter((one) => !/99999|status of 404/.test(one))).toEqual([]);
  if (path === "/?unit=99999") await map.page.getByTestId("card").waitFor({ state: "detached" });
});

test.each(["/nothing", "/compare", "/units", "/units/582/nothing?lang=en"])(
  "at %s there is a page that leads on",
  async (path) => {
    const html = { headers: { accept: "text/html,*/*;q=0.8" } };
    const answer = await fetch(`${server.url}${path}`, html);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([404, "text/html"]);
    const plain = await fetch(`${server.url}${path}`);
    expect([plain.status, plain.headers.get("content-type")]).toEqual([404, "application/json"]);
    const api = await fetch(`${server.url}/api/v1/nothing`, html);
    expect([api.status, api.headers.get("content-type")]).toEqual([404, "application/json"]);
    const { page } = await MapPage.open(chromium, `${server.url}${path}`);
    await page
      .getByText(new RegExp(`(Không có trang nào ở địa chỉ|There is no page at) ${path.split("?")[0]}`))
      .waitFor();
    await expect.poll(() => page.title()).toMatch(/^(Không tìm thấy trang|No such page) · /);
    await page.getByRole("link", { name: /^(Mở bản đồ|Open the map)$/ }).click();
    await page.locator("#map").waitFor();
  },
);

test("what is right needs no word, and a notice goes with the next step or when it is put away", async () => {
  const map = await MapPage.open(chromium, `${server.url}/?day=2031-01-01`, { size: "phone" });
  await says(map.page, "future");
  await expect
    .poll(() => map.page.evaluate(() => document.documentElement.scrollWidth > innerWidth))
    .toBe(false);
  await map.page.getByTestId("strange").getByRole("button").click();
  await map.page.getByTestId("strange").waitFor({ state: "detached" });
  await map.page.goto(`${server.url}/?day=abc`);
  await says(map.page, "noDay");
  await map.tabTo("[data-testid=time] input[type=range]");
  await map.page.keyboard.press("ArrowLeft");
  await map.paintedDay("2021-09-04");
  await map.page.getByTestId("strange").waitFor({ state: "detached" });
  await map.page.goto(`${server.url}/units/${SEEDED.red}?day=abc`);
  await says(map.page, "noDay");
  await map.page.locator("[role=radio][aria-checked=true]").focus();
  await map.page.keyboard.press("ArrowLeft");
  await map.page.getByTestId("strange").waitFor({ state: "detached" });
});

test("the embed leads to the day that was meant", async () => {
  const map = await MapPage.open(chromium, `${server.url}/embed?day=2021-09-01`);
  await says(map.page, "liveOnly");
  const way = map.page.getByTestId("strange").getByRole("link");
  await expect.poll(() => way.getAttribute("href")).toBe("/?day=2021-09-01");
});

test("the page of a unit that is not there is a 404 and helps on", async () => {
  const map = await MapPage.open(chromium, server.url);
  const { page } = map;
  const answer = await page.goto(`${server.url}/units/99999?lang=en`);
  expect(answer?.status()).toBe(404);
  const said = page.getByTestId("no-unit");
  await said.getByText("No unit has the code 99999.").waitFor();
  await said.getByRole("link", { name: "Open the map" }).waitFor();
  await expect.poll(() => page.title()).toBe("No such unit · Vùng Xanh");
  await map.find("ma noi");
  await page.locator(`[data-testid=unit][data-unit="${SEEDED.open}"]`).waitFor();
  await page.getByTestId("reasons").waitFor();
  expect((await page.goto(`${server.url}/units/${SEEDED.open}`))?.status()).toBe(200);
});

test("nobody is told that no commune is red where nothing is known", async () => {
  const own = await Server.serve("2021-09-05");
  const map = await MapPage.open(chromium, own.url);
  const none = map.page.getByTestId("worst-none");
  await none.getByText("Chưa biết: chưa có xã nào được đánh giá.").waitFor();
  await own.feed(`${SEEDED.open},2021-09-04,0,0,0`);
  await none.getByText("Không có, còn 64 xã chưa biết.").waitFor();
});
