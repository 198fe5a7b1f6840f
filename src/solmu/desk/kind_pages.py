"""The pages of a record kind: its list, a record's page, the form that adds one, the form that changes one, its steps.

An area subclasses `KindPages` for each kind it has pages of, and its urls name the views (`stories/` is the smallest):

    class Stories(KindPages[Story]):
        kind, plural, area = "story", "stories", "stories"
        title = gettext_lazy("Stories")
        form = StoryForm
        …

        def rows(self): …                           # a queryset of those that have a page
        def name(self, row): …
        def listing(self, request): …               # a Listing
        def page(self, request, row): …             # self.answer_page(…, sections=[…])
        def add(self, by, form): …                  # one action
        def change(self, by, row, form, changed): … # one action

    STORIES = Stories()

    path("<record_id>/edit/", STORIES.edit_view, name="edit-story")

Whatever an area does otherwise it overrides: each method below does one thing. A page of another shape is a view of
its own beside them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Generic, TypeVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from solmu.core.dates import PartialDate
from solmu.core.models import Account
from solmu.core.wording import shown_date
from solmu.desk.answering import Line, May, View, day_of, desk
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.saving import Done, Task, answer_form
from solmu.desk.editing.steps import Step, answer_step, buttons
from solmu.desk.listing import Cell, Choice, Column, Listing, answer_list
from solmu.desk.record_page import Section, answer_record_page
from solmu.registry.models.base import RecordRow
from solmu.registry.permissions import can_keep_record, can_read_internal

Row = TypeVar("Row", bound=RecordRow)


class KindPages(ABC, Generic[Row]):
    """The pages of one record kind. A declaration, made once: it keeps nothing of a request."""

    may_read: May = staticmethod(can_read_internal)
    may_keep: May = staticmethod(can_keep_record)

    kind: ClassVar[str]
    """The name of the address of a record's page; those of its forms follow: `new-story`, `edit-story`."""

    plural: ClassVar[str]
    """The name of the address of the list."""

    area: ClassVar[str]
    """The line of the navigation that the pages belong to."""

    title: ClassVar[str | Promise]
    """The list, as the crumbs name it."""

    form: ClassVar[type[EditForm]]
    new_form: ClassVar[type[EditForm] | None] = None
    """The form of a new one, where it asks otherwise than the form that changes it."""

    rows_of: ClassVar[Mapping[str, QuerySet[Any]]] = {}
    """Fields of the form that choose a row by its key, with the rows they choose among."""

    new_heading: ClassVar[str | Promise]
    new_lead: ClassVar[str | Promise] = ""
    new_button: ClassVar[str | Promise] = ""
    edit_heading: ClassVar[str | Promise]
    """May say `%(name)s`, the record's name."""

    added: ClassVar[str | Promise]
    changed: ClassVar[str | Promise]
    """What is said once it is done."""

    steps: ClassVar[Sequence[Step]] = ()

    # --- what an area says of its kind --------------------------------------------------------------------------------

    @abstractmethod
    def rows(self) -> QuerySet[Any]:
        """The records that have a page, with what their name and page are made of."""

    @abstractmethod
    def name(self, row: Row) -> str: ...

    @abstractmethod
    def listing(self, request: HttpRequest) -> Listing: ...

    @abstractmethod
    def page(self, request: HttpRequest, row: Row) -> HttpResponse:
        """A record's page, by `answer_page`."""

    @abstractmethod
    def add(self, by: Account, form: EditForm) -> Row: ...

    @abstractmethod
    def change(self, by: Account, row: Row, form: EditForm, changed: Sequence[str]) -> None:
        """Change the fields whose names are in `changed`."""

    # --- what an area may say otherwise -------------------------------------------------------------------------------

    def crumbs(self) -> tuple[Line, ...]:
        """The way to the list."""
        return (Line(str(self.title), reverse(f"desk:{self.plural}")),)

    def row_to_change(self, record_id: str) -> Row:
        """The record that the form of the address changes."""
        return self.row(record_id)

    def known(self, request: HttpRequest) -> Mapping[str, Any]:
        """What the address says beforehand of one to come."""
        return {}

    def initial(self, request: HttpRequest, row: Row) -> dict[str, Any]:
        """What the record says in the fields of the form."""
        return {
            name: getattr(row, f"{name}_id" if name in self.rows_of else name, None) for name in self.form.base_fields
        }

    def values(self, form: EditForm, names: Iterable[str]) -> dict[str, Any]:
        """What these fields of the form say, as the actions take it."""
        values = {name: form.cleaned_data[name] for name in names}
        for name, rows in self.rows_of.items():
            if name in values:
                values[name] = rows.filter(pk=values[name]).first()
        return values

    # --- what every area has ------------------------------------------------------------------------------------------

    def row(self, record_id: str) -> Row:
        """The record of an address; 404 where there is none."""
        found: Row | None = self.rows().filter(pk=record_id).first()
        if found is None:
            raise Http404
        return found

    def address(self, row: Row) -> str:
        return reverse(f"desk:{self.kind}", args=[row.pk])

    def new_link(self, request: HttpRequest, words: str = "") -> tuple[str, str] | None:
        """The list's link to the form of a new one, for who may add one; `words` where they are not its heading's."""
        by = request.by  # type: ignore[attr-defined]
        return (reverse(f"desk:new-{self.kind}"), words or str(self.new_heading)) if self.may_keep(by) else None

    def answer_page(
        self,
        request: HttpRequest,
        row: Row,
        *,
        kind: str,
        sections: Sequence[Section],
        takes_steps: bool = True,
        can_be_edited: bool = True,
        template: str = "desk/record.html",
        extra: Mapping[str, Any] | None = None,
    ) -> HttpResponse:
        """A record's page with its name, its way back, its steps and the link to its form; `kind` in words."""
        by, day = request.by, day_of(request)  # type: ignore[attr-defined]
        may_edit = can_be_edited and self.may_keep(by)
        return answer_record_page(
            request,
            row.record,
            name=self.name(row),
            kind=kind,
            area=self.area,
            sections=sections,
            buttons=buttons(by, row, day, self.steps, self.address(row)) if takes_steps else (),
            edit_href=reverse(f"desk:edit-{self.kind}", args=[row.pk]) if may_edit else "",
            crumbs=self.crumbs(),
            template=template,
            extra=extra,
        )

    # --- the views ----------------------------------------------------------------------------------------------------

    @property
    def list_view(self) -> View:
        @desk(may=self.may_read)
        def answered(request: HttpRequest) -> HttpResponseBase:
            return answer_list(request, self.listing(request))

        return answered

    @property
    def page_view(self) -> View:
        @desk(may=self.may_read)
        def answered(request: HttpRequest, record_id: str) -> HttpResponse:
            return self.page(request, self.row(record_id))

        return answered

    @property
    def new_view(self) -> View:
        @desk(may=self.may_keep)
        def answered(request: HttpRequest) -> HttpResponse:
            def save(form: EditForm, _changed: Sequence[str]) -> Done:
                made = self.add(request.by, form)  # type: ignore[attr-defined]
                return Done(self.address(made), str(self.added))

            task = Task(
                form=self.new_form or self.form,
                heading=str(self.new_heading),
                lead=str(self.new_lead),
                button=str(self.new_button),
                save=save,
                back=reverse(f"desk:{self.plural}"),
                area=self.area,
                initial=self.known(request),
                crumbs=self.crumbs(),
                always=True,
            )
            return answer_form(request, task)

        return answered

    @property
    def edit_view(self) -> View:
        @desk(may=self.may_keep)
        def answered(request: HttpRequest, record_id: str) -> HttpResponse:
            row = self.row_to_change(record_id)
            name, address = self.name(row), self.address(row)

            def save(form: EditForm, changed: Sequence[str]) -> Done:
                self.change(request.by, row, form, changed)  # type: ignore[attr-defined]
                return Done(address, str(self.changed))

            task = Task(
                form=self.form,
                subject=row,
                initial=self.initial(request, row),
                heading=str(self.edit_heading) % {"name": name},
                save=save,
                back=address,
                area=self.area,
                crumbs=(*self.crumbs(), Line(name, address)),
            )
            return answer_form(request, task)

        return answered

    @property
    def step_view(self) -> View:
        @desk(may=self.may_keep)
        def answered(request: HttpRequest, record_id: str, verb: str) -> HttpResponse:
            row = self.row(record_id)
            return answer_step(
                request,
                self.steps,
                verb,
                row,
                name=self.name(row),
                back=self.address(row),
                area=self.area,
                crumbs=self.crumbs(),
            )

        return answered


# --- what most lists of records show ----------------------------------------------------------------------------------


def dated(key: str, label: str, column: str, on: Callable[[Any], date | PartialDate | None]) -> Column:
    """A day as written; in a file as a date. `column` is the field it sorts by."""
    return Column(key, label, lambda row: Cell(shown_date(day) if (day := on(row)) else "–"), order=(column,), plain=on)


def publicity() -> Column:
    """Whether a record is on the public site."""
    return Column(
        "public",
        _("Public"),
        lambda row: Cell(_("on the public site") if row.record.is_published else _("internal")),
        order=("record__is_published",),
    )


def by_publicity() -> Choice:
    """Records by whether they are on the public site."""
    return Choice(
        "public",
        _("Public"),
        [("yes", _("on the public site")), ("no", _("internal"))],
        lambda rows, code: rows.filter(record__is_published=code == "yes"),
    )
