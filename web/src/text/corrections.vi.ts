// What is said of corrections in Vietnamese, and the keys that the other language must have.

import type { Reason } from "../wire.ts";

export const correctionsVi = {
  title: "Đính chính",
  none: "Chưa có đính chính nào.",
  knownTo: (day: string) => `Những đính chính đã biết đến lúc của bản đồ đang xem (${day}).`,
  feed: "Nguồn cấp Atom",
  earlier: "Các đính chính trước đó",
  newest: "Về các đính chính mới nhất",
  at: (time: string, day: string) => `${time} ngày ${day}`,
  noReason: "Không nêu lý do",
  againstReason: "Lưu ý: số liệu sửa không khớp với lý do này.",
  reasons: {
    late_result: "Kết quả về muộn",
    duplicate_case: "Ca bị đếm trùng",
    moved_to_other_unit: "Chuyển ca sang đơn vị khác",
    typing_error: "Nhập nhầm",
    other: "Lý do khác",
  } satisfies Record<Reason, string>,
  number: (batch: number) => `Đính chính số ${batch}`,
  release: (release: number) => `bản công bố số ${release}`,
  of: (day: string) => `báo cáo ngày ${day}`,
  replaces: (now: number, old: number) => `báo cáo số ${now} thay báo cáo số ${old}`,
  first: (now: number) => `báo cáo số ${now}, trước đó chưa báo cáo ngày này`,
  /** What is said otherwise of first reports that came late. */
  late: {
    noReason: "Báo cáo đầu tiên đến muộn",
    number: (batch: number) => `Lô báo cáo số ${batch}`,
    movedNone: "Không đổi mức nào trên bản đồ của ngày báo cáo đến.",
    boards: (unit: string) => `${unit}: bảng đã công bố khi chưa có báo cáo này`,
    before: "Trước báo cáo này",
    since: "Sau báo cáo này",
  },
  /** And of flags of days that were over. */
  flagged: {
    noReason: "Cờ cho những ngày đã qua",
    number: (batch: number) => `Lô cờ số ${batch}`,
    movedNone: "Không đổi mức nào trên bản đồ của ngày cờ đến.",
    boards: (unit: string) => `${unit}: bảng đã công bố bị cờ này làm thay đổi`,
    before: "Trước cờ này",
    since: "Sau cờ này",
  },
  withdrawn: "đã rút",
  insteadOf: (flag: string) => `thay cho: ${flag}`,
  lateBy: (now: number, days: number) => `báo cáo số ${now}, lần đầu, đến muộn ${days} ngày`,
  nothing: "chưa có",
  unchanged: "số liệu không đổi",
  more: (count: number) => `và ${count} mục khác`,
  others: (count: number) => `và ${count} mục của đơn vị khác`,
  /** The same where there is nothing before it. */
  othersAlone: (count: number) => `${count} mục của đơn vị khác`,
  goOn: (count: number) => `Xem tiếp (còn ${count} mục)`,
  failedMore: "Chưa tải được. Hãy thử lại.",
  movedToday: (day: string) => `Đổi mức ngay trên bảng ngày ${day}`,
  movedNone: "Không đổi mức nào trên bản đồ của ngày đính chính.",
  shifted: (day: string) =>
    `Mức hiển thị giữ nguyên, khoảng mức hoặc ký hiệu thay đổi, trên bảng ngày ${day}`,
  range: (low: number, high: number) => (low === high ? `mức ${high}` : `mức ${low}–${high}, chưa xác định`),
  gained: (marks: string) => `thêm ký hiệu: ${marks}`,
  lost: (marks: string) => `hết ký hiệu: ${marks}`,
  restates: (count: number, from: string, to: string) =>
    from === to
      ? `Làm thay đổi ${count} mức trên bảng đã công bố ngày ${from}.`
      : `Làm thay đổi ${count} mức trên các bảng đã công bố từ ${from} đến ${to}.`,
  restatesNotOf: (unit: string) => `Không làm thay đổi bảng đã công bố nào của ${unit}.`,
  restatesNone: "Không làm thay đổi bảng nào đã công bố trước đó.",
  boards: (unit: string) => `${unit}: bảng đã công bố bị đính chính này làm thay đổi`,
  boardDay: "Ngày",
  days: (from: string, to: string) => `${from} – ${to}`,
  asPublished: "Như đã công bố",
  before: "Trước đính chính này",
  since: "Sau đính chính này",
  sameLevel: "chỉ đổi khoảng mức hoặc ký hiệu",
  notShown: "ngoài biểu đồ",
  notPublished: "chưa công bố",
  published: "như đã công bố",
  nowKnown: "theo số liệu hiện nay",
  failed: "Chưa tải được đính chính. Trang sẽ tự thử lại.",
};

export type CorrectionText = typeof correctionsVi;
