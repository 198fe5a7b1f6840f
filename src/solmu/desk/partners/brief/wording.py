"""What a brief says, as plain values in one language: both files are made of exactly these.

No name is inflected: labels stand before values. Long texts are cut, long lists counted, so that two pages suffice.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from solmu.core.city import City
from solmu.core.dates import OPEN, End, PartialDate
from solmu.core.terms import Term
from solmu.core.wording import lower_first, shown_amount, shown_date
from solmu.desk.partners.brief.material import Gift, Material, Person, Texts, Visit
from solmu.places.countries import country_name
from solmu.places.queries import shown_name_of
from solmu.registry.naming import agreement_label
from solmu.registry.queries.agreements import AgreementOnDay
from solmu.registry.rules import IN_FORCE
from solmu.registry.vocabulary import (
    ActivityKind,
    AgreementStatus,
    Direction,
    GiftDirection,
    PartnershipStatus,
    Relation,
)
from solmu.stewardship.rules.deadlines import deadline

REGIONS = {"fi": "FI", "sv": "FI", "en": "GB"}
"""Where each language of a brief is spoken, for hyphenation and for readers aloud."""

RIGHT_TO_LEFT = frozenset({"R", "AL", "RLE", "RLO", "RLI"})

KEPT_MARKS = frozenset("\u200c\u200d")
"""Marks that letters of some scripts need to be joined or kept apart."""

NAME, TEXT = 90, 160
"""Characters after which a name and a text are cut."""


@dataclass(frozen=True)
class Room:
    """How many rows of each list a brief has room for."""

    agreements: int
    visits: int
    others: int
    people: int
    gifts: int
    pairs: int
    matters: int


ROOMS = (Room(8, 3, 6, 8, 6, 8, 8), Room(8, 2, 4, 6, 4, 6, 6), Room(6, 1, 2, 4, 3, 4, 4), Room(4, 1, 0, 3, 2, 2, 3))
"""From the widest to the one that fits whatever is recorded."""


def brief_content(material: Material, day: date, *, city: City, language: str, room: Room) -> dict[str, Any]:
    """Everything the files show, in the language; `room` says how much of it.

    `noted` are the records of the contact persons that are told of, whose looking at is noted.
    """
    with override(language):
        place, state = material.tie.partner, material.tie.state
        shown = shown_name_of(place, language)
        name, home = shown.text, city.name_in(language).nominative
        version = _("Public brief") if material.is_public else _("Internal brief")
        own = [*dict.fromkeys((each.text, each.language) for each in shown.local)][:3]
        agreements = material.agreements
        facts = [
            (_("Country"), country_name(place.country, language)),
            (_("Kind"), str(Relation(state.relation).label) if state.relation else _("not recorded")),
            (pgettext("of a tie", "Status"), _status(state.status)),
            (_("Since"), shown_date(material.tie.partnership.since) if material.tie.partnership.since else "–"),
        ]
        sections = [
            _in_force(agreements, material, day, language, room),
            _visits(material, day, language, room),
            _people(material, language, room),
            _gifts(material, language, room),
            _institutions(material, language, room),
        ]
        if not material.is_public:
            sections.insert(1, _open_matters(material, language, room))
        return {
            "language": language,
            "region": REGIONS.get(language, ""),
            "title": f"{cut(name, NAME)} – {lower_first(version)}",
            "name": cut(name, NAME),
            "own_names": [
                {"text": cut(text, NAME), "language": code, "rtl": is_right_to_left(text)} for text, code in own
            ],
            "version": version,
            "is_public": material.is_public,
            "home": cut(home, NAME),
            "day": shown_date(day),
            "made_on": day.isoformat(),
            "caution": (
                _("Made of what the city has published.")
                if material.is_public
                else _("For the city's own use. It may hold personal data: do not pass it on.")
            ),
            "page": _("Page"),
            "facts": [{"label": label, "value": cut(value, NAME)} for label, value in facts],
            # What the public is not told of is passed over: the city wants to see what is missing.
            "sections": [each for each in sections if each["rows"] or not material.is_public or each["stays"]],
            "noted": _noted(material, room),
            "unshown": _("▯ stands for a letter this file has no type for; the Word file has it."),
        }


def _noted(material: Material, room: Room) -> list[str]:
    every = {each.key for each in material.contacts}
    told = [each.record_id for each in material.matters[: room.matters] if each.record_id in every]
    return list(dict.fromkeys((*(each.key for each in material.contacts[: room.people]), *told)))


# --- sections ---------------------------------------------------------------------------------------------------------


def _section(
    heading: str,
    heads: Sequence[str] = (),
    rows: Iterable[Sequence[str]] = (),
    *,
    widths: Sequence[int] = (),
    lines: Iterable[str] = (),
    more: str = "",
    empty: str = "",
    stays: bool = False,
) -> dict[str, Any]:
    """A table or lines below a heading; `widths` are parts of the page's width, `more` counts what has no room.

    One that `stays` is told to the public even where it is empty.
    """
    every = [[cut(cell, TEXT) for cell in row] for row in rows]
    told = [cut(line, TEXT * 2) for line in lines]
    return {
        "heading": heading,
        "heads": list(heads),
        "rows": every,
        "widths": list(widths),
        "lines": told if every or told else [empty],
        "more": more,
        "stays": stays,
    }


def _in_force(
    agreements: Sequence[AgreementOnDay], material: Material, day: date, language: str, room: Room
) -> dict[str, Any]:
    """What is in force, that which ends first on top; and of what is no more, how many and the last."""
    now = [each for each in agreements if each.status.status in IN_FORCE]
    now.sort(key=lambda each: each.end.end.latest if isinstance(each.end.end, PartialDate) else date.max)
    ended = [each for each in agreements if each.status.status not in IN_FORCE]
    lines = []
    if ended:
        last = max(ended, key=lambda each: _last_known(each, day))
        label, status = agreement_label(last.agreement, language), str(AgreementStatus(last.status.status).label)
        count = ngettext("Not in force: %(number)s agreement.", "Not in force: %(number)s agreements.", len(ended))
        latest = _("The last of them: %(name)s (%(status)s).") % {"name": label, "status": lower_first(status)}
        lines.append(f"{count % {'number': len(ended)}} {latest}")
    rows = []
    for each in now[: room.agreements]:
        row = [agreement_label(each.agreement, language), _period(each.agreement.valid_from, each.end.end)]
        rows.append([*row, _next_step(each, material, day)])
    heads = (_("Agreement"), _("In force"), _("Status") if material.is_public else _("Next"))
    return _section(
        _("In force today"),
        heads,
        rows,
        widths=(32, 33, 35),
        lines=([] if now else [_("No agreement is recorded as in force.")]) + lines,
        more=_more(len(now) - len(rows)),
        stays=True,
    )


def _last_known(each: AgreementOnDay, day: date) -> tuple[date, str]:
    end = each.end.end
    known = end if isinstance(end, PartialDate) else each.agreement.valid_from or each.agreement.signed
    return (known.latest if known else date.min, each.agreement.pk)


def _next_step(each: AgreementOnDay, material: Material, day: date) -> str:
    """The status, for the public; for the city the day to decide by and the next review too."""
    status = str(AgreementStatus(each.status.status).label)
    if material.is_public:
        return status
    due = deadline(each.facts, day, lead=Term(material.lead_months))
    told = []
    if due.decide_by and each.successor is None:
        told.append(_("decide by: %(day)s") % {"day": shown_date(due.decide_by)})
    if due.next_review:
        told.append(_("review: %(day)s") % {"day": shown_date(due.next_review)})
    return ", ".join((status, *told))


def _open_matters(material: Material, language: str, room: Room) -> dict[str, Any]:
    shown = material.matters[: room.matters]
    lines = []
    if not material.all_matters_known:
        lines.append(_("Only the most urgent matters of the whole record were looked through."))
    return _section(
        _("Open matters"),
        (_("What it is about"), _("Why"), _("Day")),
        [
            (
                each.name(language),
                each.reason(language),
                shown_date(each.due_on) if each.due_on else "–",
            )
            for each in shown
        ],
        widths=(34, 48, 18),
        lines=lines,
        more=_more(len(material.matters) - len(shown)),
        empty=_("No matter is open."),
    )


def _visits(material: Material, day: date, language: str, room: Room) -> dict[str, Any]:
    """The next and the last visits in each direction, then what else went on lately."""
    rows, told, left = [], set(), 0
    directions = (
        (Direction.OUT, _("Next visit there"), _("Last visit there")),
        (Direction.IN, _("Next visit here"), _("Last visit here")),
    )
    for direction, coming, last in directions:
        past, ahead = material.visits_by(day, direction)
        for label, some in ((coming, ahead), (last, past)):
            shown = some[: room.visits]
            rows += [(label, _when(visit), _what(visit, language)) for visit in shown]
            told |= {visit.key for visit in shown}
            left += len(some) - len(shown)
    others = [each for each in material.visits if each.direction not in (Direction.OUT, Direction.IN) or not each.start]
    others.sort(key=lambda each: (each.start.earliest if each.start else date.min, each.key), reverse=True)
    rows += [(_("Other activities"), _when(visit), _what(visit, language)) for visit in others[: room.others]]
    left += max(len(others) - room.others, 0)
    return _section(
        _("Visits and events"),
        (pgettext("visits", "Which"), _("When"), _("What")),
        rows,
        widths=(22, 24, 54),
        more=_more(left),
        empty=_("No visit or event is recorded."),
    )


def _people(material: Material, language: str, room: Room) -> dict[str, Any]:
    contacts = material.contacts[: room.people]
    signatories = material.signatories[: room.people - len(contacts)]
    rows = [(each.name, _position(each, language), each.email or each.telephone or "–") for each in contacts]
    rows += [
        (
            each.name,
            _position(each, language),
            _("signed: %(day)s") % {"day": shown_date(each.signed)} if each.signed else _("signed an agreement"),
        )
        for each in signatories
    ]
    every = len(material.contacts) + len(material.signatories)
    return _section(
        _("People met"),
        (_("Name"), _("Position"), _("Signatures") if material.is_public else _("How to reach")),
        rows,
        widths=(28, 44, 28),
        more=_more(every - len(rows)),
        empty=_("Nobody is named."),
    )


def _position(person: Person, language: str) -> str:
    return ", ".join(filter(None, (person.title, in_language(person.organisation, language)))) or "–"


def _gifts(material: Material, language: str, room: Room) -> dict[str, Any]:
    every = [(visit, gift) for visit in material.visits for gift in visit.gifts]
    every.sort(key=lambda pair: (pair[0].start.earliest if pair[0].start else date.min, pair[0].key), reverse=True)
    rows = [
        (
            shown_date(visit.start) if visit.start else "–",
            str(GiftDirection(gift.direction).label),
            in_language(gift.what, language),
            _value(gift),
        )
        for visit, gift in every[: room.gifts]
    ]
    return _section(
        _("Gifts"),
        (_("When"), _("Direction"), _("What"), _("Value")),
        rows,
        widths=(22, 16, 46, 16),
        more=_more(len(every) - len(rows)),
        empty=_("No gift is recorded."),
    )


def _value(gift: Gift) -> str:
    return shown_amount(gift.value, gift.currency) if gift.value is not None else "–"


def _institutions(material: Material, language: str, room: Room) -> dict[str, Any]:
    rows = sorted((in_language(home, language), in_language(there, language)) for home, there in material.pairs)
    return _section(
        _("Institutions"),
        (_("Ours"), _("Theirs")),
        rows[: room.pairs],
        widths=(50, 50),
        more=_more(len(rows) - room.pairs),
        empty=_("No pair of institutions is recorded."),
    )


# --- words ------------------------------------------------------------------------------------------------------------


def in_language(texts: Texts | None, language: str) -> str:
    """A text in the language, else in any it has."""
    known = texts or {}
    return known.get(language) or next(iter(known.values()), "")


def cut(text: str, most: int) -> str:
    """A text on one line, without what no file can hold, and no longer than `most` characters."""
    told = re.sub(r"\s+", " ", "".join(map(_kept, text))).strip()
    return told if len(told) <= most else f"{told[: most - 1].rstrip()}…"


def _kept(letter: str) -> str:
    """A letter; a space for what separates; nothing for marks that turn the writing and for what is no letter."""
    kind = unicodedata.category(letter)
    if kind in ("Cc", "Zl", "Zp"):
        return " "
    return "" if kind in ("Cf", "Cs", "Cn", "Co") and letter not in KEPT_MARKS else letter


def is_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction is of a script written from right to left (Unicode UAX #9, P2)."""
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return next((each in RIGHT_TO_LEFT for each in strong if each in RIGHT_TO_LEFT or each == "L"), False)


def _more(number: int) -> str:
    if number <= 0:
        return ""
    return ngettext("And %(number)s more.", "And %(number)s more.", number) % {"number": number}


def _status(code: str) -> str:
    return str(PartnershipStatus(code).label) if code else _("not stated")


def _period(start: PartialDate | None, end: End) -> str:
    """*1.1.2020 – 31.12.2024*, *1998 – until further notice*, *– 2019*, as precisely as it is known."""
    until = _("until further notice") if end is OPEN else shown_date(end) if isinstance(end, PartialDate) else ""
    began = shown_date(start) if start else ""
    return f"{began} – {until or _('end not recorded')}" if began or until else _("not recorded")


def _when(visit: Visit) -> str:
    if visit.start is None:
        return _("time not known")
    end = visit.end if isinstance(visit.end, PartialDate) else None
    return f"{shown_date(visit.start)} – {shown_date(end)}" if end and end != visit.start else shown_date(visit.start)


def _what(visit: Visit, language: str) -> str:
    title = in_language(visit.title, language) or str(ActivityKind(visit.kind).label)
    outcome = in_language(visit.outcome, language)
    return f"{title}. {outcome}" if outcome else title
