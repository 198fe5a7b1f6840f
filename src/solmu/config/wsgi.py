"""The WSGI application that a server runs: Django, and before it the layer that keeps pages."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from solmu.portal.caching.serving import keeping

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "solmu.config.settings")

application = keeping(get_wsgi_application())
