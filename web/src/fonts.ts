// The two weights of Be Vietnam Pro that the map writes with: the very files that fonts.css gives to the page, so
// the browser fetches each once. The ranges are the package's own for its subsets.

import latinRegular from "@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-400-normal.woff2?url";
import latinSemibold from "@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-600-normal.woff2?url";
import vietnameseRegular from "@fontsource/be-vietnam-pro/files/be-vietnam-pro-vietnamese-400-normal.woff2?url";
import vietnameseSemibold from "@fontsource/be-vietnam-pro/files/be-vietnam-pro-vietnamese-600-normal.woff2?url";
import unicode from "@fontsource/be-vietnam-pro/unicode.json";
import { type Font, REGULAR, SEMIBOLD } from "./style.ts";

function files(vietnamese: string, latin: string): Font[] {
  const absolute = (url: string) => new URL(url, location.href).href;
  return [
    { url: absolute(vietnamese), ranges: unicode.vietnamese.split(",") },
    { url: absolute(latin), ranges: unicode.latin.split(",") },
  ];
}

export const fonts = () => ({
  [REGULAR]: files(vietnameseRegular, latinRegular),
  [SEMIBOLD]: files(vietnameseSemibold, latinSemibold),
});
