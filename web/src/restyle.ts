// What turns a map in one style into a map in another of the same data (another theme, another tier), so that nothing
// is loaded twice. Pure.

import type { StyleSpecification } from "maplibre-gl";

/** One property of one layer that another style has otherwise. */
export interface Difference {
  layer: string;
  of: "paint" | "layout" | "filter";
  name: string;
  value: unknown;
}

/** What turns a map in one style into a map in another of the same data; nothing that is equal is touched. */
export function differences(from: StyleSpecification, to: StyleSpecification): Difference[] {
  const found: Difference[] = [];
  const note = (before: unknown, difference: Difference) => {
    if (JSON.stringify(before) !== JSON.stringify(difference.value)) found.push(difference);
  };
  for (const [i, layer] of to.layers.entries()) {
    const before = (from.layers[i] ?? {}) as Partial<Record<string, unknown>>;
    for (const of of ["paint", "layout"] as const) {
      const old = (before[of] ?? {}) as Record<string, unknown>;
      for (const [name, value] of Object.entries(layer[of] ?? {})) {
        note(old[name], { layer: layer.id, of, name, value });
      }
    }
    if ("filter" in layer)
      note(before.filter, { layer: layer.id, of: "filter", name: "", value: layer.filter });
  }
  return found;
}
