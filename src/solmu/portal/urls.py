"""Addresses of the portal. The words in them are the same in every language, so that they last."""

from __future__ import annotations

from django.urls import path, re_path

from solmu.core.ids import ALPHABET, LENGTH
from solmu.portal.views import agreements, home, partners

app_name = "portal"

LANGUAGE = r"(?P<language>fi|sv|en)"
RECORD = rf"(?P<record_id>[{ALPHABET}]{{{LENGTH}}})"

urlpatterns = [
    path("", home.entrance, name="entrance"),
    re_path(rf"^{LANGUAGE}/$", home.home, name="home"),
    re_path(rf"^{LANGUAGE}/partners/{RECORD}/(?P<slug>[-\w]*)$", partners.partner, name="partner"),
    re_path(rf"^{LANGUAGE}/agreements/$", agreements.register, name="agreements"),
    re_path(rf"^{LANGUAGE}/agreements/{RECORD}/(?P<slug>[-\w]*)$", agreements.agreement, name="agreement"),
]
