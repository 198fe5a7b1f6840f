from __future__ import annotations

from django.urls import path

from solmu.desk.networks.views import MEMBERSHIPS, network

urlpatterns = [
    path("", MEMBERSHIPS.list_view, name="networks"),
    path("new/", MEMBERSHIPS.new_view, name="new-network"),
    path("memberships/<record_id>/", MEMBERSHIPS.page_view, name="membership"),
    path("memberships/<record_id>/edit/", MEMBERSHIPS.edit_view, name="edit-membership"),
    path("memberships/<record_id>/<slug:verb>/", MEMBERSHIPS.step_view, name="membership-step"),
    path("<record_id>/", network, name="network"),
]
