"""Reads of enquiries."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

from django.db.models import QuerySet

from solmu.core.errors import SolmuError
from solmu.core.models import Account
from solmu.participation.models import Enquiry
from solmu.participation.permissions import check_can_see_to_enquiries

OPEN = MappingProxyType({"answered_on": None, "closed_on": None, "erased_on": None})
"""What an enquiry is that waits for an answer."""


def enquiries(*, by: Account, open_only: bool = False) -> QuerySet[Enquiry]:
    """Enquiries, those that wait longest first; raises NotPermitted for whoever may not read them."""
    check_can_see_to_enquiries(by)
    rows = Enquiry.objects.order_by("received_at", "pk")
    return rows.filter(**OPEN) if open_only else rows


def enquiry_of(reference: str, *, by: Account) -> Enquiry:
    """The enquiry with this reference number; raises SolmuError where there is none."""
    check_can_see_to_enquiries(by)
    found = Enquiry.objects.filter(pk=reference.strip().lower()).first()
    if found is None:
        raise SolmuError(
            "There is no enquiry “%(reference)s”. See them all with: solmu enquiry list", reference=reference
        )
    return found


def open_enquiries() -> list[tuple[str, date, date]]:
    """Reference number, day of receipt and last day to answer of each enquiry without an answer; nothing personal."""
    rows = Enquiry.objects.filter(**OPEN).order_by("due_on", "pk")
    return list(rows.values_list("pk", "received_on", "due_on"))


def day_to_answer(reference: str) -> date | None:
    """The last day to answer an enquiry, as its writer is told; None where there is no such enquiry."""
    return Enquiry.objects.filter(pk=reference).values_list("due_on", flat=True).first()


def number_received_on(day: date) -> int:
    """How many enquiries were received on the day."""
    return Enquiry.objects.filter(received_on=day).count()


def past_retention(day: date) -> QuerySet[Enquiry]:
    """Enquiries that are kept no longer on the day, and not erased yet."""
    return Enquiry.objects.filter(keep_until__lt=day, erased_on=None).order_by("pk")
