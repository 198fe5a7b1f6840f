from __future__ import annotations

from django.urls import path

from solmu.desk.account import views

urlpatterns = [path("", views.account, name="account")]
