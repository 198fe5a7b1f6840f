"""Writes of agreements, their series and the city's themes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from i18nfield.strings import LazyI18nString

from solmu.core.dates import OPEN, End, PartialDate, Period
from solmu.core.errors import BrokenRule
from solmu.core.models import Account, Source
from solmu.places.rules import closes_ring
from solmu.registry.actions.recording import new_record, recording
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
        for organisation in parties:
            journal.create(AgreementParty(agreement=agreement, organisation=organisation), of=agreement)
        for partnership in partnerships:
            journal.create(AgreementPartnership(agreement=agreement, partnership=partnership), of=agreement)
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
    if len(partnerships) != 1 or agreement.series_id:
        return None
    partnership = partnerships[0]
    with recording(by=by, action="propose_series", source=source) as journal:
        if agreement.kind == AgreementKind.SISTER_CITY_AGREEMENT:
            for line in partnership.agreement_series.filter(standing_agreement=None):
                journal.update(line, standing_agreement_id=agreement.pk)
            return None
        if agreement.kind == AgreementKind.OTHER:
            return None
        known = AgreementSeries.objects.filter(partnership=partnership, agreement_kind=agreement.kind)
        series: AgreementSeries | None = known.first()
        if series is None:
            series = AgreementSeries(
                record=new_record(journal, RecordKind.AGREEMENT_SERIES, is_published=False),
                agreement_kind=agreement.kind,
                partnership=partnership,
                standing_agreement=_standing_agreement(partnership),
            )
            journal.create(series)
        journal.update(agreement, series_id=series.pk, is_series_proposed=True)
    return series


def _standing_agreement(partnership: Partnership) -> Agreement | None:
    """The partnership's sister-city agreement, where it has exactly one."""
    found = list(partnership.agreements.filter(kind=AgreementKind.SISTER_CITY_AGREEMENT)[:2])
    return found[0] if len(found) == 1 else None


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
    replaced = Agreement.objects.exclude(replaced_by=None).values_list("pk", "replaced_by_id")
    if closes_ring({pk: [successor_pk] for pk, successor_pk in replaced}, agreement.pk, successor.pk):
        raise BrokenRule("An agreement cannot replace itself, not even through others. Choose another successor.")
    with recording(by=by, action="replace_agreement", source=source) as journal:
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
            termination_reason=reason,
            is_termination_reason_not_stated=not reason,
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
            reason=reason,
            is_reason_not_stated=not reason,
        )
        journal.create(suspension, of=agreement)
    return suspension


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
