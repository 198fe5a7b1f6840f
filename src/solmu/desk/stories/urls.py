from __future__ import annotations

from django.urls import path

from solmu.desk.stories import views

urlpatterns = [
    path("", views.stories, name="stories"),
    path("new/", views.new_story, name="new-story"),
    path("<record_id>/", views.story, name="story"),
    path("<record_id>/edit/", views.edit_story, name="edit-story"),
]
