from __future__ import annotations

from typing import Any

import pytest

from solmu.core.errors import BrokenRule
from solmu.intake.actions.correction import FIELDS, check_corrections
from tests.intake.document import FIELDS as CLAIMED


def test_every_field_of_the_claims_format_can_be_corrected() -> None:
    assert {kind: set(fields) for kind, fields in FIELDS.items()} == {
        kind: set(fields) for kind, fields in CLAIMED.items()
    }


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("partnership", {"partner": {"name": "Tartto", "country": "EE"}, "since": "1992-05", "status": None}),
        ("partnership", {"changes": [{"status": "suspended", "on": "2022", "decided_by": None, "reason": "Sota"}]}),
        ("agreement", {"partners": [{"name": "Tartto"}], "open_ended": True, "themes": ["koulutus"], "ordinal": None}),
        ("membership", {"network": "Itämeren liitto", "role": "chair", "fee": "1 €"}),
        ("institution_link", {"home": "Rannan koulu", "covers_all": False, "partner": None}),
        ("recognition", {"year": "2019", "earlier_recipients": []}),
        ("activity", {"participants": 0, "direction": "online"}),
    ],
)
def test_values_of_the_claims_format_are_taken(kind: str, values: dict[str, Any]) -> None:
    check_corrections(kind, values)


@pytest.mark.parametrize(
    ("kind", "values", "sentence"),
    [
        ("partnership", {"colour": "red"}, "has no colour"),
        ("partnership", {"evidence": []}, "has no evidence"),
        ("partnership", {"kind": "agreement"}, "has no kind"),
        ("partnership", {"since": "2020-02-31"}, "Write a date as 1998, 1998-09 or 1998-09-04"),
        ("partnership", {"since": 1998}, "Write a date"),
        ("partnership", {"relation": None}, "Write one of sister_city"),
        ("partnership", {"relation": "friend"}, "Write one of sister_city"),
        ("partnership", {"partner": "Tartto"}, "Write a place with its name"),
        ("partnership", {"partner": {"name": "Tartto", "country": "ee"}}, "Write a place with its name"),
        ("partnership", {"partner": {"name": " "}}, "Write a place with its name"),
        ("partnership", {"changes": [{"status": "asleep"}]}, "Write one of active"),
        ("partnership", {"changes": {"status": "active"}}, "Write a list"),
        ("agreement", {"open_ended": "yes"}, "Write true or false"),
        ("agreement", {"themes": ["x" * 401]}, "between one and 400 letters"),
        ("agreement", {"partners": None}, "Write a list"),
        ("membership", {"network": ""}, "between one and 400 letters"),
        ("activity", {"participants": -1}, "a whole number, 0 or more"),
        ("activity", {"participants": True}, "a whole number, 0 or more"),
    ],
)
def test_other_values_are_refused_with_what_to_write(kind: str, values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BrokenRule, match=sentence):
        check_corrections(kind, values)
