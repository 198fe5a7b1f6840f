from __future__ import annotations

from django.urls import path

from solmu.desk.find import views

urlpatterns = [path("", views.find, name="find")]
