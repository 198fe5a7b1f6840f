"""What a person on a command line means by a name: a record or an account, by its id or by what it is called.

A name is taken whatever its case and marks, in any language. Where no record or several answer to it, the sentence
shows at most five that may be meant, each with the id that names it for good.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NamedTuple

from solmu.core.dates import LANGUAGES
from solmu.core.errors import SolmuError
from solmu.places.names import fold

if TYPE_CHECKING:
    from solmu.core.models import Account, Record
    from solmu.registry.models import Agreement, Decision, Organisation, Partnership

MOST_SHOWN = 5
"""Candidates a refusal shows."""

NEAR_ENOUGH = 0.6
"""How alike (difflib's ratio) a name must be to be shown where none is the one asked for."""


class Candidate(NamedTuple):
    """A row that may be meant: its id, what it is called when shown, and every folded name it answers to."""

    key: str
    shown: str
    names: frozenset[str]


def find_agreement(text: str) -> Agreement:
    """The agreement with this id or name: *Tartu: memorandum of understanding, 1999–2004*, its beginning, or *Tartu*.

    The partner alone is enough where it has one agreement. Raises SolmuError where none or several answer to it.
    """
    from solmu.registry.models import Agreement

    found = Agreement.objects.live().filter(pk=text.strip()).first() or _of_partner(text)
    if found is None:
        found = _row(Agreement, text, _records("agreement"), "agreement", "solmu show agreements --json")
    agreement: Agreement = found
    return agreement


def _of_partner(text: str) -> Agreement | None:
    """The agreement of the partner named before the colon that answers to the rest; None where it is no partner's."""
    from django.db.models import Q

    from solmu.registry.models import Agreement

    partner, _, rest = text.partition(":")
    organisations = [each.key for each in _organisations(partner)]
    named = Q(partnership_rows__partnership__partner__names__key=fold(partner))
    rows = Agreement.objects.live().filter(named | Q(parties__organisation__in=organisations)).distinct()
    keys = list(rows.order_by("pk").values_list("pk", flat=True)) if fold(partner) else []
    if not keys:
        return None
    candidates = _named_records(keys)
    if fold(rest):
        named_so = _answering(text, candidates) or _answering(rest, candidates)
        if not named_so:
            raise SolmuError(_none(text, "agreement", candidates))
        candidates = named_so
    return _row(Agreement, text, candidates, "agreement", "", among=candidates)


def find_partnership(text: str) -> Partnership:
    """The partnership with this id, or with the city of this name. Raises SolmuError for none and for several."""
    from solmu.registry.models import Partnership

    by_id = Partnership.objects.live().filter(pk=text.strip()).first()
    if by_id is not None:
        known: Partnership = by_id
        return known
    from solmu.registry.queries.partnerships import partnerships_named

    named = partnerships_named(text) if fold(text) else []
    if len(named) == 1:
        return named[0]
    among = _named_records([each.pk for each in named]) if named else None
    every = among if among is not None else _records("partnership")
    found: Partnership = _row(Partnership, text, every, "partner", "solmu show partnerships", among=among)
    return found


def find_organisation(text: str) -> Organisation:
    """The organisation with this id, name or abbreviation, or the city of this name.

    Raises SolmuError where none or several answer to it.
    """
    from solmu.registry.models import Organisation

    by_id = Organisation.objects.live().filter(pk=text.strip()).first()
    if by_id is not None:
        known: Organisation = by_id
        return known
    among = _organisations(text)
    every = among or _every_organisation()
    found: Organisation = _row(Organisation, text, every, "organisation", "", among=among or None)
    return found


def find_decision(text: str) -> Decision:
    """The decision with this id, case number, or organ with day and section. Raises SolmuError for none and several."""
    from solmu.registry.models import Decision

    by_id = Decision.objects.live().filter(pk=text.strip()).first()
    if by_id is not None:
        known: Decision = by_id
        return known
    rows: Iterable[Decision] = Decision.objects.live().order_by("pk")
    every = [Candidate(row.pk, str(row), frozenset(filter(None, map(fold, (str(row), row.case_id))))) for row in rows]
    found: Decision = _row(Decision, text, every, "decision", "")
    return found


def find_account(text: str) -> Account:
    """The account with this id, e-mail address or person's name. Raises SolmuError for none, several and who left."""
    from django.db.models import Q

    from solmu.core.models import Account

    asked = text.strip()
    account = Account.objects.filter(Q(pk=asked) | Q(email__iexact=asked)).first()
    if account is None:
        every = [
            Candidate(row.pk, f"{row.name} {row.email}".strip(), frozenset({fold(row.name), fold(row.email)} - {""}))
            for row in Account.objects.filter(is_active=True).order_by("email")
        ]
        account = Account.objects.get(pk=_chosen(text, every, "account", "").key)
    if not account.is_active:
        raise SolmuError(f"{account.email} has left. Name somebody who is still here.")
    return account


def find_record(text: str) -> Record:
    """The record of any kind with this id or name; an id that was merged away leads to what it became.

    Where a partnership and its city share the name, the partnership is meant. Raises SolmuError where none or several
    answer to it, and for a record that was removed.
    """
    from solmu.core.models import Record

    record = Record.objects.filter(pk=text.strip()).first()
    while record is not None and record.merged_into_id:
        record = record.merged_into
    if record is not None:
        if record.removed_at:
            raise SolmuError(f"The record {record.pk} was removed: {record.removal_reason} Name another.")
        return record
    from solmu.registry.queries.partnerships import partnerships_named

    named = partnerships_named(text) if fold(text) else []
    if len(named) == 1:
        kept: Record = named[0].record
        return kept
    if ":" in text and (agreement := _of_partner(text)):
        of_agreement: Record = agreement.record
        return of_agreement
    among = _named_records([each.pk for each in named]) if named else None
    chosen = _chosen(text, among or _records(), "record", "", among=among)
    return Record.objects.get(pk=chosen.key)


def find_row(model: Any, text: str, *, what: str, see: str = "") -> Any:
    """The row of a kind (`what`: *unit*, *activity*) with this id or name; raises SolmuError for none and several.

    `see` is the command that lists what there is.
    """
    by_id = model.objects.live().filter(pk=text.strip()).first()
    return by_id or _row(model, text, _records(what.replace(" ", "_")), what, see)


# --- what may be meant ------------------------------------------------------------------------------------------------


def _records(kind: str = "") -> list[Candidate]:
    """Every live record, or every one of a kind, with the names it answers to."""
    from solmu.core.models import Record
    from solmu.registry.vocabulary import RecordKind

    rows = Record.objects.filter(removed_at=None, merged_into=None, kind__in=[kind] if kind else RecordKind.values)
    return _named_records(list(rows.order_by("pk").values_list("pk", flat=True)))


def _named_records(keys: Collection[str]) -> list[Candidate]:
    from solmu.registry.queries.names import names_of

    names = names_of(keys)
    shown = _language()
    return [
        Candidate(
            key,
            names.of(key, shown),
            frozenset(filter(None, (fold(names.of(key, language)) for language in (shown, *LANGUAGES)))),
        )
        for key in keys
    ]


def _organisations(text: str) -> list[Candidate]:
    """The organisations that go by exactly this name: their own in any language, their abbreviation or their city's."""
    from solmu.registry.models import Organisation
    from solmu.registry.vocabulary import OrganisationKind

    wanted = fold(text)
    if not wanted:
        return []
    cities = Organisation.objects.live().filter(kind=OrganisationKind.CITY, place__names__key=wanted).values("pk")
    of_cities = {row["pk"] for row in cities}
    return [each for each in _every_organisation() if each.key in of_cities or wanted in each.names]


def _every_organisation() -> list[Candidate]:
    from solmu.registry.models import Organisation
    from solmu.registry.naming import text_in
    from solmu.registry.records import by_language

    rows: Iterable[Organisation] = Organisation.objects.live().order_by("pk")
    return [
        Candidate(
            row.pk,
            text_in(row.name, _language()),
            frozenset(filter(None, map(fold, (*by_language(row.name).values(), row.abbreviation)))),
        )
        for row in rows
    ]


def _language() -> str:
    from django.utils.translation import get_language

    active = (get_language() or "en").split("-")[0]
    return active if active in LANGUAGES else "en"


# --- choosing ---------------------------------------------------------------------------------------------------------


def _answering(text: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those with exactly this name; else those whose name begins with it; else those that hold all its words."""
    wanted = fold(text)
    if not wanted:
        return []
    words = set(wanted.split())
    ways: tuple[Callable[[str], bool], ...] = (
        lambda name: name == wanted,
        lambda name: name.startswith(f"{wanted} "),
        lambda name: words <= set(name.split()),
    )
    for answers in ways:
        if found := [each for each in candidates if any(answers(name) for name in each.names)]:
            return found
    return []


def _chosen(
    text: str, candidates: Sequence[Candidate], what: str, see: str, *, among: Sequence[Candidate] | None = None
) -> Candidate:
    """The one that answers to the text; `among` are those that do, where that is known already.

    Raises SolmuError for an empty text, for none and for several.
    """
    if not text.strip():
        raise SolmuError(f"Nothing names the {what}. Give its id or its name.")
    found = list(among) if among is not None else _answering(text, candidates)
    if len(found) == 1:
        return found[0]
    if found:
        raise SolmuError(f"“{text}” may be one of several {what}s: {_listed(found)}. Give the id of the one you mean.")
    if near := _near(text, candidates):
        raise SolmuError(_none(text, what, near))
    where = f" See what is with: {see}" if see else " Check the name, or give the id."
    raise SolmuError(f"No {what} “{text}” is recorded.{where}")


def _none(text: str, what: str, near: Sequence[Candidate]) -> str:
    return f"No {what} “{text}” is recorded. Near it: {_listed(near)}. Give the id or the whole name."


def _near(text: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    by_name = {name: each for each in candidates for name in each.names}
    alike = get_close_matches(fold(text), by_name, n=MOST_SHOWN, cutoff=NEAR_ENOUGH)
    return list(dict.fromkeys(by_name[name] for name in alike))


def _listed(candidates: Sequence[Candidate]) -> str:
    shown = "; ".join(f"{each.shown} ({each.key})" for each in candidates[:MOST_SHOWN])
    left = len(candidates) - MOST_SHOWN
    return f"{shown}; and {left} more" if left > 0 else shown


def _row(
    model: Any, text: str, candidates: Sequence[Candidate], what: str, see: str, *,
    among: Sequence[Candidate] | None = None,
) -> Any:  # fmt: skip
    return model.objects.get(pk=_chosen(text, candidates, what, see, among=among).key)
