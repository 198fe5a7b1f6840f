"""Partial dates and periods: what people write, what they mean, and what no text may mean."""

from __future__ import annotations

import unicodedata
from calendar import monthrange
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from solmu.core.dates import (
    OPEN,
    NotADate,
    PartialDate,
    Period,
    end_from_edtf,
    month_number,
    month_stems,
    parse_partial_date,
)
from solmu.core.errors import SolmuError
from solmu.core.wording import shown_date


def partial_dates(first: int = 1) -> st.SearchStrategy[PartialDate]:
    """Years, months and days of every length of month."""
    days = st.dates(date(first, 1, 1), date(9999, 12, 31))
    return st.one_of(
        st.builds(PartialDate, st.integers(first, 9999)),
        st.builds(PartialDate, st.integers(first, 9999), st.integers(1, 12)),
        days.map(PartialDate.from_day),
    )


YEAR, MONTH, DAY = "1998", "1998-09", "1998-09-04"

WRITTEN = [
    # Any language
    ("1998", YEAR),
    ("  1998 ", YEAR),
    ("9/1998", MONTH),
    ("09/1998", MONTH),
    ("9.1998", MONTH),
    ("9. 1998", MONTH),
    ("1998-09", MONTH),
    ("4.9.1998", DAY),
    ("04.09.1998", DAY),
    ("4. 9. 1998", DAY),
    ("4.9. 1998", DAY),
    ("4.\u00a09.\u00a01998", DAY),
    ("1998-09-04", DAY),
    ("2016-06-09", "2016-06-09"),
    ("29.2.2024", "2024-02-29"),
    # Finnish
    ("vuonna 1998", YEAR),
    ("Vuodesta 1998", YEAR),
    ("syyskuu 1998", MONTH),
    ("Syyskuu 1998", MONTH),
    ("syyskuussa 1998", MONTH),
    ("syyskuun 1998", MONTH),
    ("syyskuusta 1998", MONTH),
    ("syyskuuta 1998", MONTH),
    ("4. syyskuuta 1998", DAY),
    ("4. syyskuuta\u00a01998", DAY),
    ("4.\u00a0syyskuuta 1998", DAY),
    ("syyskuun 4. 1998", DAY),
    ("9. kesäkuuta 2016", "2016-06-09"),
    (unicodedata.normalize("NFD", "9. kesäkuuta 2016"), "2016-06-09"),
    ("HEINÄKUU 1998", "1998-07"),
    # Swedish
    ("år 1998", YEAR),
    ("sedan 1998", YEAR),
    ("september 1998", MONTH),
    ("4 september 1998", DAY),
    ("den 9 juni 2016", "2016-06-09"),
    ("Den 9 juni 2016", "2016-06-09"),
    ("den 9:e juni 2016", "2016-06-09"),
    ("1:a juni 2016", "2016-06-01"),
    ("4 sept. 1998", DAY),
    ("4/9 1998", DAY),
    ("maj 1998", "1998-05"),
    ("31 december 2019", "2019-12-31"),
    # English
    ("since 1998", YEAR),
    ("September 1998", MONTH),
    ("September, 1998", MONTH),
    ("in September 1998", MONTH),
    ("Sept 1998", MONTH),
    ("4 September 1998", DAY),
    ("4 SEPTEMBER 1998", DAY),
    ("04 September 1998", DAY),
    ("4th September 1998", DAY),
    ("4TH September 1998", DAY),
    ("the 4th of September 1998", DAY),
    ("4 September, 1998", DAY),
    ("September 4, 1998", DAY),
    ("September 4 1998", DAY),
    ("September 4th, 1998", DAY),
    ("Sept. 4, 1998", DAY),
    ("May 1, 1998", "1998-05-01"),
]

NO_DATES = [
    "",
    " ",
    "98",
    "19980",
    "31.2.1998",
    "30.2.2024",
    "29.2.2023",
    "31.4.1998",
    "0.9.1998",
    "4.0.1998",
    "4.13.1998",
    "13/1998",
    "0/1998",
    "1998-13",
    "1998-00",
    "1998-02-30",
    "0000",
    "31 June 1998",
    "0 September 1998",
    "4.9.98",
    "4.9.",
    "syyskuu",
    "September 4",
    "Septembre 1998",
    "hämärä 1998",
    "4 9 1998",
    "4/9/1998",  # month or day first: nobody can tell
    "1998-09-04T00:00",
    "1998/2019",
    "..",
    "1998~",
    "19xx",
    "1998 1999",
    "-1998",
    "١٩٩٨",  # digits of another script stay unread, as EDTF knows none
    "1998\u0000",
]


@pytest.mark.parametrize(("text", "edtf"), WRITTEN)
def test_parse_partial_date_reads_what_people_write(text: str, edtf: str) -> None:
    assert parse_partial_date(text) == PartialDate.from_edtf(edtf)


@pytest.mark.parametrize("text", NO_DATES)
def test_parse_partial_date_refuses_what_is_no_date_with_a_sentence(text: str) -> None:
    with pytest.raises(NotADate) as refused:
        parse_partial_date(text)
    assert isinstance(refused.value, SolmuError)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("31.2.1998", "There is no such date as 31.2.1998. Check the day and the month."),
        ("13/1998", "There is no such date as 13.1998. Check the day and the month."),
        ("someday", "“someday” is not a date. Write for example 1998, syyskuu 1998 or 4.9.1998."),
    ],
)
def test_parse_partial_date_says_what_is_wrong(text: str, sentence: str) -> None:
    with pytest.raises(NotADate) as refused:
        parse_partial_date(text)
    assert str(refused.value) == sentence


def test_parse_partial_date_quotes_only_the_beginning_of_a_long_text() -> None:
    with pytest.raises(NotADate) as refused:
        parse_partial_date("word " * 1000)
    assert len(str(refused.value)) < 200


@given(st.text(max_size=40))
def test_parse_partial_date_gives_a_date_or_a_sentence(text: str) -> None:
    try:
        known = parse_partial_date(text)
    except NotADate:
        return
    assert PartialDate.from_edtf(known.edtf) == known


def test_parse_partial_date_knows_months_only_in_the_languages_asked() -> None:
    assert parse_partial_date("syyskuu 1998", ("sv", "fi")) == PartialDate(1998, 9)
    with pytest.raises(NotADate):
        parse_partial_date("syyskuu 1998", ("sv", "en"))


@pytest.mark.parametrize("language", sorted(month_stems()))
def test_every_language_has_twelve_months_that_name_one_month_each(language: str) -> None:
    months = month_stems()[language]
    assert len(months) == 12
    assert [[month_number(stem, (language,)) for stem in stems] for stems in months] == [
        [number] * len(stems) for number, stems in enumerate(months, start=1)
    ]


@given(partial_dates(first=1000), st.sampled_from(("fi", "sv", "en")))
def test_a_date_as_shown_is_read_back(known: PartialDate, language: str) -> None:
    with translation.override(language):
        assert parse_partial_date(shown_date(known), (language,)) == known


# --- values -----------------------------------------------------------------------------------------------------------


@given(partial_dates())
def test_edtf_is_read_back(known: PartialDate) -> None:
    assert PartialDate.from_edtf(known.edtf) == known
    assert str(known) == known.edtf


@given(partial_dates())
def test_earliest_and_latest_lie_in_order_within_the_precision(known: PartialDate) -> None:
    first, last = known.earliest, known.latest
    assert first <= last
    assert {first.year, last.year} == {known.year}
    expected = {"year": 366 if monthrange(known.year, 2)[1] == 29 else 365, "day": 1}
    days = expected.get(known.precision) or monthrange(known.year, first.month)[1]
    assert (last - first).days + 1 == days


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest", "precision"),
    [
        ("1998", date(1998, 1, 1), date(1998, 12, 31), "year"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month"),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28), "month"),
        ("1998-12", date(1998, 12, 1), date(1998, 12, 31), "month"),
        ("1998-09-04", date(1998, 9, 4), date(1998, 9, 4), "day"),
    ],
)
def test_bounds_follow_from_the_precision(edtf: str, earliest: date, latest: date, precision: str) -> None:
    known = PartialDate.from_edtf(edtf)
    assert (known.earliest, known.latest, known.precision) == (earliest, latest, precision)


@pytest.mark.parametrize(
    "text", ["", "1998-9", "98", "1998-09-04 ", "1998-09-04\n", "1998-09-31", "٢٠١٦", "1998-٠٩", "..", "1998/2019"]
)
def test_from_edtf_refuses_every_other_form(text: str) -> None:
    with pytest.raises(NotADate):
        PartialDate.from_edtf(text)


@pytest.mark.parametrize("parts", [(1998, 2, 30), (1998, 13), (1998, 0), (1998, 1, 0), (0,), (10000,), (1998, None, 4)])
def test_a_date_that_does_not_exist_cannot_be_made(parts: tuple[int, ...]) -> None:
    with pytest.raises(NotADate):
        PartialDate(*parts)


def test_a_partial_date_is_a_value() -> None:
    assert PartialDate(1998) == PartialDate.from_edtf("1998")
    assert PartialDate(1998) != PartialDate(1998, 1)
    assert len({PartialDate(1998, 9), PartialDate(1998, 9), PartialDate(1998)}) == 2
    with pytest.raises(AttributeError):
        PartialDate(1998).year = 1999  # type: ignore[misc]


# --- periods ----------------------------------------------------------------------------------------------------------

PERIODS = [
    ("1998/2019", PartialDate(1998), PartialDate(2019)),
    ("2016-06-09/..", PartialDate(2016, 6, 9), OPEN),
    ("2016/", PartialDate(2016), None),
    ("/2019", None, PartialDate(2019)),
    ("/..", None, OPEN),
    ("/", None, None),
]


@pytest.mark.parametrize(("edtf", "start", "end"), PERIODS)
def test_a_period_is_read_and_written_as_edtf(edtf: str, start: object, end: object) -> None:
    period = Period.from_edtf(edtf)
    assert (period.start, period.end, period.edtf, str(period)) == (start, end, edtf, edtf)


@pytest.mark.parametrize("text", ["", "1998", "../2019", "1998/2019/2020", "1998-02-30/", "1998/x", "1998 / 2019"])
def test_a_period_in_another_form_is_refused(text: str) -> None:
    with pytest.raises(NotADate):
        Period.from_edtf(text)


def test_an_unknown_end_is_not_an_open_one() -> None:
    unknown, open_ended = Period(PartialDate(2016)), Period(PartialDate(2016), OPEN)
    assert unknown != open_ended
    assert (unknown.is_open, open_ended.is_open) == (False, True)
    assert (end_from_edtf(""), end_from_edtf("..")) == (None, OPEN)


@given(partial_dates(), partial_dates())
def test_a_period_never_ends_before_it_starts(start: PartialDate, end: PartialDate) -> None:
    if end.latest < start.earliest:
        with pytest.raises(NotADate):
            Period(start, end)
    else:
        assert Period.from_edtf(Period(start, end).edtf) == Period(start, end)


def test_a_period_may_start_and_end_within_one_vague_year() -> None:
    assert Period(PartialDate(2019, 6, 1), PartialDate(2019)).edtf == "2019-06-01/2019"


@pytest.mark.parametrize(
    ("start", "day", "begun"),
    [
        (None, date(2016, 1, 1), None),
        ("2016", date(2015, 12, 31), False),
        ("2016", date(2016, 1, 1), None),
        ("2016", date(2016, 12, 30), None),
        ("2016", date(2016, 12, 31), True),
        ("2016-06-09", date(2016, 6, 8), False),
        ("2016-06-09", date(2016, 6, 9), True),
    ],
)
def test_a_period_has_begun_once_its_latest_start_has_come(start: str | None, day: date, begun: bool | None) -> None:
    assert Period(PartialDate.from_edtf(start) if start else None).begun(day) is begun


@pytest.mark.parametrize(
    ("end", "day", "over"),
    [
        ("2019", date(2019, 12, 31), False),
        ("2019", date(2020, 1, 1), True),
        ("2019-02-28", date(2019, 2, 28), False),
        ("2019-02-28", date(2019, 3, 1), True),
        ("..", date(9999, 12, 31), False),
        ("", date(9999, 12, 31), False),
    ],
)
def test_a_period_is_over_only_after_its_latest_day(end: str, day: date, over: bool) -> None:
    assert Period(PartialDate(2010), end_from_edtf(end)).over(day) is over
