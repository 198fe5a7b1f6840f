"""What every page of the desk shares: who asks, in which language, on which day, and a sentence for each refusal."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import get_user
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from solmu.core.city import City, current_city
from solmu.core.colours import city_sheet
from solmu.core.errors import NotPermitted, SolmuError
from solmu.core.models import Account
from solmu.core.security_log import name_of_page, tell
from solmu.core.throttling import Throttle
from solmu.core.wording import shown_date, shown_value
from solmu.desk.areas import areas_of
from solmu.desk.editing.leaving import keep_of_expired_session

May = Callable[[Account], bool]
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Line:
    """One line of a navigation."""

    label: str
    href: str
    is_current: bool = False
    group: int = 0


@dataclass(frozen=True)
class Frame:
    """What stands around every page of the desk."""

    language: str
    brand: str
    title: str
    navigation: tuple[Line, ...]
    name: str
    account_href: str
    sign_out_href: str
    public_href: str
    find_href: str
    help_href: str
    notices: tuple[tuple[str, str, str], ...]
    crumbs: tuple[Line, ...] = ()
    colours_href: str = ""


def language_of(request: HttpRequest, city: City) -> str:
    """The account's language; before signing in, or where it has none, the browser's, else the city's first."""
    known = dict(settings.LANGUAGES)
    own = getattr(request.user, "language", "") if request.user.is_authenticated else ""
    if own in known:
        return str(own)
    asked = get_language_from_request(request)
    spoken = [code for code in city.languages if code in known]
    return asked if asked in spoken or not spoken else spoken[0]


def desk(may: May) -> Callable[[View], View]:
    """A view of the desk for those who `may`: others are told who may, and who is not signed in is asked to sign in.

    The view is given `request.by` (the account) and `request.day` (the city's day). Errors that a person can put right
    become a page in words; what was typed into a form whose session has expired is kept. `view.may` names the
    permission, so that the matrix of the documentation is made from the code.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        @never_cache
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            city = current_city()
            language = language_of(request, city)
            with override(language):
                if not request.user.is_authenticated:
                    return _to_sign_in(request)
                # The row itself: `request.user` only stands for it, and cannot be written.
                by = cast(Account, get_user(request))
                request.by, request.day, request.city = by, city.today(), city  # type: ignore[attr-defined]
                request.language = language  # type: ignore[attr-defined]
                try:
                    if not may(by):
                        tell("refused", request, account=by.pk, role=by.role, page=name_of_page(request))
                        return refusal(request, _("This page is not for your role."), status=403)
                    if _holds_nul(request):
                        raise Http404
                    if request.method == "POST" and not throttle.lets_through(by.pk):
                        return too_often(request)
                    _take_out_nul(request)
                    response = view(request, *args, **kwargs)
                except NotPermitted as error:
                    tell("refused", request, account=by.pk, role=by.role, page=name_of_page(request))
                    return refusal(request, told(error), status=403)
                except Http404:
                    return refusal(request, _("There is no such page, or it was removed."), status=404)
                except SolmuError as error:
                    return refusal(request, told(error), status=409)
            response.headers["Content-Language"] = language
            return response

        answered.may = may  # type: ignore[attr-defined]
        return answered

    return decorate


MOST_FORMS, WITHIN = 600, timedelta(minutes=10)
"""Forms that one account sends, what is kept while typing among them: far more than hands can."""

throttle = Throttle(MOST_FORMS, WITHIN)


def too_often(request: HttpRequest) -> HttpResponse:
    """For an account that asks for more than anybody does by hand; what was asked is not done."""
    tell("throttled", request, account=request.by.pk, bound=name_of_page(request))  # type: ignore[attr-defined]
    response = refusal(request, _("Too much was asked for at once. Try again in ten minutes."), status=429)
    response.headers["Retry-After"] = str(int(WITHIN.total_seconds()))
    return response


def _holds_nul(request: HttpRequest) -> bool:
    """Whether the address holds a NUL, which no page gives and PostgreSQL takes in no text."""
    return "%00" in request.get_full_path()


def _take_out_nul(request: HttpRequest) -> None:
    """Leave NUL out of what a form sends: no key types one, and PostgreSQL takes it in no text."""
    sent = [(name, texts) for name, texts in request.POST.lists()]
    if not any("\x00" in text for name, texts in sent for text in (name, *texts)):
        return
    clean = QueryDict(mutable=True)
    for name, texts in sent:
        clean.setlist(name.replace("\x00", ""), [text.replace("\x00", "") for text in texts])
    request.POST = clean  # type: ignore[assignment]


def told(error: SolmuError) -> str:
    """An error's sentence in the active language, its days and numbers as the reader writes them."""
    return error.told(_, shown_value)


def frame(request: HttpRequest, *, title: str, area: str = "", crumbs: tuple[Line, ...] = ()) -> Frame:
    """What stands around a page; `area` is the line of the navigation that it belongs to."""
    city: City = request.city  # type: ignore[attr-defined]
    by: Account = request.by  # type: ignore[attr-defined]
    language: str = request.language  # type: ignore[attr-defined]
    return Frame(
        language=language,
        brand=city.name_in(language).nominative,
        title=title,
        navigation=tuple(Line(str(each.word), address, each.key == area, each.group) for each, address in areas_of(by)),
        name=by.name or by.email,
        account_href=reverse("desk:account"),
        sign_out_href=reverse("account_logout"),
        public_href=f"/{language}/" if language in city.languages else "/",
        find_href=reverse("desk:find"),
        help_href=reverse("desk:guide", args=[area]) if area else reverse("desk:guides"),
        notices=tuple(
            (message.level_tag, str(message), message.extra_tags or "") for message in messages.get_messages(request)
        ),
        crumbs=crumbs,
        colours_href=colours_href(),
    )


def colours_href() -> str:
    """The stylesheet of the city's own colours; empty where it has Solmu's."""
    sheet = city_sheet()
    return sheet.address if sheet else ""


def show(
    request: HttpRequest,
    template: str,
    page: Mapping[str, Any],
    *,
    title: str,
    area: str = "",
    crumbs: tuple[Line, ...] = (),
    status: int = 200,
) -> HttpResponse:
    """A page of the desk: the template is given the frame, the day and what `page` holds."""
    context = {
        "frame": frame(request, title=title, area=area, crumbs=crumbs),
        "today": shown_date(request.day),  # type: ignore[attr-defined]
        **page,
    }
    return render(request, template, context, status=status)


def refusal(request: HttpRequest, sentence: str, *, status: int) -> HttpResponse:
    """A page that says in a sentence why nothing was done, and leads back."""
    heading = {403: _("Not permitted"), 404: _("There is no such page")}.get(status, _("This was not done"))
    return show(request, "desk/refusal.html", {"heading": heading, "sentence": sentence}, title=heading, status=status)


@desk(may=lambda by: by.is_active)
def nowhere(_request: HttpRequest) -> HttpResponse:
    """For an address below the desk that leads nowhere."""
    raise Http404


def say(request: HttpRequest, sentence: str, *, undo_href: str = "") -> None:
    """Tell on the next page what was done, and where it is undone."""
    messages.success(request, sentence, extra_tags=undo_href)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and back here afterwards; what was typed into a form waits there."""
    back = request.get_full_path()
    if request.method == "POST":
        keep_of_expired_session(request, at=timezone.now())
        back = request.path
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': back})}")


def day_of(request: HttpRequest) -> date:
    """The city's day."""
    day: date = request.day  # type: ignore[attr-defined]
    return day
