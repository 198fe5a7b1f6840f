from __future__ import annotations

from django.urls import path

from solmu.desk.sources import views

urlpatterns = [
    path("", views.sources, name="sources"),
    path("new/", views.new_source, name="new-source"),
    path("<source_id>/", views.source, name="source"),
    path("<source_id>/edit/", views.edit_source, name="edit-source"),
    path("<source_id>/file/", views.source_file, name="source-file"),
    path("<source_id>/<slug:verb>/", views.step, name="source-step"),
]
