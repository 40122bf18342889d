// The language of the page: Vietnamese unless the reader chose otherwise, here or by ?lang=. The choice is kept in
// this browser, and <html lang> follows it, so that screen readers speak the right one.

import type { Sentences } from "../why.ts";
import type { Both } from "../wire.ts";
import { en } from "./en.ts";
import { type Text, vi } from "./vi.ts";
import { whyEn } from "./why.en.ts";
import { whyVi } from "./why.vi.ts";

export type Lang = "vi" | "en";

const KEY = "lang";

function chosen(): Lang {
  const asked = new URLSearchParams(location.search).get(KEY) ?? kept();
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

class Words {
  lang = $state<Lang>(chosen());

  get text(): Text {
    return this.lang === "en" ? en : vi;
  }

  get sentences(): Sentences {
    return this.lang === "en" ? whyEn : whyVi;
  }

  of(both: Both): string {
    return both[this.lang];
  }

  choose(lang: Lang): void {
    this.lang = lang;
    document.documentElement.lang = lang;
    try {
      localStorage.setItem(KEY, lang);
    } catch {
      // Then the choice lasts as long as the page.
    }
  }
}

export const words = new Words();
document.documentElement.lang = words.lang;
