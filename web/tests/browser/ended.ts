// What a test opened ends with it, whether it passed or not; what a file opened before its first test, with the file.

import { afterAll, afterEach, beforeEach } from "vitest";
import { endAll, open } from "./end.ts";

let before = 0;
beforeEach(() => {
  before = open();
});
afterEach(() => endAll(before));
afterAll(() => endAll());
