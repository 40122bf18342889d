// Day or night: as the reader's system says unless the reader chose, here, which is kept in this browser. The style
// sheet follows `data-theme` by itself (palette.ts), and theme.first.js sets it before the first paint; this tells
// those who draw for themselves, the map above all.

import { dark, light, type Surroundings } from "./palette.ts";

export type Choice = "auto" | "light" | "dark";
export const CHOICES: readonly Choice[] = ["auto", "light", "dark"];

const KEY = "theme";
const night = matchMedia("(prefers-color-scheme: dark)");

class Theme {
  choice = $state<Choice>(CHOICES.find((one) => one === document.documentElement.dataset.theme) ?? "auto");
  private system = $state(night.matches);

  constructor() {
    night.addEventListener("change", ({ matches }) => {
      this.system = matches;
      this.tint();
    });
    this.tint();
  }

  /** The one that holds, whoever chose it. */
  get name(): "light" | "dark" {
    return (this.choice === "auto" ? this.system : this.choice === "dark") ? "dark" : "light";
  }

  get colours(): Surroundings {
    return this.name === "dark" ? dark : light;
  }

  choose(choice: Choice): void {
    this.choice = choice;
    const { dataset } = document.documentElement;
    if (choice === "auto") delete dataset.theme;
    else dataset.theme = choice;
    this.tint();
    try {
      if (choice === "auto") localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, choice);
    } catch {
      // Then the choice lasts as long as the page.
    }
  }

  /** The browser's own frame around the page. */
  private tint(): void {
    document.querySelector("meta[name=theme-color]")?.setAttribute("content", this.colours.paper);
  }
}

export const theme = new Theme();
