from __future__ import annotations

from django.urls import path

from solmu.desk.records import views

urlpatterns = [
    path("<record_id>/", views.record, name="record"),
    path("<record_id>/history/", views.history, name="history"),
]
