"""Partners at the desk: the list, a page, and a tie that is suspended and taken up again."""

from __future__ import annotations

import pytest
from i18nfield.strings import LazyI18nString

from solmu.places.names import fold
from solmu.registry.actions.organisations import add_organisation
from solmu.registry.actions.recognitions import add_recognition
from solmu.registry.models import Organisation, Partnership, Recognition
from solmu.registry.vocabulary import OrganisationKind
from tests.desk.reading import hidden

pytestmark = pytest.mark.sqlite


def test_partners_are_listed_and_chosen(example, officer, desk_of) -> None:
    desk = desk_of(officer)

    page = desk.get("/desk/partners/").text
    chosen = desk.get("/desk/partners/?country=DK").text

    assert "10 partners" in page
    assert "1 partner<" in chosen
    assert "Køge" in chosen


def test_file_holds_what_is_shown(example, officer, desk_of) -> None:
    answer = desk_of(officer).get("/desk/partners/?country=DK&as=csv")

    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("City,Country,Kind")
    assert [line.split(",")[0] for line in lines[1:]] == ["Køge"]


def test_page_shows_what_the_partner_gave_and_was_given_and_nothing_of_others(
    example, administrator, officer, desk_of
) -> None:
    one, other = Partnership.objects.order_by("pk")[:2]
    home = Organisation.objects.get(is_home=True)
    theirs, others = (
        add_organisation(
            by=administrator, source=None, kind=OrganisationKind.OTHER, name=f"Raati {each.pk}", place=each.partner
        )
        for each in (one, other)
    )
    for title, giver, recipient in (("Lahja <b>", theirs, home), ("Mitali", home, theirs), ("Viiri", others, home)):
        add_recognition(
            by=administrator,
            source=None,
            title=LazyI18nString({"fi": title}),
            giver=giver,
            recipient=recipient,
            recipient_as_written="",
        )

    page = desk_of(officer).get(f"/desk/partners/{one.pk}/").text

    given, received = (Recognition.objects.get(giver=each) for each in (theirs, home))
    assert f'<a href="/desk/recognitions/{given.pk}/">Lahja &lt;b&gt;</a>' in page
    assert f'<a href="/desk/recognitions/{received.pk}/">Mitali</a>' in page
    assert "Viiri" not in page


def test_tie_is_suspended_for_a_reason_and_taken_up_again(example, officer, desk_of) -> None:
    desk = desk_of(officer)
    tie = Partnership.objects.filter(partner__names__key=fold("Køge")).distinct().get()
    address = f"/desk/partners/{tie.pk}/"

    refused = desk.post(f"{address}suspend/", {**hidden(desk.get(f"{address}suspend/").text), "on": "1.11.2026"})
    done = desk.post(
        f"{address}suspend/",
        {**hidden(desk.get(f"{address}suspend/").text), "on": "1.11.2026", "reason_fi": "Syy"},
    )

    assert refused.status_code == 422
    assert "Write this in at least one language" in refused.text
    assert (done.status_code, done.url) == (302, address)
    page = desk.get(address).text
    assert "status-suspended" in page
    assert f"{address}resume/" in page
    assert f"{address}suspend/" not in page


def test_reader_is_shown_no_button_and_may_not_take_the_step(example, reader, desk_of) -> None:
    tie = Partnership.objects.first()
    desk = desk_of(reader)

    assert f"/desk/partners/{tie.pk}/suspend/" not in desk.get(f"/desk/partners/{tie.pk}/").text
    assert desk.get(f"/desk/partners/{tie.pk}/suspend/").status_code == 403


def test_city_that_is_not_known_is_refused_and_what_was_typed_stays(city, officer, desk_of) -> None:
    desk = desk_of(officer)
    sent = {**hidden(desk.get("/desk/partners/new/").text), "name": "Xyzzyville", "relation": "sister_city"}

    answer = desk.post("/desk/partners/new/", sent)

    assert answer.status_code == 422
    assert "No city “Xyzzyville” is known" in answer.text
    assert 'value="Xyzzyville"' in answer.text
