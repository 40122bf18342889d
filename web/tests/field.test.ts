// Days as a reader writes them: day before month, whatever the browser's language.

import { expect, test } from "vitest";
import { read, shown } from "../src/text/field.ts";

test.each([
  ["05/09/2021", "2021-09-05"],
  ["5/9/2021", "2021-09-05"],
  [" 5.9.2021 ", "2021-09-05"],
  ["5-9-2021", "2021-09-05"],
  ["5 Sep 2021", "2021-09-05"],
  ["5 september 2021", "2021-09-05"],
  ["2021-09-05", "2021-09-05"],
  ["29/02/2024", "2024-02-29"],
])("%j is the day %s", (text, day) => {
  expect(read(text)).toBe(day);
});

test.each([
  "",
  "5/9",
  "5/9/21",
  "31/04/2021",
  "29/02/2021",
  "09/15/2021",
  "0/9/2021",
  "5 Abc 2021",
  "2021-9-5",
  "2021-09",
  "5/9/2021 08:00",
])("%j is no day", (text) => {
  expect(read(text)).toBeNull();
});

test("a moment is a time and a day", () => {
  expect(read("17:30 05/09/2021", true)).toBe("2021-09-05T17:30");
  expect(read("7:05 5 Sep 2021", true)).toBe("2021-09-05T07:05");
  for (const text of ["05/09/2021", "24:00 05/09/2021", "17:60 05/09/2021", "17:30"])
    expect(read(text, true)).toBeNull();
});

test("what is shown is read as the same", () => {
  for (const lang of ["vi", "en"] as const) {
    for (const day of ["2021-09-05", "2024-02-29", "2021-12-31"]) {
      expect(read(shown(day, lang))).toBe(day);
      expect(read(shown(`${day}T07:05`, lang), true)).toBe(`${day}T07:05`);
    }
  }
  expect(shown("2021-09-05", "vi")).toBe("05/09/2021");
  expect(shown("", "vi")).toBe("");
});
