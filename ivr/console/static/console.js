// What makes the console livelier. Every page works without it.

for (const button of document.querySelectorAll("[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  if (!source || !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const lines = source.children.length ? [...source.children].map((one) => one.textContent) : [source.textContent];
    await navigator.clipboard.writeText(lines.map((line) => line.trim()).join("\n"));
    button.classList.add("done");
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A button pressed twice does its work once; one that gives a file may be pressed again.
for (const form of document.querySelectorAll('form[method="post"]:not([data-again])')) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// The menu of a narrow screen shows where one is.
document.querySelector(".menu [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// Only what was filled in goes into the address.
for (const form of document.querySelectorAll("form.filters")) {
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  });
}

// Whoever types a moment means it.
for (const until of document.querySelectorAll('[name="until"][value="moment"]')) {
  for (const field of until.form.querySelectorAll('[name^="until_"]')) {
    field.addEventListener("input", () => { until.checked = true; });
  }
}

// What is live is asked for again. Whoever is at work in it is not disturbed; a session that has ended asks to sign in.
const live = document.querySelector("[data-live]");
if (live) {
  const every = Number(live.dataset.live) * 1000;
  const stale = (is) => live.querySelectorAll("[data-stale]").forEach((one) => { one.hidden = !is; });
  const refresh = async () => {
    if (!document.hidden && !live.contains(document.activeElement)) {
      try {
        const answer = await fetch(location.href, { headers: { "X-Refresh": "1" } });
        if (answer.redirected) return location.reload();
        const next = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(live.id);
        if (next && !live.contains(document.activeElement)) live.replaceChildren(...next.childNodes);
        stale(!next);
      } catch { stale(true); }
    }
    setTimeout(refresh, every);
  };
  setTimeout(refresh, every);
}
