from __future__ import annotations

from django.urls import path

from solmu.desk.bulk import views

urlpatterns = [
    path("<slug:table>/", views.paste, name="bulk-paste"),
    path("<slug:table>/check/", views.check, name="bulk-check"),
]
