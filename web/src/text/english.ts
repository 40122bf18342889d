// All that the page says in English, as one file that is fetched when it is asked for.

export { en } from "./en.ts";
export { whyEn } from "./why.en.ts";
