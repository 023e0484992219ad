// Rings telephones as a Dial says: all at once, the first to answer wins. Shows nothing but through its desks.
// Rules: the provider's reference of Dial and Number.

import { Ear } from "./ear.js";
import { play } from "./player.js";
import { fill, linked, minutes, since, wait } from "./time.js";

const TICK_SECONDS = 0.25;
const OUTCOMES = { busy: "desk_busy", "no-answer": "desk_no_answer", canceled: "desk_cancelled" };

export class Dial {
  #legs;
  #reported = null; // the leg whose id and status the Dial tells: the winner, else the last to end

  /** `call`: signal, texts, sound, screen, transcript, desks, and tell(name, body) -> answer. */
  constructor(scene, call) {
    this.scene = scene;
    this.call = call;
    this.#legs = scene.numbers.map((number) => ({
      ...number,
      id: newId(),
      status: "",
      talkingSince: null,
      desk: call.desks.row(number),
    }));
  }

  /** Rings, lets the desk hear and talk. Resolves to {status, bridged, seconds}. */
  async run() {
    const winner = await this.#ring();
    if (!winner) return this.#result(this.#reported.status, false, 0);
    this.#reported = winner;
    const taken = !winner.url || (await this.#takes(winner));
    const seconds = taken ? await this.#talk(winner) : 0;
    await this.#over(winner, "completed", seconds, taken ? "desk_hung_up" : "desk_refused");
    return this.#result("completed", taken, seconds);
  }

  /** The caller hung up: what the service is told, [[name, body], …]. */
  lastWords() {
    const open = this.#legs.filter((leg) => !leg.status);
    const talking = open.find((leg) => leg.talkingSince !== null);
    const seconds = talking ? Math.floor(since(talking.talkingSince)) : 0;
    const endings = open
      .filter((leg) => leg.status_callback)
      .map((leg) => ["finish", this.#ending(leg, leg === talking ? "completed" : "canceled", leg === talking ? seconds : 0)]);
    this.#reported ??= open[0];
    const fields = this.#result(talking ? "completed" : "canceled", Boolean(talking), seconds);
    return [...endings, ...(this.scene.action ? [["follow", { url: this.scene.action, fields, over: true }]] : [])];
  }

  async #ring() {
    const { call } = this;
    const ringing = linked(call.signal);
    let winner = null;
    call.sound.ring(ringing.signal);
    try {
      winner = await firstAnswer(this.#legs.map((leg) => this.#rings(leg, ringing.signal)));
    } finally {
      ringing.abort(new Error("no more ringing"));
    }
    for (const leg of this.#legs) {
      if (leg !== winner && !leg.status) await this.#over(leg, "canceled", 0, OUTCOMES.canceled);
    }
    return winner;
  }

  /** Resolves to the leg if its desk answers, else to null. */
  async #rings(leg, signal) {
    const { texts } = this.call;
    const stop = linked(signal);
    leg.desk.state("ringing", texts.desk_rings);
    const choice = leg.desk.choose(
      [["answers", texts.does_answer, "main"], ["busy", texts.does_busy], ["no-answer", texts.does_not_answer]],
      stop.signal,
    );
    const unanswered = this.#count(leg, stop.signal).then(() => "no-answer");
    const does = await Promise.race([choice, unanswered]).finally(() => stop.abort(new Error("settled")));
    if (does === "answers") return leg;
    this.#reported = leg;
    await this.#over(leg, does, 0, OUTCOMES[does]);
    return null;
  }

  /** Count the seconds it rings, up to the Dial's timeout. */
  async #count(leg, signal) {
    const [start, timeout] = [performance.now(), this.scene.timeout];
    while (since(start) < timeout) {
      const seconds = Math.floor(since(start));
      leg.desk.counted(fill(this.call.texts.ringing_seconds, { seconds, timeout }));
      await wait(Math.min(TICK_SECONDS, timeout - since(start)), signal);
    }
  }

  /** The desk hears its whisper; resolves to whether it takes the call. */
  async #takes(leg) {
    const { call } = this;
    const [stop, ear] = [linked(call.signal), new Ear()];
    leg.desk.state("hearing", call.texts.desk_answered);
    const scenes = await this.#ask(leg, leg.url);
    const confirms = scenes.some((scene) => scene.type === "gather");
    const refused = this.#chooses(leg, confirms, ear, stop.signal).then(() => "hangup");
    try {
      return (await Promise.race([play(scenes, this.#deskLeg(leg, ear, stop.signal)), refused])) === "end";
    } finally {
      stop.abort(new Error("the desk is done"));
    }
  }

  /** Resolves when the desk refuses; its key goes to the ear. */
  async #chooses(leg, confirms, ear, signal) {
    const { texts } = this.call;
    const press = [["1", fill(texts.does_press, { key: "1" }), "main"]];
    for (;;) {
      const does = await leg.desk.choose([...(confirms ? press : []), ["refuses", texts.does_refuse]], signal);
      if (does === "refuses") return;
      ear.press(does);
    }
  }

  #deskLeg(leg, ear, signal) {
    const { call } = this;
    return {
      signal,
      ear,
      say: (scene, stopped) => {
        leg.desk.hears(scene.text, scene.language);
        const before = `${fill(call.texts.log_hears, { name: leg.label })} `;
        call.transcript.add("desk", scene.text, { language: scene.language, before });
        return call.sound.say(scene.text, scene.language, scene.seconds, stopped);
      },
      pause: wait,
      patience: () => () => {},
      pressed: (digits) => call.transcript.add("desk", fill(call.texts.log_pressed, { key: digits })),
      silence: () => {},
      follow: (url, fields) => this.#ask(leg, url, fields.Digits),
    };
  }

  /** Resolves to the seconds talked, when the desk hangs up. */
  async #talk(leg) {
    const { call } = this;
    const stop = linked(call.signal);
    leg.talkingSince = performance.now();
    leg.desk.state("talking", call.texts.desk_connected);
    call.screen.state("connected", call.texts.connected);
    call.screen.show([leg.label]);
    call.transcript.add("desk", fill(call.texts.log_connected, { name: leg.label }));
    const tick = setInterval(() => leg.desk.counted(minutes(since(leg.talkingSince))), TICK_SECONDS * 1000);
    try {
      await leg.desk.choose([["hangs up", call.texts.does_hang_up, "main"]], stop.signal);
      return Math.floor(since(leg.talkingSince));
    } finally {
      clearInterval(tick);
    }
  }

  async #over(leg, status, seconds, outcome) {
    leg.status = status;
    const words = this.call.texts[outcome];
    leg.desk.over(words);
    this.call.transcript.add("desk", fill(this.call.texts.log_desk, { name: leg.label, outcome: words }));
    if (leg.status_callback) await this.call.tell("finish", this.#ending(leg, status, seconds));
  }

  #ending(leg, status, seconds) {
    return { leg: this.#named(leg), url: leg.status_callback, status, seconds };
  }

  async #ask(leg, url, digits) {
    const answer = await this.call.tell("desk", { leg: this.#named(leg), url, ...(digits ? { digits } : {}) });
    return answer.scenes;
  }

  #named = (leg) => ({ id: leg.id, number: leg.number, caller_id: this.scene.caller_id });

  #result(status, bridged, seconds) {
    return {
      DialCallStatus: status,
      DialCallSid: this.#reported.id,
      DialCallDuration: String(seconds),
      DialBridged: String(bridged),
    };
  }
}

/** The first value that is not null, as soon as there is one; null when all are. */
function firstAnswer(promises) {
  let left = promises.length;
  return new Promise((resolve, reject) => {
    for (const promise of promises) {
      promise.then((value) => (value || --left === 0) && resolve(value), reject);
    }
  });
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `CA${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
