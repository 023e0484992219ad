// The other end: one row for each telephone that rings, with buttons for what its desk does. Decides nothing.

export class Desks {
  /** `refuge`: the element that takes the focus when the buttons go away under it. */
  constructor({ section, list, texts, refuge }) {
    Object.assign(this, { section, list, texts, refuge });
  }

  /** Nothing rings. */
  clear() {
    const had = this.section.contains(document.activeElement);
    this.list.replaceChildren();
    this.section.hidden = true;
    if (had) this.refuge.focus();
  }

  /** A row for `number` ({number, label, written}). */
  row(number) {
    this.section.hidden = false;
    return new Desk(number, this);
  }
}

class Desk {
  constructor(number, { list, texts, refuge }) {
    Object.assign(this, { list, texts, refuge });
    this.label = number.label;
    this.root = make("li", "desk");
    this.words = make("span", "desk-words");
    this.count = make("span", "desk-count");
    this.heard = make("p", "desk-hears");
    this.heard.setAttribute("aria-live", "polite");
    this.buttons = make("div", "desk-buttons");
    const name = make("p", "desk-name");
    name.append(make("b", "", { textContent: number.label }), " ", make("span", "", { textContent: number.written }));
    const state = make("p", "desk-state");
    state.append(this.words, " ", this.count);
    this.root.append(name, state, this.heard, this.buttons);
    list.append(this.root);
  }

  /** `kind`: ringing, hearing, talking or over. */
  state(kind, words) {
    this.root.dataset.state = kind;
    this.words.textContent = words;
    this.heard.replaceChildren();
    this.counted("");
  }

  counted(words) {
    this.count.textContent = words;
  }

  /** What the desk hears before it gets the caller. */
  hears(text, language) {
    this.heard.replaceChildren(
      make("span", "quiet", { textContent: `${this.texts.desk_hears}: ` }),
      make("q", "", { textContent: text, lang: language }),
    );
  }

  /**
   * Show buttons, [[value, words, class], …], until one is pressed; resolves to its value.
   * The focus stays in the row: what was decided by keyboard goes on by keyboard.
   */
  choose(choices, signal) {
    const focused = this.root.contains(document.activeElement);
    return new Promise((resolve, reject) => {
      const buttons = choices.map(([value, words, className = ""]) => {
        const button = make("button", className, { type: "button", textContent: words });
        button.setAttribute("aria-label", `${words}: ${this.label}`);
        button.addEventListener("click", () => resolve(value));
        return button;
      });
      this.buttons.replaceChildren(...buttons);
      if (focused) buttons[0]?.focus();
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
  }

  /** No more choice. */
  over(words) {
    const focused = this.root.contains(document.activeElement);
    this.buttons.replaceChildren();
    this.state("over", words);
    if (focused) (this.list.querySelector("button") ?? this.refuge).focus();
  }
}

function make(name, className, properties = {}) {
  return Object.assign(document.createElement(name), { className, ...properties });
}
