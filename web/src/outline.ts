// The outline of what has just moved: one flash, unless the reader wants no motion, then a while in peace, then gone.

/** How long a unit that has just moved keeps its outline, and how long that is a flash. */
const FRESH_MS = 12_000;
const FLASH_MS = 900;

export interface Outline {
  /** Outlines these and no others. */
  show(codes: readonly string[]): void;
  calm(): void;
  /** Whether any unit has one now. */
  seen(): boolean;
}

export function outline(draw: (code: string, looks: { fresh: boolean; flash: boolean }) => void): Outline {
  let fresh: readonly string[] = [];
  let next: ReturnType<typeof setTimeout> | undefined;

  function look(looks: { fresh: boolean; flash: boolean }): void {
    for (const code of fresh) draw(code, looks);
  }

  function calm(): void {
    clearTimeout(next);
    look({ fresh: false, flash: false });
    fresh = [];
  }

  return {
    show(codes) {
      calm();
      fresh = codes;
      look({ fresh: true, flash: !matchMedia("(prefers-reduced-motion: reduce)").matches });
      next = setTimeout(() => {
        look({ fresh: true, flash: false });
        next = setTimeout(calm, FRESH_MS);
      }, FLASH_MS);
    },
    calm,
    seen: () => fresh.length > 0,
  };
}
