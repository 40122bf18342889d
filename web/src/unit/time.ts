// Days and instants of the unit's page. Days are counted in UTC, where none is 23 hours long; instants are written in
// the province's time (+07:00) whatever the browser's own zone, as text, so that no zone of the machine gets between.

const DAY_MS = 86_400_000;
const OFFSET_MS = 7 * 3_600_000;
const OFFSET = "+07:00";

export function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** The day so many days later. */
export function plus(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

export function earlier(a: string, b: string): string {
  return [a, b].sort()[0] ?? a;
}

export function later(a: string, b: string): string {
  return [a, b].sort()[1] ?? a;
}

/** How many days from one to the other. */
export function between(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

const local = (instant: string) => new Date(Date.parse(instant) + OFFSET_MS).toISOString();

/** The province's day at an instant (RFC 3339). */
export function dayAt(instant: string): string {
  return local(instant).slice(0, 10);
}

/** An instant as a `datetime-local` field has it, to the minute. */
export function toField(instant: string): string {
  return local(instant).slice(0, 16);
}

/** What such a field says, as an instant; null if it is none. */
export function fromField(field: string): string | null {
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(field) ? `${field}:00${OFFSET}` : "";
  return isDay(field.slice(0, 10)) && !Number.isNaN(Date.parse(at)) ? at : null;
}

/** The last instant of a day that the clock tells. */
export function endOf(day: string): string {
  return `${day}T23:59:59.999${OFFSET}`;
}
