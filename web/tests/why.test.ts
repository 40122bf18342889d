// Why a level is what it is, as the sentences that people read: one for every criterion of
// the shipped rule set, in both languages, with figures that inflect.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { whyEn } from "../src/text/why.en.ts";
import { whyVi } from "../src/text/why.vi.ts";
import { type Reason, type Sentences, why } from "../src/why.ts";
import type { Criterion, Level, Report, UnitDetail } from "../src/wire.ts";
import { report } from "./report.ts";

const RULES = resolve(import.meta.dirname, "../../server/rulesets/2686.toml");
const IDS = [...readFileSync(RULES, "utf8").matchAll(/^id = "([CDP]-\w+)"$/gm)].map(
  (found) => found[1] ?? "",
);

const BASE: Reason = {
  id: "",
  count: 1,
  of: 8,
  percent: 30,
  population: 167_394,
  least: 2,
  cluster: null,
  exact: false,
  open: 0,
  days: ["2021-09-05"],
  reports: [123],
  window: { from: "2021-08-23", to: "2021-09-05" },
  names: [],
};

function said(id: string, more: Partial<Reason> = {}): [string, string] {
  const tell = (sentences: Sentences) => sentences.reasons[id]?.({ ...BASE, id, ...more }) ?? "";
  return [tell(whyVi), tell(whyEn)];
}

const OFFICER = "(cán bộ phụ trách xác nhận)";

/** What is said of each criterion, with the figures it is said of. */
const SAID: [string, Partial<Reason>, string, string][] = [
  [
    "C-R1",
    { cluster: "inferred", count: 2, days: ["2021-09-01", "2021-09-05"], reports: [120, 123] },
    "2 F0 chưa rõ nguồn lây ngày 01/09, 05/09 (báo cáo số 120 và 123), suy ra là chùm ca bệnh (từ 2 ca)",
    "there were 2 F0 cases of unknown source on 1 Sep and 5 Sep (reports no. 120 and 123), taken for a cluster (from 2 cases on)",
  ],
  [
    "C-R1",
    { cluster: "reported" },
    "có báo cáo chùm ca bệnh chưa rõ nguồn lây, tổng cộng 1 F0 ngày 05/09 (báo cáo số 123)",
    "a cluster of unknown source was reported, 1 F0 case in all on 5 Sep (report no. 123)",
  ],
  [
    "C-R2",
    { cluster: "reported", count: 3, days: [], reports: [] },
    "có báo cáo chùm ca bệnh từ nơi khó kiểm soát, khó truy vết, tổng cộng 3 F0 trong 14 ngày (23/08–05/09)",
    "a cluster from places hard to control and trace was reported, 3 F0 cases in all in the 14 days from 23 Aug to 5 Sep",
  ],
  [
    "C-R2",
    {},
    "1 F0 từ nơi khó kiểm soát, khó truy vết ngày 05/09 (báo cáo số 123)",
    "there was 1 F0 case from places hard to control and trace on 5 Sep (report no. 123)",
  ],
  [
    "C-O1",
    {},
    "1 F0 chưa rõ nguồn lây ngày 05/09 (báo cáo số 123)",
    "there was 1 F0 case of unknown source on 5 Sep (report no. 123)",
  ],
  [
    "C-O2",
    { count: 2, days: ["2021-08-31", "2021-09-01"], open: 1, reports: [7, 8, 9, 10, 11, 12, 13] },
    "2 F0 từ nơi khó kiểm soát, khó truy vết, kể cả 1 ca chưa tách nguồn lây, ngày 31/08–01/09 (7 báo cáo)",
    "there were 2 F0 cases from places hard to control and trace, counting 1 not split by source, on 31 Aug–1 Sep (7 reports)",
  ],
  [
    "C-O3",
    { names: ["Phường Đô Vinh"] },
    "giáp ranh với Phường Đô Vinh đang ở mức 4 (đỏ)",
    "it borders Phường Đô Vinh, which is at level 4 (red)",
  ],
  [
    "C-Y1",
    { count: 4, days: ["2021-09-03", "2021-09-04", "2021-09-05"], reports: [] },
    "4 F0 trong cộng đồng đã rõ nguồn lây ngày 03/09–05/09",
    "there were 4 F0 cases of known source in the community on 3–5 Sep",
  ],
  [
    "C-Y2",
    { count: 1200 },
    "1.200 F1 trong cộng đồng ngày 05/09 (báo cáo số 123)",
    "there were 1,200 F1 contacts in the community on 5 Sep (report no. 123)",
  ],
  [
    "C-Y3",
    { names: ["Xã Ma Nới", "Xã Hòa Sơn", "Xã Mỹ Sơn"] },
    "giáp ranh với Xã Ma Nới, Xã Hòa Sơn và Xã Mỹ Sơn đang ở mức 3 (cam)",
    "it borders Xã Ma Nới, Xã Hòa Sơn and Xã Mỹ Sơn, which are at level 3 (orange)",
  ],
  [
    "C-Y4",
    {},
    `nguy cơ cao do nhập cảnh trái phép hoặc có số lượng lớn người trong các cơ sở cách ly ${OFFICER}`,
    "illegal entry, or large numbers in quarantine facilities, are a high risk (set by an officer)",
  ],
  [
    "C-G",
    { days: ["2021-09-04", "2021-09-05"] },
    "không đáp ứng tiêu chí nào của các mức cao hơn, theo báo cáo của 2 trong 14 ngày (23/08–05/09)",
    "no criterion of a higher level is met, by the reports of 2 of the 14 days from 23 Aug to 5 Sep",
  ],
  [
    "D-R1",
    { count: 3 },
    "3 trên 8 xã ở mức 4 (đỏ) (ngưỡng 30%)",
    "3 of 8 communes are at level 4 (red) (threshold 30%)",
  ],
  [
    "D-R2",
    { count: 4, percent: 50 },
    "4 trên 8 xã ở mức 3 (cam) trở lên (ngưỡng 50%)",
    "4 of 8 communes are at level 3 (orange) or higher (threshold 50%)",
  ],
  [
    "D-R3",
    {},
    `có nguồn lây nhiễm khó kiểm soát và có nguy cơ lan nhanh trên 50% số xã ${OFFICER}`,
    "a source hard to control threatens more than 50% of communes (set by an officer)",
  ],
  [
    "D-O1",
    { of: 1, exact: true },
    "1 trên 1 xã ở đúng mức 3 (cam) (ngưỡng 30%)",
    "1 of 1 commune is at exactly level 3 (orange) (threshold 30%)",
  ],
  [
    "D-O2",
    { count: 5, percent: 50 },
    "5 trên 8 xã ở mức 2 (vàng) trở lên (ngưỡng 50%)",
    "5 of 8 communes are at level 2 (yellow) or higher (threshold 50%)",
  ],
  [
    "D-O3",
    { names: ["Phường Đô Vinh"] },
    "có 1 xã ở mức 4 (đỏ): Phường Đô Vinh",
    "1 commune is at level 4 (red): Phường Đô Vinh",
  ],
  [
    "D-O4",
    {},
    `có nguồn lây nhiễm khó kiểm soát và có nguy cơ lan nhanh trên 20% số xã ${OFFICER}`,
    "a source hard to control threatens more than 20% of communes (set by an officer)",
  ],
  [
    "D-O5",
    {},
    `có cơ sở sản xuất cần bảo vệ tiếp giáp nguồn lây nhiễm khó kiểm soát ${OFFICER}`,
    "a production site to be protected borders a source hard to control (set by an officer)",
  ],
  [
    "D-Y1",
    { count: 2, reports: [120, 123] },
    "2 F0 trong cộng đồng đã rõ nguồn lây ngày 05/09 (báo cáo số 120 và 123), quá 1 ca trên 100.000 dân (dân số 167.394)",
    "there were 2 F0 cases of known source in the community on 5 Sep (reports no. 120 and 123), more than 1 per 100,000 people (population 167,394)",
  ],
  [
    "D-Y2",
    { count: 5, names: ["Xã A", "Xã B", "Xã C", "Xã D", "Xã E"] },
    "có 5 xã ở mức 2 (vàng) hoặc mức 3 (cam): Xã A, Xã B, Xã C và 2 xã khác",
    "5 communes are at level 2 (yellow) or level 3 (orange): Xã A, Xã B, Xã C and 2 other communes",
  ],
  ["D-G", {}, "không đáp ứng tiêu chí nào của các mức cao hơn", "no criterion of a higher level is met"],
  [
    "P-R1",
    {},
    "1 trên 8 huyện ở mức 4 (đỏ) (ngưỡng 30%)",
    "1 of 8 districts is at level 4 (red) (threshold 30%)",
  ],
  [
    "P-R2",
    { count: 4, percent: 50 },
    "4 trên 8 huyện ở mức 3 (cam) trở lên (ngưỡng 50%)",
    "4 of 8 districts are at level 3 (orange) or higher (threshold 50%)",
  ],
  [
    "P-R3",
    {},
    `có nguồn lây nhiễm khó kiểm soát và có nguy cơ lan nhanh trên 50% số huyện ${OFFICER}`,
    "a source hard to control threatens more than 50% of districts (set by an officer)",
  ],
  [
    "P-O1",
    { count: 3 },
    "3 trên 8 huyện ở mức 3 (cam) trở lên (ngưỡng 30%)",
    "3 of 8 districts are at level 3 (orange) or higher (threshold 30%)",
  ],
  [
    "P-O2",
    { count: 4, percent: 50 },
    "4 trên 8 huyện ở mức 2 (vàng) trở lên (ngưỡng 50%)",
    "4 of 8 districts are at level 2 (yellow) or higher (threshold 50%)",
  ],
  [
    "P-O3",
    { count: 2, names: ["Huyện Ninh Phước", "Huyện Ninh Sơn"] },
    "có 2 huyện ở mức 4 (đỏ): Huyện Ninh Phước và Huyện Ninh Sơn",
    "2 districts are at level 4 (red): Huyện Ninh Phước and Huyện Ninh Sơn",
  ],
  [
    "P-O4",
    {},
    `có nguồn lây nhiễm khó kiểm soát và có nguy cơ lan nhanh trên 20% số huyện ${OFFICER}`,
    "a source hard to control threatens more than 20% of districts (set by an officer)",
  ],
  [
    "P-Y1",
    { count: 9, days: [], reports: [] },
    "9 F0 trong cộng đồng đã rõ nguồn lây trong 14 ngày (23/08–05/09), quá 1 ca trên 100.000 dân (dân số 167.394)",
    "there were 9 F0 cases of known source in the community in the 14 days from 23 Aug to 5 Sep, more than 1 per 100,000 people (population 167,394)",
  ],
  [
    "P-Y2",
    { names: ["Huyện Ninh Phước"] },
    "có 1 huyện ở mức 2 (vàng) hoặc mức 3 (cam): Huyện Ninh Phước",
    "1 district is at level 2 (yellow) or level 3 (orange): Huyện Ninh Phước",
  ],
  ["P-G", {}, "không đáp ứng tiêu chí nào của các mức cao hơn", "no criterion of a higher level is met"],
];

describe("the sentence of a criterion", () => {
  test("every criterion of the shipped rule set has one, in both languages, and is told here", () => {
    expect(IDS).toHaveLength(31);
    expect(Object.keys(whyVi.reasons).sort()).toEqual([...IDS].sort());
    expect(Object.keys(whyEn.reasons).sort()).toEqual([...IDS].sort());
    expect(new Set(SAID.map(([id]) => id))).toEqual(new Set(IDS));
  });

  test.each(SAID)("%s", (id, more, inVietnamese, inEnglish) => {
    expect(said(id, more)).toEqual([inVietnamese, inEnglish]);
    for (const sentence of said(id, more)) expect(sentence).toBe(sentence.normalize("NFC"));
  });
});

function criterion(id: string, level: Level, figures: Record<string, number>, more: object = {}): Criterion {
  const both = { vi: "tiêu chí khác", en: "another criterion" };
  const traced = { days: [], reports: [], units: [], flags: [], readings: [], inferred: false };
  return { id, level, fired: true, basis: "quoted", clause: both, text: both, figures, ...traced, ...more };
}

function head(criteria: Criterion[], more: Partial<UnitDetail> = {}, sentences = whyVi): string | null {
  const detail = {
    level: criteria[0]?.level ?? null,
    criteria,
    fired: criteria.map(({ id }) => id),
    held_at: null,
    marks: [],
    reports: [],
    window: BASE.window,
    ...more,
  } as unknown as UnitDetail;
  const nameOf = (code: string) => `Xã ${code}`;
  return why(detail, { sentences, say: ({ vi }) => vi, nameOf, exact: false });
}

describe("the head of the reasons", () => {
  const traced = { days: ["2021-09-05"], reports: [123] };

  test("names the level, its colour, the case, its day and its report", () => {
    const one = [criterion("C-O1", 3, { f0_unknown_source: 1 }, traced)];
    expect(head(one)).toBe("Mức 3 (cam) vì: 1 F0 chưa rõ nguồn lây ngày 05/09 (báo cáo số 123).");
    expect(head(one, {}, whyEn)).toBe(
      "Level 3 (orange) because there was 1 F0 case of unknown source on 5 Sep (report no. 123).",
    );
  });

  test("tells every criterion that gives the level, and none that leads lower", () => {
    const two = [
      criterion("C-O1", 3, { f0_unknown_source: 1 }),
      criterion("C-O3", 3, {}, { units: [{ unit: "7", level: 4 }] }),
    ];
    const lower = criterion("C-Y1", 2, { f0_known_source: 9 });
    expect(head([...two, lower], { fired: ["C-O1", "C-O3"] })).toBe(
      "Mức 3 (cam) vì: 1 F0 chưa rõ nguồn lây trong 14 ngày (23/08–05/09); giáp ranh với Xã 7 đang ở mức 4 (đỏ).",
    );
  });

  test("cases that two criteria count, each by one reading of their source, are told once", () => {
    const traced = { days: ["2021-09-05"], reports: [123], inferred: true };
    const both = (unknown: number, venue: number, split: Report) =>
      [whyVi, whyEn].map((sentences) => {
        const figures = { cluster_min_f0: 2 };
        const red = [
          criterion("C-R1", 4, { f0_unknown_source: unknown, ...figures }, traced),
          criterion("C-R2", 4, { f0_special_venue: venue, ...figures }, traced),
        ];
        return head(red, { reports: [split] }, sentences);
      });
    expect(both(3, 3, report("2021-09-05", 3, null))).toEqual([
      "Mức 4 (đỏ) vì: 3 F0 chưa tách nguồn lây ngày 05/09 (báo cáo số 123), được tính là chưa rõ nguồn lây hoặc từ nơi khó kiểm soát, khó truy vết, cách nào cũng suy ra là chùm ca bệnh (từ 2 ca).",
      "Level 4 (red) because there were 3 F0 cases not split by source on 5 Sep (report no. 123), counted either as of unknown source or as from places hard to control and trace, and either way taken for a cluster (from 2 cases on).",
    ]);
    expect(both(5, 3, report("2021-09-05", 3, null))).toEqual([
      "Mức 4 (đỏ) vì: 5 F0 chưa rõ nguồn lây, kể cả 3 ca chưa tách nguồn lây, ngày 05/09 (báo cáo số 123), suy ra là chùm ca bệnh (từ 2 ca); hoặc, vẫn tính những ca chưa tách đó, 3 F0 chưa tách nguồn lây, được tính là từ nơi khó kiểm soát, khó truy vết, ngày 05/09 (báo cáo số 123), suy ra là chùm ca bệnh (từ 2 ca).",
      "Level 4 (red) because there were 5 F0 cases of unknown source, counting 3 not split by source, on 5 Sep (report no. 123), taken for a cluster (from 2 cases on); or, with the same unsplit cases, there were 3 F0 cases not split by source, counted as from places hard to control and trace, on 5 Sep (report no. 123), taken for a cluster (from 2 cases on).",
    ]);
    expect(both(3, 3, report("2021-09-05", 6, 3))[0]).toMatch(/3 F0 .*; 3 F0 /);
    const orange = [
      criterion("C-O1", 3, { f0_unknown_source: 1 }, traced),
      criterion("C-O2", 3, { f0_special_venue: 1 }, traced),
      criterion("C-O3", 3, {}, { units: [{ unit: "7", level: 4 }] }),
    ].map((one) => ({ ...one, inferred: false }));
    expect(head(orange, { reports: [report("2021-09-05", 1, null)] })).toBe(
      "Mức 3 (cam) vì: 1 F0 chưa tách nguồn lây ngày 05/09 (báo cáo số 123), được tính là chưa rõ nguồn lây hoặc từ nơi khó kiểm soát, khó truy vết; giáp ranh với Xã 7 đang ở mức 4 (đỏ).",
    );
  });

  test("cases that no report splits by source are told as such", () => {
    const reports = [report("2021-09-04", 2, 2), report("2021-09-05", 1, null)];
    const counted = (cases: number, ...days: string[]) =>
      [whyVi, whyEn].map((sentences) => {
        const one = criterion("C-O1", 3, { f0_unknown_source: cases }, { days });
        return head([one], { reports }, sentences);
      });
    expect(counted(3, "2021-09-04", "2021-09-05")).toEqual([
      "Mức 3 (cam) vì: 3 F0 chưa rõ nguồn lây, kể cả 1 ca chưa tách nguồn lây, ngày 04/09–05/09.",
      "Level 3 (orange) because there were 3 F0 cases of unknown source, counting 1 not split by source, on 4–5 Sep.",
    ]);
    expect(counted(1, "2021-09-05")).toEqual([
      "Mức 3 (cam) vì: 1 F0 chưa tách nguồn lây, được tính là chưa rõ nguồn lây, ngày 05/09.",
      "Level 3 (orange) because there was 1 F0 case not split by source, counted as of unknown source, on 5 Sep.",
    ]);
    expect(counted(2, "2021-09-04")[0]).toBe("Mức 3 (cam) vì: 2 F0 chưa rõ nguồn lây ngày 04/09.");
  });

  test("a cluster is told as reported, as inferred, or not at all where one case is enough", () => {
    const figures = { f0_special_venue: 2, days_with_reported_clusters: 0, cluster_min_f0: 2 };
    const told = (more: object) => head([criterion("C-R2", 4, figures, more)]);
    expect(told({ inferred: true })).toContain("suy ra là chùm ca bệnh (từ 2 ca)");
    expect(told({ figures: { ...figures, days_with_reported_clusters: 1 } })).toContain(
      "có báo cáo chùm ca bệnh",
    );
    expect(told({})).not.toContain("chùm");
  });

  test("without a criterion that gives the level there is none; one unknown here speaks in the rule set's words", () => {
    expect(head([criterion("C-Y1", 2, {})], { level: 4, fired: [] })).toBeNull();
    expect(head([criterion("X-1", 2, {})])).toBe("Mức 2 (vàng) vì: tiêu chí khác.");
  });
});

test("who below owes reports is named", () => {
  expect(whyVi.late(["Xã A", "Xã B"])).toBe("Có xã chưa báo cáo đủ dù đã quá hạn: Xã A và Xã B.");
  expect(whyEn.late(["Xã A", "Xã B", "Xã C", "Xã D", "Xã E"])).toBe(
    "Reports that are due have not arrived from Xã A, Xã B, Xã C and 2 other communes.",
  );
});
