"""Every address of the desk × every role: who is shown what, and that nothing breaks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse
from django.utils import timezone

from solmu.core.actions import add_account
from solmu.core.city import current_city
from solmu.core.models import AuditEntry, Source, system_actor
from solmu.core.terms import Term
from solmu.desk import urls
from solmu.intake.models import Claim
from solmu.participation.actions import receive_enquiry
from solmu.participation.models import Enquiry
from solmu.participation.vocabulary import EnquiryKind
from solmu.registry.actions.organisations import add_unit
from solmu.registry.models import (
    Activity,
    Agreement,
    Commitment,
    Contact,
    CoverageStatement,
    Decision,
    InstitutionLink,
    Membership,
    Organisation,
    Partnership,
    Recognition,
    Story,
    Theme,
)
from solmu.registry.vocabulary import OrganisationKind
from solmu.stewardship.actions.calendars import follow_deadlines
from tests.desk.reading import hidden

pytestmark = pytest.mark.sqlite

CANARY = "Kanaria Kelluvainen"
ANSWERS = {200, 302, 400, 403, 404, 405, 409, 422}


def views() -> Iterator[tuple[str, object, set[str]]]:
    """Each name below the desk with its view and the parts of its address."""

    def walk(patterns: list[URLPattern | URLResolver], parts: set[str]) -> Iterator[tuple[str, object, set[str]]]:
        for each in patterns:
            named = parts | set(each.pattern.converters) | set(each.pattern.regex.groupindex)
            if isinstance(each, URLResolver):
                yield from walk(each.url_patterns, named)
            elif each.name:
                yield each.name, each.callback, named

    return walk(urls.urlpatterns, set())


@pytest.fixture
def known(example, administrator, desk_of) -> dict[str, str]:
    """Something to ask for in each part of an address; a contact, a story and a visit among them."""
    desk = desk_of(administrator)
    home = Organisation.objects.get(is_home=True)
    tie = Partnership.objects.order_by("pk").first()
    network = Organisation.objects.filter(kind=OrganisationKind.NETWORK).first()
    unit = add_unit(by=administrator, source=None, organisation=home, name="Kansainväliset asiat")
    sent = {
        "contacts": {"organisation": home.pk, "name": CANARY, "email": "kanaria@example.org", "purpose_fi": "Asiat"},
        "stories": {"title_fi": "Otsikko", "text_fi": "Teksti"},
        "activities": {"partnerships": [tie.pk], "kind": "visit", "title_fi": "Vierailu", "starts": "2026"},
        "networks": {"network": network.pk} if network else {"name_fi": "Verkosto"},
        "institutions/pairs": {"level": "school", "new_home": "Koulu", "partnership": tie.pk, "new_partner": "Kool"},
        "decisions": {"organ": "Kaupunginhallitus", "decided": "3.2.2026"},
        "commitments": {"agreement": Agreement.objects.first().pk, "text_fi": "Raportti", "due_on": "2026"},
    }
    for area, fields in sent.items():
        address = f"/desk/{area}/new/"
        desk.post(address, {**hidden(desk.get(address).text), **fields})
    return {
        "partner": tie.pk,
        "agreement": Agreement.objects.order_by("pk").first().pk,
        "contact": Contact.objects.get().pk,
        "story": Story.objects.get().pk,
        "activity": Activity.objects.get().pk,
        "membership": Membership.objects.first().pk,
        "network": Membership.objects.first().network_id,
        "source": Source.objects.first().pk,
        "claim": Claim.objects.order_by("pk").first().pk,
        "account": add_account(by=administrator, email="leaver@desk.example", role="officer").pk,
        "unit": unit.pk,
        "theme": Theme.objects.first().pk,
        "link": InstitutionLink.objects.first().pk,
        "institution": InstitutionLink.objects.first().home_institution_id,
        "coverage": CoverageStatement.objects.first().pk,
        "recognition": Recognition.objects.first().pk,
        "commitment": Commitment.objects.get().pk,
        "decision": Decision.objects.get().pk,
        "enquiry": asked_by(CANARY).pk,
        "calendar": follow_deadlines(by=administrator)[0].pk,
        "sequence": str(AuditEntry.objects.first().pk),
    }


def asked_by(name: str) -> Enquiry:
    """What somebody sent by the feedback form today, with their name in it."""
    return receive_enquiry(
        by=system_actor(),
        kind=EnquiryKind.QUESTION,
        message=f"{name} asks.",
        language="fi",
        at=timezone.now(),
        day=current_city().today(),
        keep_for=Term(12),
    )


VERBS = {"people": "close", "units": "close", "themes": "close"}
"""A step of an area's own; of the others, one that is in many."""

OF_AREA = {
    "agreements": "agreement",
    "partners": "partner",
    "contacts": "contact",
    "stories": "story",
    "activities": "activity",
    "networks": "membership",
    "intake": "source",
    "sources": "source",
    "people": "account",
    "units": "unit",
    "themes": "theme",
    "recognitions": "recognition",
    "decisions": "decision",
    "commitments": "commitment",
    "institutions/pairs": "link",
    "institutions/all": "institution",
    "institutions/coverage": "coverage",
    "settings": "calendar",
}
"""Whose keys the addresses of an area take, or of a part of one."""


def addresses(known: dict[str, str]) -> Iterator[tuple[str, str, object]]:
    """An address for every view; one for every kind of record where it takes any, else for its area's own kind."""
    fixed = {
        "sequence": known["sequence"],
        "number": "1",
        "field": "title",
        "verb": "publish",
        "step": "edit",
        "rule": "no_owner",
        "about": known["partner"],
        "occurrence": "-",
        "area": "today",
        "template": "words.toml",
        "table": "pairs",
        "enquiry_id": known["enquiry"],
    }
    for name, view, parts in views():
        ids = parts - set(fixed)
        for key in known.values() if ids else ("",):
            address = reverse(f"desk:{name}", kwargs={part: fixed.get(part, key) for part in parts})
            area = address.split("/")[2]
            own = OF_AREA.get("/".join(address.split("/")[2:4]), OF_AREA.get(area))
            if "verb" in parts and area in VERBS:
                address = address.replace(f"/{fixed['verb']}/", f"/{VERBS[area]}/")
            if not ids or own is None or key == known[own]:
                yield name, address, view


def test_every_address_for_every_role(
    known, reader, contributor, officer, administrator, auditor, desk_of, record_property
) -> None:
    people = [reader, contributor, officer, administrator, auditor]
    desks = {account.role: desk_of(account) for account in people}
    stranger, asked, wrong, leaks = Client(), 0, [], []
    for name, address, view in addresses(known):
        may = getattr(view, "may", None)
        assert may is not None, f"The view of {name} does not say who may."
        for account in people:
            answer = desks[account.role].get(address)
            asked += 1
            if answer.status_code not in ANSWERS or (not may(account) and answer.status_code not in (403, 405)):
                wrong.append((account.role, address, answer.status_code))
            if account.role == "reader" and not answer.streaming and CANARY.encode() in answer.content:
                leaks.append(address)
        answer = stranger.get(address)
        asked += 1
        if answer.status_code not in (302, 405) or (
            answer.status_code == 302 and not answer.headers["Location"].startswith("/desk/sign-in/")
        ):
            wrong.append(("nobody", address, answer.status_code))
    record_property("said", f"The desk's matrix: {asked} answers, {len(leaks)} leaks.")

    assert wrong == []
    assert leaks == []
