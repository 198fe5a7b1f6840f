"""Writes of what follows an agreement: a successor that takes over, or the decision that there is none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from i18nfield.strings import LazyI18nString

from solmu.core.audit import Journal
from solmu.core.dates import OPEN, End, PartialDate
from solmu.core.errors import BrokenRule, Phrase
from solmu.core.models import Account, Source
from solmu.places.rules import closes_ring
from solmu.registry.actions.agreements.holding import hold, refuse_in_state, refuse_undated
from solmu.registry.actions.agreements.lines import line_of
from solmu.registry.actions.agreements.making import TERMS, Party, ThemeWording, draft_agreement
from solmu.registry.actions.past import is_of_the_past
from solmu.registry.actions.recording import recording, refuse_gone, stated
from solmu.registry.models import Agreement, AgreementSeries, Decision
from solmu.registry.models.base import RecordRow, is_shown
from solmu.registry.permissions import check_can_keep_record
from solmu.registry.rules.transitions import allowed
from solmu.registry.vocabulary import AgreementKind

Row = TypeVar("Row", bound=RecordRow)


def succeed_agreement(
    *,
    by: Account,
    source: Source | None,
    agreement: Agreement,
    also: Iterable[Agreement] = (),
    kind: AgreementKind | str = "",
    title: LazyI18nString | str = "",
    valid_from: PartialDate | None = None,
    valid_until: End = None,
    is_published: bool = False,
    **terms: Any,
) -> Agreement:
    """Draft the agreement that is to follow this one (and `also` others), and give the draft.

    It takes over the parties that have not left, the partnerships and memberships, the themes that still apply, and
    the line; of the terms those that are not given. It replaces nothing until it is signed: until then the agreement
    it is to replace names it as `successor_draft`. That nothing follows, where it was decided, is taken back.

    Raises BrokenRule for an agreement that is not signed, was replaced, or has a successor drafted already, for a
    successor that precedes, and as `draft_agreement` does.
    """
    check_can_keep_record(by)
    replaced = list({each.pk: each for each in (agreement, *also)}.values())
    with recording(by=by, action="succeed_agreement", source=source) as journal:
        for each in replaced:
            _refuse_followed(each)
            _refuse_preceding(each, valid_from, valid_until)
        themes = [
            ThemeWording(row.wording, tuple(row.themes.all()))
            for row in agreement.themes.all()
            if not isinstance(row.applies_until, PartialDate)
        ]
        parties = agreement.parties.filter(party_until="").select_related("organisation")
        draft = draft_agreement(
            by=by,
            source=source,
            kind=AgreementKind(kind or agreement.kind),
            parties=[Party(row.organisation, row.role, row.must_sign) for row in parties],
            partnerships=_live(
                row.partnership for row in agreement.partnership_rows.select_related("partnership__record")
            ),
            memberships=_live(row.membership for row in agreement.membership_rows.select_related("membership__record")),
            title=title,
            valid_from=valid_from,
            valid_until=valid_until,
            themes=themes,
            is_published=is_published,
            **(_terms_taken_over(agreement, terms, valid_until) | terms),
        )
        _stay_in_line(journal, agreement, draft)
        for each in replaced:
            journal.update(
                each,
                successor_draft_id=draft.pk,
                no_successor_on=None,
                no_successor_reason="",
                no_successor_decision_id=None,
            )
    return draft


def _live(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if is_shown(row.record, public_only=False)]


def _terms_taken_over(agreement: Agreement, given: dict[str, Any], valid_until: End) -> dict[str, Any]:
    """The terms that a successor has too; review days are its own. What has another mode, or no end to renew at, takes
    no tacit renewal over.
    """
    taken = {name: getattr(agreement, name) for name in TERMS if name != "review_on"}
    if "renewal_mode" in given or valid_until is OPEN:
        taken |= {"renewal_months": None, "most_renewals": None}
    if valid_until is OPEN:
        taken["renewal_mode"] = ""
    return taken


def _refuse_followed(agreement: Agreement) -> None:
    hold(agreement)
    status = agreement.stage or ("replaced" if agreement.replaced_by_id else "in_force")
    if fault := allowed(status, "succeed"):
        raise BrokenRule(fault)
    if agreement.successor_draft_id:
        raise BrokenRule(
            "A successor is drafted already: %(draft)s. Go on with that one, or abandon it first.",
            draft=agreement.successor_draft_id,
        )


def _refuse_preceding(agreement: Agreement, begins: PartialDate | None, ends: End) -> None:
    """Raise BrokenRule where what follows the agreement would begin before it, or be over before it began."""
    began = agreement.valid_from or agreement.signed
    if began is None:
        return
    if begins and begins.latest < began.earliest:
        raise BrokenRule(
            "The successor begins (%(begins)s) before the agreement it follows (%(began)s). Check which follows which.",
            begins=begins,
            began=began,
        )
    if isinstance(ends, PartialDate) and ends.latest < began.earliest:
        raise BrokenRule(
            "The successor ends (%(ends)s) before the agreement it follows begins (%(began)s). Check which follows "
            "which.",
            ends=ends,
            began=began,
        )


def _stay_in_line(journal: Journal, agreement: Agreement, draft: Agreement) -> None:
    """Put the draft into the line of the agreement, or into the line of its kind where it is of another."""
    if agreement.kind == AgreementKind.SISTER_CITY_AGREEMENT or draft.kind == AgreementKind.SISTER_CITY_AGREEMENT:
        return  # standing agreements are in no line
    if agreement.series_id and agreement.kind == draft.kind:
        journal.update(draft, series_id=agreement.series_id)
        return
    ties = list(draft.partnerships.all())
    if len(ties) == 1 and draft.kind != AgreementKind.OTHER:
        line = line_of(journal, ties[0], draft.kind)
        journal.update(draft, series_id=line.pk)
        if agreement.kind == draft.kind:
            journal.update(agreement, series_id=line.pk)


def take_the_place(journal: Journal, agreement: Agreement, successor: Agreement) -> None:
    """Write that `successor` replaced `agreement`; lines that stood under it stand under the successor.

    Raises BrokenRule for a ring.
    """
    replaced = Agreement.objects.exclude(replaced_by=None).values_list("pk", "replaced_by_id")
    if closes_ring({pk: [successor_pk] for pk, successor_pk in replaced}, agreement.pk, successor.pk):
        raise BrokenRule("An agreement cannot replace itself, not even through others. Choose another successor.")
    journal.update(agreement, replaced_by_id=successor.pk, successor_draft_id=None)
    if successor.kind == AgreementKind.SISTER_CITY_AGREEMENT:
        for line in AgreementSeries.objects.live().filter(standing_agreement=agreement).order_by("pk"):
            journal.update(line, standing_agreement_id=successor.pk)


def replace_agreement(
    *, by: Account, source: Source | None, agreement: Agreement, successor: Agreement,
    of_the_past: bool | None = None,
) -> None:  # fmt: skip
    """Record that `successor` replaced `agreement`; several may share a successor.

    Raises BrokenRule for a ring and, unless a source says it of the past, for a successor that is not signed or begins
    before the agreement.
    """
    check_can_keep_record(by)
    with recording(by=by, action="replace_agreement", source=source) as journal:
        # Nobody else may close a ring meanwhile.
        list(Agreement.objects.select_for_update().filter(pk__in=[agreement.pk, successor.pk]).order_by("pk"))
        if not is_of_the_past(source, of_the_past):
            refuse_gone(agreement, successor)
            if successor.stage:
                raise BrokenRule("The successor is not signed yet and replaces nothing. Record its signatures first.")
            if successor.pk != agreement.pk:
                _refuse_preceding(agreement, successor.valid_from or successor.signed, successor.valid_until)
        take_the_place(journal, agreement, successor)


def record_no_successor(
    *, by: Account, source: Source | None, agreement: Agreement, on: PartialDate | None,
    reason: LazyI18nString | str = "", decision: Decision | None = None, of_the_past: bool | None = None,
) -> None:  # fmt: skip
    """Record that nothing is to follow the agreement: decided on a day, for a reason or by a decision.

    Raises BrokenRule without a day, with neither reason nor decision, where a successor is there or drafted, and for
    an agreement that is not signed.
    """
    check_can_keep_record(by)
    day = refuse_undated(on, Phrase("That nothing follows an agreement"))
    if not (stated(reason) or decision):
        raise BrokenRule("That nothing follows an agreement rests on a reason or a decision. Give one of them.")
    with recording(by=by, action="record_no_successor", source=source) as journal:
        hold(agreement)
        refuse_gone(decision)
        if agreement.successor_draft_id:
            raise BrokenRule(
                "A successor is drafted: %(draft)s. Abandon the draft first, or go on with it.",
                draft=agreement.successor_draft_id,
            )
        if agreement.replaced_by_id and (fault := allowed("replaced", "record_no_successor")):
            raise BrokenRule(fault)
        if not is_of_the_past(source, of_the_past):
            refuse_in_state(agreement, "record_no_successor", day)
        journal.update(
            agreement,
            no_successor_on=day,
            no_successor_reason=stated(reason),
            no_successor_decision_id=decision.pk if decision else None,
        )
