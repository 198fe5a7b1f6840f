"""Dates and spans of time as documents write them, with where they stand.

Numbers, ranges and orders are here; which words mean *since* or *until* is language data. The result is EDTF level 0
with the precision of the text.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from solmu.core.dates import NotADate, PartialDate, month_words
from solmu.intake.reading.lexicon import Cue, lexicon
from solmu.intake.reading.tokens import Token

Role = Literal["in", "since", "until"]
_EARLIEST, _LATEST = 1800, 2100


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date, or with `last` a span of time. `fault` are the words of a day that does not exist; its year is kept."""

    start: int
    end: int
    value: str
    last: str | None = None
    role: Role = "in"
    fault: str | None = None
    relative: bool = False

    @property
    def year(self) -> int:
        return int(self.value[:4])


@functools.cache
def _months(language: str) -> dict[str, int]:
    """Forms of months' names in the language (in every one, where it has no names here), longest first."""
    forms: dict[str, int] = {}
    spoken = any(known == language for meanings in month_words().values() for known, _ in meanings)
    for word, meanings in month_words().items():
        for known, number in meanings:
            if known == language or (not spoken and word not in forms):
                forms[word] = number
    return dict(sorted(forms.items(), key=lambda item: -len(item[0])))


@functools.cache
def _pattern(language: str) -> re.Pattern[str]:
    month = "|".join(re.escape(form) for form in _months(language))
    seasons = "|".join(
        re.escape(form.rstrip("*")) + (r"\w*" if form.endswith("*") else "")
        for form in lexicon(language).words("date", "season")
    )
    ordinal = r"(?:st|nd|rd|th|:e|\.)?"
    year = r"(?:1[89]|20)\d\d"
    dash = r"\s?[-–—]\s?"
    return re.compile(
        rf"""(?<![\w.,/-])(?:
          (?P<iso>{year}-\d\d-\d\d)(?![\w-])
        | (?:(?P<n_day0>\d{{1,2}})\.?(?:(?P<n_month0>\d{{1,2}})\.)?{dash})?
          (?P<n_day>\d{{1,2}})(?P<sep>[./])\s?(?P<n_month>\d{{1,2}})(?P=sep)\s?(?P<n_year>{year})
        | (?:(?P<w_day0>\d{{1,2}}){ordinal}(?:\s+(?P<w_month0>{month})\.?)?(?:{dash}|\s(?:and|to|till|och|ja)\s))?
          (?P<w_day>\d{{1,2}}){ordinal}\s+(?:of\s+)?(?P<w_month>{month})\b\.?,?\s+(?P<w_year>{year})
        | (?P<m_month>{month})\b\.?\s+(?P<m_day0>\d{{1,2}})(?:st|nd|rd|th)?
          (?:{dash}(?P<m_day>\d{{1,2}})(?:st|nd|rd|th)?)?,?\s+(?P<m_year>{year})
        | (?:(?P<y_month0>{month}|\w+(?=[-–]\s?(?:ja\s)?\w*kuu)){dash})?(?P<y_month>{month})\b
          \.?,?\s+(?:of\s+|vuonna\s+|år\s+)?(?P<y_year>{year})
        | (?:{seasons or "(?!)"})\s+(?P<s_year>{year})
        | (?P<year0>{year}){dash}(?P<year1>{year}|\d\d(?!\d))
        | (?P<year>{year})
        )(?![\d]|[.,]\d|-?\w)""",
        re.IGNORECASE | re.VERBOSE,
    )


def find_dates(text: str, start: int, end: int, language: str) -> list[DateMention]:
    """The dates between two offsets, in order, decades and numbers of other things left out."""
    return _joined([_mention(match, language) for match in _pattern(language).finditer(text, start, end)], text)


def _mention(match: re.Match[str], language: str) -> DateMention:
    part = match.groupdict()
    months = _months(language)

    def month(name: str) -> int | None:
        return months.get((part[name] or "").casefold())

    last: str | None = None
    fault: list[str] = []

    def day(year: str, number: int | None, of_month: str | None) -> str:
        try:
            return PartialDate(int(year), number, int(of_month) if of_month else None).edtf
        except NotADate:
            fault.append(match.group())
            return year

    if part["iso"]:
        year, number, of_month = part["iso"].split("-")
        value = day(year, int(number), of_month)
    elif part["n_year"]:
        year, number = part["n_year"], int(part["n_month"])
        value = day(year, number, part["n_day"])
        if part["n_day0"]:
            value, last = day(year, int(part["n_month0"] or number), part["n_day0"]), value
    elif part["w_year"]:
        year, named = part["w_year"], month("w_month")
        value = day(year, named, part["w_day"])
        if part["w_day0"]:
            value, last = day(year, month("w_month0") or named, part["w_day0"]), value
    elif part["m_year"]:
        year, named = part["m_year"], month("m_month")
        value = day(year, named, part["m_day0"])
        last = day(year, named, part["m_day"]) if part["m_day"] else None
    elif part["y_year"]:
        value = day(part["y_year"], month("y_month"), None)
        if part["y_month0"] and month("y_month0"):
            value, last = day(part["y_year"], month("y_month0"), None), value
    elif part["year0"]:
        value = part["year0"]
        last = part["year1"] if len(part["year1"]) == 4 else value[:2] + part["year1"]
    else:
        value = part["s_year"] or part["year"]
    return DateMention(match.start(), match.end(), value, last, fault="; ".join(fault) or None)


@functools.cache
def _yearless(language: str) -> re.Pattern[str]:
    month = "|".join(re.escape(form) for form in _months(language))
    return re.compile(
        rf"""(?<![\w.,/-])(?P<day>\d{{1,2}})(?:st|nd|rd|th|:e|\.)?(?:\s?[-–—]\s?|\s(?:to|till|och|and)\s)
          (?P<last>\d{{1,2}})(?:st|nd|rd|th|:e|\.)?\s+(?P<months>{month})\b(?!\s+\d)
        | (?<![\w.,/-])(?P<only>\d{{1,2}})(?:st|nd|rd|th|:e|\.)?\s+(?P<month>{month})\b(?!,?\s+\d)""",
        re.IGNORECASE | re.VERBOSE,
    )


def with_unstated_years(
    dates: list[DateMention], text: str, tokens: list[Token], cues: list[Cue], language: str, written_on: str
) -> list[DateMention]:
    """The dates with those that only a dated document can say: *15 to 19 November*, *last night*."""
    found = list(dates)
    for match in _yearless(language).finditer(text, tokens[0].start, tokens[-1].end):
        if any(other.start < match.end() and match.start() < other.end for other in found):
            continue
        part = match.groupdict()
        number = _months(language).get((part["months"] or part["month"]).casefold())
        try:
            first = PartialDate(int(written_on[:4]), number, int(part["day"] or part["only"])).edtf
            last = PartialDate(int(written_on[:4]), number, int(part["last"])).edtf if part["last"] else None
        except NotADate:
            continue
        found.append(DateMention(match.start(), match.end(), first, last, relative=True))
    for cue in cues:
        if cue.category == "relative_days":
            day = date.fromisoformat(written_on) + timedelta(days=int(cue.value))
            found.append(DateMention(cue.start, cue.end, day.isoformat(), relative=True))
    return sorted(found, key=lambda mention: mention.start)


def _joined(dates: list[DateMention], text: str) -> list[DateMention]:
    """Two dates with a dash between them are one span of time."""
    found: list[DateMention] = []
    for mention in dates:
        before = found[-1] if found else None
        dash = before is not None and text[before.end : mention.start].strip() in ("–", "-", "—")
        if before and dash and not before.last and mention.value >= before.value:
            last = mention.last or mention.value
            found[-1] = replace(before, end=mention.end, last=last, fault=before.fault or mention.fault)
        else:
            found.append(mention)
    return found


def with_roles(dates: list[DateMention], tokens: list[Token], cues: list[Cue]) -> list[DateMention]:
    """The dates with the meaning that the words beside them give."""
    roles = [cue for cue in cues if cue.category == "date"]
    told = []
    for mention in dates:
        before = next((place for place in range(len(tokens) - 1, -1, -1) if tokens[place].end <= mention.start), -1)
        after = next((place for place, token in enumerate(tokens) if token.start >= mention.end), len(tokens))
        ends = {cue.value for cue in roles if cue.last == before}
        starts = {cue.value for cue in roles if cue.first == after}
        inside = {cue.value for cue in roles if mention.start <= cue.start < mention.end}
        if "in_before" in ends and before > 0:
            ends |= {
                cue.value for cue in roles if cue.last == before - 1 and cue.value in ("since_before", "until_before")
            }
        if starts & {"decade", "not_after"} and after < len(tokens) and tokens[after].start - mention.end <= 1:
            continue
        role: Role = "in"
        if {"since_before", "since_month"} & (ends | inside):
            role = "since"
        elif {"until_before", "until_month"} & (ends | inside) or "until_after" in starts:
            role = "until"
        elif "since_after" in starts:
            role = "since"
        told.append(replace(mention, role=role))
    return told


def shifted(value: str, years: int) -> str:
    """A date so many years later, with the precision it has (2019 + 3 years = 2022)."""
    ground = PartialDate.from_edtf(value)
    try:
        return PartialDate(ground.year + years, ground.month, ground.day).edtf
    except NotADate:
        return PartialDate(ground.year + years, ground.month, 28).edtf
