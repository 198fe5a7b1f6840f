"""From a claim to the registry's actions: one function per kind of claim.

Each finds what the record already has, adds what is missing through the registry's own actions and notes every effect,
so that the acceptance can be withdrawn. Nothing is filled in that the claim does not say.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from i18nfield.strings import LazyI18nString

from solmu.core.dates import OPEN, End, PartialDate
from solmu.core.errors import SolmuError
from solmu.core.models import Account, Record, Source
from solmu.intake.models import AcceptanceEffect, Claim
from solmu.intake.queries import Content, claimed_date, claimed_end, claimed_place, partners_of
from solmu.intake.vocabulary import Doubt, EffectKind
from solmu.places.actions import add_place_name, register_candidate
from solmu.places.gazetteer import Gazetteer
from solmu.places.models import Place
from solmu.places.rules import Name
from solmu.registry.actions.activities import add_activity
from solmu.registry.actions.agreements import (
    add_agreement,
    propose_series,
    set_agreement_dates,
    suspend_agreement,
    terminate_agreement,
)
from solmu.registry.actions.citations import cite
from solmu.registry.actions.institutions import add_coverage_statement, add_institution_link
from solmu.registry.actions.networks import add_membership
from solmu.registry.actions.organisations import add_organisation, city_of
from solmu.registry.actions.partnerships import add_partnership, change_partnership, set_partnership_since
from solmu.registry.actions.publicity import restore_record
from solmu.registry.actions.recognitions import add_recognition
from solmu.registry.models import Agreement, Organisation, Partnership
from solmu.registry.queries import matching
from solmu.registry.queries.partnerships import home_city
from solmu.registry.vocabulary import (
    NETWORK_KINDS,
    ActivityKind,
    AgreementKind,
    Extent,
    InstitutionLevel,
    OrganisationKind,
    Relation,
)


@dataclass
class Acceptance:
    """One claim on its way into the record, with what has been done for it so far."""

    by: Account
    source: Source
    claim: Claim
    gazetteer: Gazetteer
    is_published: bool
    chosen: int | None = None  # the GeoNames id a person chose among several
    effects: list[AcceptanceEffect] = field(default_factory=list)

    @property
    def content(self) -> Content:
        content: Content = self.claim.content
        return content

    def note(self, kind: EffectKind, record: Record, **what: str) -> None:
        position = len(self.effects) + 1
        self.effects.append(AcceptanceEffect(claim=self.claim, position=position, kind=kind, record=record, **what))

    def text(self, value: str | None) -> LazyI18nString:
        """Words of the document, in its language."""
        if not value:
            return LazyI18nString("")
        return LazyI18nString({self.source.language: value} if self.source.language else value)


def take_into_record(acceptance: Acceptance) -> Record:
    """Put the claim into the record and cite its words; gives the record it became or was already.

    Raises SolmuError, with nothing done, where a place or an institution it needs is not known.
    """
    record = TAKERS[acceptance.content["kind"]](acceptance)
    for piece in acceptance.content["evidence"]:
        for name in piece["for"] or [""]:
            citation = cite(
                by=acceptance.by,
                source=acceptance.source,
                record=record,
                field=name,
                quote=piece["text"],
                start=piece["start"],
                end=piece["end"],
            )
            if citation:
                acceptance.note(EffectKind.CITED, record, part_id=citation.pk)
    return record


# --- what claims name -------------------------------------------------------------------------------------------------


def _place(acceptance: Acceptance, claimed: Content) -> Place:
    found = claimed_place(claimed, acceptance.gazetteer)
    candidate = found.candidate
    if found.doubt and acceptance.chosen is not None:
        candidate = next((each for each in found.candidates if each.geonames_id == acceptance.chosen), None)
    elif found.doubt == Doubt.AMBIGUOUS_PLACE:
        raise SolmuError(f"“{found.name}” may mean several places. Choose which one.")
    elif found.doubt:
        raise SolmuError(f"No place called “{found.name}” is known. Correct the name or add the place first.")
    by, source = acceptance.by, acceptance.source
    if candidate is not None:
        return register_candidate(
            by=by, source=source, candidate=candidate, written=found.name, language=source.language
        )
    if found.place is None:
        raise SolmuError(f"The place chosen for “{found.name}” is none of those offered. Choose one of them.")
    if source.language and not found.place.names.filter(language=source.language).exists():
        add_place_name(by=by, source=source, place=found.place, name=Name(found.name, source.language))
    return found.place


def _city(acceptance: Acceptance, place: Place, name: str) -> Organisation:
    return city_of(
        by=acceptance.by,
        source=acceptance.source,
        place=place,
        name=name,
        is_published=acceptance.is_published,
    )


def _home() -> Organisation:
    home = home_city()
    if home is None:
        raise SolmuError("The instance has no home city. Make it anew with solmu init.")
    return home


def _partnership_with(claimed: Content, gazetteer: Gazetteer) -> Partnership | None:
    place = claimed_place(claimed, gazetteer).place
    return Partnership.objects.live().filter(partner=place).first() if place else None


# --- kinds ------------------------------------------------------------------------------------------------------------


def _take_partnership(acceptance: Acceptance) -> Record:
    content, by, source = acceptance.content, acceptance.by, acceptance.source
    place = _place(acceptance, content["partner"])
    since = claimed_date(content, "since")
    partnership = Partnership.objects.filter(partner=place).select_related("record").first()
    if partnership is None:
        partnership = add_partnership(
            by=by,
            source=source,
            partner=place,
            relation=Relation(content["relation"]),
            since=since,
            is_published=acceptance.is_published,
        )
        acceptance.note(EffectKind.ADDED, partnership.record)
    else:
        if partnership.record.removed_at:
            restore_record(by=by, source=source, record=partnership.record, is_published=acceptance.is_published)
            acceptance.note(EffectKind.RESTORED, partnership.record)
        _refine_since(acceptance, partnership, since)
    _take_changes(acceptance, partnership)
    return partnership.record


def _refine_since(acceptance: Acceptance, partnership: Partnership, since: PartialDate | None) -> None:
    """Take the claimed day where the record has none, a vaguer one, or another that a person decided against."""
    before = partnership.since
    if since is None or before == since or (matching.agrees(before, since) and len(str(before)) > len(str(since))):
        return
    set_partnership_since(by=acceptance.by, source=acceptance.source, partnership=partnership, since=since)
    acceptance.note(EffectKind.SET, partnership.record, field="since", before=str(before or ""), after=since.edtf)


def _take_changes(acceptance: Acceptance, partnership: Partnership) -> None:
    content = acceptance.content
    changes = [dict(change) for change in content.get("changes") or ()]
    status = content.get("status")
    if status and not any(change["status"] == status for change in changes):
        changes.append({"status": status, "on": content.get("until") if status == "ended" else None})
    relation = content["relation"]
    known = list(partnership.changes.all())
    if not any(change.relation == relation for change in known):
        changes.insert(0, {"relation": relation})
    for change in changes:
        on = claimed_date(change, "on")
        if any(row.status == change.get("status") and matching.may_agree(row.on, on) for row in known if row.status):
            continue
        row = change_partnership(
            by=acceptance.by,
            source=acceptance.source,
            partnership=partnership,
            on=on,
            relation=change.get("relation") or "",
            status=change.get("status") or "",
            decided_by=change.get("decided_by") or "",
            reason=acceptance.text(change.get("reason")) if change.get("reason") else "",
        )
        acceptance.note(EffectKind.CHANGED, partnership.record, part_id=row.pk)


def _take_agreement(acceptance: Acceptance) -> Record:
    content, by, source = acceptance.content, acceptance.by, acceptance.source
    places = [(claimed["name"], _place(acceptance, claimed)) for claimed in content["partners"]]
    signed, until = claimed_date(content, "signed"), claimed_end(content)
    kind = AgreementKind(content["agreement_kind"])
    agreement = matching.same_agreement(
        kind=kind,
        partner_ids={place.pk for _, place in places},
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
            parties=[_home(), *(_city(acceptance, place, name) for name, place in places)],
            partnerships=Partnership.objects.live().filter(partner__in=[place for _, place in places]),
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
        _take_agreement_changes(acceptance, agreement)
    else:
        _complete_agreement(acceptance, agreement)
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
        set_agreement_dates(by=acceptance.by, source=acceptance.source, agreement=agreement, **{name: value})
        acceptance.note(EffectKind.SET, agreement.record, field=name, before=str(before or ""), after=str(value))


def _take_agreement_changes(acceptance: Acceptance, agreement: Agreement) -> None:
    """Suspensions and terminations; one without a day says nothing a period could be made of."""
    for change in acceptance.content.get("changes") or ():
        on = claimed_date(change, "on")
        reason = acceptance.text(change.get("reason")) if change.get("reason") else ""
        decided_by = change.get("decided_by") or ""
        if change["status"] == "suspended":
            suspend_agreement(
                by=acceptance.by, source=acceptance.source, agreement=agreement, on=on, until=OPEN,
                decided_by=decided_by, reason=reason,
            )  # fmt: skip
        elif change["status"] in ("terminated", "ended") and on is not None:
            terminate_agreement(
                by=acceptance.by, source=acceptance.source, agreement=agreement, on=on,
                decided_by=decided_by, reason=reason,
            )  # fmt: skip


def _take_membership(acceptance: Acceptance) -> Record:
    content, by, source = acceptance.content, acceptance.by, acceptance.source
    name, since = content["network"], claimed_date(content, "since")
    network = matching.organisation_named(name, NETWORK_KINDS)
    if network is None:
        network = add_organisation(
            by=by,
            source=source,
            kind=OrganisationKind.NETWORK,
            name=acceptance.text(name),
            is_published=acceptance.is_published,
        )
        acceptance.note(EffectKind.ADDED, network.record)
    role = content.get("role") or ""
    membership = matching.same_membership(network_id=network.pk, since=since, role=role)
    if membership is None:
        membership = add_membership(
            by=by,
            source=source,
            network=network,
            organisation=_home(),
            role=role,
            member_from=since,
            member_until=claimed_date(content, "until"),
            fee=content.get("fee") or "",
            is_published=acceptance.is_published,
        )
        acceptance.note(EffectKind.ADDED, membership.record)
    return membership.record


def _take_institution_link(acceptance: Acceptance) -> Record:
    content, by, source = acceptance.content, acceptance.by, acceptance.source
    level, since = InstitutionLevel(content["level"]), claimed_date(content, "since")
    partnership = _partnership_with(content["partner"], acceptance.gazetteer) if content.get("partner") else None
    if content["covers_all"]:
        statement = matching.same_coverage(level=level, partnership=partnership, extent=Extent.ALL)
        if statement is None:
            statement = add_coverage_statement(
                by=by,
                source=source,
                level=level,
                extent=Extent.ALL,
                partnership=partnership,
                stated_from=since,
                is_published=acceptance.is_published,
            )
            acceptance.note(EffectKind.ADDED, statement.record)
        return statement.record
    if not (content.get("home") and content.get("partner_institution")):
        raise SolmuError("Only one of the two institutions is named. The claim waits for the other.")
    place = _place(acceptance, content["partner"]) if content.get("partner") else None
    home = _institution(acceptance, content["home"], level, _home().place)
    partner = _institution(acceptance, content["partner_institution"], level, place)
    link = matching.same_link(home_institution_id=home.pk, partner_institution_id=partner.pk)
    if link is None:
        link = add_institution_link(
            by=by,
            source=source,
            level=level,
            home_institution=home,
            partner_institution=partner,
            partnership=partnership,
            linked_from=since,
            is_published=acceptance.is_published,
        )
        acceptance.note(EffectKind.ADDED, link.record)
    return link.record


def _institution(acceptance: Acceptance, name: str, level: InstitutionLevel, place: Place | None) -> Organisation:
    kind = OrganisationKind(level)
    organisation = matching.organisation_named(name, (kind,))
    if organisation is None:
        organisation = add_organisation(
            by=acceptance.by,
            source=acceptance.source,
            kind=kind,
            name=acceptance.text(name),
            place=place,
            is_published=acceptance.is_published,
        )
        acceptance.note(EffectKind.ADDED, organisation.record)
    return organisation


def _take_recognition(acceptance: Acceptance) -> Record:
    content, by, source = acceptance.content, acceptance.by, acceptance.source
    awarded = claimed_date(content, "year")
    recognition = matching.same_recognition(title=content["title"], awarded=awarded)
    if recognition is None:
        giver, home = content.get("giver") or "", _home()
        giver_partnership = _partnership_with({"name": giver}, acceptance.gazetteer) if giver else None
        recognition = add_recognition(
            by=by,
            source=source,
            title=acceptance.text(content["title"]),
            giver_as_written=giver,
            giver=_city(acceptance, giver_partnership.partner, giver) if giver_partnership else None,
            occasion=acceptance.text(content.get("occasion")),
            awarded=awarded,
            recipient_as_written=content["recipient"],
            recipient=home if _is_home(home, content["recipient"]) else None,
            earlier_recipients=list(content.get("earlier_recipients") or ()),
            is_published=acceptance.is_published,
        )
        acceptance.note(EffectKind.ADDED, recognition.record)
    return recognition.record


def _is_home(home: Organisation, name: str) -> bool:
    return home.place is not None and home.place.names.filter(text__iexact=name).exists()


def _take_activity(acceptance: Acceptance) -> Record:
    content, by, source = acceptance.content, acceptance.by, acceptance.source
    starts = claimed_date(content, "start")
    activity = matching.same_activity(title=content["title"], starts=starts)
    if activity is None:
        partnerships = [_partnership_with(claimed, acceptance.gazetteer) for claimed in partners_of(content)]
        activity = add_activity(
            by=by,
            source=source,
            kind=ActivityKind(content["activity_kind"]),
            title=acceptance.text(content["title"]),
            starts=starts,
            ends=claimed_date(content, "end"),
            direction=content.get("direction") or "",
            partnerships=[partnership for partnership in partnerships if partnership],
            participants=content.get("participants"),
            is_published=acceptance.is_published,
        )
        acceptance.note(EffectKind.ADDED, activity.record)
    return activity.record


TAKERS: dict[str, Callable[[Acceptance], Record]] = {
    "partnership": _take_partnership,
    "agreement": _take_agreement,
    "membership": _take_membership,
    "institution_link": _take_institution_link,
    "recognition": _take_recognition,
    "activity": _take_activity,
}
