// Suggestions while a query is typed: a combobox with a list (ARIA 1.2). Without it the form works as it stands.

const PAUSE = 150; // milliseconds without a key before the server is asked

const form = document.querySelector("form[data-suggest]");
const input = form?.querySelector("input[name=q]");

if (input) {
  const list = document.createElement("ul");
  const said = document.createElement("p");
  let suggestions = [];
  let active = -1;
  let waiting = 0;
  let asking = null;

  list.id = "suggestions";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.querySelector("label").textContent);
  said.className = "unseen";
  said.setAttribute("role", "status");
  input.after(list, said);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list",
  })) input.setAttribute(name, value);

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const choose = (index) => {
    active = index;
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === active)));
    if (active < 0) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    input.setAttribute("aria-activedescendant", list.children[active].id);
    list.children[active].scrollIntoView({ block: "nearest" });
  };

  const show = (answer) => {
    suggestions = answer.suggestions;
    list.replaceChildren(...suggestions.map((each, place) => {
      const item = document.createElement("li");
      const title = document.createElement("span");
      const what = document.createElement("span");
      item.id = `suggestion-${place}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      title.textContent = each.title;
      what.textContent = each.what;
      what.className = "what";
      item.append(title, " ", what);
      return item;
    }));
    close();
    said.textContent = answer.said;
    if (suggestions.length) {
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
    }
  };

  const ask = async () => {
    asking?.abort();
    const query = input.value.trim();
    if (query.length < 2) {
      close();
      said.textContent = "";
      return;
    }
    asking = new AbortController();
    try {
      const address = new URL(form.dataset.suggest, location.href);
      address.searchParams.set("q", query);
      const answer = await fetch(address, { signal: asking.signal });
      if (answer.ok) show(await answer.json());
    } catch {
      // Another key was typed, or the network is away: the form still works.
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const number = suggestions.length;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (["ArrowDown", "ArrowUp"].includes(event.key) && number) {
      event.preventDefault();
      if (list.hidden) {
        list.hidden = false;
        input.setAttribute("aria-expanded", "true");
      }
      // From the last suggestion back to what was typed, and on to the first.
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(((active + 1 + step + number + 1) % (number + 1)) - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      location.assign(suggestions[active].href);
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const item = event.target.closest("li");
    if (item) location.assign(suggestions[[...list.children].indexOf(item)].href);
  });
  input.addEventListener("blur", close);
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    asking?.abort();
    close();
  });
}
