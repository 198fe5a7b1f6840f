from __future__ import annotations

from django.urls import path

from solmu.desk.units.views import UNITS, hand_over_of_unit, unit_people

urlpatterns = [
    path("", UNITS.list_view, name="units"),
    path("new/", UNITS.new_view, name="new-unit"),
    path("<record_id>/", UNITS.page_view, name="unit"),
    path("<record_id>/edit/", UNITS.edit_view, name="edit-unit"),
    path("<record_id>/people/", unit_people, name="unit-people"),
    path("<record_id>/hand-over/", hand_over_of_unit, name="hand-over-of-unit"),
    path("<record_id>/<slug:verb>/", UNITS.step_view, name="unit-step"),
]
