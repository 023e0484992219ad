// Who calls and when, as the person chose it; and what the browser remembers. Knows no call.

export class Settings {
  constructor({ form, texts, withheld }) {
    Object.assign(this, { form, texts, withheld });
    this.when = form.elements.moment;
    this.caller = form.elements.caller;
    form.addEventListener("change", () => this.#show());
    form.addEventListener("submit", (event) => event.preventDefault());
    this.#show();
  }

  /** The moment of the next call, "2026-12-24T10:00"; null means now, "" that none is given yet. */
  get moment() {
    return this.form.elements.when.value === "other" ? this.when.value : null;
  }

  /** Whether the next call is on the edited files. */
  get draft() {
    return this.form.elements.what.value === "draft";
  }

  /** {caller, moment, draft} for the service; null if something is missing, which is then said beside its field. */
  wishes() {
    this.#problem(this.when, this.moment === "" ? this.texts.moment_missing : "");
    const hidden = this.form.elements.who.value === "withheld";
    const caller = hidden ? this.withheld : this.caller.value.trim();
    this.#problem(this.caller, caller ? "" : this.texts.caller_missing);
    const wrong = this.form.querySelector("[aria-invalid=true]");
    wrong?.focus();
    return wrong ? null : { caller, moment: this.moment, draft: this.draft };
  }

  /** While a call is on, nothing here changes it. */
  open(open) {
    this.form.hidden = !open;
  }

  #show() {
    this.form.querySelector("#moment-field").hidden = this.moment === null;
    this.form.querySelector("#caller-field").hidden = this.form.elements.who.value === "withheld";
    if (this.moment !== "") this.#problem(this.when, "");
  }

  #problem(field, words) {
    document.getElementById(field.getAttribute("aria-describedby")).textContent = words;
    if (words) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
}

/** A choice of yes or no that the browser remembers, where it may. */
export function remembered(name, otherwise) {
  const key = `phone-${name}`;
  try {
    return { get: () => (localStorage.getItem(key) ?? otherwise) === "yes", set: (yes) => localStorage.setItem(key, yes ? "yes" : "no") };
  } catch {
    return { get: () => otherwise === "yes", set: () => {} };
  }
}
