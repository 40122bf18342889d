// Which page an address means, and which unit is open there: /units/{code} is a unit's own page, `?unit={code}` the
// card on the live map or in the embed. Pure; only app.svelte.ts and the unit's page read and move the browser's own.

export type PageName = "map" | "embed" | "unit" | "what-if";

export interface Address {
  pathname: string;
  search: string;
}

const UNIT = /^\/units\/([^/]+)\/?$/;

export function pageOf(pathname: string): PageName {
  if (pathname === "/embed") return "embed";
  if (pathname === "/what-if") return "what-if";
  return UNIT.test(pathname) ? "unit" : "map";
}

/** The unit that an address opens, on its own page or as a card. */
export function unitOf({ pathname, search }: Address): string | null {
  const code = UNIT.exec(pathname)?.[1];
  if (code === undefined) return new URLSearchParams(search).get("unit") || null;
  try {
    return decodeURIComponent(code);
  } catch {
    return code;
  }
}

/** The same page with another unit open; what else the address says stays. On a unit's page one is always open. */
export function withUnit({ pathname, search }: Address, code: string | null): string {
  if (pageOf(pathname) === "unit") return `/units/${encodeURIComponent(code ?? "")}${search}`;
  const query = new URLSearchParams(search);
  if (code === null) query.delete("unit");
  else query.set("unit", code);
  return `${pathname}${written(query)}`;
}

/** A query as people read it: commas and colons as they are, which the standard allows. */
export function written(query: URLSearchParams): string {
  const text = query.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  return text === "" ? "" : `?${text}`;
}
