from __future__ import annotations

from django.urls import path

from solmu.desk.networks import views

urlpatterns = [
    path("", views.networks, name="networks"),
    path("new/", views.join, name="new-network"),
    path("memberships/<record_id>/", views.membership, name="membership"),
    path("memberships/<record_id>/edit/", views.edit_membership, name="edit-membership"),
    path("memberships/<record_id>/<slug:verb>/", views.step, name="membership-step"),
    path("<record_id>/", views.network, name="network"),
]
