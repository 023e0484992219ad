// Plays one leg's documents in real time, by the carrier's rules. Knows no page: `leg` does what is seen and heard.
// Rules: the provider's reference of each verb (Gather, Dial, Pause, Redirect).

const OVER = { over: true };

/**
 * Plays `scenes` and whatever follows them. Resolves to "hangup" (the document said so) or "end" (it had no more).
 *
 * `leg` has: signal, ear, say(scene, signal), pause(seconds, signal), patience(seconds) and its end(),
 * pressed(digits), silence(), follow(url, fields) -> scenes, and, where it may ring others, dial(scene) -> scenes or null.
 */
export async function play(scenes, leg) {
  let document = scenes;
  while (document) {
    const following = await playOne(document, leg);
    if (following === OVER) return "hangup";
    if (following === null) return "end";
    document = following;
  }
  return "end";
}

/** The document that follows, OVER, or null when there are no more verbs. */
async function playOne(scenes, leg) {
  for (const scene of scenes) {
    const following = await VERBS[scene.type]?.(scene, leg);
    if (following) return following;
  }
  return null;
}

const VERBS = {
  say: (scene, leg) => prompt(scene, leg, leg.signal),
  pause: (scene, leg) => prompt(scene, leg, leg.signal),
  play: (scene, leg) => prompt(scene, leg, leg.signal),
  gather: async (scene, leg) => {
    const digits = await gather(scene, leg);
    if (digits || scene.action_on_empty) return leg.follow(scene.action, { Digits: digits });
    leg.silence();
    return null;
  },
  redirect: (scene, leg) => leg.follow(scene.url, {}),
  dial: (scene, leg) => leg.dial?.(scene),
  hangup: () => OVER,
  reject: () => OVER,
};

async function prompt(scene, leg, signal) {
  if (scene.type === "pause") await leg.pause(scene.seconds, signal);
  if (scene.type === "say") {
    for (let left = scene.loop || 1; left > 0; left -= 1) await leg.say(scene, signal);
  }
}

/** Keys work during the prompts and stop them; the clock starts after them, and anew with each key. */
async function gather(scene, leg) {
  const { ear, signal } = leg;
  let key = await ear.first(async (stopped) => {
    for (const child of scene.children) await prompt(child, leg, stopped);
  }, signal);
  let digits = "";
  for (;;) {
    key ||= await patiently(scene.timeout, leg);
    if (!key || key === scene.finish_on_key) break;
    digits += key;
    if (digits.length === scene.num_digits) break;
    key = "";
  }
  if (digits) leg.pressed(digits);
  return digits;
}

async function patiently(seconds, leg) {
  const end = leg.patience(seconds);
  try {
    return await leg.ear.within(seconds, leg.signal);
  } finally {
    end();
  }
}
