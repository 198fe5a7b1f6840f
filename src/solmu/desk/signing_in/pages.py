"""What every page of signing in shares: what stands around it, and its form as plain values for a template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from solmu.core.city import current_city
from solmu.desk.answering import colours_href

NEXT = "next"

LABELS = {
    "login": gettext_lazy("E-mail address"),
    "email": gettext_lazy("E-mail address"),
    "password": gettext_lazy("Password"),
    "oldpassword": gettext_lazy("Present password"),
    "password1": gettext_lazy("New password"),
    "code": gettext_lazy("Code"),
    "name": gettext_lazy("Name of the passkey"),
}
AUTOCOMPLETE = {
    "login": "username",
    "email": "username",
    "password": "current-password",
    "oldpassword": "current-password",
    "password1": "new-password",
    "code": "one-time-code",
    "name": "off",
}
HINTS = {
    "password1": gettext_lazy("At least 8 characters; 15 or more are better. A few words that only you put together."),
}


@dataclass(frozen=True)
class Field:
    """One line of a form."""

    name: str
    label: str
    type: str
    autocomplete: str
    value: str
    hint: str
    errors: tuple[str, ...]
    is_digits: bool


@dataclass(frozen=True)
class Link:
    """A link below a page's form."""

    label: str
    href: str


def fields_of(form: forms.BaseForm, *, takes_letters: bool = False) -> tuple[Field, ...]:
    """The lines of a form that somebody fills; passwords are never shown again. An app's code has no letters."""
    shown = []
    for bound in form.visible_fields():
        is_password = getattr(bound.field.widget, "input_type", "") == "password"
        kind = "password" if is_password else "email" if bound.name in ("login", "email") else "text"
        shown.append(
            Field(
                name=bound.html_name,
                label=str(LABELS.get(bound.name, bound.label)),
                type=kind,
                autocomplete=AUTOCOMPLETE.get(bound.name, "off"),
                value="" if is_password or bound.name == "code" else str(bound.value() or ""),
                hint=str(HINTS.get(bound.name, "")),
                errors=tuple(map(str, bound.errors)),
                is_digits=bound.name == "code" and not takes_letters,
            )
        )
    return tuple(shown)


def around(request: HttpRequest, title: str) -> dict[str, Any]:
    """What stands around a page: language, city, the languages to choose from, what was done."""
    language = get_language() or settings.LANGUAGE_CODE
    city = current_city()
    others = []
    for code, name in settings.LANGUAGES:
        asked = request.GET.copy()
        asked["lang"] = code
        others.append({"code": code, "name": name, "href": f"?{asked.urlencode()}", "is_current": code == language})
    return {
        "title": title,
        "language": language,
        "brand": city.name_in(language).nominative,
        "languages": others if not request.user.is_authenticated else [],
        "name": (request.user.name or request.user.email) if request.user.is_authenticated else "",
        "desk_href": settings.DESK if request.user.is_authenticated else "",
        "public_href": f"/{language}/" if language in city.languages else "/",
        "colours_href": colours_href(),
        "notices": [{"level": each.level_tag, "text": str(each)} for each in messages.get_messages(request)],
    }


def of_form(
    request: HttpRequest,
    form: forms.BaseForm,
    *,
    title: str,
    submit: str,
    intro: Sequence[str] = (),
    links: Sequence[Link] = (),
    is_grave: bool = False,
    next_: str = "",
    takes_letters: bool = False,
    more: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """A page with a form: its lines, errors of the whole form, and links below it."""
    fields = fields_of(form, takes_letters=takes_letters)
    errors = tuple(map(str, form.non_field_errors()))
    has_password = any(field.type == "password" for field in fields)
    return {
        "page": around(request, title)
        | {
            "intro": tuple(intro),
            "fields": fields,
            "errors": errors,
            "has_errors": bool(errors or any(field.errors for field in fields)),
            "submit": submit,
            "links": tuple(links),
            "is_grave": is_grave,
            "next": next_,
            "has_password": has_password,
            # Whose password it is, for the browser that keeps it.
            "whose": request.user.email if has_password and request.user.is_authenticated else "",
        }
        | dict(more or {})
    }


def message_page(
    request: HttpRequest, title: str, *sentences: str, links: Sequence[Link] = (), status: int = 200
) -> HttpResponse:
    """A page that says something and leads on."""
    page = around(request, title) | {"intro": sentences, "links": tuple(links)}
    return render(request, "desk/signing_in/message.html", {"page": page}, status=status)


def to_sign_in_page(href: str) -> Link:
    return Link(_("To the sign-in page"), href)
