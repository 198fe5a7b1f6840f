from __future__ import annotations

from django.urls import path

from solmu.desk.decisions import views

urlpatterns = [
    path("", views.decisions, name="decisions"),
    path("new/", views.new_decision, name="new-decision"),
    path("<decision_id>/", views.decision, name="decision"),
    path("<decision_id>/edit/", views.edit_decision, name="edit-decision"),
]
