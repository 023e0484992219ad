// What happened in the call, in order. A list to read; the screen is what speaks to screen readers.

import { minutes } from "./time.js";

const NEAR_PIXELS = 40;

export class Transcript {
  constructor({ list, idle, texts }) {
    this.list = list;
    this.idle = idle;
    this.texts = texts;
    this.started = 0;
    this.following = true; // until somebody scrolls back to read
    list.addEventListener("scroll", () => {
      this.following = list.scrollTop + list.clientHeight >= list.scrollHeight - NEAR_PIXELS;
    });
    new ResizeObserver(() => this.#follow()).observe(list);
  }

  begin() {
    this.started = performance.now();
    this.list.replaceChildren();
    this.idle.hidden = true;
    this.following = true;
  }

  /** `who`: service, caller or desk. `language` is that of words that were spoken, `before` what leads to them. */
  add(who, words, { language = "", before = "" } = {}) {
    const item = element("li", { className: `by-${who}` });
    const seconds = (performance.now() - this.started) / 1000;
    const time = element("time", { textContent: minutes(seconds), dateTime: `PT${Math.floor(seconds)}S` });
    const text = element("span", { textContent: words });
    if (language) text.lang = language;
    item.append(time, element("b", { textContent: this.texts[`who_${who}`] }), " ");
    const what = element("span", { className: "what" });
    what.append(before, text);
    item.append(what);
    this.list.append(item);
    this.#follow();
  }

  #follow() {
    if (this.following) this.list.scrollTop = this.list.scrollHeight;
  }
}

function element(name, properties) {
  return Object.assign(document.createElement(name), properties);
}
