// Keeps the answer to one question up to date while its subject moves on. What it keeps: never two requests on their
// way; a request is not taken back because the subject moved again, or at a quick pace none would ever be answered;
// after the last move an answer is asked for.

/** Requests start at least this far apart. */
const PAUSE_MS = 700;
const RETRY_MS = 3_000;

export interface Question<T> {
  ask(signal: AbortSignal): Promise<T>;
  answered(answer: T): void;
  /** Whether asking the same once more may help. */
  failed(problem: unknown): boolean;
}

export interface Latest {
  /** The subject is another one than when it was last asked about. */
  moved(): void;
  /** Takes back what is on its way; nothing is asked or told any more. */
  stop(): void;
}

export function latest<T>(question: Question<T>): Latest {
  const end = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking = false;
  let stale = false;

  function plan(pause: number): void {
    timer ??= setTimeout(ask, Math.max(0, askedAt + pause - performance.now()));
  }

  async function ask(): Promise<void> {
    timer = undefined;
    askedAt = performance.now();
    [asking, stale] = [true, false];
    let retry = false;
    try {
      const answer = await question.ask(end.signal);
      if (!end.signal.aborted) question.answered(answer);
    } catch (problem) {
      retry = !end.signal.aborted && question.failed(problem);
    }
    asking = false;
    if (end.signal.aborted) return;
    if (retry) plan(RETRY_MS);
    else if (stale) plan(PAUSE_MS);
  }

  return {
    moved() {
      if (asking) stale = true;
      else plan(PAUSE_MS);
    },
    stop() {
      clearTimeout(timer);
      end.abort();
    },
  };
}
