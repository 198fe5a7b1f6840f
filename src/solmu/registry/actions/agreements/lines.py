"""Writes of lines of agreements: which line an agreement belongs to."""

from __future__ import annotations

from django.utils import timezone

from solmu.core.audit import Journal
from solmu.core.errors import BrokenRule
from solmu.core.models import Account, Source
from solmu.registry.actions.recording import new_record, recording
from solmu.registry.models import Agreement, AgreementSeries, Partnership
from solmu.registry.permissions import check_can_keep_record
from solmu.registry.vocabulary import AgreementKind, RecordKind


def propose_series(*, by: Account, source: Source | None, agreement: Agreement) -> AgreementSeries | None:
    """Put an agreement of one partnership into the line of its kind, as a proposal that a person confirms.

    A sister-city agreement is the standing agreement that other lines stand under: it is in no series itself, but
    becomes the standing agreement of the partnership's series that have none.
    """
    check_can_keep_record(by)
    partnerships = list(agreement.partnerships.all())
    if len(partnerships) != 1 or agreement.series_id or agreement.kind == AgreementKind.OTHER:
        return None
    partnership = partnerships[0]
    with recording(by=by, action="propose_series", source=source) as journal:
        if agreement.kind == AgreementKind.SISTER_CITY_AGREEMENT:
            for line in partnership.agreement_series.live().filter(standing_agreement=None):
                journal.update(line, standing_agreement_id=agreement.pk)
            return None
        series = line_of(journal, partnership, agreement.kind)
        journal.update(agreement, series_id=series.pk, is_series_proposed=True)
    return series


def line_of(journal: Journal, partnership: Partnership, kind: str) -> AgreementSeries:
    """The partnership's line of agreements of the kind: there already, put back where it was removed, or new."""
    known = AgreementSeries.objects.filter(partnership=partnership, agreement_kind=kind).select_related("record")
    series: AgreementSeries | None = known.first()
    if series is None:
        series = AgreementSeries(
            record=new_record(journal, RecordKind.AGREEMENT_SERIES, is_published=False),
            agreement_kind=kind,
            partnership=partnership,
            standing_agreement=_standing_agreement(partnership),
        )
        journal.create(series)
    elif series.record.removed_at:
        journal.update(series.record, removed_at=None, removal_reason="")
        journal.update(series, standing_agreement_id=getattr(_standing_agreement(partnership), "pk", None))
    return series


def _standing_agreement(partnership: Partnership) -> Agreement | None:
    """The partnership's sister-city agreement, where it has exactly one."""
    found = list(partnership.agreements.live().filter(kind=AgreementKind.SISTER_CITY_AGREEMENT)[:2])
    return found[0] if len(found) == 1 else None


def leave_series(*, by: Account, source: Source | None, agreement: Agreement) -> None:
    """Take an agreement out of its line, and from above the lines that were only proposed to stand under it.

    A line that nothing is left in is removed.
    """
    check_can_keep_record(by)
    with recording(by=by, action="leave_series", source=source) as journal:
        for line in AgreementSeries.objects.live().filter(standing_agreement=agreement):
            if not Agreement.objects.live().filter(series=line, is_series_proposed=False).exists():
                journal.update(line, standing_agreement_id=None)
        series = agreement.series
        if series is None:
            return
        journal.update(agreement, series_id=None, is_series_proposed=False)
        if not series.agreements.live().exists():
            journal.update(
                series.record,
                removed_at=timezone.now(),
                removal_reason="Nothing is left in this line of agreements.",
                is_published=False,
            )


def confirm_series(*, by: Account, source: Source | None, agreement: Agreement) -> None:
    """Confirm that an agreement belongs to the series that was proposed."""
    check_can_keep_record(by)
    if not agreement.is_series_proposed:
        raise BrokenRule("No series is proposed for this agreement. There is nothing to confirm.")
    with recording(by=by, action="confirm_series", source=source) as journal:
        journal.update(agreement, is_series_proposed=False)
