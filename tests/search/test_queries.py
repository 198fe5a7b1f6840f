"""Two hundred queries and what they find, in order: the same on every database, since both passes of the suite run it.

`data/queries.tsv` has the queries; those with a third column are misspelt or inflected and must find what stands there
among the first. `data/found.json` has the first twenty of each, as reviewed; SOLMU_WRITE_FOUND=1 writes it again.
"""

from __future__ import annotations

import json
import os

from solmu.registry.models import Partnership
from solmu.search.actions import catch_up
from solmu.search.queries.finding import find
from tests.search.record import DATA

FIRST = 20
NEAR_THE_TOP = 3
FOUND = DATA / "found.json"
QUERIES = [line.split("\t") for line in (DATA / "queries.tsv").read_text(encoding="utf-8").splitlines()[1:]]


def first_titles(query: str, language: str) -> list[str]:
    return [f"{hit.kind.value}: {hit.title} [{hit.when}]" for hit in find(query, language).hits[:FIRST]]


def test_two_hundred_queries_find_what_is_meant_in_the_reviewed_order(ties: dict[str, Partnership]) -> None:
    catch_up()
    found = {f"{language} {query}": first_titles(query, language) for language, query, _ in QUERIES}
    assert len(found) == len(QUERIES) >= 200
    if os.environ.get("SOLMU_WRITE_FOUND"):
        FOUND.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    reviewed = json.loads(FOUND.read_text(encoding="utf-8"))
    assert {query: titles for query, titles in found.items() if titles != reviewed.get(query)} == {}
    assert found.keys() == reviewed.keys()
    meant = [(language, query, name) for language, query, name in QUERIES if name]
    assert len(meant) >= 50
    missed = [
        (query, name, titles)
        for language, query, name in meant
        if name not in (titles := [hit.title for hit in find(query, language).hits[:NEAR_THE_TOP]])
    ]
    assert missed == []
