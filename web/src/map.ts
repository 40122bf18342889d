// Alone touches MapLibre. Draws what the state says and tells what was picked; it keeps no level of its own. After
// the frame in which a board's colours are on the canvas, the container's `data-painted` is that board's seq, and
// `data-day` its day where the reader looks back.

import workerUrl from "virtual:map-worker";
import {
  type FilterSpecification,
  type GeoJSONSource,
  Map as MapLibre,
  type MapOptions as MapLibreOptions,
  type PointLike,
  prewarm,
  setWorkerUrl,
} from "maplibre-gl";
import type { Atlas } from "./atlas.ts";
import { type Call, called } from "./called.ts";
import { reportSign, reportState } from "./health.ts";
import { levelSign } from "./labels.ts";
import { numbers } from "./numbers.ts";
import { outline } from "./outline.ts";
import { bold, light, type Pattern, patternsOf, type Surroundings } from "./palette.ts";
import { copyOf, isStill, isWhole } from "./paper.ts";
import { draw, drawPlate, TILE } from "./pattern.ts";
import { PLATE } from "./plate.ts";
import { differences } from "./restyle.ts";
import { EDGE, insetPlace, isUnder, paddingFor, type Side, seenWith, under } from "./room.ts";
import { type Layer, reportsOf, type State, tierShown } from "./state.ts";
import { DIRECTIONS, type Direction, nearest, toward } from "./step.ts";
import { style } from "./style.ts";
import { boundsOf, limits } from "./view.ts";
import type { Tier } from "./wire.ts";

export { readAtlas } from "./atlas.ts";

setWorkerUrl(workerUrl);
// The worker starts while the data is still on its way.
prewarm();

const PATTERN_RATIO = 2;
/** Between its round corners a plate is as large as the words on it. */
const BETWEEN: [number, number][] = [[PATTERN_RATIO * 4, PATTERN_RATIO * (TILE - 4)]];
const STRETCHED = { stretchX: BETWEEN, stretchY: BETWEEN };
/** Pixels that a key moves the map by. */
const PAN = 100;
/** Zooms above the whole province from which on the small map is put away. */
const NEAR = 0.7;

export interface MapOptions {
  container: HTMLElement;
  atlas: Atlas;
  /** "embed": in someone else's page, where one finger and the wheel belong to the article. */
  kind: "page" | "embed" | "inset";
  colours: Surroundings;
  tier: Tier;
  words: Record<string, string>;
  onPick(code: string | null): void;
  /** What is under the pointer, or where the arrow keys have come (`byKey`). */
  onHover(code: string | null, x: number, y: number, byKey: boolean): void;
  /** How to come to see the town whose wards are too small: on a side of the map, so wide, or nearer; null while they are not. */
  onTown?(way: Side | "nearer" | null, width: number | null): void;
}

export interface LiveMap {
  /** When the first board is on the canvas. */
  painted: Promise<void>;
  paint(state: State): void;
  /** Day or night around the levels. */
  dress(colours: Surroundings): void;
  /** What it is called for those who do not see it. */
  name(label: string): void;
  /** The map as this state has it, for paper: by day, the patterns bold; null while not all of it is drawn. */
  picture(state: State): HTMLCanvasElement | null;
  /** Whether all of the province is in sight. */
  whole(): boolean;
  /** Whether it outlines what has just moved. */
  outlines(): boolean;
  /** Brings a unit and its name into what the card leaves free of the view. */
  show(code: string, card: DOMRect | undefined): void;
  zoom(by: 1 | -1): void;
  home(): void;
  /** Goes to the town that the small map would show. */
  town(): void;
  remove(): void;
}

/** The small map only shows and is clicked; the others may be moved, within limits, but never turned. */
function open({ container, kind, words }: MapOptions, own: Partial<MapLibreOptions>): MapLibre {
  const still = kind === "inset";
  const options: MapLibreOptions = {
    container,
    maxZoom: 14.5,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    renderWorldCopies: false,
    cooperativeGestures: kind === "embed",
    fadeDuration: 0,
    locale: words,
    ...own,
    ...(still && {
      scrollZoom: false,
      boxZoom: false,
      dragPan: false,
      keyboard: false,
      doubleClickZoom: false,
      touchZoomRotate: false,
    }),
  };
  const map = new MapLibre(options);
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  if (still) map.getCanvas().tabIndex = -1;
  // Arrow keys are the map's own, as in any application; what they do is told where the canvas is described.
  else map.getCanvas().setAttribute("role", "application");
  map.getCanvas().setAttribute("aria-describedby", "map-help");
  return map;
}

export function createMap(options: MapOptions): LiveMap {
  const { container, atlas } = options;
  const { bounds, data } = options.kind === "inset" && atlas.inset ? atlas.inset : atlas;
  let { colours, tier } = options;
  let layer: Layer = "level";
  let named: Call[] = [];
  let worn = style(data, colours, tier, layer);
  const padding = () => paddingFor(options, tier);
  const farthest = () => limits(atlas.bounds, seenWith(padding(), container, { bounds }));
  const map = open(options, {
    style: worn,
    bounds,
    maxBounds: farthest(),
    fitBoundsOptions: { padding: padding() },
  });
  const written = numbers(data.labels, {
    lay: (texts) => void map.getSource<GeoJSONSource>("numbers")?.setData(texts),
    show: (id, number) => map.setFeatureState({ source: "numbers", id }, { number }),
  });

  let tellPainted = () => {};
  const painted = new Promise<void>((resolve) => {
    tellPainted = resolve;
  });
  let ready = false;
  let wanted: State | null = null;
  let shown: State | null = null;
  let moved = false;
  let hovered: string | null = null;
  const fresh = outline((id, looks) => map.setFeatureState({ source: "units", id }, looks));

  function mark(code: string, values: Record<string, unknown>): void {
    for (const source of ["units", "labels", "numbers"]) map.setFeatureState({ source, id: code }, values);
  }

  function wear(around: Surroundings): void {
    const next = style(data, around, tier, layer, named);
    for (const { layer: id, of: kind, name, value } of differences(worn, next)) {
      if (kind === "paint") map.setPaintProperty(id, name as never, value as never);
      else if (kind === "layout") map.setLayoutProperty(id, name as never, value as never);
      else map.setFilter(id, value as FilterSpecification);
    }
    worn = next;
    settleTown();
  }

  /** Colours and patterns. */
  function dressed(around: Surroundings, how = (pattern: Pattern) => pattern): void {
    wear(around);
    for (const [name, pattern] of patternsOf(around))
      map.updateImage(name, draw(how(pattern), PATTERN_RATIO));
  }

  let told = 0;
  /** What is drawn by the states of units is reckoned anew with the next frame, and not when a worker comes to it. */
  function retell(): void {
    told += 1;
    for (const { code } of atlas.units) mark(code, { told });
  }

  function showTier(next: Tier, filled: Layer): void {
    const other = next !== tier;
    [tier, layer] = [next, filled];
    wear(colours);
    if (!other) return;
    hover(null);
    refit();
  }

  /** After the map's place or what stands beside it has changed. */
  function refit(): void {
    map.setMaxBounds(farthest());
    if (!moved) map.fitBounds(bounds, { padding: padding(), animate: false });
  }

  function apply(state: State): void {
    const before = shown;
    shown = state;
    const of = tierShown(state);
    const calling = called(atlas.units, state, of);
    const renamed = JSON.stringify(calling) !== JSON.stringify(named);
    named = calling;
    if (of !== tier || state.layer !== layer) showTier(of, state.layer);
    else if (renamed) wear(colours);
    container.dataset.seq = String(state.shown?.seq ?? "");
    if (before?.standing !== state.standing) {
      for (const { code } of atlas.units) {
        const its = state.standing.get(code);
        mark(code, { level: its ? (its.level ?? 0) : -1, late: its?.marks.includes("late") ?? false });
      }
    }
    if (before?.reports !== state.reports || before?.shown !== state.shown) markReports(state);
    write(state, before);
    if (before?.selection !== state.selection) {
      if (before?.selection) mark(before.selection, { selected: false });
      if (state.selection) mark(state.selection, { selected: true });
    }
    if (state.past) fresh.calm();
    else if (before?.frame && before.frame !== state.frame && !before.past) outlineFresh(state);
    map.triggerRepaint();
  }

  /** Figures of another board than the one on the screen fill nothing. */
  function markReports(state: State): void {
    const made = new Map(reportsOf(state)?.communes.map((one) => [one.unit, reportState(one)]));
    for (const { code } of atlas.units) mark(code, { reports: made.get(code) ?? -1 });
  }

  function write(state: State, before: State | null): void {
    const same = before?.standing === state.standing && before.layer === state.layer;
    if (same && (before.reports === state.reports || state.layer === "level")) return;
    const made = new Map(reportsOf(state)?.communes.map((one) => [one.unit, one]));
    const said = {
      level(code: string) {
        const its = state.standing.get(code);
        return { sign: levelSign(its), colour: its ? (its.level ?? 0) : -1 };
      },
      reports(code: string) {
        const its = made.get(code);
        return its ? { sign: reportSign(its), colour: reportState(its) } : { sign: "", colour: -1 };
      },
    }[state.layer];
    written.write(said);
  }

  /** Outlines what the newest board moved; one that moves nothing starts nothing anew. */
  function outlineFresh({ frame }: State): void {
    const changes = frame?.changes?.filter(({ from, to }) => from !== to) ?? [];
    if (changes.length > 0) fresh.show(changes.map(({ unit }) => unit));
  }

  function at(point: PointLike): string | null {
    if (!ready) return null;
    return map.queryRenderedFeatures(point, { layers: ["level"] })[0]?.properties.code ?? null;
  }

  function hover(code: string | null, point?: { x: number; y: number }, byKey = false): void {
    if (hovered !== code) {
      if (hovered) mark(hovered, { hover: false });
      if (code) mark(code, { hover: true });
      hovered = code;
      map.getCanvas().style.cursor = code ? "pointer" : "";
    }
    options.onHover(code, point?.x ?? 0, point?.y ?? 0, byKey);
  }

  /** To the next unit that way; the first key finds the one that is open, or the middle of the view. */
  function step(direction: Direction): void {
    const units = atlas.units.filter((unit) => unit.tier === tier);
    const { lng, lat } = map.getCenter();
    const from = units.find(({ code }) => code === (hovered ?? shown?.selection));
    const next = from ? toward(units, from, direction) : nearest(units, { lon: lng, lat });
    if (!next) return;
    const place: [number, number] = [next.lon, next.lat];
    if (!map.getBounds().contains(place)) map.jumpTo({ center: place });
    hover(next.code, map.project(place), true);
  }

  /** Arrows go from unit to unit, with Shift they move the map; Enter opens, Escape lets go. */
  function press(event: KeyboardEvent): void {
    if (event.target !== map.getCanvas() || event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = DIRECTIONS[event.key];
    if (direction) {
      event.preventDefault();
      event.stopPropagation();
      if (event.shiftKey) map.panBy([direction[0] * PAN, -direction[1] * PAN]);
      else step(direction);
    } else if (event.key === "Enter" && hovered) options.onPick(hovered);
    else if (event.key === "Escape") hover(null);
  }

  map.on("style.load", () => {
    for (const [name, pattern] of patternsOf(colours)) {
      map.addImage(name, draw(pattern, PATTERN_RATIO), { pixelRatio: PATTERN_RATIO });
    }
    map.addImage(PLATE, drawPlate(PATTERN_RATIO), { pixelRatio: PATTERN_RATIO, sdf: true, ...STRETCHED });
    ready = true;
    wear(colours);
    if (wanted) apply(wanted);
  });
  map.on("render", () => {
    if (!shown?.shown || shown.standing.size === 0 || !map.isSourceLoaded("units")) return;
    const { dataset } = container;
    const [seq, day] = [String(shown.shown.seq), shown.past?.day ?? ""];
    if (dataset.painted === seq && dataset.day === day && dataset.tier === tier) return;
    Object.assign(dataset, { painted: seq, day, tier });
    tellPainted();
  });
  map.on("sourcedata", ({ sourceId }) => {
    if (sourceId === "numbers" && map.isSourceLoaded(sourceId)) written.laid();
  });
  map.on("click", (event) => options.onPick(at(event.point)));
  map.on("mousemove", (event) => hover(at(event.point), event.point));
  map.on("mouseout", () => hover(null));
  if (options.kind !== "inset") container.addEventListener("keydown", press, { capture: true });
  map.getCanvas().addEventListener("blur", () => hover(null));
  for (const kind of ["dragstart", "zoomstart"] as const) {
    map.on(kind, (event) => {
      if ("originalEvent" in event && event.originalEvent) moved = true;
    });
  }
  /** The small map and its frame on the large one come and go together. */
  function settleTown(): void {
    if (!ready) return;
    const home = map.cameraForBounds(bounds, { padding: padding() })?.zoom ?? 0;
    const far = atlas.inset !== null && tier === "commune" && map.getZoom() < home + NEAR;
    const place = insetPlace(options, tier);
    for (const id of ["frame-halo", "frame"])
      map.setLayoutProperty(id, "visibility", far && place ? "visible" : "none");
    const sea = atlas.sea && map.project(atlas.sea);
    const hidden = far && place && sea && isUnder(place, sea, options);
    map.setLayoutProperty("around-sea", "visibility", hidden ? "none" : "visible");
    options.onTown?.(far ? (place?.side ?? "nearer") : null, place?.width ?? null);
  }
  map.on("moveend", settleTown);
  map.on("resize", refit);

  // For tests: MapLibre itself, and what it was told to draw for a unit.
  const states = (code: string) => map.getFeatureState({ source: "units", id: code });
  const level = (code: string) => states(code).level ?? null;
  Object.assign(container, { __map: map, __level: level, __reports: (code: string) => states(code).reports });

  return {
    painted,
    paint(state) {
      wanted = state;
      if (ready && state !== shown) apply(state);
    },
    name: (label) => map.getCanvas().setAttribute("aria-label", label),
    dress(around) {
      if (around === colours) return;
      colours = around;
      if (ready) dressed(colours);
    },
    picture(state) {
      this.paint(state);
      const has = state.layer === "level" || reportsOf(state) !== null;
      if (!ready || !state.shown || !has || !isStill(map)) return null;
      dressed(light, bold);
      retell();
      map.redraw();
      const picture = copyOf(map.getCanvas());
      dressed(colours);
      return picture;
    },
    whole: () => isWhole(map, atlas.bounds),
    outlines: fresh.seen,
    show(code, card) {
      const unit = atlas.units.find((one) => one.code === code);
      if (!unit) return;
      moved = true;
      const { right, bottom } = under(card, container.getBoundingClientRect());
      if (unit.tier !== "commune") {
        const edge = padding();
        const free = { ...edge, right: Math.max(edge.right, right + EDGE), bottom: edge.bottom + bottom };
        map.fitBounds(boundsOf(atlas.polygons.get(code) ?? []) ?? bounds, { padding: free, duration: 600 });
        return;
      }
      const side = Math.log2(Math.sqrt(unit.area_km2) * 1000);
      const zoom = Math.max(map.getZoom(), Math.min(12.5, 23 - side));
      map.easeTo({ center: [unit.lon, unit.lat], zoom, offset: [-right / 2, -bottom / 2], duration: 600 });
    },
    zoom(by) {
      moved = true;
      map.easeTo({ zoom: map.getZoom() + by, duration: 250 });
    },
    home() {
      moved = false;
      map.fitBounds(bounds, { padding: padding(), duration: 500 });
    },
    town() {
      moved = true;
      if (atlas.inset) map.fitBounds(atlas.inset.bounds, { padding: EDGE / 2, duration: 500 });
    },
    remove() {
      fresh.calm();
      map.remove();
    },
  };
}
