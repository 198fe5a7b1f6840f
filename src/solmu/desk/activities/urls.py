from __future__ import annotations

from django.urls import path

from solmu.desk.activities.views import ACTIVITIES

urlpatterns = [
    path("", ACTIVITIES.list_view, name="activities"),
    path("new/", ACTIVITIES.new_view, name="new-activity"),
    path("<record_id>/", ACTIVITIES.page_view, name="activity"),
    path("<record_id>/edit/", ACTIVITIES.edit_view, name="edit-activity"),
    path("<record_id>/<slug:verb>/", ACTIVITIES.step_view, name="activity-step"),
]
