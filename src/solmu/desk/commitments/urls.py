from __future__ import annotations

from django.urls import path

from solmu.desk.commitments import views

urlpatterns = [
    path("", views.commitments, name="commitments"),
    path("new/", views.new_commitment, name="new-commitment"),
    path("<commitment_id>/", views.commitment, name="commitment"),
    path("<commitment_id>/edit/", views.edit_commitment, name="edit-commitment"),
    path("<commitment_id>/<slug:verb>/", views.step, name="commitment-step"),
]
