"""Two moments of a record side by side."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from solmu.core.audit import erase_audit_values, recorded
from solmu.core.dates import PartialDate
from solmu.core.models import AuditEntry, PersonalDataLook
from solmu.core.terms import Term
from solmu.registry.actions.contacts import add_contact
from solmu.registry.models import Agreement, Contact
from tests.desk.reading import hidden

pytestmark = pytest.mark.sqlite

TEXTS = {"title_fi": "Otsikko", "title_sv": "Rubrik", "text_fi": "Teksti"}


@pytest.fixture
def address(city, officer, desk_of) -> str:
    """The moments of a story that was dated 1998 and then 1999, with another title in Swedish."""
    desk = desk_of(officer)
    sent = {**hidden(desk.get("/desk/stories/new/").text), **TEXTS, "written": "1998"}
    story = desk.post("/desk/stories/new/", sent).url
    for fields in ({"written": "1999"}, {"written": "1999", "title_sv": "Ny rubrik"}):
        desk.post(f"{story}edit/", {**hidden(desk.get(f"{story}edit/").text), **TEXTS, **fields})
    return f"/desk/records/{story.split('/')[-2]}/history/moments/"


@pytest.fixture
def contact(city, officer) -> Contact:
    return add_contact(
        by=officer,
        source=None,
        organisation=city,
        name="Kanaria",
        purpose="Asiat",
        day=date(2026, 11, 24),
        keep_for=Term(24),
    )


def row(page: str, label: str) -> tuple[str, str, bool]:
    """What a field says at both moments, and whether it is marked as differing, in words."""
    line = next(each for each in page.split("<tr") if f'<th scope="row">{label}' in each)
    cells = [each.split(">", 1)[1].split("</td>")[0] for each in line.split("<td")[1:]]
    return cells[0], cells[1], '<span class="mark">differs</span>' in line


def test_the_last_change_is_shown_first_and_each_language_is_a_field(address, officer, desk_of) -> None:
    page = desk_of(officer).get(address).text

    assert row(page, "Title (Swedish)") == ("Rubrik", "Ny rubrik", True)
    assert row(page, "Title (Finnish)") == ("Otsikko", "Otsikko", False)
    assert row(page, "Written") == ("1999", "1999", False)
    assert "1 field differs." in page


def test_any_two_changes_are_set_side_by_side(address, officer, desk_of) -> None:
    numbers = list(
        AuditEntry.objects.order_by("sequence").filter(record_id=address.split("/")[3]).values_list("pk", flat=True)
    )

    page = desk_of(officer).get(f"{address}?one={numbers[0]}&other={numbers[-1]}").text

    assert row(page, "Written") == ("1998", "1999", True)
    assert row(page, "Title (Swedish)") == ("Rubrik", "Ny rubrik", True)


def chosen(page: str, field: str) -> str:
    """The number of the change that a list has chosen."""
    options = page.split(f'name="{field}"')[1].split("</select>")[0]
    return options.split(" selected")[0].rsplit('value="', 1)[1].rstrip('"')


@pytest.mark.parametrize("moments", [1, 3])
def test_the_last_change_and_the_one_before_are_chosen_even_within_a_second(
    address, officer, desk_of, moments: int
) -> None:
    entries = AuditEntry.objects.filter(record_id=address.split("/")[3]).order_by("sequence")
    *_earlier, before, last = numbers = list(entries.values_list("pk", flat=True))
    for place, number in enumerate(numbers):
        entries.filter(pk=number).update(at=f"2026-11-24T19:30:00.00000{place % moments}+00:00")

    page = desk_of(officer).get(address).text

    assert (chosen(page, "one"), chosen(page, "other")) == (str(before), str(last))
    assert "Both moments are the same." not in page
    assert f", number {last}</option>" in page


def test_one_change_alone_is_explained(contact, officer, desk_of) -> None:
    page = desk_of(officer).get(f"/desk/records/{contact.pk}/history/moments/").text

    assert "Only one change is recorded. There is no earlier one to set beside it." in page
    assert "0 fields differ." not in page


def test_the_same_change_twice_is_said(address, officer, desk_of) -> None:
    last = AuditEntry.objects.filter(record_id=address.split("/")[3]).order_by("-sequence").first()

    page = desk_of(officer).get(f"{address}?one={last.pk}&other={last.pk}").text

    assert "Both moments are the same. Choose another change or day." in page


def test_days_count_to_their_end_in_the_city(address, officer, desk_of) -> None:
    desk, today = desk_of(officer), timezone.localdate()
    before = today - timedelta(days=2)

    page = desk.get(f"{address}?one_day={before:%d.%m.%Y}&other_day={today.year + 1}").text

    assert "It was not recorded yet: " in page
    assert row(page, "Written") == ("–", "1999", True)


def test_a_day_that_is_none_is_said_beside_the_field(address, officer, desk_of) -> None:
    answer = desk_of(officer).get(f"{address}?one_day=eilen")

    assert answer.status_code == 422
    assert 'class="error" id="id_one_day_error"' in answer.text


def test_what_was_erased_is_told_as_erased(address, officer, administrator, desk_of) -> None:
    last = AuditEntry.objects.filter(action="change_story").order_by("-sequence").first()
    erase_audit_values(by=administrator, values=[(last.pk, "title")], ground="Test")

    assert row(desk_of(officer).get(address).text, "Title (Swedish)") == ("Rubrik", "erased", True)


def test_a_part_is_one_line_told_by_its_name(example, officer, desk_of, django_assert_max_num_queries) -> None:
    memorandum = Agreement.objects.get(valid_until=PartialDate(2019))
    party = memorandum.parties.first()
    with recorded(by=officer, action="change_agreement") as journal:
        journal.update(party, of=memorandum, signatory="Signe Sign")

    desk = desk_of(officer)
    desk.get("/desk/you/")  # the first page after signing in notes the visit

    with django_assert_max_num_queries(15):
        page = desk.get(f"/desk/records/{memorandum.pk}/history/moments/").text

    one, other, differs = row(page, "Party <span")
    assert (differs, "Signatory: Signe Sign" in one, "Signatory: Signe Sign" in other) == (True, False, True)
    assert memorandum.parties.count() == page.count('<th scope="row">Party')


def test_a_reader_sees_the_moments_of_what_is_no_person(address, contact, reader, desk_of) -> None:
    desk = desk_of(reader)

    assert desk.get(address).status_code == 200
    assert desk.get(f"/desk/records/{contact.pk}/history/moments/").status_code == 404


def test_looking_at_a_persons_moments_is_noted(contact, officer, desk_of) -> None:
    desk_of(officer).get(f"/desk/records/{contact.pk}/history/moments/")

    assert list(PersonalDataLook.objects.values_list("record_id", "account_id")) == [(contact.pk, officer.pk)]
