// What was opened is ended by whoever runs: pages, lines, servers, folders. The last one opened is the first to go.
// Vitest asks for it after each test, and for what was opened before the first one after the file (ended.ts).

type End = () => Promise<void> | void;

const ends: End[] = [];

export function atTheEnd(end: End): void {
  ends.push(end);
}

/** How much is open. */
export const open = () => ends.length;

/** Ends what is open, but for the first so many. */
export async function endAll(but = 0): Promise<void> {
  while (ends.length > but) await ends.pop()?.();
}
