"""Addresses for programs. The words in them are the same in every language, so that they last."""

from __future__ import annotations

from django.urls import re_path

from solmu.opendata.secrecy import DEADLINES
from solmu.opendata.views import calendars, feeds

app_name = "opendata"

LANGUAGE = r"(?P<language>fi|sv|en)"

urlpatterns = [
    re_path(rf"^{LANGUAGE}/feed\.atom$", feeds.changes, name="changes"),
    re_path(rf"^{LANGUAGE}/calendar/activities\.ics$", calendars.activities, name="activities"),
    re_path(rf"^{LANGUAGE}/calendar/{DEADLINES}/(?P<secret>[^/]+)\.ics$", calendars.deadlines, name="deadlines"),
]
