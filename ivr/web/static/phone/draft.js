// How the edited files stand against what callers hear, in words. Makes no call and publishes nothing.

import { ask } from "./api.js";
import { fill } from "./time.js";

export class Draft {
  #called = null; // the content that was heard last
  #asked = 0;

  /** `chosen()`: whether the next call is on the files. */
  constructor({ texts, chosen }) {
    Object.assign(this, { texts, chosen });
    this.parts = Object.fromEntries(
      ["draft", "draft-state", "draft-problem", "draft-check", "draft-publish", "draft-badge"].map((id) => [id, document.getElementById(id)]),
    );
  }

  /** Look at the files again, if they are chosen. Never rejects. */
  async look() {
    const here = this.chosen();
    this.parts.draft.hidden = this.parts["draft-badge"].hidden = !here;
    if (!here) return;
    const turn = ++this.#asked;
    if (!this.parts["draft-state"].textContent) this.#show(this.texts.draft_looking);
    try {
      const state = await ask("draft", {}, { noService: this.texts.no_service });
      if (turn === this.#asked) this.#tell(state);
    } catch (error) {
      if (turn === this.#asked) this.#show("", { problem: error.message });
    }
  }

  /** A call is over; `revision` is the content it was on, undefined for what is live. */
  heard(revision) {
    this.#called = revision ?? null;
    return this.look();
  }

  #tell({ revision, same, errors, problem }) {
    const { texts } = this;
    if (errors) {
      this.#show(fill(texts.draft_errors, { count: errors }), { problem, check: true });
    } else if (same) {
      this.#show(texts.draft_same);
    } else if (this.#called && this.#called !== revision) {
      this.#show(texts.draft_changed);
    } else {
      this.#show(texts.draft_differs, { publish: this.#called === revision });
    }
  }

  #show(words, { problem = "", check = false, publish = false } = {}) {
    this.parts["draft-state"].textContent = words;
    this.parts["draft-problem"].textContent = problem;
    this.parts["draft-check"].hidden = !check;
    this.parts["draft-publish"].hidden = !publish;
  }
}
