// Finding a name in the list of all names while it is typed: by how it begins, by a word of it, else by near spelling.
// Without this script the list stands as it is.

const LETTERS = { ø: "o", æ: "ae", œ: "oe", ł: "l", đ: "d", ð: "d", þ: "th", ħ: "h", ı: "i", ŋ: "n", ß: "ss" };

const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f'’‘`´ʹʼ]/g, "")
  .replace(/[øæœłđðþħıŋß]/g, (letter) => LETTERS[letter]).normalize("NFC")
  .replace(/[^\p{L}\p{N}\p{M}]+/gu, " ").trim();

// How many letters apart two words are, a swap of neighbours counting one; more than `most` is only said to be more.
function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before = [], last = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row += 1) {
    const now = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1] ? 0 : 1;
      let least = Math.min(last[column] + 1, now[column - 1] + 1, last[column - 1] + same);
      if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]) {
        least = Math.min(least, before[column - 2] + 1);
      }
      now.push(least);
    }
    before = last;
    last = now;
  }
  return last[other.length];
}

const begins = (key, asked) => key.startsWith(asked) || key.includes(` ${asked}`);

function isNear(key, asked) {
  const most = asked.length < 4 ? 0 : asked.length < 8 ? 1 : 2;
  if (!most) return false;
  const beginnings = [key, ...key.split(" ")].flatMap((word) => [word, word.slice(0, asked.length)]);
  return beginnings.some((word) => distance(word, asked, most) <= most);
}

const box = document.getElementById("names-asked");
if (box) {
  const field = box.querySelector("input"), none = document.getElementById("names-none");
  const letters = document.getElementById("letters");
  const groups = [...document.querySelectorAll("#names > section")];
  const lines = groups.map((group) => [...group.querySelectorAll("li")]);

  const show = () => {
    const asked = fold(field.value);
    const matches = (test) => lines.map((its) => its.map((line) => test(line.dataset.key)));
    let found = matches((key) => !asked || begins(key, asked));
    if (!found.flat().includes(true)) found = matches((key) => isNear(key, asked));
    groups.forEach((group, place) => {
      lines[place].forEach((line, index) => { line.hidden = !found[place][index]; });
      group.hidden = !found[place].includes(true);
    });
    letters.hidden = Boolean(asked);
    none.textContent = found.flat().includes(true) ? "" : none.dataset.none;
  };

  box.hidden = false;
  field.addEventListener("input", show);
  if (field.value) show();
}
