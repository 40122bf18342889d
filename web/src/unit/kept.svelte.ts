// An answer of the server that follows its question: asked again when the question changes and when boards come, never
// two requests at a time (latest.ts). The old answer stays until the new one is there, and says what it answers.

import { Refusal } from "../app.svelte.ts";
import { latest } from "../latest.ts";

export interface Kept<T> {
  readonly answer: T | null;
  /** What the last attempt ended with: "refused" is not tried again, "failed" is. */
  readonly problem: "refused" | "failed" | null;
}

/** `question` is null while there is nothing to ask; `moved` is read to ask the same once more. */
export function kept<Q, T>(
  question: () => Q | null,
  moved: () => unknown,
  ask: (question: Q, signal: AbortSignal) => Promise<T>,
): Kept<T> {
  let answer = $state.raw<T | null>(null);
  let problem = $state<Kept<T>["problem"]>(null);
  let current: Q | null = null;

  $effect(() => {
    const line = latest<T>({
      ask: (signal) =>
        current === null ? Promise.reject(new Error("nothing to ask")) : ask(current, signal),
      answered: (told) => {
        answer = told;
        problem = null;
      },
      failed: (met) => {
        const refused = met instanceof Refusal && met.status >= 400 && met.status < 500;
        problem = refused ? "refused" : "failed";
        return !refused;
      },
    });
    $effect(() => {
      current = question();
      moved();
      if (current !== null) line.moved();
    });
    return line.stop;
  });

  return {
    get answer() {
      return answer;
    },
    get problem() {
      return problem;
    },
  };
}
