// The page's first lines: the data and the socket on their way, then the page. The map's own code is fetched beside
// all this (see MapView) and must not hold it up.

import "virtual:palette.css";
import "./fonts.css";
import "./base.css";
import { mount } from "svelte";
import { app } from "./app.svelte.ts";
import Embed from "./pages/Embed.svelte";
import Home from "./pages/Home.svelte";
import { words } from "./text/index.svelte.ts";

app.start();

const target = document.getElementById("app");
if (target) {
  // Most readers never open these: their code is none of the map's weight.
  const pages = {
    map: () => Home,
    embed: () => Embed,
    unit: async () => (await import("./pages/Unit.svelte")).default,
    "what-if": async () => (await import("./pages/WhatIf.svelte")).default,
  };
  const [page] = await Promise.all([pages[app.page](), words.ready()]);
  mount(page, { target });
}
