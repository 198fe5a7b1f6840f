"""An address that leads nowhere: told in its language within the frame, where it has a language."""

from __future__ import annotations

import re

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.defaults import page_not_found

from solmu.core.errors import SolmuError
from solmu.portal.views.answering import sentence

_IN_A_LANGUAGE = re.compile(r"/(fi|sv|en)/")


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for what is not there; in all languages, and asking nothing of the record, where none is meant."""
    found = _IN_A_LANGUAGE.match(request.path)
    if found is None:
        return page_not_found(request, exception)
    language = found[1]
    try:
        with override(language):
            told = _("The address may be mistyped. Partners and agreements are on the home page.")
            return sentence(request, language, _("There is no such page"), told, 404)
    except (SolmuError, OSError, Error):
        return page_not_found(request, exception)
