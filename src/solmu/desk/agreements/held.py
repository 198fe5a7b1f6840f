"""An agreement as its pages and steps hold it: itself, what it is on the day, and what happened to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404

from solmu.core.city import City, current_city
from solmu.core.terms import Term
from solmu.desk.naming import reading_language
from solmu.registry.models import Agreement, AgreementParty
from solmu.registry.naming import agreement_name
from solmu.registry.queries.agreements import FACTS_FROM, AgreementOnDay, agreements_on, load_partnerships
from solmu.registry.queries.happenings import Happening, happenings_of
from solmu.registry.rules.transitions import allowed
from solmu.stewardship.models import Renewal


@dataclass
class Held:
    """`line` are the agreements of its series on the day, itself among them; `on_day` is None where it was not made."""

    agreement: Agreement
    day: date
    lead: Term
    on_day: AgreementOnDay | None
    line: tuple[AgreementOnDay, ...] = ()

    @property
    def pk(self) -> str:
        key: str = self.agreement.pk
        return key

    @property
    def status(self) -> str:
        return self.on_day.status.status if self.on_day else self.agreement.stage

    @cached_property
    def name(self) -> str:
        return agreement_name(self.agreement, reading_language())

    @cached_property
    def happenings(self) -> list[Happening]:
        return happenings_of(self.pk)

    @cached_property
    def renewals(self) -> list[Renewal]:
        rows = Renewal.objects.filter(agreement=self.pk).select_related("owner", "successor")
        return list(rows.order_by("-begun_on", "-pk"))

    @property
    def renewal(self) -> Renewal | None:
        """The renewal that is under way."""
        return next((each for each in self.renewals if each.is_running), None)

    @property
    def parties(self) -> list[AgreementParty]:
        return list(self.agreement.parties.all())

    def allows(self, verb: str) -> bool:
        return allowed(self.status, verb) is None

    def happened(self, what: str) -> list[Happening]:
        return [each for each in self.happenings if each.what == what]


def held_agreement(record_id: str, day: date, city: City | None = None) -> Held:
    """A live agreement with all its parties, as it is on the day; 404 where there is none. Seven queries."""
    lead = Term((city or current_city()).lead_months)
    line = tuple(agreements_on(day, lead=lead, public_only=False, record_id=record_id))
    on_day = next((each for each in line if each.agreement.pk == record_id), None)
    if on_day is not None:
        agreement = on_day.agreement
    else:
        found: Agreement | None = Agreement.objects.live().filter(pk=record_id).select_related(*FACTS_FROM).first()
        if found is None:
            raise Http404
        agreement = found
        load_partnerships([agreement], (), public_only=False)
    prefetch_related_objects([agreement], Prefetch("parties", AgreementParty.objects.select_related("organisation")))
    return Held(agreement, day, lead, on_day, line)
