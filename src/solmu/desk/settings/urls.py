from __future__ import annotations

from django.urls import path

from solmu.desk.settings import calendars, templates, undoing, views

urlpatterns = [
    path("", views.settings, name="settings"),
    path("city/", views.city, name="settings-city"),
    path("times/", views.times, name="settings-times"),
    path("notices/", views.notices, name="settings-notices"),
    path("history/", views.history, name="settings-history"),
    path("undo/<int:sequence>/", undoing.undo, name="settings-undo"),
    path("templates/", templates.templates, name="settings-templates"),
    path("templates/<template>/", templates.template, name="settings-template"),
    path("templates/<template>/file", templates.file, name="settings-template-file"),
    path("templates/<template>/<slug:verb>/", templates.step, name="settings-template-step"),
    path("calendars/", calendars.calendars, name="settings-calendars"),
    path("calendars/new/", calendars.make, name="settings-new-calendar"),
    path("calendars/<calendar>/<slug:verb>/", calendars.step, name="settings-calendar-step"),
]
