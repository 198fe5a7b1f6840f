"""What is kept of people is declared: every text column of every table, in one place."""

from __future__ import annotations

import pytest
from django.apps import apps

from solmu.core.city import City
from solmu.core.models import Account
from solmu.core.personal_data import Kept, declarations, kept_for, personal_fields, undeclared
from solmu.participation.models import Enquiry
from solmu.registry.models import AgreementParty, Contact, Unit

pytestmark = pytest.mark.sqlite


def test_every_text_column_of_every_table_is_declared_once() -> None:
    faults = {model._meta.label: undeclared(model) for model in apps.get_models(include_auto_created=True)}

    assert {label: names for label, names in faults.items() if names} == {}


def test_a_column_that_nobody_declared_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Unit, "free_text", frozenset({"name", "phone"}))

    assert undeclared(Unit) == ["email", "phone", "telephone"]


def test_names_and_addresses_of_people_are_personal() -> None:
    assert {"name", "title", "email", "telephone"} <= personal_fields(Contact)
    assert {"name", "email"} <= personal_fields(Account)
    assert {"signatory", "signatory_title"} <= personal_fields(AgreementParty)
    assert {"message", "email", "answer"} <= personal_fields(Enquiry)


@pytest.mark.parametrize("kept", Kept.values)
def test_every_time_is_told_in_words(kept: str) -> None:
    city = City(name="Rantala", country="FI", latitude=60.1, longitude=24.9, languages=("fi",))

    assert kept_for(kept, city).endswith(".")


def test_every_declaration_says_all_that_the_law_asks() -> None:
    lacking = [
        model._meta.label
        for model, data in declarations()
        if not (data.fields and str(data.what) and str(data.purpose) and data.receivers)
    ]

    assert lacking == []
