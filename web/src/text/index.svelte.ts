// What the page says, in the language that is chosen. The choice is kept in this browser, and <html lang> follows it, so
// that screen readers speak the right one. English is fetched by those who choose it: most readers never do.

import type { Sentences } from "../why.ts";
import type { Both, Unit } from "../wire.ts";
import { KEY, type Lang, spoken } from "./lang.svelte.ts";
import { type Text, vi } from "./vi.ts";
import { whyVi } from "./why.vi.ts";

interface Said {
  text: Text;
  sentences: Sentences;
}

const VIETNAMESE: Said = { text: vi, sentences: whyVi };

class Words {
  #english: Said | null = $state.raw(null);

  get lang(): Lang {
    return spoken.lang;
  }

  get text(): Text {
    return this.#now.text;
  }

  get sentences(): Sentences {
    return this.#now.sentences;
  }

  /** The words are there before the first of them is shown. */
  async ready(): Promise<void> {
    if (!(await this.#fetched(this.lang))) spoken.lang = "vi";
    document.documentElement.lang = this.lang;
  }

  of(both: Both): string {
    return both[this.lang];
  }

  /** A unit's name; a province's as the page's title has it. */
  unit({ name, tier }: Pick<Unit, "name" | "tier">): string {
    return tier === "province" && this.lang === "en" ? this.text.province(name) : name;
  }

  /** Where the words cannot be fetched the page goes on in the language that it speaks. */
  async choose(lang: Lang): Promise<void> {
    if (!(await this.#fetched(lang))) return;
    spoken.lang = lang;
    document.documentElement.lang = lang;
    try {
      localStorage.setItem(KEY, lang);
    } catch {
      // Then the choice lasts as long as the page.
    }
  }

  get #now(): Said {
    return (this.lang === "en" && this.#english) || VIETNAMESE;
  }

  async #fetched(lang: Lang): Promise<boolean> {
    if (lang === "vi" || this.#english) return true;
    try {
      const { en, whyEn } = await import("./english.ts");
      this.#english = { text: en, sentences: whyEn };
      return true;
    } catch {
      return false;
    }
  }
}

export const words = new Words();
