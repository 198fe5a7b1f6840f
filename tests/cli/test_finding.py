"""Records and accounts by their id or by what they are called, in any language."""

from __future__ import annotations

import pytest
from i18nfield.strings import LazyI18nString

from solmu.cli.finding import (
    find_account,
    find_agreement,
    find_decision,
    find_organisation,
    find_partnership,
    find_record,
)
from solmu.core.audit import recorded
from solmu.core.errors import SolmuError
from solmu.core.models import Record, Source
from solmu.registry.actions.organisations import add_organisation
from solmu.registry.actions.publicity import remove_record
from solmu.registry.actions.recording import new_record
from solmu.registry.models import Agreement, Decision, Partnership
from solmu.registry.vocabulary import AgreementKind, OrganisationKind, RecordKind
from tests.registry import founding
from tests.registry.founding import BY, on

pytestmark = pytest.mark.django_db


@pytest.fixture
def source() -> Source:
    return founding.page()


@pytest.fixture
def tartu(source: Source) -> Partnership:
    return founding.partnership(source, founding.place(source, "Tartu", en="Tartu", fi="Tartto", ru="Тарту"))


@pytest.fixture
def memorandum(source: Source, tartu: Partnership) -> Agreement:
    return founding.agreement(source, tartu, signed="1999", valid_until="2004")


@pytest.fixture
def protocol(source: Source, tartu: Partnership, memorandum: Agreement) -> Agreement:
    return founding.agreement(source, tartu, kind=AgreementKind.COOPERATION_PROTOCOL, signed="2006")


@pytest.mark.parametrize("name", ["Tartu", "tartto", "ТАРТУ"])
def test_partnership_is_found_by_its_city_in_any_language(tartu: Partnership, name: str) -> None:
    assert find_partnership(name) == tartu
    assert find_partnership(tartu.pk) == tartu


def test_partnership_unknown_shows_those_with_a_name_like_it(tartu: Partnership) -> None:
    with pytest.raises(SolmuError) as refusal:
        find_partnership("Tarttu")

    assert str(refusal.value) == (
        f"No partner “Tarttu” is recorded. Near it: Tartu ({tartu.pk}). Give the id or the whole name."
    )


def test_partnerships_that_share_a_name_are_both_shown(source: Source, tartu: Partnership) -> None:
    other = founding.partnership(source, founding.place(source, "Tartu", country="LV"))

    with pytest.raises(SolmuError) as refusal:
        find_partnership("Tartu")

    listed = "; ".join(f"Tartu ({key})" for key in sorted([tartu.pk, other.pk]))
    assert str(refusal.value) == (f"“Tartu” may be one of several partners: {listed}. Give the id of the one you mean.")


@pytest.mark.parametrize(
    "name",
    [
        "Tartu",
        "Tartto",
        "Tartu: memorandum of understanding",
        "Tartto: yhteisymmärryspöytäkirja, 1999–2004",
        "Tartu: yhteisymmärryspöytäkirja",
        "tartu memorandum",
    ],
)
def test_agreement_is_found_by_partner_and_kind(memorandum: Agreement, name: str) -> None:
    assert find_agreement(name) == memorandum
    assert find_agreement(memorandum.pk) == memorandum


def test_agreement_of_a_partner_with_two_needs_more(memorandum: Agreement, protocol: Agreement) -> None:
    assert find_agreement("Tartu: cooperation protocol") == protocol
    with pytest.raises(SolmuError, match="“Tartu” may be one of several agreements: Tartu: ") as refusal:
        find_agreement("Tartu")
    assert all(key in str(refusal.value) for key in (memorandum.pk, protocol.pk))


def test_agreement_of_another_kind_than_the_partner_has_shows_what_it_has(memorandum: Agreement) -> None:
    with pytest.raises(SolmuError, match=r"No agreement “Tartu: letter of intent” is recorded\. Near it: Tartu: memo"):
        find_agreement("Tartu: letter of intent")


def test_agreement_is_found_by_its_title(source: Source, tartu: Partnership) -> None:
    titled = founding.agreement(source, tartu, signed="2020", title=LazyI18nString({"fi": "Vihreä kumppanuus"}))
    founding.agreement(source, tartu, signed="2021")

    assert find_agreement("vihreä kumppanuus") == titled


def test_agreement_of_an_organisation_is_found_by_its_name(source: Source) -> None:
    university = add_organisation(by=BY, source=source, kind=OrganisationKind.UNIVERSITY, name="Tartu Ülikool")
    agreement = founding.agreement(source, signed="2020")
    founding.agreement(source, signed="2021")
    with recorded(by=BY, action="test") as journal:
        from solmu.registry.models import AgreementParty

        journal.create(AgreementParty(agreement=agreement, organisation=university, position=9), of=agreement)

    assert find_agreement("Tartu Ulikool") == agreement


def test_removed_agreement_is_not_found(source: Source, memorandum: Agreement) -> None:
    remove_record(by=BY, source=source, record=memorandum.record, reason="Entered by mistake.")

    with pytest.raises(SolmuError, match="No agreement"):
        find_agreement(memorandum.pk)


def test_at_most_five_are_shown(source: Source, tartu: Partnership) -> None:
    for year in range(2001, 2008):
        founding.agreement(source, tartu, signed=str(year))

    with pytest.raises(SolmuError, match=r"; and 2 more\. Give the id") as refusal:
        find_agreement("Tartu")

    assert str(refusal.value).count("memorandum of understanding") == 5


def test_organisation_is_found_by_name_abbreviation_and_city(source: Source, tartu: Partnership) -> None:
    city = founding.city(source, tartu.partner)
    name = LazyI18nString({"en": "Network of Cities", "fi": "Kaupunkien verkosto"})
    network = add_organisation(by=BY, source=source, kind=OrganisationKind.NETWORK, name=name, abbreviation="NoC")

    assert [find_organisation(text) for text in ("Tartto", "noc", "kaupunkien verkosto", network.pk)] == [
        city,
        network,
        network,
        network,
    ]


def test_decision_is_found_by_case_and_by_organ_day_and_section(source: Source) -> None:
    with recorded(by=BY, action="test") as journal:
        record = new_record(journal, RecordKind.DECISION, is_published=False)
        decision = Decision(
            record=record, organ="City board", decided=on("2026-03-02"), section="§ 12", case_id="77/00.01/2026"
        )
        journal.create(decision)

    named = [find_decision(text) for text in (decision.pk, "77/00.01/2026", "City board 2026-03-02 § 12")]
    assert named == [decision] * 3


def test_account_is_found_by_address_and_refused_where_it_left() -> None:
    officer, gone = founding.account("officer"), founding.account("reader", is_active=False)

    assert [find_account(text) for text in (officer.pk, officer.email.upper())] == [officer, officer]
    with pytest.raises(SolmuError, match="has left"):
        find_account(gone.email)


def test_record_of_a_city_is_its_partnership(source: Source, tartu: Partnership) -> None:
    founding.city(source, tartu.partner)

    assert find_record("Tartto") == tartu.record


def test_record_is_found_by_agreement_name_and_unit_of_any_kind(
    source: Source, tartu: Partnership, memorandum: Agreement
) -> None:
    network = add_organisation(by=BY, source=source, kind=OrganisationKind.NETWORK, name="Baltic ring")

    assert find_record("Tartu: memorandum of understanding") == memorandum.record
    assert find_record("baltic ring") == network.record


def test_record_that_was_merged_leads_to_what_it_became(memorandum: Agreement, protocol: Agreement) -> None:
    Record.objects.filter(pk=memorandum.pk).update(merged_into=protocol.pk)

    assert find_record(memorandum.pk) == protocol.record


def test_record_that_was_removed_says_why(source: Source, memorandum: Agreement) -> None:
    remove_record(by=BY, source=source, record=memorandum.record, reason="Entered by mistake.")

    with pytest.raises(SolmuError, match=r"was removed: Entered by mistake\. Name another"):
        find_record(memorandum.pk)


@pytest.mark.parametrize(
    "find", [find_agreement, find_partnership, find_organisation, find_decision, find_account, find_record]
)
def test_nothing_names_nothing(memorandum: Agreement, find: object) -> None:
    with pytest.raises(SolmuError, match="Nothing names the"):
        find("  ")  # type: ignore[operator]
