"""The kept matters of a day are those that are found, in every word, and no longer than they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from solmu.core.audit import head_line
from solmu.core.models import Source
from solmu.core.terms import Term
from solmu.participation.actions import receive_enquiry
from solmu.participation.vocabulary import EnquiryKind
from solmu.registry.actions.citations import cite
from solmu.registry.actions.contacts import add_contact
from solmu.registry.actions.organisations import add_unit
from solmu.registry.actions.ownership import add_unit_member, set_owner
from solmu.stewardship.actions.deadlines import refresh_deadlines
from solmu.stewardship.actions.keeping_matters import KEPT_FOR, keep_matters, keep_matters_if_free
from solmu.stewardship.actions.matters import assign_matter, snooze_matter
from solmu.stewardship.models import KeptMatters
from solmu.stewardship.queries.matters import Matter, keeping, matters_on
from solmu.stewardship.queries.matters.keeping import kept_matters
from tests.registry import founding
from tests.registry.founding import BY
from tests.stewardship.renewing import CITY, DAY, memorandum, planned

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def source(db: None) -> Source:
    return founding.page("A page about ties")


@pytest.fixture
def busy(source: Source) -> None:
    """A record with matters of many rules: owned by a unit and by a person, given, waiting, and being renewed."""
    home, tie = founding.home(source), founding.partnership(source, founding.place(source, fi="Tartto", en="Tartu"))
    other = founding.partnership(source, founding.place(source, fi="Riika", en="Riga"))
    founding.agreement(source, other, signed="2015", valid_until="2019")
    planned(memorandum(source, home, tie, until="2027-01-31"))
    contact = add_contact(
        by=BY, source=source, organisation=home, name="Aino Secret", title="Head of culture", purpose="Visits",
        day=DAY - timedelta(days=900), keep_for=Term(24),
    )  # fmt: skip
    officer, unit = founding.account("officer"), add_unit(by=BY, source=source, organisation=home, name="Culture")
    add_unit_member(by=BY, source=source, unit=unit, account=officer, is_head=True)
    set_owner(by=BY, source=source, record=tie.record, unit=unit)
    set_owner(by=BY, source=source, record=contact.record, account=officer)
    cite(by=BY, source=source, record=tie.record, field="since", quote="words", start=0, end=5, value="1998")
    Source.objects.update(read_on=DAY - timedelta(days=900))
    receive_enquiry(
        by=BY, kind=EnquiryKind.QUESTION, message="Where?", language="fi", at=AT, day=DAY, keep_for=Term(12)
    )
    refresh_deadlines(DAY)
    first, second, *_rest = matters_on(DAY, city=CITY)
    assign_matter(by=BY, matter=first, account=officer)
    snooze_matter(by=BY, matter=second, until=DAY + timedelta(days=9), reason="Later", today=DAY)


def told(matter: Matter) -> tuple[Any, ...]:
    words = [(matter.name(code), matter.sentence(code), matter.when(code)) for code, _name in settings.LANGUAGES]
    of = matter.owner
    owner = of and (str(of.name), of.unit_id, of.account_id, of.account_ids, of.head_ids, of.owned_id)
    return matter, matter.record_kind, matter.is_old_news, owner, words


def test_kept_matters_are_those_that_are_found_in_every_word(busy: None) -> None:
    found = matters_on(DAY, city=CITY, with_snoozed=True)
    assert keep_matters(at=AT, city=CITY)
    kept = kept_matters(DAY, city=CITY, head=head_line())

    assert kept is not None
    assert kept.is_whole
    assert {each.rule for each in found} == {
        "ended_without_successor", "decision_due", "tie_dormant", "enquiry_due", "contact_kept_too_long",
        "no_owner", "source_not_looked_at",
    }  # fmt: skip
    assert "A renewal is under way" in "".join(each.sentence("en") for each in kept.matters)
    assert [told(each) for each in kept.matters] == [told(each) for each in found]


def test_reading_them_asks_one_query_and_one_for_the_names_of_people(busy: None) -> None:
    keep_matters(at=AT, city=CITY)
    head = head_line()
    with CaptureQueriesContext(connection) as queries:
        kept = kept_matters(DAY, city=CITY, head=head)
        assert kept is not None
        untold = len(queries)
        everything = [told(each) for each in kept.matters]

    assert everything
    # Accounts by name, and contacts: their kind and their rows.
    assert (untold, len(queries)) == (1, 4)


def test_names_of_people_are_not_kept(busy: None) -> None:
    keep_matters(at=AT, city=CITY)
    kept = str(KeptMatters.objects.get().found)

    assert [word in kept for word in ("Aino", "culture", "officer")] == [False, False, False]


def test_write_another_day_other_settings_and_five_minutes_make_them_old(busy: None, source: Source) -> None:
    assert [keep_matters(at=AT, city=CITY) for _ in range(2)] == [True, False]
    assert keep_matters(at=AT + KEPT_FOR, city=CITY)
    head, old = head_line(), KeptMatters.objects.get().head
    assert kept_matters(DAY + timedelta(days=1), city=CITY, head=head) is None
    assert kept_matters(DAY, city=replace(CITY, lead_months=1), head=head) is None

    founding.partnership(source, founding.place(source, fi="Vilna", en="Vilnius"))
    assert kept_matters(DAY, city=CITY, head=head_line()) is None
    assert keep_matters(at=AT, city=CITY)
    assert KeptMatters.objects.get().head == head_line() != old


def test_day_is_the_citys(db: None) -> None:
    late = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
    keep_matters(at=late, city=CITY)

    assert KeptMatters.objects.get().day == DAY + timedelta(days=1)


def test_of_a_large_record_the_most_urgent_are_kept(busy: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "ALL_UP_TO", 0)
    keep_matters(at=AT, city=CITY)
    kept = kept_matters(DAY, city=CITY, head=head_line())

    assert kept is not None
    assert not kept.is_whole
    assert list(kept.matters) == matters_on(DAY, city=CITY)[: keeping.MOST_URGENT]


def test_whoever_must_not_fail_keeps_them_as_well(busy: None) -> None:
    keep_matters_if_free(at=AT, city=CITY)

    assert KeptMatters.objects.get().head == head_line()
