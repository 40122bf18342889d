// Which page an address means, and which unit is open there: /units/{code} is a unit's own page, `?unit={code}` the
// card on the live map or in the embed. Pure; only app.svelte.ts and the unit's page read and move the browser's own.

export type PageName = "map" | "embed" | "unit" | "what-if";

export interface Address {
  pathname: string;
  search: string;
}

const UNIT = /^\/units\/([^/]+)\/?$/;
const MAP = /^\/?(index\.html)?$/;
/** Where a server carries several provinces, all addresses of one that is not the first begin so. */
const PROVINCE = /^\/provinces\/[^/]+/;

/** What the addresses of a page's province begin with. */
export function rootOf(pathname: string): string {
  return PROVINCE.exec(pathname)?.[0] ?? "";
}

function within(pathname: string): string {
  return pathname.slice(rootOf(pathname).length);
}

/** At an address that means nothing a unit's page says so. */
export function pageOf(pathname: string): PageName {
  const path = within(pathname);
  if (path === "/embed") return "embed";
  if (path === "/what-if") return "what-if";
  return MAP.test(path) ? "map" : "unit";
}

/** The unit that an address opens, on its own page or as a card. */
export function unitOf({ pathname, search }: Address): string | null {
  const code = UNIT.exec(within(pathname))?.[1];
  if (code === undefined)
    return pageOf(pathname) === "unit" ? null : new URLSearchParams(search).get("unit") || null;
  try {
    return decodeURIComponent(code);
  } catch {
    return code;
  }
}

/** The same page with another unit open; what else the address says stays. On a unit's page one is always open. */
export function withUnit({ pathname, search }: Address, code: string | null): string {
  if (pageOf(pathname) === "unit")
    return `${rootOf(pathname)}/units/${encodeURIComponent(code ?? "")}${search}`;
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
