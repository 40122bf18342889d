// The reports that a reason rests on, and the address of each: its row on its commune's page. Pure.

import type { CitedReport, UnitDetail } from "./wire.ts";

/** A report with a number: whose it is, and of which day. */
export type Named = Omit<CitedReport, "id"> & { id: number };

/** Of every report that a unit's reasons name by number. */
export function namedIn({ cited, fall }: Pick<UnitDetail, "cited" | "fall">): Map<number, Named> {
  const leaving = (fall?.leaving ?? []).flatMap(({ unit, days, reports }) =>
    reports.map((id, i) => ({ id, unit, day: days[i] ?? "" })),
  );
  return new Map(
    [...cited, ...leaving].flatMap(({ id, ...of }) => (id === null ? [] : [[id, { id, ...of }]])),
  );
}

/** Where a report stands for good; as known at a moment, where that is looked back to. */
export function addressOf({ id, unit, day }: Named, root: string, asOf: string | null): string {
  return `${reasonsOf(unit, day, root, asOf)}#report-${id}`;
}

/** Where a unit's reasons of a day stand for good. */
export function reasonsOf(unit: string, day: string, root: string, asOf: string | null): string {
  const query = new URLSearchParams({ day, ...(asOf && { as_of: asOf }) });
  return `${root}/units/${encodeURIComponent(unit)}?${query}`;
}

const NUMBERED = /(?:báo cáo số|reports?(?: no\.)?) \d+(?:(?:, | và | and )\d+)*/g;

/** A sentence in which the numbers of reports that are known stand apart, to be led to. */
export function pieces(sentence: string, named: ReadonlyMap<number, Named>): (string | Named)[] {
  const found: (string | Named)[] = [];
  let end = 0;
  for (const list of sentence.matchAll(NUMBERED)) {
    for (const number of list[0].matchAll(/\d+/g)) {
      const of = named.get(Number(number[0]));
      if (!of) continue;
      const at = list.index + number.index;
      found.push(sentence.slice(end, at), of);
      end = at + number[0].length;
    }
  }
  return [...found, sentence.slice(end)].filter((piece) => piece !== "");
}
