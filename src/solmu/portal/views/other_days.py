"""Pages of another day: each page of the portal as it stood, below an address that begins with the day.

They are answered by the views of today. Every link on them is made below the day's address, so that a reader stays
there. They are for people: search engines are asked to leave them alone, and nobody may ask for very many.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, ResolverMatch, get_script_prefix, resolve
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from solmu.core.city import current_city
from solmu.core.wording import shown_date
from solmu.portal.addresses import on_day_address, within
from solmu.portal.composing.days import days_page
from solmu.portal.views.answering import DAY, answer, sentence
from solmu.portal.views.guarding import Throttle, network_address
from solmu.registry.queries.days import first_day

MOST, SPAN = 600, timedelta(minutes=10)
"""Pages of other days for one network address: more than anybody reads, less than a crawler asks for."""

throttle = Throttle(MOST, SPAN)

PRESENT_ONLY = frozenset({"about", "accessibility", "privacy", "feedback", "feedback_sent", "search", "names", "days"})
"""Pages that tell nothing of a day: below a day's address each leads to itself."""

_PAGE = re.compile(r"/?((?:fi|sv|en)/[^?#]*)")


@require_safe
def days(request: HttpRequest, language: str) -> HttpResponse:
    """The form for a day; filled in, it leads to the page it was asked on, as it stood on that day."""
    asked, page = request.GET.get("day", "").strip(), request.GET.get("page", "")
    trouble = ""
    if asked:
        day = _read_day(asked)
        with override(language):
            trouble = _("This is no day: write it like 2015-06-01.") if day is None else _outside(day)
        if day is not None and not trouble:
            found = _PAGE.fullmatch(page)
            rest = found[1] if found and _page_at(found[1]) else f"{language}/"
            return _uncached(HttpResponseRedirect(on_day_address(day, rest)))
    response = answer(
        request, language, "portal/days.html", lambda reader: days_page(reader, page, first_day(), asked, trouble)
    )
    response.status_code = 422 if trouble else 200
    response.headers["X-Robots-Tag"] = "noindex"
    return _uncached(response)


@require_safe
def on_day(request: HttpRequest, day: str, rest: str) -> HttpResponse:
    """A page of the portal as it stood on a day, with what is known today."""
    match = _page_at(rest)
    if match is None:
        raise Http404
    if match.url_name in PRESENT_ONLY:
        return HttpResponseRedirect(f"{get_script_prefix()}{rest}")
    language = rest[:2] or "en"
    return guarded(request, language, lambda: _as_it_stood(request, language, day, match))


def _as_it_stood(request: HttpRequest, language: str, day: str, match: ResolverMatch) -> HttpResponse:
    asked = _read_day(day)
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
        with override(language):
            heading = _("Too many pages at once")
            told = _("Pages of other days are made one by one. Try again in ten minutes.")
        response = sentence(request, language, heading, told, 429)
        response.headers["Retry-After"] = str(int(SPAN.total_seconds()))
    response.headers["X-Robots-Tag"] = "noindex"
    return _uncached(response)


def _outside(day: date) -> str:
    """Why there is no page of this day, in the active language; empty where there is one."""
    first, today = first_day(), current_city().today()
    if first is None or not first <= day <= today:
        forms = {"first": shown_date(min(first or today, today)), "today": shown_date(today)}
        return _("Days can be shown from %(first)s, when the first recorded fact began, to %(today)s.") % forms
    return ""


def _page_at(rest: str) -> ResolverMatch | None:
    try:
        return resolve(f"/{rest}", "solmu.portal.urls")
    except Resolver404:
        return None


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) else None
    except ValueError:
        return None


def _uncached(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-cache"
    return response
