from __future__ import annotations

from django.urls import path

from solmu.desk.commitments.views import COMMITMENTS

urlpatterns = [
    path("", COMMITMENTS.list_view, name="commitments"),
    path("new/", COMMITMENTS.new_view, name="new-commitment"),
    path("<record_id>/", COMMITMENTS.page_view, name="commitment"),
    path("<record_id>/edit/", COMMITMENTS.edit_view, name="edit-commitment"),
    path("<record_id>/<slug:verb>/", COMMITMENTS.step_view, name="commitment-step"),
]
