"""Every address of the site, one line per front."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("solmu.opendata.urls")), path("", include("solmu.portal.urls"))]
