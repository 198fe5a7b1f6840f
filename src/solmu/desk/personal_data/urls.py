from __future__ import annotations

from django.urls import path

from solmu.desk.personal_data import views

urlpatterns = [
    path("", views.personal_data, name="personal_data"),
    path("as-json/", views.as_json, name="person-as-json"),
    path("as-pdf/", views.as_pdf, name="person-as-pdf"),
    path("erase/", views.erase, name="erase-person"),
    path("processing/", views.processing, name="processing"),
]
