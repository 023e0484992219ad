// Waiting, signals, and how times are written. Knows no page.

/** Resolves after `seconds`; rejects with the signal's reason as soon as it is aborted. */
export function wait(seconds, signal) {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const timer = setTimeout(done, Math.max(0, seconds) * 1000);
    function done() {
      signal.removeEventListener("abort", stop);
      resolve();
    }
    function stop() {
      clearTimeout(timer);
      reject(signal.reason);
    }
    signal.addEventListener("abort", stop, { once: true });
  });
}

/** A controller that is aborted with `signal`, and can be aborted alone. */
export function linked(signal) {
  const controller = new AbortController();
  const follow = () => controller.abort(signal.reason);
  if (signal.aborted) follow();
  else signal.addEventListener("abort", follow, { once: true, signal: controller.signal });
  return controller;
}

/** Seconds since `start` (a performance.now()), as a number. */
export const since = (start) => (performance.now() - start) / 1000;

/** 75 -> "1:15" */
export function minutes(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** "{a} of {b}" with the values of `places`. */
export const fill = (text, places) => text.replace(/\{(\w+)\}/g, (all, name) => places[name] ?? all);
