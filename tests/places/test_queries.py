from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from solmu.core.actions import add_source
from solmu.core.dates import PartialDate
from solmu.core.models import system_actor
from solmu.core.vocabulary import SourceKind
from solmu.places.actions import register_place
from solmu.places.models import Place
from solmu.places.queries import places_named, shown_name_of, shown_names
from solmu.places.rules import Name, ShownName

pytestmark = pytest.mark.django_db

BY = system_actor()


def place(country: str, *names: Name) -> Place:
    source = add_source(by=BY, kind=SourceKind.PAGE, title="A page", read_on=date(2026, 11, 24), is_public=True)
    return register_place(by=BY, source=source, country=country, names=names)


def test_places_named_meets_any_name_however_marked() -> None:
    koge = place("DK", Name("Køge", "da", "official"), Name("Køge", "fi"))
    place("SE", Name("Kågeröd"))

    assert [list(places_named(name)) for name in ("koge", "KØGE", "Kog")] == [[koge], [koge], []]


def test_places_named_within_a_country() -> None:
    brest, other = place("FR", Name("Brest", "fr", "official")), place("BY", Name("Brest", "en"))

    assert list(places_named("Brest", "FR")) == [brest]
    assert set(places_named("Brest")) == {brest, other}


@pytest.mark.parametrize("number", [1, 3])
def test_shown_names_take_one_query(number: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    places = [place("DK", Name(f"Køge {n}", "da", "official"), Name(f"Koge {n}", "en")) for n in range(number)]

    with django_assert_num_queries(1):
        shown = shown_names([each.pk for each in places], "fi")

    assert [shown[each.pk].text for each in places] == [f"Koge {n}" for n in range(number)]


def test_shown_names_on_a_day_are_those_borne_then() -> None:
    oslo = place(
        "NO",
        Name("Kristiania", "nb", "former", PartialDate(1877), PartialDate(1924)),
        Name("Oslo", "nb", "official", PartialDate(1925)),
    )

    shown = [shown_names([oslo.pk], "fi", day)[oslo.pk].text for day in (date(1900, 1, 1), date(2000, 1, 1))]

    assert shown == ["Kristiania", "Oslo"]


def test_shown_name_of_prefetched_places_takes_no_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    place("FI", Name("Espoo", "fi", "official"), Name("Esbo", "sv", "official"))
    (espoo,) = Place.objects.prefetch_related("names")

    with django_assert_num_queries(0):
        shown = shown_name_of(espoo, "sv")

    assert shown == ShownName("Esbo", "sv", local=(Name("Espoo", "fi", "official"),))


def test_shown_name_of_a_nameless_place_is_its_id() -> None:
    nameless = Place.objects.create(kind="other", country="FI")

    assert shown_name_of(nameless, "fi") == ShownName(nameless.pk, "")
