// How units stand, read from the one string in which a frame or a day of a season tells it. Pure.

import type { BoardFrame, Kind, Level } from "./wire.ts";

/** How one unit stands on a board. */
export type Standing = Readonly<Kind>;

/** What a board tells of its units, of a day or live. */
export type Told = Pick<BoardFrame, "levels" | "kinds">;

/** How each unit stands, in the order of the register. */
export function standings({ levels, kinds }: Told): Standing[] {
  return [...levels].map((letter) => kinds[letter] ?? plain(letter));
}

function plain(digit: string): Standing {
  const level = digit === "0" ? null : (Number(digit) as Level);
  return { level, low: level, high: level, marks: [] };
}
