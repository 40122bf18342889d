// What the server's picture of the map shares with the pages, written for the server's build as files that Rust can
// read: the colours and patterns of src/palette.ts, the land, and the font in plain TrueType. So there is one palette,
// one land and one font, whoever draws.

import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { transformWithOxc } from "vite";
import { land } from "./land.mjs";

/** The weights of fonts.css, whole: in the subsets that browsers take, one word needs two files. */
const FONTS = ["400Regular", "600SemiBold"];

/** {levels, noLevel, late, themes}: a theme is whatever palette.ts exports with a paper and a sea, and how reports look in it. */
async function palette() {
  const file = resolve(import.meta.dirname, "../src/palette.ts");
  const { code } = await transformWithOxc(readFileSync(file, "utf8"), file);
  const { levels, noLevel, late, paintsOf, ...rest } = await import(
    `data:text/javascript;base64,${Buffer.from(code).toString("base64")}`
  );
  const around = Object.entries(rest).filter(([, one]) => one.paper && one.sea);
  const themes = Object.fromEntries(
    around.map(([name, one]) => [name, { ...one, reported: paintsOf(one).reported }]),
  );
  return JSON.stringify({ levels, noLevel, late, themes });
}

const [, , out] = process.argv;
writeFileSync(join(out, "palette.json"), await palette());
writeFileSync(join(out, "land.json"), land());
const files = createRequire(import.meta.url);
for (const font of FONTS) {
  const file = files.resolve(`@expo-google-fonts/be-vietnam-pro/${font}/BeVietnamPro_${font}.ttf`);
  copyFileSync(file, join(out, `${font}.ttf`));
}
