"""An agreement to renew, and a renewal brought to any stage."""

from __future__ import annotations

from datetime import date
from typing import Any

from i18nfield.strings import LazyI18nString

from solmu.core.city import City
from solmu.core.models import Account, AuditEntry, AuditValue, Source
from solmu.registry.actions.agreements import add_agreement
from solmu.registry.actions.decisions import record_decision
from solmu.registry.models import Agreement, Decision, Organisation, Partnership
from solmu.registry.vocabulary import AgreementKind
from solmu.stewardship.actions.renewals.drafts import make_drafts
from solmu.stewardship.actions.renewals.endings import complete_renewal, decide_renewal, sign_renewal
from solmu.stewardship.actions.renewals.stages import advance_renewal, plan_renewal
from solmu.stewardship.models import Renewal
from solmu.stewardship.rules.renewals import RUNNING
from tests.registry.founding import BY, city, end, on

DAY = date(2026, 11, 24)

CITY = City(
    name="Rantala",
    country="FI",
    latitude=60.1,
    longitude=24.9,
    languages=("fi", "sv", "en"),
    time_zone="Europe/Helsinki",
)

THEMES = [LazyI18nString({"fi": "koulutus", "en": "education"}), LazyI18nString({"fi": "kulttuuri"})]


def memorandum(
    source: Source, home: Organisation, tie: Partnership, *, until: str = "2027-12-31", **facts: Any
) -> Agreement:
    """A memorandum of home and the partner of the tie, signed 2020, with two themes."""
    facts = {"signed": on("2020-01-15"), "valid_from": on("2020-02-01"), "themes": THEMES, "is_published": True} | facts
    return add_agreement(
        by=BY,
        source=source,
        kind=AgreementKind.MEMORANDUM_OF_UNDERSTANDING,
        parties=[home, city(source, tie.partner)],
        partnerships=[tie],
        valid_until=end(until),
        **facts,
    )


def planned(agreement: Agreement, **facts: Any) -> Renewal:
    return plan_renewal(**{"by": BY, "agreement": agreement, "day": DAY, "city": CITY} | facts)


def decision(decided: str = "2026-11-20", section: str = "§ 1") -> Decision:
    return record_decision(by=BY, source=None, organ="City board", decided=on(decided), section=section)


def renewal_at(stage: str, agreement: Agreement, *, day: date = DAY, begins: str = "2026-11-01") -> Renewal:
    """A renewal of the agreement brought to a running stage on the day, its successor to begin when told."""
    renewal = planned(agreement, day=day)
    for reached in RUNNING[1 : RUNNING.index(stage) + 1]:
        if reached == "signing":
            decide_renewal(by=BY, source=None, renewal=renewal, decision=decision(), day=day)
            continue
        advance_renewal(by=BY, source=None, renewal=renewal, day=day)
        if reached == "drafting":
            drafted(renewal, day=day, begins=begins)
    return renewal


def drafted(renewal: Renewal, *, day: date = DAY, begins: str = "2026-11-01", until: str = "2030-12-31") -> None:
    """A first draft, of an agreement that begins and ends on these days."""
    from solmu.stewardship.actions.renewals.drafts import prepare_successor

    prepare_successor(by=BY, source=None, renewal=renewal, valid_from=on(begins), valid_until=end(until))
    make_drafts(by=BY, source=None, renewal=renewal, day=day, city=CITY, languages=["en"])


def signed(renewal: Renewal, *, signed_on: str = "2026-11-22", day: date = DAY) -> Renewal:
    """The renewal with its successor signed by every party."""
    assert renewal.successor is not None
    for row in renewal.successor.parties.all():
        sign_renewal(by=BY, source=None, renewal=renewal, party=row.organisation, on=on(signed_on), day=day)
    return renewal


def completed(renewal: Renewal, *, day: date = DAY) -> Agreement:
    return complete_renewal(by=BY, source=None, renewal=signed(renewal, day=day), day=day)


def actions_on(agreement: Agreement) -> list[str]:
    """What the audit says was done to the agreement, oldest first."""
    return list(AuditEntry.objects.filter(record_id=agreement.pk).order_by("sequence").values_list("action", flat=True))


def noted(action: str) -> dict[str, tuple[str, str]]:
    """The values of the last audit entry of an action, by the last part of their names."""
    entry = AuditEntry.objects.filter(action=action).latest("sequence")
    rows = AuditValue.objects.filter(entry=entry).values_list("field", "before", "after")
    return {field.rpartition(".")[2]: (before, after) for field, before, after in rows}


def actor_of(action: str) -> str:
    return AuditEntry.objects.filter(action=action).latest("sequence").actor_id


def person(role: str, name: str = "a") -> Account:
    from solmu.core.actions import add_account

    return add_account(by=BY, email=f"{name}-{role}@example.org", role=role)
