// The line between a page and its server, which a test can cut (connections break and new ones are refused), freeze
// (nothing is heard any more, as when a cable is pulled) and mend. It may also refuse some requests, as proxies do.

import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { atTheEnd } from "./end.ts";

export class Line {
  private readonly sockets = new Set<Socket>();
  /** Connections that died without a word to either end. */
  private readonly dead = new WeakSet<Socket>();
  private refused: readonly string[] = [];
  private state: "whole" | "cut" | "frozen" = "whole";
  /** Bytes that the far end has said. */
  heard = 0;

  private constructor(private readonly listener: Server) {}

  static async to(port: number): Promise<Line> {
    const listener = createServer();
    const line = new Line(listener);
    listener.on("connection", (near) => {
      if (line.state === "cut") {
        near.destroy();
        return;
      }
      const far = connect(port, "127.0.0.1");
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        line.sockets.add(from);
        from.on("data", (data) => {
          if (line.state !== "whole" || line.dead.has(from)) return;
          if (from === near && line.refuses(data)) {
            near.destroy();
            far.destroy();
            return;
          }
          if (from === far) line.heard += data.length;
          to.write(data);
        });
        from.on("close", () => {
          line.sockets.delete(from);
          if (line.state !== "frozen" && !line.dead.has(from)) to.destroy();
        });
        from.on("error", () => from.destroy());
      }
    });
    await new Promise<void>((ready) => listener.listen(0, "127.0.0.1", ready));
    atTheEnd(() => line.close());
    return line;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.listener.address() as AddressInfo).port}`;
  }

  cut(): void {
    this.state = "cut";
    for (const socket of this.sockets) socket.destroy();
  }

  freeze(): void {
    this.state = "frozen";
  }

  mend(): void {
    // What was in flight when the line froze is lost for good: those connections are broken.
    for (const socket of this.sockets) socket.destroy();
    this.state = "whole";
  }

  /** As on another network: what was open stays silent for ever, what is opened from now on works. */
  change(): void {
    for (const socket of this.sockets) this.dead.add(socket);
  }

  /** Breaks a connection that asks for one of these paths; without any, none. */
  refuse(...paths: string[]): void {
    this.refused = paths;
  }

  private refuses(data: Buffer): boolean {
    const path = /^GET ([^? ]+)/.exec(data.toString("latin1"))?.[1] ?? "";
    return this.refused.includes(path);
  }

  private close(): void {
    this.cut();
    this.listener.close();
  }
}
