"""Every address of the site, one line per front."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("desk/", include("solmu.desk.signing_in.urls")),
    path("desk/", include("solmu.desk.urls")),
    path("", include("solmu.opendata.urls")),
    path("", include("solmu.portal.urls")),
]

handler404 = "solmu.config.missing.missing"
handler429 = "solmu.desk.signing_in.views.too_many"
