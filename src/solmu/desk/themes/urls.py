from __future__ import annotations

from django.urls import path

from solmu.desk.themes import views

urlpatterns = [
    path("", views.themes, name="themes"),
    path("new/", views.new_theme, name="new-theme"),
    path("order/", views.order, name="theme-order"),
    path("<record_id>/", views.theme, name="theme"),
    path("<record_id>/edit/", views.edit_theme, name="edit-theme"),
    path("<record_id>/<slug:verb>/", views.step, name="theme-step"),
]
