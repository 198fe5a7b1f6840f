"""The pages and steps of the city's themes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from solmu.core.models import Account
from solmu.desk.answering import desk, show
from solmu.desk.editing.fields import LANGUAGE_NAMES
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.saving import Done
from solmu.desk.editing.steps import Step
from solmu.desk.kind_pages import KindPages
from solmu.desk.listing import Cell, Column, Listing
from solmu.desk.naming import reading_language
from solmu.desk.record_page import Section, Table, fact, fact_in_languages
from solmu.desk.themes.forms import GOALS, CloseForm, ThemeForm
from solmu.registry.actions.publicity import remove_record
from solmu.registry.actions.themes import add_theme, change_theme, place_theme
from solmu.registry.models import Theme
from solmu.registry.naming import text_in
from solmu.registry.permissions import can_keep_record
from solmu.registry.queries.dependence import records_resting_on, what_depends_on
from solmu.registry.queries.languages import languages_of
from solmu.registry.queries.names import names_of
from solmu.registry.vocabulary import RecordKind

CARRYING = 100
"""Records that carry a theme and are named on its page; the list counts them all."""

ONTOLOGY = "http://www.yso.fi/onto/yso/"


def _close(by: Account, found: Theme, form: EditForm, _day: date) -> Done:
    remove_record(by=by, source=None, record=found.record, reason=form.cleaned_data["reason"])
    return Done(reverse("desk:themes"), _("The theme is closed."))


STEPS = (
    Step(
        "close",
        pgettext_lazy("theme", "Close"),
        lambda _found, _day: _("Nobody can choose it any more. Its history stays, and it can be put back."),
        _close,
        can_keep_record,
        fits=lambda found, _day: not what_depends_on(found.record),
        form=CloseForm,
        is_dangerous=True,
    ),
)


class Themes(KindPages[Theme]):
    kind, plural, area = "theme", "themes", "themes"
    title = gettext_lazy("Themes")
    form = ThemeForm
    new_heading = gettext_lazy("Add a theme")
    new_button = gettext_lazy("Add")
    edit_heading = gettext_lazy("Change the theme")
    added = gettext_lazy("The theme was added, as the last of the list.")
    changed = gettext_lazy("The theme was changed.")
    steps = STEPS

    def rows(self) -> QuerySet[Any]:
        return _rows().filter(record__removed_at=None)

    def name(self, row: Theme) -> str:
        return text_in(row.name, reading_language())

    def listing(self, request: HttpRequest) -> Listing:
        by, city = request.by, request.city  # type: ignore[attr-defined]
        is_closed = request.GET.get("closed") == "yes"
        of_agreement, of_activity = "agreement_themes__agreement", "activity_rows__activity"

        def live(way: str) -> Count:
            is_live = Q(**{f"{way}__record__removed_at": None, f"{way}__record__merged_into": None})
            return Count(way, filter=is_live, distinct=True)

        rows = _rows().filter(record__removed_at__isnull=not is_closed)
        rows = rows.annotate(agreement_number=live(of_agreement), activity_number=live(of_activity))

        def missing(row: Theme) -> str:
            lacks = [code for code in city.languages if code not in languages_of(row.name)]
            return ", ".join(str(LANGUAGE_NAMES.get(code, code)) for code in lacks)

        links = []
        if self.may_keep(by) and not is_closed:
            links.append((_("Put them in order"), reverse("desk:theme-order")))
        if is_closed:
            links.append((pgettext("theme", "Those in use"), reverse("desk:themes")))
        elif Theme.objects.filter(record__removed_at__isnull=False).exists():
            links.append((pgettext("theme", "Closed"), f"{reverse('desk:themes')}?closed=yes"))
        return Listing(
            title=pgettext("theme", "Closed") if is_closed else _("Themes"),
            area=self.area,
            rows=rows.order_by("position", "key"),
            columns=(
                Column(
                    "name",
                    _("Name"),
                    lambda row: Cell(
                        self.name(row), reverse("desk:record", args=[row.pk]) if is_closed else self.address(row)
                    ),
                ),
                *(
                    Column(
                        f"name_{code}",
                        str(LANGUAGE_NAMES.get(code, code)),
                        _named_in(code),
                        is_file_only=True,
                    )
                    for code in city.languages
                ),
                Column("missing", _("Languages missing"), lambda row: Cell(missing(row) or "–")),
                Column(
                    "yso",
                    _("Concept in YSO"),
                    lambda row: Cell(row.yso or "–", f"{ONTOLOGY}{row.yso}" if row.yso else ""),
                ),
                Column("goals", _("Goals"), lambda row: Cell(_goals(row) or "–")),
                Column(
                    "agreements",
                    _("Agreements"),
                    lambda row: Cell(str(row.agreement_number)),
                    order=("agreement_number",),
                    plain=lambda row: row.agreement_number,
                ),
                Column(
                    "activities",
                    _("Visits and events"),
                    lambda row: Cell(str(row.activity_number)),
                    order=("activity_number",),
                    plain=lambda row: row.activity_number,
                ),
            ),
            counted=lambda number: ngettext("%(number)s theme", "%(number)s themes", number) % {"number": number},
            new=self.new_link(request),
            empty=_("No theme is recorded yet. Themes say what agreements and visits are about, in every language."),
            extra={"links": links},
        )

    def page(self, request: HttpRequest, row: Theme) -> HttpResponse:
        by, city, language = request.by, request.city, reading_language()  # type: ignore[attr-defined]
        ids = records_resting_on(row.record)
        names = names_of(ids[:CARRYING])
        carrying = tuple(
            (
                Cell(names.of(key, language), reverse("desk:record-page", args=[key])),
                Cell(str(RecordKind(names.rows[key][0]).label)),
            )
            for key in sorted(names.rows, key=lambda key: names.of(key, language))
        )
        heading = _("Carried by")
        if len(ids) > CARRYING:
            heading = _("Carried by %(number)s, of which %(shown)s are shown") % {"number": len(ids), "shown": CARRYING}
        return self.answer_page(
            request,
            row,
            kind=_("Theme"),
            takes_steps=not ids,
            template="desk/themes/theme.html",
            extra={
                "is_carried": bool(ids) and self.may_keep(by),
                "merge_href": reverse("desk:record-merge", args=[row.pk]),
            },
            sections=[
                Section(
                    _("The theme"),
                    facts=(
                        fact_in_languages(_("Name"), row.name, city.languages),
                        fact(_("Concept in YSO"), Cell(row.yso, f"{ONTOLOGY}{row.yso}") if row.yso else None),
                        fact(
                            _("Goals of sustainable development"),
                            *(f"{goal.number} {GOALS[goal.number]}" for goal in row.goals.all()),
                        ),
                        fact(pgettext("field", "Key"), Cell(row.key, note=_("stays the same, whatever the name"))),
                    ),
                ),
                Section(
                    heading,
                    table=Table((_("Name"), _("Kind")), carrying),
                    empty=_("Nothing carries it yet."),
                ),
            ],
        )

    def initial(self, request: HttpRequest, row: Theme) -> dict[str, Any]:
        return {
            "name": row.name,
            "yso": f"{ONTOLOGY}{row.yso}" if row.yso else "",
            "goals": [str(goal.number) for goal in row.goals.all()],
        }

    def values(self, form: EditForm, names: Iterable[str]) -> dict[str, Any]:
        values = super().values(form, names)
        if "goals" in values:
            values["goals"] = [int(number) for number in values["goals"]]
        return values

    def add(self, by: Account, form: EditForm) -> Theme:
        return add_theme(by=by, **self.values(form, form.fields))

    def change(self, by: Account, row: Theme, form: EditForm, changed: Sequence[str]) -> None:
        change_theme(by=by, source=None, theme=row, **self.values(form, changed))


def _rows() -> QuerySet[Any]:
    """Those in use and those closed."""
    rows: QuerySet[Any] = Theme.objects.filter(record__merged_into=None)
    return rows.select_related("record").prefetch_related("goals")


def _named_in(code: str) -> Callable[[Theme], Cell]:
    """The name in one language, for files: a column for each of the city's languages."""
    return lambda row: Cell(text_in(row.name, code) if code in languages_of(row.name) else _("missing"))


def _goals(row: Theme) -> str:
    return ", ".join(str(goal.number) for goal in row.goals.all())


THEMES = Themes()


# --- order ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Place:
    """A line of the order: the places its buttons put the theme at, and which of them the keyboard is left at."""

    id: str
    name: str
    up: str
    down: str
    focus: str


@desk(may=can_keep_record)
def order(request: HttpRequest) -> HttpResponse:
    """The themes in their order. A button names the place its theme goes to, so that pressed twice it does it once."""
    if request.method == "POST":
        key, place = request.POST.get("theme", ""), request.POST.get("place", "")
        if not (key.isalnum() and place.isascii() and place.isdecimal() and len(place) < 5):
            raise Http404
        moved = THEMES.row(key)
        before = list(Theme.objects.live().values_list("pk", flat=True)).index(moved.pk) + 1
        place_theme(by=request.by, source=None, theme=moved, place=int(place))  # type: ignore[attr-defined]
        way = "up" if int(place) <= before else "down"
        # Without a fragment, beside which browsers do not heed `autofocus` (HTML, "flush autofocus candidates").
        return HttpResponseRedirect(f"{reverse('desk:theme-order')}?moved={moved.pk}&way={way}")
    rows = list(Theme.objects.live())
    moved_id, way = request.GET.get("moved", ""), request.GET.get("way", "")
    lines = []
    for number, row in enumerate(rows, start=1):
        up, down = str(number - 1) if number > 1 else "", str(number + 1) if number < len(rows) else ""
        # At either end the way on is gone, and the keyboard is left at the way back.
        focus = ("up" if (way == "up" and up) or not down else "down") if row.pk == moved_id else ""
        lines.append(_Place(row.pk, THEMES.name(row), up, down, focus))
    return show(
        request,
        "desk/themes/order.html",
        {"heading": _("Order of the themes"), "lines": lines, "back": reverse("desk:themes")},
        title=_("Order of the themes"),
        area=THEMES.area,
        crumbs=THEMES.crumbs(),
    )
