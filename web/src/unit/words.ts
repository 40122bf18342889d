// The words of a unit's page in the language that is chosen (text/index.svelte.ts keeps the choice).

import { words } from "../text/index.svelte.ts";
import { en } from "./en.ts";
import { type UnitText, vi } from "./vi.ts";

export function said(): UnitText {
  return words.lang === "en" ? en : vi;
}
