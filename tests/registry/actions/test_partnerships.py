from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from i18nfield.strings import LazyI18nString

from solmu.core.errors import BrokenRule
from solmu.core.models import AuditEntry, AuditValue, Record, Source
from solmu.registry.actions.partnerships import (
    add_partnership,
    change_partnership,
    remove_partnership_change,
    set_partnership_since,
)
from solmu.registry.models import Organisation, Partnership, PartnershipChange, PublicVersion
from solmu.registry.queries.partnerships import state_on
from solmu.registry.vocabulary import Relation
from tests.registry import founding
from tests.registry.founding import BY, on


def test_add_partnership_writes_rows_audit_and_public_version(source: Source, home: Organisation) -> None:
    place = founding.place(source, fi="Tartto")

    tie = add_partnership(
        by=BY, source=source, partner=place, relation=Relation.SISTER_CITY, since=on("1992"), is_published=True
    )

    assert [(row.relation, row.status, row.on) for row in tie.changes.all()] == [("sister_city", "", None)]
    entry = AuditEntry.objects.get(record_id=tie.pk, action="add_partnership")
    change = tie.changes.get()
    fields = set(AuditValue.objects.filter(entry=entry).values_list("field", flat=True))
    assert {"partner_id", "since", f"partnershipchange.{change.pk}.relation"} <= fields
    version = PublicVersion.objects.get(record=tie.pk)
    assert version.revision >= entry.sequence
    assert version.shape["since"] == "1992"


def test_there_is_one_partnership_per_partner(source: Source, tartu: Partnership) -> None:
    before = Record.objects.count()

    with pytest.raises(BrokenRule, match="already a partnership with this city"):
        founding.partnership(source, tartu.partner)
    with pytest.raises(IntegrityError), transaction.atomic():
        Partnership.objects.create(record=Record.objects.create(kind="partnership"), partner=tartu.partner)

    assert Record.objects.count() == before


def test_city_is_not_its_own_partner(source: Source, home: Organisation) -> None:
    assert home.place is not None
    with pytest.raises(BrokenRule, match="cannot be its own partner"):
        founding.partnership(source, home.place)


@pytest.mark.parametrize(
    ("status", "reason", "not_stated"),
    [
        ("active", "", False),
        ("dormant", "", False),
        ("suspended", "", True),
        ("ended", "   ", True),
        ("ended", LazyI18nString({"en": "War"}), False),
        ("active", LazyI18nString({"en": "Renewed"}), False),
    ],
)
def test_change_partnership_says_where_no_reason_is_stated(
    source: Source, tartu: Partnership, status: str, reason: Any, not_stated: bool
) -> None:
    change = change_partnership(
        by=BY, source=source, partnership=tartu, on=on("2022-03-04"), status=status, decided_by="Board", reason=reason
    )

    change = PartnershipChange.objects.get(pk=change.pk)
    assert (change.status, change.is_reason_not_stated) == (status, not_stated)
    last = PublicVersion.objects.filter(record=tartu.pk).latest("revision").shape["changes"][-1]
    assert (last["status"], last["on"], last["decided_by"]) == (status, "2022-03-04", "Board")
    assert last["reason_not_stated"] is not_stated


def test_change_partnership_refuses_to_say_nothing(source: Source, tartu: Partnership) -> None:
    with pytest.raises(BrokenRule, match="says its kind or its status"):
        change_partnership(by=BY, source=source, partnership=tartu, on=on("2022"))

    assert tartu.changes.count() == 1


def test_changes_of_one_day_count_in_the_order_they_were_recorded(source: Source, tartu: Partnership) -> None:
    for status in ("active", "suspended", "active", "dormant"):
        change_partnership(by=BY, source=source, partnership=tartu, status=status)

    tie = Partnership.objects.prefetch_related("changes").get()
    assert state_on(tie, on("2026").earliest).status == "dormant"
    shape = PublicVersion.objects.filter(record=tie.pk).latest("revision").shape
    assert [change["status"] for change in shape["changes"]] == [None, "active", "suspended", "active", "dormant"]


def test_set_since_and_take_back_a_change(source: Source, tartu: Partnership) -> None:
    set_partnership_since(by=BY, source=source, partnership=tartu, since=on("1990-05"))
    change = change_partnership(by=BY, source=source, partnership=tartu, status="active")
    remove_partnership_change(by=BY, source=source, change=change)

    tie = Partnership.objects.get(pk=tartu.pk)
    assert (str(tie.since), tie.changes.count()) == ("1990-05", 1)
    assert AuditEntry.objects.filter(action="remove_partnership_change", record_id=tie.pk).count() == 1


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("partnership_change_says_something", {}),
        ("partnership_change_has_reason", {"status": "suspended"}),
        ("partnership_change_has_reason", {"status": "ended"}),
        ("partnership_change_reason_or_none", {"status": "ended", "reason": "War", "is_reason_not_stated": True}),
        ("partnership_change_relation_known", {"relation": "friend"}),
        ("partnership_change_status_known", {"status": "asleep"}),
    ],
)
def test_database_refuses_a_broken_change(tartu: Partnership, constraint: str, values: dict) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        PartnershipChange.objects.create(partnership=tartu, **values)
