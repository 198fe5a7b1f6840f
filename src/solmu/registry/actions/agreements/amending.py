"""Writes of what is agreed after an agreement was made: another end, other words, themes or parties; and reviews."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Max
from i18nfield.strings import LazyI18nString

from solmu.core.audit import Journal
from solmu.core.dates import OPEN, End, PartialDate
from solmu.core.errors import BrokenRule, Phrase
from solmu.core.models import Account, Source
from solmu.registry.actions.agreements.holding import hold, party_of, refuse_in_state
from solmu.registry.actions.agreements.making import Party, ThemeWording, write_theme
from solmu.registry.actions.past import is_of_the_past
from solmu.registry.actions.recording import recording, refuse_gone, stated
from solmu.registry.models import (
    Agreement,
    AgreementAmendment,
    AgreementPartnership,
    AgreementParty,
    AgreementReview,
    AgreementTheme,
    Decision,
    Organisation,
    Partnership,
)
from solmu.registry.permissions import check_can_keep_record
from solmu.registry.queries.agreements import facts_of
from solmu.registry.rules import current_end
from solmu.registry.rules.terms import last_day_before

FEWEST_PARTIES = 2


def extend_agreement(
    *, by: Account, source: Source | None, agreement: Agreement, until: End, on: PartialDate,
    signed: PartialDate | None = None, wording: LazyI18nString | str = "", decision: Decision | None = None,
    of_the_past: bool | None = None,
) -> AgreementAmendment:  # fmt: skip
    """Record that an agreement goes on until a later end (OPEN: until further notice), with effect from a day.

    Raises BrokenRule without a new end and, unless a source says it of the past, for an end that is not later than the
    one that counts on the day, and for an agreement that is not in force then.
    """
    check_can_keep_record(by)
    if until is None:
        raise BrokenRule("An extension has a new end. Give it, or say that it is until further notice.")
    with recording(by=by, action="extend_agreement", source=source) as journal:
        hold(agreement)
        refuse_gone(decision)
        if not is_of_the_past(source, of_the_past):
            refuse_in_state(agreement, "extend", on)
            day = (signed or on).latest
            end = current_end(facts_of(agreement, day), day).end
            if end is OPEN:
                raise BrokenRule("The agreement runs until further notice. There is no end to extend.")
            if isinstance(end, PartialDate) and isinstance(until, PartialDate) and until.latest <= end.latest:
                raise BrokenRule(
                    "The new end (%(until)s) is not later than the end it has (%(end)s). Give a later one.",
                    until=until,
                    end=end,
                )
            _refuse_before_signing(on, signed, decision)
        return _write_amendment(journal, agreement, on, signed, until, wording, decision)


def amend_agreement(
    *,
    by: Account,
    source: Source | None,
    agreement: Agreement,
    on: PartialDate,
    wording: LazyI18nString | str = "",
    until: End = None,
    signed: PartialDate | None = None,
    themes: Sequence[LazyI18nString | ThemeWording] = (),
    dropped: Iterable[AgreementTheme] = (),
    joining: Iterable[Organisation | Party] = (),
    leaving: Iterable[Organisation] = (),
    decision: Decision | None = None,
    of_the_past: bool | None = None,
) -> AgreementAmendment:
    """Record an amendment with effect from a day: `wording` says what was changed, `until` is a new end.

    Themes that are added apply, and parties that join are party, from the day on; those dropped and leaving hold until
    the day before. A city that joins brings the partnership with it.

    Raises BrokenRule for an amendment that changes nothing or has no wording, an end before the agreement or the
    amendment begins, themes of another agreement, parties that are one already or none, and where fewer than two would
    be left; unless a source says it of the past, also for an agreement that is not in force on the day.
    """
    check_can_keep_record(by)
    gone, joined, left = list(dropped), [_as_party(each) for each in joining], list(leaving)
    if not stated(wording):
        raise BrokenRule("An amendment says what was changed. Give its wording.")
    with recording(by=by, action="amend_agreement", source=source) as journal:
        hold(agreement)
        refuse_gone(decision, *(each.organisation for each in joined))
        if not is_of_the_past(source, of_the_past):
            refuse_in_state(agreement, "amend", on)
            _refuse_before_signing(on, signed, decision)
        _refuse_end(agreement, on, until)
        for theme in gone:
            _drop_theme(journal, agreement, theme, on)
        last = agreement.themes.aggregate(last=Max("position"))["last"] or 0
        for position, wording_of_theme in enumerate(themes, start=last + 1):
            write_theme(journal, agreement, position, wording_of_theme, applies_from=on)
        for organisation in left:
            _let_leave(journal, agreement, organisation, on)
        for party in joined:
            _let_join(journal, agreement, party, on)
        if agreement.parties.filter(party_until="").count() < FEWEST_PARTIES and left:
            raise BrokenRule("Fewer than two parties would be left. Terminate the agreement instead.")
        return _write_amendment(journal, agreement, on, signed, until, wording, decision)


def _as_party(each: Organisation | Party) -> Party:
    return each if isinstance(each, Party) else Party(each)


def _write_amendment(
    journal: Journal, agreement: Agreement, on: PartialDate, signed: PartialDate | None, until: End,
    wording: LazyI18nString | str, decision: Decision | None,
) -> AgreementAmendment:  # fmt: skip
    last = agreement.amendments.aggregate(last=Max("position"))["last"] or 0
    amendment = AgreementAmendment(
        agreement=agreement,
        takes_effect=on,
        signed=signed,
        valid_until=until,
        wording=stated(wording),
        decision=decision,
        position=last + 1,
    )
    journal.create(amendment, of=agreement)
    return amendment


def _refuse_before_signing(on: PartialDate, signed: PartialDate | None, decision: Decision | None) -> None:
    if signed and decision and decision.decided and signed.latest < decision.decided.earliest:
        raise BrokenRule(
            "The signature (%(signed)s) lies before the decision it rests on (%(decided)s). Check the two days.",
            signed=signed,
            decided=decision.decided,
        )


def _refuse_end(agreement: Agreement, on: PartialDate, until: End) -> None:
    if not isinstance(until, PartialDate):
        return
    began = agreement.valid_from or agreement.signed
    for what, day in ((Phrase("the agreement begins"), began), (Phrase("the amendment takes effect"), on)):
        if day and until.latest < day.earliest:
            raise BrokenRule(
                "The new end (%(until)s) lies before %(what)s (%(day)s). Check the two days.",
                until=until,
                what=what,
                day=day,
            )


def _drop_theme(journal: Journal, agreement: Agreement, theme: AgreementTheme, on: PartialDate) -> None:
    if theme.agreement_id != agreement.pk:
        raise BrokenRule("“%(theme)s” is no theme of this agreement. Name one of its themes.", theme=theme.wording)
    if isinstance(theme.applies_until, PartialDate):
        raise BrokenRule(
            "“%(theme)s” applies no more since %(applies_until)s. Name one that does.",
            theme=theme.wording,
            applies_until=theme.applies_until,
        )
    if theme.applies_from and on.latest < theme.applies_from.earliest:
        raise BrokenRule(
            "“%(theme)s” applies only from %(applies_from)s on. Check the day.",
            theme=theme.wording,
            applies_from=theme.applies_from,
        )
    journal.update(theme, of=agreement, applies_until=last_day_before(on, theme.applies_from))


def _let_leave(journal: Journal, agreement: Agreement, organisation: Organisation, on: PartialDate) -> None:
    party = party_of(agreement, organisation)
    if party.party_from and on.latest < party.party_from.earliest:
        raise BrokenRule(
            "“%(organisation)s” is party only from %(party_from)s on. Check the day.",
            organisation=organisation,
            party_from=party.party_from,
        )
    journal.update(party, of=agreement, party_until=last_day_before(on, party.party_from))


def _let_join(journal: Journal, agreement: Agreement, party: Party, on: PartialDate) -> None:
    known = agreement.parties.filter(organisation=party.organisation).first()
    if known is not None:
        raise BrokenRule(
            "“%(organisation)s” is or was a party to this agreement. Who comes back joins by an agreement of its own.",
            organisation=party.organisation,
        )
    last = agreement.parties.aggregate(last=Max("position"))["last"] or 0
    row = AgreementParty(
        agreement=agreement,
        organisation=party.organisation,
        role=party.role,
        must_sign=party.must_sign,
        party_from=on,
        position=last + 1,
    )
    journal.create(row, of=agreement)
    tie = Partnership.objects.live().filter(partner=party.organisation.place_id).first()
    if tie is not None and party.organisation.kind == "city":
        rows = AgreementPartnership.objects.filter(agreement=agreement)
        if not rows.filter(partnership=tie).exists():
            position = rows.count() + 1
            journal.create(AgreementPartnership(agreement=agreement, partnership=tie, position=position), of=agreement)


def review_agreement(
    *, by: Account, source: Source | None, agreement: Agreement, on: PartialDate,
    outcome: LazyI18nString | str = "", decision: Decision | None = None, next_on: PartialDate | None = None,
    of_the_past: bool | None = None,
) -> AgreementReview:  # fmt: skip
    """Record that an agreement was reviewed on a day, with what came of it; `next_on` sets the next review.

    Raises BrokenRule for a next review that is not later and, unless a source says it of the past, without an outcome
    or a decision, and for an agreement that had not been made by then.
    """
    check_can_keep_record(by)
    if next_on and next_on.latest <= on.earliest:
        raise BrokenRule(
            "The next review (%(next_on)s) is not later than this one (%(on)s). Check the two days.",
            next_on=next_on,
            on=on,
        )
    with recording(by=by, action="review_agreement", source=source) as journal:
        hold(agreement)
        refuse_gone(decision)
        if not is_of_the_past(source, of_the_past):
            if not (stated(outcome) or decision):
                raise BrokenRule("A review comes to something. Give its outcome or the decision.")
            refuse_in_state(agreement, "review", on)
        review = AgreementReview(agreement=agreement, reviewed=on, outcome=stated(outcome), decision=decision)
        journal.create(review, of=agreement)
        if next_on:
            journal.update(agreement, review_on=next_on)
    return review
