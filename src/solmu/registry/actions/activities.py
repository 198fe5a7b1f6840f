"""Writes of activities."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from i18nfield.strings import LazyI18nString

from solmu.core.audit import Journal
from solmu.core.dates import End, PartialDate, Period
from solmu.core.errors import BrokenRule, Phrase
from solmu.core.models import Account, Source
from solmu.places.countries import country_name
from solmu.places.models import Place
from solmu.registry.actions.recording import new_record, recording, refuse_gone, stated
from solmu.registry.models import (
    Activity,
    ActivityGift,
    ActivityMembership,
    ActivityOrganisation,
    ActivityParticipants,
    ActivityPartnership,
    ActivityTheme,
    Agreement,
    Membership,
    Organisation,
    Partnership,
    Theme,
)
from solmu.registry.permissions import check_can_record_activity
from solmu.registry.rules.activity_index import Participants
from solmu.registry.rules.amounts import amount_of, currency_of
from solmu.registry.vocabulary import ActivityKind, Direction, GiftDirection, NetworkPurpose, RecordKind

Counts = int | Sequence[Participants]
"""How many took part: a sum, or numbers by group and country."""

CHANGEABLE = (
    "kind", "title", "starts", "ends", "direction", "place", "place_as_written", "agreement", "purpose", "costs",
    "currency", "funding",
)  # fmt: skip
"""What `change_activity` may change, beside what the activity belongs to and who takes part."""


@dataclass(frozen=True)
class Gift:
    """A gift given or received, with its value where it is known."""

    direction: GiftDirection
    what: LazyI18nString
    value: Decimal | None = None
    currency: str = "EUR"


def add_activity(
    *,
    by: Account,
    source: Source | None,
    kind: ActivityKind,
    title: LazyI18nString,
    starts: PartialDate | None = None,
    ends: End = None,
    direction: Direction | str = "",
    partnerships: Iterable[Partnership] = (),
    memberships: Iterable[Membership] = (),
    organisations: Iterable[Organisation] = (),
    themes: Iterable[Theme] = (),
    agreement: Agreement | None = None,
    place: Place | None = None,
    place_as_written: str = "",
    participants: Counts | None = None,
    purpose: NetworkPurpose | str = "",
    costs: Decimal | None = None,
    currency: str = "EUR",
    funding: LazyI18nString | str = "",
    outcome: LazyI18nString | str = "",
    gifts: Sequence[Gift] = (),
    is_published: bool = False,
) -> Activity:
    """Add an activity with what it belongs to, those who take part, in their order, and how many people.

    People are counted, never named. Raises NotADate for an end before the start, and BrokenRule for a number or amount
    below nought, a country that is none, an agreement with other partners than the activity's, and for whatever is no
    longer there. An outcome that a source tells is kept as it is; a person's is `record_outcome`.
    """
    check_can_record_activity(by)
    Period(starts, ends)
    counts = _counts(participants)
    _refuse_no_title(title)
    values = _checked({"costs": costs, "currency": currency})
    ties, within = list(dict.fromkeys(partnerships)), list(dict.fromkeys(memberships))
    those, about = list(dict.fromkeys(organisations)), list(dict.fromkeys(themes))
    refuse_gone(*ties, *within, *those, *about, agreement)
    _refuse_other_partners(agreement, ties)
    for gift in gifts:
        _checked_gift(gift)
    with recording(by=by, action="add_activity", source=source) as journal:
        record = new_record(journal, RecordKind.ACTIVITY, is_published=is_published)
        activity = Activity(
            record=record,
            kind=kind,
            title=title,
            starts=starts,
            ends=ends,
            direction=direction,
            place=place,
            place_as_written=place_as_written,
            agreement=agreement,
            purpose=purpose,
            funding=stated(funding),
            outcome=stated(outcome),
            **values,
        )
        journal.create(activity)
        _put(journal, activity, partnerships=ties, memberships=within, organisations=those, themes=about)
        for each in counts:
            _count(journal, activity, each)
        for gift in gifts:
            _give(journal, activity, gift)
    return activity


def change_activity(
    *,
    by: Account,
    source: Source | None,
    activity: Activity,
    partnerships: Iterable[Partnership] | None = None,
    memberships: Iterable[Membership] | None = None,
    organisations: Iterable[Organisation] | None = None,
    themes: Iterable[Theme] | None = None,
    **values: Any,
) -> list[str]:
    """Change what an activity says (`CHANGEABLE`) and, where given, all it belongs to; names the columns that changed.

    Raises as `add_activity` does, and BrokenRule for what cannot be changed so.
    """
    check_can_record_activity(by)
    if unknown := sorted(set(values) - set(CHANGEABLE)):
        raise BrokenRule("“%(field)s” of an activity cannot be changed so. Leave it out.", field=unknown[0])
    starts, ends = values.get("starts", activity.starts), values.get("ends", activity.ends)
    Period(starts, ends)
    if "title" in values:
        _refuse_no_title(values["title"])
    if "funding" in values:
        values["funding"] = stated(values["funding"])
    kept = {"costs": activity.costs, "currency": activity.currency}
    values |= {name: value for name, value in _checked(kept | values).items() if name in values}
    given: dict[str, list[Any]] = {
        name: list(dict.fromkeys(rows))
        for name, rows in (
            ("partnerships", partnerships),
            ("memberships", memberships),
            ("organisations", organisations),
            ("themes", themes),
        )
        if rows is not None
    }
    agreement = values.get("agreement", activity.agreement)
    refuse_gone(activity, *(row for rows in given.values() for row in rows), values.get("agreement"))
    _refuse_other_partners(agreement, given.get("partnerships", list(activity.partnerships.all())))
    with recording(by=by, action="change_activity", source=source) as journal:
        changed = journal.update(activity, **values)
        _put(journal, activity, **given)
    return changed


def record_outcome(
    *, by: Account, source: Source | None, activity: Activity, outcome: LazyI18nString | str, day: date,
    participants: Counts | None = None,
) -> None:  # fmt: skip
    """Record what came of an activity and, where given, how many took part.

    Raises BrokenRule for an empty outcome, and where the activity has surely not begun by `day`.
    """
    check_can_record_activity(by)
    refuse_gone(activity)
    if not stated(outcome):
        raise BrokenRule("An outcome says what came of the activity. Write one sentence.")
    if Period(activity.starts).begun(day) is False:
        raise BrokenRule(
            "The activity begins on %(starts)s and has no outcome yet. Record it afterwards.", starts=activity.starts
        )
    with recording(by=by, action="record_outcome", source=source) as journal:
        journal.update(activity, outcome=outcome)
        if participants is not None:
            _set_counts(journal, activity, _counts(participants))


def set_participants(*, by: Account, source: Source | None, activity: Activity, participants: Counts | None) -> None:
    """Set how many took part, in place of what was recorded; None where it is not known.

    Raises BrokenRule for a number below none, a country that is none, and a group counted twice or above the sum.
    """
    check_can_record_activity(by)
    refuse_gone(activity)
    counts = _counts(participants)
    with recording(by=by, action="set_participants", source=source) as journal:
        _set_counts(journal, activity, counts)


def add_gift(*, by: Account, source: Source | None, activity: Activity, gift: Gift) -> ActivityGift:
    """Add a gift given or received. Raises BrokenRule for one that is not named and for a value below nought."""
    check_can_record_activity(by)
    refuse_gone(activity)
    _checked_gift(gift)
    with recording(by=by, action="add_gift", source=source) as journal:
        return _give(journal, activity, gift)


def remove_gift(*, by: Account, source: Source | None, gift: ActivityGift) -> None:
    """Take back a gift that should not have been recorded."""
    check_can_record_activity(by)
    with recording(by=by, action="remove_gift", source=source) as journal:
        journal.delete(gift, of=gift.activity)


# --- rules ------------------------------------------------------------------------------------------------------------


def _refuse_no_title(title: LazyI18nString | str) -> None:
    if not stated(title):
        raise BrokenRule("An activity needs a title. Write a few words that say what it is.")


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    return values | {
        "costs": amount_of(values["costs"], Phrase("The costs of an activity")),
        "currency": currency_of(values["currency"]),
    }


def _checked_gift(gift: Gift) -> None:
    if not stated(gift.what):
        raise BrokenRule("A gift is named. Write what it was.")
    amount_of(gift.value, Phrase("The value of a gift"))
    currency_of(gift.currency)


def _refuse_other_partners(agreement: Agreement | None, partnerships: list[Partnership]) -> None:
    """An agreement with other partners alone is the wrong one; what is under no partnership contradicts nothing."""
    if agreement is None or not partnerships:
        return
    under = set(agreement.partnership_rows.values_list("partnership_id", flat=True))
    if under and not under & {tie.pk for tie in partnerships}:
        raise BrokenRule("The agreement is with other partners than the activity. Choose another, or leave it out.")


def _counts(participants: Counts | None) -> list[Participants]:
    """Numbers of people by group and country, or their sum alone, checked."""
    if participants is None:
        return []
    counts = [Participants(participants)] if isinstance(participants, int) else list(participants)
    for each in counts:
        if each.number < 0:
            raise BrokenRule(
                "%(number)s people cannot take part. Write how many did, or leave it out.", number=each.number
            )
        if each.country and (len(each.country) != 2 or country_name(each.country, "en") == each.country):
            raise BrokenRule(
                "“%(country)s” is no country. Write its two capital letters, for example FI.", country=each.country
            )
    named = [(each.group, each.country) for each in counts]
    if twice := next((name for name in named if named.count(name) > 1), None):
        what = " ".join(filter(None, twice)) or Phrase("the sum")
        raise BrokenRule("The number of people is given twice for %(what)s. Give one number.", what=what)
    sums = [each.number for each in counts if each.is_sum]
    parts = sum(each.number for each in counts if not each.is_sum)
    if sums and parts > sums[0]:
        raise BrokenRule(
            "The groups are %(parts)s people together, the sum says %(sum)s. Check the numbers.",
            parts=parts,
            sum=sums[0],
        )
    return counts


# --- rows -------------------------------------------------------------------------------------------------------------

_PARTS: dict[str, tuple[type[Any], str]] = {
    "partnerships": (ActivityPartnership, "partnership"),
    "memberships": (ActivityMembership, "membership"),
    "organisations": (ActivityOrganisation, "organisation"),
    "themes": (ActivityTheme, "theme"),
}


def _put(journal: Journal, activity: Activity, **given: list[Any]) -> None:
    """Put the activity under exactly these, in their order; what it is under already stays as it is."""
    for name, rows in given.items():
        model, key = _PARTS[name]
        kept = {getattr(part, f"{key}_id"): part for part in model.objects.filter(activity=activity)}
        for gone in kept.keys() - {row.pk for row in rows}:
            journal.delete(kept[gone], of=activity)
        is_ordered = any(column.name == "position" for column in model._meta.concrete_fields)
        for position, row in enumerate(rows, start=1):
            place = {"position": position} if is_ordered else {}
            if row.pk in kept:
                journal.update(kept[row.pk], of=activity, **place)
            else:
                journal.create(model(activity=activity, **{key: row}, **place), of=activity)


def _count(journal: Journal, activity: Activity, each: Participants) -> None:
    row = ActivityParticipants(activity=activity, group=each.group, country=each.country, number=each.number)
    journal.create(row, of=activity)


def _set_counts(journal: Journal, activity: Activity, counts: list[Participants]) -> None:
    kept = {(row.group, row.country): row for row in activity.participants.all()}
    for name in kept.keys() - {(each.group, each.country) for each in counts}:
        journal.delete(kept[name], of=activity)
    for each in counts:
        row = kept.get((each.group, each.country))
        if row is None:
            _count(journal, activity, each)
        else:
            journal.update(row, of=activity, number=each.number)


def _give(journal: Journal, activity: Activity, gift: Gift) -> ActivityGift:
    row = ActivityGift(
        activity=activity,
        direction=gift.direction,
        what=gift.what,
        value=amount_of(gift.value, Phrase("The value of a gift")),
        currency=gift.currency,
    )
    journal.create(row, of=activity)
    return row
