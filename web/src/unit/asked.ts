// What the address of a unit's page asks for: every state of the page has one, and reading what was written gives the
// same state. Whatever cannot be read is left out; nothing asked for means "now, and follow".

import { written } from "../address.ts";
import { between, dayAt, earlier, isDay, plus } from "./time.ts";

export interface Asked {
  /** Null follows the newest day. */
  day: string | null;
  /** RFC 3339; null follows what is known now. */
  as_of: string | null;
  /** The days on the chart; null where the page decides. */
  from: string | null;
  to: string | null;
  /** Cases per 100,000 inhabitants instead of cases. */
  rate: boolean;
  /** Codes of units to compare with, in the order in which they were added. */
  with: readonly string[];
}

export interface Span {
  from: string;
  to: string;
}

export const nothing: Asked = { day: null, as_of: null, from: null, to: null, rate: false, with: [] };

/** Three windows of 14 days. */
export const SHOWN = 42;
/** The server answers for no more days at once. */
export const LONGEST = 1_096;
/** Beside the page's own unit: one chart has all of them, and no more colours and signs tell lines apart (together.ts). */
export const MOST_COMPARED = 6;
/** How far the chart moves when a day beyond its edge is chosen. */
const SHIFT = 28;

const NAMES = ["day", "as_of", "from", "to", "rate", "with"] as const;

export function read(search: string): Asked {
  const query = new URLSearchParams(search);
  const day = (name: string) => [query.get(name) ?? ""].find(isDay) ?? null;
  const instant = (query.get("as_of") ?? "").replace(" ", "+");
  const codes = (query.get("with") ?? "").split(",").filter((code) => /^\w+$/.test(code));
  return {
    day: day("day"),
    as_of: isDay(instant.slice(0, 10)) && !Number.isNaN(Date.parse(instant)) ? instant : null,
    from: day("from"),
    to: day("to"),
    rate: query.get("rate") === "1",
    with: [...new Set(codes)].slice(0, MOST_COMPARED),
  };
}

/** The query that says so; what it says of other things stays. */
export function write(search: string, asked: Asked): string {
  const query = new URLSearchParams(search);
  for (const name of NAMES) query.delete(name);
  for (const name of ["day", "as_of", "from", "to"] as const) {
    const value = asked[name];
    if (value !== null) query.set(name, value);
  }
  if (asked.rate) query.set("rate", "1");
  if (asked.with.length > 0) query.set("with", asked.with.join(","));
  return written(query);
}

/** The newest day there is to see: that of the moment looked back to, or the live board's. */
export function newest(asked: Asked, today: string): string {
  return asked.as_of === null ? today : earlier(dayAt(asked.as_of), today);
}

/** The day whose window and reasons are shown. */
export function chosen(asked: Asked, last: string): string {
  return earlier(asked.day ?? last, last);
}

/** The days on the chart: those asked for, or six weeks that end with the newest day and hold the chosen one. */
export function span(asked: Asked, last: string): Span {
  const day = chosen(asked, last);
  let to = earlier(asked.to ?? last, last);
  if (asked.from === null && asked.to === null && between(day, to) >= SHOWN) to = plus(day, SHIFT / 2);
  const from = asked.from !== null && asked.from <= to ? asked.from : plus(to, 1 - SHOWN);
  return { from: between(from, to) < LONGEST ? from : plus(to, 1 - LONGEST), to };
}

/**
 * The days to ask the server for: those on the chart; the window where the chart cuts it off; and, for sums that end
 * with each of its days, those before it.
 */
export function asksFor(shown: Span, day: string, window: number, sums: boolean): Span[] {
  const whole = { from: plus(day, 1 - window), to: day };
  const before = { from: plus(shown.from, 1 - window), to: plus(shown.from, -1) };
  const cut = whole.from < shown.from || whole.to > shown.to;
  return [shown, ...(cut ? [whole] : []), ...(sums && window > 1 ? [before] : [])];
}

/** Chooses a day. The newest one is followed; the chart moves along when the day lies beyond its edge. */
export function choose(asked: Asked, day: string, last: string): Asked {
  const { from, to } = span(asked, last);
  const next = { ...asked, day: day < last ? day : null };
  const target = earlier(day, last);
  if (target >= from && target <= to) return next;
  const beyond = target < from ? -between(target, from) : between(to, target);
  const shift = Math.sign(beyond) * Math.ceil(Math.abs(beyond) / SHIFT) * SHIFT;
  const end = plus(to, shift);
  return { ...next, from: plus(from, shift), to: end < last ? end : null };
}
