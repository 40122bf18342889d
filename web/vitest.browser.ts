// Runs the browser tests: one file at a time, since each drives a browser and a server of its own. The time-outs are a
// safety net for a page that never gets there, not a measure.

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/browser/**/*.spec.ts"],
    setupFiles: ["tests/browser/ended.ts"],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000, interval: 50 } },
  },
});
