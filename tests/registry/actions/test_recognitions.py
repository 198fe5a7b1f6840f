"""Recognitions, added and changed with who had them before."""

from __future__ import annotations

import pytest
from i18nfield.strings import LazyI18nString

from solmu.core.errors import BrokenRule, NotPermitted
from solmu.core.models import Source
from solmu.registry.actions.recognitions import add_recognition, change_recognition
from solmu.registry.models import Organisation, Recognition
from tests.registry import founding
from tests.registry.founding import BY, on
from tests.registry.kept import actions_of, last_shape

TITLE = LazyI18nString({"fi": "Palkinto"})


def given(source: Source, title: LazyI18nString = TITLE) -> Recognition:
    return add_recognition(
        by=BY, source=source, title=title, recipient_as_written="Kaupunki", earlier_recipients=["A", "B"],
        is_published=True,
    )  # fmt: skip


def earlier(row: Recognition) -> list[tuple[int, str]]:
    return list(row.earlier_recipients.order_by("position").values_list("position", "name"))


def test_recognition_is_changed_with_who_had_it_before(source: Source, home: Organisation) -> None:
    row = given(source)

    assert change_recognition(by=BY, source=source, recognition=row, awarded=on("1998")) == ["awarded"]
    assert earlier(row) == [(1, "A"), (2, "B")]
    assert change_recognition(by=BY, source=source, recognition=row, earlier_recipients=["A", "B"]) == []
    changed = change_recognition(by=BY, source=source, recognition=row, recipient=home, earlier_recipients=["B"])

    assert (changed, earlier(row)) == (["recipient_id", "earlier_recipients"], [(1, "B")])
    assert last_shape(row.pk)["title"] == {"fi": "Palkinto"}
    assert actions_of(row.pk)[:2] == ["add_recognition", "change_recognition"]


def test_recognition_refuses_what_it_cannot_be(source: Source) -> None:
    row, nothing = given(source), LazyI18nString({"fi": " "})
    with pytest.raises(BrokenRule, match="has a title"):
        given(source, nothing)
    with pytest.raises(BrokenRule, match="has a title"):
        change_recognition(by=BY, source=source, recognition=row, title=nothing)
    with pytest.raises(BrokenRule, match="“record” of a recognition cannot be changed so"):
        change_recognition(by=BY, source=source, recognition=row, record=None)
    with pytest.raises(NotPermitted):
        change_recognition(by=founding.account("contributor"), source=source, recognition=row, title=TITLE)
