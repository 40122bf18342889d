// An address says which page and which unit; moving to another unit keeps what else it says.

import { expect, test } from "vitest";
import { pageOf, rootOf, unitOf, withUnit, written } from "../src/address.ts";

const at = (address: string) => {
  const { pathname, search } = new URL(address, "http://x");
  return { pathname, search };
};

test("a unit has a page of its own; on the map it is a card", () => {
  expect(["/", "/embed", "/what-if", "/units/22738", "/units/22738/", "/units/"].map(pageOf)).toEqual([
    "map",
    "embed",
    "what-if",
    "unit",
    "unit",
    "unit",
  ]);
  expect(["/nothing", "/compare", "/provinces/56/units", "/provinces/56"].map(pageOf)).toEqual([
    "unit",
    "unit",
    "unit",
    "map",
  ]);
  expect(unitOf(at("/nothing?unit=1"))).toBeNull();
  expect(unitOf(at("/units/22738?unit=1"))).toBe("22738");
  expect(unitOf(at("/?unit=22738&lang=en"))).toBe("22738");
  expect(unitOf(at("/?unit="))).toBeNull();
  expect(unitOf(at("/"))).toBeNull();
});

test("below a province everything is as at the root", () => {
  const pages = ["", "embed", "what-if", "units/31498"].map((page) => `/provinces/94/${page}`);
  expect(pages.map(pageOf)).toEqual(["map", "embed", "what-if", "unit"]);
  expect([...pages, "/provinces/94", "/", "/units/22738"].map(rootOf)).toEqual([
    ...Array(5).fill("/provinces/94"),
    "",
    "",
  ]);
  expect(unitOf(at("/provinces/94/units/31498"))).toBe("31498");
  expect(withUnit(at("/provinces/94/units/31498?rate=1"), "31501")).toBe("/provinces/94/units/31501?rate=1");
  expect(withUnit(at("/provinces/94/"), "31501")).toBe("/provinces/94/?unit=31501");
});

test("an address that cannot be decoded names a unit that there is none of, and breaks nothing", () => {
  expect(unitOf(at("/units/%E0%A4%A"))).toBe("%E0%A4%A");
});

test("another unit keeps the rest of the address", () => {
  expect(withUnit(at("/?lang=en"), "22738")).toBe("/?lang=en&unit=22738");
  expect(withUnit(at("/?unit=22738&tier=district"), "58")).toBe("/?unit=58&tier=district");
  expect(withUnit(at("/?unit=22738"), null)).toBe("/");
  expect(withUnit(at("/units/22738?day=2021-09-05"), "22741")).toBe("/units/22741?day=2021-09-05");
});

test("a query is written as people read it", () => {
  expect(written(new URLSearchParams({ as_of: "2021-09-05T17:00:00+07:00", with: "1,2" }))).toBe(
    "?as_of=2021-09-05T17:00:00%2B07:00&with=1,2",
  );
});
