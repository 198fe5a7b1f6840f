"""The one way in which every form of the desk is shown, checked and carried out.

A view makes a `Task` and hands it to `answer_form`, which gives the page, or the redirect once it is done:

    @desk(may=can_keep_record)
    def edit(request, record_id):
        story = story_of(record_id)
        return answer_form(request, Task(
            form=StoryForm, subject=story, initial=story_values(story),
            heading=_("Change the story"), area="stories",
            save=lambda form, changed: change(form, changed),   # one action; gives the address to go to, and a sentence
            back=story_address(story),
        ))

What it takes care of: the unsaved work of an earlier visit is put back; two people are told of each other and each
field is merged; the same form sent twice is carried out once; what an action refuses stands on top of the form in
which everything typed is still there.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from solmu.core.errors import RefusedFile, SolmuError, TooLargeFile
from solmu.core.models import Account, Record
from solmu.core.security_log import name_of_page, tell
from solmu.core.unsaved import drop_unsaved, keep_unsaved, once, others_among, others_at, works_at
from solmu.desk.answering import Line, say, show, told
from solmu.desk.editing.forms import EditForm, query_of
from solmu.desk.editing.leaving import CHOSEN, ONCE, base_of, sealed, typed
from solmu.desk.editing.merging import Merged, Texts, merge
from solmu.desk.files import TOO_LARGE, tell_refused_file
from solmu.registry.permissions import can_undo
from solmu.registry.queries.last_change import last_change_of


@dataclass(frozen=True)
class Done:
    """Where to go once a form is carried out, and what to say there."""

    address: str
    sentence: str


Save = Callable[[EditForm, Sequence[str]], Done]
"""Carry out the form, given it and the names of the fields that changed. One action; raises SolmuError."""


@dataclass(frozen=True)
class Task:
    """A form for one purpose.

    `consequence` says beforehand what the button does; a dangerous one is drawn so. `initial` is what the fields say
    now. `always` saves even where no field changed: a step that needs no words. `extra` goes to the template.
    """

    form: type[EditForm]
    heading: str
    save: Save
    back: str
    area: str
    subject: Any = None
    initial: Mapping[str, Any] = field(default_factory=dict)
    lead: str = ""
    consequence: str = ""
    button: str = ""
    is_dangerous: bool = False
    always: bool = False
    crumbs: tuple[Line, ...] = ()
    template: str = "desk/form.html"
    extra: Mapping[str, Any] = field(default_factory=dict)


def answer_form(request: HttpRequest, task: Task) -> HttpResponse:
    """The form's page, or the redirect to where it led."""
    by, key, at = request.by, request.path, timezone.now()  # type: ignore[attr-defined]
    if request.method == "POST" and "discard" in request.POST:
        drop_unsaved(by=by, key=key)
        return HttpResponseRedirect(request.get_full_path())
    if request.method == "POST":
        return _sent(request, task)
    works = works_at(key)
    kept, others = next((work for work in works if work.account_id == by.pk), None), others_among(works, by, at)
    blank = _form(request, task)
    base = {name: list(texts) for name, texts in blank.texts_now().items()}
    if kept is None or not kept.values:
        keep_unsaved(by=by, key=key, values={}, base=base, at=at)
        return _page(request, task, blank, base, others)
    typed_before = {name: tuple(texts) for name, texts in kept.values.items()}
    merged = merge({n: tuple(t) for n, t in kept.base.items()}, _whole(blank, typed_before), blank.texts_now())
    form = _form(request, task, query_of(merged.values))
    form.full_clean()
    kept_at = date_format(timezone.localtime(kept.at), "j.n. H.i")
    return _page(request, task, form, base, others, merged=merged, kept_at=kept_at)


def _sent(request: HttpRequest, task: Task) -> HttpResponse:
    by, key, at = request.by, request.path, timezone.now()  # type: ignore[attr-defined]
    blank = _form(request, task)
    opened = base_of(request.POST)
    # What is still to be made says nothing yet that another could have changed.
    now = blank.texts_now() if task.subject is not None or opened is None else opened
    merged = merge(opened if opened is not None else now, blank.texts_sent(request.POST), now)
    base = {name: list(texts) for name, texts in now.items()}
    form = _form(request, task, query_of(merged.values), files=request.FILES)
    is_settled = request.POST.get(CHOSEN) == "mine"
    is_valid = form.is_valid()
    if opened is None or _has_error(form, "invalid_choice"):
        # A page of ours sends its own seal and offers its own choices: this came of something else, or of an old page.
        tell("form-not-ours", request, account=by.pk, page=name_of_page(request))
    if _has_error(form, TOO_LARGE):
        tell_refused_file(request, TooLargeFile.why)
    if opened is None:
        form.add_error(None, _("This form was open for too long. Look through it and save it again."))
        is_valid = False
    if is_valid and (not merged.conflicts or is_settled):
        if not (merged.mine or task.always or form.has_file):
            drop_unsaved(by=by, key=key)
            say(request, _("Nothing was changed."))
            return HttpResponseRedirect(task.back)
        changed = sorted({form.names()[name] for name in merged.mine})
        try:
            return HttpResponseRedirect(_carry_out(request, task, form, changed))
        except SolmuError as error:
            if isinstance(error, RefusedFile):
                tell_refused_file(request, error.why)
            form.add_error(None, told(error))
        except ValidationError as error:
            form.add_error(None, error)
    keep_unsaved(by=by, key=key, values=typed(request.POST), base=base, at=at)
    return _page(request, task, form, base, others_at(by, key, at), merged=merged, status=422)


def _has_error(form: EditForm, code: str) -> bool:
    return any(error.code == code for errors in form.errors.as_data().values() for error in errors)


def _carry_out(request: HttpRequest, task: Task, form: EditForm, changed: Sequence[str]) -> str:
    by, key, at = request.by, request.path, timezone.now()  # type: ignore[attr-defined]

    def save() -> str:
        done = task.save(form, changed)
        drop_unsaved(by=by, key=key)
        say(request, done.sentence, undo_href=_undo_href(by, task.subject))
        return done.address

    token = request.POST.get(ONCE, "")[:40] or secrets.token_urlsafe(24)
    return once(by=by, token=token, at=at, carry_out=save)


def _undo_href(by: Account, subject: Any) -> str:
    """Where what was just done with a record is undone; empty where it was a step, or is not theirs to undo."""
    record = subject if isinstance(subject, Record) else getattr(subject, "record", None)
    if not isinstance(record, Record) or not can_undo(by, record.kind):
        return ""
    change = last_change_of(record.pk)
    if change is None or change.step:
        return ""
    return reverse("desk:record-undo-change", args=[record.pk, change.sequence])


def _form(request: HttpRequest, task: Task, data: Any = None, files: Any = None) -> EditForm:
    return task.form(
        data,
        files,
        city=request.city,  # type: ignore[attr-defined]
        by=request.by,  # type: ignore[attr-defined]
        subject=task.subject,
        initial=dict(task.initial),
    )


def _whole(form: EditForm, values: Mapping[str, Texts]) -> dict[str, Texts]:
    """A box that is not ticked is not sent: what a form kept says nothing of is empty."""
    return {name: values.get(name, ()) for name in form.names()}


def _page(
    request: HttpRequest,
    task: Task,
    form: EditForm,
    base: dict[str, list[str]],
    others: Sequence[str],
    *,
    merged: Merged | None = None,
    kept_at: str = "",
    status: int = 200,
) -> HttpResponse:
    by, key = request.by, request.path  # type: ignore[attr-defined]
    labels = {name: str(field.label or name) for name, field in form.fields.items()}
    labels |= {sent: labels[name] for sent, name in form.names().items()}
    theirs = [labels[name] for name in merged.theirs] if merged else []
    conflicts = [(labels[name], ", ".join(texts) or "–") for name, texts in merged.conflicts.items()] if merged else []
    errors = [
        (form[name].id_for_label or form[name].auto_id if name != "__all__" else "", labels.get(name, ""), text)
        for name, texts in form.errors.items()
        for text in texts
    ]
    return show(
        request,
        task.template,
        {
            "task": task,
            "form": form,
            "fieldsets": form.fieldsets(),
            "button": task.button or _("Save"),
            "hidden": {**sealed(by, key, base), ONCE: secrets.token_urlsafe(24)},
            "errors": [(href, f"{label}: {text}" if label else text) for href, label, text in errors],
            "errors_heading": ngettext(
                "One thing needs to be put right", "%(number)s things need to be put right", len(errors)
            )
            % {"number": len(errors)},
            "theirs": ", ".join(dict.fromkeys(theirs)),
            "conflicts": conflicts,
            "chosen_name": CHOSEN,
            "kept_at": kept_at,
            "others": others,
            **task.extra,
        },
        title=task.heading,
        area=task.area,
        crumbs=task.crumbs,
        status=status,
    )
