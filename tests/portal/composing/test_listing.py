"""Lists with filters and pages: which rows an address asks for, what it is answered, and what stands around them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from django.utils.translation import override

from solmu.core.city import City
from solmu.portal.addresses import agreements_address
from solmu.portal.composing.listing import PER_PAGE, Asked, Filter, Listed, list_of
from solmu.portal.composing.reader import Reader

READER = Reader(City("Rantala", "FI", 60.1, 24.9, ("fi",)), "fi", date(2026, 11, 24))


@dataclass(frozen=True)
class Boat:
    name: str
    colours: tuple[str, ...]
    state: str = "afloat"


FILTERS: tuple[Filter[Boat], ...] = (
    Filter("colour", "Colour", lambda boat: [(colour.lower(), colour) for colour in boat.colours]),
    Filter(
        "state", "State", lambda boat: [(boat.state, boat.state.title())],
        order=("wrecked", "moored", "afloat"), on_request=frozenset({"wrecked"}),
    ),
)  # fmt: skip

BOATS = (
    Boat("Aalto", ("White", "Åbo-red")),
    Boat("Bris", ("Zinc", "White"), "moored"),
    Boat("Choppy", ("Ash", "White")),
    Boat("Driven", ("White",), "wrecked"),
)


def listed(choice: str = "", page: int = 1, rows: tuple[Boat, ...] = BOATS) -> Listed[Boat] | None:
    with override("en"):
        return list_of(
            READER, rows, FILTERS, Asked(choice, page), address=agreements_address, counted="{} boats".format
        )


def found(choice: str = "", page: int = 1, rows: tuple[Boat, ...] = BOATS) -> Listed[Boat]:
    answer = listed(choice, page, rows)
    assert answer is not None
    return answer


@pytest.mark.parametrize(
    ("choice", "names", "sentence"),
    [
        ("", ["Aalto", "Bris", "Choppy"], "3 boats."),
        ("colour-white", ["Aalto", "Bris", "Choppy"], "Colour: White. 3 boats."),
        ("colour-zinc", ["Bris"], "Colour: Zinc. 1 boats."),
        ("state-moored", ["Bris"], "State: Moored. 1 boats."),
        ("state-wrecked", ["Driven"], "State: Wrecked. 1 boats."),
    ],
)
def test_choice_shows_its_rows_and_says_how_many(choice: str, names: list[str], sentence: str) -> None:
    answer = found(choice)
    assert [boat.name for boat in answer.rows] == names
    assert answer.view.sentence == sentence


@pytest.mark.parametrize("choice", ["colour-green", "colour-", "size-big", "white", "colour-white-x"])
def test_choice_that_nobody_offers_is_not_answered(choice: str) -> None:
    assert listed(choice) is None


def test_choices_stand_in_their_order_or_in_the_readers_alphabet_with_their_numbers() -> None:
    groups = [(group.label, [(each.word, each.number) for each in group.choices]) for group in found().view.filters]
    assert groups == [
        ("Colour", [("Ash", "1"), ("White", "3"), ("Zinc", "1"), ("Åbo-red", "1")]),
        ("State", [("Wrecked", "1"), ("Moored", "1"), ("Afloat", "2")]),
    ]


def test_current_choice_leads_back_to_the_whole_list() -> None:
    view = found("colour-zinc").view
    assert view.current is not None
    assert [(each.word, each.href) for each in view.current.choices if each.is_current] == [("Zinc", "/fi/agreements/")]
    others = [each.href for group in view.filters for each in group.choices if not each.is_current]
    assert others[:2] == ["/fi/agreements/colour-ash/", "/fi/agreements/colour-white/"]
    assert found().view.current is None


def test_filter_that_would_change_nothing_is_not_offered_but_answers() -> None:
    alike = tuple(Boat(f"Boat {number}", ("White",)) for number in range(3))
    assert found(rows=alike).view.filters == ()
    assert [group.label for group in found("colour-white", rows=alike).view.filters] == ["Colour"]


@pytest.mark.parametrize(
    ("number", "pages"),
    [(0, 1), (1, 1), (PER_PAGE, 1), (PER_PAGE + 1, 2), (2 * PER_PAGE, 2), (2 * PER_PAGE + 1, 3)],
)
def test_every_row_stands_on_one_page_and_no_page_is_beyond_the_last(number: int, pages: int) -> None:
    fleet = tuple(Boat(f"Boat {index}", ("White",)) for index in range(number))
    shown = [boat for page in range(1, pages + 1) for boat in found("", page, fleet).rows]
    assert shown == list(fleet)
    assert listed("", pages + 1, fleet) is None
    assert listed("", 0, fleet) is None


def test_page_says_which_rows_it_shows_and_leads_to_its_neighbours() -> None:
    fleet = tuple(Boat(f"Boat {index}", ("White", "Grey")) for index in range(120))
    answer = found("colour-grey", 2, fleet)
    view = answer.view
    assert view.sentence == "Colour: Grey. 120 boats, of which 51–100 are shown here."
    assert (view.previous_href, view.next_href) == ("/fi/agreements/colour-grey/", "/fi/agreements/colour-grey/page-3/")
    assert [(link.word, link.is_current) for link in view.pages] == [("1", False), ("2", True), ("3", False)]
    with override("en"):
        assert answer.title("Boats") == "Boats, colour: Grey, page 2"
    assert answer.address("sv") == "/sv/agreements/colour-grey/page-2/"


def test_filtered_list_is_known_by_the_whole_ones_address_and_a_page_by_its_own() -> None:
    fleet = tuple(Boat(f"Boat {index}", ("White", "Grey")) for index in range(120))
    assert found("colour-grey", 2, fleet).canonical("sv") == "/sv/agreements/"
    assert found("", 2, fleet).canonical("sv") == "/sv/agreements/page-2/"
    assert found("", 1, fleet).canonical("sv") == "/sv/agreements/"


@pytest.mark.parametrize(
    ("page", "links"),
    [
        (1, ["1", "2", "3", "…", "12"]),
        (4, ["1", "2", "3", "4", "5", "6", "…", "12"]),
        (5, ["1", "2", "3", "4", "5", "6", "7", "…", "12"]),
        (6, ["1", "…", "4", "5", "6", "7", "8", "…", "12"]),
        (12, ["1", "…", "10", "11", "12"]),
    ],
)
def test_far_pages_are_left_out_between_the_ends_and_the_current_one(page: int, links: list[str]) -> None:
    fleet = tuple(Boat(f"Boat {index}", ("White",)) for index in range(12 * PER_PAGE))
    assert [link.word for link in found("", page, fleet).view.pages] == links
