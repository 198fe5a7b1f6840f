"""What actions note, and what becomes of it when they fail, nest or meet."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import transaction
from i18nfield.fields import I18nCharField
from i18nfield.strings import LazyI18nString

from solmu.core.audit import canonical, chain_faults, field_values, head_line, recorded, revision
from solmu.core.dates import OPEN, PartialDate
from solmu.core.errors import BrokenRule
from solmu.core.models import Account, AuditEntry, AuditValue, Record, Source, StoredFile, system_actor
from solmu.core.vocabulary import Role, SourceKind
from solmu.places.models import Place, PlaceName
from solmu.places.vocabulary import NameKind, PlaceKind


class ChangedHerMindError(Exception):
    """Something goes wrong in the middle of an action."""


def said() -> list[tuple[str, str, dict[str, tuple[str, str]]]]:
    """Action, record and values (before, after) of every entry since the fixtures', in order."""
    return [
        (
            entry.action,
            entry.record_id,
            {value.field: (value.before, value.after) for value in entry.values.order_by("field")},
        )
        for entry in AuditEntry.objects.filter(sequence__gt=2).order_by("sequence")
    ]


def a_file(name: str = "a.txt", size: int = 0) -> StoredFile:
    return StoredFile(sha256=name.rjust(64, "0"), name=name, media_type="text/plain", size=size)


def whole() -> bool:
    return list(chain_faults()) == []


# --- one action -------------------------------------------------------------------------------------------------------


def test_creating_notes_what_the_row_says_and_nothing_it_does_not(officer: Account, source: Source) -> None:
    record = Record(kind="place")
    with recorded(by=officer, action="make", source=source) as journal:
        journal.create(record)
    assert said() == [
        ("make", record.pk, {"kind": ("null", '"place"'), "created_at": ("null", canonical(record.created_at))})
    ]
    entry = AuditEntry.objects.get(sequence=3)
    assert (entry.actor_id, entry.source_id, entry.details) == (officer.pk, source.pk, "{}")
    assert set(json.loads(entry.commitments)) == {"kind", "created_at"}
    assert whole()


def test_nought_is_a_fact_and_noted(officer: Account, source: Source) -> None:
    with recorded(by=officer, action="make") as journal:
        journal.create(a_file(size=0))
    assert said()[0][2]["size"] == ("null", "0")


def test_a_part_is_noted_under_the_record_it_belongs_to(officer: Account, source: Source) -> None:
    stored = a_file()
    with recorded(by=officer, action="attach") as journal:
        journal.create(stored, of=source)
        journal.update(stored, of=source, name="b.txt")
        journal.update(source, title="With a file")
    ((action, record_id, values),) = said()
    assert (action, record_id) == ("attach", source.pk)
    assert values["title"] == ('"A page"', '"With a file"')
    assert values[f"storedfile.{stored.pk}.name"] == ("null", '"b.txt"')


def test_a_row_without_values_makes_an_entry_all_the_same(officer: Account, source: Source) -> None:
    blank = ContentType()
    with recorded(by=officer, action="make") as journal:
        journal.create(blank)
        journal.details(source.pk)
    assert said() == [("make", str(blank.pk), {}), ("make", source.pk, {})]


def test_updating_notes_only_what_changed_and_writes_nothing_where_nothing_did(
    officer: Account, source: Source
) -> None:
    with recorded(by=officer, action="edit") as journal:
        assert journal.update(source, title="A page", language="fi") == ["language"]
    assert said() == [("edit", source.pk, {"language": ('""', '"fi"')})]
    before = head_line()
    with recorded(by=officer, action="edit") as journal:
        assert journal.update(source, title="A page", language="fi") == []
        assert journal.update(source) == []
    assert head_line() == before


def test_the_same_value_in_another_type_is_no_change(officer: Account, source: Source) -> None:
    source.published = PartialDate(2016)
    source.save()
    with recorded(by=officer, action="edit") as journal:
        assert journal.update(source, read_on="2026-11-24", published="2016", is_public="True") == []


def test_updating_writes_the_days_that_follow_from_a_date(officer: Account, source: Source) -> None:
    with recorded(by=officer, action="edit") as journal:
        assert journal.update(source, published=PartialDate(2016)) == ["published"]
    kept = Source.objects.get()
    assert (kept.published, kept.published_earliest, kept.published_latest) == (
        PartialDate(2016),
        date(2016, 1, 1),
        date(2016, 12, 31),
    )
    assert said() == [("edit", source.pk, {"published": ("null", '"2016"')})]


def test_updating_a_stale_row_keeps_what_others_wrote_and_notes_what_was_there(
    officer: Account, source: Source
) -> None:
    stale = Source.objects.get()
    with recorded(by=officer, action="first") as journal:
        journal.update(source, title="Theirs", language="sv")
    with recorded(by=officer, action="second") as journal:
        journal.update(stale, title="Ours")
    kept = Source.objects.get()
    assert (kept.title, kept.language) == ("Ours", "sv")
    assert said()[1] == ("second", source.pk, {"title": ('"Theirs"', '"Ours"')})


def test_updating_a_row_that_is_gone_is_refused_with_a_sentence(officer: Account, source: Source) -> None:
    Source.objects.all().delete()
    with pytest.raises(BrokenRule) as refused, recorded(by=officer, action="edit") as journal:
        journal.update(source, title="Ours")
    assert str(refused.value) == "This source was removed meanwhile. Look it up again."


def test_a_misspelled_field_is_an_error_and_no_silent_nothing(officer: Account, source: Source) -> None:
    with pytest.raises(FieldDoesNotExist), recorded(by=officer, action="edit") as journal:
        journal.update(source, tilte="Ours")


def test_a_foreign_key_is_noted_by_its_column(officer: Account, source: Source) -> None:
    stored = a_file()
    with recorded(by=officer, action="attach") as journal:
        journal.create(stored)
        assert journal.update(source, file=stored) == ["file_id"]
    assert said()[1] == ("attach", source.pk, {"file_id": ("null", f'"{stored.pk}"')})
    assert Source.objects.get().file_id == stored.pk


def test_what_a_model_keeps_out_is_written_but_not_noted(officer: Account) -> None:
    with recorded(by=officer, action="set_password") as journal:
        assert journal.update(officer, password="hash-of-a-password") == ["password"]
    assert Account.objects.get().password == "hash-of-a-password"
    entry = AuditEntry.objects.order_by("-sequence")[0]
    assert (entry.action, entry.record_id, entry.commitments) == ("set_password", officer.pk, "{}")
    assert not AuditValue.objects.filter(after__contains="hash-of-a-password").exists()


def test_deleting_notes_what_the_row_said_last(officer: Account, source: Source) -> None:
    stale, key = Source.objects.get(), source.pk
    with recorded(by=officer, action="edit") as journal:
        journal.update(source, title="Last words")
    with recorded(by=officer, action="remove") as journal:
        journal.delete(stale)
    assert said()[1] == (
        "remove",
        key,
        {
            "kind": ('"page"', "null"),
            "title": ('"Last words"', "null"),
            "read_on": ('"2026-11-24"', "null"),
            "is_public": ("true", "null"),
        },
    )
    assert not Source.objects.exists()


def test_a_field_noted_twice_keeps_its_first_before_and_its_last_after(officer: Account, source: Source) -> None:
    with recorded(by=officer, action="edit") as journal:
        journal.update(source, title="Second")
        journal.update(source, title="Third")
    assert said() == [("edit", source.pk, {"title": ('"A page"', '"Third"')})]


def test_details_stand_in_the_entry_itself(officer: Account, source: Source) -> None:
    with recorded(by=officer, action="count") as journal:
        journal.details(source.pk, claims=3)
        journal.details(source.pk, left=1)
    entry = AuditEntry.objects.get(sequence=3)
    assert json.loads(entry.details) == {"claims": 3, "left": 1}


def test_an_action_that_touched_nothing_writes_no_entry(officer: Account, source: Source) -> None:
    before = head_line()
    with recorded(by=officer, action="look"):
        pass
    assert head_line() == before


def test_entries_carry_the_moment_in_utc(officer: Account, source: Source) -> None:
    at = datetime.fromisoformat(AuditEntry.objects.get(sequence=1).at)
    assert at.tzinfo == UTC
    assert len(AuditEntry.objects.get(sequence=1).at) == 32


def test_a_recorded_block_costs_three_queries_beside_its_own(
    officer: Account, source: Source, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    def edit(titles: list[str]) -> None:
        with recorded(by=officer, action="edit") as journal:
            for title in titles:
                journal.create(a_file(title))

    # Two for the savepoint a test needs, one for each row; select the head, insert entries and values, raise the head.
    with django_assert_num_queries(2 + 1 + 4):  # type: ignore[operator]
        edit(["one"])
    with django_assert_num_queries(2 + 3 + 4):  # type: ignore[operator]
        edit(["two", "three", "four"])


# --- failing and nesting ----------------------------------------------------------------------------------------------


def test_an_action_that_fails_leaves_neither_rows_nor_entries(officer: Account, source: Source) -> None:
    def edit() -> None:
        with recorded(by=officer, action="edit") as journal:
            journal.update(source, title="Never")
            raise ChangedHerMindError

    before = head_line()
    with pytest.raises(ChangedHerMindError):
        edit()
    assert (Source.objects.get().title, head_line(), said()) == ("A page", before, [])


def test_an_inner_failure_caught_by_the_outer_drops_only_the_inner_entries(officer: Account, source: Source) -> None:
    with recorded(by=officer, action="outer") as journal:
        journal.update(source, title="Outer")
        with contextlib.suppress(ChangedHerMindError), recorded(by=officer, action="inner") as inner:
            inner.update(source, language="sv")
            inner.create(a_file())
            raise ChangedHerMindError
        journal.update(source, address="https://example.org/")
    assert said() == [
        ("outer", source.pk, {"address": ('""', '"https://example.org/"'), "title": ('"A page"', '"Outer"')})
    ]
    kept = Source.objects.get()
    assert (kept.title, kept.language, StoredFile.objects.count()) == ("Outer", "", 0)
    assert whole()


def test_an_outer_failure_drops_everything(officer: Account, source: Source) -> None:
    before = head_line()
    with contextlib.suppress(ChangedHerMindError), recorded(by=officer, action="outer") as journal:
        journal.update(source, title="Outer")
        with recorded(by=officer, action="inner") as inner:
            inner.create(a_file())
        raise ChangedHerMindError
    assert (Source.objects.get().title, StoredFile.objects.count(), head_line()) == ("A page", 0, before)


def test_inner_entries_follow_in_the_order_of_the_first_touch(officer: Account, source: Source) -> None:
    stored = a_file()
    with recorded(by=officer, action="outer") as journal:
        journal.update(source, title="Outer")
        with recorded(by=system_actor(), action="inner", source=source) as inner:
            inner.create(stored)
            inner.update(source, language="sv")
        journal.update(source, address="https://example.org/")
    assert [(action, record_id, sorted(values)) for action, record_id, values in said()] == [
        ("outer", source.pk, ["address", "title"]),
        ("inner", stored.pk, ["media_type", "name", "sha256", "size", "stored_at"]),
        ("inner", source.pk, ["language"]),
    ]
    assert [entry.actor_id for entry in AuditEntry.objects.filter(sequence__gt=2).order_by("sequence")] == [
        officer.pk,
        "system",
        "system",
    ]


def test_the_next_action_after_a_failure_begins_afresh(officer: Account, source: Source) -> None:
    with contextlib.suppress(ChangedHerMindError), recorded(by=officer, action="fail") as journal:
        journal.update(source, title="Never")
        raise ChangedHerMindError
    with recorded(by=officer, action="edit") as journal:
        journal.update(Source.objects.get(), title="Now")
    assert said() == [("edit", source.pk, {"title": ('"A page"', '"Now"')})]
    assert whole()


def test_an_outer_journal_cannot_note_while_an_inner_action_runs(officer: Account, source: Source) -> None:
    """Its note would be lost with the inner action's rows, or outlive them."""

    def edit() -> None:
        with recorded(by=officer, action="outer") as outer, recorded(by=officer, action="inner"):
            outer.update(source, title="Lost")

    before = head_line()
    with pytest.raises(RuntimeError):
        edit()
    assert (Source.objects.get().title, head_line()) == ("A page", before)


def test_a_journal_cannot_note_after_its_block(officer: Account, source: Source) -> None:
    with recorded(by=officer, action="edit") as journal:
        pass
    for late in (
        lambda: journal.update(source, title="Late"),
        lambda: journal.create(a_file()),
        lambda: journal.delete(source),
        lambda: journal.note(source.pk, "title", 1, 2),
        lambda: journal.details(source.pk, late=True),
        lambda: journal.at_close(print),
    ):
        with pytest.raises(RuntimeError):
            late()
    assert (Source.objects.get().title, StoredFile.objects.count()) == ("A page", 0)


def test_a_deletion_never_takes_other_rows_with_it_unsaid(officer: Account, source: Source) -> None:
    place = Place.objects.create(kind=PlaceKind.MUNICIPALITY, country="FI")
    PlaceName.objects.create(place=place, text="Hatsina", language="fi", kind=NameKind.EXONYM)

    def remove() -> None:
        with recorded(by=officer, action="remove") as journal:
            journal.delete(place)

    with pytest.raises(RuntimeError):
        remove()
    assert (Place.objects.count(), PlaceName.objects.count(), said()) == (1, 1, [])


# --- hooks and commits ------------------------------------------------------------------------------------------------


def test_a_closing_hook_runs_once_with_the_revision_and_the_records(officer: Account, source: Source) -> None:
    calls: list[tuple[int, list[str], str]] = []

    def hook(number: int, record_ids: list[str]) -> None:
        calls.append((number, record_ids, head_line().partition(":")[0]))

    stored = a_file()
    with recorded(by=officer, action="outer") as journal:
        journal.at_close(hook)
        journal.update(source, title="Outer")
        with recorded(by=officer, action="inner") as inner:
            inner.at_close(hook)
            inner.create(stored)
            inner.update(source, language="sv")
        assert calls == []
    assert calls == [(5, [source.pk, stored.pk], "5")]
    assert revision() == 5


def test_no_closing_hook_runs_where_nothing_was_written(officer: Account, source: Source) -> None:
    with recorded(by=officer, action="look") as journal:
        journal.at_close(lambda number, record_ids: pytest.fail("nothing was written"))


def test_a_failing_closing_hook_undoes_the_action(officer: Account, source: Source) -> None:
    def hook(number: int, record_ids: list[str]) -> None:
        raise ChangedHerMindError

    def edit() -> None:
        with recorded(by=officer, action="edit") as journal:
            journal.at_close(hook)
            journal.update(source, title="Never")

    before = head_line()
    with pytest.raises(ChangedHerMindError):
        edit()
    assert (Source.objects.get().title, head_line()) == ("A page", before)


def test_an_inner_failure_takes_its_hook_along(officer: Account, source: Source) -> None:
    with recorded(by=officer, action="outer") as journal:
        journal.update(source, title="Outer")
        with contextlib.suppress(ChangedHerMindError), recorded(by=officer, action="inner") as inner:
            inner.at_close(lambda number, record_ids: pytest.fail("its action failed"))
            raise ChangedHerMindError
    assert Source.objects.get().title == "Outer"


def test_an_action_called_by_a_closing_hook_is_refused(officer: Account, source: Source) -> None:
    """Its entry would never be written."""

    def hook(number: int, record_ids: list[str]) -> None:
        with recorded(by=officer, action="too_late") as late:
            late.create(a_file())

    def edit() -> None:
        with recorded(by=officer, action="edit") as journal:
            journal.at_close(hook)
            journal.update(source, title="Never")

    with pytest.raises(RuntimeError):
        edit()
    assert (Source.objects.get().title, StoredFile.objects.count()) == ("A page", 0)


@pytest.mark.django_db(transaction=True)
def test_an_action_called_on_commit_has_entries_of_its_own() -> None:
    by = system_actor()

    def on_commit() -> None:
        with recorded(by=by, action="on_commit") as journal:
            journal.create(a_file("later"))

    with recorded(by=by, action="first") as journal:
        journal.create(a_file("first"))
        transaction.on_commit(on_commit)
    assert list(AuditEntry.objects.order_by("sequence").values_list("action", flat=True)) == ["first", "on_commit"]
    assert whole()


# --- canonical forms --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (0, "0"),
        (60.25, "60.25"),
        ("Ystävyys\n“x”", '"Ystävyys\\n“x”"'),
        ("\x00", '"\\u0000"'),
        (PartialDate(1998, 9), '"1998-09"'),
        (OPEN, '".."'),
        (date(1998, 9, 4), '"1998-09-04"'),
        (datetime(1998, 9, 4, 12, tzinfo=UTC), '"1998-09-04T12:00:00+00:00"'),
        (Decimal("1.50"), '"1.50"'),
        (Role.OFFICER, '"officer"'),
        (SourceKind.PAGE, '"page"'),
        ({"sv": 2, "fi": 1}, '{"fi":1,"sv":2}'),
        (("a", "b"), '["a","b"]'),
        ({"b", "a", "c"}, '["a","b","c"]'),
        (LazyI18nString({"sv": "vänort", "fi": "ystävyyskaupunki"}), '{"fi":"ystävyyskaupunki","sv":"vänort"}'),
        (LazyI18nString({"fi": "x", "sv": ""}), '{"fi":"x"}'),
        (LazyI18nString("plain"), '"plain"'),
        (LazyI18nString('{"fi": "x"}'), '{"fi":"x"}'),
        (LazyI18nString(""), '""'),
    ],
)
def test_canonical_gives_one_text_per_value(value: object, text: str) -> None:
    assert canonical(value) == text


def test_a_text_in_several_languages_reads_back_as_it_was_noted() -> None:
    text = LazyI18nString({"sv": "b", "fi": "a", "en": ""})
    kept = I18nCharField().from_db_value(I18nCharField().get_prep_value(text), None, None)
    assert canonical(kept) == canonical(text)


def test_field_values_leave_out_the_key_derived_days_and_what_the_model_keeps_out(
    officer: Account, source: Source
) -> None:
    assert field_values(source) == {
        "kind": "page",
        "title": "A page",
        "address": "",
        "language": "",
        "read_on": date(2026, 11, 24),
        "looked_at_on": None,
        "published": None,
        "is_public": True,
        "file_id": None,
    }
    assert set(field_values(officer)) == {"email", "name", "role", "language", "is_active", "created_at"}


def test_field_values_read_columns_that_were_deferred(officer: Account, source: Source) -> None:
    assert field_values(Source.objects.only("title").get()) == field_values(source)
