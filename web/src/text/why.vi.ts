// Why a unit has its level, and what would lower it, as sentences in Vietnamese: one for each criterion.

import { plus } from "../unit/time.ts";
import type { Reason, Sentences } from "../why.ts";
import type { Level } from "../wire.ts";
import { count, day, days, length, shortDay } from "./format.ts";

const COLOURS: Record<Level, string> = { 1: "xanh", 2: "vàng", 3: "cam", 4: "đỏ" };
const OFFICER = "(cán bộ phụ trách xác nhận)";
const GREEN = "không đáp ứng tiêu chí nào của các mức cao hơn";
const UNKNOWN = "chưa rõ nguồn lây";
const VENUE = "từ nơi khó kiểm soát, khó truy vết";
const NAMED = 3;

const number = (value: number) => count(value, "vi");
const at = (level: Level) => `mức ${level} (${COLOURS[level]})`;

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} và ${names.at(-1)}`;
}

/** The first few, and how many more. */
function named(names: readonly string[], kind: string): string {
  const rest = names.length - NAMED;
  return listed(rest > 1 ? [...names.slice(0, NAMED), `${rest} ${kind} khác`] : names);
}

/** Each by its number while they are few; all of them are listed with the criterion. */
function numbered(ids: readonly number[]): string {
  return ids.length > NAMED ? `${ids.length} báo cáo` : `báo cáo số ${listed(ids.map(String))}`;
}

/** "14 ngày (23/08–05/09)". */
function span(window: Reason["window"]): string {
  return `${length(window)} ngày (${shortDay(window.from)}–${shortDay(window.to)})`;
}

/** " ngày 05/09 (báo cáo số 123)". */
function when({ days: list, reports, window }: Reason): string {
  return `${list.length > 0 ? ` ngày ${days(list)}` : ` trong ${span(window)}`}${reports.length > 0 ? ` (${numbered(reports)})` : ""}`;
}

/** Cases, and how many of them the report does not split by source. */
function cases(what: string): (reason: Reason) => string {
  return (reason) => {
    const { count: all, open } = reason;
    const head = `${number(all)} F0`;
    if (open === 0) return `${head} ${what}${when(reason)}`;
    if (open === all) return `${head} chưa tách nguồn lây, được tính là ${what},${when(reason)}`;
    return `${head} ${what}, kể cả ${number(open)} ca chưa tách nguồn lây,${when(reason)}`;
  };
}

function cluster(what: string): (reason: Reason) => string {
  return (reason) => {
    if (reason.cluster === "inferred")
      return `${cases(what)(reason)}, suy ra là chùm ca bệnh (từ ${number(reason.least)} ca)`;
    if (reason.cluster === null) return cases(what)(reason);
    const together = reason.count > 0 ? `, tổng cộng ${number(reason.count)} F0` : "";
    return `có báo cáo chùm ca bệnh ${what}${together}${when(reason)}`;
  };
}

function beside(level: Level): (reason: Reason) => string {
  return ({ names }) => `giáp ranh với ${listed(names)} đang ở ${at(level)}`;
}

/** Of a district the communes, of the province the districts. */
function above(tier: "D" | "P", below: string): Sentences["reasons"] {
  const share = (level: Level) => (reason: Reason) => {
    const standing =
      reason.exact && level < 4 ? `đúng ${at(level)}` : `${at(level)}${level < 4 ? " trở lên" : ""}`;
    return `${number(reason.count)} trên ${number(reason.of)} ${below} ở ${standing} (ngưỡng ${reason.percent}%)`;
  };
  const some = (standing: string) => (reason: Reason) => {
    const names = reason.names.length > 0 ? `: ${named(reason.names, below)}` : "";
    return `có ${number(reason.count)} ${below} ở ${standing}${names}`;
  };
  const source = (percent: number) => () =>
    `có nguồn lây nhiễm khó kiểm soát và có nguy cơ lan nhanh trên ${percent}% số ${below} ${OFFICER}`;
  return {
    [`${tier}-R1`]: share(4),
    [`${tier}-R2`]: share(3),
    [`${tier}-R3`]: source(50),
    [`${tier}-O1`]: share(3),
    [`${tier}-O2`]: share(2),
    [`${tier}-O3`]: some(at(4)),
    [`${tier}-O4`]: source(20),
    [`${tier}-Y1`]: (reason) =>
      `${cases("trong cộng đồng đã rõ nguồn lây")(reason)}, quá 1 ca trên 100.000 dân (dân số ${number(reason.population)})`,
    [`${tier}-Y2`]: some(`${at(2)} hoặc ${at(3)}`),
    [`${tier}-G`]: () => GREEN,
  };
}

export const whyVi: Sentences = {
  colours: COLOURS,
  reasons: {
    "C-R1": cluster(UNKNOWN),
    "C-R2": cluster(VENUE),
    "C-O1": cases(UNKNOWN),
    "C-O2": cases(VENUE),
    "C-O3": beside(4),
    "C-Y1": cases("trong cộng đồng đã rõ nguồn lây"),
    "C-Y2": (reason) => `${number(reason.count)} F1 trong cộng đồng${when(reason)}`,
    "C-Y3": beside(3),
    "C-Y4": () =>
      `nguy cơ cao do nhập cảnh trái phép hoặc có số lượng lớn người trong các cơ sở cách ly ${OFFICER}`,
    "C-G": ({ days: list, window }) => `${GREEN}, theo báo cáo của ${list.length} trong ${span(window)}`,
    ...above("D", "xã"),
    "D-O5": () => `có cơ sở sản xuất cần bảo vệ tiếp giáp nguồn lây nhiễm khó kiểm soát ${OFFICER}`,
    ...above("P", "huyện"),
  },
  either(first, second) {
    const whole = [first, second].every(
      ({ count: all, open, cluster }) => open === all && cluster !== "reported",
    );
    if (!whole)
      return `${whyVi.reasons[first.id]?.(first)}; hoặc, vẫn tính những ca chưa tách đó, ${whyVi.reasons[second.id]?.(second)}`;
    const head = `${number(first.count)} F0 chưa tách nguồn lây${when(first)}`;
    if (first.cluster === null) return `${head}, được tính là ${UNKNOWN} hoặc ${VENUE}`;
    return `${head}, được tính là ${UNKNOWN} hoặc ${VENUE}, cách nào cũng suy ra là chùm ca bệnh (từ ${number(first.least)} ca)`;
  },
  why: (level, reasons) => `Mức ${level} (${COLOURS[level]}) vì: ${reasons.join("; ")}.`,
  kept({ level, own, day: last, reached, by, reports, missing }) {
    const head = own ? `Mức tự thân được giữ ở ${at(level)}` : `Mức ${level} (${COLOURS[level]}) được giữ`;
    const lack = `vì thiếu báo cáo${missing.length > 0 ? ` ngày ${days(missing)}` : ""}`;
    const met = by.map(({ id, clause }) => `${id} (${clause})`).join(", ");
    const from = reports.length > 0 ? `, ${numbered(reports)}` : "";
    return [
      `${head} từ ngày ${day(plus(last, 1), "vi")} ${lack}: `,
      `ngày ${day(last, "vi")}`,
      ` đạt mức ${reached} theo ${met}${from}.`,
    ];
  },
  late: (names) => `Có xã chưa báo cáo đủ dù đã quá hạn: ${named(names, "xã")}.`,
  open({ low, high, cases: unsplit, days: list, reports, missing, names, others, tier }) {
    const causes: string[] = [];
    const settles: string[] = [];
    if (reports.length > 0) {
      causes.push(`${number(unsplit)} ca ngày ${days(list)} chưa tách nguồn lây (${numbered(reports)})`);
      settles.push("báo cáo ghi rõ nguồn lây của các ca đó");
    }
    if (missing.length > 0) {
      causes.push(`ngày ${days(missing)} chưa được báo cáo nên một đầu của khoảng mức được giữ từ trước`);
      settles.push(`có báo cáo ngày ${days(missing)}`);
    }
    if (names.length > 0) {
      const kind = tier === "province" ? "huyện" : "xã";
      const theirs = others.length > 0 ? ` (${numbered(others)} chưa tách nguồn lây)` : "";
      const where = tier === "commune" ? " giáp ranh" : "";
      causes.push(`mức của ${named(names, kind)}${where} chưa xác định${theirs}`);
      settles.push(`mức của ${names.length === 1 ? names.join("") : `các ${kind} đó`} được xác định`);
    }
    return `Mức ${low}–${high}: chưa xác định vì ${causes.join("; ")}. Sẽ rõ khi ${listed(settles)}.`;
  },
  fall({ day, level, rules_from, ends, missing, flags, late, falling, reports, others, tier }) {
    if (day === null || level === null)
      return [
        "Chưa có ngày có thể hạ mức: một xác nhận của cán bộ phụ trách không ghi ngày kết thúc đang giữ mức này.",
      ];
    const due = missing.length > 0 ? ` và nếu ngày ${days(missing)} được báo cáo bổ sung (không có ca)` : "";
    const owed = late.length > 0 ? `, với điều kiện ${named(late, "xã")} báo cáo đủ (không có ca)` : "";
    const quiet = tier !== "commune" || falling.length > 0 ? "không xã nào có thêm ca" : "không có thêm ca";
    const head = `Có thể xuống mức ${level} từ ${shortDay(day)} nếu ${quiet}${due}${owed}.`;
    const rules = rules_from
      ? [`Ngày đó được đánh giá theo bộ quy tắc áp dụng từ ${shortDay(rules_from)}.`]
      : [];
    if (ends.length === 0) return [head, ...rules];
    const out = "không còn nằm trong khoảng ngày đánh giá";
    const theirs = `${numbered(others.reports)} của ${named(others.names, "xã")} ${out}`;
    const causes = [
      ...(reports.length > 0 ? [`${numbered(reports)} ${out}`] : []),
      ...falling.map(
        ({ names, to }) => `${named(names, tier === "province" ? "huyện" : "xã")} xuống mức ${to}`,
      ),
      ...(others.reports.length > 0 ? [theirs] : []),
      ...flags.map((flag) => `xác nhận theo văn bản “${flag.document}” hết hiệu lực`),
    ];
    const because = causes.length > 0 ? ` vì ${causes.join("; ")}` : "";
    return [head, `Khi đó, tiêu chí ${ends.join(", ")} không còn được đáp ứng${because}.`, ...rules];
  },
};
