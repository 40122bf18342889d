// A unit by name wherever a text tells of one.

import { app } from "./app.svelte.ts";
import { words } from "./text/index.svelte.ts";

/** The name; of a unit that is not known its code. */
export function nameOf(code: string): string {
  const unit = app.state.units.get(code);
  return unit ? words.unit(unit) : code;
}
