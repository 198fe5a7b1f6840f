from __future__ import annotations

from django.urls import path

from solmu.desk.agreements import documents, register, views

urlpatterns = [
    path("", register.agreements, name="agreements"),
    path("new/", views.new_agreement, name="new-agreement"),
    path("<record_id>/", views.agreement, name="agreement"),
    path("<record_id>/edit/", views.edit_agreement, name="edit-agreement"),
    path("<record_id>/document/", documents.add, name="add-document"),
    path("<record_id>/documents/<document_id>/", documents.file, name="document"),
    path("<record_id>/documents/<document_id>/<slug:verb>/", documents.step, name="document-step"),
    path("<record_id>/<slug:verb>/", views.step, name="agreement-step"),
]
