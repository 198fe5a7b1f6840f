from __future__ import annotations

from django.urls import path

from solmu.desk.recognitions import views

urlpatterns = [
    path("", views.recognitions, name="recognitions"),
    path("new/", views.new_recognition, name="new-recognition"),
    path("<recognition_id>/", views.recognition, name="recognition"),
    path("<recognition_id>/edit/", views.edit_recognition, name="edit-recognition"),
]
