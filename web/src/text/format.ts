// Days, times and numbers as the reader expects them. A day or an instant is never converted: both come in the
// province's own time (+07:00) and are only written another way round, whatever the reader's time zone.

/** "2021-09-05" → "05/09/2021". */
export function day(iso: string): string {
  const [year, month, date] = iso.slice(0, 10).split("-");
  return `${date}/${month}/${year}`;
}

/** "2021-09-05" → "05/09". */
export function shortDay(iso: string): string {
  return day(iso).slice(0, 5);
}

/** "2021-09-05T17:00:00+07:00" → "17:00". */
export function time(instant: string): string {
  return instant.slice(11, 16);
}

/** The reader's own clock, for "heard at". */
export function wallTime(epochMs: number): string {
  const at = new Date(epochMs);
  return [at.getHours(), at.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
}

/** 13257 → "13.257" in Vietnamese, "13,257" in English. */
export function count(value: number, lang: string): string {
  return new Intl.NumberFormat(lang === "vi" ? "vi-VN" : "en-GB").format(value);
}
