"""Which lane of the drawing each agreement has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import islice

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from solmu.core.dates import OPEN, PartialDate
from solmu.core.terms import Term, shift_day
from solmu.core.wording import lower_first, shown_date
from solmu.desk.agreements.drawing import YEARS, Lane, Mark, Words, drawn_years
from solmu.desk.agreements.wording import address_of, coming_decisions
from solmu.desk.naming import reading_language
from solmu.registry.naming import partner_names, text_in
from solmu.registry.queries.agreements import AgreementOnDay
from solmu.registry.vocabulary import AgreementKind, AgreementStatus
from solmu.stewardship.rules.deadlines import next_review

MOST = 12
"""Lanes of one drawing: as many as one looks over."""

KINDS = {
    AgreementStatus.IN_FORCE.value: "now",
    AgreementStatus.ENDING_SOON.value: "now",
    AgreementStatus.SUSPENDED.value: "suspended",
    AgreementStatus.IN_FORCE_NOT_APPLIED.value: "suspended",
    AgreementStatus.SIGNED.value: "planned",
    AgreementStatus.DRAFT.value: "planned",
    AgreementStatus.IN_NEGOTIATION.value: "planned",
    AgreementStatus.APPROVED.value: "planned",
    AgreementStatus.NO_END_RECORDED.value: "unknown",
    AgreementStatus.EXPIRED.value: "ended",
    AgreementStatus.TERMINATED.value: "ended",
}


def drawn(rows: Sequence[AgreementOnDay], day: date) -> SafeString:
    """The first agreements of a list that the coming three years concern; those that others follow are left out."""
    lanes = [lane_of(row, day) for row in islice((row for row in rows if not _is_past(row)), MOST)]
    words = Words(
        title=_("Agreements in the coming three years"),
        described=_("The list below says the same."),
        today=_("today %(day)s") % {"day": shown_date(day)},
        today_short=_("today"),
    )
    return drawn_years(day, lanes, words)


def _is_past(row: AgreementOnDay) -> bool:
    """Replaced, followed by another, or ended with the decision that nothing follows."""
    if row.status.status == AgreementStatus.REPLACED:
        return True
    is_over = row.status.status in (AgreementStatus.EXPIRED, AgreementStatus.TERMINATED)
    return is_over and (row.successor is not None or row.agreement.no_successor_on is not None)


def lane_of(row: AgreementOnDay, day: date) -> Lane:
    agreement, status = row.agreement, row.status.status
    last = shift_day(day.replace(day=1), YEARS * 12)
    end, start = row.end.end, agreement.valid_from or agreement.signed
    decisions = coming_decisions(row, day, last) if not agreement.stage else []
    renews = row.facts.is_tacit and len(decisions) > 1
    kind = KINDS.get(status, "")
    if kind == "planned" and start is None and not isinstance(end, PartialDate):
        kind = ""
    beside = ""
    if kind == "ended":
        beside = _("no successor is recorded")
    elif not kind:
        beside = lower_first(str(AgreementStatus(status).label))
    return Lane(
        title=_title(row),
        note=_note(row),
        href=address_of(agreement),
        kind=kind,
        first=start.earliest if start else None,
        last=end.latest if isinstance(end, PartialDate) and not renews else None,
        is_open=end is OPEN or renews,
        marks=tuple(Mark(on, "decide") for on, _end in decisions) + tuple(_reviews(row, day, last)),
        turns=tuple(end for _on, end in decisions if end) if renews else (),
        beside=beside,
    )


def _title(row: AgreementOnDay) -> str:
    """*Shanghai: memorandum of understanding*; the note beside it tells the years."""
    language = reading_language()
    what = text_in(row.agreement.title, language) or str(AgreementKind(row.agreement.kind).label)
    partners = ", ".join(partner_names(row.agreement, language))
    return f"{partners}: {lower_first(what)}" if partners else what


def _note(row: AgreementOnDay) -> str:
    status, end = row.status.status, row.end.end
    word = lower_first(str(AgreementStatus(status).label))
    if row.agreement.stage:
        return word
    if row.facts.is_tacit and row.agreement.renewal_months:
        return _("%(status)s, renews itself") % {"status": word}
    if end is OPEN:
        return _("%(status)s, until further notice") % {"status": word}
    if isinstance(end, PartialDate):
        return _("%(status)s, until %(day)s") % {"status": word, "day": shown_date(end)}
    return word


def _reviews(row: AgreementOnDay, day: date, last: date) -> list[Mark]:
    found = next_review(row.facts, day, lead=Term(0)) if not row.agreement.stage else None
    if found is None:
        return []
    every, on, marks = row.facts.review_every, found.earliest, []
    while on <= last:
        marks.append(Mark(on, "review"))
        if every is None:
            break
        on = shift_day(found.earliest, every.months * len(marks))
    return marks
