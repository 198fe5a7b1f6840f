from __future__ import annotations

from django.urls import path

from solmu.desk.records import history, merging, moments, picture, undoing, views

urlpatterns = [
    path("<record_id>/", views.record, name="record"),
    path("<record_id>/page/", views.page, name="record-page"),
    path("<record_id>/page/<slug:step>/", views.page_step, name="record-step"),
    path("<record_id>/do/<slug:verb>/", views.step, name="record-do"),
    path("<record_id>/owner/", views.owner, name="record-owner"),
    path("<record_id>/preview/", views.preview, name="record-preview"),
    path("<record_id>/picture/", picture.picture, name="record-picture"),
    path("<record_id>/picture/file/", picture.file, name="record-picture-file"),
    path("<record_id>/picture/remove/", picture.remove, name="record-picture-remove"),
    path("<record_id>/merge/", merging.merge, name="record-merge"),
    path("<record_id>/history/", history.history, name="history"),
    path("<record_id>/history/moments/", moments.moments, name="history-moments"),
    path("<record_id>/undo/", undoing.last, name="record-undo"),
    path("<record_id>/undo/<int:sequence>/", undoing.undo, name="record-undo-change"),
    path("<record_id>/history/<int:sequence>/<slug:field>/", history.restore, name="history-restore"),
]
