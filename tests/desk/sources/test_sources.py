"""Sources at the desk: the list, one with its citations, adding one, looking at one again."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from solmu.core.models import Source
from tests.desk.reading import hidden
from tests.portal import published
from tests.registry import founding

pytestmark = pytest.mark.sqlite


def test_source_is_added_and_looked_at_again(city, officer, desk_of) -> None:
    desk = desk_of(officer)
    form = hidden(desk.get("/desk/sources/new/").text)

    added = desk.post("/desk/sources/new/", {**form, "kind": "register", "title": "Register <b>", "is_public": "on"})

    source = Source.objects.get(title="Register <b>")
    assert (added.url, source.kind, source.is_public) == (f"/desk/sources/{source.pk}/", "register", True)
    page = desk.get(added.url).text
    assert "Register &lt;b&gt;" in page
    assert "Nothing in the record cites it yet." in page

    look = f"{added.url}look/"
    desk.post(look, hidden(desk.get(look).text) | {"on": source.read_on.strftime("%d.%m.%Y")})
    source.refresh_from_db()
    assert source.looked_at_on == source.read_on


@pytest.mark.parametrize(
    ("on", "sentence"),
    [("1999", "Give the day"), ("1.1.1999", "The source was last looked at"), ("1.1.2999", "still to come")],
)
def test_day_that_cannot_be_is_refused(city, officer, desk_of, on, sentence) -> None:
    source = founding.page()
    desk = desk_of(officer)
    look = f"/desk/sources/{source.pk}/look/"

    answer = desk.post(look, {**hidden(desk.get(look).text), "on": on})

    assert answer.status_code == 422
    assert sentence in answer.text
    source.refresh_from_db()
    assert (source.read_on, source.looked_at_on) == (date(2026, 11, 24), None)


def test_address_that_is_none_is_refused(city, officer, desk_of) -> None:
    desk = desk_of(officer)
    form = hidden(desk.get("/desk/sources/new/").text)

    answer = desk.post("/desk/sources/new/", {**form, "kind": "page", "title": "X", "address": "javascript:alert(1)"})

    assert answer.status_code == 422
    assert "is not an address" in answer.text


def test_page_shows_what_was_cited_in_a_constant_number_of_queries(city, officer, desk_of) -> None:
    desk = desk_of(officer)
    desk.get("/desk/sources/")
    counts = []
    for number in (1, 3):
        known = set(Source.objects.values_list("pk", flat=True))
        published.add_partners(number, shared=False)
        source = Source.objects.exclude(pk__in=known).get()
        with CaptureQueriesContext(connection) as of_page:
            page = desk.get(f"/desk/sources/{source.pk}/").text
        with CaptureQueriesContext(connection) as of_list:
            desk.get("/desk/sources/")
        assert page.count("Words.") == 3 * number
        counts.append((len(of_page), len(of_list)))

    assert counts[0] == counts[1]
    assert max(counts[0]) <= 15


def test_reader_reads_and_adds_nothing(city, reader, desk_of) -> None:
    source = founding.page("A page")
    desk = desk_of(reader)

    assert "A page" in desk.get("/desk/sources/").text
    assert desk.get(f"/desk/sources/{source.pk}/").status_code == 200
    assert desk.get("/desk/sources/new/").status_code == 403
    assert desk.get(f"/desk/sources/{source.pk}/look/").status_code == 403
    assert desk.get("/desk/sources/nothing/").status_code == 404


def test_source_is_changed_and_what_was_read_stays(city, officer, desk_of) -> None:
    source, desk = founding.page(), desk_of(officer)
    address = f"/desk/sources/{source.pk}/edit/"
    form = hidden(desk.get(address).text) | {"kind": "page", "title": "Sivu 2", "address": "https://example.org/2"}

    assert desk.post(address, form).url == f"/desk/sources/{source.pk}/"
    changed = Source.objects.get(pk=source.pk)
    assert (changed.title, changed.address, changed.is_public) == ("Sivu 2", "https://example.org/2", False)
    assert (changed.read_on, changed.file_id) == (source.read_on, source.file_id)


def test_file_of_a_source_is_kept_by_whoever_may_read_it(example, reader, desk_of) -> None:
    source = Source.objects.exclude(file=None).first()
    answer = desk_of(reader).get(f"/desk/sources/{source.pk}/file/")

    assert (answer.status_code, len(answer.content)) == (200, source.file.size)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
