from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from i18nfield.strings import LazyI18nString

from solmu.core.errors import BrokenRule, NotPermitted
from solmu.core.models import AuditEntry, Record, Source
from solmu.registry.actions.activities import add_activity
from solmu.registry.actions.merging import merge_records
from solmu.registry.actions.publicity import (
    except_language,
    publish_record,
    remove_language_exception,
    remove_record,
    restore_record,
)
from solmu.registry.actions.stories import add_story, set_image
from solmu.registry.models import Activity, LanguageException, Organisation, Partnership, PublicVersion, Story
from solmu.registry.queries.languages import missing_languages
from solmu.registry.records import public_shapes
from tests.registry import founding
from tests.registry.founding import BY
from tests.registry.pictures import jpeg


def versions(key: str) -> list[bool]:
    """For each kept version whether it says anything, oldest first."""
    rows = PublicVersion.objects.filter(record_id=key).order_by("revision")
    return [row.shape is not None for row in rows]


def test_record_is_shown_from_its_publishing_to_its_removal(source: Source, home: Organisation) -> None:
    tie = founding.partnership(source, founding.place(source), is_published=False)
    assert (versions(tie.pk), public_shapes([tie.pk])) == ([], {tie.pk: None})

    publish_record(by=BY, source=source, record=tie.record)
    publish_record(by=BY, source=source, record=tie.record)
    assert versions(tie.pk) == [True]

    remove_record(by=BY, source=source, record=tie.record, reason="Recorded by mistake.")
    record = Record.objects.get(pk=tie.pk)
    assert (record.is_published, record.removal_reason) == (False, "Recorded by mistake.")
    assert (versions(tie.pk), public_shapes([tie.pk])) == ([True, False], {tie.pk: None})

    restore_record(by=BY, source=source, record=tie.record, is_published=True)
    assert versions(tie.pk) == [True, False, True]
    actions = AuditEntry.objects.filter(record_id=tie.pk).order_by("sequence").values_list("action", flat=True)
    assert list(actions) == ["add_partnership", "publish_record", "remove_record", "restore_record"]


def test_removal_says_why_once_and_of_what_nothing_rests_on(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, signed="2001")
    for reason in ("", "  "):
        with pytest.raises(BrokenRule, match="needs a reason"):
            remove_record(by=BY, source=source, record=agreement.record, reason=reason)
    with pytest.raises(BrokenRule, match="1 agreement rests on this record"):
        remove_record(by=BY, source=source, record=tartu.record, reason="Wrong.")

    remove_record(by=BY, source=source, record=agreement.record, reason="Wrong.")
    remove_record(by=BY, source=source, record=tartu.record, reason="Wrong.")

    with pytest.raises(BrokenRule, match="removed already"):
        remove_record(by=BY, source=source, record=tartu.record, reason="Wrong.")
    with pytest.raises(BrokenRule, match="cannot be published"):
        publish_record(by=BY, source=source, record=tartu.record)


def test_restoring_what_is_there_is_refused(source: Source, tartu: Partnership) -> None:
    with pytest.raises(BrokenRule, match="was not removed"):
        restore_record(by=BY, source=source, record=tartu.record, is_published=True)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("record_removed_with_reason", {"removal_reason": "Why?"}),
        ("record_removed_with_reason", {"removed_at": "2026-11-24T00:00:00Z", "is_published": False}),
        ("record_removed_not_published", {"removed_at": "2026-11-24T00:00:00Z", "removal_reason": "Wrong."}),
    ],
)
def test_database_refuses_a_broken_tombstone(tartu: Partnership, constraint: str, values: dict) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Record.objects.filter(pk=tartu.pk).update(**values)


# --- languages --------------------------------------------------------------------------------------------------------

CITY = ("fi", "sv", "en")


def text(**texts: str) -> LazyI18nString:
    return LazyI18nString(texts)


def story(source: Source, **texts: str) -> Story:
    return add_story(by=BY, source=source, title=text(**texts), text=text(**texts))


def visit(source: Source, **facts: Any) -> Activity:
    return add_activity(by=BY, source=source, kind="visit", **facts)  # type: ignore[arg-type]


def test_person_publishes_in_every_language_of_the_city(source: Source) -> None:
    record = story(source, fi="Tarina", sv=" ").record
    with pytest.raises(BrokenRule, match=r"The texts lack: sv, en\. Write them"):
        publish_record(by=BY, source=source, record=record, languages=CITY)
    assert not Record.objects.get(pk=record.pk).is_published

    publish_record(by=BY, source=source, record=story(source, fi="T", sv="B", en="S").record, languages=CITY)
    publish_record(by=BY, source=source, record=record)  # as a source is taken in: it lacks what it lacks
    assert Record.objects.filter(is_published=True).count() == 2


def test_every_text_of_an_activity_counts_and_an_empty_one_does_not(source: Source) -> None:
    title = text(fi="Vierailu", sv="Besök", en="Visit")
    publish_record(by=BY, source=source, record=visit(source, title=title).record, languages=CITY)
    half = visit(source, title=title, outcome=text(fi="Hyvä", en="Good"))
    with pytest.raises(BrokenRule, match=r"The texts lack: sv\."):
        publish_record(by=BY, source=source, record=half.record, languages=CITY)
    unsaid = visit(source, title="Visit")  # nobody said in which language
    with pytest.raises(BrokenRule, match="The texts lack: fi, sv, en"):
        publish_record(by=BY, source=source, record=unsaid.record, languages=CITY)


def test_names_and_other_kinds_are_not_asked_for_languages(source: Source, tartu: Partnership) -> None:
    hidden = founding.agreement(source, tartu, is_published=False, title=text(fi="Sopimus"))
    publish_record(by=BY, source=source, record=hidden.record, languages=CITY)

    assert Record.objects.get(pk=hidden.pk).is_published


def test_exception_with_a_reason_lets_a_language_be_missing(source: Source) -> None:
    record = story(source, fi="Tarina", en="Story").record
    exception = except_language(by=BY, source=source, record=record, language="sv", reason=" Vain Virossa ")
    again = except_language(by=BY, source=source, record=record, language="sv", reason="Vain Tartossa")
    assert (exception.reason, again.pk) == ("Vain Virossa", exception.pk)

    publish_record(by=BY, source=source, record=record, languages=CITY)
    assert LanguageException.objects.get().reason == "Vain Tartossa"

    remove_language_exception(by=BY, source=source, exception=again)
    with pytest.raises(BrokenRule, match=r"The texts lack: sv\."):
        publish_record(by=BY, source=source, record=record, languages=CITY)
    actions = AuditEntry.objects.filter(record_id=record.pk).order_by("sequence").values_list("action", flat=True)
    assert list(actions) == [
        "add_story", "except_language", "except_language", "publish_record", "remove_language_exception",
    ]  # fmt: skip


def test_exception_is_refused_without_a_reason_or_a_record(source: Source) -> None:
    record = story(source, fi="Tarina").record
    for language, reason in (("sv", " "), (" ", "Because")):
        with pytest.raises(BrokenRule, match="Give both"):
            except_language(by=BY, source=source, record=record, language=language, reason=reason)
    contributor = founding.account("contributor")
    with pytest.raises(NotPermitted):
        except_language(by=contributor, source=source, record=record, language="sv", reason="Because")
    exception = except_language(by=BY, source=source, record=record, language="sv", reason="Because")
    with pytest.raises(NotPermitted):
        remove_language_exception(by=contributor, source=source, exception=exception)
    remove_record(by=BY, source=source, record=record, reason="Wrong.")
    with pytest.raises(BrokenRule, match="no longer there"):
        except_language(by=BY, source=source, record=record, language="en", reason="Because")


def test_image_without_words_in_a_language_holds_back_its_story(source: Source) -> None:
    record = story(source, fi="T", sv="B").record
    set_image(
        by=BY, source=source, record=record, content=jpeg(), name="a.jpg", alternative=text(fi="Kuva"),
        credit="A", licence="CC0", languages=["fi"],
    )  # fmt: skip

    assert missing_languages(record, CITY) == ["sv", "en"]


def test_merged_record_is_neither_published_nor_removed(source: Source, tartu: Partnership) -> None:
    one, other = (founding.agreement(source, tartu, signed=year) for year in ("2001", "2002"))
    merge_records(by=BY, source=source, record=one.record, into=other.record)

    with pytest.raises(BrokenRule, match=f"was merged into {other.pk}"):
        publish_record(by=BY, source=source, record=one.record)
    with pytest.raises(BrokenRule, match=f"was merged into {other.pk}"):
        remove_record(by=BY, source=source, record=one.record, reason="Wrong.")


def test_record_is_not_put_back_on_what_is_gone(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, signed="2001")
    remove_record(by=BY, source=source, record=agreement.record, reason="Wrong.")
    remove_record(by=BY, source=source, record=tartu.record, reason="Wrong.")

    with pytest.raises(BrokenRule, match=f"It rests on the partnership {tartu.pk}, which is no longer there"):
        restore_record(by=BY, source=source, record=agreement.record, is_published=True)

    restore_record(by=BY, source=source, record=tartu.record, is_published=True)
    restore_record(by=BY, source=source, record=agreement.record, is_published=True)
    agreement.record.refresh_from_db()
    assert agreement.record.removed_at is None
