from __future__ import annotations

from django.urls import path

from solmu.desk.institutions import matrix
from solmu.desk.institutions.links import LINKS
from solmu.desk.institutions.organisations import ORGANISATIONS
from solmu.desk.institutions.statements import STATEMENTS

urlpatterns = [
    path("", matrix.matrix, name="institutions"),
    path("pairs/", LINKS.list_view, name="institution-links"),
    path("pairs/new/", LINKS.new_view, name="new-institution-link"),
    path("pairs/<record_id>/", LINKS.page_view, name="institution-link"),
    path("pairs/<record_id>/edit/", LINKS.edit_view, name="edit-institution-link"),
    path("pairs/<record_id>/<slug:verb>/", LINKS.step_view, name="institution-link-step"),
    path("all/", ORGANISATIONS.list_view, name="organisations"),
    path("all/new/", ORGANISATIONS.new_view, name="new-organisation"),
    path("all/<record_id>/", ORGANISATIONS.page_view, name="organisation"),
    path("all/<record_id>/edit/", ORGANISATIONS.edit_view, name="edit-organisation"),
    path("all/<record_id>/<slug:verb>/", ORGANISATIONS.step_view, name="organisation-step"),
    path("coverage/", STATEMENTS.list_view, name="coverage-statements"),
    path("coverage/new/", STATEMENTS.new_view, name="new-coverage"),
    path("coverage/<record_id>/", STATEMENTS.page_view, name="coverage"),
    path("coverage/<record_id>/edit/", STATEMENTS.edit_view, name="edit-coverage"),
    path("coverage/<record_id>/<slug:verb>/", STATEMENTS.step_view, name="coverage-step"),
]
