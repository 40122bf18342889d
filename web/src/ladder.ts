// Which way frames come on, and when another one is tried. What it keeps: never two connections at a time, and at most
// one plain question (`GET board`) beside it.
//
// An attempt that brings nothing within 1.5 s, or ends before its first frame, is doubted: the board is asked for
// plainly, which brings it to the screen and tells a server that is away from a way that is blocked. A way is left for
// the next one where two attempts in a row brought nothing although the server answered, so a restart moves nobody.
// From a lower way the better ones are tried again every few minutes, each once.

import {
  age,
  ask,
  type Carrier,
  type Fields,
  framed,
  moment,
  parse,
  type Surroundings,
  WAYS,
  type Way,
} from "./ways.ts";

/** A connection that has said nothing by now is given up. */
const FIRST_FRAME_MS = 10_000;
/** A connection that has said nothing by now is doubted. */
const DOUBT_MS = 1_500;
const BACKOFF_FIRST_MS = 1_000;
const BACKOFF_MOST_MS = 20_000;
/** A connection that lived this long was a good one: the next attempt starts from the shortest delay. */
const GOOD_AFTER_MS = 10_000;
/** So many attempts in a row must bring nothing before a way is taken for blocked. */
const ATTEMPTS = 2;
/** Give or take a fifth, so that a crowd does not ask at once. */
export const POLL_MS = 15_000;
/** Give or take a half. */
const RISE_MS = 180_000;

export interface Above {
  /** Where a way leads. */
  url(way: Way): string;
  /** A frame; false if it cannot be read, which ends the connection. */
  hear(frame: Fields | null, way: Way): boolean;
  /** What worked until now has ended. */
  faltered(): void;
}

export interface Ladder {
  /** Tries the best way now. */
  climb(): void;
  /** Gives up what is under way, and tries again after a while. */
  giveUp(): void;
  /** How old what is under way is; null where nothing is. */
  age(): number | null;
  /** Nothing is heard or tried any more. */
  end(): void;
}

export function ladder(around: Surroundings, above: Above): Ladder {
  /** The way that is tried or used, and the one that worked last, as places in WAYS. */
  let rung = 0;
  let home = 0;
  /** Attempts in a row on this way that brought nothing, and on any that did not last. */
  let strikes = 0;
  let attempt = 0;

  let carrier: Carrier | null = null;
  let opened = moment(around);
  /** Whether this attempt has brought a frame, and whether the server has answered a plain question meanwhile. */
  let spoke = false;
  let answered = false;
  /** Takes back the plain question that is on its way, if one is. */
  let question: (() => void) | null = null;
  /** The attempt has ended, and the answer tells what comes next. */
  let awaited = false;
  /** The tag and the number of the last board that was asked for plainly. */
  let tag: string | null = null;
  let tagged = 0;
  let rising: (() => void) | null = null;
  let ended = false;
  let cancelDial = () => {};
  let cancelFirst = () => {};
  let cancelDoubt = () => {};

  /** Ends the connection, if any, without listening to its end, so that two never live at once. */
  function hangUp(): void {
    cancelFirst();
    cancelDoubt();
    if (!carrier) return;
    const old = carrier;
    carrier = null;
    old.onmessage = old.onclose = old.onerror = null;
    old.close();
    if (spoke && age(around, opened) >= GOOD_AFTER_MS) attempt = 0;
  }

  function withdraw(): void {
    question?.();
    question = null;
    awaited = false;
  }

  function dial(): void {
    hangUp();
    cancelDial();
    awaited = spoke = answered = false;
    opened = moment(around);
    const way = WAYS[rung] ?? "poll";
    if (way === "poll") {
      askPlainly();
      return;
    }
    carrier = way === "socket" ? around.socket(above.url(way)) : around.events(above.url(way));
    carrier.onmessage = ({ data }) => heard(data, way);
    carrier.onclose = carrier.onerror = lose;
    cancelFirst = around.after(FIRST_FRAME_MS, lose);
    // On the way up the old way is silent meanwhile.
    cancelDoubt = around.after(rung < home ? 0 : DOUBT_MS, askPlainly);
  }

  /** Full jitter: anywhere between nothing and the doubled delay, so that a crowd does not come back at once. */
  function redial(): void {
    cancelDial();
    const most = Math.min(BACKOFF_MOST_MS, BACKOFF_FIRST_MS * 2 ** Math.min(attempt, 10));
    attempt += 1;
    cancelDial = around.after(around.random() * most, dial);
  }

  function heard(data: unknown, way: Way): void {
    if (!above.hear(parse(data), way)) lose();
    else if (!ended && !spoke) {
      spoke = true;
      cancelFirst();
      cancelDoubt();
      withdraw();
      arrive();
    }
  }

  /** This way works. */
  function arrive(): void {
    strikes = 0;
    home = rung;
    if (rung > 0) rising ??= around.after(RISE_MS * (0.5 + around.random()), rise);
  }

  function stay(): void {
    rising?.();
    rising = null;
  }

  function rise(): void {
    stay();
    rung = strikes = 0;
    dial();
  }

  /** The connection is over. Where it brought nothing, the server is asked whether it is there before it is judged. */
  function lose(): void {
    hangUp();
    if (spoke) {
      above.faltered();
      redial();
    } else if (answered) strike();
    else {
      awaited = true;
      askPlainly();
    }
  }

  /** The server is there, and this way brings nothing. On the way up each has a single attempt. */
  function strike(): void {
    strikes += 1;
    if (strikes < ATTEMPTS && rung >= home) {
      redial();
      return;
    }
    strikes = 0;
    rung += 1;
    dial();
  }

  function askPlainly(): void {
    question ??= ask(around, above.url("poll"), tag, (answer) => {
      question = null;
      const frame = answer?.body === null ? { type: "beat", seq: tagged } : framed(answer?.body);
      const there = answer !== null && above.hear(frame, "poll");
      if (ended) return;
      if (there && frame?.type === "board") [tag, tagged] = [answer.tag, frame.seq as number];
      judge(there);
    });
  }

  function judge(there: boolean): void {
    answered ||= there;
    const polled = WAYS[rung] === "poll";
    if (!polled && !awaited) return;
    awaited = false;
    if (!there) {
      above.faltered();
      redial();
    } else if (polled) {
      attempt = 0;
      arrive();
      cancelDial();
      cancelDial = around.after(POLL_MS * (0.8 + 0.4 * around.random()), dial);
    } else strike();
  }

  return {
    climb() {
      withdraw();
      attempt = 0;
      rise();
    },
    giveUp() {
      if (!carrier && !question) return;
      withdraw();
      hangUp();
      redial();
    },
    age: () => (carrier || question ? age(around, opened) : null),
    end() {
      ended = true;
      withdraw();
      hangUp();
      cancelDial();
      stay();
    },
  };
}
