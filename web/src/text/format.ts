// Days, times and numbers as the reader expects them. Every instant, the reader's own clock included, is told in the
// province's time (+07:00), whatever the time zone of the machine, and with its day: a page may stand for a night.

const OFFSET_MS = 7 * 3_600_000;

/** "2021-09-05" → "05/09/2021". */
export function day(iso: string): string {
  const [year, month, date] = iso.slice(0, 10).split("-");
  return `${date}/${month}/${year}`;
}

/** "2021-09-05" → "05/09". */
export function shortDay(iso: string): string {
  return day(iso).slice(0, 5);
}

/** RFC 3339 or epoch milliseconds; "2021-09-05T17:30:00Z" → "00:30" and "06/09/2021". */
export function moment(instant: string | number): { time: string; day: string } {
  const local = new Date(new Date(instant).getTime() + OFFSET_MS).toISOString();
  return { time: local.slice(11, 16), day: day(local) };
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

/** Ascending days, runs of them as one: "03/09–05/09, 08/09". */
export function days(list: readonly string[]): string {
  const written = ({ first, last }: Run) =>
    first === last ? shortDay(first) : `${shortDay(first)}–${shortDay(last)}`;
  return runs(list).map(written).join(", ");
}

/** How many days from the first to the last, both counted. */
export function length({ from, to }: { from: string; to: string }): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
}

/** 13257 → "13.257" in Vietnamese, "13,257" in English. */
export function count(value: number, lang: string): string {
  return new Intl.NumberFormat(lang === "vi" ? "vi-VN" : "en-GB").format(value);
}
