// The one place where the pure state meets the world: it fetches what never changes, keeps the socket, and moves
// the state by events. Pages read `app.state` and call its few verbs; nothing else holds state of the board.

import { pageOf, rootOf, unitOf, withUnit } from "./address.ts";
import { live } from "./live.ts";
import { type Known, momentQuery, type Past, pastOf, withPast } from "./past.ts";
import {
  type Event,
  fits,
  initial,
  type Layer,
  layerOf,
  reduce,
  type State,
  tierOf,
  withLayer,
  withTier,
} from "./state.ts";
import type {
  About,
  Board,
  BoardFrame,
  Changes,
  Completeness,
  Entry,
  ErrorAnswer,
  Register,
  Season,
  Tier,
} from "./wire.ts";

/** What the addresses of this page's province begin with. */
export const ROOT = rootOf(location.pathname);
export const BASE = `${ROOT}/api/v1`;
const RETRY_MS = 3_000;
/** Days may be stepped through faster than a browser lets the address be changed. */
const ADDRESS_MS = 250;
/** A page younger than this does not reload itself. */
const RELOAD_MS = 30_000;

/** GET, answered as JSON; anything but 200 throws. */
export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  const answer = await fetch(`${BASE}/${path}`, signal ? { signal } : {});
  if (!answer.ok) throw new Refusal(answer.status);
  return (await answer.json()) as T;
}

/** POST of JSON, answered as JSON; anything but 200 throws, with what the server says is wrong. */
export async function post<T>(path: string, body: unknown, lang: string, signal: AbortSignal): Promise<T> {
  const headers = { "content-type": "application/json", "accept-language": lang };
  const answer = await fetch(`${BASE}/${path}`, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
    signal,
  });
  if (answer.ok) return (await answer.json()) as T;
  const said = (await answer.json().catch(() => null)) as ErrorAnswer | null;
  throw new Refusal(answer.status, said?.error ?? null);
}

export class Refusal extends Error {
  readonly status: number;
  readonly said: ErrorAnswer["error"] | null;

  constructor(status: number, said: ErrorAnswer["error"] | null = null) {
    super(`the server answered ${status}`);
    this.status = status;
    this.said = said;
  }
}

/** Asks until it is answered: a page on a wall has nobody to press "reload". */
async function insist<T>(path: string): Promise<T> {
  for (;;) {
    try {
      return await get<T>(path);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

class App {
  state: State = $state.raw(initial);
  /** What the address asked for when the reader came, until another day is looked at. */
  arrived: string = $state(location.search);
  readonly page = pageOf(location.pathname);
  readonly embedded = this.page === "embed";
  /** Asked for at once, used when the map's code has come. */
  readonly shapes = insist<GeoJSON.FeatureCollection<GeoJSON.Polygon | GeoJSON.MultiPolygon>>("map.geojson");

  private reloading: ReturnType<typeof setTimeout> | undefined;
  private writing: ReturnType<typeof setTimeout> | undefined;

  start(): void {
    this.readAddress();
    window.addEventListener("popstate", () => this.readAddress());
    void insist<Register>("units").then((register) => {
      this.send({ type: "register", register });
      if (this.state.frame && !fits(register, this.state.frame)) this.reload();
    });
    if (this.page === "map") {
      void insist<Changes>("changes?last=200").then(({ entries }) => this.send({ type: "entries", entries }));
    }
    const line = live<BoardFrame, Entry>({
      base: BASE,
      accept: (frame) => this.accept(frame),
      onBoard: (frame) => this.send({ type: "board", frame }),
      onEntries: (entries) => this.send({ type: "entries", entries }),
      onLink: (link) => this.send({ type: "link", link }),
      onReset: () => this.reload(),
    });
    void insist<About>("about").then((about) => {
      this.send({ type: "about", about });
      line.expect(about.site);
    });
  }

  /** Opens a unit where the page shows one: as a card on the map, or in place of another. "Back" leaves it. */
  select(code: string | null): void {
    if (code === this.state.selection || (this.page === "unit" && code === null)) return;
    this.send({ type: "select", code });
    if (this.embedded) return;
    history.pushState(null, "", withUnit(location, code));
  }

  /** Fills the map with the levels of another tier; the address says so, but "back" does not go through them. */
  show(tier: Tier): void {
    this.send({ type: "tier", tier });
    history.replaceState(null, "", `${location.pathname}${withTier(location.search, tier)}`);
  }

  /** Fills the map with levels, or with how the communes stand with their reports. */
  lay(layer: Layer): void {
    this.send({ type: "layer", layer });
    history.replaceState(null, "", `${location.pathname}${withLayer(location.search, layer)}`);
  }

  /** Looks back at a day, or (null) is live again. "Back" leads from one to the other, not through the days. */
  look(past: Past | null): void {
    this.arrived = "";
    this.turn(past);
  }

  /** Goes on looking back, but at what is known by now: nothing that came while one looks is shown unasked. */
  lookAgain(): void {
    this.send({ type: "again" });
  }

  private turn(past: Past | null): void {
    const turned = (past === null) !== (this.state.past === null);
    this.send({ type: "past", past });
    clearTimeout(this.writing);
    if (turned) history.pushState(null, "", this.pastAddress());
    else this.writing = setTimeout(() => history.replaceState(null, "", this.pastAddress()), ADDRESS_MS);
  }

  private pastAddress(): string {
    return `${location.pathname}${withPast(location.search, this.state.past)}`;
  }

  /** All boards up to now. A day that is not among them is not looked at, and the page says so (Strange.svelte). */
  async fetchSeason(known: Known, signal: AbortSignal): Promise<void> {
    this.send({ type: "season", known, season: await get<Season>(`boards?known=${known}`, signal) });
    const { past, shown } = this.state;
    if (past?.known === known && !shown) this.turn(null);
  }

  /** What a request must ask to be told of the board on the screen; nothing while it is live. */
  get moment(): string {
    const { past, shown } = this.state;
    return past && shown ? momentQuery(shown) : "";
  }

  /** The board with the communes' own levels, which frames do not carry. */
  async fetchOwn(signal: AbortSignal): Promise<void> {
    this.send({ type: "own", board: await get<Board>(`board${this.moment}`, signal) });
  }

  /** Who reported the day on the screen. */
  async fetchReports(signal: AbortSignal): Promise<void> {
    this.send({ type: "reports", reports: await get<Completeness>(`completeness${this.moment}`, signal) });
  }

  /** A board may come before the register; then it waits in the state until it can be read. */
  private accept(frame: BoardFrame): boolean {
    const { register } = this.state;
    if (register === null || fits(register, frame)) return true;
    if (frame.register !== register.register) this.reload();
    return false;
  }

  private readAddress(): void {
    this.arrived = location.search;
    this.send({ type: "select", code: unitOf(location) });
    this.send({ type: "tier", tier: tierOf(location.search) });
    if (this.embedded) return;
    clearTimeout(this.writing);
    this.send({ type: "past", past: pastOf(location.search) });
    this.send({ type: "layer", layer: layerOf(location.search) });
  }

  private send(event: Event): void {
    this.state = reduce(this.state, event);
  }

  /** Another server: nothing on the page is worth keeping. Never in a tight loop, and never into a dead line. */
  private reload(): void {
    const wait = Math.max(0, RELOAD_MS - performance.now());
    this.reloading ??= setTimeout(() => void insist("about").then(() => location.reload()), wait);
  }
}

export const app = new App();
