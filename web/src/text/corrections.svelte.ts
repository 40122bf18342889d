// The words for a correction, and for first reports that came late, which stand in the same list and correct nothing.

import type { Correction } from "../wire.ts";
import { words } from "./index.svelte.ts";

export function wordsOf(kind: Correction["kind"]): typeof words.text.corrections {
  const { corrections } = words.text;
  return kind === "late_report" ? { ...corrections, ...corrections.late } : corrections;
}
