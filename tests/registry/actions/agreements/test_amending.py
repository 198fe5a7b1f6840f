"""Extensions, amendments and reviews."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from i18nfield.strings import LazyI18nString

from solmu.core.audit import chain_faults, head_line
from solmu.core.dates import OPEN, PartialDate
from solmu.core.errors import BrokenRule
from solmu.core.models import Source
from solmu.core.terms import Term
from solmu.registry.actions.agreements import amend_agreement, extend_agreement, review_agreement, set_agreement_terms
from solmu.registry.models import Agreement, AgreementAmendment, Decision, Organisation
from solmu.registry.queries.agreements import agreements_on, facts_of, themes_of
from solmu.registry.queries.on_day import agreement_objects
from solmu.registry.rules import current_end
from tests.registry import founding
from tests.registry.founding import BY, end, on
from tests.registry.kept import actions_of, last_shape


def extend(agreement: Agreement, until: str, day: str, **facts: Any) -> AgreementAmendment:
    source = facts.pop("source", None)
    return extend_agreement(by=BY, source=source, agreement=agreement, until=end(until), on=on(day), **facts)


def amend(agreement: Agreement, day: str, **facts: Any) -> AgreementAmendment:
    facts = {"source": None, "wording": "Other words"} | facts
    return amend_agreement(by=BY, agreement=agreement, on=on(day), **facts)


def end_on(agreement: Agreement, day: date) -> str:
    return str(current_end(facts_of(Agreement.objects.get(pk=agreement.pk), day), day).end)


def themes_on(agreement: Agreement, day: date) -> list[str]:
    return [str(line.wording) for line in themes_of([agreement.pk], day).get(agreement.pk, [])]


def words(text: str) -> LazyI18nString:
    return LazyI18nString({"en": text})


# --- extensions -------------------------------------------------------------------------------------------------------


def test_extension_counts_from_its_day(signed: Agreement, decision: Decision) -> None:
    extend(signed, "2028-12-31", "2026-06-01", wording=words("Two more years"), decision=decision)
    extend(signed, "..", "2028-06-01", signed=on("2028-05-01"))

    days = (date(2026, 5, 31), date(2026, 6, 1), date(2028, 5, 1))
    assert [end_on(signed, day) for day in days] == ["2026-12-31", "2028-12-31", ".."]
    assert actions_of(signed.pk)[-2:] == ["extend_agreement"] * 2
    assert last_shape(signed.pk)["amendments"] == [
        {
            "on": "2026-06-01",
            "signed": None,
            "valid_until": "2028-12-31",
            "open_ended": False,
            "wording": {"en": "Two more years"},
            "decision": decision.pk,
        },
        {
            "on": "2028-06-01",
            "signed": "2028-05-01",
            "valid_until": None,
            "open_ended": True,
            "wording": None,
            "decision": None,
        },
    ]
    assert list(chain_faults()) == []


@pytest.mark.parametrize(
    ("until", "day", "facts", "sentence"),
    [
        ("2026-12-31", "2026-06-01", {}, r"\(2026-12-31\) is not later than the end it has \(2026-12-31\)"),
        ("2026", "2026-06-01", {}, r"\(2026\) is not later"),
        ("2028", "2027-01-01", {}, "It has ended. Make the agreement that follows it instead"),
        ("", "2026-06-01", {}, "An extension has a new end"),
    ],
)
def test_extend_agreement_refuses(
    signed: Agreement, until: str, day: str, facts: dict[str, Any], sentence: str
) -> None:
    before = head_line()

    with pytest.raises(BrokenRule, match=sentence):
        extend(signed, until, day, **facts)

    assert head_line() == before


def test_extend_agreement_compares_with_the_end_that_counts_then(signed: Agreement) -> None:
    set_agreement_terms(by=BY, source=None, agreement=signed, renewal_mode="tacit", renewal_months=12)

    with pytest.raises(BrokenRule, match=r"not later than the end it has \(2028-12-31\)"):
        extend(signed, "2028-06-30", "2028-02-01")

    extend(signed, "2030-12-31", "2028-02-01")
    with pytest.raises(BrokenRule, match=r"not later than the end it has \(2030-12-31\)"):
        extend(signed, "2029-12-31", "2028-03-01")


def test_extend_agreement_refuses_what_has_no_end(signed: Agreement) -> None:
    extend(signed, "..", "2026-06-01")
    with pytest.raises(BrokenRule, match=r"runs until further notice\. There is no end to extend"):
        extend(signed, "2040", "2026-07-01")


def test_extend_agreement_refuses_a_draft(draft: Agreement) -> None:
    with pytest.raises(BrokenRule, match="It is a draft"):
        extend(draft, "2040", "2026-07-01")


def test_extend_agreement_refuses_a_signature_before_its_decision(
    source: Source, signed: Agreement, decision: Decision
) -> None:
    with pytest.raises(BrokenRule, match=r"\(2023-11-19\) lies before the decision it rests on \(2023-11-20\)"):
        extend(signed, "2028", "2026-06-01", signed=on("2023-11-19"), decision=decision, of_the_past=False)


def test_source_may_say_what_a_person_may_not(source: Source, signed: Agreement) -> None:
    extend(signed, "2025", "2024-06-01", source=source)

    assert end_on(signed, date(2024, 6, 1)) == "2025"


def test_extension_of_an_end_nobody_stated_states_one(source: Source, home: Organisation) -> None:
    agreement = founding.agreement(source, signed="2020")
    extend(agreement, "2030", "2026")

    assert end_on(agreement, date(2026, 12, 31)) == "2030"


# --- amendments -------------------------------------------------------------------------------------------------------


def test_themes_apply_from_and_until_the_day_of_the_amendment(source: Source, home: Organisation) -> None:
    agreement = founding.agreement(source, signed="2020", valid_until="..", themes=["schools", "culture"])
    culture = agreement.themes.get(position=2)

    amend(agreement, "2025-03-01", themes=[words("tourism")], dropped=[culture])
    amend(agreement, "2026", themes=[words("health")])

    days = (date(2025, 2, 28), date(2025, 3, 1), date(2026, 1, 1))
    assert [themes_on(agreement, day) for day in days] == [
        ["schools", "culture"],
        ["schools", "tourism"],
        ["schools", "tourism", "health"],
    ]
    assert [str(line.wording) for line in themes_of([agreement.pk])[agreement.pk]] == [
        "schools",
        "culture",
        "tourism",
        "health",
    ]
    told = [
        agreement_objects(day, ("en",), lead=Term(6), public_only=True)[0]["themes"]
        for day in (date(2025, 2, 28), date(2025, 3, 1))
    ]
    assert told == [["schools", "culture"], ["schools", "tourism"]]
    assert [(theme["since"], theme["until"]) for theme in last_shape(agreement.pk)["themes"]] == [
        (None, None),
        (None, "2025-02-28"),
        ("2025-03-01", None),
        ("2026", None),
    ]


def test_city_that_joins_brings_its_partnership_and_leaves_its_history(
    signed: Agreement, umea: Organisation, city: Organisation
) -> None:
    amend(signed, "2024-06-01", joining=[umea])
    amend(signed, "2025-06-01", leaving=[umea])

    def parties(day: date) -> list[str]:
        (row,) = agreements_on(day, lead=Term(6), public_only=True, record_id=signed.pk, with_parties=True)
        return [str(party.organisation) for party in row.agreement.parties.all()]

    days = (date(2024, 5, 31), date(2024, 6, 1), date(2025, 5, 31), date(2025, 6, 1))
    assert [parties(day) for day in days] == [
        ["Rantala", "Tartu"],
        ["Rantala", "Tartu", "Umeå"],
        ["Rantala", "Tartu", "Umeå"],
        ["Rantala", "Tartu"],
    ]
    assert [row.partnership.partner for row in signed.partnership_rows.all()] == [city.place, umea.place]
    assert [
        form["parties"][2]["organisation"] if len(form["parties"]) > 2 else None
        for day in (date(2024, 6, 1), date(2025, 6, 1))
        for form in agreement_objects(day, ("en",), lead=Term(6), public_only=True)
    ] == ["Umeå", None]


def test_amendment_may_bring_the_end_forward(signed: Agreement) -> None:
    amend(signed, "2025-01-01", until=on("2025-12-31"))

    assert end_on(signed, date(2025, 1, 1)) == "2025-12-31"


def refused(agreement: Agreement, sentence: str, day: str = "2025-01-01", **facts: Any) -> None:
    before = head_line()

    with pytest.raises(BrokenRule, match=sentence):
        amend(agreement, day, **facts)

    assert head_line() == before


def test_amend_agreement_refuses_no_wording_and_impossible_ends(signed: Agreement) -> None:
    refused(signed, "An amendment says what was changed", wording=words(" "))
    refused(signed, r"\(2024-12-31\) lies before the amendment takes effect \(2025-01-01\)", until=on("2024-12-31"))
    refused(signed, r"\(2022\) lies before the agreement begins \(2024-01-01\)", until=on("2022"))
    refused(signed, "It has ended", "2027-01-01")


def test_amend_agreement_refuses_themes_it_has_not(source: Source, signed: Agreement) -> None:
    other = founding.agreement(source, signed="2020", themes=["schools"])
    refused(signed, "“schools” is no theme of this agreement", dropped=[other.themes.get()])
    amend(signed, "2025-01-01", themes=[words("tourism")])
    tourism = signed.themes.get()
    refused(signed, r"“tourism” applies only from 2025-01-01 on", "2024-05-01", dropped=[tourism])
    amend(signed, "2025-06-01", dropped=[tourism])
    tourism.refresh_from_db()
    refused(signed, r"“tourism” applies no more since 2025-05-31", "2025-08-01", dropped=[tourism])


def test_amend_agreement_refuses_parties_that_cannot_join_or_leave(
    source: Source, signed: Agreement, city: Organisation, umea: Organisation
) -> None:
    refused(signed, "“Tartu” is or was a party", joining=[city])
    refused(signed, "“Umeå” is no party", leaving=[umea])
    refused(signed, r"Fewer than two parties would be left\. Terminate", leaving=[city])
    amend(signed, "2025-01-01", joining=[umea])
    refused(signed, r"“Umeå” is party only from 2025-01-01 on", "2024-05-01", leaving=[umea])
    amend(signed, "2025-06-01", leaving=[umea])
    refused(signed, "“Umeå” is or was a party", "2025-08-01", joining=[umea])


def test_party_may_be_exchanged_for_another(signed: Agreement, city: Organisation, umea: Organisation) -> None:
    amend(signed, "2025-01-01", joining=[umea], leaving=[city])

    assert [(str(row.organisation), str(row.party_until or "")) for row in signed.parties.all()] == [
        ("Rantala", ""),
        ("Tartu", "2024-12-31"),
        ("Umeå", ""),
    ]


# --- reviews ----------------------------------------------------------------------------------------------------------


def test_review_sets_the_next_one(signed: Agreement, decision: Decision) -> None:
    review = review_agreement(
        by=BY, source=None, agreement=signed, on=on("2025-03-01"), outcome="Works", next_on=on("2026-03-01")
    )
    review_agreement(by=BY, source=None, agreement=signed, on=on("2026-03-02"), decision=decision)

    signed = Agreement.objects.get(pk=signed.pk)
    assert (str(review.outcome), str(signed.review_on)) == ("Works", "2026-03-01")
    assert [row.decision for row in signed.reviews.all()] == [None, decision]
    assert actions_of(signed.pk)[-1] == "review_agreement"
    shape = last_shape(signed.pk)
    assert shape["reviewed"] == ["2025-03-01", "2026-03-02"]
    assert "Works" not in str(shape)  # what came of it is for the city itself


@pytest.mark.parametrize(
    ("day", "outcome", "following", "sentence"),
    [
        ("2025-03-01", "Works", on("2025-03-01"), r"\(2025-03-01\) is not later than this one"),
        ("2025-03-01", " ", None, "A review comes to something"),
        ("2023-03-01", "Works", None, "It has not been made by that day"),
    ],
)
def test_review_agreement_refuses(
    signed: Agreement, day: str, outcome: str, following: PartialDate | None, sentence: str
) -> None:
    with pytest.raises(BrokenRule, match=sentence):
        review_agreement(by=BY, source=None, agreement=signed, on=on(day), outcome=outcome, next_on=following)

    assert signed.reviews.count() == 0


def test_source_tells_of_a_review_without_outcome(source: Source, signed: Agreement) -> None:
    review_agreement(by=BY, source=source, agreement=signed, on=on("2025"))

    assert last_shape(signed.pk)["reviewed"] == ["2025"]


def test_no_end_is_open(signed: Agreement) -> None:
    extend(signed, "..", "2025-01-01")

    assert signed.amendments.get().valid_until is OPEN
