// How communes stand with the report of a day, and in what words: pure, from `GET completeness`. Late is told in days,
// and a report that may still come is never called missing.

import { REPORTED } from "./palette.ts";
import { length } from "./text/format.ts";
import type { CommuneReports, Completeness, Made, Unit } from "./wire.ts";

/** How a commune stands with its reports up to the day: one that owes any of them is behind, whatever came of the last. */
export function standingOf({ report, missing }: CommuneReports): Made {
  return missing.length > 0 ? "missing" : report;
}

/** The feature-state of a unit. */
export function reportState(reports: CommuneReports): number {
  return REPORTED.indexOf(standingOf(reports));
}

/** What stands for a state: of a late one the days by which it was. */
export function signOf(made: Made, daysLate: number | null = 1): string {
  const signs = { on_time: "", late: `+${daysLate ?? ""}`, due: "…", missing: "×", not_begun: "–" };
  return signs[made];
}

/** What stands on the map: days late, or a sign. */
export function reportSign(reports: CommuneReports): string {
  return signOf(standingOf(reports), reports.days_late);
}

/** Days that a commune owes up to the day, that of the day itself among them once it is missing. */
export function behind({ missing, report }: CommuneReports, day: string): number {
  return missing.length + (report === "missing" && !missing.includes(day) ? 1 : 0);
}

/** Days since the day whose report is missing; of one that came, days until it came. */
export function daysLate(commune: CommuneReports, { day, as_of }: Completeness): number {
  if (commune.report === "missing") return length({ from: day, to: as_of.slice(0, 10) }) - 1;
  return commune.days_late ?? 0;
}

export interface District {
  district: Unit;
  communes: { unit: Unit; reports: CommuneReports }[];
}

/** The communes whose report of the day came late or not, or who are behind, by district, the latest first. */
export function lateByDistrict(answer: Completeness, units: ReadonlyMap<string, Unit>): District[] {
  const found = new Map<string, District>();
  const rank = (one: CommuneReports) => 1000 * behind(one, answer.day) + daysLate(one, answer);
  const late = answer.communes.filter(
    (one) => one.report === "late" || one.report === "missing" || behind(one, answer.day) > 0,
  );
  for (const reports of late.sort((a, b) => rank(b) - rank(a))) {
    const unit = units.get(reports.unit);
    const district = units.get(unit?.parent ?? "");
    if (!unit || !district) continue;
    const known = found.get(district.code) ?? { district, communes: [] };
    known.communes.push({ unit, reports });
    found.set(district.code, known);
  }
  return [...found.values()];
}
