from __future__ import annotations

from django.urls import path

from solmu.desk.audit import views

urlpatterns = [
    path("", views.audit, name="audit"),
    path("verify/", views.verify, name="audit-verify"),
    path("<int:sequence>/", views.entry, name="audit-entry"),
]
