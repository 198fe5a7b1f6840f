"""Undo at the desk: right after saving, from the record's page, and what is said where it cannot be."""

from __future__ import annotations

import re

import pytest

from solmu.core.models import AuditEntry
from solmu.registry.models import Story
from tests.desk.reading import hidden

pytestmark = pytest.mark.sqlite

TEXTS = {"title_fi": "Otsikko", "text_fi": "Teksti"}


def _change(desk, address: str, **fields: str):
    form = desk.get(f"{address}edit/").text
    return desk.post(f"{address}edit/", {**hidden(form), **TEXTS, **fields}, follow=True)


@pytest.fixture
def address(city, officer, desk_of) -> str:
    desk = desk_of(officer)
    sent = {**hidden(desk.get("/desk/stories/new/").text), **TEXTS, "written": "1998"}
    return desk.post("/desk/stories/new/", sent).url


def test_a_change_is_undone_right_after_saving(address, officer, desk_of) -> None:
    desk = desk_of(officer)
    saved = _change(desk, address, written="1999").text
    undo = re.search(r'<a class="button" href="(/desk/records/\w+/undo/\d+/)">Undo</a>', saved)[1]

    form = desk.get(undo).text
    done = desk.post(undo, hidden(form), follow=True).text

    assert "<del>1998</del> <ins>1999</ins>" in form
    assert str(Story.objects.get().written) == "1998"
    assert AuditEntry.objects.order_by("-sequence").first().action == "undo_change"
    assert "The former values are back." in done


def test_a_change_is_undone_from_the_records_page(address, officer, desk_of) -> None:
    desk = desk_of(officer)
    _change(desk, address, written="1999")
    link = re.search(r'<a href="(/desk/records/\w+/undo/)">Undo the last change</a>', desk.get(address).text)[1]

    assert desk.get(link).url == f"{link}{AuditEntry.objects.order_by('-sequence').first().sequence}/"


def test_what_another_changed_since_is_not_undone(address, officer, administrator, desk_of) -> None:
    desk = desk_of(officer)
    undo = re.search(r"/desk/records/\w+/undo/\d+/", _change(desk, address, written="1999").text)[0]
    form = hidden(desk.get(undo).text)
    _change(desk_of(administrator), address, written="2000")

    refused = desk.post(undo, form)

    assert refused.status_code == 422
    assert "Something was done with this record after that." in refused.text
    assert str(Story.objects.get().written) == "2000"


def test_a_step_says_what_to_do_instead(address, officer, desk_of) -> None:
    desk, record = desk_of(officer), address.split("/")[-2]
    publish = f"/desk/records/{record}/do/publish/"
    why = {"why_not_sv": "Inte än", "why_not_en": "Not yet"}
    done = desk.post(publish, {**hidden(desk.get(publish).text), **why}, follow=True).text

    page = desk.get(f"/desk/records/{record}/undo/").text

    assert Story.objects.get().record.is_published
    assert ">Undo</a>" not in done
    assert "This was a step, not an edit, and is not undone by a button." in page
    assert "the record has the step that sets this right" in page


def test_who_may_not_edit_is_offered_nothing(address, reader, contributor, desk_of) -> None:
    record = address.split("/")[-2]

    assert "undo" not in desk_of(reader).get(address).text.lower()
    assert desk_of(reader).get(f"/desk/records/{record}/undo/").status_code == 403
    assert desk_of(contributor).get(f"/desk/records/{record}/undo/").status_code == 403
