from __future__ import annotations

from django.urls import path

from solmu.desk.settings import calendars, views

urlpatterns = [
    path("", views.settings, name="settings"),
    path("city/", views.city, name="settings-city"),
    path("times/", views.times, name="settings-times"),
    path("notices/", views.notices, name="settings-notices"),
    path("history/", views.history, name="settings-history"),
    path("calendars/", calendars.calendars, name="settings-calendars"),
    path("calendars/new/", calendars.make, name="settings-new-calendar"),
    path("calendars/<calendar>/<slug:verb>/", calendars.step, name="settings-calendar-step"),
]
