"""Drafts: begun, brought to their approval, given up; and the terms of agreements."""

from __future__ import annotations

from typing import Any

import pytest
from i18nfield.strings import LazyI18nString

from solmu.core.audit import chain_faults, head_line
from solmu.core.dates import OPEN
from solmu.core.errors import BrokenRule, NotPermitted
from solmu.core.models import Record, Source
from solmu.registry.actions.agreements import (
    Party,
    ThemeWording,
    abandon_draft,
    add_agreement,
    add_theme,
    advance_agreement,
    change_agreement,
    draft_agreement,
    set_agreement_dates,
    set_agreement_terms,
    sign_agreement,
    succeed_agreement,
    terminate_agreement,
)
from solmu.registry.actions.networks import add_membership
from solmu.registry.actions.organisations import add_organisation
from solmu.registry.actions.publicity import remove_record
from solmu.registry.models import Agreement, Decision, Organisation, Partnership
from solmu.registry.vocabulary import AgreementKind
from tests.registry.founding import BY, account, on
from tests.registry.kept import actions_of, fields_of_last, last_shape


def again(home: Organisation, city: Organisation, **facts: Any) -> Agreement:
    facts = {"kind": AgreementKind.MEMORANDUM_OF_UNDERSTANDING, "parties": [home, city]} | facts
    return draft_agreement(by=BY, source=None, **facts)


def test_draft_agreement_writes_rows_terms_audit_and_public_version(
    source: Source, home: Organisation, city: Organisation, tartu: Partnership
) -> None:
    network = add_organisation(by=BY, source=source, kind="network", name="Ring", is_published=True)  # type: ignore[arg-type]
    membership = add_membership(by=BY, source=source, network=network, organisation=home, is_published=True)
    education = add_theme(by=BY, key="education", position=1, name=LazyI18nString({"en": "Education"}))
    words = LazyI18nString({"en": "schools"})

    agreement = again(
        home,
        city,
        parties=[home, Party(city), Party(network, "witness", must_sign=False), city],
        partnerships=[tartu],
        memberships=[membership],
        title=LazyI18nString({"en": "Green cities"}),
        valid_from=on("2027-01-01"),
        valid_until=on("2028-12-31"),
        themes=[ThemeWording(words, (education,)), LazyI18nString({"en": "education"})],
        renewal_mode="tacit",
        renewal_months=12,
        most_renewals=3,
        notice_months=6,
        review_on=on("2028"),
        review_every_months=12,
        is_published=True,
    )

    agreement = Agreement.objects.get(pk=agreement.pk)
    assert (agreement.stage, agreement.signed) == ("draft", None)
    assert [(each.organisation, each.role, each.must_sign) for each in agreement.parties.all()] == [
        (home, "party", True),
        (city, "party", True),
        (network, "witness", False),
    ]
    assert (list(agreement.partnerships.all()), list(agreement.memberships.all())) == ([tartu], [membership])
    assert [(str(each.wording), list(each.themes.all())) for each in agreement.themes.all()] == [
        ("schools", [education]),
        ("education", [education]),
    ]
    assert actions_of(agreement.pk) == ["draft_agreement"]
    shape = last_shape(agreement.pk)
    assert {name: shape[name] for name in ("stage", "renewal_mode", "renewal_months", "most_renewals")} == {
        "stage": "draft",
        "renewal_mode": "tacit",
        "renewal_months": 12,
        "most_renewals": 3,
    }
    assert list(chain_faults()) == []


def test_draft_agreement_refuses_fewer_than_two_parties(home: Organisation) -> None:
    before = Record.objects.count()

    with pytest.raises(BrokenRule, match="between at least two parties"):
        draft_agreement(by=BY, source=None, kind=AgreementKind.OTHER, parties=[home, Party(home)])

    assert Record.objects.count() == before


def test_draft_agreement_refuses_terms_that_do_not_go_together(home: Organisation, city: Organisation) -> None:
    with pytest.raises(BrokenRule, match="notice period"):
        again(home, city, valid_from=on("2027"), valid_until=on("2027"), notice_months=13)
    with pytest.raises(BrokenRule, match="lies before the start"):
        again(home, city, valid_from=on("2027"), valid_until=on("2026"))
    with pytest.raises(TypeError, match="no terms called colour"):
        again(home, city, colour="red")


def test_draft_agreement_refuses_a_second_of_the_same_parties_kind_and_title(
    home: Organisation, city: Organisation, draft: Agreement
) -> None:
    with pytest.raises(BrokenRule, match=f"There is already such an agreement .* not signed yet: {draft.pk}"):
        again(home, city)

    assert again(home, city, title="Another").pk != draft.pk
    assert again(home, city, kind=AgreementKind.ACTION_PLAN).pk != draft.pk


def test_draft_agreement_refuses_a_party_that_is_no_longer_there(
    source: Source, home: Organisation, city: Organisation
) -> None:
    remove_record(by=BY, source=source, record=city.record, reason="Entered by mistake.")

    with pytest.raises(BrokenRule, match="is no longer there"):
        again(home, city)


def test_add_agreement_refuses_a_duplicate_and_a_long_notice_today_but_not_of_the_past(
    source: Source, home: Organisation, city: Organisation
) -> None:
    facts: dict[str, Any] = {"by": BY, "kind": AgreementKind.OTHER, "parties": [home, city], "signed": on("2020-05-04")}
    first = add_agreement(source=None, **facts)

    with pytest.raises(BrokenRule, match=rf"already such an agreement .* signed 2020-05-04: {first.pk}"):
        add_agreement(source=None, **facts)
    with pytest.raises(BrokenRule, match="notice period"):
        add_agreement(source=None, **facts | {"valid_from": on("2020"), "valid_until": on("2020"), "notice_months": 13})

    assert add_agreement(source=source, **facts).pk != first.pk
    assert add_agreement(source=None, of_the_past=True, **facts).pk != first.pk
    assert add_agreement(source=None, **facts | {"parties": [home]}).pk != first.pk
    with pytest.raises(BrokenRule, match="already such an agreement"):
        add_agreement(source=source, of_the_past=False, **facts)


# --- stages -----------------------------------------------------------------------------------------------------------


def test_advance_agreement_goes_on_to_approval_by_a_decision_and_back(draft: Agreement, decision: Decision) -> None:
    advance_agreement(by=BY, source=None, agreement=draft, to="in_negotiation")
    advance_agreement(by=BY, source=None, agreement=draft, to="approved", decision=decision)
    draft = Agreement.objects.get(pk=draft.pk)
    assert (draft.stage, draft.approved_by) == ("approved", decision)
    assert last_shape(draft.pk)["approved_by"] == decision.pk
    assert (actions_of(draft.pk)[1:], fields_of_last(draft.pk)) == (
        ["advance_agreement"] * 2,
        ["approved_by_id", "stage"],
    )

    advance_agreement(by=BY, source=None, agreement=draft, to="in_negotiation")

    draft = Agreement.objects.get(pk=draft.pk)
    assert (draft.stage, draft.approved_by) == ("in_negotiation", None)


@pytest.mark.parametrize(
    ("to", "decided", "sentence"),
    [
        ("draft", False, "It cannot become “draft” from there"),
        ("approved", False, "is approved by a decision"),
        ("in_negotiation", True, "Only an approval rests on a decision"),
    ],
)
def test_advance_agreement_refuses(draft: Agreement, decision: Decision, to: str, decided: bool, sentence: str) -> None:
    before = head_line()

    with pytest.raises(BrokenRule, match=sentence):
        advance_agreement(by=BY, source=None, agreement=draft, to=to, decision=decision if decided else None)

    assert head_line() == before
    assert Agreement.objects.get(pk=draft.pk).stage == "draft"


def test_advance_agreement_refuses_what_is_signed_by_one_or_all(
    approved: Agreement, home: Organisation, city: Organisation
) -> None:
    sign_agreement(by=BY, source=None, agreement=approved, party=home, on=on("2023-12-01"))
    with pytest.raises(BrokenRule, match="A party has signed already"):
        advance_agreement(by=BY, source=None, agreement=approved, to="draft")
    sign_agreement(by=BY, source=None, agreement=approved, party=city, on=on("2023-12-01"))
    with pytest.raises(BrokenRule, match="It is signed"):
        advance_agreement(by=BY, source=None, agreement=approved, to="draft")


def test_advance_agreement_refuses_a_decision_that_was_removed(
    source: Source, draft: Agreement, decision: Decision
) -> None:
    remove_record(by=BY, source=source, record=decision.record, reason="Entered twice.")

    with pytest.raises(BrokenRule, match=r"The decision .* is no longer there"):
        advance_agreement(by=BY, source=None, agreement=draft, to="approved", decision=decision)


def test_abandon_draft_leaves_a_tombstone_and_frees_what_it_was_to_follow(signed: Agreement) -> None:
    successor = succeed_agreement(by=BY, source=None, agreement=signed, valid_from=on("2027-01-01"))

    abandon_draft(by=BY, source=None, agreement=successor, reason="The parties did not agree.")

    record = Record.objects.get(pk=successor.pk)
    assert (record.removal_reason, record.removed_at is None) == ("The parties did not agree.", False)
    assert Agreement.objects.get(pk=signed.pk).successor_draft is None
    assert actions_of(signed.pk)[-1] == "abandon_draft"


def test_abandon_draft_refuses_what_is_signed_and_no_reason(signed: Agreement) -> None:
    successor = succeed_agreement(by=BY, source=None, agreement=signed, valid_from=on("2027-01-01"))

    with pytest.raises(BrokenRule, match="It is signed"):
        abandon_draft(by=BY, source=None, agreement=signed, reason="No.")
    with pytest.raises(BrokenRule, match="needs a reason"):
        abandon_draft(by=BY, source=None, agreement=successor, reason=" ")
    assert Agreement.objects.get(pk=signed.pk).successor_draft == successor


# --- dates and terms --------------------------------------------------------------------------------------------------


def test_set_agreement_dates_refuses_a_signing_of_a_draft(draft: Agreement) -> None:
    with pytest.raises(BrokenRule, match="not signed by all"):
        set_agreement_dates(by=BY, source=None, agreement=draft, signed=on("2023"))


def test_set_agreement_dates_refuses_a_term_shorter_than_the_notice_today(source: Source, draft: Agreement) -> None:
    with pytest.raises(BrokenRule, match=r"notice period \(6 months\) is longer"):
        set_agreement_dates(by=BY, source=None, agreement=draft, valid_until=on("2024-03"))

    set_agreement_dates(by=BY, source=source, agreement=draft, valid_until=on("2024-03"))
    assert str(Agreement.objects.get(pk=draft.pk).valid_until) == "2024-03"


def test_set_agreement_terms_changes_what_is_named(signed: Agreement) -> None:
    set_agreement_terms(by=BY, source=None, agreement=signed, renewal_mode="tacit", renewal_months=12, most_renewals=2)
    set_agreement_terms(by=BY, source=None, agreement=signed, notice_months=3, review_on=on("2025"))

    signed = Agreement.objects.get(pk=signed.pk)
    terms = (signed.renewal_mode, signed.renewal_months, signed.most_renewals, signed.notice_months)
    assert (terms, str(signed.review_on)) == (("tacit", 12, 2, 3), "2025")
    assert fields_of_last(signed.pk) == ["notice_months", "review_on"]

    set_agreement_terms(by=BY, source=None, agreement=signed, renewal_mode="express")

    signed = Agreement.objects.get(pk=signed.pk)
    assert (signed.renewal_mode, signed.renewal_months, signed.most_renewals) == ("express", None, None)


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ({"notice_months": 37}, "longer than the term"),
        ({"renewal_mode": "tacit"}, "does so for a term"),
        ({"renewal_months": 12}, "Only an agreement that renews itself"),
        ({"renewal_mode": "tacit", "renewal_months": 3}, "longer than the term it renews itself for"),
    ],
)
def test_set_agreement_terms_refuses_what_does_not_go_together(
    signed: Agreement, terms: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(BrokenRule, match=sentence):
        set_agreement_terms(by=BY, source=None, agreement=signed, **terms)


def test_set_agreement_terms_refuses_a_terminated_one_today(source: Source, signed: Agreement) -> None:
    terminate_agreement(by=BY, source=None, agreement=signed, on=on("2025-06-01"), reason="War")

    with pytest.raises(BrokenRule, match="It was terminated"):
        set_agreement_terms(by=BY, source=None, agreement=signed, notice_months=3)

    set_agreement_terms(by=BY, source=source, agreement=signed, notice_months=3)
    assert Agreement.objects.get(pk=signed.pk).notice_months == 3


def test_set_agreement_terms_may_make_a_draft_open_ended(draft: Agreement) -> None:
    set_agreement_dates(by=BY, source=None, agreement=draft, valid_until=OPEN)
    set_agreement_terms(by=BY, source=None, agreement=draft, notice_months=240)

    assert Agreement.objects.get(pk=draft.pk).notice_months == 240


def test_change_agreement_writes_what_it_is_called_and_the_audit(home: Organisation, city: Organisation) -> None:
    draft = again(home, city)

    changed = change_agreement(
        by=BY, source=None, agreement=draft, title=LazyI18nString({"sv": "Avtal"}), kind_as_written="MoU"
    )

    assert sorted(changed) == ["kind_as_written", "title"]
    assert actions_of(draft.pk)[-1] == "change_agreement"
    assert change_agreement(by=BY, source=None, agreement=draft) == []


def test_change_agreement_refuses_the_title_of_another_draft_of_the_same(
    home: Organisation, city: Organisation
) -> None:
    again(home, city, title="One")
    other = again(home, city, title="Two")

    with pytest.raises(BrokenRule, match="There is already such an agreement of these parties, not signed yet"):
        change_agreement(by=BY, source=None, agreement=other, title="One")


def test_change_agreement_is_for_those_who_keep_the_record(home: Organisation, city: Organisation) -> None:
    draft = again(home, city)

    with pytest.raises(NotPermitted):
        change_agreement(by=account("reader"), source=None, agreement=draft, title="One")
