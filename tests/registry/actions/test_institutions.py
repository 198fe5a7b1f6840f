from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from solmu.core.dates import NotADate
from solmu.core.errors import BrokenRule, NotPermitted
from solmu.core.models import AuditEntry, Record, Source
from solmu.registry.actions.completing import complete_record, empty_fields
from solmu.registry.actions.institutions import (
    add_coverage_statement,
    add_institution_link,
    change_coverage_statement,
    change_institution_link,
    end_coverage_statement,
    end_institution_link,
    pass_institution_links,
    put_links_under_partnership,
)
from solmu.registry.actions.networks import add_membership
from solmu.registry.actions.organisations import add_organisation
from solmu.registry.actions.publicity import remove_record
from solmu.registry.models import (
    CoverageStatement,
    InstitutionLink,
    Membership,
    Organisation,
    Partnership,
    PublicVersion,
)
from solmu.registry.vocabulary import Extent, InstitutionLevel, MembershipRole, OrganisationKind
from tests.registry import founding
from tests.registry.founding import BY, on

SCHOOL = InstitutionLevel.SCHOOL


@pytest.fixture
def schools(source: Source) -> list[Organisation]:
    return [
        add_organisation(by=BY, source=source, kind=OrganisationKind.SCHOOL, name=name, is_published=True)
        for name in ("A", "B")
    ]


@pytest.fixture
def network(source: Source) -> Organisation:
    return add_organisation(by=BY, source=source, kind=OrganisationKind.TWIN_TOWN_RING, name="Ring", is_published=True)


@pytest.fixture
def link(source: Source, tartu: Partnership, schools: list[Organisation]) -> InstitutionLink:
    return add_institution_link(
        by=BY,
        source=source,
        level=SCHOOL,
        home_institution=schools[0],
        partner_institution=schools[1],
        partnership=tartu,
        linked_from=on("2016"),
        is_published=True,
    )


@pytest.fixture
def membership(source: Source, home: Organisation, network: Organisation) -> Membership:
    return add_membership(
        by=BY, source=source, network=network, organisation=home, member_from=on("1991"), is_published=True
    )


def test_link_names_both_institutions(link: InstitutionLink) -> None:
    shape = PublicVersion.objects.get(record=link.pk).shape
    assert (shape["home"]["name"], shape["partner_institution"]["name"]) == ({"": "A"}, {"": "B"})
    assert (shape["since"], shape["until"], shape["covers_all"]) == ("2016", None, False)
    assert AuditEntry.objects.get(record_id=link.pk).action == "add_institution_link"


def test_link_is_between_two_in_a_period(source: Source, schools: list[Organisation]) -> None:
    with pytest.raises(BrokenRule, match="cannot be linked to itself"):
        add_institution_link(
            by=BY, source=source, level=SCHOOL, home_institution=schools[0], partner_institution=schools[0]
        )
    with pytest.raises(NotADate):
        add_institution_link(
            by=BY,
            source=source,
            level=SCHOOL,
            home_institution=schools[0],
            partner_institution=schools[1],
            linked_from=on("2016"),
            linked_until=on("2015"),
        )
    assert InstitutionLink.objects.count() == 0


def test_statement_of_a_number_has_one(source: Source, tartu: Partnership) -> None:
    statement = add_coverage_statement(
        by=BY, source=source, level=SCHOOL, extent=Extent.NUMBER, number=3, partnership=tartu, is_published=True
    )
    assert statement.partner == tartu.partner
    assert PublicVersion.objects.get(record=statement.pk).shape["number"] == 3

    for extent, number in ((Extent.NUMBER, None), (Extent.ALL, 3), (Extent.SOME, 0)):
        with pytest.raises(BrokenRule, match="number"):
            add_coverage_statement(by=BY, source=source, level=SCHOOL, extent=extent, number=number)
    assert CoverageStatement.objects.count() == 1


def test_links_are_put_under_a_partnership_and_out_again(source: Source, link: InstitutionLink) -> None:
    partnership = link.partnership
    for under in (None, partnership):
        put_links_under_partnership(by=BY, source=source, row=link, partnership=under)
        assert InstitutionLink.objects.get().partnership == under


@pytest.mark.parametrize("role", [*MembershipRole, ""])
def test_membership_of_a_network(source: Source, home: Organisation, network: Organisation, role: str) -> None:
    membership = add_membership(
        by=BY,
        source=source,
        network=network,
        organisation=home,
        role=role,
        member_from=on("1991"),
        fee="2 000 €",
        is_published=True,
    )

    shape = PublicVersion.objects.get(record=membership.pk).shape
    assert (shape["network"]["name"], shape["role"], shape["fee"]) == ({"": "Ring"}, role or None, "2 000 €")
    assert (shape["since"], shape["until"]) == ("1991", None)


def test_membership_is_of_a_network_in_a_period(
    source: Source, home: Organisation, network: Organisation, schools: list[Organisation]
) -> None:
    with pytest.raises(BrokenRule, match="“A” is not a network"):
        add_membership(by=BY, source=source, network=schools[0], organisation=home)
    with pytest.raises(BrokenRule, match="cannot be a member of itself"):
        add_membership(by=BY, source=source, network=network, organisation=network)
    with pytest.raises(NotADate):
        add_membership(
            by=BY, source=source, network=network, organisation=home, member_from=on("1991"), member_until=on("1990")
        )
    assert Membership.objects.count() == 0


def test_partner_can_be_a_member_too(source: Source, network: Organisation, tartu: Partnership) -> None:
    city = founding.city(source, tartu.partner)

    assert add_membership(by=BY, source=source, network=network, organisation=city).organisation == city


def test_complete_record_fills_in_only_what_is_missing(source: Source, membership: Membership) -> None:
    filled = complete_record(
        by=BY, source=source, row=membership, member_from=on("1990"), member_until=on("2004"), fee="", role="chair"
    )

    assert sorted(filled) == ["member_until", "role"]
    shape = PublicVersion.objects.filter(record=membership.pk).latest("revision").shape
    assert (shape["since"], shape["until"], shape["role"], shape["fee"]) == ("1991", "2004", "chair", None)

    empty_fields(by=BY, source=source, row=membership, fields=filled)
    shape = PublicVersion.objects.filter(record=membership.pk).latest("revision").shape
    assert (shape["since"], shape["until"], shape["role"]) == ("1991", None, None)


def test_complete_record_refuses_what_cannot_be(source: Source, membership: Membership) -> None:
    with pytest.raises(NotADate):
        complete_record(by=BY, source=source, row=membership, member_until=on("1990"))
    for action in (
        lambda: complete_record(by=BY, source=source, row=membership, network_id="x"),
        lambda: empty_fields(by=BY, source=source, row=membership, fields=["organisation"]),
    ):
        with pytest.raises(BrokenRule, match="cannot be filled in"):
            action()


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("institution_link_level_known", {"level": "kindergarten"}),
        ("institution_link_period_well_formed", {"linked_until": "2015"}),
    ],
)
def test_database_refuses_a_broken_link(link: InstitutionLink, constraint: str, values: dict) -> None:
    for name, value in values.items():
        setattr(link, name, value)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        link.save()


def test_database_refuses_a_link_to_itself(link: InstitutionLink) -> None:
    link.partner_institution = link.home_institution
    with pytest.raises(IntegrityError, match="institution_link_of_two"), transaction.atomic():
        link.save()


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("coverage_statement_number_if_number", {"extent": "number"}),
        ("coverage_statement_number_if_number", {"extent": "all", "number": 3}),
        ("coverage_statement_level_known", {"extent": "all", "level": "kindergarten"}),
        ("coverage_statement_extent_known", {"extent": "most"}),
        ("coverage_statement_period_well_formed", {"extent": "all", "stated_from": "2016", "stated_until": "2015"}),
    ],
)
@pytest.mark.django_db
def test_database_refuses_a_broken_statement(constraint: str, values: dict) -> None:
    record = Record.objects.create(kind="coverage_statement")
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        CoverageStatement.objects.create(record=record, **{"level": "school", **values})


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("membership_role_known", {"role": "queen"}),
        ("membership_period_well_formed", {"member_until": "1990"}),
    ],
)
def test_database_refuses_a_broken_membership(membership: Membership, constraint: str, values: dict) -> None:
    for name, value in values.items():
        setattr(membership, name, value)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        membership.save()


def test_database_refuses_a_network_in_itself(membership: Membership) -> None:
    membership.organisation = membership.network
    with pytest.raises(IntegrityError, match="membership_not_in_itself"), transaction.atomic():
        membership.save()


# --- links end, and pass on -------------------------------------------------------------------------------------------


def test_link_ends_once(source: Source, link: InstitutionLink) -> None:
    with pytest.raises(NotADate):
        end_institution_link(by=BY, source=source, link=link, until=on("2015"))

    end_institution_link(by=BY, source=source, link=link, until=on("2026-06"))

    assert PublicVersion.objects.filter(record=link.pk).latest("revision").shape["until"] == "2026-06"
    with pytest.raises(BrokenRule, match="ended on 2026-06 already"):
        end_institution_link(by=BY, source=source, link=link, until=on("2027"))
    actions = AuditEntry.objects.filter(record_id=link.pk).order_by("sequence").values_list("action", flat=True)
    assert list(actions) == ["add_institution_link", "end_institution_link"]


def test_links_pass_to_the_successor_unless_ended(
    source: Source, home: Organisation, link: InstitutionLink, schools: list[Organisation]
) -> None:
    def school(name: str, **where: Any) -> Organisation:
        return add_organisation(
            by=BY, source=source, kind=OrganisationKind.SCHOOL, name=name, is_published=True, **where
        )

    def linked(one: Organisation, other: Organisation, **facts: Any) -> InstitutionLink:
        return add_institution_link(
            by=BY, source=source, level=SCHOOL, home_institution=one, partner_institution=other, is_published=True,
            **facts,
        )  # fmt: skip

    successor, third, fourth = (school(name) for name in ("AB", "C", "D"))
    ended = linked(schools[0], third, linked_until=on("2026-11-23"))
    lasting = linked(schools[0], third, linked_until=on("2026-11"))
    there_already, same = linked(successor, fourth), linked(schools[0], fourth)

    passed = pass_institution_links(
        by=BY, source=source, institution=schools[0], successor=successor, day=on("2026-11-24").earliest
    )

    assert {row.pk for row in passed} == {link.pk, lasting.pk}
    now = dict(InstitutionLink.objects.values_list("pk", "home_institution_id"))
    assert now == {
        link.pk: successor.pk,
        lasting.pk: successor.pk,
        ended.pk: schools[0].pk,
        same.pk: schools[0].pk,
        there_already.pk: successor.pk,
    }
    shape = PublicVersion.objects.filter(record=link.pk).latest("revision").shape
    assert (shape["home"]["name"], shape["since"]) == ({"": "AB"}, "2016")
    assert AuditEntry.objects.filter(record_id=link.pk, action="pass_institution_links").count() == 1

    other = school("BC")
    (back,) = pass_institution_links(
        by=BY, source=source, institution=schools[1], successor=other, day=on("2026-11-24").earliest
    )
    assert (back.pk, back.partner_institution_id) == (link.pk, other.pk)


def test_links_pass_to_another_institution_of_the_same_city(
    source: Source, home: Organisation, tartu: Partnership, link: InstitutionLink, schools: list[Organisation]
) -> None:
    given: Any = {"by": BY, "source": source, "day": on("2026-11-24").earliest}
    kool, koulu = (
        add_organisation(by=BY, source=source, kind=OrganisationKind.SCHOOL, name=name, place=place)
        for name, place in (("Kool", tartu.partner), ("Koulu", home.place))
    )
    removed = add_organisation(by=BY, source=source, kind=OrganisationKind.SCHOOL, name="Old")
    remove_record(by=BY, source=source, record=removed.record, reason="Wrong.")
    for institution, successor, sentence in (
        (schools[0], schools[0], "does not succeed itself"),
        (schools[0], schools[1], "is linked with “A” itself"),
        (koulu, kool, "“Kool” is in another city than “Koulu”"),
        (schools[0], removed, "no longer there"),
    ):
        with pytest.raises(BrokenRule, match=sentence):
            pass_institution_links(institution=institution, successor=successor, **given)
    assert InstitutionLink.objects.get().home_institution == schools[0]


def test_links_end_and_pass_by_those_who_keep_the_record(
    source: Source, link: InstitutionLink, schools: list[Organisation]
) -> None:
    by = founding.account("contributor")
    with pytest.raises(NotPermitted):
        end_institution_link(by=by, source=source, link=link, until=on("2026"))
    with pytest.raises(NotPermitted):
        pass_institution_links(
            by=by, source=source, institution=schools[0], successor=schools[1], day=on("2026-11-24").earliest
        )
    remove_record(by=BY, source=source, record=link.record, reason="Wrong.")
    with pytest.raises(BrokenRule, match="no longer there"):
        end_institution_link(by=BY, source=source, link=link, until=on("2026"))


# --- links and statements change --------------------------------------------------------------------------------------


def test_link_is_changed_within_its_rules(source: Source, link: InstitutionLink, schools: list[Organisation]) -> None:
    changed = change_institution_link(
        by=BY, source=source, link=link, level=InstitutionLevel.CULTURE, linked_from=on("2017")
    )

    assert sorted(changed) == ["level", "linked_from"]
    assert PublicVersion.objects.filter(record=link.pk).latest("revision").shape["since"] == "2017"
    with pytest.raises(NotADate):
        change_institution_link(by=BY, source=source, link=link, linked_until=on("2015"))
    with pytest.raises(BrokenRule, match="cannot be linked to itself"):
        change_institution_link(by=BY, source=source, link=link, home_institution=schools[1])
    with pytest.raises(BrokenRule, match="“record” of a link cannot be changed so"):
        change_institution_link(by=BY, source=source, link=link, record=None)


def stated(source: Source, tartu: Partnership) -> CoverageStatement:
    return add_coverage_statement(
        by=BY, source=source, level=SCHOOL, extent=Extent.ALL, partnership=tartu, stated_from=on("2016")
    )


def test_statement_is_changed_within_its_rules(source: Source, tartu: Partnership) -> None:
    statement = stated(source, tartu)
    with pytest.raises(BrokenRule, match="has a number where it says how many"):
        change_coverage_statement(by=BY, source=source, statement=statement, extent=Extent.NUMBER)
    with pytest.raises(BrokenRule, match="“partner” of a statement cannot be changed so"):
        change_coverage_statement(by=BY, source=source, statement=statement, partner=None)

    change_coverage_statement(
        by=BY, source=source, statement=statement, extent=Extent.NUMBER, number=3, partnership=None
    )

    statement.refresh_from_db()
    assert (statement.extent, statement.number, statement.partner, statement.partnership) == ("number", 3, None, None)


def test_statement_ends_once(source: Source, tartu: Partnership) -> None:
    statement = stated(source, tartu)
    with pytest.raises(NotADate):
        end_coverage_statement(by=BY, source=source, statement=statement, until=on("2015"))

    end_coverage_statement(by=BY, source=source, statement=statement, until=on("2026"))

    with pytest.raises(BrokenRule, match="held until 2026 already"):
        end_coverage_statement(by=BY, source=source, statement=statement, until=on("2027"))


def test_links_and_statements_are_changed_by_those_who_keep_the_record(
    source: Source, tartu: Partnership, link: InstitutionLink
) -> None:
    by, statement = founding.account("contributor"), stated(source, tartu)
    for forbidden in (
        lambda: change_institution_link(by=by, source=source, link=link, level=SCHOOL),
        lambda: change_coverage_statement(by=by, source=source, statement=statement, level=SCHOOL),
        lambda: end_coverage_statement(by=by, source=source, statement=statement, until=on("2026")),
    ):
        with pytest.raises(NotPermitted):
            forbidden()
