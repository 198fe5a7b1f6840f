"""What surrounds the desk's pages, and those alone: sessions, tokens against forged posts, who asks, messages.

The public's pages set no cookie and vary by none; so each of Django's middlewares works below /desk/ only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from solmu.core.models import Account
from solmu.desk.signing_in.second_factors import must_still_add_one

Answering = Callable[[HttpRequest], HttpResponse]

HOOKS = ("process_view", "process_exception", "process_template_response")


def is_desk(request: HttpRequest) -> bool:
    """Whether the address is one of the desk's."""
    return request.path_info == settings.DESK.rstrip("/") or request.path_info.startswith(settings.DESK)


def _at_the_desk(middleware: Callable[[Answering], Any]) -> Callable[[Answering], Any]:
    """A middleware that works at the desk's addresses and leaves every other request as it is."""

    def factory(get_response: Answering) -> Any:
        inner = middleware(get_response)

        def answer(request: HttpRequest) -> HttpResponse:
            response: HttpResponse = inner(request) if is_desk(request) else get_response(request)
            return response

        for hook in HOOKS:
            if own := getattr(inner, hook, None):
                setattr(answer, hook, _only_there(own))
        return answer

    return factory


def _only_there(hook: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(request: HttpRequest, *arguments: Any) -> Any:
        return hook(request, *arguments) if is_desk(request) else None

    return guarded


sessions = _at_the_desk(SessionMiddleware)
forged_posts = _at_the_desk(CsrfViewMiddleware)
accounts = _at_the_desk(AuthenticationMiddleware)
messages = _at_the_desk(MessageMiddleware)


def _surroundings(get_response: Answering) -> Answering:
    """The language, nothing kept anywhere, and a second factor where the city demands one."""

    def answer(request: HttpRequest) -> HttpResponse:
        chosen = request.GET.get("lang", "")
        language = chosen if chosen in dict(settings.LANGUAGES) else language_before_the_page(request)
        with translation.override(language):
            response = _to_second_factor(request) or get_response(request)
        response.headers.setdefault("Content-Language", language)
        # Nothing of the desk is kept by a browser or on the way (ASVS 5.0, 14.3.2).
        add_never_cache_headers(response)
        response.headers["Cache-Control"] = "no-store, private"
        if chosen == language:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                language,
                max_age=settings.LANGUAGE_COOKIE_AGE,
                path=settings.DESK,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    return answer


def language_before_the_page(request: HttpRequest) -> str:
    """The account's language, else the one that was chosen, else the browser's."""
    own = getattr(request.user, "language", "")
    if own in dict(settings.LANGUAGES):
        return str(own)
    return translation.get_language_from_request(request)


def _to_second_factor(request: HttpRequest) -> HttpResponse | None:
    """Whoever must have a second factor and has none adds one before anything else."""
    account = request.user
    if not isinstance(account, Account) or request.path_info.startswith(OPEN_WITHOUT):
        return None
    if must_still_add_one(request, account):
        return HttpResponseRedirect(resolve_url(reverse("mfa_index")))
    return None


OPEN_WITHOUT = tuple(
    settings.DESK + each for each in ("second-factor/", "sign-out/", "sign-in/", "password/", "oidc/", "sessions/")
)
"""Addresses that somebody without the second factor demanded of them can use."""

surroundings = _at_the_desk(_surroundings)
