"""Lists ask as many questions for one record as for three, sort as the reader does, and show what is public."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from i18nfield.strings import LazyI18nString

from solmu.core.dates import OPEN
from solmu.core.models import Record, Source
from solmu.core.terms import Term
from solmu.registry.actions.activities import Gift, add_activity
from solmu.registry.actions.agreements import (
    add_theme,
    extend_agreement,
    give_notice,
    propose_series,
    replace_agreement,
    review_agreement,
    suspend_agreement,
)
from solmu.registry.actions.citations import cite
from solmu.registry.actions.documents import add_agreement_document
from solmu.registry.actions.institutions import add_coverage_statement, add_institution_link
from solmu.registry.actions.networks import add_membership, add_membership_fee, add_representative
from solmu.registry.actions.organisations import add_organisation
from solmu.registry.actions.partnerships import change_partnership
from solmu.registry.actions.recognitions import add_recognition
from solmu.registry.models import Organisation, Theme
from solmu.registry.queries import facts, on_day
from solmu.registry.queries.agreements import agreements_on, themes_of
from solmu.registry.queries.partnerships import partnerships_on
from solmu.registry.records import public_shapes
from solmu.registry.vocabulary import GiftDirection, NetworkPurpose
from tests.registry import founding
from tests.registry.founding import BY, on

DAY = on("2026-11-24").earliest
LEAD = Term(6)
FI = ("fi", "sv", "en")


def add_everything_about(source: Source, home: Organisation, name: str, *, is_published: bool = True) -> None:
    """A partner with something of each kind."""
    given: Any = {"by": BY, "source": source, "is_published": is_published}
    place = founding.place(source, fi=name, sv=name)
    tie = founding.partnership(source, place, is_published=is_published)
    change_partnership(by=BY, source=source, partnership=tie, status="active", wording=name)
    city = founding.city(source, place, name, is_published=is_published)
    standing = founding.agreement(
        source, tie, kind="sister_city_agreement", signed="1992", kind_as_written=name, is_published=is_published
    )
    propose_series(by=BY, source=source, agreement=standing)
    suspend_agreement(by=BY, source=source, agreement=standing, on=on("2030"))
    old = founding.agreement(
        source, tie, signed="2001", valid_until="2006", themes=[name, "x"], kind_as_written=name,
        is_published=is_published,
    )  # fmt: skip
    new = founding.agreement(source, tie, signed="2007", valid_until="2019", is_published=is_published)
    for agreement in (old, new):
        propose_series(by=BY, source=source, agreement=agreement)
    replace_agreement(by=BY, source=source, agreement=old, successor=new)
    extend_agreement(by=BY, source=source, agreement=new, until=OPEN, on=on("2025"))
    give_notice(by=BY, source=source, agreement=new, given_by=home, given_on=on("2026"))
    review_agreement(by=BY, source=source, agreement=new, on=on("2025"))
    add_agreement_document(
        by=BY, source=source, agreement=new, content=b"%PDF-" + name.encode(), name="a.pdf", is_published=True
    )
    school, other = (
        add_organisation(kind="school", name=f"{name} {part}", place=where, **given)
        for part, where in (("A", home.place), ("B", place))
    )
    network = add_organisation(kind="network", name=f"{name} network", **given)
    link = add_institution_link(
        level="school", home_institution=school, partner_institution=other, partnership=tie, **given
    )
    add_coverage_statement(level="school", extent="all", partnership=tie, **given)
    membership = add_membership(
        network=network, organisation=home, fee=name, purposes=[NetworkPurpose.KNOWLEDGE], **given
    )
    add_membership_fee(by=BY, source=source, membership=membership, amount=Decimal(1))
    add_representative(by=BY, source=source, membership=membership, name=name)
    add_recognition(
        title=LazyI18nString({"fi": name}), recipient_as_written=name, giver=city, earlier_recipients=[name], **given
    )
    add_activity(
        kind="visit", title=LazyI18nString({"fi": name}), partnerships=[tie], organisations=[city], participants=3,
        memberships=[membership], place=place, themes=Theme.objects.all(),
        gifts=[Gift(GiftDirection.GIVEN, LazyI18nString({"fi": name}))], **given,
    )  # fmt: skip
    cite(by=BY, source=source, record=link.record, field="home", quote=name, start=0, end=len(name))


QUERIES: dict[str, tuple[int, Callable[[bool], Any]]] = {
    "partnerships_on": (3, lambda public: partnerships_on(DAY, public_only=public, language="fi")),
    "agreements_on": (
        7,
        lambda public: agreements_on(DAY, lead=LEAD, public_only=public, with_parties=True),
    ),
    "themes_of": (2, lambda public: themes_of(Record.objects.filter(kind="agreement").values_list("pk", flat=True))),
    "coverage_on": (2, lambda public: facts.coverage_on(DAY, public_only=public)),
    "institution_links_on": (1, lambda public: facts.institution_links_on(DAY, public_only=public)),
    "recognitions": (1, lambda public: facts.recognitions(DAY, public_only=public)),
    "memberships_on": (1, lambda public: facts.memberships_on(DAY, public_only=public)),
    "activities": (6, lambda public: facts.activities(DAY, public_only=public)),
    "partnership_objects": (6, lambda public: on_day.partnership_objects(DAY, FI, public_only=public)),
    "agreement_objects": (24, lambda public: on_day.agreement_objects(DAY, FI, lead=LEAD, public_only=public)),
    "institution_objects": (8, lambda public: on_day.institution_objects(DAY, FI, public_only=public)),
    "recognition_objects": (4, lambda public: on_day.recognition_objects(DAY, FI, public_only=public)),
    "membership_objects": (6, lambda public: on_day.membership_objects(DAY, FI, public_only=public)),
    "activity_objects": (26, lambda public: on_day.activity_objects(DAY, FI, public_only=public)),
}


def queries_asked(query: Callable[[bool], Any], *, public_only: bool) -> int:
    with CaptureQueriesContext(connection) as captured:
        found = query(public_only)
    assert found
    return len(captured)


def test_number_of_queries_does_not_grow(source: Source, home: Organisation) -> None:
    add_theme(by=BY, key="x", position=1, name=LazyI18nString({"fi": "x"}))
    counted: list[dict[tuple[str, bool], int]] = []
    for partners in (["Tartto"], ["Riika", "Vilna"]):
        for partner in partners:
            add_everything_about(source, home, partner)
        counted.append(
            {
                (name, public_only): queries_asked(query, public_only=public_only)
                for name, (_most, query) in QUERIES.items()
                for public_only in (True, False)
            }
        )

    assert counted[0] == counted[1]
    assert {key: number for key, number in counted[0].items() if number > QUERIES[key[0]][0]} == {}


def test_what_is_internal_is_found_only_by_those_who_may(source: Source, home: Organisation) -> None:
    asked = {name: query for name, (_most, query) in QUERIES.items() if name != "themes_of"}
    add_everything_about(source, home, "Tartto")
    public = {name: len(query(True)) for name, query in asked.items()}

    add_everything_about(source, home, "CANARY", is_published=False)

    for name, query in asked.items():
        assert "CANARY" not in str([vars(each) if hasattr(each, "__dict__") else each for each in query(True)]), name
        assert (len(query(True)), len(query(False))) == (public[name], 2 * public[name]), name


def test_internal_records_show_in_no_public_shape(source: Source, home: Organisation) -> None:
    add_everything_about(source, home, "CANARY", is_published=False)
    canary = Organisation.objects.get(kind="city", is_home=False)
    tie = founding.partnership(source, founding.place(source, fi="Tartto"))
    given: Any = {"by": BY, "source": source, "is_published": True}
    school = add_organisation(kind="school", name="A", **given)
    hidden = canary.place.partnership  # type: ignore[union-attr]
    agreement = founding.agreement(source, tie, hidden)
    agreement.parties.create(organisation=canary, position=2)
    activity = add_activity(
        kind="visit", title=LazyI18nString({"fi": "x"}), partnerships=[hidden],
        organisations=[canary], **given,
    )  # fmt: skip
    link = add_institution_link(
        level="school",
        home_institution=school,
        partner_institution=Organisation.objects.filter(kind="school", record__is_published=False)[0],
        **given,
    )
    membership = add_membership(network=Organisation.objects.get(kind="network"), organisation=home, **given)

    shapes = public_shapes(Record.objects.values_list("pk", flat=True))

    assert {row.pk for row in (agreement, activity, link, membership)} <= {
        key for key, shape in shapes.items() if shape
    }
    assert "CANARY" not in str(list(shapes.values()))


def test_partnerships_sort_in_the_readers_alphabet(source: Source, home: Organisation) -> None:
    for name in ("Åbo", "Zürich", "Örebro", "Aarhus", "Sotši"):
        founding.partnership(source, founding.place(source, name))

    found = {
        language: [row.partner.names.get().text for row in partnerships_on(DAY, public_only=True, language=language)]
        for language in ("fi", "sv", "en")
    }
    assert found == {
        "fi": ["Aarhus", "Sotši", "Zürich", "Åbo", "Örebro"],
        "sv": ["Aarhus", "Sotši", "Zürich", "Åbo", "Örebro"],
        "en": ["Aarhus", "Åbo", "Örebro", "Sotši", "Zürich"],
    }
