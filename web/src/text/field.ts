// Days and moments as a reader writes them, whatever the browser's language: day before month, as the pages do.

import { day, MONTHS } from "./format.ts";

/** As a field of the browser's has it ("2021-09-05", "2021-09-05T17:30"), or "" where it says nothing. */
export type Field = string;

/** "05/09/2021", in English "5 Sep 2021"; of a moment with its time before it. */
export function shown(field: Field, lang?: "vi" | "en"): string {
  return [field.slice(11, 16), field && day(field, lang)].filter(Boolean).join(" ");
}

const NUMBERS = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/;
const NAMED = /^(\d{1,2}) ([a-z]{3})[a-z]* (\d{4})$/i;
const TIME = /^([01]?\d|2[0-3]):([0-5]\d)$/;

/** What the browser's field would have: "5/9/2021", "5 Sep 2021" or "2021-09-05", with a time if `timed`; null where it is none. */
export function read(text: string, timed = false): Field | null {
  const words = text.trim().split(/\s+/);
  const clock = timed ? TIME.exec(words.shift() ?? "") : null;
  const iso = isoOf(words.join(" "));
  if (iso === null || (timed && !clock)) return null;
  return clock ? `${iso}T${clock[1]?.padStart(2, "0")}:${clock[2]}` : iso;
}

function isoOf(text: string): string | null {
  const [, date = "", month = "", year] = NUMBERS.exec(text) ?? NAMED.exec(text) ?? [];
  const named = MONTHS.findIndex((one) => one.toLowerCase() === month.toLowerCase()) + 1;
  const iso = year ? `${year}-${String(named || month).padStart(2, "0")}-${date.padStart(2, "0")}` : text;
  const at = Date.parse(`${iso}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(iso) && iso.length === 10 ? iso : null;
}
