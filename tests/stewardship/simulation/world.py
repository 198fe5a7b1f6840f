"""The plan, written into a record through Solmu's actions. Needs a database that is up to date and empty."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from solmu.core.dates import OPEN, End, PartialDate
from solmu.core.models import Account, Record
from solmu.registry.actions.agreements import (
    add_agreement,
    extend_agreement,
    give_notice,
    review_agreement,
    set_agreement_terms,
    terminate_agreement,
)
from solmu.registry.actions.organisations import add_unit
from solmu.registry.actions.ownership import add_unit_member, set_owner
from solmu.registry.models import Agreement, Unit
from solmu.registry.vocabulary import AgreementKind
from solmu.stewardship.models import MatterAssignment, MatterSnooze
from tests.registry import founding
from tests.registry.founding import BY
from tests.stewardship.simulation.plan import ENTERED, HEADS, PEOPLE, UNIT, Event, Pact, Plan

PARTNERS = ("Aabenraa", "Brno", "Cuxhaven", "Dundee", "Eger", "Faro", "Gdynia", "Haderslev", "Izmail", "Jelgava")


def _day(day: date) -> PartialDate:
    return PartialDate.from_day(day)


def _end(text: str) -> End:
    return OPEN if text == ".." else PartialDate.from_edtf(text)


class World:
    """The record as the plan begins, and what the plan's events make of it."""

    def __init__(self, plan: Plan) -> None:
        self.source = founding.page()
        self.home = founding.home(self.source)
        partners = PARTNERS[: len(plan.pacts) // 4]
        ties = [founding.partnership(self.source, founding.place(self.source, name)) for name in partners]
        self.people = {
            person: Account.objects.create(email=f"{person}@example.org", role=role, language="en")
            for person, role in PEOPLE.items()
        }
        self.unit: Unit = add_unit(by=BY, source=self.source, organisation=self.home, name="Office")
        for person in UNIT:
            is_head = person in HEADS
            add_unit_member(by=BY, source=self.source, unit=self.unit, account=self.people[person], is_head=is_head)
        self.agreements = {pact.number: self._agreement(pact, ties[pact.number % len(ties)]) for pact in plan.pacts}
        at = datetime.combine(ENTERED, time(9), UTC)
        Record.objects.update(created_at=at)
        Account.objects.update(created_at=at)

    def _agreement(self, pact: Pact, tie: object) -> Agreement:
        made = add_agreement(
            by=BY,
            source=self.source,
            kind=AgreementKind.MEMORANDUM_OF_UNDERSTANDING,
            title=f"Agreement {pact.number}",
            parties=[self.home],
            partnerships=[tie],  # type: ignore[list-item]
            signed=PartialDate.from_edtf(pact.signed),
            valid_until=_end(pact.until),
            of_the_past=True,
        )
        mode = "tacit" if pact.mode.startswith("tacit") else "none" if pact.mode.startswith("open") else pact.mode
        set_agreement_terms(
            by=BY,
            source=self.source,
            agreement=made,
            of_the_past=True,
            renewal_mode=mode,
            notice_months=pact.notice,
            renewal_months=pact.renewal,
            most_renewals=pact.most,
            review_on=PartialDate.from_edtf(pact.review_on) if pact.review_on else None,
            review_every_months=pact.review_every,
        )
        self._own(made, pact.owner)
        return made

    def _own(self, agreement: Agreement, owner: str) -> None:
        if owner == "unit":
            set_owner(by=BY, source=self.source, record=agreement.record, unit=self.unit)
        elif owner:
            # Whoever has left may still be named by what was recorded before.
            account = self.people[owner]
            was_active = Account.objects.get(pk=account.pk).is_active
            Account.objects.filter(pk=account.pk).update(is_active=True)
            set_owner(by=BY, source=self.source, record=agreement.record, account=account)
            Account.objects.filter(pk=account.pk).update(is_active=was_active)

    def happens(self, event: Event, occurrence: str = "") -> None:
        """Write an event; of one said of a matter, `occurrence` is the matter's."""
        if event.pact < 0:
            Account.objects.filter(pk=self.people[event.person].pk).update(is_active=event.what == "return")
            return
        agreement = Agreement.objects.get(pk=self.agreements[event.pact].pk)
        told = {"by": BY, "source": self.source, "agreement": agreement, "of_the_past": True}
        on = _day(event.day)
        if event.what == "extend":
            extend_agreement(**told, until=PartialDate.from_edtf(event.text), on=on, signed=on)
        elif event.what == "notice":
            give_notice(**told, given_on=on)
        elif event.what == "terminate":
            terminate_agreement(**told, on=on, reason="No longer needed")
        elif event.what == "review":
            review_agreement(**told, on=on, outcome="Goes on")
        elif event.what == "own":
            self._own(agreement, event.text)
        else:
            self._say(agreement.pk, event, occurrence)

    def _say(self, about: str, event: Event, occurrence: str) -> None:
        rule, _, until = event.text.partition(" ")
        matter = {"rule": rule, "about": about, "occurrence": occurrence}
        if event.what == "snooze":
            values = {"until": date.fromisoformat(until), "reason": "The council meets"}
            MatterSnooze.objects.update_or_create(**matter, defaults=values)
        else:
            values = {"account": self.people[event.person]}
            MatterAssignment.objects.update_or_create(**matter, defaults=values)
