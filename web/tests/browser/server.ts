// The real server as a test needs it: the built binary on a free port with a database of its own, fed through the
// command line as an office would. It is ready when it says so; nothing here waits for time to pass.

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import type { Board } from "../../src/wire.ts";
import { atTheEnd } from "./end.ts";

const target = process.env.CARGO_TARGET_DIR ?? resolve(import.meta.dirname, "../../../target");
const binary = process.env.VUNGXANH_BINARY ?? join(target, "debug/vungxanh");

export const SEASON = resolve(import.meta.dirname, "../../../geodata/ninh-thuan/demo-2021.csv");

/** What is special in `Server.seeded`: Phước Bình is late, Ma Nới open, Phước Hà silent, Vĩnh Hải red. */
export const SEEDED = { day: "2021-09-05", late: "22783", open: "22828", never: "22885", red: "22846" };

/** True boundaries that may not be shipped; null where they are not beside the project. */
export const boundaries = ((dir) => (existsSync(dir) ? dir : null))(
  resolve(import.meta.dirname, "../../../../shared/geodata/ninh-thuan"),
);

/** A folder of the test's own. */
export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "vungxanh-"));
  atTheEnd(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** Every unit's level on a board; 0 for none. */
export function levelsOf({ units }: Board): Record<string, number> {
  return Object.fromEntries(units.map(({ unit, level }) => [unit, level ?? 0]));
}

export async function run(...args: string[]): Promise<string> {
  return (await promisify(execFile)(binary, args, { maxBuffer: 1 << 26 })).stdout;
}

export class Server {
  private readonly folder = folder();
  private child: ChildProcess | null = null;
  token = "";
  port = 0;

  private constructor(private args: string[]) {
    atTheEnd(() => this.stop("SIGKILL"));
  }

  /** `vungxanh serve`, with its clock standing at the morning of a day. */
  static serve(day: string, ...more: string[]): Promise<Server> {
    return Server.on(null, day, ...more);
  }

  /** The same on a database that others may have, too. */
  static async on(address: string | null, day: string, ...more: string[]): Promise<Server> {
    const server = new Server(["serve", "--clock-start", `${day}T08:00:00+07:00`, ...more]);
    const database = ["--database", address ?? server.database];
    server.token = (await run("token", "new", "--role", "reporter", ...database)).trim();
    server.args.push(...database);
    await server.start();
    return server;
  }

  /**
   * A province in the midst of its season, the same each time: the replayed figures of three weeks, all four levels, a
   * commune that stopped reporting, one whose reports leave its level open, one that never reported.
   */
  static async seeded(): Promise<Server> {
    const server = await Server.serve(SEEDED.day);
    const [header = "", ...rows] = readFileSync(SEASON, "utf8").trim().split("\n");
    const season = rows.filter((row) => {
      const [commune = "", day = ""] = row.split(",");
      if (commune === SEEDED.never || commune === SEEDED.open || commune === SEEDED.red) return false;
      return day >= "2021-08-15" && day < (commune === SEEDED.late ? "2021-08-31" : SEEDED.day);
    });
    const file = server.write(
      "season.csv",
      header,
      ...season,
      `${SEEDED.red},2021-09-04,3,0,3,0,1,0,0`,
      `${SEEDED.open},2021-09-04,2,,,,,,`,
    );
    await run("import", file, "--server", server.url, "--token", server.token);
    return server;
  }

  /** `vungxanh demo`, at a slow pace. */
  static async demo(...more: string[]): Promise<Server> {
    const server = new Server(["demo", "--seconds-per-day", "3600", ...more]);
    await server.start();
    return server;
  }

  private get database(): string {
    return `sqlite://${join(this.folder, "test.db")}`;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts it, on the port it had before where it had one. */
  async start(): Promise<void> {
    const child = spawn(binary, [...this.args, "--listen", `127.0.0.1:${this.port}`], {
      env: { ...process.env, VUNGXANH_LOG: "warn" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.child = child;
    for await (const line of createInterface({ input: child.stdout })) {
      const port = /^listening on http:\/\/127\.0\.0\.1:(\d+)$/.exec(line)?.[1];
      if (port) {
        this.port = Number(port);
        return;
      }
    }
    throw new Error("the server ended before it listened");
  }

  /** Another server takes the place of this one, on the same port. */
  async become(change: (args: readonly string[]) => string[]): Promise<void> {
    await this.stop();
    this.args = change(this.args);
    await this.start();
  }

  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((end) => child.once("exit", end));
    child.kill(signal);
    await gone;
  }

  /** A file of these lines, which goes with the server. */
  write(name: string, ...lines: string[]): string {
    const file = join(this.folder, name);
    writeFileSync(file, [...lines, ""].join("\n"));
    return file;
  }

  /** `vungxanh import` of these rows. */
  async feed(...rows: string[]): Promise<void> {
    await this.correct([], ...rows);
  }

  /** The same, saying why, as with `--reason`. */
  async correct(why: string[], ...rows: string[]): Promise<void> {
    const file = this.write("rows.csv", "commune,day,f0,f0_unknown_source,f0_special_venue", ...rows);
    await run("import", file, "--server", this.url, "--token", this.token, ...why);
  }

  /** The same server on the morning of another day. */
  async rise(day: string): Promise<void> {
    await this.become((args) => args.map((arg) => arg.replace(/^\d{4}-\d\d-\d\d(?=T)/, day)));
  }

  /** `vungxanh flags import` of these rows, as an officer. */
  async flag(...rows: string[]): Promise<void> {
    const file = this.write("flags.csv", "unit,flag,from,to,document", ...rows);
    const officer = (await run("token", "new", "--role", "officer", "--database", this.database)).trim();
    await run("flags", "import", file, "--server", this.url, "--token", officer);
  }

  /** The number of the newest entry. */
  async seq(): Promise<number> {
    return (await this.json<Board>("board")).seq;
  }

  async json<T>(path: string, body?: unknown): Promise<T> {
    const init = body && {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    };
    const answer = await fetch(`${this.url}/api/v1/${path}`, init || {});
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }
}
