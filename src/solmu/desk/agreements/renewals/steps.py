"""The steps of a renewal, each with its consequence in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from solmu.core.audit import recorded
from solmu.core.city import current_city
from solmu.core.models import Account
from solmu.core.wording import lower_first, shown_date
from solmu.desk.agreements.forms import DecisionForm
from solmu.desk.agreements.renewals import forms
from solmu.desk.agreements.steps import decision_from
from solmu.desk.agreements.wording import address_of
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.saving import Done
from solmu.desk.editing.steps import Step
from solmu.registry.models import Organisation
from solmu.stewardship.actions.renewals.drafts import attach_draft, make_drafts, prepare_successor
from solmu.stewardship.actions.renewals.endings import (
    complete_renewal,
    conclude_without_successor,
    decide_renewal,
    drop_renewal,
    sign_renewal,
)
from solmu.stewardship.actions.renewals.notes import note_on_renewal
from solmu.stewardship.actions.renewals.stages import advance_renewal, assign_renewal, replan_renewal
from solmu.stewardship.models import Renewal
from solmu.stewardship.permissions import can_help_renew, can_renew
from solmu.stewardship.rules.renewals import DECISION, DRAFTING, NEGOTIATING, PLANNED, SIGNING, step_forward
from solmu.stewardship.vocabulary import RenewalStage


def _is_at(*stages: str) -> Callable[[Renewal, date], bool]:
    return lambda found, _day: found.stage in stages


def _is_running(found: Renewal, _day: date) -> bool:
    return found.is_running


def _next_stage(found: Renewal, _day: date) -> str:
    stage = step_forward(found.stage)
    if stage is None:
        return _("This renewal is over.")
    return _("It comes to the stage: %(stage)s. The draft of the successor follows.") % {
        "stage": lower_first(str(RenewalStage(stage).label))
    }


def _advance(by: Account, found: Renewal, _form: EditForm, day: date) -> str:
    advance_renewal(by=by, source=None, renewal=found, day=day)
    return _("The renewal is now at: %(stage)s.") % {"stage": lower_first(str(RenewalStage(found.stage).label))}


def _go_back(by: Account, found: Renewal, form: EditForm, day: date) -> str:
    advance_renewal(by=by, source=None, renewal=found, day=day, to=form.cleaned_data["to"])
    return _("The renewal is now at: %(stage)s.") % {"stage": lower_first(str(RenewalStage(found.stage).label))}


def _prepare(by: Account, found: Renewal, form: EditForm, _day: date) -> str:
    values = dict(form.cleaned_data)
    values["notice_months"] = values["notice_months"] or 0
    if found.successor is None and not values["renewal_mode"]:
        # Nothing said takes the terms of the agreement it follows.
        values = {name: value for name, value in values.items() if not name.startswith("renewal")}
    prepare_successor(by=by, source=None, renewal=found, **values)
    return _("The dates and terms of the successor were saved.")


def _make_drafts(by: Account, found: Renewal, form: EditForm, day: date) -> str:
    languages = form.cleaned_data["languages"]
    make_drafts(by=by, source=None, renewal=found, day=day, city=current_city(), languages=languages)
    return _("A draft was made, as DOCX and as PDF.")


def _attach(by: Account, found: Renewal, form: EditForm, _day: date) -> str:
    values = dict(form.cleaned_data)
    file = values.pop("file")
    attach_draft(by=by, source=None, renewal=found, content=file.read(), name=file.name, **values)
    return _("The draft was attached.")


def _decide(by: Account, found: Renewal, form: EditForm, day: date) -> str:
    with recorded(by=by, action="decide_renewal"):
        decision = decision_from(by, form.cleaned_data)
        decide_renewal(by=by, source=None, renewal=found, decision=decision, day=day)
    return _("The decision was recorded. The successor can be signed.")


def _sign(by: Account, found: Renewal, form: EditForm, day: date) -> str:
    values = dict(form.cleaned_data)
    party = Organisation.objects.get(pk=values.pop("party"))
    if sign_renewal(by=by, source=None, renewal=found, party=party, day=day, **values):
        return _("Everybody has signed. The successor replaces the agreement.")
    return _("The signature was recorded.")


def _complete(by: Account, found: Renewal, form: EditForm, day: date) -> Done:
    languages = current_city().languages if form.cleaned_data["publish"] else None
    successor = complete_renewal(by=by, source=None, renewal=found, day=day, publish_in=languages)
    return Done(address_of(successor), _("The renewal is complete. This is the agreement now."))


def _drop(by: Account, found: Renewal, form: EditForm, day: date) -> Done:
    drop_renewal(by=by, source=None, renewal=found, reason=form.cleaned_data["reason"], day=day)
    return Done(address_of(found.agreement), _("The renewal was given up."))


def _conclude(by: Account, found: Renewal, form: EditForm, day: date) -> Done:
    conclude_without_successor(by=by, source=None, renewal=found, day=day, **form.cleaned_data)
    return Done(address_of(found.agreement), _("It was recorded that no successor is planned."))


def _assign(by: Account, found: Renewal, form: EditForm, _day: date) -> str:
    owner = Account.objects.filter(pk=form.cleaned_data["owner"]).first()
    assign_renewal(by=by, renewal=found, owner=owner)
    return _("Who sees to it was saved.")


def _replan(by: Account, found: Renewal, form: EditForm, day: date) -> str:
    replan_renewal(by=by, renewal=found, day=day, city=current_city(), in_force_by=form.cleaned_data["in_force_by"])
    return _("The days of the stages were worked out anew.")


def _note(by: Account, found: Renewal, form: EditForm, _day: date) -> str:
    note_on_renewal(by=by, renewal=found, text=form.cleaned_data["text"])
    return _("The note was written.")


def _successor_now(found: Renewal, _day: date) -> dict[str, Any]:
    source = found.successor or found.agreement
    names = ["renewal_mode", "renewal_months", "notice_months"]
    names += ["valid_from", "valid_until"] if found.successor else []
    return {name: getattr(source, name) for name in names}


STEPS = (
    Step(
        "advance",
        gettext_lazy("Take to the next stage"),
        _next_stage,
        _advance,
        can_renew,
        fits=_is_at(PLANNED, DRAFTING, NEGOTIATING),
    ),
    Step(
        "terms",
        gettext_lazy("Set dates and terms"),
        lambda _found, _day: _("The drafts made from now on say so. Nothing is agreed by it."),
        _prepare,
        can_renew,
        fits=_is_at(DRAFTING, NEGOTIATING),
        form=forms.SuccessorForm,
        initial=_successor_now,
    ),
    Step(
        "make-drafts",
        gettext_lazy("Make drafts"),
        lambda _found, _day: _("A new version is made from the city's templates, as DOCX and as PDF. It is internal."),
        _make_drafts,
        can_renew,
        fits=_is_at(DRAFTING, NEGOTIATING),
        form=forms.DraftsForm,
    ),
    Step(
        "attach-draft",
        gettext_lazy("Attach a draft"),
        lambda _found, _day: _("It is kept as the next version, for example as the partner sent it back."),
        _attach,
        can_renew,
        fits=_is_at(DRAFTING, NEGOTIATING),
        form=forms.AttachForm,
    ),
    Step(
        "decide",
        gettext_lazy("Record the decision"),
        lambda _found, _day: _("The successor is approved by it, and can be signed."),
        _decide,
        can_renew,
        fits=_is_at(DECISION),
        form=DecisionForm,
    ),
    Step(
        "sign",
        gettext_lazy("Record a signature"),
        lambda _found, _day: _("With the last signature the successor replaces the agreement from its start."),
        _sign,
        can_renew,
        fits=lambda found, _day: found.stage == SIGNING and bool(found.successor and found.successor.stage),
        form=forms.SignForm,
        initial=lambda _found, day: {"on": shown_date(day)},
    ),
    Step(
        "complete",
        gettext_lazy("Complete the renewal"),
        lambda _found, _day: _("The renewal is over, and its matters go."),
        _complete,
        can_renew,
        fits=lambda found, _day: found.stage == SIGNING and bool(found.successor and not found.successor.stage),
        form=forms.CompleteForm,
        initial=lambda _found, _day: {"publish": True},
    ),
    Step(
        "back",
        gettext_lazy("Back to an earlier stage"),
        lambda _found, _day: _("What was made stays. Back from the signing the decision no longer counts."),
        _go_back,
        can_renew,
        fits=lambda found, _day: bool(forms.ways_back(found.stage)),
        form=forms.BackForm,
    ),
    Step(
        "note",
        gettext_lazy("Write a note"),
        lambda _found, _day: _("Colleagues read it here."),
        _note,
        can_help_renew,
        form=forms.NoteForm,
    ),
    Step(
        "assign",
        gettext_lazy("Say who sees to it"),
        lambda _found, _day: _("Who sees to it is reminded in time of each stage."),
        _assign,
        can_renew,
        fits=_is_running,
        form=forms.OwnerForm,
        initial=lambda found, _day: {"owner": found.owner_id or ""},
    ),
    Step(
        "replan",
        gettext_lazy("Plan the days anew"),
        lambda _found, _day: _("The day of each stage is counted back from the end as it stands now."),
        _replan,
        can_renew,
        fits=_is_running,
        form=forms.PlanForm,
        initial=lambda found, _day: {"in_force_by": shown_date(found.in_force_by) if found.in_force_by else ""},
    ),
    Step(
        "conclude",
        gettext_lazy("No successor is planned"),
        lambda _found, _day: _("The renewal is over, its draft is taken out, and the matter goes."),
        _conclude,
        can_renew,
        fits=_is_running,
        form=forms.ConcludeForm,
        initial=lambda _found, day: {"on": shown_date(day)},
    ),
    Step(
        "drop",
        gettext_lazy("Give the renewal up"),
        lambda _found, _day: _("The renewal is over and its draft is taken out. The agreement's matter comes back."),
        _drop,
        can_renew,
        fits=_is_running,
        form=forms.DropForm,
        is_dangerous=True,
    ),
)
