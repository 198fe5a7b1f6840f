"""Matters, computed from the record for a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from solmu.core.dates import PartialDate
from solmu.core.terms import Term
from solmu.core.wording import shown_date
from solmu.registry.models import Agreement
from solmu.registry.naming import agreement_name
from solmu.registry.queries.agreements import AgreementOnDay, agreements_on
from solmu.stewardship.rules.agreements import AgreementEnd, Raised, matters_of_agreement
from solmu.stewardship.vocabulary import MatterRule, Severity


@dataclass(frozen=True)
class Matter:
    """One thing that needs somebody: its identity is rule, record and occurrence (the end it is about)."""

    raised: Raised
    agreement: Agreement

    @property
    def identity(self) -> tuple[str, str, str]:
        return self.raised.rule, self.agreement.pk, self.raised.occurrence

    def name(self, language: str) -> str:
        return agreement_name(self.agreement, language)

    def reason(self, language: str) -> str:
        """Why it needs somebody, in a sentence or two."""
        end = PartialDate.from_edtf(self.raised.occurrence)
        with override(language):
            if self.raised.rule == MatterRule.ENDED_WITHOUT_SUCCESSOR:
                return " ".join((ended_sentence(end), _("No successor is recorded.")))
            return " ".join((ends_sentence(end), _("Decide whether it is renewed.")))

    def when(self, language: str) -> str:
        """Since when it is so or by when to act."""
        with override(language):
            if self.raised.due_on:
                return _("Decide by %(day)s.") % {"day": shown_date(self.raised.due_on)}
            since = self.raised.since
            if since is None:
                return ""
            years = self.raised.years
            if not years:
                return _("Since %(day)s.") % {"day": shown_date(since)}
            words = ngettext("Since %(day)s, for over a year.", "Since %(day)s, for over %(years)d years.", years)
            return words % {"day": shown_date(since), "years": years}

    def sentence(self, language: str) -> str:
        return f"{self.name(language)}. {self.reason(language)} {self.when(language)}"


def ended_sentence(end: PartialDate) -> str:
    """*It was in force until 2019.* in the active language, as precise as the end is known."""
    forms = {
        "year": _("It was in force until %(year)s."),
        "month": _("It was in force until %(month)s %(year)s."),
        "day": _("It was in force until %(day)s."),
    }
    return forms[end.precision] % _parts(end)


def ends_sentence(end: PartialDate) -> str:
    """*It ends in 2027.* in the active language."""
    forms = {
        "year": _("It ends in %(year)s."),
        "month": _("It ends in %(month)s %(year)s."),
        "day": _("It ends on %(day)s."),
    }
    return forms[end.precision] % _parts(end)


def _parts(end: PartialDate) -> dict[str, str]:
    """What a sentence may say of the date; a language puts its own endings to the month's name."""
    return {
        "year": str(end.year),
        "month": str(MONTHS[end.month]) if end.month else "",
        "day": shown_date(end),
    }


def matters_on(day: date, *, lead: Term, public_only: bool = False) -> list[Matter]:
    """Every matter of the record on the day, most urgent first: overdue before soon, then the longest due."""
    matters = [
        Matter(raised, each.agreement)
        for each in agreements_on(day, lead=lead, public_only=public_only, with_parties=True)
        for raised in matters_of_agreement(_end_of(each, lead), day)
    ]
    order = list(Severity.values)
    return sorted(
        matters,
        key=lambda matter: (
            order.index(matter.raised.severity),
            matter.raised.due_on or matter.raised.since or day,
            matter.identity,
        ),
    )


def _end_of(each: AgreementOnDay, lead: Term) -> AgreementEnd:
    agreement = each.agreement
    end = agreement.terminated_on if each.status.status == "terminated" else agreement.valid_until
    return AgreementEnd(
        status=each.status.status,
        end=end if isinstance(end, PartialDate) else None,
        has_successor=each.successor is not None,
        notice=Term(agreement.notice_months),
        lead=lead,
    )
