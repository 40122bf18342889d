// What the pages are measured against: a server that does nothing but answer. `/static` fetches as many bodies of as
// many bytes as the real page, then colours a canvas; `/echo` sends a few bytes over a socket that sends them back,
// then colours a canvas. Both read the colour back. What they take is what browser, machine and loopback take.

import { createHash, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";

/** A canvas of the map's size, and a colour on it, read back in the frame that draws it. */
const CANVAS = `
const canvas = document.body.appendChild(document.createElement("canvas"));
[canvas.width, canvas.height] = [innerWidth, innerHeight];
const gl = canvas.getContext("webgl2");
const coloured = (red) => new Promise((done) => requestAnimationFrame(() => {
  gl.clearColor(red, 0, 0, 1);
  gl.clear(gl.COLOR_BUFFER_BIT);
  gl.readPixels(canvas.width / 2, canvas.height / 2, 16, 16, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(1024));
  done(performance.now());
}));`;

const ECHO = `${CANVAS}
const socket = new WebSocket("/socket");
const open = new Promise((done) => { socket.onopen = done; });
window.echo = async (red) => {
  await open;
  const begun = performance.now();
  const heard = new Promise((done) => { socket.onmessage = done; });
  socket.send("2686");
  await heard;
  return (await coloured(red)) - begun;
};`;

const fetching = (bodies: number) => `${CANVAS}
const all = Array.from({ length: ${bodies} }, (_, at) => fetch("/body/" + at).then((answer) => answer.arrayBuffer()));
window.coloured = Promise.all(all).then(() => coloured(1));`;

export class Bare {
  private constructor(
    private readonly server: Server,
    private readonly sockets: Set<Duplex>,
  ) {}

  /** Serves bodies of these sizes, which do not compress. */
  static async start(sizes: readonly number[]): Promise<Bare> {
    const bodies = sizes.map((size) => randomBytes(size));
    const server = createServer((request, answer) => {
      const body = /^\/body\/(\d+)$/.exec(request.url ?? "")?.[1];
      const script = request.url === "/static" ? fetching(bodies.length) : ECHO;
      answer.setHeader("content-type", body ? "application/octet-stream" : "text/html");
      answer.end(
        body ? bodies[Number(body)] : `<!doctype html><body style="margin:0"><script>${script}</script>`,
      );
    });
    const sockets = new Set<Duplex>();
    server.on("upgrade", (request, socket) => {
      sockets.add(socket);
      echo(request, socket);
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    return new Bare(server, sockets);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    this.server.closeAllConnections();
  }
}

/** RFC 6455 as far as a few bytes need it: they come masked, in one frame, and go back unmasked. */
function echo(request: IncomingMessage, socket: Duplex): void {
  const key = `${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
  const accept = createHash("sha1").update(key).digest("base64");
  const upgrade = "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n";
  socket.write(`${upgrade}sec-websocket-accept: ${accept}\r\n\r\n`);
  socket.on("error", () => socket.destroy());
  socket.on("data", (frame: Buffer) => {
    if ((frame[0] ?? 0) !== 0x81) return;
    const length = (frame[1] ?? 0) & 0x7f;
    const bytes = frame.subarray(6, 6 + length).map((byte, at) => byte ^ (frame[2 + (at % 4)] ?? 0));
    socket.write(Buffer.concat([Buffer.from([0x81, length]), bytes]));
  });
}
