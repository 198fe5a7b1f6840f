from __future__ import annotations

from django.urls import path

from solmu.desk.intake import views

urlpatterns = [
    path("", views.intake, name="intake"),
    path("keys/", views.keys, name="intake-keys"),
    path("<source_id>/", views.review, name="review"),
    path("<source_id>/accept/", views.accept_kind, name="review-accept"),
    path("<source_id>/<int:number>/", views.decide, name="review-claim"),
    path("<source_id>/<int:number>/correct/", views.correct, name="review-correct"),
]
