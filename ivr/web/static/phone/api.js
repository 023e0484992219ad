// The service's JSON API. Knows no page and no call.

export class Failure extends Error {}

/** POST `body` to /phone/`name`; returns the answer's JSON. Throws Failure with words for a person. */
export async function ask(name, body, { signal, noService } = {}) {
  let answer;
  try {
    answer = await fetch(`/phone/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      keepalive: true, // what is told while the page closes still arrives
      signal,
    });
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw new Failure(noService, { cause: error });
  }
  const json = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Failure(json.message || noService);
  return json;
}
