// The world that live.ts lives in, as a browser tab has it: sockets, clocks, chance, and the events of waking up.
// Tests put another one in its place.

import type { Socket, Surroundings } from "./live.ts";

export function browser(): Surroundings {
  return {
    now: () => performance.now(),
    wall: () => Date.now(),
    random: () => Math.random(),
    socket: (path) => {
      const url = new URL(path, location.href);
      url.protocol = url.protocol.replace("http", "ws");
      return new WebSocket(url) as unknown as Socket;
    },
    json: async (url) => {
      const answer = await fetch(url);
      if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
      return answer.json();
    },
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    onWake: (run) => {
      const woke = () => document.visibilityState === "visible" && run(true);
      const online = () => run(true);
      const offline = () => run(false);
      document.addEventListener("visibilitychange", woke);
      document.addEventListener("resume", online);
      window.addEventListener("pageshow", woke);
      window.addEventListener("online", online);
      window.addEventListener("offline", offline);
      return () => {
        document.removeEventListener("visibilitychange", woke);
        document.removeEventListener("resume", online);
        window.removeEventListener("pageshow", woke);
        window.removeEventListener("online", online);
        window.removeEventListener("offline", offline);
      };
    },
  };
}
