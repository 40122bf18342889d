// What a run of measurements ends with, in the form of the server's half. Bytes are steady and judged: a miss fails
// the run. Times of a browser on a shared machine are told.

interface Row {
  what: string;
  ours: string;
  reference: string;
  ratio: string;
  bound: string;
}

export class Table {
  private readonly rows: Row[] = [];
  private missed = 0;

  /** A time in milliseconds beside its reference, which `what` names in brackets. */
  time(what: string, ours: number, reference: number): void {
    const ms = (time: number) => `${time.toFixed(1)}ms`;
    const ratio = (ours / reference).toFixed(3);
    this.rows.push({ what, ours: ms(ours), reference: ms(reference), ratio, bound: "" });
  }

  /** Something counted, with the most it may be. */
  count(what: string, ours: number, unit: string, most?: number): void {
    const held = most === undefined || ours <= most;
    if (!held) this.missed += 1;
    const bound = most === undefined ? "" : `≤ ${most}${unit}: ${held ? "held" : "MISSED"}`;
    this.rows.push({ what, ours: `${ours}${unit}`, reference: "", ratio: "", bound });
  }

  /** Prints everything; whether all that is judged held. */
  print(): boolean {
    const line = ({ what, ours, reference, ratio, bound }: Row) =>
      `${what.padEnd(86)}${ours.padStart(10)}${reference.padStart(11)}${ratio.padStart(9)}  ${bound}`.trimEnd();
    const head = { what: "", ours: "ours", reference: "reference", ratio: "ratio", bound: "bound" };
    const caveat =
      "Times are of a machine that may be busy with other work: compare ratios, and runs with runs.";
    process.stdout.write(`\n${caveat}\n${[head, ...this.rows].map(line).join("\n")}\n`);
    return this.missed === 0;
  }
}

/** The time below which a share of all lie. */
export function percentile(times: readonly number[], percent: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.floor(((sorted.length - 1) * percent) / 100)] ?? Number.NaN;
}
