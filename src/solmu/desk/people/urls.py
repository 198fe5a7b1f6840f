from __future__ import annotations

from django.urls import path

from solmu.desk.people import views

urlpatterns = [
    path("", views.people, name="people"),
    path("new/", views.new_person, name="new-person"),
    path("<account_id>/", views.person, name="person"),
    path("<account_id>/edit/", views.edit_person, name="edit-person"),
    path("<account_id>/hand-over/", views.hand_over_of_person, name="hand-over-of-person"),
    path("<account_id>/<slug:verb>/", views.step, name="person-step"),
]
