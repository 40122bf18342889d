// Both languages say everything; dates and names come out as people write and type them.

import { describe, expect, test } from "vitest";
import { find, fold } from "../src/search.ts";
import { en } from "../src/text/en.ts";
import { count, day, days, length, moment, shortDay } from "../src/text/format.ts";
import { spoken } from "../src/text/lang.svelte.ts";
import { vi } from "../src/text/vi.ts";
import type { Unit } from "../src/wire.ts";

function keys(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => keys(inner, `${path}.${key}`));
}

function strings(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "function") return [value("1", "2", "3")];
  return Object.values(value as object).flatMap(strings);
}

describe("languages", () => {
  test("have the same keys", () => {
    expect(keys(en)).toEqual(keys(vi));
  });

  test.each([
    ["vi", vi],
    ["en", en],
  ])("%s is composed (NFC), and leaves nothing empty or undefined", (_, text) => {
    for (const string of strings(text)) {
      expect(string).toBe(string.normalize("NFC"));
      expect(string.trim()).not.toBe("");
      expect(string).not.toContain("undefined");
    }
  });
});

describe("dates and numbers", () => {
  test("one report is no reports", () => {
    expect([1, 2].map(en.card.reportNumbers)).toEqual(["report no.", "reports no."]);
    expect(en.legend.veryHighNone(64, 65)).toBe("None; 1 commune is not known.");
    expect(en.legend.veryHighNone(63, 65)).toBe("None; 2 communes are not known.");
  });

  test("days and instants are written as they are, whatever the reader's time zone", () => {
    expect(day("2021-11-12")).toBe("12/11/2021");
    expect(shortDay("2021-09-05")).toBe("05/09");
    const { time, day: date } = moment("2021-11-12T17:00:00+07:00");
    expect(vi.asOf(time, date)).toBe("Báo cáo nhận đến 17:00, 12/11/2021");
  });

  test("of communes at level 4 it is told how many the reports leave open, only where there are some", () => {
    expect(vi.legend.veryHigh(12, 0)).toBe("Các xã ở mức 4");
    expect(vi.legend.veryHigh(12, 0, true)).toBe("Các xã ở mức 4 (12)");
    expect(vi.legend.veryHigh(12, 11)).toBe("Các xã ở mức 4 (12, có 11 chưa xác định)");
    expect(en.legend.veryHigh(12, 11)).toBe("Communes at level 4 (12; 11 undetermined)");
  });

  test("in English the month is a word, in every form, so that no day can be taken for a month", () => {
    spoken.lang = "en";
    try {
      expect(day("2021-09-05")).toBe("5 Sep 2021");
      expect(shortDay("2021-12-31")).toBe("31 Dec");
      expect(days(["2021-08-31", "2021-09-01", "2021-09-03", "2021-09-04"])).toBe("31 Aug–1 Sep, 3–4 Sep");
      expect(moment("2021-09-05T17:30:00Z")).toEqual({ time: "00:30", day: "6 Sep 2021", short: "6 Sep" });
      expect(day("")).toBe("");
    } finally {
      spoken.lang = "vi";
    }
  });

  test("an instant is told in the province's time, with its day, however it came", () => {
    expect(moment("2021-12-31T17:04:30Z")).toEqual({ time: "00:04", day: "01/01/2022", short: "01/01" });
    expect(moment(Date.UTC(2021, 8, 5, 16, 59))).toEqual({
      time: "23:59",
      day: "05/09/2021",
      short: "05/09",
    });
  });

  test("days in a row are written as one stretch, over the end of a month too", () => {
    expect(days(["2021-08-30", "2021-08-31", "2021-09-01", "2021-09-03"])).toBe("30/08–01/09, 03/09");
    expect(days(["2021-09-03"])).toBe("03/09");
    expect(days([])).toBe("");
  });

  test("a window counts both its ends", () => {
    expect(length({ from: "2021-08-23", to: "2021-09-05" })).toBe(14);
  });

  test("a province has a small letter in the midst of a sentence, and an English kind in English", () => {
    expect(vi.title(vi.province("Tỉnh Ninh Thuận"))).toMatch(/COVID-19 tỉnh Ninh Thuận$/);
    expect(vi.province("Thành phố Đà Nẵng")).toBe("thành phố Đà Nẵng");
    expect(en.province("Tỉnh Ninh Thuận")).toBe("Ninh Thuận province");
    expect(en.province("Thành phố Đà Nẵng")).toBe("Đà Nẵng city");
  });

  test("thousands are grouped as the language does", () => {
    expect(count(13257, "vi")).toBe("13.257");
    expect(count(13257, "en")).toBe("13,257");
  });
});

describe("search", () => {
  const names = [
    "Tỉnh Ninh Thuận",
    "Huyện Ninh Phước",
    "Xã Phước Nam",
    "Xã Phước Đại",
    "Phường Đông Hải",
    "Xã Phước Hải",
  ];
  const units = names.map((name, i): Unit => {
    const kind = name.split(" ")[0] ?? "";
    const rest = { tier: "commune" as const, parent: null, population: 1, area_km2: 1, lon: 0, lat: 0 };
    return { code: String(i), name, kind, ...rest, neighbours: [] };
  });
  const found = (typed: string) => find(units, typed).map(({ name }) => name);

  test("diacritics, case and đ do not matter", () => {
    expect(fold("Phường ĐÔNG Hải")).toBe("phuong dong hai");
    expect(fold("Đông".normalize("NFD"))).toBe("dong");
    expect(found("phuoc nam")).toEqual(["Xã Phước Nam"]);
    expect(found("dong hai")).toEqual(["Phường Đông Hải"]);
    expect(found("Phước Đ")).toEqual(["Xã Phước Đại"]);
  });

  test("the kind word may be typed or left out", () => {
    expect(found("xa phuoc nam")[0]).toBe("Xã Phước Nam");
    expect(found("ninh phuoc")[0]).toBe("Huyện Ninh Phước");
  });

  test("likelier names come first, and words may be abbreviated", () => {
    expect(found("phuoc").slice(0, 3)).toEqual(["Xã Phước Nam", "Xã Phước Đại", "Xã Phước Hải"]);
    expect(found("ph na")).toEqual(["Xã Phước Nam"]);
    expect(found("hai")).toEqual(["Phường Đông Hải", "Xã Phước Hải"]);
  });

  test("a code finds its unit; nothing finds nothing", () => {
    expect(found("3")).toEqual(["Xã Phước Đại"]);
    expect(found("   ")).toEqual([]);
    expect(found("<script>")).toEqual([]);
  });
});
