from __future__ import annotations

from django.urls import path

from solmu.desk.contacts import views

urlpatterns = [
    path("", views.contacts, name="contacts"),
    path("new/", views.new_contact, name="new-contact"),
    path("<record_id>/", views.contact, name="contact"),
    path("<record_id>/edit/", views.edit_contact, name="edit-contact"),
    path("<record_id>/<slug:verb>/", views.step, name="contact-step"),
]
