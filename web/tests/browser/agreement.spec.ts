// One level for each unit, wherever it is said: map, table, card, board, classify and live frame, along a whole season,
// on the schematic and on true boundaries. Every day of the season is held against the core elsewhere; here the pages
// are, every thirteenth day.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Browser } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import type { Board, DemoClock, Register, UnitDetail } from "../../src/wire.ts";
import { browser, MapPage } from "./page.ts";
import { boundaries, levelsOf, run, Server } from "./server.ts";

const SEASON = resolve(import.meta.dirname, "../../../geodata/ninh-thuan/demo-2021.csv");

let chromium: Browser;
beforeAll(async () => {
  chromium = await browser();
});

function season(from: string, to: string): string[] {
  const days = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += 13 * 86_400_000) {
    days.push(new Date(at).toISOString().slice(0, 10));
  }
  return days;
}

async function everyPlaceAgrees(...geodata: string[]): Promise<void> {
  const server = await Server.demo(...geodata);
  const map = await MapPage.open(chromium, server.url);
  await server.json<DemoClock>("demo", { paused: true });
  const { units } = await server.json<Register>("units");
  const codes = units.map(({ code }) => code);
  const seen = new Set<number>();
  for (const day of season("2021-07-05", "2021-11-30")) {
    await server.json<DemoClock>("demo", { until: day });
    const today = async () => (await server.json<Board>("board")).day;
    await expect.poll(today).toBe(day);
    const board = await server.json<Board>("board");
    const said = levelsOf(board);
    await map.painted(board.seq);
    expect(await map.map(codes), `map, ${day}`).toEqual(said);
    expect(await map.table(), `table, ${day}`).toEqual(said);
    const frame = await map.firstFrame();
    expect(frame.seq).toBe(board.seq);
    expect(
      Object.fromEntries(codes.map((code, at) => [code, Number(frame.levels[at])])),
      `frame, ${day}`,
    ).toEqual(said);
    // The day has just begun: what is known of it is every report of the days before.
    const known = await classified(server.write("known.csv", ...reportsBefore(day)), day, geodata);
    expect(
      known.units.map(({ unit, level }) => [unit, level ?? 0]),
      `classify, ${day}`,
    ).toEqual(Object.entries(said));
    const worst = board.units.find(
      ({ tier, level }) => tier === "commune" && level === Math.max(...Object.values(said)),
    );
    const shown = worst ?? board.units.find(({ tier }) => tier === "commune");
    const code = shown?.unit ?? "";
    await map.openCard(units.find((unit) => unit.code === code)?.name ?? "");
    const card = await map.card(code, said[code] ?? 0);
    const detail = await server.json<UnitDetail>(`units/${code}`);
    expect(detail.level ?? 0).toBe(said[code]);
    // The reasons on the card are those of `classify`, and they lead to its level.
    expect(known.units.find(({ unit }) => unit === code)?.fired, `reasons for ${code}, ${day}`).toEqual(
      detail.fired,
    );
    for (const id of detail.fired) {
      await card.locator(`[data-criterion="${id}"][data-fired=true]`).waitFor();
      expect(detail.criteria.find((criterion) => criterion.id === id)?.level).toBe(detail.level);
    }
    for (const level of Object.values(said)) seen.add(level);
  }
  expect([...seen].sort()).toEqual([1, 2, 3, 4]);
  expect(map.complaints).toEqual([]);
  // One card after another is opened: each may take back what the one before still asked for, and no more.
  expect(map.takenBack.length).toBeLessThanOrEqual(season("2021-07-05", "2021-11-30").length);
}

interface Classified {
  units: { unit: string; level: number | null; fired: string[] }[];
}

async function classified(reports: string, day: string, geodata: string[]): Promise<Classified> {
  return JSON.parse(
    await run("classify", "--reports", reports, "--day", day, "--format", "json", ...geodata),
  );
}

/** The header and the rows of the season that are of earlier days. */
function reportsBefore(day: string): string[] {
  const [header, ...rows] = readFileSync(SEASON, "utf8").trim().split("\n");
  return [header ?? "", ...rows.filter((row) => (row.split(",")[1] ?? "") < day)];
}

describe("every place says the same level over the season", () => {
  test("on the schematic map", () => everyPlaceAgrees());

  if (!boundaries) console.warn("skipped: no true boundaries at ../shared/geodata/ninh-thuan");
  test.skipIf(!boundaries)("on true boundaries", () => everyPlaceAgrees("--geodata", boundaries ?? ""));
});
