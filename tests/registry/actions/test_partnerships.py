from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from i18nfield.strings import LazyI18nString

from solmu.core.audit import chain_faults, head_line
from solmu.core.errors import BrokenRule
from solmu.core.models import AuditEntry, AuditValue, Record, Source
from solmu.registry.actions.decisions import record_decision
from solmu.registry.actions.partnerships import (
    add_partnership,
    change_partnership,
    end_partnership,
    remove_partnership_change,
    resume_partnership,
    set_partnership_since,
    suspend_partnership,
)
from solmu.registry.actions.publicity import remove_record
from solmu.registry.models import Organisation, Partnership, PartnershipChange, PublicVersion
from solmu.registry.queries.partnerships import partnership_facts, state_on
from solmu.registry.rules import partnership_state
from solmu.registry.vocabulary import Relation
from tests.registry import founding
from tests.registry.founding import BY, on
from tests.registry.kept import actions_of, last_shape


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


# --- what a person does today -----------------------------------------------------------------------------------------


def states(partnership: Partnership, *days: str) -> list[tuple[str, str]]:
    facts = partnership_facts(list(partnership.changes.all()))
    return [(state.relation, state.status) for state in (partnership_state(facts, on(day).earliest) for day in days)]


def test_partnership_is_suspended_resumed_and_ended(tartu: Partnership) -> None:
    given: dict[str, Any] = {"by": BY, "source": None, "partnership": tartu}
    decision = record_decision(by=BY, source=None, organ="Council", decided=on("2024-01-08"), is_published=True)
    wording = LazyI18nString({"en": "The tie rests.", "sv": "Förbindelsen är pausad."})
    suspend_partnership(**given, on=on("2024-02-01"), reason="War", wording=wording, decision=decision)
    resume_partnership(**given, on=on("2025-02-01"))
    end_partnership(**given, on=on("2026-02-01"), reason="Savings", decided_by="Council")

    days = ("2024-01-31", "2024-02-01", "2025-02-01", "2026-02-01")
    assert [status for _, status in states(tartu, *days)] == ["", "suspended", "active", "ended"]
    assert actions_of(tartu.pk)[1:] == ["suspend_partnership", "resume_partnership", "end_partnership"]
    shape = last_shape(tartu.pk)
    assert shape["changes"][1] == {
        "on": "2024-02-01",
        "relation": None,
        "status": "suspended",
        "decided_by": None,
        "decision": decision.pk,
        "reason": None,
        "reason_not_stated": False,
        "wording": {"en": "The tie rests.", "sv": "Förbindelsen är pausad."},
    }
    assert not {"War", "Savings"} & set(str(shape).split("'"))
    assert list(chain_faults()) == []


def test_ended_partnership_may_be_taken_up_again(tartu: Partnership) -> None:
    given: dict[str, Any] = {"by": BY, "source": None, "partnership": tartu}
    end_partnership(**given, on=on("2024-02-01"), reason="Savings")
    resume_partnership(**given, on=on("2026-02-01"))

    assert states(tartu, "2025-01-01", "2026-02-01") == [("sister_city", "ended"), ("sister_city", "active")]


@pytest.mark.parametrize(
    ("verb", "day", "reason", "sentence"),
    [
        (suspend_partnership, "2024-03-01", "War", "On 2024-03-01: It is suspended already"),
        (suspend_partnership, "2023-03-01", " ", "is suspended or ended for a reason"),
        (suspend_partnership, None, "War", "A change of a partnership has a day"),
        (resume_partnership, "2023-03-01", "", "Nothing says that it was suspended or ended by that day"),
        (end_partnership, "2024-03-01", "", "is suspended or ended for a reason"),
        (end_partnership, None, "War", "A change of a partnership has a day"),
    ],
)
def test_verbs_refuse_today(
    tartu: Partnership, verb: Callable[..., Any], day: str | None, reason: str, sentence: str
) -> None:
    given: dict[str, Any] = {"by": BY, "source": None, "partnership": tartu}
    suspend_partnership(**given, on=on("2024-02-01"), reason="War")
    before = head_line()

    with pytest.raises(BrokenRule, match=sentence):
        verb(**given, on=on(day) if day else None, reason=reason)

    assert head_line() == before


def test_change_partnership_refuses_today_what_it_is_already(source: Source, tartu: Partnership) -> None:
    given: dict[str, Any] = {"by": BY, "partnership": tartu, "relation": "sister_city", "on": on("2024")}
    with pytest.raises(BrokenRule, match="On 2024 the partnership is that already"):
        change_partnership(source=None, **given)

    assert change_partnership(source=source, **given).pk
    change_partnership(source=None, **given | {"relation": "partner_city", "on": on("2025-05-01")})
    assert states(tartu, "2025-04-30", "2025-05-01") == [("sister_city", ""), ("partner_city", "")]


def test_source_may_end_twice_and_give_no_day(source: Source, tartu: Partnership) -> None:
    given: dict[str, Any] = {"by": BY, "source": source, "partnership": tartu}
    for day in (on("2024"), None):
        assert end_partnership(**given, on=day).is_reason_not_stated is True


def test_removed_partnership_is_not_changed_today(source: Source, tartu: Partnership) -> None:
    remove_record(by=BY, source=source, record=tartu.record, reason="Entered by mistake.")

    with pytest.raises(BrokenRule, match="is no longer there"):
        end_partnership(by=BY, source=None, partnership=tartu, on=on("2024"), reason="War")
