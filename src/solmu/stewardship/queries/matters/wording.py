"""What matters say, in the active language: why each needs somebody, and by when or since when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from solmu.core.dates import NotADate, PartialDate
from solmu.core.wording import date_parts, lower_first, shown_date
from solmu.registry.vocabulary import Extent
from solmu.stewardship.rules.raised import Raised
from solmu.stewardship.vocabulary import MatterRule, RenewalStage, Severity

NameOf = Callable[[str], str]
"""The name of another record a matter speaks of, by its id."""


def reason(raised: Raised, name_of: NameOf) -> str:
    """Why it needs somebody, in a sentence or two."""
    return _REASONS[MatterRule(raised.rule)](raised, name_of)


def when(raised: Raised) -> str:
    """By when to act, or since when it is so; empty where neither is known."""
    if raised.rule == MatterRule.ENDED_WITHOUT_SUCCESSOR:
        return _since(raised.arose_on, _number(raised, "years"))
    if raised.due_on is None:
        return _since(raised.arose_on, 0)
    if raised.rule == MatterRule.DECISION_DUE:
        return _("Decide by %(day)s.") % {"day": shown_date(raised.due_on)}
    if raised.severity == Severity.OVERDUE or raised.rule == MatterRule.RENEWAL_LATE:
        return _("The day was %(day)s.") % {"day": shown_date(raised.due_on)}
    return _("By %(day)s.") % {"day": shown_date(raised.due_on)}


def name_of_none(raised: Raised) -> str:
    """What a matter is about that is about no record."""
    if raised.rule == MatterRule.ENQUIRY_DUE:
        return _("Enquiry %(reference)s") % {"reference": _text(raised, "reference")}
    return _("The record")


def _since(day: date | None, years: int) -> str:
    if day is None:
        return ""
    if not years:
        return _("Since %(day)s.") % {"day": shown_date(day)}
    words = ngettext("Since %(day)s, for over a year.", "Since %(day)s, for over %(years)d years.", years)
    return words % {"day": shown_date(day), "years": years}


def ended_sentence(end: PartialDate) -> str:
    """*It was in force until 2019.* in the active language, as precise as the end is known."""
    forms = {
        "year": _("It was in force until %(year)s."),
        "month": _("It was in force until %(month)s %(year)s."),
        "day": _("It was in force until %(day)s."),
    }
    return forms[end.precision] % date_parts(end)


def ends_sentence(end: PartialDate) -> str:
    """*It ends in 2027.* in the active language."""
    forms = {
        "year": _("It ends in %(year)s."),
        "month": _("It ends in %(month)s %(year)s."),
        "day": _("It ends on %(day)s."),
    }
    return forms[end.precision] % date_parts(end)


def term_ends_sentence(end: PartialDate) -> str:
    """*Its term ends in 2027.* in the active language, of an agreement that renews itself."""
    forms = {
        "year": _("Its term ends in %(year)s."),
        "month": _("Its term ends in %(month)s %(year)s."),
        "day": _("Its term ends on %(day)s."),
    }
    return forms[end.precision] % date_parts(end)


def language_name(code: str) -> str:
    """A language's name in the active language; its code where Django does not know it."""
    try:
        return str(get_language_info(code.partition("-")[0])["name_translated"])
    except KeyError:
        return code


# --- what a rule told, as its sentence needs it -----------------------------------------------------------------------


def _number(raised: Raised, name: str = "number") -> int:
    value = raised.told[name]
    assert isinstance(value, int)  # each rule tells what its own sentence needs
    return value


def _date(raised: Raised, name: str) -> PartialDate:
    value = raised.told[name]
    assert isinstance(value, PartialDate)
    return value


def _day(raised: Raised, name: str) -> date:
    value = raised.told[name]
    assert isinstance(value, date)
    return value


def _shown(raised: Raised, name: str) -> str:
    return shown_date(_date(raised, name))


def _text(raised: Raised, name: str) -> str:
    return str(raised.told[name])


# --- agreements -------------------------------------------------------------------------------------------------------


def _ended(raised: Raised, name_of: NameOf) -> str:
    return " ".join((ended_sentence(_date(raised, "end")), _("No successor is recorded.")))


def _decision(raised: Raised, name_of: NameOf) -> str:
    end = _date(raised, "end")
    if _number(raised, "renews"):
        return " ".join((term_ends_sentence(end), _("It renews itself unless notice is given.")))
    return " ".join((ends_sentence(end), _("Decide whether it is renewed.")))


def _renewal_late(raised: Raised, name_of: NameOf) -> str:
    return _("Its renewal is late. Stage: %(stage)s.") % {
        "stage": lower_first(str(RenewalStage(_text(raised, "stage")).label))
    }


def _review(raised: Raised, name_of: NameOf) -> str:
    return _("Look at whether it still serves its purpose.")


def _review_missing(raised: Raised, name_of: NameOf) -> str:
    return _("It is in force until further notice and no review is planned.")


def _under_ended_tie(raised: Raised, name_of: NameOf) -> str:
    words = _("It is in force, although the partnership has ended. Partner: %(partner)s.")
    return words % {"partner": name_of(_text(raised, "tie"))}


def _signed_before(raised: Raised, name_of: NameOf) -> str:
    days = {"signed": _shown(raised, "signed"), "decided": _shown(raised, "decided")}
    return _("It was signed on an earlier day (%(signed)s) than it was decided on (%(decided)s).") % days


def _successor_precedes(raised: Raised, name_of: NameOf) -> str:
    return _("What is recorded as its successor is older. Successor: %(name)s.") % {
        "name": name_of(_text(raised, "other"))
    }


# --- days that were set -----------------------------------------------------------------------------------------------


def _fee_review(raised: Raised, name_of: NameOf) -> str:
    return _("Look at whether the membership fee is still right.")


def _benefit_review(raised: Raised, name_of: NameOf) -> str:
    return _("Look at what the membership brings.")


def _commitment(raised: Raised, name_of: NameOf) -> str:
    number = _number(raised)
    if number < 2:
        return _("The commitment is to be met.")
    return ngettext(
        "The commitment has not been met %(number)d time.", "The commitment has not been met %(number)d times.", number
    ) % {"number": number}


def _enquiry(raised: Raised, name_of: NameOf) -> str:
    return _("It waits for an answer. It came on %(day)s.") % {"day": shown_date(_day(raised, "received"))}


# --- ties, activities, coverage, contacts -----------------------------------------------------------------------------


def _dormant(raised: Raised, name_of: NameOf) -> str:
    if "last" not in raised.told:
        return _("No activity is recorded. Decide whether the partnership is dormant.")
    words = _("The last activity was on %(day)s. Decide whether the partnership is dormant.")
    return words % {"day": _shown(raised, "last")}


def _outcome(raised: Raised, name_of: NameOf) -> str:
    return _("It is over and nobody has recorded what came of it.")


def _participants(raised: Raised, name_of: NameOf) -> str:
    return _("It is over and nobody has recorded how many took part.")


def _coverage(raised: Raised, name_of: NameOf) -> str:
    stated = {
        Extent.ALL: _("According to a source all have a link."),
        Extent.SOME: _("According to a source some have a link."),
    }.get(Extent(_text(raised, "extent"))) or ngettext(
        "According to a source %(number)d has a link.",
        "According to a source %(number)d have a link.",
        _number(raised),
    ) % {"number": _number(raised)}
    numbers = {"paired": _number(raised, "paired"), "institutions": _number(raised, "institutions")}
    if numbers["institutions"]:
        return " ".join((stated, _("Recorded: %(paired)d of %(institutions)d.") % numbers))
    return " ".join((stated, _("Recorded: %(paired)d.") % numbers))


def _unverified(raised: Raised, name_of: NameOf) -> str:
    if "last" not in raised.told:
        return _("Nobody has made sure that the details are right.")
    return _("The details were last made sure of on %(day)s.") % {"day": _shown(raised, "last")}


def _kept_too_long(raised: Raised, name_of: NameOf) -> str:
    words = _("The details were to be kept until %(day)s. Verify them or erase them.")
    return words % {"day": _shown(raised, "until")}


# --- what is to be put in order ---------------------------------------------------------------------------------------


def _no_owner(raised: Raised, name_of: NameOf) -> str:
    if _number(raised, "left"):
        return _("Nobody acts for its owner any more.")
    return _("It has no owner.")


def _language(raised: Raised, name_of: NameOf) -> str:
    return _("It is published and lacks a language: %(language)s.") % {
        "language": language_name(_text(raised, "language"))
    }


def _reason(raised: Raised, name_of: NameOf) -> str:
    words = {
        "tie_suspended": _("The partnership was suspended. The source states no reason."),
        "tie_ended": _("The partnership was ended. The source states no reason."),
        "suspended": _("The agreement was suspended. The source states no reason."),
        "terminated": _("The agreement was terminated. The source states no reason."),
    }
    return words[_text(raised, "what")]


def _contradiction(raised: Raised, name_of: NameOf) -> str:
    values = {"one": _value(_text(raised, "one")), "other": _value(_text(raised, "other"))}
    return " ".join((_("Sources say different things: %(one)s and %(other)s.") % values, _("Decide which is right.")))


def _value(text: str) -> str:
    """A value of a citation as a reader writes it, where it is a date."""
    try:
        return shown_date(PartialDate.from_edtf(text))
    except NotADate:
        return f"“{text}”"


def _not_looked_at(raised: Raised, name_of: NameOf) -> str:
    words = _("The page was last looked at on %(day)s. Look whether it still says the same.")
    return words % {"day": _shown(raised, "last")}


def _possibly_same(raised: Raised, name_of: NameOf) -> str:
    words = _("It may be the same as another record: %(name)s. Merge the two or tell them apart.")
    return words % {"name": name_of(_text(raised, "other"))}


def _file_missing(raised: Raised, name_of: NameOf) -> str:
    return _("A file is missing: %(file)s. Add it again or restore it from a backup.") % {"file": _text(raised, "file")}


def _file_damaged(raised: Raised, name_of: NameOf) -> str:
    return _("A file is damaged: %(file)s. Restore it from a backup.") % {"file": _text(raised, "file")}


def _claims(raised: Raised, name_of: NameOf) -> str:
    number = _number(raised)
    return ngettext("%(number)d claim waits for review.", "%(number)d claims wait for review.", number) % {
        "number": number
    }


_REASONS: Mapping[MatterRule, Callable[[Raised, NameOf], str]] = MappingProxyType(
    {
        MatterRule.ENDED_WITHOUT_SUCCESSOR: _ended,
        MatterRule.DECISION_DUE: _decision,
        MatterRule.RENEWAL_LATE: _renewal_late,
        MatterRule.REVIEW_DUE: _review,
        MatterRule.REVIEW_MISSING: _review_missing,
        MatterRule.COMMITMENT_DUE: _commitment,
        MatterRule.ENQUIRY_DUE: _enquiry,
        MatterRule.FEE_REVIEW_DUE: _fee_review,
        MatterRule.BENEFIT_REVIEW_DUE: _benefit_review,
        MatterRule.IN_FORCE_UNDER_ENDED_TIE: _under_ended_tie,
        MatterRule.TIE_DORMANT: _dormant,
        MatterRule.ACTIVITY_WITHOUT_OUTCOME: _outcome,
        MatterRule.ACTIVITY_WITHOUT_PARTICIPANTS: _participants,
        MatterRule.COVERAGE_GAP: _coverage,
        MatterRule.CONTACT_UNVERIFIED: _unverified,
        MatterRule.CONTACT_KEPT_TOO_LONG: _kept_too_long,
        MatterRule.NO_OWNER: _no_owner,
        MatterRule.LANGUAGE_MISSING: _language,
        MatterRule.REASON_NOT_STATED: _reason,
        MatterRule.SOURCES_CONTRADICT: _contradiction,
        MatterRule.SOURCE_NOT_LOOKED_AT: _not_looked_at,
        MatterRule.POSSIBLY_SAME_RECORD: _possibly_same,
        MatterRule.SIGNED_BEFORE_DECISION: _signed_before,
        MatterRule.SUCCESSOR_PRECEDES: _successor_precedes,
        MatterRule.DOCUMENT_MISSING: _file_missing,
        MatterRule.DOCUMENT_DAMAGED: _file_damaged,
        MatterRule.CLAIMS_WAITING: _claims,
    }
)
