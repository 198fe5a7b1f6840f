"""The timeline: one input, three widths, the same as sentences."""

from __future__ import annotations

import re
from datetime import date
from itertools import combinations
from xml.etree import ElementTree

import pytest

from solmu.core.dates import PartialDate, Period
from solmu.portal.drawing.marks import text_width
from solmu.portal.drawing.spans import Lane, Span, State, marks
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
    pause=lambda period: f"suspended {period.edtf}",
    pause_short="suspended",
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


PAUSED = Lane(
    "Plan",
    (Span(Period.from_edtf("2001-05-01/2020"), None, "past", [Period.from_edtf("2003-01-01/2005-06-30")]),
     Span(Period.from_edtf("2021/.."), None, "now", [Period.from_edtf("2024/.."), Period.from_edtf("/")])),
    "suspended",
)  # fmt: skip


def test_suspensions_are_drawn_and_told() -> None:
    for svg in drawings(timeline((PAUSED,), WORDS, TODAY)):
        assert len([mark for mark in svg.iter("path") if mark.attrib["class"] == "pause"]) == 2
        assert len([mark for mark in svg.iter("rect") if mark.attrib["class"] == "hole"]) == 2
        assert {note.split()[0] for note in texts(svg, "note")} >= {"suspended"}
    assert sentences((PAUSED,), WORDS, TODAY) == [
        "Plan: 2001-05-01–2020, suspended 2003-01-01/2005-06-30; "
        "2021, until further notice, suspended 2024/.., suspended /."
    ]


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


def lane(title: str, sub: str, *known: tuple[str, State], is_without_successor: bool = False) -> Lane:
    spans = [Span(Period.from_edtf(edtf), None, state) for edtf, state in known]
    return Lane(title, spans, sub, is_without_successor=is_without_successor)


SIXTY_YEARS = (
    PAUSED,
    lane("Sister-city agreement", "in force", ("1964-05-01/1979", "past"), ("1980/1991-12-31", "past"),
         ("1992-03/2004", "past"), ("2005-01-01/..", "now")),
    lane("Memorandum of understanding on education and youth exchange", "suspended", ("2010-01-01/2014-12-31", "past"),
         ("2015/2019", "past"), ("2020-01-01/2029-12-31", "suspended")),
    lane("Second memorandum", "suspended", ("1985/..", "suspended")),
    lane("Agreement on cooperation", "no end recorded", ("1996/1998", "past"), ("1999/", "past")),
    lane("Letter of intent", "ended", ("/2012-06-30", "past"), is_without_successor=True),
    lane("Protocol", "not known", ("/", "past")),
    lane("Cooperation programme", "signed, not in force", ("2027-01-01/2031-12-31", "planned")),
    lane("Tacitly renewed agreement", "ending soon", *((f"{year}-05-01/{year + 5}-04-30", "past")
         for year in range(1981, 2021, 5)), ("2021-05-01/2026-12-31", "now")),
)  # fmt: skip


def test_sixty_years_of_agreements_stand_clear_at_every_width() -> None:
    for svg in drawings(timeline(SIXTY_YEARS, WORDS, TODAY)):
        width = float(svg.attrib["viewBox"].split()[2])
        boxes = []
        for text in svg.iter("text"):
            kind = text.attrib["class"].split()[0]
            size = {"title": 17, "note": 14, "sub": 14, "tick": 14, "now-label": 14}[kind]
            wide, x, y = size * text_width(text.text or ""), float(text.attrib["x"]), float(text.attrib["y"])
            left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[text.attrib.get("text-anchor", "start")]
            assert left >= -1, text.text
            assert left + wide <= width + 14, text.text
            boxes.append((left, y - 0.7 * size, left + wide, y, text.text))
        for a, b in combinations(boxes, 2):
            assert not (a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]), (a[4], b[4])


@pytest.mark.parametrize("shown", SIXTY_YEARS + LANES, ids=lambda shown: shown.title)
def test_every_mark_has_its_sentence(shown: Lane) -> None:
    (sentence,) = sentences([shown], WORDS, TODAY)
    found = marks(shown, date(1950, 1, 1), date(2040, 12, 31), TODAY)
    kinds = {mark.kind for mark in found} | {mark.state for mark in found}
    assert ("open" in kinds) == (WORDS.open_ended in sentence)
    assert ("gap" in kinds) == ("without a recorded successor" in sentence)
    assert ("begun" in kinds) == (WORDS.no_end in sentence)
    assert ("pause" in kinds) == ("suspended " in sentence)
    for state in ("suspended", "planned"):
        assert (state in kinds) == sentence.endswith(f", {shown.sub}.") or state not in kinds
    for known in (bound for each in shown.spans for bound in (each.begin, each.end) if bound):
        assert WORDS.date(known) in sentence
    if kinds - {"past"} == {"unknown"}:
        assert WORDS.not_known in sentence
