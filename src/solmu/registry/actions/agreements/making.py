"""Writes that make an agreement: recording one, drafting one, and bringing a draft to its approval."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from i18nfield.strings import LazyI18nString

from solmu.core.audit import Journal
from solmu.core.dates import End, PartialDate, Period
from solmu.core.errors import BrokenRule, Phrase
from solmu.core.models import Account, Source
from solmu.registry.actions.agreements.holding import hold
from solmu.registry.actions.past import is_of_the_past
from solmu.registry.actions.publicity import remove_record
from solmu.registry.actions.recording import new_record, recording, refuse_gone
from solmu.registry.models import (
    Agreement,
    AgreementMembership,
    AgreementPartnership,
    AgreementParty,
    AgreementTheme,
    Decision,
    Membership,
    Organisation,
    Partnership,
    Theme,
)
from solmu.registry.permissions import check_can_keep_record
from solmu.registry.queries.duplicates import agreement_like
from solmu.registry.records import by_language
from solmu.registry.rules.terms import Terms, terms_fault
from solmu.registry.rules.transitions import allowed, stage_allowed
from solmu.registry.vocabulary import AgreementKind, AgreementStage, Ordinal, PartyRole, RecordKind, RenewalMode

AGREEMENT_DATES = ("signed", "valid_from", "valid_until")

TERMS = ("renewal_mode", "renewal_months", "most_renewals", "notice_months", "review_on", "review_every_months")
"""What `set_agreement_terms` and the verbs that make an agreement take as its terms; lengths in months."""


@dataclass(frozen=True)
class Party:
    """An organisation that is to be party to an agreement, and whether the agreement needs its signature."""

    organisation: Organisation
    role: PartyRole | str = PartyRole.PARTY
    must_sign: bool = True


@dataclass(frozen=True)
class ThemeWording:
    """A theme in the agreement's own words, with the city's themes it points to (None: those of that name)."""

    wording: LazyI18nString
    themes: tuple[Theme, ...] | None = None


def add_agreement(
    *,
    by: Account,
    source: Source | None,
    kind: AgreementKind,
    parties: Iterable[Organisation | Party],
    partnerships: Iterable[Partnership] = (),
    memberships: Iterable[Membership] = (),
    kind_as_written: str = "",
    title: LazyI18nString | str = "",
    ordinal: Ordinal | str = "",
    signed: PartialDate | None = None,
    valid_from: PartialDate | None = None,
    valid_until: End = None,
    notice_months: int = 0,
    themes: Sequence[LazyI18nString | ThemeWording] = (),
    is_published: bool = False,
    of_the_past: bool | None = None,
) -> Agreement:
    """Record an agreement that was made, with its parties and its themes in order.

    A theme points to those of the city's themes whose name in any language it is. Raises NotADate where the end lies
    before the start, and, unless a source says it of the past, BrokenRule for one that is recorded already (of the
    same parties, kind, title and day of signing) and for a notice period longer than its term.
    """
    check_can_keep_record(by)
    Period(valid_from, valid_until)
    listed = _parties(parties)
    with recording(by=by, action="add_agreement", source=source) as journal:
        if not is_of_the_past(source, of_the_past):
            _refuse_fault(Terms(valid_from, valid_until, notice=notice_months))
            if signed is not None:
                refuse_duplicate(kind, listed, title, signed)
        agreement = Agreement(
            record=new_record(journal, RecordKind.AGREEMENT, is_published=is_published),
            kind=kind,
            kind_as_written=kind_as_written,
            title=title,
            ordinal=ordinal,
            signed=signed,
            valid_from=valid_from,
            valid_until=valid_until,
            notice_months=notice_months,
        )
        _write(journal, agreement, listed, partnerships, memberships, themes)
    return agreement


def draft_agreement(
    *,
    by: Account,
    source: Source | None,
    kind: AgreementKind,
    parties: Iterable[Organisation | Party],
    partnerships: Iterable[Partnership] = (),
    memberships: Iterable[Membership] = (),
    title: LazyI18nString | str = "",
    valid_from: PartialDate | None = None,
    valid_until: End = None,
    themes: Sequence[LazyI18nString | ThemeWording] = (),
    is_published: bool = False,
    **terms: Any,
) -> Agreement:
    """Begin an agreement as a draft that nobody has signed; `terms` are those of `set_agreement_terms`.

    Raises BrokenRule where fewer than two organisations are party, for a draft of the same parties, kind and title that
    is there already, for terms that do not go together, and for parties or ties that are no longer there.
    """
    check_can_keep_record(by)
    _refuse_unknown_terms(terms)
    listed = _parties(parties)
    if len(listed) < 2:
        raise BrokenRule("An agreement is between at least two parties. Name them all, the home city among them.")
    ties, joined = list(partnerships), list(memberships)
    _refuse_fault(_terms(valid_from=valid_from, valid_until=valid_until, **terms))
    with recording(by=by, action="draft_agreement", source=source) as journal:
        refuse_gone(*(party.organisation for party in listed), *ties, *joined)
        refuse_duplicate(kind, listed, title, None)
        agreement = Agreement(
            record=new_record(journal, RecordKind.AGREEMENT, is_published=is_published),
            kind=kind,
            title=title,
            stage=AgreementStage.DRAFT,
            valid_from=valid_from,
            valid_until=valid_until,
            **terms,
        )
        _write(journal, agreement, listed, ties, joined, themes)
    return agreement


def advance_agreement(
    *, by: Account, source: Source | None, agreement: Agreement, to: AgreementStage | str,
    decision: Decision | None = None,
) -> None:  # fmt: skip
    """Bring an agreement that is not signed to another stage; what falls through goes back a stage.

    Approved needs the decision that approves it, which leaving that stage takes away. Raises BrokenRule for a stage
    that cannot follow, for approval without a decision and a decision without approval, and where a party has signed
    already.
    """
    check_can_keep_record(by)
    with recording(by=by, action="advance_agreement", source=source) as journal:
        hold(agreement)
        fault = stage_allowed(agreement.stage, to) if agreement.stage else allowed("in_force", "advance")
        if fault:
            raise BrokenRule(fault)
        if to == AgreementStage.APPROVED and decision is None:
            raise BrokenRule("An agreement is approved by a decision. Record the decision first and name it.")
        if to != AgreementStage.APPROVED and decision is not None:
            raise BrokenRule("Only an approval rests on a decision. Leave the decision out, or approve the agreement.")
        if agreement.parties.exclude(signed="").exists():
            raise BrokenRule("A party has signed already. Record the signatures that are missing.")
        refuse_gone(decision)
        journal.update(agreement, stage=to, approved_by_id=decision.pk if decision else None)


def abandon_draft(*, by: Account, source: Source | None, agreement: Agreement, reason: str) -> None:
    """Take out a draft that comes to nothing, with a reason that the public may read; what it was to replace stays.

    Raises BrokenRule for an agreement that is signed, without a reason, and where other records rest on it.
    """
    check_can_keep_record(by)
    with recording(by=by, action="abandon_draft", source=source) as journal:
        hold(agreement)
        if fault := allowed(agreement.stage or "in_force", "abandon"):
            raise BrokenRule(fault)
        for replaced in agreement.to_replace.order_by("pk"):
            journal.update(replaced, successor_draft_id=None)
        remove_record(by=by, source=source, record=agreement.record, reason=reason)


def change_agreement(
    *, by: Account, source: Source | None, agreement: Agreement, title: LazyI18nString | str | None = None,
    kind_as_written: str | None = None,
) -> list[str]:  # fmt: skip
    """Change what an agreement is called: its title, or what its document calls itself. What is None stays.

    Names the columns that changed. Raises BrokenRule where another of these parties, kind and day is called the same.
    """
    check_can_keep_record(by)
    told: dict[str, Any] = {"title": title, "kind_as_written": kind_as_written}
    with recording(by=by, action="change_agreement", source=source) as journal:
        hold(agreement)
        if title is not None and title != agreement.title:
            parties = [Party(row.organisation) for row in agreement.parties.select_related("organisation")]
            refuse_duplicate(agreement.kind, parties, title, agreement.signed, other_than=agreement.pk)
        changed: list[str] = journal.update(
            agreement, **{name: value for name, value in told.items() if value is not None}
        )
    return changed


def set_agreement_dates(
    *, by: Account, source: Source | None, agreement: Agreement, of_the_past: bool | None = None, **dates: End
) -> None:
    """Set `signed`, `valid_from` or `valid_until`, as precisely as the source says; None where it is not known.

    Raises NotADate where the end then lies before the start; BrokenRule where an agreement that is not signed would
    have a day of signing, and, unless a source says it of the past, for terms that then do not go together.
    """
    check_can_keep_record(by)
    start, end = dates.get("valid_from", agreement.valid_from), dates.get("valid_until", agreement.valid_until)
    Period(start if isinstance(start, PartialDate) else None, end)
    with recording(by=by, action="set_agreement_dates", source=source) as journal:
        if dates.get("signed") and agreement.stage:
            raise BrokenRule("This agreement is not signed by all. Record who signed, on which day.")
        if not is_of_the_past(source, of_the_past):
            _refuse_fault(_terms_of(agreement, valid_from=start, valid_until=end))
        values: dict[str, Any] = {name: dates[name] for name in AGREEMENT_DATES if name in dates}
        journal.update(agreement, **values)


def set_agreement_terms(
    *, by: Account, source: Source | None, agreement: Agreement, of_the_past: bool | None = None, **terms: Any
) -> None:
    """Set how an agreement goes on after its end, its notice period and its reviews; what is not named stays.

    `renewal_mode` (none, express, tacit), `renewal_months` (the term a tacit one renews itself for), `most_renewals`,
    `notice_months`, `review_on`, `review_every_months`. A mode that is not tacit takes the term and the most away.

    Raises BrokenRule for terms that do not go together (a notice longer than the term, a tacit one without a term) and,
    unless a source says it of the past, for an agreement that has ended.
    """
    check_can_keep_record(by)
    _refuse_unknown_terms(terms)
    if "renewal_mode" in terms and terms["renewal_mode"] != RenewalMode.TACIT:
        terms = {"renewal_months": None, "most_renewals": None} | terms
    with recording(by=by, action="set_agreement_terms", source=source) as journal:
        hold(agreement)
        if not is_of_the_past(source, of_the_past) and (agreement.replaced_by_id or agreement.terminated_on):
            status = "replaced" if agreement.replaced_by_id else "terminated"
            if fault := allowed(status, "set_terms"):
                raise BrokenRule(fault)
        _refuse_fault(_terms_of(agreement, **terms))
        journal.update(agreement, **terms)


def _refuse_unknown_terms(terms: Iterable[str]) -> None:
    if unknown := sorted(set(terms) - set(TERMS)):
        raise TypeError(f"An agreement has no terms called {', '.join(unknown)}.")


def _terms_of(agreement: Agreement, **values: Any) -> Terms:
    names = ("valid_from", "valid_until", *TERMS)
    return _terms(**{name: values.get(name, getattr(agreement, name)) for name in names})


def _terms(**values: Any) -> Terms:
    return Terms(
        valid_from=values.get("valid_from"),
        valid_until=values.get("valid_until"),
        renewal_mode=values.get("renewal_mode") or "",
        renewal=values.get("renewal_months"),
        most_renewals=values.get("most_renewals"),
        notice=values.get("notice_months") or 0,
        review_on=values.get("review_on"),
        review_every=values.get("review_every_months"),
    )


def _refuse_fault(terms: Terms) -> None:
    if fault := terms_fault(terms):
        raise BrokenRule(fault)


def refuse_duplicate(
    kind: str, parties: Iterable[Party], title: LazyI18nString | str, signed: PartialDate | None, *,
    other_than: str = "",
) -> None:  # fmt: skip
    """Raise BrokenRule where another agreement has these parties, kind, title and day of signing (None: a draft)."""
    known = agreement_like(
        kind=kind,
        organisation_ids={party.organisation.pk for party in parties},
        title=title,
        signed=signed,
        other_than=other_than,
    )
    if known is None:
        return
    what = Phrase("signed %(day)s", day=signed) if signed else Phrase("not signed yet")
    raise BrokenRule(
        "There is already such an agreement of these parties, %(what)s: %(id)s. Use that one, or give this one a "
        "title that tells them apart.",
        what=what,
        id=known.pk,
    )


# --- the rows of an agreement -----------------------------------------------------------------------------------------


def _parties(parties: Iterable[Organisation | Party]) -> list[Party]:
    """Each organisation once, as it was named first."""
    listed: dict[str, Party] = {}
    for each in parties:
        party = each if isinstance(each, Party) else Party(each)
        listed.setdefault(party.organisation.pk, party)
    return list(listed.values())


def _write(
    journal: Journal, agreement: Agreement, parties: Iterable[Party], partnerships: Iterable[Partnership],
    memberships: Iterable[Membership], themes: Sequence[LazyI18nString | ThemeWording],
) -> None:  # fmt: skip
    journal.create(agreement)
    for position, party in enumerate(parties, start=1):
        row = AgreementParty(
            agreement=agreement,
            organisation=party.organisation,
            role=party.role,
            must_sign=party.must_sign,
            position=position,
        )
        journal.create(row, of=agreement)
    for position, partnership in enumerate(dict.fromkeys(partnerships), start=1):
        tie = AgreementPartnership(agreement=agreement, partnership=partnership, position=position)
        journal.create(tie, of=agreement)
    for membership in dict.fromkeys(memberships):
        journal.create(AgreementMembership(agreement=agreement, membership=membership), of=agreement)
    for position, theme in enumerate(themes, start=1):
        write_theme(journal, agreement, position, theme)


def write_theme(
    journal: Journal, agreement: Agreement, position: int, theme: LazyI18nString | ThemeWording,
    applies_from: PartialDate | None = None,
) -> None:  # fmt: skip
    """Write one theme of an agreement, pointing to the city's themes it names."""
    given = theme if isinstance(theme, ThemeWording) else ThemeWording(theme)
    row = AgreementTheme(agreement=agreement, position=position, wording=given.wording, applies_from=applies_from)
    journal.create(row, of=agreement)
    meant = themes_named(given.wording) if given.themes is None else list(given.themes)
    if meant:
        row.themes.set(meant)
        journal.note(agreement.pk, f"agreementtheme.{row.pk}.themes", None, [each.pk for each in meant])


def themes_named(wording: LazyI18nString) -> list[Theme]:
    """The city's themes that go by this name in any language."""
    names = _texts(wording)
    return [theme for theme in Theme.objects.live() if names & _texts(theme.name)]


def _texts(value: LazyI18nString) -> set[str]:
    return {text.casefold() for text in by_language(value).values()}
