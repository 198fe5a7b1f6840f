"""What can be done with an agreement: every step of its life, with its consequence in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from solmu.core.audit import recorded
from solmu.core.city import current_city
from solmu.core.dates import OPEN, PartialDate
from solmu.core.models import Account
from solmu.core.wording import shown_date
from solmu.desk.agreements import forms
from solmu.desk.agreements.held import Held
from solmu.desk.agreements.wording import address_of, renewal_address
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.saving import Done
from solmu.desk.editing.steps import Step
from solmu.desk.naming import partner_name
from solmu.registry.actions.agreements import (
    ThemeWording,
    abandon_draft,
    advance_agreement,
    amend_agreement,
    confirm_series,
    extend_agreement,
    give_notice,
    leave_series,
    record_no_successor,
    remove_suspension,
    replace_agreement,
    resume_agreement,
    review_agreement,
    sign_agreement,
    succeed_agreement,
    suspend_agreement,
    terminate_agreement,
    withdraw_notice,
    withdraw_termination,
)
from solmu.registry.actions.commitments import add_commitment, fulfil_commitment
from solmu.registry.actions.decisions import record_decision
from solmu.registry.actions.organisations import city_of
from solmu.registry.models import (
    Agreement,
    AgreementNotice,
    AgreementSuspension,
    Commitment,
    Decision,
    Organisation,
    Theme,
)
from solmu.registry.permissions import can_keep_record
from solmu.registry.queries.happenings import NOTICE, SUSPENSION
from solmu.registry.vocabulary import AgreementStage, AgreementStatus
from solmu.stewardship.actions.renewals.stages import plan_renewal
from solmu.stewardship.permissions import can_renew

Fits = Callable[[Held, date], bool]
CarryOut = Callable[[Account, Held, EditForm, date], str | Done]


# --- when each fits: what the state allows ----------------------------------------------------------------------------


def _allows(verb: str) -> Fits:
    return lambda held, _day: held.allows(verb)


def _may_be_renewed(held: Held, _day: date) -> bool:
    agreement = held.agreement
    return not agreement.stage and not agreement.replaced_by_id and held.renewal is None


def _may_be_signed(held: Held, _day: date) -> bool:
    missing = [row for row in held.parties if not row.signed and not isinstance(row.party_until, PartialDate)]
    return held.allows("sign") and bool(missing) and not held.agreement.signed


def _may_go_to(stage: str, *others: str) -> Fits:
    return lambda held, _day: held.agreement.stage in others and held.agreement.stage != stage


def _is_suspended(held: Held, _day: date) -> bool:
    return held.status == AgreementStatus.SUSPENDED


def _may_be_followed(held: Held, _day: date) -> bool:
    agreement = held.agreement
    return held.allows("succeed") and not agreement.successor_draft_id and held.renewal is None


def _may_have_none(held: Held, _day: date) -> bool:
    return (
        held.allows("record_no_successor")
        and held.renewal is None
        and not held.agreement.successor_draft_id
        and not held.agreement.no_successor_on
    )


def _has_replacement(held: Held, _day: date) -> bool:
    return not held.agreement.stage and not held.agreement.replaced_by_id


# --- carrying out -----------------------------------------------------------------------------------------------------


def _calling(action: Callable[..., Any], said: Promise) -> CarryOut:
    def carry_out(by: Account, held: Held, form: EditForm, _day: date) -> str:
        action(by=by, source=None, agreement=held.agreement, **form.cleaned_data)
        return str(said)

    return carry_out


def decision_from(by: Account, values: Mapping[str, Any]) -> Decision:
    """The decision a form names, or the one it tells of, recorded now."""
    if values["decision"]:
        found: Decision = Decision.objects.live().get(pk=values["decision"])
        return found
    return record_decision(
        by=by,
        source=None,
        organ=values["organ"],
        decided=values["decided"],
        section=values["section"],
        case_id=values["case_id"],
        address=values["address"],
    )


def _renew(by: Account, held: Held, _form: EditForm, day: date) -> Done:
    plan_renewal(by=by, agreement=held.agreement, day=day, city=current_city(), owner=by)
    return Done(renewal_address(held.agreement), _("The renewal has begun, and is yours."))


def _sign(by: Account, held: Held, form: EditForm, _day: date) -> str:
    values = dict(form.cleaned_data)
    party = Organisation.objects.get(pk=values.pop("party"))
    sign_agreement(by=by, source=None, agreement=held.agreement, party=party, **values)
    return _("The signature was recorded.")


def _to_stage(stage: AgreementStage, said: Promise) -> CarryOut:
    def carry_out(by: Account, held: Held, _form: EditForm, _day: date) -> str:
        advance_agreement(by=by, source=None, agreement=held.agreement, to=stage)
        return str(said)

    return carry_out


def _approve(by: Account, held: Held, form: EditForm, _day: date) -> str:
    with recorded(by=by, action="advance_agreement"):
        decision = decision_from(by, form.cleaned_data)
        advance_agreement(by=by, source=None, agreement=held.agreement, to=AgreementStage.APPROVED, decision=decision)
    return _("The agreement is approved, and can be signed.")


def _suspend(by: Account, held: Held, form: EditForm, _day: date) -> str:
    values = dict(form.cleaned_data)
    suspend_agreement(by=by, source=None, agreement=held.agreement, **{**values, "until": values["until"] or OPEN})
    return _("The agreement is suspended.")


def _withdraw_suspension(by: Account, held: Held, form: EditForm, _day: date) -> str:
    row = AgreementSuspension.objects.get(pk=form.cleaned_data["suspension"], agreement=held.pk)
    remove_suspension(by=by, source=None, suspension=row)
    return _("The suspension was taken back.")


def _give_notice(by: Account, held: Held, form: EditForm, _day: date) -> str:
    values = dict(form.cleaned_data)
    giver = Organisation.objects.get(pk=values.pop("given_by"))
    give_notice(by=by, source=None, agreement=held.agreement, given_by=giver, **values)
    return _("The notice was recorded.")


def _withdraw_notice(by: Account, held: Held, form: EditForm, _day: date) -> str:
    row = AgreementNotice.objects.get(pk=form.cleaned_data["notice"], agreement=held.pk)
    withdraw_notice(by=by, source=None, notice=row)
    return _("The notice was taken back.")


def _amend(by: Account, held: Held, form: EditForm, _day: date) -> str:
    values = dict(form.cleaned_data)
    themes = Theme.objects.live().filter(pk__in=values.pop("themes", ()))
    dropped = held.agreement.themes.filter(pk__in=values.pop("dropped", ()))
    leaving = Organisation.objects.filter(pk__in=values.pop("leaving", ()))
    joining = values.pop("joining", ())
    with recorded(by=by, action="amend_agreement"):
        cities = [
            city_of(by=by, source=None, place=tie.partner, name=partner_name(tie), is_published=tie.record.is_published)
            for tie in forms.joined_cities(joining)
        ]
        amend_agreement(
            by=by,
            source=None,
            agreement=held.agreement,
            themes=[ThemeWording(theme.name, (theme,)) for theme in themes],
            dropped=list(dropped),
            leaving=list(leaving),
            joining=cities,
            **values,
        )
    return _("The amendment was recorded.")


def _succeed(by: Account, held: Held, form: EditForm, _day: date) -> Done:
    values = {name: value for name, value in form.cleaned_data.items() if name != "title" or value.data}
    draft = succeed_agreement(by=by, source=None, agreement=held.agreement, **values)
    return Done(address_of(draft), _("The successor was drafted. It replaces nothing until it is signed."))


def _replace(by: Account, held: Held, form: EditForm, _day: date) -> str:
    successor = Agreement.objects.live().get(pk=form.cleaned_data["successor"])
    replace_agreement(by=by, source=None, agreement=held.agreement, successor=successor)
    return _("It was recorded that another agreement has replaced it.")


def _no_successor(by: Account, held: Held, form: EditForm, _day: date) -> str:
    record_no_successor(by=by, source=None, agreement=held.agreement, **form.cleaned_data)
    return _("It was recorded that no successor is planned.")


def _abandon(by: Account, held: Held, form: EditForm, _day: date) -> Done:
    abandon_draft(by=by, source=None, agreement=held.agreement, reason=form.cleaned_data["reason"])
    return Done(reverse("desk:agreements"), _("The draft was abandoned."))


def _fulfil(by: Account, held: Held, form: EditForm, day: date) -> str:
    key, due = form.cleaned_data["commitment"].split(" ", 1)
    commitment = Commitment.objects.live().get(pk=key, agreement=held.pk)
    fulfil_commitment(
        by=by,
        source=None,
        commitment=commitment,
        due_on=PartialDate.from_edtf(due),
        done_on=form.cleaned_data["done_on"],
        note=form.cleaned_data["note"],
        day=day,
    )
    return _("The commitment was recorded as met.")


def _today(name: str) -> Callable[[Held, date], dict[str, Any]]:
    return lambda _held, day: {name: shown_date(day)}


def _said(words: Promise) -> Callable[[Held, date], str]:
    return lambda _held, _day: str(words)


def _step(verb: str, label: Promise, consequence: Promise, carry_out: CarryOut, fits: Fits, **options: Any) -> Step:
    options.setdefault("may", can_keep_record)
    return Step(verb, label, _said(consequence), carry_out, fits=fits, **options)


_DRAFT, _NEGOTIATED, _APPROVED = AgreementStage.DRAFT, AgreementStage.IN_NEGOTIATION, AgreementStage.APPROVED

STEPS = (
    _step(
        "renew",
        gettext_lazy("Start the renewal"),
        gettext_lazy(
            "A renewal is planned backwards from the end, with its checklist. It is yours until you give it away."
        ),
        _renew,
        _may_be_renewed,
        may=can_renew,
    ),
    _step(
        "negotiate",
        gettext_lazy("Take to negotiation"),
        gettext_lazy("It stands as being negotiated. An approval it had no longer counts."),
        _to_stage(_NEGOTIATED, gettext_lazy("It is being negotiated.")),
        _may_go_to(_NEGOTIATED, _DRAFT, _APPROVED),
    ),
    _step(
        "approve",
        gettext_lazy("Record the approval"),
        gettext_lazy("It stands as approved by that decision, and can be signed."),
        _approve,
        _may_go_to(_APPROVED, _DRAFT, _NEGOTIATED),
        form=forms.DecisionForm,
    ),
    _step(
        "back-to-draft",
        gettext_lazy("Back to a draft"),
        gettext_lazy("It stands as a draft again. An approval it had no longer counts."),
        _to_stage(_DRAFT, gettext_lazy("It is a draft again.")),
        _may_go_to(_DRAFT, _NEGOTIATED, _APPROVED),
    ),
    _step(
        "sign",
        gettext_lazy("Record a signature"),
        gettext_lazy("With the last signature it needs it is signed, and replaces what it was drafted to replace."),
        _sign,
        _may_be_signed,
        form=forms.SignForm,
        initial=_today("on"),
    ),
    _step(
        "review",
        gettext_lazy("Record a review"),
        gettext_lazy("The matter goes, and the next review day is set if you give one."),
        _calling(review_agreement, gettext_lazy("The review was recorded.")),
        _allows("review"),
        form=forms.ReviewForm,
        initial=_today("on"),
    ),
    _step(
        "extend",
        gettext_lazy("Extend"),
        gettext_lazy("Its end moves. A reminder that waited for the old end does not hide the new one."),
        _calling(extend_agreement, gettext_lazy("The extension was recorded.")),
        _allows("extend"),
        form=forms.ExtendForm,
        initial=_today("on"),
    ),
    _step(
        "amend",
        gettext_lazy("Amend"),
        gettext_lazy("From that day on it is so changed. What was agreed before stays to be read."),
        _amend,
        _allows("amend"),
        form=forms.AmendForm,
        initial=_today("on"),
    ),
    _step(
        "suspend",
        gettext_lazy("Suspend"),
        gettext_lazy("It is not applied for that time, and the public sees that it is suspended."),
        _suspend,
        _allows("suspend"),
        form=forms.SuspendForm,
        initial=_today("on"),
    ),
    _step(
        "resume",
        gettext_lazy("Resume"),
        gettext_lazy("The suspension ends on the day before."),
        _calling(resume_agreement, gettext_lazy("The agreement is applied again.")),
        _is_suspended,
        form=forms.DayForm,
        initial=_today("on"),
    ),
    _step(
        "withdraw-suspension",
        gettext_lazy("Take a suspension back"),
        gettext_lazy("It is as if it had never been suspended. That it was recorded stays in the history."),
        _withdraw_suspension,
        lambda held, _day: bool(held.happened(SUSPENSION)),
        form=forms.WithdrawSuspensionForm,
        is_dangerous=True,
    ),
    _step(
        "give-notice",
        gettext_lazy("Record a notice"),
        gettext_lazy("It ends when the notice takes effect, and does not renew itself any more."),
        _give_notice,
        _allows("give_notice"),
        form=forms.NoticeForm,
        initial=_today("given_on"),
        is_dangerous=True,
    ),
    _step(
        "withdraw-notice",
        gettext_lazy("Take a notice back"),
        gettext_lazy("It goes on as if the notice had not been given."),
        _withdraw_notice,
        lambda held, _day: bool(held.happened(NOTICE)),
        form=forms.WithdrawNoticeForm,
    ),
    _step(
        "terminate",
        gettext_lazy("Terminate"),
        gettext_lazy("It ends on that day for the reason you give. The public sees that it was terminated."),
        _calling(terminate_agreement, gettext_lazy("The agreement was terminated.")),
        _allows("terminate"),
        form=forms.ReasonForm,
        initial=_today("on"),
        is_dangerous=True,
    ),
    _step(
        "withdraw-termination",
        gettext_lazy("Take the termination back"),
        gettext_lazy("It stands as if it had not been terminated, with the end it had."),
        _calling(withdraw_termination, gettext_lazy("The termination was taken back.")),
        lambda held, _day: bool(held.agreement.terminated_on),
    ),
    _step(
        "succeed",
        gettext_lazy("Draft the successor"),
        gettext_lazy("A draft takes over its parties, themes and terms. It replaces nothing until it is signed."),
        _succeed,
        _may_be_followed,
        form=forms.SucceedForm,
        initial=lambda held, _day: {"kind": held.agreement.kind, "title": held.agreement.title},
    ),
    _step(
        "replace",
        gettext_lazy("Name what replaced it"),
        gettext_lazy("It stands as replaced from when the other one begins, and its matters go."),
        _replace,
        _has_replacement,
        form=forms.ReplaceForm,
    ),
    _step(
        "no-successor",
        gettext_lazy("No successor is planned"),
        gettext_lazy("The matter goes: that nothing follows is a recorded decision."),
        _no_successor,
        _may_have_none,
        form=forms.ReasonForm,
        initial=_today("on"),
    ),
    _step(
        "confirm-line",
        gettext_lazy("Confirm the line"),
        gettext_lazy("It belongs to the line it was put into, beyond doubt."),
        _calling(confirm_series, gettext_lazy("The line was confirmed.")),
        lambda held, _day: bool(held.agreement.is_series_proposed),
    ),
    _step(
        "leave-line",
        gettext_lazy("Take out of the line"),
        gettext_lazy("It stands by itself. The other agreements of the line stay together."),
        _calling(leave_series, gettext_lazy("It was taken out of the line.")),
        lambda held, _day: bool(held.agreement.series_id),
    ),
    _step(
        "commit",
        gettext_lazy("Add a commitment"),
        gettext_lazy("It becomes a matter when its day comes, until it is recorded as met."),
        _calling(add_commitment, gettext_lazy("The commitment was added.")),
        lambda held, _day: held.status not in (AgreementStatus.REPLACED, AgreementStatus.TERMINATED),
        form=forms.CommitmentForm,
    ),
    _step(
        "fulfil",
        gettext_lazy("Record a commitment as met"),
        gettext_lazy("The matter goes until the commitment is due again."),
        _fulfil,
        lambda held, _day: True,
        form=forms.FulfilForm,
        initial=_today("done_on"),
    ),
    _step(
        "abandon",
        gettext_lazy("Abandon the draft"),
        gettext_lazy("The draft goes from every list; its history stays."),
        _abandon,
        lambda held, _day: bool(held.agreement.stage),
        form=forms.AbandonForm,
        is_dangerous=True,
    ),
)

BESIDE = frozenset({"commit", "fulfil", "confirm-line", "leave-line"})
"""Steps whose button stands with the section they are about."""
