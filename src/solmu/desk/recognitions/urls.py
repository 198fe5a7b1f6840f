from __future__ import annotations

from django.urls import path

from solmu.desk.recognitions.views import RECOGNITIONS

urlpatterns = [
    path("", RECOGNITIONS.list_view, name="recognitions"),
    path("new/", RECOGNITIONS.new_view, name="new-recognition"),
    path("<record_id>/", RECOGNITIONS.page_view, name="recognition"),
    path("<record_id>/edit/", RECOGNITIONS.edit_view, name="edit-recognition"),
]
