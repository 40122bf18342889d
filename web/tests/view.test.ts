// Geography: where the map may look, where the sea is named, where there is room for words, which coast is ours.

import { describe, expect, test } from "vitest";
import { land, landSteps } from "../scripts/land.mjs";
import { coast } from "../src/coast.ts";
import { edge, inset } from "../src/inset.ts";
import { enlarged, labelPlaces, levelSign, shortName, smallSheet, toldApart, WHOLE } from "../src/labels.ts";
import { landOf } from "../src/land.ts";
import { type Bounds, ground as holds, limits, type Polygons, seaFrom, seaPoint } from "../src/view.ts";
import type { Unit } from "../src/wire.ts";
import { box } from "./shapes.ts";

const NINH_THUAN: Bounds = [108.55, 11.3, 109.25, 12.2];
const ground: Polygons = JSON.parse(land()).geometry.coordinates;
const onLand = holds(ground, 11, 13);

describe("limits", () => {
  test("the view has room around the province and never reaches the archipelagos", () => {
    for (const bounds of [NINH_THUAN, [108.6, 11.8, 109.5, 12.9], [105.5, 9.2, 106.3, 9.9]] as Bounds[]) {
      const [west, south, east, north] = limits(bounds);
      expect(west).toBeLessThan(bounds[0]);
      expect(south).toBeLessThan(bounds[1]);
      expect(north).toBeGreaterThan(bounds[3]);
      expect(east).toBeGreaterThan(bounds[2]);
      expect(east).toBeLessThan(111);
    }
  });

  test("a wide frame sees the whole province, and a high one; the archipelagos neither", () => {
    for (const seen of [
      [4.5, 0.9],
      [0.7, 2.5],
    ] as const) {
      const [west, south, east, north] = limits(NINH_THUAN, seen);
      expect(east - west).toBeGreaterThanOrEqual(seen[0]);
      expect(north - south).toBeGreaterThanOrEqual(seen[1]);
      expect(east).toBeLessThan(111);
    }
  });
});

test("a point is on polygons if inside one and not in a hole; only the band is asked", () => {
  const [outer, hole] = [box(0, 0, 4, 4)[0]?.[0] ?? [], box(1, 1, 2, 2)[0]?.[0] ?? []];
  const has = holds([[outer, hole], ...box(10, 0, 11, 1)], 0, 4);
  const points = [
    [3, 3],
    [1.5, 1.5],
    [10.5, 0.5],
    [7, 0.5],
  ];
  expect(points.map(has)).toEqual([true, false, true, false]);
});

describe("the land", () => {
  test("is that of Natural Earth, islands of Hoàng Sa and Trường Sa included, and small", () => {
    const text = land();
    expect(text.length).toBeLessThan(150_000);
    const within = ([west, south, east, north]: Bounds) =>
      ground.filter((polygon) => {
        const [x = 0, y = 0] = polygon[0]?.[0] ?? [];
        return x > west && x < east && y > south && y < north;
      });
    expect(within([111, 15.5, 113, 17.5]).length).toBeGreaterThan(0);
    expect(within([111.3, 6.5, 117.5, 12]).length).toBeGreaterThan(0);
    expect(onLand([108.9, 11.7])).toBe(true);
    expect(onLand([109.6, 11.4])).toBe(false);
  });

  test("comes to the pages point for point, and much shorter", () => {
    expect(landOf(JSON.parse(landSteps()))).toEqual(JSON.parse(land()));
    expect(landSteps().length).toBeLessThan(land().length / 2);
  });

  test("every ring is closed and has an area", () => {
    for (const ring of ground.flat()) {
      expect(ring.length).toBeGreaterThanOrEqual(4);
      expect(ring.at(-1)).toEqual(ring[0]);
    }
  });
});

describe("Biển Đông", () => {
  test("is named on water, within the first view, east of the province's middle", () => {
    const [x = 0, y = 0] = seaPoint(NINH_THUAN, ground)?.point ?? [];
    expect(onLand([x, y])).toBe(false);
    expect(x).toBeGreaterThan(108.9);
    expect(x).toBeLessThan(109.3);
    expect(y).toBeGreaterThan(11.25);
    expect(y).toBeLessThan(12.25);
  });

  test("is named only from where its name has room on the water", () => {
    const [narrow, wide] = [0.05, 0.2].map((room) => seaFrom({ point: [0, 0], room }));
    expect(wide).toBeCloseTo(Number(narrow) - 2);
    // On a map as high as a hand the name would lie on communes.
    const own = seaFrom(seaPoint(NINH_THUAN, ground) ?? { point: [0, 0], room: 0 });
    const zoomAt = (height: number) => Math.log2(((height / 0.9) * 360) / 512);
    expect(zoomAt(150)).toBeLessThan(own);
    expect(zoomAt(580)).toBeGreaterThan(own);
  });

  test("is not named where there is none", () => {
    expect(seaPoint([105.5, 20.5, 106, 21], box(100, 15, 110, 25))).toBeNull();
  });
});

describe("words on the map", () => {
  test("the smaller the commune, the nearer one must be to read its name", () => {
    const unit: Unit = { ...plain("1", "Xã Phước Nam", 40), lon: 108.9, lat: 11.6 };
    const from = (polygons: Polygons) =>
      labelPlaces([unit], new Map([["1", polygons]])).features[0]?.properties?.nameFrom;
    expect(from(box(108.7, 11.4, 109.1, 11.8))).toBeLessThan(from(box(108.89, 11.59, 108.91, 11.61)));
  });

  test("a name stands beside its number where that has room much sooner", () => {
    const unit: Unit = { ...plain("1", "Xã Phước Nam", 40), lon: 108.9, lat: 11.6 };
    const side = (polygons: Polygons) =>
      labelPlaces([unit], new Map([["1", polygons]])).features[0]?.properties?.side;
    expect(side(box(108.8, 11.59, 109, 11.61))).toBe("beside");
    expect(side(box(108.8, 11.5, 109, 11.7))).toBe("below");
  });

  test("a name in two lines needs less width, and is used where that helps", () => {
    const unit: Unit = { ...plain("1", "Xã Phước Nam", 40), lon: 108.9, lat: 11.6 };
    const narrow = labelPlaces([unit], new Map([["1", box(108.885, 11.5, 108.915, 11.7)]]));
    const wide = labelPlaces([unit], new Map([["1", box(108.8, 11.57, 109, 11.63)]]));
    expect(narrow.features[0]?.properties?.name).toBe("Phước\nNam");
    expect(wide.features[0]?.properties?.name).toBe("Phước Nam");
  });

  test("a unit is written where it is wide, though its own point lies elsewhere", () => {
    // A narrow neck in the west, in which the point lies, and a wide body in the east.
    const shape: Polygons = [
      [
        [
          [108, 11.45],
          [108.5, 11.45],
          [108.5, 11],
          [109, 11],
          [109, 12],
          [108.5, 12],
          [108.5, 11.55],
          [108, 11.55],
          [108, 11.45],
        ],
      ],
    ];
    const at = (tier: Unit["tier"]) =>
      labelPlaces(
        [{ ...plain("1", "Huyện Bác Ái", 40, tier), lon: 108.1, lat: 11.5 }],
        new Map([["1", shape]]),
      ).features[0]?.geometry.coordinates ?? [];
    for (const tier of ["commune", "district"] as const) expect(at(tier)[0]).toBeGreaterThan(108.6);
  });

  test("on a small map a commune is written in the part of it that is shown, small, as soon as there is room", () => {
    // A wide commune of which only the western end is shown, its own point outside.
    const unit: Unit = { ...plain("1", "Xã Phước Nam", 40), lon: 108.95, lat: 11.5 };
    const shapes = new Map([["1", box(108.8, 11.4, 109, 11.6)]]);
    const sheet = smallSheet([108.7, 11.3, 108.84, 11.7]);
    const [small] = labelPlaces([unit], shapes, sheet).features;
    const [x = 0, y = 0] = small?.geometry.coordinates ?? [];
    expect([x > 108.8 && x < 108.84, y > 11.4 && y < 11.6]).toEqual([true, true]);
    const from = Number(small?.properties?.numberFrom);
    // Half a figure beside the place still lies on what is shown, one step nearer as well as at once.
    for (const zoom of [from, from + 1]) {
      const half = (sheet.number.width / 2) * (360 / 512 / 2 ** zoom);
      expect(x - half).toBeGreaterThan(108.8);
      expect(x + half).toBeLessThan(108.84);
    }
    const gone = labelPlaces([unit], shapes, smallSheet([108, 11.3, 108.5, 11.7])).features[0];
    expect(gone?.properties?.numberFrom).toBeGreaterThan(13);
  });

  test("twice as large words have room nearly a zoom later", () => {
    const unit: Unit = { ...plain("1", "Xã Phước Nam", 40), lon: 108.9, lat: 11.5 };
    const shapes = new Map([["1", box(108.88, 11.48, 108.92, 11.52)]]);
    const large = enlarged(WHOLE, 2);
    expect([large.growth.name, large.growth.number]).toEqual(
      [WHOLE.growth.name, WHOLE.growth.number].map((ends) => ends.map((size) => 2 * size)),
    );
    const [one, two] = [WHOLE, large].map(
      (sheet) => labelPlaces([unit], shapes, sheet).features[0]?.properties,
    );
    for (const key of ["nameFrom", "numberFrom"]) expect(two?.[key] - one?.[key]).toBeGreaterThan(0.9);
  });

  test("a joined name is parted at its hyphen", () => {
    const unit: Unit = { ...plain("1", "Phan Rang-Tháp Chàm", 40), lon: 108.9, lat: 11.6 };
    const places = labelPlaces([unit], new Map([["1", box(108.885, 11.5, 108.915, 11.7)]]));
    expect(places.features[0]?.properties?.name).toBe("Phan Rang-\nTháp Chàm");
  });

  test.each([
    ["Xã Phước Nam", "Xã", "Phước Nam"],
    ["Phường Đô Vinh", "Phường", "Đô Vinh"],
    ["Thị trấn Tân Sơn", "Thị trấn", "TT. Tân Sơn"],
    ["Phường 4", "Phường", "P. 4"],
    ["Huyện Mỹ Tú", "Huyện", "H. Mỹ Tú"],
    ["Thành phố Sóc Trăng", "Thành phố", "TP. Sóc Trăng"],
    ["Thị xã Ngã Năm", "Thị xã", "TX. Ngã Năm"],
    ["Tỉnh Sóc Trăng", "Tỉnh", "Tỉnh Sóc Trăng"],
    ["Xã", "Xã", "Xã"],
  ])("%s is written %s", (name, kind, short) => {
    expect(shortName({ name, kind })).toBe(short);
  });

  test("in a list, units of one name are told apart by their district", () => {
    const units = [
      { ...plain("2", "Phường 2", 1, "commune", "d"), kind: "Phường" },
      { ...plain("3", "Phường 2", 1, "commune", "e"), kind: "Phường" },
      plain("4", "Xã Mỹ Tú", 1, "commune", "e"),
      { ...plain("d", "Thành phố Sóc Trăng", 1, "district", "p"), kind: "Thành phố" },
      { ...plain("e", "Thị xã Ngã Năm", 1, "district", "p"), kind: "Thị xã" },
    ];
    const all = new Map(units.map((unit) => [unit.code, unit]));
    const told = units.slice(0, 3).map((unit) => toldApart(unit, all));
    expect(told).toEqual(["P. 2 (TP. Sóc Trăng)", "P. 2 (TX. Ngã Năm)", "Mỹ Tú"]);
  });

  test("a number carries the signs of what is uncertain about it", () => {
    const closed = { low: 3, high: 3 } as const;
    expect(levelSign({ level: 3, ...closed, marks: [] })).toBe("3");
    expect(levelSign({ level: 4, low: 2, high: 4, marks: ["undetermined"] })).toBe("4?");
    expect(levelSign({ level: 3, ...closed, marks: ["late", "held"] })).toBe("3*");
    expect(levelSign({ level: 2, low: 2, high: 2, marks: ["held", "flag"] })).toBe("2*!");
    const none = { level: null, low: null, high: null } as const;
    expect(levelSign({ ...none, marks: ["late"] })).toBe("–");
    expect(levelSign({ ...none, marks: ["incomplete", "late"] })).toBe("–~");
    expect(levelSign(undefined)).toBe("");
  });
});

function plain(code: string, name: string, area: number, tier: Unit["tier"] = "commune", parent = "d"): Unit {
  return {
    code,
    name,
    kind: "Xã",
    tier,
    parent,
    population: 1,
    area_km2: area,
    lon: 0,
    lat: 0,
    neighbours: [],
  };
}

describe("the small map", () => {
  const wards = Array.from({ length: 6 }, (_, i) =>
    plain(`w${i}`, `w${i}`, i === 0 ? 20 : 1, "commune", "town"),
  );
  const rural = Array.from({ length: 6 }, (_, i) => plain(`r${i}`, `r${i}`, 60, "commune", "land"));
  const districts = [
    plain("land", "Huyện", 1, "district", "p"),
    plain("town", "Thành phố", 1, "district", "p"),
  ];
  const shapes = new Map(
    wards.map((ward, i) => [ward.code, i === 0 ? box(0, 0, 5, 5) : box(i, 6, i + 1, 7)]),
  );
  for (const [i, commune] of rural.entries()) shapes.set(commune.code, box(i, 10, i + 1, 11));

  test("shows the small wards of the crowded town", () => {
    const found = inset([...districts, ...wards, ...rural], shapes);
    expect(found?.district.code).toBe("town");
    expect(found?.bounds.map(Math.round)).toEqual([1, 6, 6, 7]);
  });

  test("has points on each side of its edge, nearer to each other than a name is high", () => {
    const [west, south, east, north] = [108.7, 11.3, 109.06, 11.7];
    const { coordinates } = edge([west, south, east, north]).geometry;
    const sides = [
      coordinates.filter(([x]) => x === west).map(([, y = 0]) => (y - south) / (north - south)),
      coordinates.filter(([x]) => x === east).map(([, y = 0]) => (y - south) / (north - south)),
      coordinates.filter(([, y]) => y === south).map(([x = 0]) => (x - west) / (east - west)),
      coordinates.filter(([, y]) => y === north).map(([x = 0]) => (x - west) / (east - west)),
    ];
    for (const side of sides) {
      side.sort((a, b) => a - b);
      expect([side[0], side.at(-1)]).toEqual([0, 1]);
      // 360 pixels wide, where names are 9.5 pixels high.
      for (const [i, part] of side.slice(1).entries())
        expect(360 * (part - (side[i] ?? 0))).toBeLessThan(9.5);
    }
  });

  test("is not there where no town is crowded", () => {
    expect(inset([...districts, ...rural], shapes)).toBeNull();
  });
});

describe("the coast", () => {
  const province = box(0, 0, 1, 1);

  test("is where open water lies outside the province, and nowhere else", () => {
    const points = coast(province, box(-3, -3, 1.02, 4)).geometry.coordinates.flat();
    expect(points.length).toBeGreaterThan(10);
    for (const [x] of points) expect(x).toBeCloseTo(1);
  });

  test("is not where a neighbour's land lets a glimpse of water through, and does not end at an islet", () => {
    const slit = [...box(-3, -3, 1.02, 4), ...box(1.02, -3, 2, 0.48), ...box(1.02, 0.52, 2, 4)];
    expect(coast(province, slit).geometry.coordinates).toEqual([]);
    const islet = [...box(-3, -3, 1.02, 4), ...box(1.03, 0.49, 1.2, 0.51)];
    expect(coast(province, islet).geometry.coordinates).toHaveLength(1);
  });

  test("is on either shore of the province's own bay, unless a neighbour's land lies between", () => {
    const bay = [...province, ...box(1.09, 0, 2, 1)];
    const inland = box(-3, -3, 1.02, 4);
    const shores = (land: Polygons) =>
      coast(bay, land)
        .geometry.coordinates.flat()
        .filter(([x = 0, y = 0]) => x === 1 && y > 0.2 && y < 0.8).length;
    expect(shores(inland)).toBeGreaterThan(10);
    expect(shores([...inland, ...box(1.02, -1, 1.09, 2)])).toBe(0);
  });

  test("goes all round an island", () => {
    const [line] = coast(province, []).geometry.coordinates;
    expect(line?.[0]).toEqual(line?.at(-1));
  });
});
