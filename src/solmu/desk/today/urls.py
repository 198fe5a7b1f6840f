from __future__ import annotations

from django.urls import path

from solmu.desk.today import views

_MATTER = "matters/<slug:rule>/<slug:about>/<str:occurrence>"

urlpatterns = [
    path("", views.today, name="today"),
    path("no-factor-now/", views.no_factor_now, name="no-factor-now"),
    path("matters/", views.matters, name="matters"),
    path(f"{_MATTER}/wait/", views.wait, name="matter-wait"),
    path(f"{_MATTER}/give/", views.give, name="matter-give"),
]
