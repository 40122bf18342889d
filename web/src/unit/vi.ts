// What a unit's page says in Vietnamese, and the keys that the other language must have. It comes with the page's own
// code; what map and card say too is in text/vi.ts.

/** A day as its sentence needs it; null is what is not known or not there. */
export interface DayTold {
  date: string;
  total: string | null;
  kinds: string[];
  per: boolean;
  missing: "before" | "due" | "waiting" | null;
  reported: number;
  expected: number;
  /** As known when, where that is not now; then the level, with its signs' names. */
  asOf: string | null;
  known: string | null;
  marks: string[];
  fired: string[];
  /** The level last published on it, with its signs' names then. */
  published: string | null;
  publishedMarks: string[];
  release: number | null;
  differs: boolean;
  revisions: number;
  /** Id of the rule set that begins to judge on it. */
  rules: string | null;
}

/** A sum over the window as it is told: of days of which so many are reported; of a commune or of several. */
export interface SumTold {
  days: number;
  total: string;
  per: boolean;
  reported: number;
  short: boolean;
  commune: boolean;
}

/** The sum that ends with a day; where it is not whole there are so many cases at least. */
export interface SumOn {
  sum: string;
  whole: boolean;
  day: string;
}

const WEEKDAYS = ["Chủ nhật", "Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy"];

export const vi = {
  weekday: (at: number) => WEEKDAYS[at] ?? "",
  title: (unit: string, page: string) => `${unit} · ${page}`,
  description: (unit: string) =>
    `${unit}: số ca F0 mới và mức độ nguy cơ COVID-19 từng ngày, lý do và các bản báo cáo.`,
  toMap: "Xem trên bản đồ",
  level: (day: string) => `Mức nguy cơ ngày ${day}`,
  open: (mark: string, low: number, high: number) => `${mark}: mức ${low}–${high}`,
  unknown: (code: string) => `Không có đơn vị nào mang mã ${code}.`,
  none: "Không tìm thấy đơn vị",
  noPage: "Không tìm thấy trang",
  nothingAt: (path: string) => `Không có trang nào ở địa chỉ ${path}.`,
  unknownMore: (province: string) =>
    `Địa chỉ này không dẫn đến xã, huyện nào của ${province}. Hãy tìm theo tên ở ô tìm kiếm phía trên, hoặc chọn trên bản đồ.`,
  openMap: "Mở bản đồ",
  failed: "Chưa tải được số liệu. Trang sẽ tự thử lại.",
  refused:
    "Máy chủ không có câu trả lời cho ngày hoặc thời điểm này. Hãy chọn ngày khác, hoặc trở về hiện nay.",
  updating: "Đang cập nhật…",
  series: {
    known: "Theo số liệu hiện nay",
    knownThen: (time: string, day: string) => `Theo số liệu lúc ${time} ${day}`,
    published: (level: string, marks: string[]) =>
      `Như đã công bố: ${level}${marks.length > 0 ? ` (${marks.join(", ")})` : ""}`,
    compared: (known: string) => `Mức: ${known.charAt(0).toLowerCase()}${known.slice(1)}.`,
  },
  state: {
    live: (day: string) => `Đang xem ngày ${day}, theo số liệu mới nhất`,
    past: (day: string) => `Đang xem ngày ${day}, theo số liệu biết đến hiện nay`,
    asKnown: (day: string, time: string, asOf: string) =>
      `Đang xem ngày ${day}, như đã biết lúc ${time} ngày ${asOf}`,
    follows: "; trang tự cập nhật",
    back: "Trở về hiện nay",
  },
  pick: {
    label: "Chọn ngày và thời điểm",
    day: "Ngày đánh giá",
    before: "Ngày trước",
    after: "Ngày sau",
    asOf: "Theo số liệu đã biết lúc",
    zone: "giờ Việt Nam",
    now: "Hiện nay",
    endOfDay: "Cuối ngày đó",
    keep: "Giữ thời điểm này",
    from: "Biểu đồ từ",
    to: "đến",
    span: "Khoảng ngày",
    weeks: (weeks: number) => `${weeks} tuần`,
    all: "Tất cả",
  },
  compare: {
    unit: "Cách tính",
    counts: "Số ca",
    rates: "Trên 100.000 dân",
    population: (people: string) =>
      `Tỷ lệ tính theo dân số trong danh mục đơn vị hành chính: ${people} người.`,
    add: "So sánh với",
    choose: "Chọn đơn vị…",
    remove: (unit: string) => `Bỏ ${unit} khỏi so sánh`,
    title: "So sánh",
    sums: (days: number, per: boolean) =>
      `Mỗi điểm là tổng số F0 trong ${days} ngày tính đến hết ngày đó${per ? ", trên 100.000 dân" : ""}; mọi đơn vị dùng chung một thang.`,
    chart: (units: string, days: number, per: boolean) =>
      `${units}: tổng số F0 trong ${days} ngày${per ? ", trên 100.000 dân" : ""}, từng ngày.`,
    on: (day: string) => `Tính đến hết ngày ${day}`,
    gaps: (days: number) =>
      `Chỗ đứt nét: ngày chưa có báo cáo, không phải số 0. Nét chấm và dấu ≥: ít nhất chừng ấy, vì trong ${days} ngày đó có ngày thiếu báo cáo.`,
    table: "Số liệu của biểu đồ so sánh",
    daily: "Trong ngày",
    days: (days: number) => `${days} ngày`,
    districts: "Huyện, thị xã, thành phố",
    summary(unit: string, last: SumOn, top: SumOn, per: boolean): string {
      const cases = ({ sum }: SumOn) => `${sum} F0${per ? "/100.000 dân" : ""}`;
      const most = top.whole ? "cao nhất" : "lúc cao nhất có ít nhất";
      return `${unit}: ${last.whole ? "" : "ít nhất "}${cases(last)} tính đến hết ngày ${last.day}; ${most} ${cases(top)}, ngày ${top.day}.`;
    },
    none: (unit: string) => `${unit}: không có báo cáo trong khoảng này.`,
  },
  chart: {
    title: "F0 mới mỗi ngày và mức nguy cơ",
    range: (from: string, to: string) => `Từ ${from} đến ${to}`,
    help: "Kéo trên biểu đồ hoặc dùng phím mũi tên để chọn ngày (phải, lên: ngày sau; trái, xuống: ngày trước); Page Up: một tuần sau; Page Down: một tuần trước; Home, End: hai đầu biểu đồ.",
    label: (unit: string) => `${unit}: từng ngày. Chọn một ngày để xem lý do.`,
    cases: "F0 mỗi ngày",
    rate: "F0 mỗi ngày trên 100.000 dân",
    known: "Mức theo số liệu hiện nay",
    knownThen: (time: string, day: string) => `Mức theo số liệu lúc ${time} ${day}`,
    published: "Mức như đã công bố",
    key: "Chú giải",
    keySum: (days: number, known: "none" | "short" | "all") =>
      `Trong ${days} ngày đánh giá${{ none: ": không có báo cáo nào", short: ", ít nhất:", all: ":" }[known]}`,
    gap: "Chưa có báo cáo",
    partial: "Thiếu báo cáo của một số xã",
    corrected: "Đã đính chính",
    differs: "Công bố khác số liệu hiện nay",
    notPublished: "Chưa công bố",
    border: (day: string, id: string) => `từ ${day}: bộ quy tắc ${id}`,
    marks: "Đính chính trên biểu đồ",
    noReport: "chưa có báo cáo",
    lanes: {
      undetermined: "chưa xác định",
      held: "giữ mức",
      late: "báo cáo chậm",
      override: "mức công bố riêng",
      incomplete: "chưa đủ số liệu",
      flag: "có cờ cán bộ đặt",
    },
  },
  /** The sum over the window, and beside it what is missing of it. */
  sum({ days, total, per, reported, short, commune }: SumTold): string[] {
    if (reported === 0) return [`${days} ngày đánh giá: không có báo cáo nào`];
    const head = `${days} ngày đánh giá: ${short ? "ít nhất " : ""}${total} F0${per ? "/100.000 dân" : ""}`;
    if (!short) return [head];
    return [head, commune ? `${reported} trong ${days} ngày có báo cáo` : "thiếu báo cáo của một số xã"];
  },
  day(told: DayTold): string {
    const parts = [];
    const unit = told.per ? "F0 trên 100.000 dân" : "F0 mới";
    if (told.total === null) {
      parts.push(
        {
          before: "đơn vị chưa bắt đầu báo cáo",
          due: "chưa có báo cáo dù đã quá hạn",
          waiting: "chưa có báo cáo",
        }[told.missing ?? "waiting"],
      );
    } else parts.push(`${told.total} ${unit}${told.kinds.length > 0 ? ` (${told.kinds.join(", ")})` : ""}`);
    if (told.total !== null && told.reported < told.expected)
      parts.push(`${told.reported} trên ${told.expected} xã đã báo cáo`);
    const sentences = [`${told.date}: ${parts.join("; ")}`];
    const marks = told.marks.length > 0 ? ` (${told.marks.join(", ")})` : "";
    const fired = told.fired.length > 0 ? `, do ${told.fired.join("; ")}` : "";
    const known = told.asOf === null ? "Theo số liệu hiện nay" : `Theo số liệu lúc ${told.asOf}`;
    sentences.push(
      told.known === null ? `${known}: chưa có mức${marks}` : `${known}: ${told.known}${marks}${fired}`,
    );
    if (told.release === null) sentences.push("Chưa công bố");
    else {
      const differs = told.differs ? ", khác với số liệu" : "";
      const then = [...told.publishedMarks, `bản số ${told.release}`].join(", ");
      sentences.push(`Như đã công bố: ${told.published ?? "chưa có mức"} (${then})${differs}`);
    }
    if (told.rules !== null) sentences.push(`Từ ngày này áp dụng bộ quy tắc ${told.rules}`);
    if (told.revisions > 1) sentences.push(`Có ${told.revisions} bản báo cáo, bản cuối là bản đính chính`);
    return `${sentences.join(". ")}.`;
  },
  reasons: {
    title: (day: string) => `Lý do của mức ngày ${day}`,
    own: "Mức tự thân (chưa xét vùng lân cận):",
    none: "Chưa có mức: đơn vị chưa từng báo cáo tính đến ngày này.",
  },
  around: {
    commune: (day: string) => `Các xã giáp ranh, ngày ${day}`,
    district: (day: string) => `Các xã, phường, thị trấn, ngày ${day}`,
    province: (day: string) => `Các huyện, thị xã, thành phố, ngày ${day}`,
    label: (unit: string, level: string) => `${unit}: ${level}`,
    none: "Đơn vị này không giáp xã nào trong tỉnh.",
  },
  corrections: {
    of: (unit: string, from: string, to: string) =>
      `Các đính chính, và báo cáo, cờ đến muộn làm thay đổi bảng đã công bố, liên quan đến ${unit} trong những ngày trên biểu đồ, từ ${from} đến ${to}; mới nhất trước. Những gì đã công bố vẫn giữ nguyên.`,
    none: (unit: string, from: string, to: string) =>
      `Không có đính chính, báo cáo hay cờ đến muộn nào liên quan đến ${unit} trong những ngày trên biểu đồ, từ ${from} đến ${to}.`,
    knownBy: (time: string, day: string) => `Chỉ kể những đính chính đã biết lúc ${time} ngày ${day}.`,
    toDay: (day: string) => `Xem ngày ${day} trên biểu đồ`,
    feed: "Nguồn cấp Atom của đơn vị này",
    absent: (batch: number) =>
      `Đính chính số ${batch} không thuộc đơn vị này, hoặc không liên quan đến những ngày trên biểu đồ.`,
    more: "Còn các đính chính trước đó; hãy chọn khoảng ngày ngắn hơn để xem.",
  },
  table: {
    title: "Mọi báo cáo, từng ngày",
    caption: (from: string, to: string) =>
      `Từ ${to} trở về ${from}, mới nhất trước; mỗi dòng là một bản báo cáo.`,
    captionAbove: (from: string, to: string) =>
      `Từ ${to} trở về ${from}, mới nhất trước; tổng của các xã đã báo cáo.`,
    number: "Số",
    revision: "Bản",
    learned: "Nhận lúc",
    origin: "Nguồn gốc",
    origins: { row: "báo cáo", absent: "điền 0 cho đơn vị vắng" } as Record<string, string>,
    published: "Như đã công bố",
    source: "Nguồn",
    note: "Ghi chú",
    replaced: "đã được thay",
    reported: "Xã đã báo cáo",
    reportedFailed: "Chưa tải được. Hãy đóng rồi mở lại.",
    reportedOf: (of: string, day: string) => `${of} xã đã báo cáo ngày ${day}: xem từng xã`,
    of: (reported: string, expected: string) => `${reported}/${expected}`,
    page: (page: number, pages: number) => `Trang ${page}/${pages}`,
    newer: "Mới hơn",
    older: "Cũ hơn",
    csv: "Tải báo cáo (CSV):",
    csvAll: "mọi bản báo cáo",
    before: "chưa bắt đầu báo cáo",
    due: "chưa có báo cáo (quá hạn)",
    waiting: "chưa có báo cáo",
  },
  meaning: {
    title: "Các con số có nghĩa gì",
    points: [
      "Một ca được tính vào ngày tỉnh ghi nhận ca đó và cho xã nơi phát hiện ca. Đây là giả định của hệ thống, vì báo cáo không nói rõ.",
      "Ngày chưa có báo cáo là khoảng trống, không phải số 0. Khi trong khoảng đánh giá còn ngày thiếu báo cáo, mức tự thân của xã không được hạ.",
      "Ô để trống không phải là số 0. Trống ở “đã cách ly” hoặc “F1 cộng đồng” được tính là 0 (giả định). Trống ở cả “chưa rõ nguồn” và “nơi khó kiểm soát” nghĩa là chưa tách nguồn: mức khi đó là một khoảng; nếu chỉ trống một trong hai thì ô đó là 0.",
      "“Đã rõ nguồn” là phần còn lại của F0 sau khi trừ số đã cách ly, chưa rõ nguồn và nơi khó kiểm soát.",
      "Bản đính chính không xóa bản cũ: mỗi bản giữ số riêng và thời điểm nhận. “Theo số liệu hiện nay” tính lại mọi ngày theo bản mới nhất; “như đã công bố” là mức cuối cùng công bố trong chính ngày đó và không bao giờ đổi.",
      "Mức là kết quả tính theo quy tắc; mỗi tiêu chí ghi rõ là trích nguyên văn, diễn giải hay giả định.",
    ],
  },
};

export type UnitText = typeof vi;
