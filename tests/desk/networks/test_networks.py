"""Memberships at the desk: joining a network that is not recorded yet, and changing the membership."""

from __future__ import annotations

import pytest

from solmu.registry.models import Membership
from tests.desk.reading import hidden

pytestmark = pytest.mark.sqlite


def test_a_network_is_joined_and_the_membership_changed(city, officer, desk_of) -> None:
    desk = desk_of(officer)
    new = "/desk/networks/new/"
    nothing = desk.post(new, hidden(desk.get(new).text))
    assert (nothing.status_code, "Choose a network, or name one" in nothing.text) == (422, True)

    sent = desk.post(
        new, {**hidden(desk.get(new).text), "name_fi": "Verkosto <b>x</b>", "abbreviation": "VX", "member_from": "2020"}
    )

    found = Membership.objects.get()
    assert sent.url == f"/desk/networks/memberships/{found.pk}/"
    assert (found.network.abbreviation, found.organisation, str(found.member_from)) == ("VX", city, "2020")
    edit = f"{sent.url}edit/"
    form = desk.get(edit).text
    assert 'value="2020"' in form
    desk.post(edit, {**hidden(form), "member_from": "2021", "member_until": "", "purposes": ["knowledge"], "role": ""})
    found.refresh_from_db()
    assert (str(found.member_from), [row.purpose for row in found.purposes.all()]) == ("2021", ["knowledge"])
    for address in ("/desk/networks/", sent.url, f"/desk/networks/{found.network_id}/"):
        assert "Verkosto &lt;b&gt;x&lt;/b&gt;" in desk.get(address).text


def test_a_reader_reads_and_changes_nothing(city, officer, reader, desk_of) -> None:
    desk = desk_of(officer)
    sent = desk.post("/desk/networks/new/", {**hidden(desk.get("/desk/networks/new/").text), "name_fi": "Verkosto"})
    theirs = desk_of(reader)

    assert "Verkosto" in theirs.get("/desk/networks/").text
    assert "/desk/networks/new/" not in theirs.get("/desk/networks/").text
    assert f"{sent.url}edit/" not in theirs.get(sent.url).text
    assert [theirs.get(f"{sent.url}{way}/").status_code for way in ("edit", "leave")] == [403, 403]
    assert theirs.get("/desk/networks/memberships/AAAAAAAAAAA/").status_code == 404
