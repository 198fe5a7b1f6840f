"""How well the extractor does against claims written by hand. The floors only rise."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from solmu.intake.reading import find_claims, read_file, to_json, with_home
from solmu.places.gazetteer import Gazetteer

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
LANGUAGES = ("fi", "sv", "en", "mul")
TYPES = ("txt", "md", "html")


@pytest.fixture(scope="session")
def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_intake", shared / "tools" / "score_intake.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["score_intake"] = module
    spec.loader.exec_module(module)
    return module


def result_of(scorer: ModuleType, folder: Path, gazetteer: Gazetteer, *, only: str = "") -> Any:
    """The sum over a folder's documents, evidence checked against the text."""
    total = scorer.Result()
    for document in scorer.load_gold(folder):
        if document.language in LANGUAGES and document.type in TYPES and only in document.name:
            read = with_home(read_file(document.file), gazetteer)
            assert read.home == document.home
            found = to_json(read, find_claims(read, gazetteer=gazetteer))["claims"]
            total.add(scorer.score(document.claims, found, scorer.Page(read.text, exact=True)))
    return total


def test_examples_keep_their_floors(scorer: ModuleType, shared: Path, gazetteer: Gazetteer) -> None:
    result = result_of(scorer, shared / "data" / "intake", gazetteer)
    assert result.total.f1 >= 0.97
    assert result.kinds["partnership"].f1 >= 0.97
    assert result.field_accuracy >= 0.97
    assert result.evidence_valid == 1.0
    assert result.evidence_on_target >= 0.97


def test_seed_keeps_its_floor(scorer: ModuleType, shared: Path, gazetteer: Gazetteer) -> None:
    assert result_of(scorer, shared / "data" / "intake", gazetteer, only="seed").total.f1 >= 0.97


def test_corpus_keeps_its_floors(scorer: ModuleType, gazetteer: Gazetteer) -> None:
    result = result_of(scorer, CORPUS, gazetteer)
    assert result.total.f1 >= 0.95
    assert result.kinds["partnership"].f1 >= 0.95
    assert result.evidence_valid == 1.0
    assert result.evidence_on_target >= 0.97
