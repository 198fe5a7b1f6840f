from __future__ import annotations

from django.urls import path

from solmu.desk.contacts.views import CONTACTS

urlpatterns = [
    path("", CONTACTS.list_view, name="contacts"),
    path("new/", CONTACTS.new_view, name="new-contact"),
    path("<record_id>/", CONTACTS.page_view, name="contact"),
    path("<record_id>/edit/", CONTACTS.edit_view, name="edit-contact"),
    path("<record_id>/<slug:verb>/", CONTACTS.step_view, name="contact-step"),
]
