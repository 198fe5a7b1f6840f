from __future__ import annotations

from django.urls import path

from solmu.desk.units import views

urlpatterns = [
    path("", views.units, name="units"),
    path("new/", views.new_unit, name="new-unit"),
    path("<record_id>/", views.unit, name="unit"),
    path("<record_id>/edit/", views.edit_unit, name="edit-unit"),
    path("<record_id>/people/", views.unit_people, name="unit-people"),
    path("<record_id>/hand-over/", views.hand_over_of_unit, name="hand-over-of-unit"),
    path("<record_id>/<slug:verb>/", views.step, name="unit-step"),
]
