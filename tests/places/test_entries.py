from __future__ import annotations

from pathlib import Path

import pytest

from solmu.core.errors import SolmuError
from solmu.places.build import DATA
from solmu.places.entries import PlaceEntry, read_place_entries


def entries_of(tmp_path: Path, text: str) -> tuple[PlaceEntry, ...]:
    path = tmp_path / "places.toml"
    path.write_text(text, encoding="utf-8")
    return read_place_entries(path)


def test_entries_keep_names_by_language(tmp_path: Path) -> None:
    (entry,) = entries_of(
        tmp_path,
        '[[place]]\nname = "Gatchina"\ncountry = "RU"\ngeonames_id = 561887\n'
        'names = { fi = "Hatsina", ru = "Гатчина" }\nofficial = ["ru"]\nalso = ["Trotsk"]\n',
    )

    assert entry == PlaceEntry(
        name="Gatchina",
        country="RU",
        geonames_id=561887,
        names=(("fi", "Hatsina"), ("ru", "Гатчина")),
        official=("ru",),
        also=("Trotsk",),
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[[place]]\nname = "A"\n', "place 1: 'country' is missing"),
        ('[[place]]\nname = "A"\ncountry = "FI"\n', "place 1: 'latitude' is missing"),
        ('[[place]]\nname = "A"\ncountry = "FI"\ngeonames_id = 1\nlattitude = 1\n', "unknown key 'lattitude'"),
        ('[[place]]\nname = "A"\ncountry = "FI"\ngeonames_id = 1\nkind = "town"\n', "kind 'town' is none of"),
        (
            '[[place]]\nname = "A"\ncountry = "FI"\ngeonames_id = 1\nofficial = ["fi"]\n',
            "official language 'fi' has no",
        ),
        ("[[place]", "cannot be read"),
    ],
)
def test_entries_refuse_with_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(SolmuError, match=sentence):
        entries_of(tmp_path, text)


def test_entries_refuse_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(SolmuError, match="cannot be read"):
        read_place_entries(tmp_path / "none.toml")


def test_our_own_entries_are_in_the_order_of_their_names_by_country() -> None:
    entries = read_place_entries(DATA / "places.toml")

    assert [(entry.country, entry.name) for entry in entries] == sorted(
        (entry.country, entry.name) for entry in entries
    )
