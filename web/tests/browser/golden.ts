// Pictures of the page as it is meant to look, and how another one is held against them. `UPDATE_GOLDEN=1` writes them
// anew; look at what has changed before you commit it.

import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";

const FOLDER = resolve(import.meta.dirname, "golden");

/** Of a pixel: how far a colour may be off (0–1, as the eye has it). A rounding of the graphics is far below this. */
const THRESHOLD = 0.15;
/** Of the picture: how many pixels may be farther off. The smallest commune outside the city is half as much again. */
const SHARE = 0.0002;
/** Bits of a colour that are kept: what a picture weighs is mostly noise below them. */
const KEPT = 0xf0;

/** Without transparency and the lowest bits. */
function plain(shot: Buffer): PNG {
  const png = PNG.sync.read(shot);
  for (let at = 0; at < png.data.length; at++) png.data[at] = at % 4 === 3 ? 255 : (png.data[at] ?? 0) & KEPT;
  return png;
}

export interface Comparison {
  share: number;
  /** True if the two are the same to all purposes. */
  same: boolean;
  message: string;
}

/** Holds a screenshot against the picture of that name; where they differ, says where the difference can be seen. */
export function compare(name: string, shot: Buffer, update = process.env.UPDATE_GOLDEN === "1"): Comparison {
  const file = join(FOLDER, `${name}.png`);
  const now = plain(shot);
  if (update) {
    writeFileSync(
      file,
      PNG.sync.write(now, { colorType: 2, deflateLevel: 9, deflateStrategy: 1, filterType: 0 }),
    );
    return { share: 0, same: true, message: `${file} is written anew` };
  }
  const then = PNG.sync.read(readFileSync(file));
  if (then.width !== now.width || then.height !== now.height) {
    return { share: 1, same: false, message: `${name} has another size than ${file}` };
  }
  const diff = new PNG({ width: now.width, height: now.height });
  const differing = pixelmatch(then.data, now.data, diff.data, now.width, now.height, {
    threshold: THRESHOLD,
  });
  const share = differing / (now.width * now.height);
  if (share <= SHARE) return { share, same: true, message: "" };
  const folder = mkdtempSync(join(tmpdir(), "vungxanh-golden-"));
  writeFileSync(join(folder, `${name}.diff.png`), PNG.sync.write(diff));
  writeFileSync(join(folder, `${name}.now.png`), PNG.sync.write(now));
  const percent = (100 * share).toFixed(3);
  return { share, same: false, message: `${name}: ${percent} % differ; see ${folder}/${name}.diff.png` };
}
