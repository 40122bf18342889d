// Where the reader is: the one holder of what the address asks for. Every change of the page's state goes through here,
// so that each has an address, "back" undoes it, and a reload finds it again.

import { rootOf } from "../address.ts";
import { type Asked, read, write } from "./asked.ts";

class Place {
  asked: Asked = $state.raw(read(location.search));
  /** What the address said when the reader came, until something else is asked for. */
  arrived: string = $state(location.search);

  constructor() {
    window.addEventListener("popstate", () => {
      this.asked = read(location.search);
      this.arrived = location.search;
    });
  }

  /** Days passed through on the way to one (`passing`) are a single step for "back". */
  go(asked: Asked, passing = false): void {
    this.asked = asked;
    this.arrived = "";
    const address = this.at(asked);
    if (address === `${location.pathname}${location.search}`) return;
    if (passing && history.state?.passing) history.replaceState({ passing }, "", address);
    else history.pushState({ passing }, "", address);
  }

  /** The address of another state of this page. */
  at(asked: Asked): string {
    return `${location.pathname}${write(location.search, asked)}`;
  }

  /** The address of what is shown, but of another unit. */
  of(code: string): string {
    return `${rootOf(location.pathname)}/units/${encodeURIComponent(code)}${write(location.search, this.asked)}`;
  }
}

export const place = new Place();
