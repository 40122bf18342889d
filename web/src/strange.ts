// What an address asks for that there is not: a day that is none, has not come, or lies before all reports; a unit that
// nobody knows; a word that means nothing. Pure. What it keeps: whatever a page leaves out of what was asked, it says.

import { isDay } from "./unit/time.ts";

/** What is wrong with a part of an address. */
export type Why =
  | "noDay"
  | "future"
  | "before"
  | "unreported"
  | "noInstant"
  | "futureInstant"
  | "noUnit"
  | "liveOnly"
  | "reversed"
  | "unread";

export interface Strange {
  why: Why;
  /** The name of the part, and what stands there. */
  name: string;
  value: string;
}

/** What is known of the days there are; null where it is not known yet. */
export interface Days {
  /** The newest, and the first that can be shown. */
  last: string | null;
  first: string | null;
}

/** Of a day that is asked for. */
export function strangeDay(query: URLSearchParams, name: string, { first, last }: Days): Strange[] {
  const value = query.get(name);
  if (value === null) return [];
  if (!isDay(value)) return [{ why: "noDay", name, value }];
  if (last !== null && value > last) return [{ why: "future", name, value }];
  if (first !== null && value < first) return [{ why: "before", name, value }];
  return [];
}

/** Of a part that means something only where it is one of these. */
export function strangeWord(query: URLSearchParams, name: string, words: readonly string[]): Strange[] {
  const value = query.get(name);
  return value === null || words.includes(value) ? [] : [{ why: "unread", name, value }];
}

/** Of units that are named; `known` is null while the register has not come. */
export function strangeUnits(
  query: URLSearchParams,
  name: string,
  known: ((code: string) => boolean) | null,
): Strange[] {
  const codes = (query.get(name) ?? "").split(",").filter((code) => code !== "");
  return known ? codes.filter((code) => !known(code)).map((value) => ({ why: "noUnit", name, value })) : [];
}

const TIERS = ["commune", "district", "province"];

/** Of the live map's address. */
export function strangeOfMap(
  search: string,
  days: Days,
  known: ((code: string) => boolean) | null,
): Strange[] {
  const query = new URLSearchParams(search);
  return [
    ...strangeDay(query, "day", days),
    ...strangeWord(query, "known", ["now", "then"]),
    ...strangeWord(query, "tier", TIERS),
    ...strangeWord(query, "layer", ["level", "reports"]),
    ...strangeUnits(query, "unit", known),
  ];
}

/** Of the embed's: it is live, whatever day is asked for. */
export function strangeOfEmbed(search: string, known: ((code: string) => boolean) | null): Strange[] {
  const query = new URLSearchParams(search);
  const day = query.get("day");
  const asked: Strange[] = day === null ? [] : [{ why: "liveOnly", name: "day", value: day }];
  return [...asked, ...strangeWord(query, "tier", TIERS), ...strangeUnits(query, "unit", known)];
}

/** Of a unit's page. `now` is the newest instant; what was known at a moment has no later day than it. */
export function strangeOfUnit(
  search: string,
  days: Days & { now: string | null },
  known: ((code: string) => boolean) | null,
): Strange[] {
  const query = new URLSearchParams(search);
  const found = ["day", "from", "to"].flatMap((name) => strangeDay(query, name, { ...days, first: null }));
  const [from, to] = [query.get("from") ?? "", query.get("to") ?? ""];
  if (isDay(from) && isDay(to) && from > to) found.push({ why: "reversed", name: "from", value: from });
  const instant = query.get("as_of");
  if (instant !== null) {
    const at = isDay(instant.slice(0, 10)) ? Date.parse(instant.replace(" ", "+")) : Number.NaN;
    const why = Number.isNaN(at)
      ? "noInstant"
      : days.now && at > Date.parse(days.now)
        ? "futureInstant"
        : null;
    if (why) found.push({ why, name: "as_of", value: instant });
  }
  return [...found, ...strangeWord(query, "rate", ["0", "1"]), ...strangeUnits(query, "with", known)];
}
