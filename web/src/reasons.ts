// What made a unit's level: which criteria give it, which are met but lead lower, which are not met, and what a hold
// for missing reports has to do with it. Sorts what the server judged; judges nothing itself.

import type { Criterion, UnitDetail } from "./wire.ts";

export interface Reasons {
  giving: Criterion[];
  lower: Criterion[];
  others: Criterion[];
  /**
   * What is kept from before because reports are missing: the level that is shown ("level"), the level before
   * neighbours are looked at while criteria give the one that is shown ("own"), or only the end of the range that is
   * not shown ("end").
   */
  hold: "level" | "own" | "end" | null;
}

type Judged = Pick<UnitDetail, "criteria" | "fired" | "held_at" | "marks">;

export function reasons({ criteria, fired, held_at, marks }: Judged): Reasons {
  const gives = ({ id }: Criterion) => fired.includes(id);
  return {
    giving: criteria.filter(gives),
    lower: criteria.filter((one) => one.fired && !gives(one)),
    others: criteria.filter((one) => !one.fired),
    hold: hold(fired, held_at, marks),
  };
}

function hold(fired: string[], heldAt: number | null, marks: UnitDetail["marks"]): Reasons["hold"] {
  if (heldAt !== null) return fired.length === 0 ? "level" : "own";
  return marks.includes("held") ? "end" : null;
}
