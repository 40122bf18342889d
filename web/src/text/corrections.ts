// The words for a correction, and for first reports and flags that came late, which stand in the same list and correct no
// report. Only who opens the list carries them.

import type { Correction } from "../wire.ts";
import { correctionsEn } from "./corrections.en.ts";
import { type CorrectionText, correctionsVi } from "./corrections.vi.ts";
import { words } from "./index.svelte.ts";

export function ofCorrections(): CorrectionText {
  return words.lang === "en" ? correctionsEn : correctionsVi;
}

export function wordsOf(kind: Correction["kind"]): CorrectionText {
  const told = ofCorrections();
  const otherwise = { correction: {}, late_report: told.late, flags: told.flagged };
  return { ...told, ...otherwise[kind] };
}
