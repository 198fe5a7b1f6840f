from __future__ import annotations

from django.urls import path

from solmu.desk.agreements import documents, register, views
from solmu.desk.agreements.renewals import views as renewals

urlpatterns = [
    path("", register.agreements, name="agreements"),
    path("new/", views.new_agreement, name="new-agreement"),
    path("<record_id>/", views.agreement, name="agreement"),
    path("<record_id>/edit/", views.edit_agreement, name="edit-agreement"),
    path("<record_id>/document/", documents.add, name="add-document"),
    path("<record_id>/documents/<document_id>/", documents.document, name="document"),
    path("<record_id>/documents/<document_id>/file/", documents.file, name="document-file"),
    path("<record_id>/documents/<document_id>/<slug:verb>/", documents.step, name="document-step"),
    path("<record_id>/renewal/", renewals.renewal, name="renewal"),
    path("<record_id>/renewal/checks/<check_id>/", renewals.check, name="renewal-check"),
    path("<record_id>/renewal/<slug:verb>/", renewals.step, name="renewal-step"),
    path("<record_id>/<slug:verb>/", views.step, name="agreement-step"),
]
