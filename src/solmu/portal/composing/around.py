"""What a partner's page tells beside the tie itself: visits and other activities, stories, whom to ask."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from solmu.core.wording import shown_date, shown_figure
from solmu.portal.addresses import activities_address, activity_address, figures_address, story_address
from solmu.portal.composing.activities import activity_line, activity_time
from solmu.portal.composing.citing import Cited
from solmu.portal.composing.reader import Reader
from solmu.portal.composing.rows import shown_name, shown_text
from solmu.portal.pages.partners import Asked
from solmu.portal.pages.parts import DatedLine, Fact, NavigationItem, Text
from solmu.registry.models import Contact, Partnership, Story, Unit
from solmu.registry.models.base import is_shown
from solmu.registry.naming import text_in
from solmu.registry.queries.activities import ActivityOnDay
from solmu.registry.queries.around import Around
from solmu.registry.vocabulary import Direction

LATEST = 5


def latest_activities(activities: Sequence[ActivityOnDay]) -> list[ActivityOnDay]:
    """What goes on and what was last; what only comes is told as the next visit."""
    return [each for each in activities if each.has_begun][:LATEST]


def visit_facts(reader: Reader, activities: Sequence[ActivityOnDay]) -> tuple[Fact, ...]:
    """The last visit and the next in each direction, those there are; each leads to its page."""
    facts = []
    for direction, last, following in (
        (Direction.OUT, _("Last visit there"), _("Next visit there")),
        (Direction.IN, _("Last visit from there"), _("Next visit from there")),
    ):
        dated = [each for each in activities if each.activity.direction == direction and each.activity.starts]
        begun = max((each for each in dated if each.has_begun), key=_began, default=None)
        coming = min((each for each in dated if not each.has_begun), key=_began, default=None)
        for label, each in ((last, begun), (following, coming)):
            if each:
                row = each.activity
                href = activity_address(reader.language, row.pk, text_in(row.title, reader.language))
                facts.append(Fact(label, Text(activity_time(row)), href))
    return tuple(facts)


def _began(each: ActivityOnDay) -> tuple[int, str]:
    starts = each.activity.starts
    return (starts.earliest.toordinal() if starts else 0, each.activity.pk)


def activity_lines(reader: Reader, activities: Sequence[ActivityOnDay], cited: Cited) -> tuple[DatedLine, ...]:
    return tuple(
        activity_line(reader, each.activity, cites=cited.record(each.activity.pk))
        for each in latest_activities(activities)
    )


def all_activities(reader: Reader, partnership: Partnership, number: int) -> NavigationItem | None:
    """The way to every activity with a partner, where there is any."""
    if not number:
        return None
    words = ngettext("%(number)d activity in all", "%(number)d activities in all", number) % {"number": number}
    return NavigationItem(words, activities_address(reader.language, f"partner-{partnership.pk}"))


def index_sentence(reader: Reader, beside: Around) -> NavigationItem | None:
    """The activity index of the running year and the one before; None where both are nought."""
    this_year = reader.day.year
    before, running = (beside.index(year, reader.day).figure for year in (this_year - 1, this_year))
    if not before and not running:
        return None
    words = _("Activity index: %(before)s in %(last_year)s, %(running)s so far in %(this_year)s.") % {
        "before": shown_figure(before),
        "last_year": this_year - 1,
        "running": shown_figure(running),
        "this_year": this_year,
    }
    return NavigationItem(words, f"{figures_address(reader.language)}#activity-index")


def story_lines(reader: Reader, stories: Sequence[Story]) -> tuple[DatedLine, ...]:
    return tuple(
        DatedLine(
            when=shown_date(row.written) if row.written else "",
            heading=shown_text(reader, row.title),
            href=story_address(reader.language, row.pk, text_in(row.title, reader.language)),
        )
        for row in stories
    )


def whom_to_ask(reader: Reader, partnership: Partnership, contacts: Sequence[Contact]) -> tuple[Asked, ...]:
    """The unit that looks after the partnership, where it is public; then who agreed to be named at the partner."""
    asked = []
    ownership = getattr(partnership.record, "ownership", None)
    unit: Unit | None = ownership.unit if ownership else None
    if unit and is_shown(unit.record, public_only=True):
        asked.append(Asked(shown_name(reader, unit.name), reader.home.nominative, unit.email, unit.telephone))
    asked += [Asked(Text(each.name), each.title, each.email, each.telephone) for each in contacts]
    return tuple(asked)
