"""Units at the desk: added, changed, peopled, handed over and closed."""

from __future__ import annotations

import pytest
from django.test import Client
from i18nfield.strings import LazyI18nString

from solmu.registry.actions.organisations import add_unit
from solmu.registry.actions.ownership import add_unit_member, set_owner
from solmu.registry.actions.stories import add_story
from solmu.registry.models import Partnership, Unit, UnitMember
from tests.desk.reading import hidden
from tests.registry import founding
from tests.registry.founding import BY

pytestmark = pytest.mark.sqlite


def send(desk: Client, address: str, **fields: object):
    """Load a form and send it with these fields."""
    return desk.post(address, {**hidden(desk.get(address).text), **fields})


def test_a_unit_is_added_and_changed(city, officer, reader, desk_of) -> None:
    desk = desk_of(officer)
    assert "No unit is recorded yet" in desk.get("/desk/units/").text
    assert send(desk, "/desk/units/new/", email="x").status_code == 422
    sent = send(desk, "/desk/units/new/", name_fi="Toimisto <i>", email="toimisto@example.org", part_of="")
    unit = Unit.objects.get()
    assert (sent.status_code, sent.url) == (302, f"/desk/units/{unit.pk}/")
    above = add_unit(by=BY, source=None, organisation=city, name="Kaupunki")

    send(desk, f"{sent.url}edit/", name_fi="Toimisto", name_sv="Byrå", part_of=above.pk)

    unit.refresh_from_db()
    assert (unit.name.data, unit.email, unit.part_of) == ({"fi": "Toimisto", "sv": "Byrå"}, "", above)
    listed = desk_of(reader).get("/desk/units/").text
    assert "name missing: swedish, finnish" in listed  # of the unit whose name is of no language
    assert "Add a unit" not in listed
    assert desk_of(reader).get(sent.url).status_code == 200
    ring = send(desk, f"/desk/units/{above.pk}/edit/", name_fi="Kaupunki", part_of=unit.pk)
    assert (ring.status_code, "would be part of itself" in ring.text) == (422, True)


def test_who_acts_for_a_unit_is_said(city, officer, reader, administrator, desk_of) -> None:
    unit = add_unit(by=BY, source=None, organisation=city, name="Toimisto")
    desk, here = desk_of(officer), f"/desk/units/{unit.pk}/"
    assert "Nobody acts for it" in desk.get(here).text

    send(desk, f"{here}people/", members=[officer.pk], heads=[reader.pk])

    rows = UnitMember.objects.filter(unit=unit).values_list("account", "is_head")
    assert sorted(rows) == sorted([(officer.pk, False), (reader.pk, True)])
    assert "Reader Example (head), Officer Example" in desk.get("/desk/units/").text
    assert f"/desk/people/{reader.pk}/" not in desk.get(here).text
    assert f"/desk/people/{reader.pk}/" in desk_of(administrator).get(here).text


def test_a_unit_is_closed_once_it_has_handed_over(example, officer, desk_of) -> None:
    home = Partnership.objects.order_by("pk")[0]
    organisation = Unit._meta.get_field("organisation").related_model.objects.get(is_home=True)
    unit, part, other = (
        add_unit(by=BY, source=None, organisation=organisation, name=name) for name in ("Vanha", "Osa", "Uusi")
    )
    Unit.objects.filter(pk=part.pk).update(part_of=unit)
    set_owner(by=BY, source=None, record=home.record, unit=unit)
    desk, here = desk_of(officer), f"/desk/units/{unit.pk}/"
    page = desk.get(here).text
    assert ("Before this can be closed" in page, "Hand over 1 record." in page, "Osa" in page) == (True, True, True)
    refused = send(desk, f"{here}close/", reason="Lakkautettu.")
    assert (refused.status_code, "rests on this record" in refused.text) == (422, True)

    send(desk, f"{here}hand-over/", unit=other.pk)
    send(desk, f"/desk/units/{part.pk}/edit/", name_fi="Osa", part_of=other.pk)
    assert "Before this can be closed" not in desk.get(here).text
    closed = send(desk, f"{here}close/", reason="Lakkautettu.")

    assert (closed.status_code, closed.url, desk.get(here).status_code) == (302, "/desk/units/", 404)
    home.record.ownership.refresh_from_db()
    assert home.record.ownership.unit == other
    assert "Vanha" not in desk.get("/desk/units/").text
    assert "/desk/units/?closed=yes" in desk.get("/desk/units/").text
    assert f"/desk/records/{unit.pk}/" in desk.get("/desk/units/?closed=yes").text


def test_a_list_costs_as_much_for_three_as_for_one(city, officer, desk_of, django_assert_num_queries) -> None:
    desk = desk_of(officer)
    for number in range(3):
        unit = add_unit(by=BY, source=None, organisation=city, name=f"Toimisto {number}")
        UnitMember.objects.create(unit=unit, account=officer)
        if number in (0, 2):
            with django_assert_num_queries(6):
                desk.get("/desk/units/")


def test_a_page_costs_as_much_for_three_as_for_one(city, officer, desk_of, django_assert_num_queries) -> None:
    desk, unit = desk_of(officer), add_unit(by=BY, source=None, organisation=city, name="Toimisto")
    for number in range(3):
        story = add_story(
            by=BY, source=None, title=LazyI18nString({"fi": str(number)}), text=LazyI18nString({"fi": "x"})
        )
        set_owner(by=BY, source=None, record=story.record, unit=unit)
        add_unit_member(
            by=BY, source=None, unit=unit, account=founding.account(("reader", "officer", "auditor")[number])
        )
        if number in (0, 2):
            with django_assert_num_queries(8):
                desk.get(f"/desk/units/{unit.pk}/")
