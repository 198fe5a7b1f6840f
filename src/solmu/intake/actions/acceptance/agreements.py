"""Taking an agreement into the record, or what the claim adds to one that is there."""

from __future__ import annotations

from typing import Any

from solmu.core.dates import OPEN, End
from solmu.core.errors import Phrase, SolmuError
from solmu.core.models import Record
from solmu.intake.actions.acceptance.entering import (
    Acceptance,
    city_at,
    home_of_instance,
    key_of,
    partnership_with,
    place_of,
)
from solmu.intake.queries import claimed_date, claimed_end
from solmu.intake.vocabulary import EffectKind
from solmu.registry.actions.agreements import (
    add_agreement,
    propose_series,
    set_agreement_dates,
    suspend_agreement,
    terminate_agreement,
)
from solmu.registry.models import Agreement
from solmu.registry.queries import matching
from solmu.registry.vocabulary import AgreementKind


def take_agreement(acceptance: Acceptance) -> Record:
    content, by, source = acceptance.content, acceptance.by, acceptance.source
    home = home_of_instance()
    places = {place_of(acceptance, claimed): claimed["name"] for claimed in content["partners"]}
    places = {place: name for place, name in places.items() if place != home.place}
    if content["partners"] and not places:
        raise SolmuError("A city makes no agreement with itself. Correct the partner first.")
    signed, until = claimed_date(content, "signed"), claimed_end(content)
    kind = key_of(AgreementKind, content.get("agreement_kind"), Phrase("kind of agreement"))
    agreement = matching.same_agreement(
        kind=kind,
        partner_ids={place.pk for place in places},
        ordinal=content.get("ordinal") or "",
        signed=signed,
        valid_until=until,
        themes=list(content.get("themes") or []),
    )
    if agreement is None:
        agreement = add_agreement(
            by=by,
            source=source,
            kind=kind,
            parties=[home, *(city_at(acceptance, place, name) for place, name in places.items())],
            partnerships=[tie for place in places if (tie := partnership_with(place))],
            kind_as_written=content.get("kind_as_written") or "",
            ordinal=content.get("ordinal") or "",
            signed=signed,
            valid_from=claimed_date(content, "valid_from"),
            valid_until=until,
            themes=[acceptance.text(theme) for theme in content.get("themes") or ()],
            is_published=acceptance.is_published,
        )
        acceptance.note(EffectKind.ADDED, agreement.record)
        propose_series(by=by, source=source, agreement=agreement)
    else:
        _complete_agreement(acceptance, agreement)
    _take_agreement_changes(acceptance, agreement)
    return agreement.record


def _complete_agreement(acceptance: Acceptance, agreement: Agreement) -> None:
    """Add the dates that the record lacks or has less precisely; a person who accepts a contradiction decides it."""
    content = acceptance.content
    claimed: dict[str, End] = {
        "signed": claimed_date(content, "signed"),
        "valid_from": claimed_date(content, "valid_from"),
        "valid_until": claimed_end(content),
    }
    for name, value in claimed.items():
        before: End = getattr(agreement, name)
        if value is None or value == before:
            continue
        if matching.agrees(before, value) and len(str(before)) > len(str(value)):
            continue
        date_read: dict[str, Any] = {name: value}
        set_agreement_dates(by=acceptance.by, source=acceptance.source, agreement=agreement, **date_read)
        acceptance.note(EffectKind.SET, agreement.record, field=name, before=str(before or ""), after=str(value))


def _take_agreement_changes(acceptance: Acceptance, agreement: Agreement) -> None:
    """Suspensions and terminations the record does not have; a termination without a day is none."""
    by, source = acceptance.by, acceptance.source
    for change in acceptance.content.get("changes") or ():
        on = claimed_date(change, "on")
        reason = acceptance.text(change.get("reason"))
        decided_by = change.get("decided_by") or ""
        if change["status"] == "suspended":
            known = agreement.suspensions.all()
            if any(matching.may_agree(suspension.suspended_from, on) for suspension in known):
                continue
            suspension = suspend_agreement(
                by=by, source=source, agreement=agreement, on=on, until=OPEN, decided_by=decided_by, reason=reason
            )
            acceptance.note(EffectKind.CHANGED, agreement.record, part_id=suspension.pk)
        elif change["status"] in ("terminated", "ended") and on is not None and agreement.terminated_on is None:
            terminate_agreement(by=by, source=source, agreement=agreement, on=on, decided_by=decided_by, reason=reason)
            acceptance.note(EffectKind.SET, agreement.record, field="terminated_on", after=on.edtf)
