// The style's structure: every level has its colour, its pattern and its number; nothing comes from elsewhere; what
// must lie over what does.

import { describe, expect, test } from "vitest";
import { labelPlaces, WHOLE } from "../src/labels.ts";
import {
  bold,
  dark,
  late,
  levels,
  light,
  noLevel,
  type Pattern,
  paintsOf,
  REPORTED,
  sheet,
} from "../src/palette.ts";
import { draw, drawPlate, TILE } from "../src/pattern.ts";
import { PLATE } from "../src/plate.ts";
import { differences } from "../src/restyle.ts";
import { REGULAR, SEMIBOLD, style } from "../src/style.ts";

const square = [
  [
    [108.9, 11.5],
    [109, 11.5],
    [109, 11.6],
    [108.9, 11.6],
    [108.9, 11.5],
  ],
];
const empty = { type: "FeatureCollection" as const, features: [] };
const line = {
  type: "Feature" as const,
  properties: {},
  geometry: { type: "MultiLineString" as const, coordinates: [] },
};
const unit = { code: "1", name: "Xã Phước Nam", kind: "Xã", tier: "commune" as const, parent: null };
const place = { population: 1, area_km2: 120, lon: 108.95, lat: 11.55, neighbours: [] };
const labels = labelPlaces([{ ...unit, ...place }], new Map([["1", [square]]]));
const font = (url: string) => [{ url, ranges: ["U+0-FF"] }];
const data = {
  shapes: empty,
  land: line,
  coast: line,
  frame: null,
  labels,
  growth: WHOLE.growth,
  scale: 1,
  around: empty,
  seaFrom: 8,
  fonts: { [REGULAR]: font("/assets/a.woff2"), [SEMIBOLD]: font("/assets/b.woff2") },
};
const built = style(data, light, "commune");
const ids = built.layers.map(({ id }) => id);
const layer = (id: string) => built.layers.find((one) => one.id === id);
const paint = (id: string) => JSON.stringify(layer(id)?.paint);

describe("levels", () => {
  test("stand with smaller signs, so that those of narrow neighbours do not touch; days late are whole numbers", () => {
    const written = (of: typeof built) =>
      of.layers.flatMap((one) =>
        /^number-/.test(one.id) && one.type === "symbol" ? [one.layout?.["text-field"]] : [],
      );
    expect(written(built)[0]).toEqual([
      ...["format", ["slice", ["get", "number"], 0, 1], {}, ["slice", ["get", "number"], 1]],
      expect.objectContaining({ "font-scale": 0.7 }),
    ]);
    expect(written(style(data, light, "commune", "reports"))[0]).toEqual(["get", "number"]);
  });

  test("each is filled with its colour of the palette, by feature-state", () => {
    expect(paint("level")).toContain('["feature-state","level"]');
    for (const [level, { fill }] of Object.entries(levels))
      expect(paint("level")).toContain(`${level},"${fill}"`);
    expect(paint("level")).toContain(`0,"${noLevel.fill}"`);
  });

  test("each has a pattern of its own, shown for that level only", () => {
    for (const level of [0, 1, 2, 3, 4]) {
      expect(paint(`pattern-${level}`)).toContain(`"fill-pattern":"level-${level}"`);
      expect(paint(`pattern-${level}`)).toContain(`${level}],1,0]`);
    }
    const shapes = [...Object.values(levels), noLevel].map(({ pattern }) => pattern.shape);
    expect(new Set(shapes).size).toBe(5);
  });

  test("each is also told by a number", () => {
    const numbers = built.layers.filter(({ id }) => id.startsWith("number-"));
    expect(numbers.length).toBeGreaterThan(0);
    for (const one of numbers) expect(JSON.stringify(one.layout)).toContain('["get","number"]');
  });

  test("and of the numbers that lie in one place only the unit's own is seen", () => {
    for (const one of built.layers.filter(({ id }) => id.startsWith("number-"))) {
      const own = '["==",["feature-state","number"],["get","number"]]';
      expect(JSON.stringify(one.paint)).toContain(`"text-opacity":["case",${own},1,0]`);
      expect(JSON.stringify(one.paint)).toContain(`"icon-opacity":["case",["all",${own}`);
      expect(JSON.stringify(one.layout)).toContain('"text-allow-overlap":true');
    }
  });

  test("words on a hatch stand on a plate of their unit's colour, and on none elsewhere", () => {
    const words = (style: typeof built) => style.layers.filter(({ id }) => /^(name|number)-/.test(id));
    const hatched = '["boolean",["feature-state","late"],false]';
    const none = '["==",["coalesce",["feature-state","level"],-1],0]';
    for (const { layout, paint } of words(built)) {
      expect(layout).toMatchObject({ "icon-image": PLATE, "icon-text-fit": "both" });
      expect(JSON.stringify(paint)).toContain(`["any",${none},${hatched}]`);
      expect(JSON.stringify(paint)).toMatch(new RegExp(`"icon-color":\\["match".*"${levels[1].fill}"`));
    }
    for (const { paint } of words(style(data, light, "commune", "reports")))
      expect(JSON.stringify(paint)).not.toContain(hatched);
  });

  test("before the first board no unit has the look of any level", () => {
    expect(paint("level")).toMatch(new RegExp(`"${light.land}"\\]}$`));
  });
});

describe("names", () => {
  const red = (...codes: string[]) => codes.map((code) => ({ code, sign: "4 " }));
  const calling = style(data, light, "commune", "level", red("1"));
  const of = (built: typeof calling, id: RegExp) => built.layers.filter((one) => id.test(one.id));

  test("of units that are called are written once, before the others have room, and one alone wherever it is", () => {
    const [first, ...more] = of(calling, /^called$/);
    expect(more).toEqual([]);
    expect(JSON.stringify(first)).toContain('"filter":["in",["get","code"],["literal",["1"]]]');
    expect(first?.layout).toMatchObject({ "text-allow-overlap": true });
    for (const one of of(calling, /^name-/))
      expect(JSON.stringify(one)).toContain('["!",["in",["get","code"],["literal",["1"]]]]');
    // What is drawn last is given room first; the numbers alone come before.
    const places = [/^name-/, /^called$/, /^number-/].map((id) =>
      calling.layers.findIndex((one) => id.test(one.id)),
    );
    expect(places).toEqual([...places].sort((a, b) => a - b));
    const several = of(style(data, light, "commune", "level", red("1", "2")), /^called$/);
    expect(several[0]?.layout).toMatchObject({ "text-allow-overlap": false });
  });

  test("of red communes say the level until their own ground has room for them", () => {
    const [first] = of(calling, /^called$/);
    const name = (first?.layout as { "text-field"?: unknown[] } | undefined)?.["text-field"] ?? [];
    const signed = ["concat", ["match", ["get", "code"], "1", "4 ", ""], ["get", "name"]];
    expect(name.slice(0, 3)).toEqual(["step", ["zoom"], signed]);
    for (let at = 3; at < name.length; at += 2)
      expect(name[at + 1]).toEqual([
        "case",
        ["<", ["get", "nameFrom"], Number(name[at]) + 1],
        ["get", "name"],
        signed,
      ]);
    const plain = of(style(data, light, "commune", "level", [{ code: "1", sign: "" }]), /^called$/);
    expect(plain[0]?.layout).toMatchObject({ "text-field": ["get", "name"] });
  });

  test("are called without loading the map anew", () => {
    const changed = differences(built, calling).map(({ of }) => of);
    expect(changed).toContain("filter");
    expect(changed).not.toContain("paint");
  });
});

describe("order", () => {
  test("patterns over fills, borders over patterns, heavier borders over lighter, words over all", () => {
    const order = ["sea", "land", "no-sliver", "level", "pattern-4", "late", "commune-line", "district-line"];
    const places = [...order, "province-line", "selected", "around-sea"].map((id) => ids.indexOf(id));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(ids.at(-1)).toMatch(/^number-/);
  });

  test("ids are unique, and each layer's source exists", () => {
    expect(new Set(ids).size).toBe(ids.length);
    for (const one of built.layers) {
      if ("source" in one) expect(Object.keys(built.sources)).toContain(one.source);
    }
  });
});

test("nothing is fetched but the fonts it is given", () => {
  expect(JSON.stringify(built)).not.toMatch(/https?:|glyphs|sprite/);
  const urls = [...JSON.stringify(built["font-faces"]).matchAll(/"url":"([^"]+)"/g)].map(([, url]) => url);
  expect(urls).toEqual(["/assets/a.woff2", "/assets/b.woff2"]);
});

test("every font that a layer writes with is declared", () => {
  const fonts = built.layers.flatMap((one) =>
    one.type === "symbol" ? (one.layout?.["text-font"] ?? []) : [],
  );
  for (const name of fonts) expect(Object.keys(built["font-faces"] ?? {})).toContain(name);
});

test("a plate is plain, with round corners", () => {
  const { width, height, data } = drawPlate(2);
  const alpha = (x: number, y: number) => data[(y * width + x) * 4 + 3];
  expect([width, height]).toEqual([2 * TILE, 2 * TILE]);
  expect([alpha(0, 0), alpha(width - 1, 0), alpha(0, height - 1)]).toEqual([0, 0, 0]);
  expect([alpha(TILE, TILE), alpha(TILE, 0), alpha(0, TILE)]).toEqual([255, 255, 255]);
});

describe("patterns", () => {
  const all: [string, Pattern][] = Object.entries({ ...levels, none: noLevel })
    .map(([key, one]): [string, Pattern] => [key, one.pattern])
    .concat([["late", late]]);

  test.each(all)("%s draws something, not everything, and repeats without a seam", (_, pattern) => {
    const { width, height, data } = draw(pattern, 2);
    expect([width, height]).toEqual([2 * TILE, 2 * TILE]);
    const alpha = (x: number, y: number) => data[((y % height) * width + (x % width)) * 4 + 3] ?? 0;
    const covered = Array.from({ length: width * height }, (_, i) => alpha(i % width, Math.floor(i / width)));
    const share = covered.filter((value) => value > 0).length / covered.length;
    expect(share).toBeGreaterThan(0.02);
    expect(share).toBeLessThan(0.75);
    const period = pattern.step * 2;
    const shift = pattern.shape === "dots" ? 2 * period : period;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        expect(alpha(x, y)).toBe(alpha(x + shift, y));
        expect(alpha(x, y)).toBe(alpha(x, y + shift));
      }
    }
  });

  test("text on each level and each state of reports can be read (contrast at least 4.5)", () => {
    const others = [light, dark]
      .map(paintsOf)
      .flatMap((one) => [one.noLevel, ...Object.values(one.reported)]);
    for (const { fill, ink } of [...Object.values(levels), ...others]) {
      expect(contrast(fill, ink)).toBeGreaterThanOrEqual(4.5);
    }
  });

  test("at night neither no level nor reports in time glare, and the worse a commune reports the paler it is", () => {
    const { noLevel: none, reported } = paintsOf(dark);
    const bright = (fill: string) => contrast(fill, "#000000");
    expect(bright(none.fill)).toBeLessThan(bright(levels[1].fill));
    const shades = REPORTED.filter((made) => made !== "not_begun").map((made) => bright(reported[made].fill));
    expect(shades).toEqual([...shades].sort((a, b) => a - b));
    expect(shades[0]).toBeLessThan(bright(levels[1].fill));
    // Still not the ground around it.
    expect(contrast(none.fill, dark.land)).toBeGreaterThan(1.25);
  });

  test("are heavier on paper, and still no second fill", () => {
    for (const { pattern } of [...Object.values(levels), noLevel]) {
      expect(bold(pattern).opacity).toBeGreaterThan(pattern.opacity);
      expect(bold(pattern).opacity).toBeLessThan(0.85);
    }
  });
});

function contrast(one: string, other: string): number {
  const luminance = (hex: string) =>
    [1, 3, 5]
      .map((i) => Number.parseInt(hex.slice(i, i + 2), 16) / 255)
      .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
      .reduce((sum, c, i) => sum + c * ([0.2126, 0.7152, 0.0722][i] ?? 0), 0);
  const [lower = 0, higher = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (higher + 0.05) / (lower + 0.05);
}

describe("by day and by night", () => {
  test.each([
    ["day", light],
    ["night", dark],
  ])("whatever is written can be read by %s, on the page and on the map", (_, around) => {
    for (const ground of [around.paper, around.raised]) {
      for (const ink of [around.ink, around.quiet, around.accent, around.alarm, around.waiting]) {
        expect(contrast(ground, ink)).toBeGreaterThanOrEqual(4.5);
      }
      expect(contrast(ground, around.focus)).toBeGreaterThanOrEqual(3);
    }
    expect(contrast(around.accent, around.accentInk)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(around.alarm, around.alarmInk)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(around.sea, around.seaInk)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(around.land, around.landInk)).toBeGreaterThanOrEqual(4.5);
  });

  test("the sheet has both; the reader's choice wins over the system's; paper is always day", () => {
    const [day = "", chosen = "", system = ""] = sheet().split("\n");
    expect(day).toContain(`--sea: ${light.sea};`);
    expect(day).toContain(`--level-4: ${levels[4].fill};`);
    expect(chosen).toMatch(/^@media screen \{ :root\[data-theme="dark"\]/);
    expect(system).toMatch(
      /^@media screen and \(prefers-color-scheme: dark\) \{ :root:not\(\[data-theme="light"\]\)/,
    );
    for (const night of [chosen, system]) {
      expect(night).toContain(`--sea: ${dark.sea};`);
      expect(night).toContain(`--level-0: ${paintsOf(dark).noLevel.fill};`);
      expect(night).not.toMatch(/--level-[1-4]/);
    }
  });

  test("a map changes its clothes, not its levels", () => {
    const changed = differences(built, style(data, dark, "commune"));
    expect(changed.map(({ layer }) => layer)).toEqual(
      expect.arrayContaining(["sea", "land", "district-line"]),
    );
    expect(changed.every(({ of }) => of === "paint")).toBe(true);
    expect(changed.filter(({ layer }) => layer.startsWith("pattern-") || layer === "late")).toEqual([]);
    expect(differences(built, style(data, light, "commune"))).toEqual([]);
  });
});

describe("tiers", () => {
  const districts = style(data, light, "district");
  const filter = (id: string) => JSON.stringify(districts.layers.find((one) => one.id === id) ?? {});

  test("fill, hatch, signs, hover and fresh outlines are of the tier that is shown, and all of them", () => {
    for (const id of ["level", "pattern-4", "late", "hover", "fresh"])
      expect(filter(id)).toContain('"filter":["==",["get","tier"],"district"]');
    for (const { id } of built.layers.filter(({ id }) => /^(name|number)-/.test(id)))
      expect(filter(id)).toContain('["==",["get","tier"],"district"]');
    expect(filter("commune-line")).toContain('"visibility":"none"');
    expect(filter("district-line")).toContain('"visibility":"visible"');
  });

  test("the same layers stand in the same order, so that one style can be turned into the other", () => {
    expect(districts.layers.map(({ id }) => id)).toEqual(ids);
    const layers = differences(built, districts).map(({ layer }) => layer);
    expect(layers).toContain("level");
    expect(layers).not.toContain("sea");
  });
});
