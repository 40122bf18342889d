// What the server says: the types generated from its OpenAPI document (`npm run generate`), under the short names that
// the page uses. Nothing here is written by hand twice.

import type { components } from "./api.gen.ts";

type Schemas = components["schemas"];

export type Level = Schemas["LevelNumber"];
export type Mark = Schemas["MarkName"];
export type Tier = Schemas["TierName"];
export type Basis = Schemas["BasisName"];

/** A text in both languages of the page. */
export type Both = Schemas["Text"];

export type About = Schemas["About"];
export type Unit = Schemas["UnitInfo"];
/** The order of `units` is the order of the characters in a frame's `levels`; `register` is its hash. */
export type Register = Schemas["RegisterAnswer"];
export type Kind = Schemas["Kind"];
/** What moved. Its cause is null where only the levels before and after show that it did: they do not tell what made it. */
export type Change = Omit<Schemas["Change"], "cause"> & { cause: Schemas["Change"]["cause"] | null };
export type Entry = Omit<Schemas["EntryInfo"], "changes"> & { changes: Change[] };
export type Changes = Schemas["ChangesAnswer"];
type PushedFrame = Extract<Schemas["Frame"], { type: "board" }>;
/**
 * The whole board. `t` is the server's clock and may be simulated: freshness is never judged by it. One that was asked
 * for plainly does not tell what made it.
 */
export type BoardFrame = Omit<PushedFrame, "cause"> & Partial<Pick<PushedFrame, "cause">>;
export type Board = Schemas["BoardAnswer"];
/** The boards of a stretch of days. */
export type Season = Schemas["BoardsAnswer"];
export type Completeness = Schemas["CompletenessAnswer"];
export type Made = Schemas["MadeName"];
export type CommuneReports = Schemas["CommuneReports"];
export type Corrections = Schemas["CorrectionsAnswer"];
export type CitedReport = Schemas["CitedReport"];
export type Correction = Schemas["CorrectionInfo"];
export type Reason = Schemas["Reason"];
export type Flag = Schemas["FlagNote"];
export type Criterion = Schemas["CriterionInfo"];
export type Fall = Schemas["FallInfo"];
export type Report = Schemas["ReportInfo"];
export type Cases = Schemas["Cases"];
export type DayCases = Schemas["DayCases"];
export type History = Schemas["HistoryAnswer"];
export type HistoryDay = Schemas["HistoryDay"];
export type UnitDetail = Schemas["UnitAnswer"];
export type DemoClock = Schemas["DemoAnswer"];
export type WhatIfRequest = Schemas["WhatIfRequest"];
export type WhatIf = Schemas["WhatIfAnswer"];
export type WhatIfDay = Schemas["WhatIfDay"];
export type WhatIfDifference = Schemas["WhatIfDifference"];
export type TierCount = Schemas["TierCount"];
export type Ruleset = Schemas["RulesetInfo"];
export type Parameter = Schemas["ParameterInfo"];
/** The parameters that can be supposed, by name, with what they can be. */
export type Supposed = {
  [name in keyof Required<Schemas["SupposedParameters"]>]: NonNullable<Schemas["SupposedParameters"][name]>;
};
export type SupposedReport = Schemas["ReportRow"];
export type ErrorAnswer = Schemas["ErrorAnswer"];
