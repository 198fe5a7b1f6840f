// Lights a partner on the map and in the list together, wherever the pointer or the focus is. Nothing needs it.

const LINKS = ".map a, .partners th a";
const places = new Map();

for (const link of document.querySelectorAll(LINKS)) {
  const address = link.getAttribute("href");
  places.set(address, [...(places.get(address) ?? []), link.closest("tr") ?? link]);
}

let lit = [];

const light = ({ target }) => {
  const found = target.closest?.(".map a, .partners tbody tr");
  const address = (found?.matches("tr") ? found.querySelector("th a") : found)?.getAttribute("href");
  lit.forEach((place) => place.classList.remove("lit"));
  lit = places.get(address) ?? [];
  lit.forEach((place) => place.classList.add("lit"));
};

document.addEventListener("pointerover", light);
document.addEventListener("focusin", light);
