"""The register of agreements: found and ordered by indexes, and worked out for the day of the page's rows alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import DateField, F, OuterRef, Q, QuerySet, Subquery, Value, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from solmu.core.city import City
from solmu.core.terms import Term
from solmu.core.wording import lower_first, shown_date
from solmu.desk.agreements.lanes import drawn
from solmu.desk.agreements.wording import Next, address_of, next_of, status_cell, validity_words
from solmu.desk.answering import desk
from solmu.desk.listing import Cell, Choice, Column, Listing, answer_list
from solmu.desk.naming import partner_name, partnerships_in_alphabet, reading_language
from solmu.places.sorting import sort_key
from solmu.registry.models import Agreement, AgreementMembership, AgreementPartnership, Ownership
from solmu.registry.naming import agreement_label, partner_names, text_in
from solmu.registry.permissions import can_keep_record, can_read_internal
from solmu.registry.queries.agreements import AgreementOnDay, agreements_on, load_partnerships
from solmu.registry.vocabulary import AgreementKind, AgreementStatus
from solmu.stewardship.models import AgreementDeadline, Renewal
from solmu.stewardship.queries.deadlines import agreements_with_status
from solmu.stewardship.vocabulary import RenewalStage

AREA = "agreements"


@dataclass(frozen=True)
class Row:
    """An agreement of the register; `on_day` is None for one that had not been made by the day."""

    agreement: Agreement
    on_day: AgreementOnDay | None
    next: Next
    owner: str


class Register:
    """The rows of one answer."""

    def __init__(self, day: date, city: City) -> None:
        self.day, self.lead = day, Term(city.lead_months)
        self.owners, self.ties = owner_names(), partnerships_in_alphabet()
        self.shown: list[Row] = []

    def rows(self) -> QuerySet[Any, Any]:
        """Every live agreement with the day it is next needed; the rest is asked for those of a page."""
        due = Subquery(AgreementDeadline.objects.filter(agreement=OuterRef("pk")).values("due_on"))
        rows: QuerySet[Any, Any] = Agreement.objects.live().only("pk")
        return rows.annotate(due=_or_never(due))

    def with_status(self, rows: QuerySet[Any, Any], status: str) -> QuerySet[Any, Any]:
        # The row that tells the status tells the day too.
        found = rows.filter(agreements_with_status(status, self.day, lead=self.lead))
        return found.annotate(due=_or_never("deadline__due_on"))

    def worded(self, rows: Sequence[Any]) -> list[Row]:
        """The rows of one page as they are on the day; a constant number of queries."""
        among = Agreement.objects.filter(pk__in=[row.pk for row in rows])
        beside = {
            "owner": owner_key(),
            "renewal": Subquery(Renewal.objects.filter(agreement=OuterRef("pk"), ended_on=None).values("stage")),
        }
        found = agreements_on(self.day, lead=self.lead, public_only=False, among=among, beside=beside, ties=self.ties)
        on_day = {each.agreement.pk: each for each in found}
        agreements: dict[str, Any] = {key: each.agreement for key, each in on_day.items()}
        if unmade := [row.pk for row in rows if row.pk not in on_day]:
            others = list(Agreement.objects.filter(pk__in=unmade).select_related("record").annotate(**beside))
            load_partnerships(others, self.ties, public_only=False)
            agreements |= {each.pk: each for each in others}
        named = [agreements[row.pk] for row in rows]
        prefetch_related_objects([each for each in named if not each.partnership_rows.all()], "parties__organisation")
        self.shown = [
            Row(
                each,
                on_day.get(each.pk),
                self._next(each.renewal, on_day.get(each.pk)),
                self.owners.get(each.owner, ""),
            )
            for each in named
        ]
        return self.shown

    def drawing(self) -> SafeString:
        return drawn([row.on_day for row in self.shown if row.on_day], self.day)

    def _next(self, renewal: str | None, on_day: AgreementOnDay | None) -> Next:
        """What is next; where a renewal is under way, how far that has come."""
        found = next_of(on_day, self.day, self.lead) if on_day else Next(None, "")
        if renewal is None:
            return found
        return Next(found.on, _("renewal: %(stage)s") % {"stage": lower_first(str(RenewalStage(renewal).label))})


def _or_never(due: Subquery | str) -> Coalesce:
    return Coalesce(due, Value(date.max), output_field=DateField())


def owner_key() -> Coalesce:
    """The unit or account that looks after an agreement, as `queries.owners` finds it: its own owner, else that of the
    first partnership that has one, else that of a membership or of its network.
    """

    def of(path: str) -> Coalesce:
        return Coalesce(F(f"{path}__ownership__unit"), F(f"{path}__ownership__account"))

    ties = AgreementPartnership.objects.filter(agreement=OuterRef("pk"), partnership__record__ownership__isnull=False)
    joined = AgreementMembership.objects.filter(agreement=OuterRef("pk"))
    return Coalesce(
        of("record"),
        Subquery(ties.order_by("position", "pk").values(key=of("partnership__record"))[:1]),
        Subquery(
            joined.filter(membership__record__ownership__isnull=False)
            .order_by("pk")
            .values(key=of("membership__record"))[:1]
        ),
        Subquery(
            joined.filter(membership__network__record__ownership__isnull=False)
            .order_by("pk")
            .values(key=of("membership__network__record"))[:1]
        ),
    )


def owner_names() -> dict[str, str]:
    """Every unit and account that looks after something, by id, in the reader's alphabet; one query."""
    language = reading_language()
    names: dict[str, str] = {}
    owners = Ownership.objects.order_by().values_list(
        "unit_id", "unit__name", "account_id", "account__name", "account__email"
    )
    for unit, name, account, person, email in owners.distinct():
        if unit is not None:
            names[unit] = text_in(name, language)
        elif account is not None:
            names[account] = person or email
    return dict(sorted(names.items(), key=lambda each: sort_key(each[1], language)))


@desk(may=can_read_internal)
def agreements(request: HttpRequest) -> HttpResponseBase:
    by, day, city = request.by, request.day, request.city  # type: ignore[attr-defined]
    language = reading_language()
    register = Register(day, city)
    listing = Listing(
        title=_("Agreements"),
        area=AREA,
        rows=register.rows().order_by("due", "pk"),
        word=register.worded,
        columns=(
            Column(
                "name",
                _("Agreement"),
                lambda row: Cell(agreement_label(row.agreement, language), address_of(row.agreement)),
            ),
            Column("partner", _("Partner"), lambda row: Cell(", ".join(partner_names(row.agreement, language)) or "–")),
            Column(
                "from",
                _("In force"),
                lambda row: Cell(_validity(row)),
                order=("valid_from_earliest", "signed_earliest"),
            ),
            Column("signed", _("Signed"), _no_cell, plain=lambda row: row.agreement.signed, is_file_only=True),
            Column(
                "begins", _("In force from"), _no_cell, plain=lambda row: row.agreement.valid_from, is_file_only=True
            ),
            Column("ends", _("In force until"), _no_cell, plain=_end, is_file_only=True),
            Column("status", _("Status"), lambda row: status_cell(row.on_day)),
            Column("next", _("Next"), _next, order=("due",), plain=lambda row: row.next.on),
            Column("what", _("What is next"), _no_cell, plain=lambda row: row.next.words, is_file_only=True),
            Column("owner", _("Owner"), lambda row: Cell(row.owner or "–")),
            Column(
                "public",
                _("Public"),
                lambda row: Cell(_("on the public site") if row.agreement.record.is_published else _("internal")),
                order=("record__is_published",),
            ),
        ),
        choices=(
            Choice(
                "partner",
                _("Partner"),
                [(tie.pk, partner_name(tie)) for tie in register.ties],
                lambda rows, code: rows.filter(partnership_rows__partnership=code),
            ),
            Choice("kind", _("Kind"), AgreementKind.choices, lambda rows, code: rows.filter(kind=code)),
            Choice("owner", _("Owner"), list(register.owners.items()), _of_owner),
            Choice("status", _("Status"), AgreementStatus.choices, register.with_status),
        ),
        sort="next",
        counted=_counted,
        new=(reverse("desk:new-agreement"), _("Draft an agreement")) if can_keep_record(by) else None,
        empty=_("No agreement has been recorded yet. Draft one, or drop a document that tells of one under Claims."),
        template="desk/agreements/register.html",
        extra={"drawing": register.drawing},
    )
    return answer_list(request, listing)


def _of_owner(rows: QuerySet[Any, Any], code: str) -> QuerySet[Any, Any]:
    """The agreements of an owner: who that is follows for those alone whose own or whose ties' owner it is."""
    owned = Ownership.objects.filter(Q(unit=code) | Q(account=code)).values("record")
    ties = AgreementPartnership.objects.filter(partnership__in=owned)
    joined = AgreementMembership.objects.filter(Q(membership__in=owned) | Q(membership__network__in=owned))
    may_be = owned.union(*(each.order_by().values("agreement") for each in (ties, joined)))
    return rows.filter(pk__in=may_be).annotate(owner=owner_key()).filter(owner=code)


def _counted(number: int) -> str:
    return ngettext("%(number)s agreement", "%(number)s agreements", number) % {"number": number}


def _no_cell(_row: Row) -> Cell:
    return Cell("")


def _validity(row: Row) -> str:
    agreement = row.agreement
    if row.on_day is None or agreement.stage:
        return validity_words(agreement.valid_from, agreement.valid_until)
    start, end = row.on_day.validity.start, row.on_day.validity.end
    if start is None and end is None and agreement.signed:
        return _("signed %(day)s") % {"day": shown_date(agreement.signed)}
    return validity_words(start, end)


def _end(row: Row) -> str:
    end = row.on_day.end.end if row.on_day else row.agreement.valid_until
    return "" if end is None else str(end)


def _next(row: Row) -> Cell:
    if row.next.on is None:
        return Cell(row.next.words or "–")
    return Cell(shown_date(row.next.on), note=row.next.words)
