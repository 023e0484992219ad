// The keys one document is waiting for. Knows no page.

import { linked, wait } from "./time.js";

export class Ear {
  #hear = null;

  /** A key was pressed; false if nobody listens. */
  press(key) {
    if (!this.#hear) return false;
    this.#hear(key);
    return true;
  }

  /** Listen while `during(signal)` runs; the first key stops it. Resolves to that key, or to "" when it is over. */
  async first(during, signal) {
    const stop = linked(signal);
    const pressed = new Promise((resolve) => (this.#hear = resolve));
    const running = during(stop.signal).then(() => "");
    running.catch(() => {}); // stopped by a key: nobody asks any more
    try {
      return await Promise.race([pressed, running]);
    } finally {
      this.#hear = null;
      stop.abort(new Error("a key"));
    }
  }

  /** The next key within `seconds`, or "". */
  within(seconds, signal) {
    return this.first((stopped) => wait(seconds, stopped), signal);
  }
}
