// The keypad and the computer's keyboard. Tells which key was pressed; knows nothing of calls.

const KEYS = new Set("0123456789*#");
const TYPES_TEXT = new Set(["text", "tel", "search", "url", "email", "password", "number", "date", "time", "datetime-local"]);
const SHOWN_SECONDS = 0.18;

/** `typing()`: whether keys of the keyboard count. `pressed(key)` is called for each. */
export function listenToKeys({ pad, typing, pressed }) {
  const buttons = new Map([...pad.querySelectorAll("[data-key]")].map((button) => [button.dataset.key, button]));
  pad.addEventListener("click", (event) => {
    const button = event.target.closest("[data-key]");
    if (button) pressed(button.dataset.key);
  });
  document.addEventListener("keydown", (event) => {
    if (!typing() || !isKey(event)) return;
    event.preventDefault(); // a slash-like key must not open the browser's own search
    show(buttons.get(event.key));
    pressed(event.key);
  });
}

function isKey(event) {
  const { target, key, repeat, ctrlKey, altKey, metaKey, isComposing } = event;
  if (!KEYS.has(key) || repeat || ctrlKey || metaKey || isComposing) return false;
  if (altKey && !"*#".includes(key)) return false; // some keyboards need Alt for these
  return !(target.isContentEditable || target.matches("textarea, select") || TYPES_TEXT.has(target.type));
}

function show(button) {
  button.classList.add("pressed");
  setTimeout(() => button.classList.remove("pressed"), SHOWN_SECONDS * 1000);
}
