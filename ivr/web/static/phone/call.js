// One call: plays the service's documents to the caller and tells what the caller does. Knows no page but its parts.

import { ask, Failure } from "./api.js";
import { Dial } from "./dial.js";
import { Ear } from "./ear.js";
import { play } from "./player.js";
import { fill, wait } from "./time.js";
import { sentences, shares } from "./words.js";

class HungUp extends Error {}

export class Call {
  #call = null; // as the service knows it
  #dial = null; // the Dial being rung
  #stop = new AbortController();
  #left = false;

  /** `parts`: screen, sound, transcript, desks, texts. */
  constructor(parts) {
    Object.assign(this, parts);
    this.ear = new Ear();
    this.signal = this.#stop.signal;
  }

  /** The content it is on, of a call on the edited files. */
  get draft() {
    return this.#call?.draft;
  }

  /** The whole call. `wishes`: {caller, moment, draft}. Never rejects. */
  async run(wishes, callerWords) {
    const { screen, texts } = this;
    screen.begin();
    this.transcript.begin();
    screen.state("calling", texts.calling);
    this.transcript.add("caller", callerWords);
    try {
      const answer = await this.#ask("begin", wishes);
      this.#call = answer.call;
      screen.reckon(answer.call.offset);
      screen.called(answer.office);
      screen.state("speaking", texts.listening, { quiet: true });
      await play(answer.scenes, this.#leg());
      this.transcript.add("service", texts.log_service_hung_up);
      await this.#end(texts.service_hung_up, "completed", []);
    } catch (error) {
      await this.#broken(error);
    }
  }

  /** A key of the phone. */
  press(key) {
    if (this.ear.press(key)) this.screen.say(null);
    else if (this.#call) this.transcript.add("caller", fill(this.texts.log_unheard, { key }));
  }

  hangUp() {
    this.#stop.abort(new HungUp("the caller hung up"));
  }

  /** The page closes: everything is told at once, there is no time to wait. */
  leave() {
    if (!this.#call || this.#left) return;
    this.#left = true;
    for (const [name, body] of this.#lastWords("completed")) this.#tellQuietly(name, body);
    this.hangUp();
  }

  /** Ask the service something about this call. */
  tell(name, body) {
    return this.#ask(name, { call: this.#call, ...body });
  }

  async #broken(error) {
    if (!(error instanceof HungUp || error instanceof Failure)) {
      console.error(error);
    }
    const { texts } = this;
    const mine = error instanceof HungUp;
    if (mine) this.transcript.add("caller", texts.log_hung_up);
    await this.#end(mine ? texts.you_hung_up : error.message, mine ? "completed" : "failed", mine ? (this.#dial?.lastWords() ?? []) : []);
  }

  async #end(why, status, before) {
    const last = [...before, ["finish", this.#ending(status)]];
    this.screen.end(this.texts.over, why);
    this.desks.clear();
    this.sound.forget();
    if (!this.#call || this.#left) return;
    this.#left = true;
    for (const [name, body] of last) await this.#tellQuietly(name, body);
  }

  #lastWords = (status) => [...(this.#dial?.lastWords() ?? []), ["finish", this.#ending(status)]];

  #ending = (status) => ({ status, seconds: Math.floor(this.screen.seconds) });

  /** What the service is told last may fail: the call is over anyway. */
  async #tellQuietly(name, body) {
    try {
      await ask(name, { call: this.#call, ...body });
    } catch {
      // nobody is on the line any more
    }
  }

  #ask(name, body) {
    const signal = name === "finish" ? undefined : this.signal; // an end is told even if the caller hangs up meanwhile
    return ask(name, body, { signal, noService: this.texts.no_service });
  }

  /** The caller's side, for the player. */
  #leg() {
    return {
      signal: this.signal,
      ear: this.ear,
      say: (scene, signal) => this.#say(scene, signal),
      pause: wait,
      patience: (seconds) => this.#patience(seconds),
      pressed: (digits) => this.transcript.add("caller", fill(this.texts.log_pressed, { key: digits })),
      silence: () => this.transcript.add("caller", this.texts.log_silence),
      follow: async (url, fields) => (await this.tell("follow", { url, fields })).scenes,
      dial: (scene) => this.#ring(scene),
    };
  }

  async #say({ text, language, seconds }, signal) {
    const parts = sentences(text);
    const lengths = shares(parts, seconds);
    const mark = this.screen.say(parts, language);
    this.screen.state("speaking", this.texts.listening, { quiet: true });
    this.transcript.add("service", text, { language });
    for (const [place, part] of parts.entries()) {
      mark(place);
      if (place + 1 < parts.length) this.sound.prepare(parts[place + 1], language);
      await this.sound.say(part, language, lengths[place], signal);
    }
  }

  #patience(seconds) {
    this.screen.state("waiting", this.texts.your_turn);
    return this.screen.patience(seconds);
  }

  async #ring(scene) {
    const names = scene.numbers.map((number) => number.label);
    this.screen.state("ringing", this.texts.ringing);
    this.screen.show(names);
    this.transcript.add("service", fill(this.texts.log_rings, { names: names.join("; ") }));
    this.desks.clear();
    this.#dial = new Dial(scene, this);
    const fields = await this.#dial.run();
    this.#dial = null;
    this.desks.clear();
    return scene.action ? (await this.tell("follow", { url: scene.action, fields })).scenes : null;
  }
}
