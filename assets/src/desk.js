// The desk's enhancements; every page works without them. What is being typed is kept on the server now and then, so
// that a closed tab or an ended session loses nothing; "/" goes to the quick find; what went wrong is read first.

const first = document.querySelector("[data-first]");
if (first) first.focus();

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  const find = document.querySelector('[data-key="/"]');
  if (find && find.offsetParent) {
    event.preventDefault();
    find.focus();
  }
});

const form = document.querySelector("form[data-keep]");
if (form) {
  const WAIT = 1500, STILL_HERE = 60_000;
  const saved = form.querySelector("[data-saved]"), others = document.querySelector("[data-others]");
  let isTouched = Boolean(document.querySelector(".kept")), isSent = false, waiting = 0;

  const typed = () => {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    if (!isTouched) data.set("untouched", "1");
    return data;
  };

  async function keep() {
    if (isSent) return;
    try {
      const answer = await fetch(form.dataset.keep, { method: "POST", body: new URLSearchParams(typed()), redirect: "error" });
      if (!answer.ok) return;
      const told = await answer.json();
      if (isTouched && told.kept) saved.textContent = saved.dataset.words;
      if (others) {
        others.hidden = !told.others.length;
        others.querySelector("span").textContent = told.others.join(", ");
      }
    } catch { /* The server is away or the session has ended: what is typed is still in the form. */ }
  }

  form.addEventListener("input", () => {
    isTouched = true;
    clearTimeout(waiting);
    waiting = setTimeout(keep, WAIT);
  });
  form.addEventListener("submit", () => { isSent = true; clearTimeout(waiting); });
  setInterval(keep, STILL_HERE);
  addEventListener("pagehide", () => {
    if (isSent) return;
    const data = typed();
    if (!isTouched) data.set("left", "1");
    navigator.sendBeacon(form.dataset.keep, new URLSearchParams(data));
  });
}
