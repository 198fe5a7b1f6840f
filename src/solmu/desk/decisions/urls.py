from __future__ import annotations

from django.urls import path

from solmu.desk.decisions.views import DECISIONS

urlpatterns = [
    path("", DECISIONS.list_view, name="decisions"),
    path("new/", DECISIONS.new_view, name="new-decision"),
    path("<record_id>/", DECISIONS.page_view, name="decision"),
    path("<record_id>/edit/", DECISIONS.edit_view, name="edit-decision"),
]
