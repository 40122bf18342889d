// The words of a unit's page in the language that is chosen (text/index.svelte.ts keeps the choice).

import { wordsOf } from "../text/corrections.ts";
import { moment } from "../text/format.ts";
import { words } from "../text/index.svelte.ts";
import type { Correction, Kind, Unit } from "../wire.ts";
import { en } from "./en.ts";
import type { Sum } from "./figures.ts";
import { type UnitText, vi } from "./vi.ts";

/** What the levels shown are called: as known by now, or at the moment that is looked back to. */
export function knownLabel(asOf: string | null): string {
  if (asOf === null) return said().series.known;
  const { time, day } = moment(asOf);
  return said().series.knownThen(time, day);
}

/** The names of a unit's marks; where the reports leave its level open, between which levels. */
export function marksOf({ low, high, marks }: Kind): string[] {
  return marks.map((mark) =>
    mark === "undetermined" && low !== null && high !== null
      ? said().open(words.text.marks.undetermined, low, high)
      : words.text.marks[mark],
  );
}

/** The sum of a unit's window, in the parts that it may be broken into; of one that is not there yet, dots. */
export function summed(
  sum: Sum | null,
  of: Unit,
  days: number,
  written: (total: number) => string,
  per: boolean,
): string[] {
  const total = sum ? written(sum.total) : "…";
  const { reported, short } = sum ?? { reported: days, short: false };
  return said().sum({ days, total, per, reported, short, commune: of.tier === "commune" });
}

export function said(): UnitText {
  return words.lang === "en" ? en : vi;
}

/** A correction in a sentence. */
export function inWords({ kind, batch, as_of, reason, explanation }: Correction): string {
  const { number, at, reasons, noReason } = wordsOf(kind);
  const { time, day } = moment(as_of);
  return `${number(batch)}, ${at(time, day)}: ${reason ? reasons[reason] : noReason}. ${explanation ?? ""}`;
}
