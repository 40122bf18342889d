// Alone touches MapLibre. Draws what the state says and tells what was picked; it keeps no level of its own. After
// the frame in which a board's colours are on the canvas, the container's `data-painted` is that board's seq.

import workerUrl from "virtual:map-worker";
import {
  type GeoJSONSource,
  Map as MapLibre,
  type MapOptions as MapLibreOptions,
  type MapMouseEvent,
  type PointLike,
  prewarm,
  setWorkerUrl,
} from "maplibre-gl";
import type { Atlas } from "./atlas.ts";
import { numbered } from "./labels.ts";
import { late, levels, noLevel, type Pattern } from "./palette.ts";
import { draw } from "./pattern.ts";
import type { State } from "./state.ts";
import { style } from "./style.ts";
import { type Bounds, boundsOf, limits } from "./view.ts";

export { readAtlas } from "./atlas.ts";

setWorkerUrl(workerUrl);
// The worker starts while the data is still on its way.
prewarm();

/** How long a commune that has just moved keeps its outline. */
const FRESH_MS = 12_000;
const PATTERN_RATIO = 2;
/** Pixels around what is shown. */
const EDGE = 28;
/** Zooms above the whole province from which on the small map is put away. */
const NEAR = 0.7;

export interface MapOptions {
  container: HTMLElement;
  atlas: Atlas;
  /** "embed": in someone else's page, where one finger and the wheel belong to the article. */
  kind: "page" | "embed" | "inset";
  words: Record<string, string>;
  onPick(code: string | null): void;
  onHover(code: string | null, x: number, y: number): void;
  /** How to come to see the town whose wards are too small: beside the map, or nearer; null while they are not. */
  onTown?(way: "inset" | "nearer" | null): void;
}

export interface LiveMap {
  /** When the first board is on the canvas. */
  painted: Promise<void>;
  paint(state: State): void;
  /** Brings a unit into the free part of the view; `covered` pixels on the right are under the card. */
  show(code: string, covered: number): void;
  zoom(by: 1 | -1): void;
  home(): void;
  /** Goes to the town that the small map would show. */
  town(): void;
  remove(): void;
}

function addPatterns(map: MapLibre): void {
  const patterns: [string, Pattern][] = Object.entries(levels).map(([key, paint]) => [
    `level-${key}`,
    paint.pattern,
  ]);
  for (const [name, pattern] of [
    ...patterns,
    ["level-0", noLevel.pattern] as const,
    ["late", late] as const,
  ]) {
    map.addImage(name, draw(pattern, PATTERN_RATIO), { pixelRatio: PATTERN_RATIO });
  }
}

type Padding = Record<"top" | "right" | "bottom" | "left", number>;

/** Whether there is a small map, and room for it beside the province. */
function hasInset({ container, atlas, kind }: MapOptions): boolean {
  return (
    kind === "page" && atlas.inset !== null && container.clientWidth > 600 && container.clientHeight > 420
  );
}

/** The province stands a little to the right of the small map. */
function paddingFor(options: MapOptions): Padding {
  const edge = { page: EDGE, embed: EDGE / 2, inset: 0 }[options.kind];
  const beside = hasInset(options) ? options.container.clientWidth * 0.16 : 0;
  return { top: edge, right: edge, bottom: edge, left: edge + beside };
}

/** The small map only shows and is clicked; the others may be moved, within limits, but never turned. */
function open({ container, atlas, kind, words }: MapOptions, bounds: Bounds, padding: Padding): MapLibre {
  const still = kind === "inset";
  const options: MapLibreOptions = {
    container,
    style: style(atlas.data, atlas.colours),
    bounds,
    fitBoundsOptions: { padding },
    maxBounds: limits(atlas.bounds),
    maxZoom: 14.5,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    renderWorldCopies: false,
    cooperativeGestures: kind === "embed",
    fadeDuration: 0,
    locale: words,
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
  return map;
}

export function createMap(options: MapOptions): LiveMap {
  const { container, atlas } = options;
  const bounds = options.kind === "inset" && atlas.inset ? atlas.inset.bounds : atlas.bounds;
  const map = open(options, bounds, paddingFor(options));
  const places = atlas.data.labels;

  let tellPainted = () => {};
  const painted = new Promise<void>((resolve) => {
    tellPainted = resolve;
  });
  let ready = false;
  let wanted: State | null = null;
  let shown: State | null = null;
  let moved = false;
  let hovered: string | null = null;
  let fresh: string[] = [];
  let calm: ReturnType<typeof setTimeout> | undefined;

  function mark(code: string, values: Record<string, unknown>): void {
    map.setFeatureState({ source: "units", id: code }, values);
    map.setFeatureState({ source: "labels", id: code }, values);
  }

  function apply(state: State): void {
    const before = shown;
    shown = state;
    container.dataset.seq = String(state.frame?.seq ?? "");
    if (before?.standing !== state.standing) {
      for (const [code, { level, marks }] of state.standing) {
        mark(code, { level: level ?? 0, late: marks.includes("late") });
      }
      map.getSource<GeoJSONSource>("labels")?.setData(numbered(places, state.standing));
    }
    if (before?.selection !== state.selection) {
      if (before?.selection) mark(before.selection, { selected: false });
      if (state.selection) mark(state.selection, { selected: true });
    }
    if (before?.frame && before.frame !== state.frame) outlineFresh(state);
    map.triggerRepaint();
  }

  /** Outlines what the newest board moved, for a while. */
  function outlineFresh({ frame }: State): void {
    const changes = frame?.changes.filter(({ from, to }) => from !== to) ?? [];
    if (changes.length === 0) return;
    clearTimeout(calm);
    const outline = (on: boolean) => {
      for (const code of fresh) map.setFeatureState({ source: "units", id: code }, { fresh: on });
    };
    outline(false);
    fresh = changes.map(({ unit }) => unit);
    outline(true);
    calm = setTimeout(() => outline(false), FRESH_MS);
  }

  function at(point: PointLike): string | null {
    if (!ready) return null;
    return map.queryRenderedFeatures(point, { layers: ["level"] })[0]?.properties.code ?? null;
  }

  function hover(code: string | null, event?: MapMouseEvent): void {
    if (hovered !== code) {
      if (hovered) mark(hovered, { hover: false });
      if (code) mark(code, { hover: true });
      hovered = code;
      map.getCanvas().style.cursor = code ? "pointer" : "";
    }
    options.onHover(code, event?.point.x ?? 0, event?.point.y ?? 0);
  }

  map.on("style.load", () => {
    addPatterns(map);
    ready = true;
    settleTown();
    if (wanted) apply(wanted);
  });
  map.on("render", () => {
    const seq = shown?.standing.size ? shown.frame?.seq : undefined;
    if (seq !== undefined && container.dataset.painted !== String(seq) && map.isSourceLoaded("units")) {
      container.dataset.painted = String(seq);
      tellPainted();
    }
  });
  map.on("click", (event) => options.onPick(at(event.point)));
  map.on("mousemove", (event) => hover(at(event.point), event));
  map.on("mouseout", () => hover(null));
  for (const kind of ["dragstart", "zoomstart"] as const) {
    map.on(kind, (event) => {
      if ("originalEvent" in event && event.originalEvent) moved = true;
    });
  }
  /** The small map and its frame on the large one come and go together. */
  function settleTown(): void {
    if (!ready) return;
    const home = map.cameraForBounds(bounds, { padding: paddingFor(options) })?.zoom ?? 0;
    const far = atlas.inset !== null && map.getZoom() < home + NEAR;
    const beside = far && hasInset(options);
    map.setLayoutProperty("frame", "visibility", beside ? "visible" : "none");
    options.onTown?.(beside ? "inset" : far ? "nearer" : null);
  }
  map.on("moveend", settleTown);
  map.on("resize", () => {
    if (!moved) map.fitBounds(bounds, { padding: paddingFor(options), animate: false });
  });

  // For tests: MapLibre itself, and the level it was told to draw for a unit.
  const level = (code: string) => map.getFeatureState({ source: "units", id: code }).level ?? null;
  Object.assign(container, { __map: map, __level: level });

  return {
    painted,
    paint(state) {
      wanted = state;
      if (ready && state !== shown) apply(state);
    },
    show(code, covered) {
      const unit = atlas.units.find((one) => one.code === code);
      if (!unit) return;
      moved = true;
      if (unit.tier !== "commune") {
        const padding = { ...paddingFor(options), right: covered + EDGE };
        map.fitBounds(boundsOf(atlas.polygons.get(code) ?? []) ?? bounds, { padding, duration: 600 });
        return;
      }
      const side = Math.log2(Math.sqrt(unit.area_km2) * 1000);
      const zoom = Math.max(map.getZoom(), Math.min(12.5, 23 - side));
      map.easeTo({ center: [unit.lon, unit.lat], zoom, offset: [-covered / 2, 0], duration: 600 });
    },
    zoom(by) {
      moved = true;
      map.easeTo({ zoom: map.getZoom() + by, duration: 250 });
    },
    home() {
      moved = false;
      map.fitBounds(bounds, { padding: paddingFor(options), duration: 500 });
    },
    town() {
      moved = true;
      if (atlas.inset) map.fitBounds(atlas.inset.bounds, { padding: EDGE / 2, duration: 500 });
    },
    remove() {
      clearTimeout(calm);
      map.remove();
    },
  };
}
