"""The register: as many queries for one agreement as for three, narrowed by what is computed and by whose it is."""

from __future__ import annotations

import csv
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from solmu.core.dates import OPEN
from solmu.core.models import system_actor
from solmu.desk import listing
from solmu.registry.actions.agreements import suspend_agreement
from solmu.registry.actions.networks import add_membership
from solmu.registry.actions.organisations import add_organisation
from solmu.registry.actions.ownership import set_owner
from solmu.registry.models import Agreement, AgreementMembership, AgreementPartnership, Partnership
from solmu.registry.vocabulary import AgreementKind, OrganisationKind
from solmu.stewardship.models import AgreementDeadline
from tests.registry import founding
from tests.registry.founding import on

pytestmark = pytest.mark.sqlite

MOST_QUERIES = 15


@pytest.fixture
def tie(city) -> Partnership:
    source = founding.page()
    return founding.partnership(source, founding.place(source))


def agreement(tie: Partnership, title: str, **facts: object) -> Agreement:
    return founding.agreement(
        founding.page(title), tie, title=title, kind=AgreementKind.COOPERATION_PROTOCOL, of_the_past=True, **facts
    )


def test_register_asks_as_much_for_one_agreement_as_for_three(tie, officer, desk_of) -> None:
    desk = desk_of(officer)
    asked = []
    for titles in (("One",), ("Two", "Three")):
        for title in titles:
            agreement(tie, title, signed="2024", valid_from="2024", valid_until="2030")
        for query in ("", "?status=in_force"):
            with CaptureQueriesContext(connection) as queries:
                page = desk.get(f"/desk/agreements/{query}").text
            asked.append(len(queries))
            assert f"{Agreement.objects.count()} agreement" in page

    assert asked[:2] == asked[2:]
    assert max(asked) <= MOST_QUERIES


def test_register_asks_no_more_after_a_write_nor_where_no_status_is_kept_for_the_day(tie, officer, desk_of) -> None:
    desk = desk_of(officer)
    for title in ("One", "Two", "Three"):
        agreement(tie, title, signed="2024", valid_from="2024", valid_until="..")
    asked = []
    for is_kept in (True, False):
        if not is_kept:
            AgreementDeadline.objects.update(status_until=date.min)
        with CaptureQueriesContext(connection) as queries:
            page = desk.get("/desk/agreements/?status=in_force").text
        asked.append(len(queries))
        assert "3 agreements<" in page

    assert asked == [12, 14]
    assert max(asked) <= MOST_QUERIES


def test_next_is_the_last_day_to_decide_and_the_most_urgent_stands_first(tie, officer, desk_of) -> None:
    agreement(tie, "Later", valid_from="2024-01-01", valid_until="2031-12-31")
    agreement(tie, "Sooner", valid_from="2024-01-01", valid_until="2030-12-31")

    page = desk_of(officer).get("/desk/agreements/").text

    table = page[page.index("<tbody>") :]
    assert table.index("Sooner") < table.index("Later")
    assert "30\u00a0December 2030" in table
    assert "decision on what follows" in table


def test_register_is_narrowed_by_owner_of_what_an_agreement_belongs_to(tie, officer, administrator, desk_of) -> None:
    agreement(tie, "Of the tie")
    own = agreement(tie, "Of its own")
    by = system_actor()
    set_owner(by=by, source=None, record=tie.record, account=officer)
    set_owner(by=by, source=None, record=own.record, account=administrator)

    page = desk_of(officer).get(f"/desk/agreements/?owner={officer.pk}").text

    table = page[page.index("<tbody>") :]
    assert "Of the tie" in table
    assert "Of its own" not in table


def test_register_is_narrowed_by_owner_of_a_membership_and_of_its_network(
    tie, officer, administrator, reader, desk_of
) -> None:
    by, source = system_actor(), founding.page()
    network = add_organisation(by=by, source=source, kind=OrganisationKind.NETWORK, name="Ring")
    member = add_membership(by=by, source=source, network=network, organisation=founding.home(source))
    joined, first = agreement(tie, "Of the network"), agreement(tie, "Of the tie first")
    for row in (joined, first):
        AgreementMembership.objects.create(agreement=row, membership=member)
    AgreementPartnership.objects.filter(agreement=joined).delete()
    found = []
    for record, account in ((network, officer), (member, administrator), (tie, reader)):
        set_owner(by=by, source=None, record=record.record, account=account)
        for each in (officer, administrator, reader):
            page = desk_of(officer).get(f"/desk/agreements/?owner={each.pk}&as=csv")
            lines = list(csv.reader(b"".join(page.streaming_content).decode("utf-8-sig").splitlines()))
            found.append(sorted(line[0] for line in lines[1:]))

    both = ["Of the network", "Of the tie first"]
    # An owner that nothing has is no choice, and chooses nothing.
    assert found == [both, both, both, [], both, both, [], both[:1], both[1:]]


def test_file_tells_the_same_rows(tie, officer, desk_of) -> None:
    row = agreement(tie, "Named", signed="2019-05-03", valid_from="2020", valid_until="..")
    suspend_agreement(by=system_actor(), source=None, agreement=row, on=on("2022-03-01"), until=OPEN, reason="x")

    answer = desk_of(officer).get("/desk/agreements/?as=csv&status=suspended")

    lines = list(csv.reader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()))
    told = dict(zip(lines[0], lines[1], strict=True))
    assert len(lines) == 2
    assert [told[name] for name in ("Agreement", "Signed", "In force from", "In force until", "Status")] == [
        "Named",
        "2019-05-03",
        "2020",
        "..",
        "Suspended",
    ]


def test_file_tells_each_row_once_in_the_order_of_the_list_however_many_are_read_at_once(
    tie, officer, desk_of, monkeypatch
) -> None:
    monkeypatch.setattr(listing, "PORTION", 2)
    for year in (2031, 2033, 2032, 2035, 2034):
        agreement(tie, f"Until {year}", signed="2024", valid_until=f"{year}-12-31")

    answer = desk_of(officer).get("/desk/agreements/?as=csv&sort=-next")

    lines = list(csv.reader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()))
    assert [line[0] for line in lines[1:]] == [f"Until {year}" for year in (2035, 2034, 2033, 2032, 2031)]


def test_code_that_is_none_chooses_nothing(tie, officer, desk_of) -> None:
    agreement(tie, "Named")

    assert "1 agreement<" in desk_of(officer).get("/desk/agreements/?status=%27%3B--&owner=x&page=-1&sort=x").text
