// A PostgreSQL of the machine's own, thrown away at the end: a cluster in a temporary folder, reached by a socket there
// and by no port, and never run as root.

import { type ExecFileSyncOptions, execFileSync } from "node:child_process";
import { chownSync, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { atTheEnd } from "./end.ts";
import { folder } from "./server.ts";

/** Where Debian puts each release. */
const RELEASES = "/usr/lib/postgresql";
/** Nothing is kept, so nothing waits for a disk. */
const SETTINGS = "-c listen_addresses= -c fsync=off -c max_connections=40 -c shared_buffers=16MB";

/** The address of its one database; null where the machine has no PostgreSQL. */
export function postgres(): string | null {
  const newest = existsSync(RELEASES)
    ? readdirSync(RELEASES)
        .sort((a, b) => Number(a) - Number(b))
        .at(-1)
    : undefined;
  if (newest === undefined) return null;
  const made = folder();
  const owner: ExecFileSyncOptions = { cwd: "/", stdio: "ignore" };
  if (process.getuid?.() === 0) {
    const id = (which: string) => Number(execFileSync("id", [which, "postgres"]));
    Object.assign(owner, { uid: id("-u"), gid: id("-g") });
    chownSync(made, id("-u"), id("-g"));
  }
  const run = (program: string, ...words: string[]) =>
    execFileSync(join(RELEASES, newest, "bin", program), [...words, "-D", join(made, "data")], owner);
  run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync");
  run(
    "pg_ctl",
    "start",
    "-w",
    "-o",
    `${SETTINGS} -c unix_socket_directories=${made}`,
    "-l",
    join(made, "log"),
  );
  atTheEnd(() => void run("pg_ctl", "stop", "-w", "-m", "immediate"));
  return `postgres://postgres@localhost/postgres?host=${made}`;
}
