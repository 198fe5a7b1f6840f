"""The city's list of themes: what is added, changed, put in order, and refused."""

from __future__ import annotations

import pytest
from i18nfield.strings import LazyI18nString

from solmu.core.audit import chain_faults
from solmu.core.errors import BrokenRule
from solmu.core.models import AuditEntry
from solmu.registry.actions.publicity import remove_record
from solmu.registry.actions.themes import add_theme, change_theme, place_theme, yso_id
from solmu.registry.models import Theme
from tests.registry.founding import BY


def named(**texts: str) -> LazyI18nString:
    return LazyI18nString(texts)


def order() -> list[tuple[str, int]]:
    return list(Theme.objects.live().order_by("position").values_list("key", "position"))


def test_theme_is_added_at_the_end_by_a_key_of_its_own(db: None) -> None:
    add_theme(by=BY, key="culture", position=4, name=named(fi="kulttuuri"))
    first = add_theme(by=BY, name=named(fi="Koulut ja työ", en="Schools & work"), goals=[8, 4, 4])
    second = add_theme(by=BY, name=named(en="Schools, work"))
    unspoken = add_theme(by=BY, name=named(uk="освіта"))

    assert [each.key for each in (first, second, unspoken)] == ["schools-work", "schools-work-2", "theme"]
    assert order() == [("culture", 4), ("schools-work", 5), ("schools-work-2", 6), ("theme", 7)]
    assert [goal.number for goal in first.goals.all()] == [4, 8]


def test_theme_is_changed_and_the_chain_holds(db: None) -> None:
    theme = add_theme(by=BY, name=named(fi="koulutus"), yso="p84", goals=[4])

    change_theme(by=BY, source=None, theme=theme, name=named(fi="koulut"), yso="p7903", goals=[9, 17])
    change_theme(by=BY, source=None, theme=theme, yso="")

    kept = Theme.objects.get()
    assert (kept.name.data, kept.yso, [goal.number for goal in kept.goals.all()]) == ({"fi": "koulut"}, "", [9, 17])
    actions = AuditEntry.objects.filter(record_id=theme.pk).order_by("sequence").values_list("action", flat=True)
    assert list(actions) == ["add_theme", "change_theme", "change_theme"]
    assert list(chain_faults()) == []


def test_what_is_no_theme_is_refused(db: None) -> None:
    theme = add_theme(by=BY, key="culture", name=named(fi="kulttuuri"))
    for values, sentence in (
        ({"name": named(fi=" ")}, "A theme needs a name"),
        ({"yso": "p84; drop"}, "is no concept of YSO"),
        ({"goals": [18]}, "There is no goal 18"),
        ({"key": "other"}, "“key” of a theme cannot be changed so"),
    ):
        with pytest.raises(BrokenRule, match=sentence):
            change_theme(by=BY, source=None, theme=theme, **values)
    with pytest.raises(BrokenRule, match="already a theme “culture”"):
        add_theme(by=BY, key="culture", name=named(fi="toinen"))
    remove_record(by=BY, source=None, record=theme.record, reason="Not used.")
    for refused in (
        lambda: change_theme(by=BY, source=None, theme=theme, yso="p84"),
        lambda: place_theme(by=BY, source=None, theme=theme, place=1),
    ):
        with pytest.raises(BrokenRule, match="This theme was removed"):
            refused()


@pytest.mark.parametrize(
    ("place", "expected"),
    [(1, "cab"), (2, "acb"), (3, "abc"), (99, "abc"), (-1, "cab")],
)
def test_theme_is_put_at_a_place(db: None, place: int, expected: str) -> None:
    themes = {key: add_theme(by=BY, key=key, position=2, name=named(fi=key)) for key in "abc"}

    place_theme(by=BY, source=None, theme=themes["c"], place=place)

    assert order() == [(key, number) for number, key in enumerate(expected, start=1)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        (" p84 ", "p84"),
        ("http://www.yso.fi/onto/yso/p84", "p84"),
        ("https://finto.fi/yso/fi/page/p84", "p84"),
    ],
)
def test_concept_of_yso_is_given_by_its_id_or_address(text: str, expected: str) -> None:
    assert yso_id(text) == expected
