"""No page of the desk asks more than fifteen queries, whatever the record holds of what it shows."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from solmu.core.city import current_city
from solmu.core.models import Account, Record
from solmu.registry.actions.ownership import set_owner
from solmu.registry.actions.publicity import withdraw_record
from solmu.registry.models import Agreement
from solmu.stewardship.actions.matters import assign_matter
from solmu.stewardship.queries.matters import remembered_matters
from tests.desk.test_matrix import addresses, known
from tests.portal.test_media import document

__all__ = ["known"]

pytestmark = pytest.mark.sqlite

MOST = 15
OF_A_KIND = 2


@pytest.fixture
def filled(known: dict[str, str], administrator: Account) -> dict[str, str]:
    """The matrix's record, with documents, an agreement that is internal, and somebody who looks after everything."""
    leaver = Account.objects.get(pk=known["account"])
    document(Agreement.objects.get(pk=known["agreement"]))
    internal = Agreement.objects.published().exclude(pk=known["agreement"]).order_by("pk")[0]
    document(internal)
    withdraw_record(by=administrator, source=None, record=internal.record)
    for kind in Record.objects.order_by().values_list("kind", flat=True).distinct():
        for record in Record.objects.filter(kind=kind, removed_at=None).order_by("pk")[:OF_A_KIND]:
            set_owner(by=administrator, source=None, record=record, account=leaver)
    city = current_city()
    for matter in remembered_matters(city.today(), city=city).matters[:OF_A_KIND]:
        assign_matter(by=administrator, matter=matter, account=leaver)
    return known | {"internal": internal.pk}


def test_every_page_asks_at_most_fifteen_queries(
    keeping, filled, administrator, auditor, desk_of, record_property
) -> None:
    found = {}
    for account in (administrator, auditor):
        desk = desk_of(account)
        desk.post("/desk/matters/")  # as any form does: what pages tell of matters is kept
        for _name, address, _view in addresses(filled):
            with CaptureQueriesContext(connection) as queries:
                answer = desk.get(address)
                if answer.streaming:
                    b"".join(answer.streaming_content)
            if answer.status_code == 200:
                found[account.role, address] = len(queries)
    most = max(found, key=lambda each: found[each])
    record_property(
        "said", f"The desk's queries: at most {found[most]} on {len(found)} pages, such as {most[1]} ({most[0]})."
    )

    assert {page: number for page, number in found.items() if number > MOST} == {}
