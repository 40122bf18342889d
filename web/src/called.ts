// Which units are called by name even where their own ground has no room for it: what a reader asks first. Pure.

import type { State } from "./state.ts";
import type { Tier, Unit } from "./wire.ts";

type Told = Pick<State, "standing" | "selection" | "layer">;

/**
 * Codes in the order in which names are given room: the unit that is open, then every commune at level 4, or every unit
 * of a higher tier, the worst first.
 */
export function called(units: readonly Unit[], { standing, selection, layer }: Told, tier: Tier): string[] {
  const level = ({ code }: Unit) => standing.get(code)?.level ?? 0;
  const worst = units
    .filter((unit) => unit.tier === tier && (tier !== "commune" || (layer === "level" && level(unit) === 4)))
    .sort((a, b) => level(b) - level(a))
    .map(({ code }) => code);
  return [...new Set(selection === null ? worst : [selection, ...worst])];
}
