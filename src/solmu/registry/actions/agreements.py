"""Writes of agreements, their series and the city's themes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from i18nfield.strings import LazyI18nString

from solmu.core.audit import Journal
from solmu.core.dates import OPEN, End, PartialDate, Period
from solmu.core.errors import BrokenRule
from solmu.core.models import Account, Source
from solmu.places.rules import closes_ring
from solmu.registry.actions.recording import new_record, recording, stated
from solmu.registry.models import (
    Agreement,
    AgreementPartnership,
    AgreementParty,
    AgreementSeries,
    AgreementSuspension,
    AgreementTheme,
    Organisation,
    Partnership,
    Theme,
)
from solmu.registry.permissions import check_can_keep_record
from solmu.registry.vocabulary import AgreementKind, Ordinal, RecordKind

AGREEMENT_DATES = ("signed", "valid_from", "valid_until")


def add_agreement(
    *,
    by: Account,
    source: Source | None,
    kind: AgreementKind,
    parties: Iterable[Organisation],
    partnerships: Iterable[Partnership] = (),
    kind_as_written: str = "",
    title: LazyI18nString | str = "",
    ordinal: Ordinal | str = "",
    signed: PartialDate | None = None,
    valid_from: PartialDate | None = None,
    valid_until: End = None,
    notice_months: int = 0,
    themes: Sequence[LazyI18nString] = (),
    is_published: bool = False,
) -> Agreement:
    """Add an agreement with its parties and its themes in order.

    A theme points to those of the city's themes whose name in any language it is. Raises NotADate where the end lies
    before the start.
    """
    check_can_keep_record(by)
    Period(valid_from, valid_until)
    with recording(by=by, action="add_agreement", source=source) as journal:
        record = new_record(journal, RecordKind.AGREEMENT, is_published=is_published)
        agreement = Agreement(
            record=record,
            kind=kind,
            kind_as_written=kind_as_written,
            title=title,
            ordinal=ordinal,
            signed=signed,
            valid_from=valid_from,
            valid_until=valid_until,
            notice_months=notice_months,
        )
        journal.create(agreement)
        for position, organisation in enumerate(dict.fromkeys(parties), start=1):
            party = AgreementParty(agreement=agreement, organisation=organisation, position=position)
            journal.create(party, of=agreement)
        for position, partnership in enumerate(dict.fromkeys(partnerships), start=1):
            tie = AgreementPartnership(agreement=agreement, partnership=partnership, position=position)
            journal.create(tie, of=agreement)
        for position, wording in enumerate(themes, start=1):
            theme = AgreementTheme(agreement=agreement, position=position, wording=wording)
            journal.create(theme, of=agreement)
            if meant := themes_named(wording):
                theme.themes.set(meant)
                journal.note(agreement.pk, f"agreementtheme.{theme.pk}.themes", None, [each.pk for each in meant])
    return agreement


def set_agreement_dates(*, by: Account, source: Source | None, agreement: Agreement, **dates: End) -> None:
    """Set `signed`, `valid_from` or `valid_until`, as precisely as the source says; None where it is not known.

    Raises NotADate where the end then lies before the start.
    """
    check_can_keep_record(by)
    start, end = dates.get("valid_from", agreement.valid_from), dates.get("valid_until", agreement.valid_until)
    Period(start if isinstance(start, PartialDate) else None, end)
    with recording(by=by, action="set_agreement_dates", source=source) as journal:
        values: dict[str, Any] = {name: dates[name] for name in AGREEMENT_DATES if name in dates}
        journal.update(agreement, **values)


def put_under_partnership(
    *, by: Account, source: Source | None, agreement: Agreement, partnership: Partnership
) -> AgreementPartnership:
    """Record that an agreement belongs to a partnership; where it does already, nothing changes."""
    check_can_keep_record(by)
    rows = AgreementPartnership.objects.filter(agreement=agreement)
    if known := rows.filter(partnership=partnership).first():
        return known
    with recording(by=by, action="put_under_partnership", source=source) as journal:
        tie = AgreementPartnership(agreement=agreement, partnership=partnership, position=rows.count() + 1)
        journal.create(tie, of=agreement)
    return tie


def take_from_partnership(*, by: Account, source: Source | None, tie: AgreementPartnership) -> None:
    """Take back that an agreement belongs to a partnership."""
    check_can_keep_record(by)
    with recording(by=by, action="take_from_partnership", source=source) as journal:
        journal.delete(tie, of=tie.agreement)


def themes_named(wording: LazyI18nString) -> list[Theme]:
    """The city's themes that go by this name in any language."""
    names = {text.casefold() for text in _texts(wording)}
    return [theme for theme in Theme.objects.live() if names & {text.casefold() for text in _texts(theme.name)}]


def _texts(value: LazyI18nString) -> list[str]:
    data = value.data
    return [text for text in data.values() if text] if isinstance(data, dict) else [str(data)] if data else []


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
        series = _line_of(journal, partnership, agreement.kind)
        journal.update(agreement, series_id=series.pk, is_series_proposed=True)
    return series


def _line_of(journal: Journal, partnership: Partnership, kind: str) -> AgreementSeries:
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


def replace_agreement(*, by: Account, source: Source | None, agreement: Agreement, successor: Agreement) -> None:
    """Record that `successor` replaced `agreement`; several may share a successor. Raises BrokenRule for a ring."""
    check_can_keep_record(by)
    with recording(by=by, action="replace_agreement", source=source) as journal:
        # Nobody else may close a ring meanwhile.
        list(Agreement.objects.select_for_update().filter(pk__in=[agreement.pk, successor.pk]).order_by("pk"))
        replaced = Agreement.objects.exclude(replaced_by=None).values_list("pk", "replaced_by_id")
        if closes_ring({pk: [successor_pk] for pk, successor_pk in replaced}, agreement.pk, successor.pk):
            raise BrokenRule("An agreement cannot replace itself, not even through others. Choose another successor.")
        journal.update(agreement, replaced_by_id=successor.pk)


def terminate_agreement(
    *, by: Account, source: Source | None, agreement: Agreement, on: PartialDate, decided_by: str = "",
    reason: LazyI18nString | str = "",
) -> None:  # fmt: skip
    """Record that an agreement was terminated with effect from a day. Without a reason it says *not stated*."""
    check_can_keep_record(by)
    with recording(by=by, action="terminate_agreement", source=source) as journal:
        journal.update(
            agreement,
            terminated_on=on,
            termination_reason=stated(reason),
            is_termination_reason_not_stated=not stated(reason),
            termination_decided_by=decided_by,
        )


def suspend_agreement(
    *, by: Account, source: Source | None, agreement: Agreement, on: PartialDate | None, until: End = OPEN,
    decided_by: str = "", reason: LazyI18nString | str = "",
) -> AgreementSuspension:  # fmt: skip
    """Record that an agreement was suspended from a day on, until further notice or a day."""
    check_can_keep_record(by)
    Period(on, until)
    with recording(by=by, action="suspend_agreement", source=source) as journal:
        suspension = AgreementSuspension(
            agreement=agreement,
            suspended_from=on,
            suspended_until=until,
            decided_by=decided_by,
            reason=stated(reason),
            is_reason_not_stated=not stated(reason),
        )
        journal.create(suspension, of=agreement)
    return suspension


def remove_suspension(*, by: Account, source: Source | None, suspension: AgreementSuspension) -> None:
    """Take back a suspension that should not have been recorded."""
    check_can_keep_record(by)
    with recording(by=by, action="remove_suspension", source=source) as journal:
        journal.delete(suspension, of=suspension.agreement)


def withdraw_termination(*, by: Account, source: Source | None, agreement: Agreement) -> None:
    """Take back that an agreement was terminated. Raises BrokenRule where it was not."""
    check_can_keep_record(by)
    if agreement.terminated_on is None:
        raise BrokenRule("This agreement was not terminated. There is nothing to take back.")
    with recording(by=by, action="withdraw_termination", source=source) as journal:
        journal.update(
            agreement,
            terminated_on=None,
            termination_reason="",
            is_termination_reason_not_stated=False,
            termination_decided_by="",
        )


def add_theme(
    *, by: Account, key: str, position: int, name: LazyI18nString, yso: str = "", source: Source | None = None
) -> Theme:
    """Add a theme to the city's ordered list. Raises BrokenRule where the key is taken."""
    check_can_keep_record(by)
    if Theme.objects.filter(key=key).exists():
        raise BrokenRule(f"There is already a theme “{key}”. Choose another key.")
    with recording(by=by, action="add_theme", source=source) as journal:
        record = new_record(journal, RecordKind.THEME, is_published=True)
        theme = Theme(record=record, key=key, position=position, name=name, yso=yso)
        journal.create(theme)
    return theme
