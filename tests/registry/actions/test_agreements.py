from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from i18nfield.strings import LazyI18nString

from solmu.core.audit import chain_faults
from solmu.core.dates import OPEN, NotADate
from solmu.core.errors import BrokenRule
from solmu.core.models import AuditEntry, Record, Source
from solmu.registry.actions.agreements import (
    add_agreement,
    add_theme,
    confirm_series,
    leave_series,
    propose_series,
    put_under_partnership,
    remove_suspension,
    replace_agreement,
    set_agreement_dates,
    suspend_agreement,
    take_from_partnership,
    terminate_agreement,
    withdraw_termination,
)
from solmu.registry.actions.publicity import remove_record
from solmu.registry.models import (
    Agreement,
    AgreementPartnership,
    AgreementParty,
    AgreementSeries,
    AgreementSuspension,
    AgreementTheme,
    Organisation,
    Partnership,
    PublicVersion,
)
from solmu.registry.vocabulary import AgreementKind
from tests.registry import founding
from tests.registry.founding import BY, on


def actions_of(key: str) -> list[str]:
    return list(AuditEntry.objects.filter(record_id=key).order_by("sequence").values_list("action", flat=True))


def last_shape(key: str) -> Any:
    return PublicVersion.objects.filter(record_id=key).latest("revision").shape


@pytest.fixture
def memorandum(source: Source, tartu: Partnership) -> Agreement:
    return founding.agreement(source, tartu, signed="2001", valid_until="2006")


def test_add_agreement_writes_rows_audit_and_public_version(
    source: Source, home: Organisation, tartu: Partnership
) -> None:
    city = founding.city(source, tartu.partner)
    education = add_theme(
        by=BY, key="education", position=1, name=LazyI18nString({"fi": "koulutus", "en": "Education"})
    )

    agreement = add_agreement(
        by=BY,
        source=source,
        kind=AgreementKind.COOPERATION_PROTOCOL,
        parties=[home, city, city],
        partnerships=[tartu, tartu],
        kind_as_written="protokoll",
        ordinal="first",
        signed=on("2001-05"),
        valid_from=on("2001-06-01"),
        valid_until=OPEN,
        notice_months=3,
        themes=[LazyI18nString({"en": "culture"}), LazyI18nString({"fi": "Koulutus"})],
        is_published=True,
    )

    agreement = Agreement.objects.get(pk=agreement.pk)
    assert [party.organisation for party in agreement.parties.all()] == [home, city]
    assert [row.partnership for row in agreement.partnership_rows.all()] == [tartu]
    assert [(theme.position, str(theme.wording), list(theme.themes.all())) for theme in agreement.themes.all()] == [
        (1, "culture", []),
        (2, "Koulutus", [education]),
    ]
    assert (str(agreement.signed), str(agreement.valid_from), agreement.valid_until) == ("2001-05", "2001-06-01", OPEN)
    assert actions_of(agreement.pk) == ["add_agreement"]
    assert last_shape(agreement.pk)["kind_as_written"] == "protokoll"
    assert list(chain_faults()) == []


def test_add_agreement_refuses_an_end_before_the_start(source: Source, home: Organisation) -> None:
    before = Record.objects.count()

    with pytest.raises(NotADate, match=r"ends \(2000\) before it starts \(2001\)"):
        founding.agreement(source, valid_from="2001", valid_until="2000")

    assert Record.objects.count() == before


def test_unpublished_agreement_has_no_public_version(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, signed="2001", is_published=False)

    assert PublicVersion.objects.filter(record=agreement.pk).count() == 0


def test_set_agreement_dates_changes_what_is_given(source: Source, memorandum: Agreement) -> None:
    set_agreement_dates(by=BY, source=source, agreement=memorandum, valid_until=on("2011"), valid_from=None)

    memorandum = Agreement.objects.get(pk=memorandum.pk)
    assert (str(memorandum.signed), memorandum.valid_from, str(memorandum.valid_until)) == ("2001", None, "2011")
    assert memorandum.valid_until_latest == on("2011").latest
    assert last_shape(memorandum.pk)["valid_until"] == "2011"


def test_set_agreement_dates_to_the_same_changes_nothing(source: Source, memorandum: Agreement) -> None:
    set_agreement_dates(by=BY, source=source, agreement=memorandum, signed=on("2001"))

    assert actions_of(memorandum.pk) == ["add_agreement"]


def test_set_agreement_dates_refuses_an_end_before_the_start(source: Source, memorandum: Agreement) -> None:
    with pytest.raises(NotADate):
        set_agreement_dates(by=BY, source=source, agreement=memorandum, valid_from=on("2007"))

    assert Agreement.objects.get(pk=memorandum.pk).valid_from is None


@pytest.mark.parametrize(
    ("reason", "not_stated"),
    [("", True), ("  ", True), (LazyI18nString({"fi": " "}), True), (LazyI18nString({"fi": "Sota"}), False)],
)
def test_terminate_agreement_keeps_the_reason_or_that_none_is_stated(
    source: Source, memorandum: Agreement, reason: Any, not_stated: bool
) -> None:
    terminate_agreement(
        by=BY, source=source, agreement=memorandum, on=on("2004-03"), decided_by="Council", reason=reason
    )

    memorandum = Agreement.objects.get(pk=memorandum.pk)
    assert (str(memorandum.terminated_on), memorandum.termination_decided_by) == ("2004-03", "Council")
    assert memorandum.is_termination_reason_not_stated is not_stated
    assert bool(memorandum.termination_reason) is not not_stated
    assert last_shape(memorandum.pk)["changes"] == [
        {
            "status": "terminated",
            "on": "2004-03",
            "decided_by": "Council",
            "decision": None,
            "reason": None,  # for the city itself
        }
    ]


def test_withdraw_termination_leaves_no_trace_of_it(source: Source, memorandum: Agreement) -> None:
    before = last_shape(memorandum.pk)
    terminate_agreement(by=BY, source=source, agreement=memorandum, on=on("2004"), decided_by="Council", reason="War")

    withdraw_termination(by=BY, source=source, agreement=memorandum)

    assert last_shape(memorandum.pk) == before
    with pytest.raises(BrokenRule, match="was not terminated"):
        withdraw_termination(by=BY, source=source, agreement=memorandum)


def test_suspension_is_a_period_that_can_be_taken_back(source: Source, memorandum: Agreement) -> None:
    suspension = suspend_agreement(by=BY, source=source, agreement=memorandum, on=on("2004"), until=on("2005"))
    assert (suspension.is_reason_not_stated, str(suspension.period)) == (True, "2004/2005")
    assert [change["status"] for change in last_shape(memorandum.pk)["changes"]] == ["suspended"]

    remove_suspension(by=BY, source=source, suspension=suspension)

    assert AgreementSuspension.objects.count() == 0
    assert last_shape(memorandum.pk)["changes"] == []


def test_suspend_agreement_refuses_an_end_before_the_start(source: Source, memorandum: Agreement) -> None:
    with pytest.raises(NotADate):
        suspend_agreement(by=BY, source=source, agreement=memorandum, on=on("2005"), until=on("2004"))


def test_replace_agreement_takes_several_by_one_and_refuses_rings(source: Source, tartu: Partnership) -> None:
    a, b, c = (founding.agreement(source, tartu, signed=year) for year in ("2001", "2006", "2011"))
    replace_agreement(by=BY, source=source, agreement=a, successor=c)
    replace_agreement(by=BY, source=source, agreement=b, successor=c)
    assert sorted(row.pk for row in c.replaces.all()) == sorted([a.pk, b.pk])

    for agreement, successor in ((c, a), (c, c)):
        with pytest.raises(BrokenRule, match="cannot replace itself"):
            replace_agreement(by=BY, source=source, agreement=agreement, successor=successor)

    assert Agreement.objects.get(pk=c.pk).replaced_by is None


def test_put_under_partnership_twice_is_one_tie_that_can_be_taken_away(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, signed="2001")

    one, other = (put_under_partnership(by=BY, source=source, agreement=agreement, partnership=tartu) for _ in range(2))
    assert one == other
    assert len(last_shape(agreement.pk)["partners"]) == 1

    take_from_partnership(by=BY, source=source, tie=one)
    assert AgreementPartnership.objects.count() == 0
    assert last_shape(agreement.pk)["partners"] == []


# --- series -----------------------------------------------------------------------------------------------------------


def test_series_holds_one_kind_of_one_partnership_under_its_standing_agreement(
    source: Source, tartu: Partnership
) -> None:
    standing = founding.agreement(source, tartu, kind=AgreementKind.SISTER_CITY_AGREEMENT, signed="1992")
    assert propose_series(by=BY, source=source, agreement=standing) is None
    first, second, other = (
        founding.agreement(source, tartu, kind=kind, signed="2001")
        for kind in ("memorandum_of_understanding", "memorandum_of_understanding", "action_plan")
    )

    series = [propose_series(by=BY, source=source, agreement=agreement) for agreement in (first, second, other)]

    assert series[0] == series[1] != series[2]
    assert {row.standing_agreement for row in AgreementSeries.objects.all()} == {standing}
    assert propose_series(by=BY, source=source, agreement=first) is None  # in one already
    assert Agreement.objects.get(pk=standing.pk).series is None


def test_no_series_is_proposed_for_other_agreements_or_those_of_several_or_no_partners(
    source: Source, tartu: Partnership
) -> None:
    umea = founding.partnership(source, founding.place(source, "Umeå", "SE"))
    rows = [
        founding.agreement(source, tartu, kind=AgreementKind.OTHER),
        founding.agreement(source, tartu, umea),
        founding.agreement(source),
    ]

    assert [propose_series(by=BY, source=source, agreement=row) for row in rows] == [None, None, None]


def test_two_standing_agreements_leave_the_line_without_one(source: Source, tartu: Partnership) -> None:
    for year in ("1992", "1999"):
        founding.agreement(source, tartu, kind=AgreementKind.SISTER_CITY_AGREEMENT, signed=year)

    series = propose_series(by=BY, source=source, agreement=founding.agreement(source, tartu, signed="2001"))

    assert series is not None
    assert series.standing_agreement is None


def test_confirm_series_once(source: Source, memorandum: Agreement) -> None:
    propose_series(by=BY, source=source, agreement=memorandum)
    confirm_series(by=BY, source=source, agreement=memorandum)

    assert Agreement.objects.get(pk=memorandum.pk).is_series_proposed is False
    with pytest.raises(BrokenRule, match="nothing to confirm"):
        confirm_series(by=BY, source=source, agreement=memorandum)


def test_leave_series_removes_an_empty_line_which_comes_back_when_needed(source: Source, memorandum: Agreement) -> None:
    series = propose_series(by=BY, source=source, agreement=memorandum)
    leave_series(by=BY, source=source, agreement=memorandum)
    assert AgreementSeries.objects.live().count() == 0

    again = propose_series(by=BY, source=source, agreement=memorandum)

    assert again == series
    assert AgreementSeries.objects.live().get() == series


# --- themes -----------------------------------------------------------------------------------------------------------


def test_add_theme_refuses_a_key_twice(source: Source) -> None:
    name = LazyI18nString({"en": "Education"})
    add_theme(by=BY, key="education", position=1, name=name)

    with pytest.raises(BrokenRule, match="already a theme “education”"):
        add_theme(by=BY, key="education", position=2, name=name)


def test_removed_theme_is_meant_by_no_wording(source: Source, tartu: Partnership) -> None:
    theme = add_theme(by=BY, key="education", position=1, name=LazyI18nString({"en": "Education"}))
    remove_record(by=BY, source=source, record=theme.record, reason="Not used.")

    agreement = founding.agreement(source, tartu, themes=["education"])

    assert list(agreement.themes.get().themes.all()) == []


# --- what the database holds by itself --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("agreement_terminated_with_reason", {"terminated_on": "2004"}),
        ("agreement_period_well_formed", {"valid_from": "2007"}),
        ("agreement_proposed_series_exists", {"is_series_proposed": True}),
        ("agreement_stage_before_signing", {"stage": "draft"}),
        ("agreement_kind_known", {"kind": "treaty"}),
        ("agreement_ordinal_known", {"ordinal": "second"}),
        ("agreement_stage_known", {"stage": "asleep", "signed": ""}),
    ],
)
def test_database_refuses_a_broken_agreement(memorandum: Agreement, constraint: str, values: dict) -> None:
    for name, value in values.items():
        setattr(memorandum, name, value)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        memorandum.save()


def test_database_refuses_an_agreement_replaced_by_itself(memorandum: Agreement) -> None:
    memorandum.replaced_by = memorandum

    with pytest.raises(IntegrityError, match="agreement_not_replaced_by_itself"), transaction.atomic():
        memorandum.save()


def test_database_refuses_parts_twice(home: Organisation, memorandum: Agreement) -> None:
    tartu = memorandum.partnerships.get()

    def line() -> AgreementSeries:
        record = Record.objects.create(kind="agreement_series")
        return AgreementSeries(record=record, partnership=tartu, agreement_kind="other")

    AgreementTheme.objects.create(agreement=memorandum, position=1, wording="x")
    line().save()
    rows = [
        AgreementParty(agreement=memorandum, organisation=home),
        AgreementPartnership(agreement=memorandum, partnership=tartu),
        AgreementTheme(agreement=memorandum, position=1, wording="y"),
        line(),
    ]
    for row in rows:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)


@pytest.mark.parametrize(
    ("row", "constraint"),
    [
        (
            AgreementSuspension(suspended_from=on("2005"), suspended_until=on("2004"), is_reason_not_stated=True),
            "agreement_suspension_period_well_formed",
        ),
        (AgreementSuspension(suspended_from=on("2004")), "agreement_suspension_has_reason"),
    ],
)
def test_database_refuses_a_broken_suspension(memorandum: Agreement, row: AgreementSuspension, constraint: str) -> None:
    row.agreement = memorandum

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        row.save(force_insert=True)


def test_database_refuses_a_party_that_leaves_before_it_joins(memorandum: Agreement) -> None:
    party = memorandum.parties.get()
    party.party_from, party.party_until = on("2005"), on("2004")

    with pytest.raises(IntegrityError, match="agreement_party_period_well_formed"), transaction.atomic():
        party.save()
