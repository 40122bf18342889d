// The page's first lines: the data and the socket on their way, then the page. The map's own code is fetched beside
// all this (see MapView) and must not hold it up.

import "virtual:palette.css";
import "./fonts.css";
import "./base.css";
import { mount } from "svelte";
import { app } from "./app.svelte.ts";
import Embed from "./pages/Embed.svelte";
import Home from "./pages/Home.svelte";

app.start();

const target = document.getElementById("app");
if (target && location.pathname === "/what-if") {
  // Few ask what would be: its code is fetched only then.
  void import("./pages/WhatIf.svelte").then(({ default: page }) => mount(page, { target }));
} else if (target) {
  mount(app.embedded ? Embed : Home, { target });
}
