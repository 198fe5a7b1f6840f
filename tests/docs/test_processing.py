"""The page on the record of processing says what the models declare.

After a change of a declaration, write the page anew:

    SOLMU_WRITE_DOCS=1 python3 run test tests/docs
"""

from __future__ import annotations

import os

from house.processes import ROOT
from solmu.core.city import City
from solmu.core.processing import record_of_processing, safeguards, transfers

PAGE = ROOT / "docs" / "reference" / "processing.md"
HEADS = ("What is kept", "What for", "On what ground", "How long", "Who is shown it")


def sections() -> str:
    city = City(name="Rantala", country="FI", latitude=60.1, longitude=24.9, languages=("fi",))
    told = []
    for people in record_of_processing(city):
        rows = [[row.what, row.purpose, row.basis, row.kept, row.receivers] for row in people.processings]
        lines = [HEADS, ("---",) * len(HEADS), *rows]
        told.append("\n".join([f"## {people.whose}", "", *(f"| {' | '.join(line)} |" for line in lines)]))
    told.append(f"## Transfers\n\n{transfers()}")
    told.append("\n".join(["## Safeguards", "", *(f"- {sentence}" for sentence in safeguards())]))
    return "\n\n".join(told) + "\n"


def test_page_says_what_the_models_declare() -> None:
    before, _, said = PAGE.read_text(encoding="utf-8").partition("\n## ")
    if os.environ.get("SOLMU_WRITE_DOCS"):
        PAGE.write_text(f"{before}\n{sections()}", encoding="utf-8")
        said = PAGE.read_text(encoding="utf-8").partition("\n## ")[2]

    assert f"## {said}" == sections()
