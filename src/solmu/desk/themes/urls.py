from __future__ import annotations

from django.urls import path

from solmu.desk.themes.views import THEMES, order

urlpatterns = [
    path("", THEMES.list_view, name="themes"),
    path("new/", THEMES.new_view, name="new-theme"),
    path("order/", order, name="theme-order"),
    path("<record_id>/", THEMES.page_view, name="theme"),
    path("<record_id>/edit/", THEMES.edit_view, name="edit-theme"),
    path("<record_id>/<slug:verb>/", THEMES.step_view, name="theme-step"),
]
