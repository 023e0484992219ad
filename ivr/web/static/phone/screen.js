// The phone's display: the sentence being spoken, the state of the call, its clock. Decides nothing.

import { minutes } from "./time.js";

const SECOND = 1000;
const STILL = matchMedia("(prefers-reduced-motion: reduce)");

export class Screen {
  #started = 0;
  #ticking = false;
  #offset = null; // seconds from now to the moment of the call, once the service has told it

  /** `wall()`: the moment chosen for the next call, "2026-12-24T10:00"; null means now, "" none yet. */
  constructor({ element, config, wall }) {
    this.root = element;
    this.config = config;
    this.wall = wall;
    this.parts = Object.fromEntries(
      ["hour", "day", "sentence", "hint", "language", "state", "aloud", "duration", "patience", "notice", "call", "office", "called"].map((id) => [
        id,
        document.getElementById(id),
      ]),
    );
    [this.there, this.plain] = [config.timezone, "UTC"].map((timeZone) => writers(config.locale, timeZone));
    this.tick();
    setInterval(() => this.tick(), SECOND);
  }

  get seconds() {
    return this.#ticking ? (performance.now() - this.#started) / SECOND : 0;
  }

  /** The clocks. Nothing here is announced. */
  tick() {
    const [hour, day] = this.#moment();
    write(this.parts.hour, hour);
    write(this.parts.day, day);
    if (this.#ticking) write(this.parts.duration, minutes(this.seconds));
  }

  #moment() {
    const wall = this.wall();
    if (this.#offset === null && wall !== null) return wall ? this.plain(new Date(`${wall}Z`)) : ["–", ""];
    return this.there(new Date(Date.now() + (this.#offset ?? 0) * SECOND));
  }

  begin() {
    this.#started = performance.now();
    this.#ticking = true;
    this.notice("");
    this.say(null);
    this.parts.duration.hidden = false;
    this.#busy(true);
    this.tick();
  }

  /** The moment the service reckons with. */
  reckon(offset) {
    this.#offset = offset;
    this.tick();
  }

  /** The office that answers, as it names itself: edited files may do so otherwise. */
  called({ name, called, languages }) {
    write(this.parts.office, name);
    write(this.parts.called, called);
    this.config.languages = languages;
  }

  /** `why` is told too: who hung up, or what went wrong. */
  end(words, why) {
    this.#ticking = false;
    this.#offset = null;
    this.state("over", words);
    this.show([why]);
    this.#busy(false);
    this.tick();
  }

  /** `kind` colours the screen; `words` are told to screen readers too, unless `quiet`. */
  state(kind, words, { quiet = false } = {}) {
    this.root.dataset.state = kind;
    write(this.parts.state, words);
    write(this.parts.aloud, quiet ? "" : words);
  }

  /** Something that went wrong or is missing, in words; stays until the next call. */
  notice(words) {
    write(this.parts.notice, words);
  }

  /** Show lines that nobody speaks: who rings, who is on the line. */
  show(lines) {
    this.say(null);
    this.parts.sentence.replaceChildren(...lines.map((textContent) => make("p", { className: "now", textContent })));
  }

  /** Show a text's sentences; null shows none. Returns a function that marks the one being spoken. */
  say(parts, language) {
    const { sentence, hint } = this.parts;
    hint.hidden = parts !== null || this.root.dataset.state !== "idle";
    this.parts.language.hidden = parts === null;
    if (parts === null) {
      sentence.replaceChildren();
      return () => {};
    }
    const spans = parts.map((part) => make("span", { textContent: `${part} ` }));
    const text = make("p", { lang: language });
    text.append(...spans);
    sentence.replaceChildren(text); // at once: a screen reader hears it once
    write(this.parts.language, this.config.languages[language] ?? language);
    this.parts.language.lang = language;
    return (index) => {
      spans.forEach((span, place) => span.classList.toggle("now", place === index));
      const line = parseFloat(getComputedStyle(sentence).lineHeight);
      sentence.scrollTop = (Math.round(spans[index].offsetTop / line) - 1) * line; // whole lines, one to look back
    };
  }

  /** A bar that shrinks for `seconds`: the phone waits for a key. */
  patience(seconds) {
    const bar = this.parts.patience;
    bar.classList.toggle("on", !STILL.matches);
    const shrinking = bar.firstElementChild.animate(
      [{ transform: "scaleX(1)" }, { transform: "scaleX(0)" }],
      { duration: seconds * SECOND, fill: "forwards" },
    );
    return () => {
      shrinking.cancel();
      bar.classList.remove("on");
    };
  }

  #busy(busy) {
    const { call } = this.parts;
    call.classList.toggle("busy", busy);
    call.querySelector(".when-idle").hidden = busy;
    call.querySelector(".when-busy").hidden = !busy;
  }
}

/** A function from an instant to ["10:00", "Monday, 23 November 2026"] in that time zone. */
function writers(locale, timeZone) {
  const hour = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone });
  const day = new Intl.DateTimeFormat(locale, {
    weekday: "short", day: "numeric", month: "long", year: "numeric", timeZone,
  });
  return (at) => [hour.format(at), day.format(at)];
}

function make(name, properties) {
  return Object.assign(document.createElement(name), properties);
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
