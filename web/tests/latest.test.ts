// latest.ts while boards come faster than answers: the answer comes all the same, and never two are asked for at once.

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Latest, latest } from "../src/latest.ts";

/** A server that takes a while for each answer, which is the board of the moment it was asked. */
const ANSWER_MS = 40;
let board = 0;
let underway = 0;
let asked = 0;
let takenBack = 0;
let most = 0;
let broken = false;
let shown: number[] = [];
let kept: Latest;

function fetchBoard(signal: AbortSignal): Promise<number> {
  asked += 1;
  underway += 1;
  most = Math.max(most, underway);
  const [answer, fails] = [board, broken];
  return new Promise<number>((resolve, reject) => {
    signal.addEventListener("abort", () => {
      takenBack += 1;
      reject(signal.reason);
    });
    setTimeout(() => (fails ? reject(new Error("broken")) : resolve(answer)), ANSWER_MS);
  }).finally(() => {
    underway -= 1;
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  [board, underway, asked, takenBack, most, broken, shown] = [0, 0, 0, 0, 0, false, []];
  kept = latest({ ask: fetchBoard, answered: (answer) => shown.push(answer), failed: () => true });
});
afterEach(() => {
  kept.stop();
  vi.useRealTimers();
});

async function moves(times: number, everyMs: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    board += 1;
    kept.moved();
    await vi.advanceTimersByTimeAsync(everyMs);
  }
}

test("boards every few milliseconds: answers come, one at a time, and nothing is taken back", async () => {
  await moves(1_000, 5);
  expect(shown.length).toBeGreaterThan(5);
  expect(most).toBe(1);
  expect(takenBack).toBe(0);
  expect(asked).toBeLessThan(10);
});

test("the last answer is of the last board", async () => {
  await moves(300, 5);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(shown.at(-1)).toBe(300);
  const before = asked;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toBe(before);
});

test("a board that comes while an answer is on its way is asked for once, after it", async () => {
  await moves(1, 10);
  await moves(3, 5);
  expect(shown).toEqual([]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(shown).toEqual([1, 4]);
});

test("what failed is asked again, in a while", async () => {
  broken = true;
  await moves(100, 20);
  expect(asked).toBe(1);
  await vi.advanceTimersByTimeAsync(1_500);
  expect(asked).toBe(2);
  broken = false;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(shown).toEqual([100]);
});

test("stopping takes back what is on its way, and ends it", async () => {
  await moves(2, 5);
  kept.stop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect([asked, takenBack, shown]).toEqual([1, 1, []]);
});
