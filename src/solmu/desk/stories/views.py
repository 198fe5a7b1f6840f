"""The pages and forms of stories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from solmu.core.models import Account
from solmu.core.wording import shown_date
from solmu.desk.editing.forms import EditForm
from solmu.desk.kind_pages import KindPages, dated, publicity
from solmu.desk.listing import Cell, Choice, Column, Listing
from solmu.desk.naming import partner_name, partnership_choices, reading_language
from solmu.desk.record_page import Section, fact, fact_in_languages
from solmu.desk.stories.forms import StoryForm
from solmu.registry.actions.stories import add_story, change_story
from solmu.registry.models import Partnership, Story
from solmu.registry.naming import text_in


class Stories(KindPages[Story]):
    kind, plural, area = "story", "stories", "stories"
    title = gettext_lazy("Stories")
    form = StoryForm
    rows_of = {"partnership": Partnership.objects.live()}
    new_heading = gettext_lazy("Write a story")
    edit_heading = gettext_lazy("Change the story")
    added = gettext_lazy("The story was added. It is internal until it is published.")
    changed = gettext_lazy("The story was changed.")

    def rows(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = Story.objects.live().select_related("record", "partnership__partner")
        return rows.prefetch_related("partnership__partner__names")

    def name(self, row: Story) -> str:
        return text_in(row.title, reading_language())

    def listing(self, request: HttpRequest) -> Listing:
        return Listing(
            title=_("Stories"),
            area=self.area,
            rows=self.rows().order_by("-written_earliest", "pk"),
            columns=(
                Column("title", _("Title"), lambda row: Cell(self.name(row), self.address(row))),
                Column(
                    "partner",
                    _("Partner"),
                    lambda row: Cell(partner_name(row.partnership) if row.partnership else "–"),
                ),
                dated("written", _("Written"), "written_earliest", lambda row: row.written),
                publicity(),
            ),
            choices=(
                Choice(
                    "partner", _("Partner"), partnership_choices(), lambda rows, code: rows.filter(partnership_id=code)
                ),
            ),
            counted=lambda number: ngettext("%(number)s story", "%(number)s stories", number) % {"number": number},
            new=self.new_link(request),
            empty=_("No story has been written yet. A story tells in a few paragraphs what a partnership has brought."),
        )

    def page(self, request: HttpRequest, row: Story) -> HttpResponse:
        languages = request.city.languages  # type: ignore[attr-defined]
        says = Section(
            _("What it says"),
            facts=(
                fact_in_languages(_("Title"), row.title, languages),
                fact_in_languages(_("Text"), row.text, languages),
                fact(_("Partner"), partner_name(row.partnership) if row.partnership else None),
                fact(_("Written"), shown_date(row.written) if row.written else None),
            ),
        )
        return self.answer_page(request, row, kind=_("Story"), sections=[says])

    def add(self, by: Account, form: EditForm) -> Story:
        return add_story(by=by, source=None, **self.values(form, form.fields))

    def change(self, by: Account, row: Story, form: EditForm, changed: Sequence[str]) -> None:
        change_story(by=by, source=None, story=row, **self.values(form, changed))


STORIES = Stories()
