"""Which agreements may have a status on a day, for a query to choose from: whoever needs to know works out the rest."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q

from solmu.core.dates import OPEN
from solmu.registry.models import (
    AgreementAmendment,
    AgreementNotice,
    AgreementPartnership,
    AgreementSuspension,
)
from solmu.registry.vocabulary import AgreementStage, AgreementStatus, PartnershipStatus, RenewalMode


def may_have_status(status: str, day: date) -> Q:
    """Those that may have the status on the day: more than those that do (`rules.agreement_status`), never fewer."""
    if status in AgreementStage.values:
        return Q(stage=status)
    return Q(stage="") & _of(status, day)


def _of(status: str, day: date) -> Q:
    # An amendment, a notice or a termination may move the end that is stated, and a tacit renewal puts it off.
    moved = (
        Q(Exists(AgreementAmendment.objects.filter(agreement=OuterRef("pk"))))
        | Q(Exists(AgreementNotice.objects.filter(agreement=OuterRef("pk"))))
        | Q(terminated_on_earliest__isnull=False)
    )
    renews = Q(renewal_mode=RenewalMode.TACIT)
    match status:
        case AgreementStatus.TERMINATED:
            return Q(terminated_on_latest__lte=day)
        case AgreementStatus.REPLACED:
            return Q(replaced_by__isnull=False)
        case AgreementStatus.EXPIRED:
            return (Q(valid_until_latest__lt=day) | moved) & ~_surely_replaced(day)
        case AgreementStatus.SUSPENDED:
            return Q(Exists(AgreementSuspension.objects.filter(agreement=OuterRef("pk"))))
        case AgreementStatus.IN_FORCE_NOT_APPLIED:
            return _under_suspension()
        case AgreementStatus.SIGNED:
            return Q(valid_from_earliest__gt=day) | Q(valid_from=None, signed_earliest__gt=day)
        case AgreementStatus.ENDING_SOON:
            return Q(valid_until_latest__gte=day) | renews | moved
        case AgreementStatus.IN_FORCE:
            return Q(valid_until_latest__gte=day) | Q(valid_until=OPEN) | renews | moved
        case AgreementStatus.NO_END_RECORDED | AgreementStatus.NOT_KNOWN:
            return Q(valid_until=None) | renews | moved
    return Q()


def _surely_replaced(day: date) -> Q:
    """What replaced it has begun: that is told before its end."""
    names = {"record__removed_at": None, "record__merged_into": None, "valid_from_latest__lte": day}
    return Q(**{f"replaced_by__{name}": value for name, value in names.items()})


def _under_suspension() -> Q:
    """Its tie was suspended once, or what it stands under."""
    ties = AgreementPartnership.objects.filter(
        agreement=OuterRef("pk"), partnership__changes__status=PartnershipStatus.SUSPENDED
    )
    above = AgreementSuspension.objects.filter(agreement=OuterRef("series__standing_agreement"))
    return Q(Exists(ties)) | Q(Exists(above))
