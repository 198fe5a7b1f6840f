"""What follows an agreement: a successor that takes over once it is signed, or nothing."""

from __future__ import annotations

from typing import Any

import pytest
from i18nfield.strings import LazyI18nString

from solmu.core.audit import chain_faults, head_line
from solmu.core.dates import OPEN
from solmu.core.errors import BrokenRule
from solmu.core.models import Source
from solmu.registry.actions.agreements import (
    add_theme,
    advance_agreement,
    amend_agreement,
    draft_agreement,
    propose_series,
    record_no_successor,
    replace_agreement,
    set_agreement_terms,
    sign_agreement,
    succeed_agreement,
    terminate_agreement,
)
from solmu.registry.models import Agreement, AgreementSeries, Decision, Organisation, Partnership
from solmu.registry.vocabulary import AgreementKind
from tests.registry import founding
from tests.registry.founding import BY, on
from tests.registry.kept import actions_of, last_shape


def succeed(agreement: Agreement, **facts: Any) -> Agreement:
    facts = {"valid_from": on("2027-01-01"), "valid_until": on("2029-12-31")} | facts
    return succeed_agreement(by=BY, source=None, agreement=agreement, **facts)


def sign_by_all(agreement: Agreement, decision: Decision, day: str = "2026-11-02") -> None:
    advance_agreement(by=BY, source=None, agreement=agreement, to="approved", decision=decision)
    for party in agreement.parties.select_related("organisation"):
        sign_agreement(by=BY, source=None, agreement=agreement, party=party.organisation, on=on(day))


def test_successor_takes_over_parties_ties_themes_line_and_terms(
    signed: Agreement, home: Organisation, city: Organisation, umea: Organisation, tartu: Partnership
) -> None:
    education = add_theme(by=BY, key="education", position=1, name=LazyI18nString({"en": "education"}))
    themes = [LazyI18nString({"en": text}) for text in ("education", "culture")]
    amend_agreement(
        by=BY, source=None, agreement=signed, on=on("2024-02-01"), wording="x", themes=themes, joining=[umea]
    )
    culture = signed.themes.get(position=2)
    amend_agreement(
        by=BY, source=None, agreement=signed, on=on("2025-02-01"), wording="x", dropped=[culture], leaving=[umea]
    )
    set_agreement_terms(
        by=BY, source=None, agreement=signed, renewal_mode="tacit", renewal_months=12, review_every_months=12
    )

    draft = succeed(signed, title=LazyI18nString({"en": "Second"}))

    draft, signed = Agreement.objects.get(pk=draft.pk), Agreement.objects.get(pk=signed.pk)
    assert (draft.stage, draft.kind, str(draft.valid_from)) == ("draft", signed.kind, "2027-01-01")
    assert [row.organisation for row in draft.parties.all()] == [home, city]
    assert list(draft.partnerships.order_by("pk")) == list(signed.partnerships.order_by("pk"))
    assert [(str(row.wording), list(row.themes.all())) for row in draft.themes.all()] == [("education", [education])]
    assert (draft.renewal_mode, draft.renewal_months, draft.notice_months, draft.review_every_months) == (
        "tacit",
        12,
        6,
        12,
    )
    assert (signed.successor_draft, signed.replaced_by) == (draft, None)
    assert actions_of(signed.pk)[-1] == "succeed_agreement"
    assert actions_of(draft.pk) == ["draft_agreement"]
    assert list(chain_faults()) == []


def test_successor_goes_into_the_line_of_what_it_follows(signed: Agreement, tartu: Partnership) -> None:
    draft = succeed(signed)

    line = AgreementSeries.objects.get()
    assert (line.partnership, line.agreement_kind) == (tartu, "memorandum_of_understanding")
    for row in (draft, signed):
        row.refresh_from_db()
        assert (row.series, row.is_series_proposed) == (line, False)


def test_successor_stays_in_the_line_that_is_there(source: Source, signed: Agreement) -> None:
    line = propose_series(by=BY, source=source, agreement=signed)

    assert succeed(signed).series == line


def test_successor_of_another_kind_begins_a_line_of_its_own(signed: Agreement) -> None:
    draft = succeed(signed, kind=AgreementKind.COOPERATION_PROTOCOL)

    assert [line.agreement_kind for line in AgreementSeries.objects.all()] == ["cooperation_protocol"]
    assert (draft.series is None, Agreement.objects.get(pk=signed.pk).series) == (False, None)


def test_terms_that_are_given_are_the_successors_own(signed: Agreement) -> None:
    set_agreement_terms(by=BY, source=None, agreement=signed, renewal_mode="tacit", renewal_months=12)

    ends = succeed(signed, renewal_mode="none", notice_months=3)

    assert (ends.renewal_mode, ends.renewal_months, ends.notice_months) == ("none", None, 3)


def test_open_ended_successor_does_not_renew_itself(signed: Agreement) -> None:
    set_agreement_terms(by=BY, source=None, agreement=signed, renewal_mode="tacit", renewal_months=12)

    assert succeed(signed, valid_until=OPEN).renewal_mode == ""


def test_predecessors_are_replaced_when_the_successor_is_signed(
    source: Source, signed: Agreement, home: Organisation, city: Organisation, decision: Decision
) -> None:
    other = founding.agreement(source, signed="2021", valid_until="2026", kind=AgreementKind.OTHER)
    draft = succeed(signed, also=[other])
    assert last_shape(signed.pk)["replaced_by"] is None

    sign_by_all(draft, decision)

    for row in (signed, other):
        row.refresh_from_db()
        assert (row.replaced_by, row.successor_draft) == (draft, None)
        assert actions_of(row.pk)[-1] == "sign_agreement"
    assert last_shape(signed.pk)["replaced_by"] == draft.pk


def test_line_stands_under_the_new_standing_agreement(
    source: Source, home: Organisation, city: Organisation, tartu: Partnership, decision: Decision
) -> None:
    standing = founding.agreement(source, tartu, kind=AgreementKind.SISTER_CITY_AGREEMENT, signed="1992")
    amend_agreement(by=BY, source=None, agreement=standing, on=on("1993"), wording="x", joining=[city])
    memorandum = founding.agreement(source, tartu, signed="2001")
    line = propose_series(by=BY, source=source, agreement=memorandum)
    assert line is not None

    draft = succeed(standing)
    assert draft.series is None
    sign_by_all(draft, decision)

    line.refresh_from_db()
    assert line.standing_agreement == draft


def test_succeed_agreement_refuses_what_is_not_signed_or_followed_already(
    draft: Agreement, source: Source, tartu: Partnership
) -> None:
    with pytest.raises(BrokenRule, match="It is a draft"):
        succeed(draft)
    old, new = (founding.agreement(source, tartu, signed=year) for year in ("2001", "2006"))
    replace_agreement(by=BY, source=source, agreement=old, successor=new)
    with pytest.raises(BrokenRule, match=r"Another agreement has replaced it\. Follow the one that replaced it"):
        succeed(old)


def test_succeed_agreement_refuses_a_second_draft_and_one_that_precedes(signed: Agreement) -> None:
    before = head_line()
    with pytest.raises(BrokenRule, match=r"begins \(2023\) before the agreement it follows \(2024-01-01\)"):
        succeed(signed, valid_from=on("2023"))
    with pytest.raises(BrokenRule, match=r"ends \(2022\) before the agreement it follows begins \(2024-01-01\)"):
        succeed(signed, valid_from=None, valid_until=on("2022"))
    assert head_line() == before

    draft = succeed(signed)

    with pytest.raises(BrokenRule, match=f"A successor is drafted already: {draft.pk}"):
        succeed(signed)


@pytest.mark.parametrize("ended", ["terminated", "expired"])
def test_what_has_ended_may_still_be_followed(signed: Agreement, ended: str) -> None:
    if ended == "terminated":
        terminate_agreement(by=BY, source=None, agreement=signed, on=on("2025-01-01"), reason="War")

    assert succeed(signed, valid_from=on("2030-01-01"), valid_until=OPEN).stage == "draft"


# --- replacing --------------------------------------------------------------------------------------------------------


def test_replace_agreement_refuses_today_what_is_not_signed_or_precedes(
    source: Source, draft: Agreement, tartu: Partnership
) -> None:
    old = founding.agreement(source, tartu, signed="2010")
    older = founding.agreement(source, tartu, signed="2005")

    with pytest.raises(BrokenRule, match="not signed yet and replaces nothing"):
        replace_agreement(by=BY, source=None, agreement=old, successor=draft)
    with pytest.raises(BrokenRule, match=r"begins \(2005\) before the agreement it follows \(2010\)"):
        replace_agreement(by=BY, source=None, agreement=old, successor=older)

    replace_agreement(by=BY, source=source, agreement=old, successor=older)  # raised as a matter
    assert Agreement.objects.get(pk=old.pk).replaced_by == older
    with pytest.raises(BrokenRule, match="cannot replace itself, not even through others"):
        replace_agreement(by=BY, source=None, agreement=older, successor=old)


# --- no successor -----------------------------------------------------------------------------------------------------


def test_that_nothing_follows_is_recorded_and_taken_back_by_a_successor(signed: Agreement, decision: Decision) -> None:
    record_no_successor(by=BY, source=None, agreement=signed, on=on("2026-05-04"), reason="Done", decision=decision)

    signed = Agreement.objects.get(pk=signed.pk)
    assert (str(signed.no_successor_on), str(signed.no_successor_reason)) == ("2026-05-04", "Done")
    assert last_shape(signed.pk)["no_successor"] == {"on": "2026-05-04", "decision": decision.pk}
    assert "Done" not in str(last_shape(signed.pk))
    assert actions_of(signed.pk)[-1] == "record_no_successor"

    succeed(signed)

    assert Agreement.objects.get(pk=signed.pk).no_successor_on is None
    assert last_shape(signed.pk)["no_successor"] is None


def test_record_no_successor_refuses(source: Source, signed: Agreement, draft: Agreement, tartu: Partnership) -> None:
    facts: dict[str, Any] = {"by": BY, "source": None, "on": on("2026-05-04"), "reason": "Done"}
    with pytest.raises(BrokenRule, match="rests on a reason or a decision"):
        record_no_successor(agreement=signed, **facts | {"reason": " "})
    with pytest.raises(BrokenRule, match=r"has a day\. Give it"):
        record_no_successor(agreement=signed, **facts | {"on": None})
    with pytest.raises(BrokenRule, match="It has not been made by that day"):
        record_no_successor(agreement=signed, **facts | {"on": on("2020")})
    old, new = (founding.agreement(source, tartu, signed=year) for year in ("2001", "2006"))
    replace_agreement(by=BY, source=source, agreement=old, successor=new)
    with pytest.raises(BrokenRule, match="Say it of the one that replaced it"):
        record_no_successor(agreement=old, **facts)
    successor = succeed(signed)
    with pytest.raises(BrokenRule, match=f"A successor is drafted: {successor.pk}"):
        record_no_successor(agreement=signed, **facts)
    with pytest.raises(BrokenRule, match="It is a draft"):
        record_no_successor(agreement=successor, **facts)


def test_draft_of_other_parties_is_no_duplicate(signed: Agreement, home: Organisation, umea: Organisation) -> None:
    succeed(signed)

    other = draft_agreement(by=BY, source=None, kind=AgreementKind(signed.kind), parties=[home, umea])
    assert other.valid_from is None


def test_expired_on_a_later_day_may_be_said_to_have_no_successor(signed: Agreement) -> None:
    record_no_successor(by=BY, source=None, agreement=signed, on=on("2027-02-01"), reason="Done")

    assert Agreement.objects.get(pk=signed.pk).no_successor_on == on("2027-02-01")
