// Everything heard: sentences, the tone of a key, a line that rings. Knows no page.
// Nothing said leaves this machine: only voices of the browser's own are taken, else the service's espeak-ng.

import { linked, since, wait } from "./time.js";

const KEY_TONES = { rows: [697, 770, 852, 941], columns: [1209, 1336, 1477], keys: "123456789*0#" };
const RING = { hertz: 425, on: 1, off: 4 }; // Poland's ringing tone
const QUIET = 0.05;

export class Sound {
  #context = null;
  #on = true;
  #cut = new AbortController(); // aborted when sound is turned off
  #clips = new Map(); // address -> promise of an AudioBuffer or null
  #broken = new Set(); // browser voices that failed
  #utterance = null; // kept: some browsers forget one that nobody holds

  /** `server`: whether /phone/speech can speak. `missing(language)` is called where nothing can. */
  constructor({ server, missing }) {
    this.server = server;
    this.missing = missing;
    window.speechSynthesis?.getVoices(); // makes the browser load them
  }

  /** Browsers allow sound only after a click: call this in one. */
  unlock() {
    const Context = window.AudioContext;
    if (!this.#context && Context) this.#context = new Context();
    this.#context?.resume().catch(() => {});
  }

  get on() {
    return this.#on;
  }

  set on(on) {
    this.#on = on;
    this.#cut.abort(new Error("sound off"));
    this.#cut = new AbortController();
  }

  /** Fetch what will be said soon, so that there is no gap before it. */
  prepare(text, language) {
    if (this.#on && !this.#voice(language)) this.#clip(text, language);
  }

  forget() {
    this.#clips.clear();
  }

  /** Say `text`; without sound take `seconds`. Rejects with the signal's reason. */
  async say(text, language, seconds, signal) {
    const start = performance.now();
    if (this.#on) {
      const both = linked(signal);
      const off = () => both.abort(new Error("sound off"));
      this.#cut.signal.addEventListener("abort", off, { once: true, signal: both.signal });
      try {
        if (await this.#aloud(text, language, seconds, both.signal)) return;
      } catch (error) {
        if (signal.aborted) throw signal.reason;
      } finally {
        both.abort();
      }
    }
    await wait(seconds - since(start), signal);
  }

  async #aloud(text, language, seconds, signal) {
    const voice = this.#voice(language);
    if (voice && (await this.#utter(text, voice, seconds, signal))) return true;
    const clip = await this.#clip(text, language);
    if (signal.aborted) throw signal.reason;
    if (clip) return this.#play(clip, signal);
    this.missing(language);
    return false;
  }

  #voice(language) {
    const wanted = language.toLowerCase();
    const own = (window.speechSynthesis?.getVoices() ?? []).filter(
      (voice) => voice.localService && !this.#broken.has(voice.voiceURI),
    );
    const tag = (voice) => voice.lang.toLowerCase().replace("_", "-");
    return (
      own.find((voice) => tag(voice) === wanted) ?? own.find((voice) => tag(voice).split("-")[0] === wanted.split("-")[0])
    );
  }

  #utter(text, voice, seconds, signal) {
    return new Promise((resolve, reject) => {
      const utterance = new SpeechSynthesisUtterance(text);
      Object.assign(utterance, { voice, lang: voice.lang });
      const limit = setTimeout(() => done(false), (seconds * 3 + 5) * 1000); // some never say that they ended
      const stop = () => {
        clearTimeout(limit);
        speechSynthesis.cancel();
        reject(signal.reason);
      };
      const done = (spoken) => {
        clearTimeout(limit);
        signal.removeEventListener("abort", stop);
        if (!spoken) this.#broken.add(voice.voiceURI);
        resolve(spoken);
      };
      utterance.onend = () => done(true);
      utterance.onerror = () => signal.aborted || done(false);
      signal.addEventListener("abort", stop, { once: true });
      this.#utterance = utterance;
      speechSynthesis.speak(utterance);
    });
  }

  #clip(text, language) {
    if (!this.server || !this.#context) return Promise.resolve(null);
    const address = `/phone/speech?${new URLSearchParams({ language, text })}`;
    if (!this.#clips.has(address)) {
      this.#clips.set(
        address,
        fetch(address)
          .then((answer) => (answer.ok ? answer.arrayBuffer() : Promise.reject(new Error("no voice"))))
          .then((bytes) => this.#context.decodeAudioData(bytes))
          .catch(() => null),
      );
    }
    return this.#clips.get(address);
  }

  #play(clip, signal) {
    const source = this.#context.createBufferSource();
    source.buffer = clip;
    source.connect(this.#context.destination);
    source.start();
    // The clip's own length, not its "ended": without a sound card some browsers never end.
    return wait(clip.duration, signal)
      .then(() => true)
      .finally(() => source.stop());
  }

  /** The tone of a key. */
  key(key) {
    const place = KEY_TONES.keys.indexOf(key);
    if (!this.#on || !this.#context || place < 0) return;
    const pair = [KEY_TONES.rows[Math.floor(place / 3)], KEY_TONES.columns[place % 3]];
    for (const hertz of pair) this.#tone(hertz, this.#context.currentTime, 0.14);
  }

  /** Rings in the caller's ear until the signal is aborted. */
  async ring(signal) {
    try {
      for (;;) {
        const tone = this.#on && this.#context ? this.#tone(RING.hertz, this.#context.currentTime, RING.on) : null;
        await wait(RING.on, signal).finally(() => tone?.stop());
        await wait(RING.off, signal);
      }
    } catch {
      // somebody answered, or nobody listens any more
    }
  }

  #tone(hertz, from, seconds) {
    const [tone, gain] = [this.#context.createOscillator(), this.#context.createGain()];
    tone.frequency.value = hertz;
    gain.gain.setValueAtTime(0, from);
    gain.gain.linearRampToValueAtTime(QUIET, from + 0.01);
    gain.gain.setValueAtTime(QUIET, from + seconds - 0.02);
    gain.gain.linearRampToValueAtTime(0, from + seconds);
    tone.connect(gain).connect(this.#context.destination);
    tone.start(from);
    tone.stop(from + seconds);
    return tone;
  }
}
