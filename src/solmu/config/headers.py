"""Headers that keep an answer from being misused: on pages and feeds, static files and errors alike."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

UNUSED = (
    "accelerometer",
    "camera",
    "display-capture",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "screen-wake-lock",
    "usb",
)
"""What browsers can do and no page of the portal asks for."""

OF_THE_DESK = ("publickey-credentials-create", "publickey-credentials-get")
"""What the desk asks a browser for: passkeys."""

TWO_YEARS = 63_072_000
"""Seconds for which a browser that came over https comes back over nothing else (RFC 6797)."""

Answering = Callable[[HttpRequest], HttpResponse]


def safety_headers(get_response: Answering) -> Answering:
    """Puts the headers on whatever comes from within, unless a view has said otherwise."""
    portal = ", ".join(f"{feature}=()" for feature in UNUSED)
    desk = ", ".join(f"{feature}={'(self)' if feature in OF_THE_DESK else '()'}" for feature in UNUSED)
    headers = {
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Permitted-Cross-Domain-Policies": "none",
    }

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        is_desk = request.path_info.startswith(settings.DESK)
        response.headers.setdefault("Permissions-Policy", desk if is_desk else portal)
        # Where a server in front speaks https for Solmu, the request itself does not show it; the site's address does.
        # Over plain http browsers pay no heed to it.
        if settings.SITE_ADDRESS.startswith("https://"):
            response.headers["Strict-Transport-Security"] = f"max-age={TWO_YEARS}"
        return response

    return answer


def words_for_refusals(get_response: Answering) -> Answering:
    """A page in words where an address was asked in a way it does not answer; Django's own answer is empty."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == 405 and not response.content:
            page = render(request, "405.html", status=405)
            page.headers["Allow"] = response.headers.get("Allow", "")
            return page
        return response

    return answer
