from __future__ import annotations

from i18nfield.strings import LazyI18nString

from solmu.core.models import Source
from solmu.registry.actions.activities import add_activity, change_activity
from solmu.registry.actions.partnerships import change_partnership
from solmu.registry.models import LanguageException, Partnership
from tests.registry.founding import BY
from tests.stewardship.queries.matters.asking import matters, told


def test_published_record_lacks_a_language_until_it_is_written(source: Source, tartu: Partnership) -> None:
    title = LazyI18nString({"fi": "Vierailu", "en": "A visit"})
    visit = add_activity(by=BY, source=source, kind="visit", title=title, partnerships=[tartu], is_published=True)
    add_activity(by=BY, source=source, kind="visit", title=title, partnerships=[tartu])  # internal
    (matter,) = matters("language_missing")
    assert matter.identity == ("language_missing", visit.pk, "sv")
    assert matter.sentence("en") == "A visit. It is published and lacks a language: Swedish."

    every = LazyI18nString({"fi": "Vierailu", "en": "A visit", "sv": "Besök"})
    change_activity(by=BY, source=source, activity=visit, title=every)
    assert told("language_missing") == []


def test_wording_of_a_change_is_a_text_of_the_tie(source: Source, tartu: Partnership) -> None:
    wording = LazyI18nString({"fi": "Suhde on tauolla."})
    change_partnership(by=BY, source=source, partnership=tartu, status="active", wording=wording)

    assert told("language_missing") == [("language_missing", tartu.pk, language) for language in ("en", "sv")]


def test_exception_with_a_reason_ends_the_matter(source: Source, tartu: Partnership) -> None:
    title = LazyI18nString({"fi": "Vierailu", "en": "A visit"})
    visit = add_activity(by=BY, source=source, kind="visit", title=title, is_published=True)
    LanguageException.objects.create(record=visit.record, language="sv", reason="For Finnish readers.")

    assert told("language_missing") == []
