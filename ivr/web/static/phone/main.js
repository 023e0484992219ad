// Puts the phone together. The rest of the folder does the work: call.js the call, player.js the carrier's rules.

import { Call } from "./call.js";
import { Desks } from "./desks.js";
import { Draft } from "./draft.js";
import { listenToKeys } from "./keys.js";
import { Screen } from "./screen.js";
import { remembered, Settings } from "./settings.js";
import { Sound } from "./sound.js";
import { fill } from "./time.js";
import { Transcript } from "./transcript.js";

const at = (id) => document.getElementById(id);
const config = JSON.parse(at("phone").dataset.config);
const { texts } = config;

const settings = new Settings({ form: at("settings"), texts, withheld: config.withheld });
const draft = new Draft({ texts, chosen: () => settings.draft });
const screen = new Screen({ element: document.querySelector(".screen"), config, wall: () => settings.moment });
const transcript = new Transcript({ list: at("transcript"), idle: at("transcript-idle"), texts });
const desks = new Desks({ section: at("desks"), list: at("desk-list"), texts, refuge: at("call") });
const sound = new Sound({ server: config.speech, missing: noVoice });

let call = null;

async function dial() {
  const wishes = settings.wishes();
  if (!wishes) return;
  sound.unlock();
  settings.open(false);
  call = new Call({ screen, sound, transcript, desks, texts });
  await call.run(wishes, callerWords(wishes.caller));
  const heard = call.draft;
  call = null;
  settings.open(true);
  await draft.heard(heard);
}

function callerWords(caller) {
  return caller === config.withheld ? texts.log_called_withheld : fill(texts.log_called, { caller });
}

function noVoice(language) {
  screen.notice(fill(texts.no_voice, { language: config.languages[language] ?? language }));
}

at("call").disabled = false; // until here a click would have been lost
at("call").addEventListener("click", () => (call ? call.hangUp() : dial()));
window.addEventListener("pagehide", () => call?.leave());

draft.look();
window.addEventListener("focus", () => call || draft.look()); // back from the editor
for (const one of at("settings").elements.what) {
  one.addEventListener("change", () => {
    history.replaceState(null, "", settings.draft ? "?draft" : location.pathname); // a reload keeps the choice
    draft.look();
  });
}

const keyboard = remembered("keyboard", "yes");
at("keyboard").checked = keyboard.get();
at("keyboard").addEventListener("change", (event) => keyboard.set(event.target.checked));
listenToKeys({
  pad: at("keys"),
  typing: () => at("keyboard").checked,
  pressed: (key) => {
    sound.unlock();
    sound.key(key);
    call?.press(key);
  },
});

const soundOn = remembered("sound", "yes");
function setSound(on) {
  soundOn.set(on);
  sound.on = on;
  at("sound").setAttribute("aria-checked", String(on));
}
setSound(soundOn.get());
at("sound").addEventListener("click", () => setSound(!sound.on));
