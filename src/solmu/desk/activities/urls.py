from __future__ import annotations

from django.urls import path

from solmu.desk.activities import views

urlpatterns = [
    path("", views.activities, name="activities"),
    path("new/", views.new_activity, name="new-activity"),
    path("<record_id>/", views.activity, name="activity"),
    path("<record_id>/edit/", views.edit_activity, name="edit-activity"),
    path("<record_id>/<slug:verb>/", views.step, name="activity-step"),
]
