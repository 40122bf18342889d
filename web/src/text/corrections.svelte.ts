// The words for a correction, and for first reports and flags that came late, which stand in the same list and correct no
// report.

import type { Correction } from "../wire.ts";
import { words } from "./index.svelte.ts";

export function wordsOf(kind: Correction["kind"]): typeof words.text.corrections {
  const { corrections } = words.text;
  const otherwise = { correction: {}, late_report: corrections.late, flags: corrections.flagged };
  return { ...corrections, ...otherwise[kind] };
}
