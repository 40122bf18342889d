// Both languages say everything; dates and names come out as people write and type them.

import { describe, expect, test } from "vitest";
import { find, fold } from "../src/search.ts";
import { en } from "../src/text/en.ts";
import { count, day, shortDay, time, wallTime } from "../src/text/format.ts";
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
  test("days and instants are written as they are, whatever the reader's time zone", () => {
    expect(day("2021-11-12")).toBe("12/11/2021");
    expect(shortDay("2021-09-05")).toBe("05/09");
    expect(time("2021-11-12T17:00:00+07:00")).toBe("17:00");
    expect(vi.asOf(time("2021-11-12T17:00:00+07:00"), day("2021-11-12"))).toBe(
      "Số liệu đến 17:00 ngày 12/11/2021",
    );
  });

  test("the reader's clock has two digits each", () => {
    expect(wallTime(new Date(2021, 8, 5, 7, 4).getTime())).toBe("07:04");
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
