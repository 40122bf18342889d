// Days, times and numbers as the reader expects them. Every instant, the reader's own clock included, is told in the
// province's time (+07:00), whatever the time zone of the machine, and with its day: a page may stand for a night.

import { spoken } from "./lang.svelte.ts";

const OFFSET_MS = 7 * 3_600_000;

export const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "2021-09-05" → "05/09/2021", in English "5 Sep 2021": the one way in which the pages write a day. */
export function day(iso: string, lang = spoken.lang): string {
  const [year, month, date] = iso.slice(0, 10).split("-");
  return lang === "vi" ? `${date}/${month}/${year}` : iso && `${shortDay(iso, lang)} ${year}`;
}

/** "2021-09-05" → "05/09", in English "5 Sep". */
export function shortDay(iso: string, lang = spoken.lang): string {
  if (lang === "vi") return day(iso, lang).slice(0, 5);
  return `${Number(iso.slice(8, 10))} ${MONTHS[Number(iso.slice(5, 7)) - 1]}`;
}

/** RFC 3339 or epoch milliseconds; "2021-09-05T17:30:00Z" → "00:30" and "06/09/2021". */
export function moment(instant: string | number): { time: string; day: string; short: string } {
  const local = new Date(new Date(instant).getTime() + OFFSET_MS).toISOString();
  return { time: local.slice(11, 16), day: day(local), short: shortDay(local) };
}

const DAY_MS = 86_400_000;

export interface Run {
  first: string;
  last: string;
}

/** Ascending days as stretches without a gap. */
export function runs(list: readonly string[]): Run[] {
  const found: Run[] = [];
  for (const date of list) {
    const run = found.at(-1);
    if (run && Date.parse(date) - Date.parse(run.last) === DAY_MS) run.last = date;
    else found.push({ first: date, last: date });
  }
  return found;
}

/** "03/09–05/09", in English "3–5 Sep". */
export function stretch({ first, last }: Run, lang = spoken.lang): string {
  if (first === last) return shortDay(first, lang);
  const within = lang === "en" && first.slice(0, 7) === last.slice(0, 7);
  return `${within ? Number(first.slice(8)) : shortDay(first, lang)}–${shortDay(last, lang)}`;
}

/** Ascending days, runs of them as one: "03/09–05/09, 08/09". */
export function days(list: readonly string[]): string {
  return runs(list)
    .map((run) => stretch(run))
    .join(", ");
}

/** How many days from the first to the last, both counted. */
export function length({ from, to }: { from: string; to: string }): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
}

/** 13257 → "13.257" in Vietnamese, "13,257" in English. */
export function count(value: number, lang: string): string {
  return new Intl.NumberFormat(lang === "vi" ? "vi-VN" : "en-GB").format(value);
}
