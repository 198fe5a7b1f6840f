from __future__ import annotations

from typing import Any

import pytest

from solmu.core.audit import chain_faults
from solmu.core.dates import OPEN
from solmu.core.errors import SolmuError
from solmu.core.models import system_actor
from solmu.intake.queries import quote_faults
from solmu.intake.vocabulary import ClaimState
from solmu.places.queries import shown_name_of
from solmu.registry.models import (
    Activity,
    Agreement,
    AgreementSeries,
    Citation,
    CoverageStatement,
    InstitutionLink,
    Membership,
    Organisation,
    Partnership,
    Recognition,
)
from solmu.registry.queries.facts import activities, coverage_on
from solmu.registry.queries.faults import record_faults
from solmu.registry.records import public_shapes
from tests.intake.document import TARTU, UMEA, claim, counts, everything, kept
from tests.registry import founding

pytestmark = pytest.mark.usefixtures("home")

BY = system_actor()
DAY = founding.on("2026-11-24").earliest


def whole() -> list[str]:
    return [*chain_faults(), *quote_faults(), *record_faults()]


# --- each kind --------------------------------------------------------------------------------------------------------


def test_partnership_with_its_changes_is_accepted(accept: Any) -> None:
    text = "Rantalan ystävyyskaupunki on vuodesta 1992 Tartto Virossa. Hallitus keskeytti suhteen 4.3.2022."
    change = {"status": "suspended", "on": "2022-03-04", "decided_by": "Hallitus", "reason": None}
    (read,) = kept(
        claim(
            "partnership",
            text,
            {"partner": "Tartto", "relation": "ystävyyskaupunki", "since": "1992", "changes": "keskeytti"},
            partner=TARTU,
            since="1992",
            status="suspended",
            changes=[change],
        ),
        text=text,
    )

    (record,) = accept(read)

    partnership = Partnership.objects.get(pk=record.pk)
    assert [str(partnership.since), partnership.record.is_published] == ["1992", True]
    assert [
        (row.relation, row.status, str(row.on or ""), row.decided_by, row.is_reason_not_stated)
        for row in partnership.changes.all()
    ] == [("sister_city", "", "", "", False), ("", "suspended", "2022-03-04", "Hallitus", True)]
    assert sorted((row.field, row.quote) for row in Citation.objects.filter(record=record)) == [
        ("changes", "keskeytti"),
        ("partner", "Tartto"),
        ("relation", "ystävyyskaupunki"),
        ("since", "1992"),
    ]
    assert (read.state, read.record_id) == (ClaimState.ACCEPTED, record.pk)
    assert whole() == []


def test_partner_keeps_the_name_its_source_gives_it(accept: Any) -> None:
    finnish = kept(claim("partnership", partner=TARTU), language="fi")
    swedish = kept(claim("partnership", partner={"name": "Dorpat", "country": "EE"}), language="sv")
    accept(*finnish, *swedish)

    place = Partnership.objects.get().partner
    assert [shown_name_of(place, language).text for language in ("fi", "sv", "en")] == ["Tartto", "Dorpat", "Tartu"]


def test_agreement_is_accepted_with_parties_themes_and_series(accept: Any) -> None:
    themes = ["koulutus", "kulttuuri"]
    accept(
        *kept(
            claim("partnership", partner=TARTU),
            claim(
                "agreement",
                partners=[TARTU],
                agreement_kind="sister_city_agreement",
                kind_as_written="ystävyyssopimus",
                signed="1992",
            ),
            claim("agreement", partners=[TARTU], signed="2001-05", valid_until="2006", themes=themes, ordinal="first"),
            claim("agreement", partners=[TARTU], valid_from="2020", open_ended=True, ordinal="current"),
        )
    )

    tie, standing = Partnership.objects.get(), Agreement.objects.get(kind="sister_city_agreement")
    first, current = Agreement.objects.filter(kind="memorandum_of_understanding").order_by("-ordinal")
    assert [str(party.organisation) for party in first.parties.all()] == ["Rantala", "Tartto"]
    assert [str(theme.wording) for theme in first.themes.all()] == themes
    assert [str(first.signed), str(first.valid_until), current.valid_until] == ["2001-05", "2006", OPEN]
    assert (standing.kind_as_written, standing.series) == ("ystävyyssopimus", None)
    series = AgreementSeries.objects.get()
    assert {first.series, current.series} == {series}
    assert (series.standing_agreement, series.partnership) == (standing, tie)
    assert (first.is_series_proposed, current.is_series_proposed) == (True, True)
    assert whole() == []


def test_sister_city_agreement_accepted_last_stands_above_the_line_that_is_there(accept: Any) -> None:
    accept(
        *kept(
            claim("partnership", partner=TARTU),
            claim("agreement", partners=[TARTU], signed="2001"),
            claim("agreement", partners=[TARTU], agreement_kind="sister_city_agreement", signed="1992"),
        )
    )

    assert AgreementSeries.objects.get().standing_agreement == Agreement.objects.get(kind="sister_city_agreement")


def test_agreement_accepted_before_its_partnership_is_put_under_it(accept: Any) -> None:
    accept(*kept(claim("agreement", partners=[TARTU], signed="2001"), claim("partnership", partner=TARTU)))

    agreement = Agreement.objects.get()
    assert list(agreement.partnerships.all()) == [Partnership.objects.get()]
    assert agreement.series == AgreementSeries.objects.get()


def test_agreement_without_a_partnership_still_shows_its_partner(accept: Any) -> None:
    (record,) = accept(*kept(claim("agreement", partners=[TARTU], signed="2001")))

    (shape,) = public_shapes([record.pk]).values()
    assert shape is not None
    assert [(partner["names"]["fi"], partner["country"]) for partner in shape["partners"]] == [("Tartto", "EE")]


def test_agreement_of_two_partners_stands_once_under_both_in_their_order(accept: Any) -> None:
    accept(*kept(claim("partnership", partner=UMEA), claim("partnership", partner=TARTU)))
    (record,) = accept(*kept(claim("agreement", partners=[UMEA, TARTU], signed="2001")))

    agreement = Agreement.objects.get()
    assert [str(party.organisation) for party in agreement.parties.all()] == ["Rantala", "Uumaja", "Tartto"]
    assert agreement.partnerships.count() == 2
    assert agreement.series is None  # of which line nobody can say
    (shape,) = public_shapes([record.pk]).values()
    assert shape is not None
    assert [partner["names"]["fi"] for partner in shape["partners"]] == ["Uumaja", "Tartto"]


def test_partner_named_twice_or_beside_the_home_city_is_one_party(accept: Any) -> None:
    home = {"name": "Rantala", "country": "FI"}
    accept(*kept(claim("agreement", partners=[TARTU, home, TARTU], signed="2001")))

    assert [str(party.organisation) for party in Agreement.objects.get().parties.all()] == ["Rantala", "Tartto"]


@pytest.mark.parametrize(
    ("change", "suspensions", "terminated"),
    [
        ({"status": "suspended", "on": "2022"}, [("2022", "..")], ""),
        ({"status": "suspended", "on": None}, [("", "..")], ""),
        ({"status": "terminated", "on": "2022-03-04"}, [], "2022-03-04"),
        ({"status": "ended", "on": "2022"}, [], "2022"),
        ({"status": "terminated", "on": None}, [], ""),
    ],
)
def test_agreement_with_a_change(accept: Any, change: dict, suspensions: list, terminated: str) -> None:
    change = {"decided_by": "Hallitus", "reason": None, **change}
    accept(*kept(claim("agreement", partners=[TARTU], signed="2001", changes=[change])))

    agreement = Agreement.objects.get()
    found = [(str(row.suspended_from or ""), str(row.suspended_until)) for row in agreement.suspensions.all()]
    assert (found, str(agreement.terminated_on or "")) == (suspensions, terminated)
    assert agreement.is_termination_reason_not_stated == bool(terminated)


def test_later_document_adds_what_an_agreement_lacks_and_what_became_of_it(accept: Any) -> None:
    accept(*kept(claim("agreement", partners=[TARTU], signed="2001")))
    change = {"status": "terminated", "on": "2022-03-04", "decided_by": None, "reason": "Sota"}
    accept(*kept(claim("agreement", partners=[TARTU], signed="2001-05-09", valid_until="2030", changes=[change])))

    agreement = Agreement.objects.get()
    assert [str(agreement.signed), str(agreement.valid_until), str(agreement.terminated_on)] == [
        "2001-05-09",
        "2030",
        "2022-03-04",
    ]
    assert str(agreement.termination_reason) == "Sota"


def test_less_precise_date_changes_nothing(accept: Any) -> None:
    accept(*kept(claim("agreement", partners=[TARTU], signed="2001-05-09")))
    accept(*kept(claim("agreement", partners=[TARTU], signed="2001")))

    assert [str(row.signed) for row in Agreement.objects.all()] == ["2001-05-09"]


@pytest.mark.parametrize("role", ["member", "board", "chair", "associate", None])
def test_membership_is_accepted_with_its_network(accept: Any, role: str | None) -> None:
    accept(*kept(claim("membership", network="Itämeren liitto", since="1991", role=role, fee="2 000 euroa")))

    membership = Membership.objects.get()
    assert [str(membership.network), str(membership.organisation), membership.role, membership.fee] == [
        "Itämeren liitto",
        "Rantala",
        role or "",
        "2 000 euroa",
    ]
    assert [str(membership.member_from), membership.member_until] == ["1991", None]
    assert membership.network.kind == "network"


def test_membership_said_again_is_one_and_is_filled_in(accept: Any) -> None:
    accept(*kept(claim("membership", network="Itämeren liitto")))
    accept(*kept(claim("membership", network="ITÄMEREN LIITTO", since="1991", until="2004", role="chair")))

    membership = Membership.objects.get()
    assert [str(membership.member_from), str(membership.member_until), membership.role] == ["1991", "2004", "chair"]
    assert Organisation.objects.filter(kind="network").count() == 1


def test_institution_link_is_accepted_with_both_institutions(accept: Any) -> None:
    accept(*kept(claim("partnership", partner=TARTU)))
    accept(
        *kept(
            claim(
                "institution_link",
                level="school",
                home="Rannan koulu",
                partner_institution="Jõe Kool",
                partner=TARTU,
                since="2010",
            )
        )
    )

    link = InstitutionLink.objects.get()
    assert [str(link.home_institution), str(link.partner_institution), str(link.linked_from)] == [
        "Rannan koulu",
        "Jõe Kool",
        "2010",
    ]
    assert link.partnership == Partnership.objects.get()
    assert link.partner_institution.place == link.partnership.partner
    assert link.home_institution.place == Organisation.objects.get(is_home=True).place


def test_institutions_of_one_name_in_two_cities_are_two(accept: Any) -> None:
    links = [
        claim("institution_link", home="Lyseo", partner_institution="Lyseo", partner=partner)
        for partner in (TARTU, UMEA)
    ]
    accept(*kept(*links))

    rows = InstitutionLink.objects.select_related("home_institution", "partner_institution")
    assert len({row.home_institution_id for row in rows}) == 1
    assert len({row.partner_institution.place_id for row in rows}) == 2


def test_link_that_names_one_side_waits(accept: Any) -> None:
    before = everything()

    with pytest.raises(SolmuError, match="Only one of the two institutions is named"):
        accept(*kept(claim("institution_link", home="Rannan koulu", partner=TARTU)))

    assert counts() == before[0]


@pytest.mark.parametrize(("covers_all", "extent"), [(True, "all"), (False, "some")])
def test_collective_statement_is_a_fact_of_its_own(accept: Any, covers_all: bool, extent: str) -> None:
    accept(
        *kept(
            claim("partnership", partner=TARTU),
            claim("institution_link", level="university", partner=TARTU, since="2016", covers_all=covers_all),
        )
    )

    statement = CoverageStatement.objects.get()
    assert [statement.extent, statement.number, statement.level, str(statement.stated_from)] == [
        extent,
        None,
        "university",
        "2016",
    ]
    assert statement.partnership == Partnership.objects.get()
    assert InstitutionLink.objects.count() == 0


def test_collective_statement_and_link_accepted_before_the_partnership_are_put_under_it(accept: Any) -> None:
    (statement, _) = accept(
        *kept(
            claim("institution_link", partner=TARTU, covers_all=True),
            claim("institution_link", home="Rannan koulu", partner_institution="Jõe Kool", partner=TARTU),
        )
    )
    (shape,) = public_shapes([statement.pk]).values()
    assert shape is not None
    assert shape["partner"]["names"]["fi"] == "Tartto"

    (tie,) = accept(*kept(claim("partnership", partner=TARTU)))

    assert [row.partnership_id for row in (CoverageStatement.objects.get(), InstitutionLink.objects.get())] == [
        tie.pk,
        tie.pk,
    ]
    assert [each.recorded_pairs for each in coverage_on(DAY, public_only=True, partnership_id=tie.pk)] == [1]
    assert whole() == []


def test_collective_statements_that_disagree_stand_both_and_each_once(accept: Any) -> None:
    for since in ("2016", "2018", "2016", "2018", None):
        accept(*kept(claim("institution_link", since=since, covers_all=True)))

    assert sorted(str(row.stated_from) for row in CoverageStatement.objects.all()) == ["2016", "2018"]


def test_recognition_is_accepted_with_giver_recipient_and_those_before(accept: Any) -> None:
    accept(
        *kept(
            claim("partnership", partner=TARTU),
            claim(
                "recognition",
                title="Vuoden kumppani",
                giver="Tartto",
                occasion="Hansapäivät",
                year="2019",
                recipient="Rantala",
                earlier_recipients=["Turku", "Riika"],
            ),
        )
    )

    recognition = Recognition.objects.get()
    assert recognition.giver is not None
    assert recognition.giver.place == Partnership.objects.get().partner
    assert recognition.recipient == Organisation.objects.get(is_home=True)
    assert [each.name for each in recognition.earlier_recipients.all()] == ["Turku", "Riika"]
    assert [str(recognition.awarded), str(recognition.occasion)] == ["2019", "Hansapäivät"]


def test_recognition_without_giver_or_recipient_is_accepted(accept: Any) -> None:
    accept(*kept(claim("recognition", title="Kultainen avain")))

    recognition = Recognition.objects.get()
    assert (recognition.giver, recognition.recipient, recognition.recipient_as_written) == (None, None, "")


def test_activity_is_accepted_with_partners_and_participants(accept: Any) -> None:
    accept(*kept(claim("partnership", partner=TARTU)))
    (record,) = accept(
        *kept(
            claim(
                "activity",
                title="Kuorojen vierailu",
                start="2019-05-02",
                end="2019-05-05",
                direction="in",
                partners=[UMEA, TARTU, UMEA],
                participants=34,
            )
        )
    )

    activity = Activity.objects.get()
    assert [activity.kind, activity.direction, str(activity.starts), str(activity.ends)] == [
        "visit",
        "in",
        "2019-05-02",
        "2019-05-05",
    ]
    assert [row.number for row in activity.participants.all()] == [34]
    (shape,) = public_shapes([record.pk]).values()
    assert shape is not None
    assert sorted(partner["names"]["fi"] for partner in shape["partners"]) == ["Tartto", "Uumaja"]


def test_activity_accepted_before_the_partnership_is_found_under_it(accept: Any) -> None:
    accept(*kept(claim("activity", title="Vierailu", partners=[TARTU]), claim("partnership", partner=TARTU)))

    (tie,) = Partnership.objects.all()
    assert activities(DAY, public_only=True, partnership_id=tie.pk) == [Activity.objects.get()]


def test_citation_keeps_what_its_source_says_where_that_can_be_compared(accept: Any) -> None:
    text = "Pöytäkirja Tarton kanssa 1.5.1999"
    cites = {"partners": "Tarton", "signed": "1.5.1999", "agreement_kind": "Pöytäkirja"}
    accept(*kept(claim("agreement", text, cites, partners=[TARTU], signed="1999-05-01"), text=text))

    assert {each.field: each.value for each in Citation.objects.filter(record__kind="agreement")} == {
        "partners": "",
        "signed": "1999-05-01",
        "agreement_kind": "",
    }
