from __future__ import annotations

from django.urls import path

from solmu.desk.records import views

urlpatterns = [
    path("<record_id>/", views.record, name="record"),
    path("<record_id>/page/", views.page, name="record-page"),
    path("<record_id>/page/<slug:step>/", views.step, name="record-step"),
    path("<record_id>/owner/", views.owner, name="record-owner"),
    path("<record_id>/merge/", views.merge, name="record-merge"),
    path("<record_id>/history/", views.history, name="history"),
]
