// Runs the pages' half of `make bench`, whose modules are TypeScript, on the Node that builds the pages.
import { runnerImport } from "vite";

const { module } = await runnerImport("./tests/speed/pages.ts", { configFile: false });
process.exitCode = (await module.measure()) ? 0 : 1;
