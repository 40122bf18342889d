// The world that live.ts lives in, as a browser tab has it: connections, clocks, chance, and the events of waking up.
// Tests put another one in its place.

import type { Answer, Carrier, Surroundings } from "./ways.ts";

const TICK_MS = 1_000;
/** A tick that came so late was slept through. */
const SLEPT_MS = 5_000;

export function browser(): Surroundings {
  return {
    now: () => performance.now(),
    wall: () => Date.now(),
    random: () => Math.random(),
    socket: (path) => {
      const url = new URL(path, location.href);
      url.protocol = url.protocol.replace("http", "ws");
      return new WebSocket(url) as unknown as Carrier;
    },
    // Left to itself it would connect again by itself: whoever hears of an error closes it.
    events: (path) => new EventSource(path) as unknown as Carrier,
    get,
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    onWake: (run) => {
      const woke = () => document.visibilityState === "visible" && run(true);
      const online = () => run(true);
      const offline = () => run(false);
      const asleep = onSleep(woke);
      document.addEventListener("visibilitychange", woke);
      document.addEventListener("resume", online);
      window.addEventListener("pageshow", woke);
      window.addEventListener("online", online);
      window.addEventListener("offline", offline);
      return () => {
        clearInterval(asleep);
        document.removeEventListener("visibilitychange", woke);
        document.removeEventListener("resume", online);
        window.removeEventListener("pageshow", woke);
        window.removeEventListener("online", online);
        window.removeEventListener("offline", offline);
      };
    },
  };
}

function get(url: string, tag: string | null, told: (answer: Answer | null) => void): () => void {
  const taken = new AbortController();
  // The browser's own cache would turn a 304 into the whole answer.
  const init: RequestInit = { signal: taken.signal, cache: "no-store" };
  if (tag !== null) init.headers = { "if-none-match": tag };
  const asked = async (): Promise<Answer> => {
    const answer = await fetch(url, init);
    if (answer.status === 304) return { body: null, tag };
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
    return { body: await answer.json(), tag: answer.headers.get("etag") };
  };
  asked().then(
    (answer) => taken.signal.aborted || told(answer),
    () => taken.signal.aborted || told(null),
  );
  return () => taken.abort();
}

/** The lid of a laptop closes and opens without an event, but what ticks in between notices. */
function onSleep(run: () => void): ReturnType<typeof setInterval> {
  let ticked = Date.now();
  return setInterval(() => {
    const late = Date.now() - ticked;
    ticked = Date.now();
    if (late > TICK_MS + SLEPT_MS) run();
  }, TICK_MS);
}
