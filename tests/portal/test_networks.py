"""Networks: what the list and each network's page tell, and what they keep to themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from i18nfield.strings import LazyI18nString

from solmu.core.models import Source
from solmu.registry.actions.activities import add_activity
from solmu.registry.actions.citations import cite
from solmu.registry.actions.decisions import record_decision
from solmu.registry.actions.networks import (
    add_membership,
    add_membership_fee,
    add_representative,
    end_membership,
    review_membership,
)
from solmu.registry.actions.organisations import add_organisation
from solmu.registry.actions.publicity import remove_record
from solmu.registry.models import Membership, Organisation
from solmu.registry.vocabulary import ActivityKind, MembershipRole, NetworkPurpose, ReviewedPart
from tests.portal.test_lists import choices, partner
from tests.portal.test_pages import cells, words_of
from tests.registry import founding
from tests.registry.founding import BY, end, on

pytestmark = pytest.mark.sqlite  # every address is also asked for on both databases, by test_urls


@dataclass(frozen=True)
class Record:
    """What the tests add to: a source and the home city."""

    source: Source
    home: Organisation

    def network(self, name: str, **facts: Any) -> Organisation:
        facts = {"kind": "network", "is_published": True} | facts
        return add_organisation(by=BY, source=self.source, name=name, **facts)

    def joined(self, which: Organisation, member: Organisation | None = None, **facts: Any) -> Membership:
        facts = {"is_published": True} | facts
        return add_membership(by=BY, source=self.source, network=which, organisation=member or self.home, **facts)


@pytest.fixture
def record(city: Organisation) -> Record:
    return Record(founding.page("Networks"), city)


def address(client: Client, name: str, language: str = "en") -> str:
    page = client.get(f"/{language}/networks/").content.decode()
    before = page[: page.index(f">{name}<")]
    return before[before.rindex('href="') + 6 :].rstrip('"')


def rich(record: Record) -> Membership:
    """A membership with everything it can have."""
    by: dict[str, Any] = {"by": BY, "source": record.source}
    network = record.network("Cities of the Coast", abbreviation="CoC")
    council = record_decision(
        **by, organ="City council", decided=on("2015-03-02"), section="§ 12", case_id="77/2015", is_published=True,
        address="https://example.org/12",
    )  # fmt: skip
    board = record_decision(**by, organ="Secret board", decided=on("2020-01-07"))
    membership = record.joined(
        network, role=MembershipRole.BOARD, member_from=on("2015"), member_until=end(".."), decision=council,
        purposes=[NetworkPurpose.VOICE, NetworkPurpose.KNOWLEDGE],
    )  # fmt: skip
    add_membership_fee(**by, membership=membership, amount=Decimal(900), fee_from=on("2015"), fee_until=end("2019"))
    add_membership_fee(**by, membership=membership, amount=Decimal("1200.50"), fee_from=on("2020"), decision=board)
    add_representative(**by, membership=membership, name="Maija Virta", title="Mayor", represents_from=on("2021"))
    add_representative(
        **by, membership=membership, name="Former Person", represents_from=on("2015"), represents_until=end("2020"),
    )  # fmt: skip
    review_membership(
        **by, membership=membership, part=ReviewedPart.BENEFIT, reviewed=on("2024"), day=on("2026-11-24").earliest,
        outcome="Internal thoughts.",
    )  # fmt: skip
    for title, facts in {
        "Study visit": {"purpose": NetworkPurpose.KNOWLEDGE, "outcome": LazyI18nString({"fi": "Opittiin paljon."})},
        "Planned internally": {"is_published": False},
        "Much later": {"starts": on("2090")},
    }.items():
        facts = {"is_published": True, "starts": on("2022-05")} | facts
        add_activity(
            **by, kind=ActivityKind.VISIT, title=LazyI18nString({"en": title}), memberships=[membership], **facts
        )
    cite(by=BY, source=record.source, record=membership.record, field="role", quote="In the board.", start=0, end=13)
    return membership


def test_network_tells_what_for_since_role_fee_and_who_decided(record: Record, client: Client) -> None:
    rich(record)
    words = words_of(client, address(client, "Cities of the Coast"))
    assert "Rantala has been a member since 2015." in words
    assert "What for Exchange of knowledge, voice of local government 1" in words
    assert "Role Board member" in words
    assert "Member since 2015, until further notice" in words
    assert "Fee €1,200.50 a year, since 2020" in words
    assert "Joining decided by City council, 2 March 2015, § 12, case 77/2015" in words
    assert "Representative Maija Virta, Mayor" in words
    assert (
        "May 2022 Study visit Visit. What for: exchange of knowledge. Outcome: Opittiin paljon (in Finnish) ." in words
    )
    assert "In the board." in words
    page = client.get(address(client, "Cities of the Coast")).content.decode()
    [activity] = re.findall(r'href="(/en/activities/[^"/-]+/study-visit)"', page)
    assert client.get(activity).status_code == 200


def test_network_is_told_in_every_language(record: Record, client: Client) -> None:
    rich(record)
    expected = {
        "fi": ("on ollut jäsen vuodesta 2015.", "Jäsenmaksu 1 200,50 € vuodessa, vuodesta 2020"),
        "sv": ("har varit medlem sedan 2015.", "Medlemsavgift 1 200,50 € per år, sedan 2020"),
    }
    for language, sentences in expected.items():
        words = words_of(client, address(client, "Cities of the Coast", language))
        for sentence in sentences:
            assert sentence in words


def test_network_keeps_what_is_internal_or_over_to_itself(record: Record, client: Client) -> None:
    rich(record)
    page = client.get(address(client, "Cities of the Coast")).content.decode()
    for secret in ("Secret board", "Former Person", "Internal thoughts", "Planned internally", "Much later", "900"):
        assert secret not in page, secret


def test_networks_are_listed_with_the_partners_that_share_them(record: Record, client: Client) -> None:
    tartu, narva, umea = partner("Tartu", "EE"), partner("Narva", "EE"), partner("Umeå", "SE", is_published=False)
    union, ring = record.network("Union"), record.network("Ring", kind="twin_town_ring")
    record.joined(union, member_from=on("1990"), role=MembershipRole.MEMBER, purposes=[NetworkPurpose.ADVOCACY])
    record.joined(ring)
    for tie in (tartu, umea):
        record.joined(union, founding.city(record.source, tie.partner, str(tie.pk)))
    record.joined(union, founding.city(record.source, narva.partner, "Narva"), is_published=False)
    assert cells(client, "/en/networks/") == [
        ["Ring", "not recorded", "not recorded", "not recorded", "none recorded"],
        ["Union", "Advocacy", "since 1990", "Member", "Tartu"],
    ]
    offered = choices(client, "/en/networks/")
    assert offered == {
        "/en/networks/purpose-advocacy/": "Advocacy 1",
        f"/en/networks/partner-{tartu.pk}/": "Tartu 1",
        "/en/networks/kind-network/": "Network 1",
        "/en/networks/kind-twin_town_ring/": "Ring of twin towns 1",
    }
    for choice in offered:
        assert len(cells(client, choice)) == 1
    assert "Shared networks Networks that both cities belong to. Union" in (
        words_of(client, f"/en/partners/{tartu.pk}/tartu")
    )
    assert "Shared networks" not in words_of(client, f"/en/partners/{narva.pk}/narva")
    words = words_of(client, address(client, "Union"))
    assert "Our partners in it Partner cities that belong to the same network. Tartu" in words
    assert "Umeå" not in words
    assert "Narva" not in words


def test_networks_that_were_left_are_shown_on_request_alone(record: Record, client: Client) -> None:
    stays, left = record.network("Stays"), record.network("Left")
    record.joined(stays)
    end_membership(
        by=BY, source=record.source, membership=record.joined(left, member_from=on("1990")), until=on("2001")
    )
    assert [row[0] for row in cells(client, "/en/networks/")] == ["Stays"]
    assert "Networks that were left (1)" in words_of(client, "/en/networks/")
    assert [row[:3] for row in cells(client, "/en/networks/status-left/")] == [["Left", "not recorded", "1990 – 2001"]]
    assert "Rantala was a member until 2001." in words_of(client, f"/en/networks/{left.pk}/left")


def test_network_joined_again_tells_of_both_times(record: Record, client: Client) -> None:
    network = record.network("Union")
    record.joined(network, member_from=on("1990"), member_until=end("1995"))
    record.joined(network, member_from=on("2005"))
    words = words_of(client, address(client, "Union"))
    assert "Member since 2005 Earlier memberships 1990 – 1995" in words


@pytest.mark.parametrize("hidden", ["network", "membership", "future"])
def test_networks_the_public_may_not_see_answer_404(record: Record, client: Client, hidden: str) -> None:
    network = record.network("Hidden", is_published=hidden != "network")
    began = on("2090") if hidden == "future" else None
    record.joined(network, is_published=hidden != "membership", member_from=began)
    assert client.get(f"/en/networks/{network.pk}/hidden").status_code == 404
    assert "Hidden" not in client.get("/en/networks/").content.decode()
    assert "No networks are recorded yet." in words_of(client, "/en/networks/")


def test_network_has_a_permanent_address(record: Record, client: Client) -> None:
    network = record.network("Union")
    membership = record.joined(network)
    response = client.get(f"/sv/networks/{network.pk}/old-name")
    assert (response.status_code, response.headers["Location"]) == (301, f"/sv/networks/{network.pk}/union")
    response = client.get(f"/sv/networks/{membership.pk}/union")
    assert (response.status_code, response.headers["Location"]) == (301, f"/sv/networks/{network.pk}/union")
    remove_record(by=BY, source=record.source, record=membership.record, reason="A mistake.")
    assert client.get(f"/sv/networks/{membership.pk}/union").status_code == 410
    remove_record(by=BY, source=record.source, record=network.record, reason="A mistake of ours.")
    response = client.get(f"/sv/networks/{network.pk}/union")
    assert response.status_code == 410
    assert "A mistake of ours." in response.content.decode()


def test_page_of_another_organisation_is_no_network(record: Record, client: Client) -> None:
    assert client.get(f"/en/networks/{record.home.pk}/rantala").status_code == 404


@pytest.mark.parametrize("number", [1, 20])
def test_networks_ask_the_same_whatever_the_number_of_records(record: Record, client: Client, number: int) -> None:
    membership = rich(record)
    for index in range(number):
        city = founding.city(record.source, partner(f"City{index}", "EE").partner, f"City{index}")
        network = record.network(f"Network {index}")
        record.joined(network)
        record.joined(network, city)
        record.joined(membership.network, city)
        add_activity(
            by=BY, source=record.source, kind=ActivityKind.EVENT, title=LazyI18nString({"en": "Event"}),
            starts=on("2020"), memberships=[membership], is_published=True,
        )  # fmt: skip
    asked = {}
    for page in ("/en/networks/", address(client, "Cities of the Coast")):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page).status_code == 200
        asked[page.split("/")[-1]] = len(captured)
    assert asked == {"": 8, "cities-of-the-coast": 10}
