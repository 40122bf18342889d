// How the page is built: one CSS file, hashed assets under /assets/, a .br beside each of them, and nothing
// inline, because the server's policy allows scripts and styles from 'self' only. MapLibre is bundled from the
// sources in its package so that page and worker share one chunk (100 kB less over the wire than its two bundles).

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig, type Plugin } from "vitest/config";
import { landSteps } from "./scripts/land.mjs";
import { sheet } from "./src/palette.ts";

const maplibre = join(dirname(createRequire(import.meta.url).resolve("maplibre-gl/package.json")), "src");

/** `virtual:map-worker` is the address of MapLibre's worker; `maplibre-gl` its sources. */
function sharedMaplibre(): Plugin {
  return {
    name: "shared-maplibre",
    enforce: "pre",
    apply: "build",
    resolveId(id) {
      if (id === "maplibre-gl") return join(maplibre, "index.ts");
      return id === "virtual:map-worker" ? "\0map-worker" : null;
    },
    load(id) {
      if (id !== "\0map-worker") return null;
      const chunk = this.emitFile({
        type: "chunk",
        id: join(maplibre, "source/worker.ts"),
        name: "map-worker",
      });
      return `export default import.meta.ROLLUP_FILE_URL_${chunk};`;
    },
  };
}

/** The same for `vite dev`, where the package's own bundle and worker serve. */
function plainMaplibre(): Plugin {
  return {
    name: "plain-maplibre",
    apply: "serve",
    resolveId: (id) => (id === "virtual:map-worker" ? "\0map-worker" : null),
    load: (id) =>
      id === "\0map-worker"
        ? `export { default } from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";`
        : null,
  };
}

/** `virtual:land` is the address of the land of Natural Earth, cut out by scripts/land.mjs. */
function landAsset(): Plugin {
  let serving = false;
  return {
    name: "land-asset",
    configResolved: (config) => {
      serving = config.command === "serve";
    },
    configureServer: (server) => {
      server.middlewares.use("/assets/land.json", (_, response) => void response.end(landSteps()));
    },
    resolveId: (id) => (id === "virtual:land" ? "\0land" : null),
    load(id) {
      if (id !== "\0land") return null;
      if (serving) return `export default "/assets/land.json";`;
      const asset = this.emitFile({ type: "asset", name: "land.json", source: landSteps() });
      return `export default import.meta.ROLLUP_FILE_URL_${asset};`;
    },
  };
}

/** `virtual:palette.css` is palette.ts as a style sheet, so that the colours are there before any script has run. */
function paletteSheet(): Plugin {
  return {
    name: "palette-sheet",
    resolveId: (id) => (id === "virtual:palette.css" ? "/@palette.css" : null),
    load: (id) => (id === "/@palette.css" ? sheet() : null),
  };
}

/** theme.first.js as a file of its own, in front of everything else in <head>: the policy allows nothing inline. */
function themeFirst(): Plugin {
  const source = () => readFileSync(new URL("src/theme.first.js", import.meta.url), "utf8");
  let serving = false;
  return {
    name: "theme-first",
    configResolved: (config) => {
      serving = config.command === "serve";
    },
    configureServer: (server) => {
      server.middlewares.use("/assets/theme.js", (_, response) => {
        response.setHeader("content-type", "text/javascript").end(source());
      });
    },
    buildStart() {
      if (!serving) this.emitFile({ type: "asset", name: "theme.js", source: source() });
    },
    transformIndexHtml: {
      order: "post",
      handler(_, { bundle }) {
        const built = Object.values(bundle ?? {}).find(
          (part) => part.type === "asset" && part.names.includes("theme.js"),
        );
        const src = `/${built?.fileName ?? "assets/theme.js"}`;
        return [{ tag: "script", attrs: { src }, injectTo: "head-prepend" as const }];
      },
    },
  };
}

/** What each page imports late, on purpose. */
const LATE: Record<string, string> = {
  "/index.html": "/src/map.ts",
  "/unit.html": "/src/pages/Unit.svelte",
  "/what-if.html": "/src/pages/WhatIf.svelte",
};

/** This makes the browser fetch it early all the same. */
function preloadLate(): Plugin {
  return {
    name: "preload-late",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(_, { bundle, path }) {
        const chunks = Object.values(bundle ?? {}).filter((part) => part.type === "chunk");
        const late = chunks.find((chunk) => chunk.facadeModuleId?.endsWith(LATE[path] ?? path));
        const known = new Set(chunks.filter((chunk) => chunk.isEntry).map((chunk) => chunk.fileName));
        const files = late ? [late.fileName, ...late.imports].filter((file) => !known.has(file)) : [];
        return files.map((file) => ({
          tag: "link",
          attrs: { rel: "modulepreload", crossorigin: true, href: `/${file}` },
          injectTo: "head" as const,
        }));
      },
    },
  };
}

/** Brotli at its best, once, at build time: the server only has to pick the file. */
function brotli(): Plugin {
  return {
    name: "brotli",
    apply: "build",
    writeBundle({ dir }) {
      for (const name of readdirSync(dir ?? "", { recursive: true, encoding: "utf8" })) {
        if (!/\.(js|css|html|json|svg)$/.test(name)) continue;
        const file = join(dir ?? "", name);
        const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
        writeFileSync(`${file}.br`, brotliCompressSync(readFileSync(file), { params }));
      }
    },
  };
}

/** What several late parts share and the map does not need: each is a file that comes with the first of them. */
const LATER = [
  {
    name: "corrections",
    test: /\/src\/(text\/|parts\/)?(corrections?|Correction|Flagged)\.(vi\.|en\.)?(ts|svelte)/,
  },
  { name: "field", test: /\/src\/(text\/field\.ts|parts\/DayField\.svelte)/ },
];

/**
 * Ours and Svelte's; MapLibre, which comes late, has its own. `main.ts` waits for the page that it shows: were it in a file
 * that the page needs, each would wait for the other.
 */
const shared = (id: string) =>
  !id.endsWith("/src/main.ts") &&
  !LATER.some(({ test }) => test.test(id)) &&
  (!id.includes("/node_modules/") || /\/node_modules\/(svelte|esm-env|clsx)\//.test(id));

export default defineConfig({
  plugins: [
    sharedMaplibre(),
    plainMaplibre(),
    landAsset(),
    paletteSheet(),
    themeFirst(),
    svelte(),
    preloadLate(),
    brotli(),
  ],
  // MapLibre's sources are written for TypeScript's older class fields: one without a value must not become a field.
  oxc: {
    typescript: { removeClassFieldsWithoutInitializer: true },
    assumptions: { setPublicClassFields: true },
  },
  build: {
    target: "es2022",
    rollupOptions: {
      input: ["index.html", "unit.html", "what-if.html"],
      // What several pages share is one file: each of a dozen small ones costs a request and its headers.
      output: {
        codeSplitting: {
          groups: [{ name: "shared", test: shared }, ...LATER].map((group) => ({
            ...group,
            minShareCount: 2,
          })),
        },
      },
    },
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    emptyOutDir: true,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: { "/api": { target: "http://127.0.0.1:8686", ws: true } } },
  test: { include: ["tests/**/*.test.ts"] },
});
