"""What had been published by a day: the portal's own past, told as far as it is public today."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.urls import ResolverMatch, get_script_prefix
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from solmu.core.city import current_city
from solmu.portal.addresses import home_address, within
from solmu.portal.composing.as_known import agreement_known, home_known, partner_known
from solmu.portal.composing.reader import spoken
from solmu.portal.pages.agreements import AgreementPage
from solmu.portal.pages.home import HomePage
from solmu.portal.pages.partners import PartnerPage
from solmu.portal.views.answering import AS_KNOWN, DAY, reader_of, sentence, with_query
from solmu.portal.views.other_days import KNOWN, before_the_record, guarded, page_at, read_day
from solmu.registry.queries.as_known import known_on
from solmu.registry.queries.known import end_of_day

LISTS = frozenset({"partners", "agreements"})
"""Lists that stand on the home page of what was known."""


@require_safe
def known(request: HttpRequest, day: str, rest: str) -> HttpResponse:
    """A page of what the public was shown when a day ended."""
    match = page_at(rest)
    if match is None:
        raise Http404
    language = rest[:2] or spoken(current_city())[0]
    if match.url_name in LISTS or match.url_name == "entrance":
        with within("known", day):
            return HttpResponseRedirect(
                f"{home_address(language)}{'#partners' if match.url_name == 'partners' else ''}"
            )
    if match.url_name not in KNOWN:
        return HttpResponseRedirect(with_query(request, f"{get_script_prefix()}{rest}"))
    return guarded(request, language, lambda: _as_known(request, language, day, match))


def _as_known(request: HttpRequest, language: str, day: str, match: ResolverMatch) -> HttpResponse:
    asked = read_day(day)
    with override(language):
        trouble = before_the_record(asked) if asked else _("There is no such day.")
        if asked is None or trouble:
            return sentence(request, language, _("There is no page of this day"), trouble, 404)
        request.META[DAY], request.META[AS_KNOWN] = asked, True
        with within("known", day):
            return _page(request, language, match)


def _page(request: HttpRequest, language: str, match: ResolverMatch) -> HttpResponse:
    reader, record_id = reader_of(request, language), match.kwargs.get("record_id", "")
    moment = end_of_day(reader.day, reader.city.time_zone)
    told = known_on(reader.day, moment, language=language, lead=reader.lead)
    page: HomePage | PartnerPage | AgreementPage | None
    if match.url_name == "home":
        page = home_known(reader, told)
    elif match.url_name == "partner":
        page = partner_known(reader, told, record_id)
    else:
        page = agreement_known(reader, told, record_id)
    if page is None:
        told_so = _("Nothing of this had been published by this day, or it is not public today.")
        return sentence(request, language, _("There is no such page"), told_so, 404)
    here = next(link.href for link in page.frame.languages if link.is_current)
    if request.path != here:
        return HttpResponsePermanentRedirect(with_query(request, here))
    response = render(request, f"portal/{match.url_name}.html", {"page": page})
    response.headers["Content-Language"] = language
    return response
