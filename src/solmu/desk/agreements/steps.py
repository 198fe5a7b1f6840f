"""What can be done with an agreement: every step of its life, with its consequence in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from solmu.core.city import current_city
from solmu.core.dates import OPEN
from solmu.core.models import Account
from solmu.core.terms import Term
from solmu.core.wording import shown_date
from solmu.desk.agreements.forms import (
    AbandonForm,
    ExtendForm,
    NoticeForm,
    ReasonForm,
    ReviewForm,
    SignForm,
    SuspendForm,
)
from solmu.desk.agreements.forms import DayForm as ResumeForm
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.steps import Step
from solmu.registry.actions.agreements import (
    abandon_draft,
    extend_agreement,
    give_notice,
    record_no_successor,
    resume_agreement,
    review_agreement,
    sign_agreement,
    suspend_agreement,
    terminate_agreement,
)
from solmu.registry.models import Agreement, Organisation
from solmu.registry.permissions import can_keep_record
from solmu.registry.queries.agreements import facts_of
from solmu.registry.rules import NO_LONGER, agreement_status
from solmu.registry.vocabulary import AgreementStatus
from solmu.stewardship.actions.renewals.stages import plan_renewal
from solmu.stewardship.permissions import can_renew
from solmu.stewardship.queries.renewals import renewals_running

Fits = Callable[[Agreement, date], bool]


def _status(found: Agreement, day: date) -> str:
    status = agreement_status(facts_of(found, day), day, Term(current_city().lead_months))
    return status.status if status else ""


def _is_draft(found: Agreement, _day: date) -> bool:
    return bool(found.stage)


def _is_signed(found: Agreement, _day: date) -> bool:
    return not found.stage


def _runs(found: Agreement, day: date) -> bool:
    return not found.stage and _status(found, day) not in NO_LONGER


def _is_over(found: Agreement, day: date) -> bool:
    return _status(found, day) in NO_LONGER and found.replaced_by_id is None


def _is_suspended(found: Agreement, day: date) -> bool:
    return _status(found, day) == AgreementStatus.SUSPENDED


def _may_be_renewed(found: Agreement, _day: date) -> bool:
    return not found.stage and not renewals_running([found.pk], city=current_city())


def _calling(action: Callable[..., Any], said: Promise) -> Callable[[Account, Any, EditForm, date], str]:
    def carry_out(by: Account, found: Agreement, form: EditForm, _day: date) -> str:
        action(by=by, source=None, agreement=found, **form.cleaned_data)
        return str(said)

    return carry_out


def _renew(by: Account, found: Agreement, _form: EditForm, day: date) -> str:
    plan_renewal(by=by, agreement=found, day=day, city=current_city(), owner=by)
    return _("The renewal has begun, and is yours.")


def _sign(by: Account, found: Agreement, form: EditForm, _day: date) -> str:
    values = dict(form.cleaned_data)
    party = Organisation.objects.get(pk=values.pop("party"))
    sign_agreement(by=by, source=None, agreement=found, party=party, **values)
    return _("The signature was recorded.")


def _suspend(by: Account, found: Agreement, form: EditForm, _day: date) -> str:
    values = dict(form.cleaned_data)
    suspend_agreement(by=by, source=None, agreement=found, **{**values, "until": values["until"] or OPEN})
    return _("The agreement is suspended.")


def _today(name: str) -> Callable[[Agreement, date], dict[str, Any]]:
    return lambda _found, day: {name: shown_date(day)}


STEPS = (
    Step(
        "renew",
        gettext_lazy("Start the renewal"),
        lambda _found, _day: _(
            "A renewal is planned backwards from the end, with its checklist. It is yours until you give it away."
        ),
        _renew,
        can_renew,
        fits=_may_be_renewed,
    ),
    Step(
        "sign",
        gettext_lazy("Record a signature"),
        lambda _found, _day: _("It is signed once every party that must sign has signed."),
        _sign,
        can_keep_record,
        form=SignForm,
        initial=_today("on"),
    ),
    Step(
        "review",
        gettext_lazy("Record a review"),
        lambda _found, _day: _("The matter goes, and the next review day is set if you give one."),
        _calling(review_agreement, gettext_lazy("The review was recorded.")),
        can_keep_record,
        fits=_runs,
        form=ReviewForm,
        initial=_today("on"),
    ),
    Step(
        "extend",
        gettext_lazy("Extend"),
        lambda _found, _day: _("Its end moves. A reminder that waited for the old end does not hide the new one."),
        _calling(extend_agreement, gettext_lazy("The extension was recorded.")),
        can_keep_record,
        fits=_is_signed,
        form=ExtendForm,
        initial=_today("on"),
    ),
    Step(
        "suspend",
        gettext_lazy("Suspend"),
        lambda _found, _day: _("It is not applied for that time, and the public sees that it is suspended."),
        _suspend,
        can_keep_record,
        fits=_runs,
        form=SuspendForm,
        initial=_today("on"),
    ),
    Step(
        "resume",
        gettext_lazy("Resume"),
        lambda _found, _day: _("The suspension ends on the day before."),
        _calling(resume_agreement, gettext_lazy("The agreement is applied again.")),
        can_keep_record,
        fits=_is_suspended,
        form=ResumeForm,
        initial=_today("on"),
    ),
    Step(
        "give-notice",
        gettext_lazy("Record a notice"),
        lambda _found, _day: _("It ends when the notice takes effect, and does not renew itself any more."),
        _calling(give_notice, gettext_lazy("The notice was recorded.")),
        can_keep_record,
        fits=_runs,
        form=NoticeForm,
        initial=_today("given_on"),
        is_dangerous=True,
    ),
    Step(
        "terminate",
        gettext_lazy("Terminate"),
        lambda _found, _day: _("It ends on that day for the reason you give. The public sees that it was terminated."),
        _calling(terminate_agreement, gettext_lazy("The agreement was terminated.")),
        can_keep_record,
        fits=_runs,
        form=ReasonForm,
        initial=_today("on"),
        is_dangerous=True,
    ),
    Step(
        "no-successor",
        gettext_lazy("No successor is planned"),
        lambda _found, _day: _("The matter goes: that nothing follows is a recorded decision."),
        _calling(record_no_successor, gettext_lazy("It was recorded that no successor is planned.")),
        can_keep_record,
        fits=_is_over,
        form=ReasonForm,
        initial=_today("on"),
    ),
    Step(
        "abandon",
        gettext_lazy("Abandon the draft"),
        lambda _found, _day: _("The draft goes from every list; its history stays."),
        _calling(abandon_draft, gettext_lazy("The draft was abandoned.")),
        can_keep_record,
        fits=_is_draft,
        form=AbandonForm,
        is_dangerous=True,
    ),
)
