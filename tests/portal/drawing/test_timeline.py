"""The timeline: one input, three widths, the same as sentences."""

from __future__ import annotations

import re
from datetime import date
from itertools import combinations
from xml.etree import ElementTree

import pytest

from solmu.core.dates import PartialDate, Period
from solmu.portal.drawing.marks import text_width
from solmu.portal.drawing.spans import Lane, Span
from solmu.portal.drawing.timeline import Axis, TimelineWords, axis_for, sentences, timeline, wrapped

TODAY = date(2026, 11, 24)
WORDS = TimelineWords(
    title="Agreements with Arden",
    description="The same facts stand in the table below.",
    today="today 24.11.2026",
    today_short="today",
    date=lambda day: day.edtf,
    until=lambda day: f"ends {day.edtf}",
    was_until=lambda day: f"was in force until {day.edtf}",
    gap=lambda years: f"over {years} years without a recorded successor",
    gap_short="no successor",
    no_end="no end recorded",
    not_known="not known",
    open_ended="until further notice",
)


def span(edtf: str, signed: str = "") -> Span:
    return Span(Period.from_edtf(edtf), PartialDate.from_edtf(signed) if signed else None)


STANDING = Lane("Sister-city agreement", (span("/", "1998"),), "no end recorded", "#a1")
PROTOCOLS = Lane("Cooperation protocol", (span("/", "1999"), span("/")), "not known", "#a2")
MEMORANDA = Lane("Memorandum", (span("/", "1999"), span("/2019")), "expired", "#a3", is_without_successor=True)
LANES = (STANDING, PROTOCOLS, MEMORANDA)


def drawings(svg: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(f"<all>{svg}</all>"))


def texts(svg: ElementTree.Element, kind: str) -> list[str]:
    return ["".join(text.itertext()) for text in svg.iter("text") if kind in text.attrib["class"].split()]


def test_one_input_gives_three_widths() -> None:
    found = drawings(timeline(LANES, WORDS, TODAY))
    assert [svg.attrib["class"] for svg in found] == ["time wide", "time medium", "time narrow"]
    assert {tuple(texts(svg, "title")) for svg in found} == {
        ("Sister-city agreement", "Cooperation protocol", "Memorandum")
    }


def test_what_ended_without_successor_is_said_beside_it_at_every_width() -> None:
    for svg in drawings(timeline(LANES, WORDS, TODAY)):
        assert texts(svg, "ended") == ["over 6 years without a recorded successor", "was in force until 2019"]


def test_notes_of_a_lane_stand_clear_of_each_other() -> None:
    busy = Lane("Protocol", tuple(span(f"{year}/{year + 1}") for year in range(1990, 2024, 2)), "", "#b")
    for svg in drawings(timeline((busy,), WORDS, TODAY)):
        rows: dict[str, list[tuple[float, float]]] = {}
        for text in svg.iter("text"):
            if "note" not in text.attrib["class"]:
                continue
            x, width = float(text.attrib["x"]), 14 * text_width(text.text or "")
            left = x - width if text.attrib.get("text-anchor") == "end" else x
            rows.setdefault(text.attrib["y"], []).append((left, left + width))
        assert rows
        for row in rows.values():
            assert not [pair for pair in combinations(row, 2) if pair[0][0] < pair[1][1] and pair[1][0] < pair[0][1]]


def test_without_any_date_there_is_nothing_to_draw() -> None:
    assert timeline((Lane("Protocol", (span("/"),)),), WORDS, TODAY) == ""
    assert timeline((), WORDS, TODAY) == ""


def test_no_style_attribute_and_no_id_twice() -> None:
    svg = timeline(LANES, WORDS, TODAY) + timeline(LANES, WORDS, TODAY, name="series")
    assert "style=" not in svg
    ids = re.findall(r' id="([^"]+)"', svg)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(ids)


def test_hostile_titles_stay_text() -> None:
    hostile = '"><script>alert(1)</script>&'
    svg = timeline((Lane(hostile, (span("1998/2000"),), hostile, hostile),), WORDS, TODAY)
    assert {element.tag for element in drawings(svg)[0].iter()}.isdisjoint({"script"})


def test_drawing_is_the_same_every_time_and_within_a_month() -> None:
    assert timeline(LANES, WORDS, TODAY) == timeline(LANES, WORDS, TODAY)
    assert timeline(LANES, WORDS, TODAY) == timeline(LANES, WORDS, date(2026, 11, 3))


def test_axis_holds_every_date_and_some_years_ahead() -> None:
    axis = axis_for((Lane("Protocol", (span("1999-05/2031"),)),), TODAY, 0, 1000)
    assert (axis.first, axis.last) == (date(1998, 1, 1), date(2032, 12, 31))
    far = axis_for((Lane("Protocol", (span("1999/2099"),)),), TODAY, 0, 1000)
    assert far.last == date(2038, 12, 31)


def test_axis_keeps_the_order_of_days() -> None:
    axis = Axis(date(2020, 1, 1), date(2030, 12, 31), TODAY, 0, 1000)
    days = [
        date(2019, 1, 1),
        date(2020, 6, 1),
        date(2026, 10, 31),
        date(2026, 11, 1),
        TODAY,
        date(2026, 11, 25),
        date(2040, 1, 1),
    ]
    places = [axis.x(day) for day in days]
    assert places == sorted(places)
    assert axis.x(TODAY) == axis.x(date(2026, 11, 1))


@pytest.mark.parametrize(
    ("lane", "sentence"),
    [
        (STANDING, "Sister-city agreement: 1998, no end recorded."),
        (PROTOCOLS, "Cooperation protocol: 1999; not known."),
        (MEMORANDA, "Memorandum: 1999; was in force until 2019; over 6 years without a recorded successor."),
        (Lane("Plan", (span("2026-01-01/2027-12-31"),)), "Plan: 2026-01-01–2027-12-31."),
        (Lane("Plan", (span("/2027"),)), "Plan: ends 2027."),
        (Lane("Fee", (span("2019/.."),)), "Fee: 2019, until further notice."),
        (Lane("Fee", (span("/.."),)), "Fee: until further notice."),
        (Lane("Fee", ()), "Fee: not known."),
    ],
)
def test_sentences_tell_the_drawing(lane: Lane, sentence: str) -> None:
    assert sentences((lane,), WORDS, TODAY) == [sentence]


def test_a_long_title_is_broken_between_words() -> None:
    assert wrapped("Memorandum of understanding on many things", 9) == [
        "Memorandum of",
        "understanding on",
        "many things",
    ]
    assert wrapped("", 14) == []
