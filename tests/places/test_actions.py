from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from solmu.core.actions import add_source
from solmu.core.audit import chain_faults
from solmu.core.dates import OPEN, PartialDate
from solmu.core.errors import BrokenRule, NotPermitted
from solmu.core.models import Account, AuditEntry, Source, system_actor
from solmu.core.vocabulary import Role, SourceKind
from solmu.places.actions import (
    add_place_name,
    register_candidate,
    register_place,
    set_part_of,
    succeed_place,
)
from solmu.places.gazetteer import Gazetteer
from solmu.places.models import Place, PlaceName, PlacePart, PlaceSortKey, PlaceSuccession
from solmu.places.rules import Name
from solmu.places.vocabulary import PlaceKind

pytestmark = pytest.mark.django_db

BY = system_actor()


@pytest.fixture
def source() -> Source:
    return add_source(by=BY, kind=SourceKind.PAGE, title="A page", read_on=date(2026, 11, 24), is_public=True)


@pytest.fixture
def tallinn(source: Source) -> Place:
    return register_place(by=BY, source=source, country="EE", names=[Name("Tallinn", "et", "official")])


@pytest.fixture
def nomme(source: Source) -> Place:
    names = [Name("Nõmme", "et", "official")]
    return register_place(by=BY, source=source, country="EE", names=names, kind=PlaceKind.DISTRICT)


def named(source: Source, *names: str) -> list[Place]:
    return [register_place(by=BY, source=source, country="FI", names=[Name(name, "fi")]) for name in names]


def on(text: str) -> PartialDate:
    return PartialDate.from_edtf(text)


def test_register_place_writes_place_names_and_audit(source: Source) -> None:
    place = register_place(
        by=BY,
        source=source,
        country="RU",
        names=[Name("Гатчина", "ru", "official"), Name("Hatsina", "fi", "exonym", genitive="Hatsinan")],
        latitude=59.58,
        longitude=30.13,
        population=89761,
        geonames_id=561887,
        wikidata_id="Q172068",
    )

    entry = AuditEntry.objects.get(record_id=place.pk)
    assert (entry.action, entry.source_id, entry.actor_id) == ("register_place", source.pk, "system")
    assert [(name.text, name.key, name.language, name.kind) for name in place.names.all()] == [
        ("Hatsina", "hatsina", "fi", "exonym"),
        ("Гатчина", "гатчина", "ru", "official"),
    ]
    assert list(chain_faults()) == []


@pytest.mark.parametrize(
    ("country", "names", "sentence"),
    [
        ("Finland", [Name("Espoo")], "not a country code"),
        ("fi", [Name("Espoo")], "not a country code"),
        ("FI", [], "at least one name"),
        ("FI", [Name(" — ")], "is not a name"),
        ("FI", [Name("Espoo", "suomi")], "not a language tag"),
        ("FI", [Name("Espoo", "fi", "pet")], "not a kind of name"),
        ("FI", [Name("Espoo", "fi", "", on("1998"), on("1997"))], r"would end \(1997\) before it begins \(1998\)"),
    ],
)
def test_register_place_refuses(source: Source, country: str, names: list[Name], sentence: str) -> None:
    with pytest.raises(BrokenRule, match=sentence):
        register_place(by=BY, source=source, country=country, names=names)

    assert (Place.objects.count(), PlaceName.objects.count()) == (0, 0)


def test_register_place_refuses_a_geonames_id_twice(source: Source) -> None:
    register_place(by=BY, source=source, country="FI", names=[Name("Espoo")], geonames_id=660158)

    with pytest.raises(BrokenRule, match="already recorded"):
        register_place(by=BY, source=source, country="FI", names=[Name("Esbo")], geonames_id=660158)


def test_places_are_not_for_readers_to_write(source: Source, tallinn: Place, nomme: Place) -> None:
    reader = Account(email="reader@example.org", role=Role.READER)

    for write in (
        lambda: register_place(by=reader, source=source, country="FI", names=[Name("Espoo")]),
        lambda: add_place_name(by=reader, source=source, place=tallinn, name=Name("Reval", "de")),
        lambda: set_part_of(by=reader, source=source, part=nomme, whole=tallinn),
        lambda: succeed_place(by=reader, source=source, predecessor=nomme, successor=tallinn),
    ):
        with pytest.raises(NotPermitted, match="Ask one to do it"):
            write()


def test_add_place_name_moves_the_place_in_that_language_only(source: Source) -> None:
    (place,) = named(source, "Zwickau")
    before = dict(place.sort_keys.values_list("language", "key"))

    add_place_name(by=BY, source=source, place=place, name=Name("Cwikau", "sv", "exonym"))

    after = dict(place.sort_keys.values_list("language", "key"))
    assert [before[language] == after[language] for language in ("fi", "sv", "en")] == [True, False, True]


def test_add_place_name_twice_adds_it_once(source: Source, tallinn: Place) -> None:
    one, other = (
        add_place_name(by=BY, source=source, place=tallinn, name=Name("Reval", "de", "former", None, on("1918")))
        for _ in range(2)
    )

    assert (one.pk, tallinn.names.count()) == (other.pk, 2)


def test_add_place_name_keeps_one_form_of_a_letter_and_space(source: Source, tallinn: Place) -> None:
    row = add_place_name(by=BY, source=source, place=tallinn, name=Name(" A\u030abo  stad", "sv"))

    assert (row.text, row.key) == ("Åbo stad", "abo stad")


def test_places_sort_in_the_readers_alphabet(source: Source) -> None:
    named(source, "Sotši", "Köge", "Åbo", "Zürich", "Shanghai", "Örebro")

    orders = {
        language: [place.names.get().text for place in Place.objects.alphabetical(language)]
        for language in ("fi", "sv", "en")
    }

    assert orders == {
        "fi": ["Köge", "Shanghai", "Sotši", "Zürich", "Åbo", "Örebro"],
        "sv": ["Köge", "Shanghai", "Sotši", "Zürich", "Åbo", "Örebro"],
        "en": ["Åbo", "Köge", "Örebro", "Shanghai", "Sotši", "Zürich"],
    }


def test_sort_keys_are_compared_by_bytes_by_the_database(source: Source) -> None:
    keys = ["a", "B", "aa", "a b", "a-b", "A!", "~", "!", "Z", "z", "b"]
    for place, key in zip(named(source, *"ABCDEFGHIJK"), keys, strict=True):
        PlaceSortKey.objects.create(place=place, language="xx", key=key)

    ordered = PlaceSortKey.objects.filter(language="xx").order_by("key").values_list("key", flat=True)

    assert list(ordered) == sorted(keys)


def test_set_part_of_says_where_a_district_lies(source: Source, tallinn: Place, nomme: Place) -> None:
    part = set_part_of(by=BY, source=source, part=nomme, whole=tallinn, since=on("1940"), until=OPEN)

    assert [(row.whole, str(row.since), row.until) for row in nomme.wholes.all()] == [(tallinn, "1940", OPEN)]
    assert AuditEntry.objects.get(action="set_part_of").record_id == nomme.pk
    assert part.pk == PlacePart.objects.get().pk


def test_set_part_of_again_corrects_the_end(source: Source, tallinn: Place, nomme: Place) -> None:
    for until in (None, on("1990")):
        set_part_of(by=BY, source=source, part=nomme, whole=tallinn, until=until)

    assert [str(row.until) for row in nomme.wholes.all()] == ["1990"]


def test_set_part_of_refuses_a_ring(source: Source) -> None:
    a, b, c = named(source, "A", "B", "C")
    set_part_of(by=BY, source=source, part=a, whole=b)
    set_part_of(by=BY, source=source, part=b, whole=c)

    for part, whole in ((c, a), (a, a)):
        with pytest.raises(BrokenRule, match="part of one of its own parts"):
            set_part_of(by=BY, source=source, part=part, whole=whole)

    assert PlacePart.objects.count() == 2


def test_succeed_place_takes_mergers_and_splits(source: Source) -> None:
    a, b, c, d = named(source, "A", "B", "C", "D")

    for predecessor, successor in ((a, c), (b, c), (b, d)):
        succeed_place(by=BY, source=source, predecessor=predecessor, successor=successor, on=on("2009-01-01"))

    assert sorted(row.successor_id for row in b.followed_by.all()) == sorted([c.pk, d.pk])
    assert sorted(row.predecessor_id for row in c.follows.all()) == sorted([a.pk, b.pk])


def test_succeed_place_again_corrects_the_day(source: Source) -> None:
    a, b = named(source, "A", "B")
    for day in ("2009", "2009-01-01"):
        succeed_place(by=BY, source=source, predecessor=a, successor=b, on=on(day))

    assert [str(row.on) for row in PlaceSuccession.objects.all()] == ["2009-01-01"]


def test_succeed_place_refuses_a_ring(source: Source) -> None:
    a, b, c = named(source, "A", "B", "C")
    succeed_place(by=BY, source=source, predecessor=a, successor=b)
    succeed_place(by=BY, source=source, predecessor=b, successor=c)

    with pytest.raises(BrokenRule, match="followed by one that it followed itself"):
        succeed_place(by=BY, source=source, predecessor=c, successor=a)


def test_register_candidate_keeps_the_names_of_our_list_and_the_sources(source: Source, gazetteer: Gazetteer) -> None:
    best = gazetteer.find("Tukholma")[0]

    place = register_candidate(by=BY, source=source, candidate=best, written="Tukholma", language="fi")

    assert (place.country, place.geonames_id) == ("SE", 2673730)
    assert {name.text: name.language for name in place.names.all()} == {"Stockholm": "", "Tukholma": "fi"}


def test_register_candidate_twice_is_one_place_with_both_names(source: Source, gazetteer: Gazetteer) -> None:
    one, other = (
        register_candidate(
            by=BY, source=source, candidate=gazetteer.find(written)[0], written=written, language=language
        )
        for written, language in (("Tukholma", "fi"), ("Stockholm", "sv"))
    )

    assert one == other
    assert {(name.text, name.language) for name in one.names.all()} == {
        ("Stockholm", ""),
        ("Stockholm", "sv"),
        ("Tukholma", "fi"),
    }


def test_register_candidate_of_our_own_list_twice_is_one_place(source: Source, gazetteer: Gazetteer) -> None:
    best = gazetteer.find("Skagafjörður")[0]

    one, other = (register_candidate(by=BY, source=source, candidate=best) for _ in range(2))

    assert (one, one.kind) == (other, PlaceKind.MUNICIPALITY)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "town", "country": "FI"},
        {"kind": "other", "country": "fi"},
        {"kind": "other", "country": ""},
        {"kind": "other", "country": "FI", "latitude": 91.0, "longitude": 0.0},
    ],
)
def test_database_refuses_a_place_that_cannot_be(wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.create(**wrong)


def test_database_refuses_a_name_that_ends_before_it_begins(tallinn: Place) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PlaceName.objects.create(place=tallinn, text="A", key="a", since=on("1998-05"), until=on("1998-04"))


def test_database_refuses_a_place_that_is_part_of_itself(tallinn: Place) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PlacePart.objects.create(part=tallinn, whole=tallinn)
