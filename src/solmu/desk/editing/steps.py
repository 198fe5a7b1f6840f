"""Steps: what can be done with a record beside editing it, as buttons that say beforehand what they do.

An area lists its steps once. Their buttons stand on the record's page where they fit; each leads to a page with the
consequence in words and the few fields the step needs, carried out by `answer_form`, so that a double click does it
once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise

from solmu.core.errors import NotPermitted
from solmu.core.models import Account
from solmu.desk.answering import Line
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.saving import Done, Task, answer_form


class NoFields(EditForm):
    """A step that asks nothing."""


@dataclass(frozen=True)
class Step:
    """One step with a record.

    `verb` stands in the address (`/desk/agreements/ID/suspend/`). `fits` tells whether the record's state allows it on
    a day, `may` whether the account does; the action checks both again. `consequence` says what it does, beforehand.
    `carry_out` calls one action, given who, what, the form and the day; it gives the sentence said afterwards, or a
    Done where it leads elsewhere than back to the record.
    """

    verb: str
    label: str | Promise
    consequence: Callable[[Any, date], str]
    carry_out: Callable[[Account, Any, EditForm, date], str | Done]
    may: Callable[[Account], bool]
    fits: Callable[[Any, date], bool] = lambda _subject, _day: True
    form: type[EditForm] = NoFields
    initial: Callable[[Any, date], Mapping[str, Any]] = lambda _subject, _day: {}
    is_dangerous: bool = False


@dataclass(frozen=True)
class Button:
    """A step's button on the record's page."""

    label: str
    href: str
    is_dangerous: bool = False


def buttons(by: Account, subject: Any, day: date, steps: Sequence[Step], address: str) -> tuple[Button, ...]:
    """The steps that fit the record now and this account may take; `address` is the record's page."""
    return tuple(
        Button(str(step.label), f"{address}{step.verb}/", step.is_dangerous)
        for step in steps
        if step.may(by) and step.fits(subject, day)
    )


def answer_step(
    request: HttpRequest,
    steps: Sequence[Step],
    verb: str,
    subject: Any,
    *,
    name: str,
    back: str,
    area: str,
    crumbs: tuple[Line, ...] = (),
    template: str = Task.template,
    extra: Mapping[str, Any] = MappingProxyType({}),
) -> HttpResponse:
    """The page of one step; 404 for one that is none. `name` is the record's, as its page has it.

    `template` shows something beside the form, which `extra` gives it.
    """
    step = next((step for step in steps if step.verb == verb), None)
    if step is None:
        raise Http404
    if not step.may(request.by):  # type: ignore[attr-defined]
        raise NotPermitted("This step is not for your role. Ask an officer or an administrator.")
    day: date = request.day  # type: ignore[attr-defined]

    def save(form: EditForm, _changed: Sequence[str]) -> Done:
        said = step.carry_out(request.by, subject, form, day)  # type: ignore[attr-defined]
        return said if isinstance(said, Done) else Done(back, said)

    return answer_form(
        request,
        Task(
            form=step.form,
            heading=f"{step.label} – {name}",
            save=save,
            back=back,
            area=area,
            subject=subject,
            initial=step.initial(subject, day),
            consequence=step.consequence(subject, day),
            button=str(step.label),
            is_dangerous=step.is_dangerous,
            always=True,
            crumbs=(*crumbs, Line(name, back)),
            template=template,
            extra=extra,
        ),
    )
