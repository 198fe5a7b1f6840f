"""Pages of another day: each page of the portal as it stood, below an address that begins with the day.

They are answered by the views of today. Every link on them is made below the day's address, so that a reader stays
there. They are for people: search engines are asked to leave them alone, and nobody may ask for very many.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, ResolverMatch, get_script_prefix, resolve
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from solmu.core.city import current_city
from solmu.core.security_log import network_address, tell
from solmu.core.throttling import Throttle
from solmu.core.wording import shown_date
from solmu.portal.addresses import known_address, on_day_address, within
from solmu.portal.composing.days import days_page
from solmu.portal.views.answering import DAY, answer, sentence, with_query
from solmu.registry.queries.days import first_day
from solmu.registry.queries.known import record_begins

MOST, SPAN = 600, timedelta(minutes=10)
"""Pages of other days for one network address: more than anybody reads, less than a crawler asks for."""

throttle = Throttle(MOST, SPAN)

PRESENT_ONLY = frozenset(
    {
        "about",
        "accessibility",
        "privacy",
        "feedback",
        "feedback_sent",
        "search",
        "names",
        "days",
        "sitemap",
        "picture",
        "suggestions",
    }
)
"""Pages that tell nothing of a day: below a day's address each leads to itself."""

KNOWN = frozenset({"home", "partner", "agreement"})
"""Pages that can tell what had been published by a day."""

_PAGE = re.compile(r"/?((?:fi|sv|en)/[^?#]*)")


@require_safe
def days(request: HttpRequest, language: str) -> HttpResponse:
    """The form for a day; filled in, it leads to the page it was asked on, as it stood on that day."""
    asked, page = request.GET.get("day", "").strip(), request.GET.get("page", "")
    trouble, as_known = "", request.GET.get("way") == "known"
    if asked:
        day = read_day(asked)
        with override(language):
            if day is None:
                trouble = _("This is no day: write it like 2015-06-01.")
            else:
                trouble = before_the_record(day) if as_known else _outside(day)
        if day is not None and not trouble:
            return uncached(HttpResponseRedirect(_way_to(day, page, language, as_known=as_known)))
    response = answer(
        request,
        language,
        "portal/days.html",
        lambda reader: days_page(reader, page, first_day(), day_record_begins(), asked, trouble),
    )
    response.status_code = 422 if trouble else 200
    response.headers["X-Robots-Tag"] = "noindex"
    return uncached(response)


@require_safe
def on_day(request: HttpRequest, day: str, rest: str) -> HttpResponse:
    """A page of the portal as it stood on a day, with what is known today."""
    match = page_at(rest)
    if match is None:
        raise Http404
    if match.url_name in PRESENT_ONLY:
        return HttpResponseRedirect(with_query(request, f"{get_script_prefix()}{rest}"))
    language = rest[:2] or "en"
    return guarded(request, language, lambda: _as_it_stood(request, language, day, match))


def _way_to(day: date, page: str, language: str, *, as_known: bool) -> str:
    """Where a page of a day is; the home page of that day where it has none."""
    found = _PAGE.fullmatch(page)
    match = page_at(found[1]) if found else None
    has_one = match is not None and (match.url_name in KNOWN if as_known else match.url_name not in PRESENT_ONLY)
    rest = found[1] if found and has_one else f"{language}/"
    return known_address(day, rest) if as_known else on_day_address(day, rest)


def _as_it_stood(request: HttpRequest, language: str, day: str, match: ResolverMatch) -> HttpResponse:
    asked = read_day(day)
    with override(language):
        trouble = _outside(asked) if asked else _("There is no such day.")
    if asked is None or trouble:
        return sentence(request, language, _("There is no page of this day"), trouble, 404)
    request.META[DAY] = asked
    with within("on", day):
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return response


def guarded(request: HttpRequest, language: str, page: Callable[[], HttpResponse]) -> HttpResponse:
    """A page of another day, unless its reader has asked for too many; not for search engines, and not to be kept."""
    if throttle.lets_through(network_address(request)):
        response = page()
    else:
        tell("throttled", request, bound="other-days")
        with override(language):
            heading = _("Too many pages at once")
            told = _("Pages of other days are made one by one. Try again in ten minutes.")
        response = sentence(request, language, heading, told, 429)
        response.headers["Retry-After"] = str(int(SPAN.total_seconds()))
    response.headers["X-Robots-Tag"] = "noindex"
    return uncached(response)


def _outside(day: date) -> str:
    """Why there is no page of this day, in the active language; empty where there is one."""
    first, today = first_day(), current_city().today()
    if first is None or not first <= day <= today:
        forms = {"first": shown_date(min(first or today, today)), "today": shown_date(today)}
        return _("Days can be shown from %(first)s, when the first recorded fact began, to %(today)s.") % forms
    return ""


def before_the_record(day: date) -> str:
    """Why nothing can be told of what had been published by this day; empty where it can."""
    begins, today = day_record_begins(), current_city().today()
    if begins is None:
        return _("Nothing is recorded yet.")
    if not begins <= day <= today:
        told = _("The record begins on %(first)s. What had been published can be told from then to %(today)s.")
        return told % {"first": shown_date(begins), "today": shown_date(today)}
    return ""


def day_record_begins() -> date | None:
    """The day the record begins, in the city's time zone; None while nothing is recorded."""
    begins = record_begins()
    return begins.astimezone(ZoneInfo(current_city().time_zone)).date() if begins else None


def page_at(rest: str) -> ResolverMatch | None:
    try:
        return resolve(f"/{rest}", "solmu.portal.urls")
    except Resolver404:
        return None


def read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) else None
    except ValueError:
        return None


def uncached(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-cache"
    return response
