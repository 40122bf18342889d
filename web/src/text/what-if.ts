// The words of the page of suppositions, which no other page carries.

import { words } from "./index.svelte.ts";
import { whatIfEn } from "./what-if.en.ts";
import { type WhatIfText, whatIfVi } from "./what-if.vi.ts";

export function supposing(): WhatIfText {
  return words.lang === "en" ? whatIfEn : whatIfVi;
}
