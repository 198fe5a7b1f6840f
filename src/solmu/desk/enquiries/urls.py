from __future__ import annotations

from django.urls import path

from solmu.desk.enquiries import views

urlpatterns = [
    path("", views.enquiries, name="enquiries"),
    path("<enquiry_id>/", views.enquiry, name="enquiry"),
    path("<enquiry_id>/<slug:verb>/", views.step, name="enquiry-step"),
]
