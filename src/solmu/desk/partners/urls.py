from __future__ import annotations

from django.urls import path

from solmu.desk.partners import views

urlpatterns = [
    path("", views.partners, name="partners"),
    path("new/", views.new_partner, name="new-partner"),
    path("<record_id>/", views.partner, name="partner"),
    path("<record_id>/<slug:verb>/", views.step, name="partner-step"),
]
