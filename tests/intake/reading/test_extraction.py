"""What holds for every claim of every document."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solmu.intake.reading import find_claims, read_document, read_file, to_json, with_home
from solmu.intake.reading.claims import FIELDS, LONGEST_EVIDENCE
from solmu.places.gazetteer import Gazetteer, open_gazetteer

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
DOCUMENTS = sorted(
    path for path in CORPUS.iterdir() if path.suffix in (".txt", ".md", ".html") and path.name != "README.md"
)
PIECES = [
    "Ystävyyskaupungit:",
    "Tartto, Viro",
    "- Kiel (Germany), since 1967",
    "sopimus allekirjoitettiin 31.2.1999",
    "|",
    "\n\n",
    "\n",
    "Vänorter",
    "Med Kiel har kommunen sedan 2011 ett avtal (MoU) om",
    "# Networks",
    "* Eurocities – member since 2008",
    "<p>",
    "ja",
    "vuosi sen jälkeen",
    "teemat:",
    "1. kauppa",
    "𝔊",
    "Twin city since",
    "1998–2019",
    "Kaikilla lukioilla on yhteistyölukio",
    "\t",
    "(",
]


def check(data: bytes, name: str, gazetteer: Gazetteer) -> None:
    """Every claim is whole: its fields, evidence exactly as the text has it, a piece for every value."""
    document = with_home(read_document(data, name), gazetteer)
    claims = find_claims(document, gazetteer=gazetteer)
    for claim in claims:
        assert list(claim.fields) == list(FIELDS[claim.kind])
        assert claim.evidence
        for piece in claim.evidence:
            assert 0 <= piece.start < piece.end <= len(document.text)
            assert piece.text == document.text[piece.start : piece.end]
            assert len(piece.text) <= LONGEST_EVIDENCE
        carried = {name for piece in claim.evidence for name in piece.carries}
        assert carried == {name for name, value in claim.fields.items() if value not in (None, False, [])}
    assert len({claim.id for claim in claims}) == len(claims)
    json.dumps(to_json(document, claims))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_claims_are_whole(path: Path, gazetteer: Gazetteer) -> None:
    check(path.read_bytes(), path.name, gazetteer)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_claims_of_mutilated_documents_are_whole(path: Path, gazetteer: Gazetteer) -> None:
    dice = random.Random(path.name)
    text = path.read_text(encoding="utf-8")
    for _ in range(4):
        cut = sorted(dice.randrange(len(text)) for _ in range(4))
        mutilated = text[cut[2] : cut[3]] + text[cut[0] : cut[1]] + text[: cut[0]]
        if mutilated.strip():
            check(mutilated.encode(), path.name, gazetteer)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=25), st.sampled_from(["a.txt", "a.md", "a.html"])
)
def test_claims_of_anything_are_whole(pieces: list[str], name: str) -> None:
    text = "".join(letter for letter in "text " + " ".join(pieces) if letter.isprintable() or letter in "\n\t")
    check(text.encode("utf-8", errors="ignore"), name, open_gazetteer())


def test_ids_are_stable(gazetteer: Gazetteer) -> None:
    path = DOCUMENTS[0]
    first, second = (find_claims(read_file(path), gazetteer=gazetteer) for _ in range(2))
    assert [claim.id for claim in first] == [claim.id for claim in second]


def test_reader_knows_no_document(gazetteer: Gazetteer) -> None:
    """No city, school or network's city of the corpus stands in the rules or their language data."""
    reading = Path(read_document.__code__.co_filename).parents[1]
    homes = {json.loads(path.read_text(encoding="utf-8"))["home"].casefold() for path in CORPUS.glob("*.gold.json")}
    code = "\n".join(path.read_text(encoding="utf-8") for path in (reading / "languages").glob("*.toml")).casefold()
    assert {home for home in homes if f'"{home}' in code} == set()


def test_gibberish_makes_no_claim(gazetteer: Gazetteer) -> None:
    document = read_document(b"lorem ipsum dolor sit amet " * 2000, "a.txt")
    assert find_claims(document, gazetteer=gazetteer) == []
