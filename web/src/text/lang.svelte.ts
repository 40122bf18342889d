// Which language the page speaks: Vietnamese unless the reader chose otherwise, here or by ?lang=. Apart from the words
// themselves, so that dates and numbers can ask for it.

export type Lang = "vi" | "en";

export const KEY = "lang";

function chosen(): Lang {
  const asked = new URLSearchParams(globalThis.location?.search).get(KEY) ?? kept();
  return asked === "en" ? "en" : "vi";
}

/** Storage may be refused, in a frame above all. */
function kept(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

class Spoken {
  lang = $state<Lang>(chosen());
}

export const spoken = new Spoken();
