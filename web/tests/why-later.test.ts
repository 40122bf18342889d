// What would settle a range and what would lower a level, as the sentences that people read, in both languages.

import { describe, expect, test } from "vitest";
import { whyEn } from "../src/text/why.en.ts";
import { whyVi } from "../src/text/why.vi.ts";
import { fall, kept, open, type Unsettled, type Waits } from "../src/why.ts";
import type { UnitDetail } from "../src/wire.ts";
import { report } from "./report.ts";

describe("what would settle a range", () => {
  const UNSETTLED: Unsettled = {
    low: 2,
    high: 4,
    cases: 0,
    days: [],
    reports: [],
    missing: [],
    names: [],
    others: [],
    tier: "commune",
  };
  const ranges: [string, Partial<Unsettled>, string, string][] = [
    [
      "cases without a source",
      { cases: 2, days: ["2021-09-04"], reports: [3] },
      "Mức 2–4: chưa xác định vì 2 ca ngày 04/09 chưa tách nguồn lây (báo cáo số 3). Sẽ rõ khi báo cáo ghi rõ nguồn lây của các ca đó.",
      "Level 2–4: undetermined because 2 cases of 4 Sep are not split by source (report no. 3). It will be settled once the report says what their source was.",
    ],
    [
      "a missing day",
      { missing: ["2021-09-03"] },
      "Mức 2–4: chưa xác định vì ngày 03/09 chưa được báo cáo nên một đầu của khoảng mức được giữ từ trước. Sẽ rõ khi có báo cáo ngày 03/09.",
      "Level 2–4: undetermined because 3 Sep is not reported, which keeps one end of the range from before. It will be settled once 3 Sep is reported.",
    ],
    [
      "a neighbour",
      { low: 1, high: 2, names: ["Xã A"], others: [5] },
      "Mức 1–2: chưa xác định vì mức của Xã A giáp ranh chưa xác định (báo cáo số 5 chưa tách nguồn lây). Sẽ rõ khi mức của Xã A được xác định.",
      "Level 1–2: undetermined because the level of Xã A, on its border, is open (report no. 5 gives no split by source). It will be settled once the level of Xã A is settled.",
    ],
    [
      "all of it",
      { cases: 1, days: ["2021-09-04"], reports: [3], missing: ["2021-09-03"], names: ["Xã A", "Xã B"] },
      "Mức 2–4: chưa xác định vì 1 ca ngày 04/09 chưa tách nguồn lây (báo cáo số 3); ngày 03/09 chưa được báo cáo nên một đầu của khoảng mức được giữ từ trước; mức của Xã A và Xã B giáp ranh chưa xác định. Sẽ rõ khi báo cáo ghi rõ nguồn lây của các ca đó, có báo cáo ngày 03/09 và mức của các xã đó được xác định.",
      "Level 2–4: undetermined because 1 case of 4 Sep is not split by source (report no. 3); 3 Sep is not reported, which keeps one end of the range from before; the levels of Xã A and Xã B, on its border, are open. It will be settled once the report says what their source was, 3 Sep is reported and the levels of those communes are settled.",
    ],
    [
      "the districts of the province",
      {
        low: 3,
        tier: "province",
        names: ["Huyện A", "Huyện B", "Huyện C", "Huyện D", "Huyện E"],
        others: [1, 2, 3, 4],
      },
      "Mức 3–4: chưa xác định vì mức của Huyện A, Huyện B, Huyện C và 2 huyện khác chưa xác định (4 báo cáo chưa tách nguồn lây). Sẽ rõ khi mức của các huyện đó được xác định.",
      "Level 3–4: undetermined because the levels of Huyện A, Huyện B, Huyện C and 2 other districts are open (4 reports give no split by source). It will be settled once the levels of those districts are settled.",
    ],
  ];

  test.each(ranges)("%s", (_, unsettled, inVietnamese, inEnglish) => {
    expect(whyVi.open({ ...UNSETTLED, ...unsettled })).toBe(inVietnamese);
    expect(whyEn.open({ ...UNSETTLED, ...unsettled })).toBe(inEnglish);
    expect(inVietnamese).toBe(inVietnamese.normalize("NFC"));
  });

  test("is told of the unit's own reports, and of those of the units that it rests on", () => {
    const reports = [report("2021-09-03", 4, 4), { ...report("2021-09-04", 2, null), id: 3 }];
    const detail = {
      ...{ low: 2, high: 4, reports, unit: { tier: "commune" } },
      open: { days: ["2021-09-04"], reports: [3, 9], missing: [], units: ["7"] },
    } as unknown as UnitDetail;
    const told = (of: UnitDetail) => open(of, { sentences: whyVi, nameOf: (code) => `Xã ${code}` });
    expect(told(detail)).toBe(
      "Mức 2–4: chưa xác định vì 2 ca ngày 04/09 chưa tách nguồn lây (báo cáo số 3); mức của Xã 7 giáp ranh chưa xác định (báo cáo số 9 chưa tách nguồn lây). Sẽ rõ khi báo cáo ghi rõ nguồn lây của các ca đó và mức của Xã 7 được xác định.",
    );
    expect(told({ ...detail, open: null })).toBeNull();
  });
});

describe("what is held while reports are missing", () => {
  const both = (vi: string, en: string) => ({ vi, en });
  const criteria = [
    { id: "C-R1", level: 4, clause: both("Xã, mức nguy cơ rất cao", "Commune, very high risk") },
    { id: "C-Y1", level: 2, clause: both("Xã, mức nguy cơ", "Commune, risk") },
  ];
  const detail = {
    ...{ criteria, fired: [], held_at: 4, missing: ["2021-07-14", "2021-07-15", "2021-07-17"] },
    held_from: {
      day: "2021-07-16",
      fired: ["C-R1"],
      days: ["2021-07-03", "2021-07-05"],
      reports: [837, 963],
    },
  } as unknown as UnitDetail;
  const told = (more: Partial<UnitDetail> = {}) => [
    kept({ ...detail, ...more }, { sentences: whyVi, say: ({ vi }) => vi })?.join(""),
    kept({ ...detail, ...more }, { sentences: whyEn, say: ({ en }) => en })?.join(""),
  ];

  test("begins the day after the last that reached it, by its criterion and reports", () => {
    expect(told()).toEqual([
      "Mức 4 (đỏ) được giữ từ ngày 17/07/2021 vì thiếu báo cáo ngày 14/07–15/07, 17/07: ngày 16/07/2021 đạt mức 4 theo C-R1 (Xã, mức nguy cơ rất cao), báo cáo số 837 và 963.",
      "Level 4 (red) is held from 17 Jul 2021, because reports are missing of 14–15 Jul and 17 Jul: 16 Jul 2021 reached level 4 by C-R1 (Commune, very high risk), reports no. 837 and 963.",
    ]);
  });

  test("is the own level where criteria give a higher one; a flag that gave it has no report", () => {
    const from = { day: "2021-07-31", fired: ["C-Y1"], days: [], reports: [] };
    expect(told({ fired: ["C-O3"], held_at: 2, held_from: from, missing: [] })).toEqual([
      "Mức tự thân được giữ ở mức 2 (vàng) từ ngày 01/08/2021 vì thiếu báo cáo: ngày 31/07/2021 đạt mức 2 theo C-Y1 (Xã, mức nguy cơ).",
      "The own level is held at level 2 (yellow) from 1 Aug 2021, because reports are missing: 31 Jul 2021 reached level 2 by C-Y1 (Commune, risk).",
    ]);
    expect(told({ held_at: null })).toEqual([undefined, undefined]);
  });
});

describe("what would lower a level", () => {
  const WAITS: Waits = {
    day: "2021-09-19",
    level: 1,
    rules_from: null,
    ends: [],
    missing: [],
    flags: [],
    late: [],
    falling: [],
    reports: [],
    others: { names: [], reports: [] },
    tier: "commune",
  };
  const falls: [string, Partial<Waits>, string, string][] = [
    [
      "zeros are enough",
      { ends: ["C-O1"], reports: [123] },
      "Có thể xuống mức 1 từ 19/09 nếu không có thêm ca. Khi đó, tiêu chí C-O1 không còn được đáp ứng vì báo cáo số 123 không còn nằm trong khoảng ngày đánh giá.",
      "Could fall to level 1 from 19 Sep if no further case is reported. Criterion C-O1 then no longer holds, because report no. 123 is no longer among the days assessed.",
    ],
    [
      "missing days too",
      { level: 2, missing: ["2021-09-03", "2021-09-05"] },
      "Có thể xuống mức 2 từ 19/09 nếu không có thêm ca và nếu ngày 03/09, 05/09 được báo cáo bổ sung (không có ca).",
      "Could fall to level 2 from 19 Sep if no further case is reported and if 3 Sep and 5 Sep are reported belatedly (without cases).",
    ],
    [
      "several criteria and reports",
      { ends: ["C-O1", "C-O2"], reports: [1, 2], missing: ["2021-09-03"] },
      "Có thể xuống mức 1 từ 19/09 nếu không có thêm ca và nếu ngày 03/09 được báo cáo bổ sung (không có ca). Khi đó, tiêu chí C-O1, C-O2 không còn được đáp ứng vì báo cáo số 1 và 2 không còn nằm trong khoảng ngày đánh giá.",
      "Could fall to level 1 from 19 Sep if no further case is reported and if 3 Sep is reported belatedly (without cases). Criteria C-O1 and C-O2 then no longer hold, because reports no. 1 and 2 are no longer among the days assessed.",
    ],
    [
      "communes around or below that owe reports",
      { ends: ["C-O3"], late: ["Xã Ma Nới"] },
      "Có thể xuống mức 1 từ 19/09 nếu không có thêm ca, với điều kiện Xã Ma Nới báo cáo đủ (không có ca). Khi đó, tiêu chí C-O3 không còn được đáp ứng.",
      "Could fall to level 1 from 19 Sep if no further case is reported, provided that Xã Ma Nới reports in full (without cases). Criterion C-O3 then no longer holds.",
    ],
    [
      "other rules by then",
      { rules_from: "2021-09-12", ends: ["C-R2"] },
      "Có thể xuống mức 1 từ 19/09 nếu không có thêm ca. Khi đó, tiêu chí C-R2 không còn được đáp ứng. Ngày đó được đánh giá theo bộ quy tắc áp dụng từ 12/09.",
      "Could fall to level 1 from 19 Sep if no further case is reported. Criterion C-R2 then no longer holds. That day is judged by the rule set in use from 12 Sep.",
    ],
    [
      "many of them",
      { late: ["Xã A", "Xã B", "Xã C", "Xã D", "Xã E"] },
      "Có thể xuống mức 1 từ 19/09 nếu không có thêm ca, với điều kiện Xã A, Xã B, Xã C và 2 xã khác báo cáo đủ (không có ca).",
      "Could fall to level 1 from 19 Sep if no further case is reported, provided that Xã A, Xã B, Xã C and 2 other communes report in full (without cases).",
    ],
    [
      "a neighbour that falls",
      {
        ends: ["C-O3"],
        falling: [{ names: ["Phường Đô Vinh"], to: 1 }],
        others: { names: ["Phường Đô Vinh"], reports: [12] },
      },
      "Có thể xuống mức 1 từ 19/09 nếu không xã nào có thêm ca. Khi đó, tiêu chí C-O3 không còn được đáp ứng vì Phường Đô Vinh xuống mức 1; báo cáo số 12 của Phường Đô Vinh không còn nằm trong khoảng ngày đánh giá.",
      "Could fall to level 1 from 19 Sep if no commune reports a further case. Criterion C-O3 then no longer holds, because Phường Đô Vinh falls to level 1; report no. 12 of Phường Đô Vinh is no longer among the days assessed.",
    ],
    [
      "the communes of a district",
      {
        ends: ["D-O3", "D-Y2"],
        falling: [
          { names: ["Xã A", "Xã B"], to: 1 },
          { names: ["Xã C"], to: 2 },
        ],
        others: { names: ["Xã A", "Xã B", "Xã C"], reports: [1, 2, 3, 4] },
        tier: "district",
      },
      "Có thể xuống mức 1 từ 19/09 nếu không xã nào có thêm ca. Khi đó, tiêu chí D-O3, D-Y2 không còn được đáp ứng vì Xã A và Xã B xuống mức 1; Xã C xuống mức 2; 4 báo cáo của Xã A, Xã B và Xã C không còn nằm trong khoảng ngày đánh giá.",
      "Could fall to level 1 from 19 Sep if no commune reports a further case. Criteria D-O3 and D-Y2 then no longer hold, because Xã A and Xã B fall to level 1; Xã C falls to level 2; 4 reports of Xã A, Xã B and Xã C are no longer among the days assessed.",
    ],
    [
      "a flag that ends",
      {
        ends: ["C-Y4"],
        flags: [{ flag: "illegal_entry", from: "2021-09-01", to: "2021-09-18", document: "12/UBND" }],
      },
      "Có thể xuống mức 1 từ 19/09 nếu không có thêm ca. Khi đó, tiêu chí C-Y4 không còn được đáp ứng vì xác nhận theo văn bản “12/UBND” hết hiệu lực.",
      "Could fall to level 1 from 19 Sep if no further case is reported. Criterion C-Y4 then no longer holds, because what document “12/UBND” set is over.",
    ],
    [
      "a flag without an end",
      { day: null, level: null },
      "Chưa có ngày có thể hạ mức: một xác nhận của cán bộ phụ trách không ghi ngày kết thúc đang giữ mức này.",
      "No day is known on which the level could fall: a flag that an officer set without an end keeps it up.",
    ],
  ];

  test.each(falls)("%s", (_, waits, inVietnamese, inEnglish) => {
    expect(whyVi.fall({ ...WAITS, ...waits }).join(" ")).toBe(inVietnamese);
    expect(whyEn.fall({ ...WAITS, ...waits }).join(" ")).toBe(inEnglish);
    expect(inVietnamese).toBe(inVietnamese.normalize("NFC"));
  });

  test("the unit's own reports and those of others are told apart, and units by the level they fall to", () => {
    const leaving = (unit: string, reports: number[]) => ({ unit, days: ["2021-09-05"], reports });
    const traced = {
      ...{ day: "2021-09-19", level: 1, rules_from: null, ends: ["C-O1", "C-O3"], missing: [], flags: [] },
      late: ["9"],
      falling: [
        { unit: "7", from: 4, to: 2 },
        { unit: "8", from: 4, to: 1 },
      ],
      leaving: [leaving("1", [3]), leaving("7", [4, 5])],
    };
    const detail = { fall: traced, unit: { code: "1", tier: "commune" } } as unknown as UnitDetail;
    const told = (of: UnitDetail) => fall(of, { sentences: whyVi, nameOf: (code) => `Xã ${code}` });
    expect(told(detail)).toEqual([
      "Có thể xuống mức 1 từ 19/09 nếu không xã nào có thêm ca, với điều kiện Xã 9 báo cáo đủ (không có ca).",
      "Khi đó, tiêu chí C-O1, C-O3 không còn được đáp ứng vì báo cáo số 3 không còn nằm trong khoảng ngày đánh giá; Xã 8 xuống mức 1; Xã 7 xuống mức 2; báo cáo số 4 và 5 của Xã 7 không còn nằm trong khoảng ngày đánh giá.",
    ]);
    expect(told({ ...detail, fall: null })).toEqual([]);
  });
});
