// Finds a unit by what people type: without diacritics ("phuoc nam"), with or without its kind word, and with d
// for đ. Pure; the units are in the order of the register, the hits in the order of likeness.

import type { Unit } from "./wire.ts";

/** "Xã Phước Nam" → "xa phuoc nam"; "Đông Hải" → "dong hai". */
export function fold(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/đ/g, "d")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** 0: the bare name itself, 1: it begins so, 2: every word begins a word of the name, 3: somewhere in it; null: no hit. */
function likeness(unit: Unit, query: string): number | null {
  const full = fold(unit.name);
  const bare = fold(unit.name.startsWith(`${unit.kind} `) ? unit.name.slice(unit.kind.length) : unit.name);
  if (bare === query || full === query || unit.code === query) return 0;
  if (bare.startsWith(query) || full.startsWith(query)) return 1;
  const parts = full.split(" ");
  if (query.split(" ").every((word) => parts.some((part) => part.startsWith(word)))) return 2;
  return full.includes(query) ? 3 : null;
}

export function find(units: readonly Unit[], typed: string, most = 8): Unit[] {
  const query = fold(typed);
  if (query === "") return [];
  return units
    .map((unit) => ({ unit, rank: likeness(unit, query) }))
    .filter((hit): hit is { unit: Unit; rank: number } => hit.rank !== null)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ unit }) => unit);
}
