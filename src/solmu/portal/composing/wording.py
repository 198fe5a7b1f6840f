"""The sentences of the portal, in the active language. No rule inflects a city's name: it stands in the nominative."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from solmu.core.dates import OPEN, End, PartialDate, Period
from solmu.core.wording import date_parts, lower_first, shown_date, shown_number
from solmu.portal.composing.reader import Reader
from solmu.portal.pages.parts import Statement, StatusWord
from solmu.registry.models import Agreement, CoverageStatement
from solmu.registry.queries.agreements import AgreementOnDay
from solmu.registry.queries.facts import CoverageOnDay
from solmu.registry.rules import StatusOnDay
from solmu.registry.vocabulary import AgreementKind, AgreementStatus, Extent, PartnershipStatus, Relation


def since(value: PartialDate) -> str:
    """*since 1998*, as precisely as it is known."""
    forms = {
        "year": _("since %(year)s"),
        "month": _("since %(month)s %(year)s"),
        "day": _("since %(day)s"),
    }
    return forms[value.precision] % date_parts(value)


def until(value: PartialDate) -> str:
    """*until 2019*, as precisely as it is known."""
    forms = {
        "year": _("until %(year)s"),
        "month": _("until %(month)s %(year)s"),
        "day": _("until %(day)s"),
    }
    return forms[value.precision] % date_parts(value)


def kilometres(km: float) -> str:
    return f"{shown_number(km)}\u00a0km"


def compass(point: int) -> str:
    """Where a place lies, for eight points of the compass from north clockwise."""
    return (
        _("to the north"),
        _("to the north-east"),
        _("to the east"),
        _("to the south-east"),
        _("to the south"),
        _("to the south-west"),
        _("to the west"),
        _("to the north-west"),
    )[point]


# --- partnerships -----------------------------------------------------------------------------------------------------


def partnership_status(code: str) -> StatusWord | None:
    return StatusWord(code, str(PartnershipStatus(code).label)) if code else None


def tie_sentence(reader: Reader, relation: str, began: PartialDate | None) -> str:
    """*Lintula’s sister city since 1998.*"""
    label = str(Relation(relation).label) if relation else _("Partner")
    genitive = reader.home.genitive
    what = (
        pgettext("of a city", "%(city)s %(what)s") % {"city": genitive, "what": lower_first(label)}
        if genitive
        else label
    )
    return f"{what} {since(began)}." if began else f"{what}."


def partners_lead(reader: Reader, relations: list[str], countries: int) -> str:
    """*10 sister cities in 9 countries.* and how the map is to be read."""
    if not relations:
        return _("No partners are recorded yet.")
    read = _("At the centre of the map: %(city)s. Every line is straight, and its length is the true distance.")
    return f"{partners_count(relations, countries)}. {read % {'city': reader.home.nominative}}"


def partners_count(relations: list[str], countries: int) -> str:
    """*10 sister cities in 9 countries*"""
    number = len(relations)
    if set(relations) == {Relation.SISTER_CITY.value}:
        count = ngettext("%(number)d sister city", "%(number)d sister cities", number) % {"number": number}
    else:
        count = ngettext("%(number)d partner city", "%(number)d partner cities", number) % {"number": number}
    where = ngettext("in %(number)d country", "in %(number)d countries", countries) % {"number": countries}
    return f"{count} {where}"


# --- agreements -------------------------------------------------------------------------------------------------------


def agreement_status(status: StatusOnDay) -> StatusWord:
    # That nothing is known says already that dates are missing.
    certain = status.certain or status.status == AgreementStatus.NOT_KNOWN
    return StatusWord(status.status, str(AgreementStatus(status.status).label), certain)


def validity(each: AgreementOnDay) -> str:
    """When an agreement is in force; empty where nothing is known."""
    return period(each.agreement.valid_from, each.end.end)


def period(start: PartialDate | None, end: End) -> str:
    """*2020 – 2024*, *until 2019*, *since 2020, until further notice*; empty where nothing is known."""
    if start and isinstance(end, PartialDate):
        return f"{shown_date(start)} – {shown_date(end)}"
    if isinstance(end, PartialDate):
        return until(end)
    began = since(start) if start else ""
    if end is OPEN:
        return ", ".join(filter(None, (began, _("until further notice"))))
    return began


def suspension(paused: Period) -> str:
    """*suspended 2021 – 2022*, as precisely as it is known."""
    when = period(paused.start, paused.end)
    return _("suspended %(when)s") % {"when": when} if when else _("suspended, time not known")


def kind_word(agreement: Agreement) -> str:
    return str(AgreementKind(agreement.kind).label)


THE_AGREEMENT = {
    AgreementKind.SISTER_CITY_AGREEMENT: pgettext_lazy("subject", "The sister-city agreement"),
    AgreementKind.MEMORANDUM_OF_UNDERSTANDING: pgettext_lazy("subject", "The memorandum of understanding"),
    AgreementKind.COOPERATION_PROTOCOL: pgettext_lazy("subject", "The cooperation protocol"),
    AgreementKind.LETTER_OF_INTENT: pgettext_lazy("subject", "The letter of intent"),
    AgreementKind.ACTION_PLAN: pgettext_lazy("subject", "The action plan"),
    AgreementKind.MEMBERSHIP_AGREEMENT: pgettext_lazy("subject", "The membership agreement"),
    AgreementKind.OTHER: pgettext_lazy("subject", "The agreement"),
}
"""The kinds as a sentence begins with them; Swedish and English say *the*."""


def statement(each: AgreementOnDay, cites: tuple[int, ...]) -> Statement:
    """What is so of an agreement on the day, said plainly."""
    agreement, code = each.agreement, each.status.status
    kind, end = kind_word(agreement), each.end.end
    subject = str(THE_AGREEMENT[AgreementKind(agreement.kind)])
    lead, words = "", ""
    if code in ("expired", "terminated") and isinstance(end, PartialDate):
        form = (
            _("%(kind)s was terminated: it was in force %(until)s.")
            if code == "terminated"
            else _("%(kind)s was in force %(until)s.")
        )
        lead = form % {"kind": subject, "until": until(end)}
        words = "" if each.successor else _("No successor is recorded.")
    elif code == "replaced":
        lead, words = _("%(kind)s has been replaced.") % {"kind": subject}, ""
    elif code == "no_end_recorded":
        words = " ".join((_made(agreement, subject), _("When it ends is not recorded.")))
    elif code == "not_known":
        words = _("%(kind)s: the source gives no dates.") % {"kind": kind}
    elif isinstance(end, PartialDate) and code in ("in_force", "ending_soon"):
        form = (
            _("%(kind)s is in force %(until)s.")
            if code == "in_force"
            else _("%(kind)s is ending soon: it is in force %(until)s.")
        )
        words = form % {"kind": subject, "until": until(end)}
    elif code == "in_force":
        words = _("%(kind)s is in force until further notice.") % {"kind": subject}
    else:
        words = f"{kind}: {lower_first(str(AgreementStatus(code).label))}."
    return Statement(code=code, words=words, lead=lead, cites=cites)


def _made(agreement: Agreement, subject: str) -> str:
    began = agreement.signed or agreement.valid_from
    if began is None:
        return f"{kind_word(agreement)}."
    forms = {
        "year": _("%(kind)s was made in %(year)s."),
        "month": _("%(kind)s was made in %(month)s %(year)s."),
        "day": _("%(kind)s was made on %(day)s."),
    }
    return forms[began.precision] % {"kind": subject, **date_parts(began)}


# --- institutions -----------------------------------------------------------------------------------------------------


def coverage(each: CoverageOnDay) -> str:
    """*According to the city all have a partner (since 2016). Pairs recorded: 0.*"""
    recorded = _("Pairs recorded: %(number)d.") % {"number": each.recorded_pairs}
    return f"{stated_coverage(each.statement)} {recorded}"


def stated_coverage(stated: CoverageStatement) -> str:
    began = f" ({since(stated.stated_from)})" if isinstance(stated.stated_from, PartialDate) else ""
    if stated.extent == Extent.ALL:
        return _("According to the city all have a partner%(since)s.") % {"since": began}
    if stated.extent == Extent.NUMBER:
        form = ngettext(
            "According to the city %(number)d has a partner%(since)s.",
            "According to the city %(number)d have a partner%(since)s.",
            stated.number or 0,
        )
        return form % {"number": stated.number, "since": began}
    return _("According to the city some have a partner%(since)s.") % {"since": began}
