from __future__ import annotations

from django.urls import path

from solmu.desk.help import views

urlpatterns = [
    path("", views.guides, name="guides"),
    path("<area>/", views.guide_of_area, name="guide"),
    path("<area>/picture.png", views.picture, name="guide-picture"),
]
