"""A record's history at the desk: who changed what, and a former value as a new change."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from house.processes import ROOT
from solmu.core.audit import recorded
from solmu.core.dates import PartialDate
from solmu.desk.records.fields import ACTIONS
from solmu.places.queries import shown_name_of
from solmu.registry.models import Agreement, Story
from solmu.registry.naming import text_in
from tests.desk.reading import hidden

pytestmark = pytest.mark.sqlite


def _change(desk, address: str, **fields: str) -> None:
    form = desk.get(f"{address}edit/").text
    desk.post(f"{address}edit/", {**hidden(form), "title_fi": "Otsikko", "text_fi": "Teksti", **fields})


@pytest.fixture
def address(city, officer, desk_of) -> str:
    desk = desk_of(officer)
    sent = {**hidden(desk.get("/desk/stories/new/").text), "title_fi": "Otsikko", "text_fi": "Teksti"}
    address = desk.post("/desk/stories/new/", sent).url
    _change(desk, address, written="1998")
    _change(desk, address, written="1999")
    return address


def test_auditor_finds_who_changed_a_date(address, auditor, desk_of) -> None:
    record = address.split("/")[-2]

    page = desk_of(auditor).get(f"/desk/records/{record}/history/").text

    latest = page[page.index('<ol class="entries">') :].split("<li>")[1]
    assert "Officer Example" in latest
    assert "Story changed" in latest
    assert "<del>1998</del> <ins>1999</ins>" in latest
    assert "Give the former value back" not in page


def test_former_value_comes_back_as_a_new_change(address, officer, desk_of) -> None:
    desk, record = desk_of(officer), address.split("/")[-2]
    page = desk.get(f"/desk/records/{record}/history/").text
    restore = re.search(rf"/desk/records/{record}/history/\d+/written/", page)[0]

    form = desk.get(restore).text
    done = desk.post(restore, hidden(form))

    assert "1998" in form
    assert done.status_code == 302
    assert str(Story.objects.get().written) == "1998"
    assert desk.get(f"/desk/records/{record}/history/").text.count("<strong>") == page.count("<strong>") + 1


def test_a_text_is_told_language_by_language(address, officer, desk_of) -> None:
    desk, record = desk_of(officer), address.split("/")[-2]
    _change(desk, address, written="1999", title_sv="Rubrik")

    page = desk.get(f"/desk/records/{record}/history/").text

    assert "<dt>Title (Swedish)</dt><dd><ins>Rubrik</ins>" in page


def test_a_choice_and_the_name_of_a_column_are_told_in_words(example, officer, desk_of) -> None:
    memorandum = Agreement.objects.get(valid_until=PartialDate(2019))

    page = desk_of(officer).get(f"/desk/records/{memorandum.pk}/history/").text

    assert "<dt>Kind</dt><dd><ins>Memorandum of understanding</ins>" in page
    assert "memorandum_of_understanding" not in page
    assert "<dt>Source cited</dt><dd><ins>In force until; Words of the source: " in page


def test_a_part_is_told_by_its_name(example, officer, desk_of, django_assert_max_num_queries) -> None:
    memorandum = Agreement.objects.get(valid_until=PartialDate(2019))
    party = memorandum.parties.select_related("organisation").first()
    with recorded(by=officer, action="change_agreement") as journal:
        journal.update(party, of=memorandum, signatory="Signe Sign")
    name = text_in(party.organisation.name, "en")

    desk, address = desk_of(officer), f"/desk/records/{memorandum.pk}/history/"
    desk.get("/desk/you/")  # the first page after signing in notes the visit

    with django_assert_max_num_queries(15):
        page = desk.get(address).text

    assert f"<dt>Party {name}: Signatory</dt><dd><ins>Signe Sign</ins>" in page
    assert f"<dt>Party</dt><dd><ins>{name}" in page
    assert f"<dt>Partner</dt><dd><ins>{memorandum_partner(memorandum)}" in page


def memorandum_partner(memorandum: Agreement) -> str:
    tie = memorandum.partnership_rows.select_related("partnership__partner").first()
    return shown_name_of(tie.partnership.partner, "en").text


def test_every_action_has_words() -> None:
    source = Path(ROOT / "src" / "solmu")
    named = {
        name
        for path in source.rglob("*.py")
        for name in re.findall(r'recorded?(?:ing)?\([^)]*action="(\w+)"', path.read_text(encoding="utf-8"))
    }

    assert sorted(named - set(ACTIONS)) == []
