from __future__ import annotations

from django.urls import path

from solmu.desk.stories.views import STORIES

urlpatterns = [
    path("", STORIES.list_view, name="stories"),
    path("new/", STORIES.new_view, name="new-story"),
    path("<record_id>/", STORIES.page_view, name="story"),
    path("<record_id>/edit/", STORIES.edit_view, name="edit-story"),
]
