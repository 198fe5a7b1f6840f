// Reviewing claims by keyboard. Every key presses a button or follows a link that stands on the page, so that without
// this script the same is done by hand; the answer takes the place of the page's main part, and the words of the claim
// that is looked at are kept in view beside it.

const main = document.querySelector("main");
let isBusy = false;

function settle(isFirst) {
  const keys = main.querySelector("[data-keys]");
  if (keys) keys.hidden = false;
  for (const hint of main.querySelectorAll(".claim kbd")) hint.hidden = !keysAreOn();
  const now = main.querySelector(".claim.now"), words = main.querySelector(".words mark.now");
  if (words) {
    const box = words.closest(".words");
    box.scrollTop += words.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
  }
  if (now && !isFirst) {
    now.focus({ preventScroll: true });
    now.scrollIntoView({ block: "nearest" });
  }
}

const keysAreOn = () => main.querySelector("[data-keys]")?.dataset.keys === "on";

async function go(address, options = {}) {
  if (isBusy) return;
  isBusy = true;
  try {
    const answer = await fetch(address, { ...options, credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.querySelector(".claims")) throw new Error("another page");
    main.replaceChildren(...page.querySelector("main").childNodes);
    history.replaceState(null, "", answer.url);
    settle(false);
  } catch {
    // Signed out, or away: the address itself tells. A decision that was carried out is not carried out twice.
    location.assign(options.body ? location.href : address);
  } finally {
    isBusy = false;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.closest("main") || form.method !== "post") return;
  event.preventDefault();
  const data = new FormData(form);
  if (event.submitter?.name) data.set(event.submitter.name, event.submitter.value);
  go(form.action, { method: "POST", body: new URLSearchParams(data) });
});

document.addEventListener("keydown", (event) => {
  if (!keysAreOn() || event.ctrlKey || event.metaKey || event.altKey || event.repeat && isBusy) return;
  if (event.target.closest("input, textarea, select, [contenteditable], .words")) return;
  const claims = main.querySelector(".claims");
  const towards = { ArrowDown: claims?.dataset.after, ArrowUp: claims?.dataset.before }[event.key];
  if (towards) {
    event.preventDefault();
    go(towards);
    return;
  }
  const letter = event.key.toUpperCase();
  const hit = [...main.querySelectorAll("[data-hit]")].find((each) => each.dataset.hit === letter);
  if (hit) {
    event.preventDefault();
    hit.click();
  }
});

settle(true);
