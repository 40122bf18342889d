// Runs in <head> before anything is drawn, which no module does: a page must not begin in the light for who chose the
// dark. What is kept is written by theme.svelte.ts.

try {
  const kept = localStorage.getItem("theme");
  if (kept === "light" || kept === "dark") document.documentElement.dataset.theme = kept;
} catch {
  // Storage is refused: then the reader's system decides.
}
