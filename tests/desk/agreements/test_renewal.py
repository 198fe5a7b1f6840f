"""A renewal from its plan to the agreement that follows; and given up, or concluded without one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from solmu.registry.models import Agreement
from solmu.stewardship.models import Renewal
from tests.desk.agreements.conftest import PDF
from tests.desk.reading import hidden

pytestmark = pytest.mark.sqlite

MOST_QUERIES = 15


@pytest.fixture
def address(expired) -> str:
    return f"/desk/agreements/{expired.pk}/"


@pytest.fixture
def take(address, officer, desk_of) -> Callable[..., Any]:
    desk = desk_of(officer)

    def taken(verb: str, **fields: Any) -> Any:
        here = f"{address}{verb}/"
        return desk.post(here, {**hidden(desk.get(here).text), **fields})

    return taken


def test_renewal_goes_from_its_plan_to_the_agreement_that_follows(address, officer, desk_of, take) -> None:
    desk = desk_of(officer)
    assert take("renew").url == f"{address}renewal/"
    renewal = Renewal.objects.get()
    check = renewal.checks.first()
    desk.post(f"{address}renewal/checks/{check.pk}/", {"done": "1"})
    take("renewal/note", text="Asked <b>them</b>")
    take("renewal/advance")
    take("renewal/terms", valid_from="1.1.2026", valid_until="31.12.2029", notice_months="3")
    take("renewal/attach-draft", file=SimpleUploadedFile("draft.pdf", PDF, content_type="application/pdf"))
    page = desk.get(f"{address}renewal/").text
    take("renewal/advance")
    take("renewal/advance")
    early = take("renewal/sign", on="1.2.2026")
    take("renewal/decide", organ="Board", decided="1.2.2026")
    renewal.refresh_from_db()
    for party in renewal.successor.parties.all():
        take("renewal/sign", party=party.organisation_id, on="2.3.2026")
    done = take("renewal/complete", publish="on")

    renewal.refresh_from_db()
    successor = Agreement.objects.get(pk=renewal.successor_id)
    check.refresh_from_db()
    assert "draft.pdf" in page
    assert "Asked &lt;b&gt;them&lt;/b&gt;" in page
    assert check.done_by == officer
    assert early.status_code == 422
    assert (renewal.stage, str(successor.valid_until), successor.notice_months) == ("in_force", "2029-12-31", 3)
    assert renewal.agreement.replaced_by == successor
    assert done.url == f"/desk/agreements/{successor.pk}/"


def test_renewal_page_is_constant_in_its_notes(address, officer, desk_of, take) -> None:
    desk, asked = desk_of(officer), []
    take("renew")
    for texts in (("one",), ("two", "three")):
        for text in texts:
            take("renewal/note", text=text)
        with CaptureQueriesContext(connection) as queries:
            assert texts[-1] in desk.get(f"{address}renewal/").text
        asked.append(len(queries))

    assert asked[0] == asked[1]
    assert asked[0] <= MOST_QUERIES


def test_renewal_is_given_up_for_a_reason(address, take) -> None:
    take("renew")

    assert take("renewal/drop").status_code == 422
    take("renewal/drop", reason="No money")

    assert [(row.stage, row.drop_reason) for row in Renewal.objects.all()] == [("dropped", "No money")]


def test_renewal_is_concluded_without_a_successor(address, officer, desk_of, take) -> None:
    take("renew")

    take("renewal/conclude", on="1.11.2026", reason="Nobody asks for it.")

    assert Renewal.objects.get().stage == "no_successor"
    assert "Nobody asks for it." in desk_of(officer).get(address).text


def test_contributor_checks_off_and_moves_nothing(address, contributor, desk_of, take) -> None:
    take("renew")
    desk = desk_of(contributor)

    assert desk.get(f"{address}renewal/advance/").status_code == 403
    assert desk.get(f"{address}renewal/note/").status_code == 200


def test_agreement_without_a_renewal_says_so(address, reader, desk_of) -> None:
    page = desk_of(reader).get(f"{address}renewal/")

    assert page.status_code == 200
    assert "No renewal has been begun." in page.text
