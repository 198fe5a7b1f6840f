"""Institutions at the desk: the matrix of what is stated and recorded, and pairs, institutions and statements."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from solmu.core.city import current_city
from solmu.desk.today.moving_on import moves_on
from solmu.registry.actions.institutions import add_coverage_statement, add_institution_link
from solmu.registry.actions.organisations import add_organisation
from solmu.registry.models import CoverageStatement, InstitutionLink, Organisation, Partnership
from solmu.registry.vocabulary import Extent, InstitutionLevel, OrganisationKind
from solmu.stewardship.queries.matters import matters_on
from solmu.stewardship.vocabulary import MatterRule
from tests.desk.reading import hidden
from tests.portal import published
from tests.registry import founding

pytestmark = pytest.mark.sqlite

SCHOOL = OrganisationKind.SCHOOL


@pytest.fixture
def tie(city) -> Partnership:
    """A partner of whom a source says that all schools have a link."""
    return published.add_partners(1)[0]


def school(name: str, place) -> Organisation:
    return add_organisation(by=founding.BY, source=None, kind=SCHOOL, name=name, place=place)


def pair(tie: Partnership, home: Organisation, name: str) -> InstitutionLink:
    return add_institution_link(
        by=founding.BY,
        source=None,
        level=InstitutionLevel.SCHOOL,
        home_institution=home,
        partner_institution=school(name, tie.partner),
        partnership=tie,
    )


def send(desk, address: str, **fields):
    return desk.post(address, {**hidden(desk.get(address).text), **fields})


def test_matrix_tells_the_gap_between_what_is_stated_and_recorded(city, tie, officer, desk_of) -> None:
    desk = desk_of(officer)
    first, _second = school("Ensi", city.place), school("Toka", city.place)
    page = desk.get("/desk/institutions/").text
    assert "Missing: 2" in page
    assert "Stated: all, since 2016. Recorded: 0 of 2." in page

    pair(tie, first, "Kool")

    page = desk.get("/desk/institutions/").text
    assert '<span class="status coverage-gap">' in page
    assert "Missing: 1" in page
    table = desk.get("/desk/institutions/?as=csv&show=gaps")
    assert b"".join(table).decode("utf-8-sig").splitlines() == [
        "Partner,Schools,Missing in all",
        '"Farham00","Missing: 1; Stated: all, since 2016. Recorded: 1 of 2.",1'.replace('"Farham00"', "Farham00"),
    ]


def test_covered_statement_is_no_gap_and_any_city_is_a_line_of_its_own(city, tie, officer, desk_of) -> None:
    add_coverage_statement(
        by=founding.BY, source=None, level=InstitutionLevel.UNIVERSITY, extent=Extent.NUMBER, number=3
    )
    pair(tie, school("Ensi", city.place), "Kool")

    page = desk_of(officer).get("/desk/institutions/").text

    assert '<span class="status coverage-held">' in page
    assert "Any city" in page
    assert "Missing: 3" in page


def test_matrix_and_lists_ask_as_much_of_three_as_of_one(city, officer, desk_of) -> None:
    desk, counts = desk_of(officer), []
    addresses = ["", "pairs/", "all/", "coverage/"]
    for number in (1, 3):
        for tie in published.add_partners(number, shared=False) if number == 1 else _more(number):
            pair(tie, school(f"Koulu {tie.pk}", city.place), f"Kool {tie.pk}")
        for address in addresses:
            desk.get(f"/desk/institutions/{address}")
            with CaptureQueriesContext(connection) as asked:
                assert desk.get(f"/desk/institutions/{address}").status_code == 200
            counts.append(len(asked))
    assert counts[:4] == counts[4:]
    assert max(counts) <= 15


def _more(number: int) -> list[Partnership]:
    made = []
    for index in range(number):
        where = founding.place(founding.page(), f"Muu{index}")
        made.append(founding.partnership(founding.page("Muut"), where))
    return made


def test_pair_is_added_with_institutions_not_recorded_yet(city, tie, officer, desk_of) -> None:
    desk, address = desk_of(officer), "/desk/institutions/pairs/new/"
    stated = CoverageStatement.objects.get()
    form = desk.get(f"{address}?statement={stated.pk}").text
    assert '<option value="school" selected>' in form

    sent = send(
        desk, address, level="school", new_home="Uusi <b>koulu</b>", partnership=tie.pk, new_partner="Kool",
        linked_from="2020", linked_until="until further notice",
    )  # fmt: skip

    made = InstitutionLink.objects.select_related("home_institution", "partner_institution").get()
    assert sent.url == f"/desk/institutions/pairs/{made.pk}/"
    assert (made.home_institution.place_id, made.partner_institution.place_id) == (city.place_id, tie.partner_id)
    assert "Uusi &lt;b&gt;koulu&lt;/b&gt;" in desk.get(sent.url).text


def test_pair_without_institutions_or_city_is_told_what_is_missing(city, tie, officer, desk_of) -> None:
    desk, address = desk_of(officer), "/desk/institutions/pairs/new/"

    answer = send(desk, address, level="school", new_partner="Kool", linked_from="2020", linked_until="2019")

    assert answer.status_code == 422
    assert "3 things need to be put right" in answer.text
    assert InstitutionLink.objects.count() == 0


def test_pair_that_is_recorded_is_not_recorded_again(city, tie, officer, desk_of) -> None:
    found = pair(tie, school("Ensi", city.place), "Kool")

    answer = send(
        desk_of(officer), "/desk/institutions/pairs/new/", level="school", partnership=tie.pk,
        home_institution=found.home_institution_id, partner_institution=found.partner_institution_id,
    )  # fmt: skip

    assert answer.status_code == 422
    assert "This pair is recorded already" in answer.text


def test_pair_is_changed_and_ended(city, tie, officer, desk_of) -> None:
    desk = desk_of(officer)
    found = pair(tie, school("Ensi", city.place), "Kool")
    address = f"/desk/institutions/pairs/{found.pk}/"
    now = {
        "level": "school",
        "partnership": tie.pk,
        "home_institution": found.home_institution_id,
        "partner_institution": found.partner_institution_id,
    }

    send(desk, f"{address}edit/", **now, linked_from="2018")
    send(desk, f"{address}end/", until="31.12.2025")

    found.refresh_from_db()
    assert (str(found.linked_from), str(found.linked_until)) == ("2018", "2025-12-31")
    page = desk.get(address).text
    assert "End the pair" not in page
    assert "Missing: 1" in desk.get("/desk/institutions/").text
    assert "Ensi" in desk.get("/desk/institutions/pairs/?state=over").text


def test_institution_is_added_changed_and_passes_its_pairs_on(city, tie, officer, desk_of) -> None:
    desk = desk_of(officer)
    sent = send(desk, "/desk/institutions/all/new/", kind="school", name_fi="Uusi koulu", place=city.place_id)
    made = Organisation.objects.get(kind=SCHOOL)
    assert sent.url == f"/desk/institutions/all/{made.pk}/"
    send(desk, f"{sent.url}edit/", kind="school", name_sv="Nya skolan", name_fi="Uusi koulu", place=city.place_id)
    pair(tie, made, "Kool")
    heir = school("Perijä", city.place)

    send(desk, f"{sent.url}pass/", successor=heir.pk)

    made.refresh_from_db()
    assert made.name.data == {"fi": "Uusi koulu", "sv": "Nya skolan"}
    assert InstitutionLink.objects.get().home_institution_id == heir.pk
    assert "It has no pair." in desk.get(sent.url).text


def test_pair_to_come_has_filled_in_what_its_page_of_departure_knows(city, tie, officer, desk_of) -> None:
    desk, found = desk_of(officer), pair(tie, school("Ensi", city.place), "Kool")
    for key, chosen in (
        (f"institution={found.home_institution_id}", [found.home_institution_id]),
        (f"institution={found.partner_institution_id}", [found.partner_institution_id, tie.pk]),
        (f"partner={tie.pk}", [tie.pk]),
        ("institution=nothing&statement=%00", None),
    ):
        page = desk.get(f"/desk/institutions/pairs/new/?{key}")
        if chosen is None:
            assert page.status_code == 404
        else:
            assert [key for key in chosen if f'<option value="{key}" selected>' not in page.text] == []


def test_statement_is_added_changed_and_ended(city, tie, officer, desk_of) -> None:
    desk = desk_of(officer)
    wrong = send(desk, "/desk/institutions/coverage/new/", level="culture", extent="number")
    assert "Say how many." in wrong.text

    sent = send(
        desk, "/desk/institutions/coverage/new/", level="culture", extent="number", number="4", partnership=tie.pk
    )
    made = CoverageStatement.objects.get(level="culture")
    assert sent.url == f"/desk/institutions/coverage/{made.pk}/"
    send(desk, f"{sent.url}edit/", level="culture", extent="some", partnership="")
    send(desk, f"{sent.url}end/", until="2026-11-01")

    made.refresh_from_db()
    assert (made.extent, made.number, made.partner_id, str(made.stated_until)) == ("some", None, None, "2026-11-01")


def test_gap_is_moved_on_by_adding_a_pair(city, tie, officer, desk_of) -> None:
    day = current_city().today()
    (matter,) = matters_on(day, city=current_city(), with_snoozed=True, rules=(MatterRule.COVERAGE_GAP,))

    page = desk_of(officer).get(moves_on(matter).where(matter)).text

    assert '<option value="school" selected>' in page
    assert f'<option value="{tie.pk}" selected>' in page


def test_former_value_is_given_back(city, tie, officer, desk_of) -> None:
    desk, found = desk_of(officer), CoverageStatement.objects.get()
    address = f"/desk/institutions/coverage/{found.pk}/"
    send(desk, f"{address}edit/", level="culture", extent="all", partnership=tie.pk, stated_from="2016")
    back = re.search(
        rf"/desk/records/{found.pk}/history/\d+/level/", desk.get(f"/desk/records/{found.pk}/history/").text
    )

    send(desk, back.group())

    found.refresh_from_db()
    assert found.level == "school"


def test_records_lead_to_their_pages_here(city, tie, reader, desk_of) -> None:
    desk, found = desk_of(reader), pair(tie, school("Ensi", city.place), "Kool")
    stated = CoverageStatement.objects.get()
    for key, address in (
        (found.pk, f"pairs/{found.pk}/"),
        (found.home_institution_id, f"all/{found.home_institution_id}/"),
        (stated.pk, f"coverage/{stated.pk}/"),
    ):
        answer = desk.get(f"/desk/records/{key}/page/")
        assert answer.url == f"/desk/institutions/{address}"
        assert "Change" not in desk.get(answer.url).text.split("<main")[1]
    assert desk.get("/desk/institutions/pairs/new/").status_code == 403
