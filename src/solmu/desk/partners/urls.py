from __future__ import annotations

from django.urls import path

from solmu.desk.partners import views
from solmu.desk.partners.brief.views import brief, brief_file

urlpatterns = [
    path("", views.partners, name="partners"),
    path("new/", views.new_partner, name="new-partner"),
    path("<record_id>/", views.partner, name="partner"),
    path("<record_id>/brief/", brief, name="partner-brief"),
    path("<record_id>/brief/file/", brief_file, name="partner-brief-file"),
    path("<record_id>/<slug:verb>/", views.step, name="partner-step"),
]
