// What the page says, in the language that is chosen. The choice is kept in this browser, and <html lang> follows it, so
// that screen readers speak the right one.

import type { Sentences } from "../why.ts";
import type { Both, Unit } from "../wire.ts";
import { en } from "./en.ts";
import { KEY, type Lang, spoken } from "./lang.svelte.ts";
import { type Text, vi } from "./vi.ts";
import { whyEn } from "./why.en.ts";
import { whyVi } from "./why.vi.ts";

class Words {
  get lang(): Lang {
    return spoken.lang;
  }

  get text(): Text {
    return this.lang === "en" ? en : vi;
  }

  get sentences(): Sentences {
    return this.lang === "en" ? whyEn : whyVi;
  }

  of(both: Both): string {
    return both[this.lang];
  }

  /** A unit's name; a province's as the page's title has it. */
  unit({ name, tier }: Pick<Unit, "name" | "tier">): string {
    return tier === "province" && this.lang === "en" ? en.province(name) : name;
  }

  choose(lang: Lang): void {
    spoken.lang = lang;
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
