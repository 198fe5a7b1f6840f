from __future__ import annotations

from django.urls import path

from solmu.desk.institutions import links, matrix, organisations, statements

urlpatterns = [
    path("", matrix.matrix, name="institutions"),
    path("pairs/", links.links, name="institution-links"),
    path("pairs/new/", links.new_link, name="new-institution-link"),
    path("pairs/<link_id>/", links.link, name="institution-link"),
    path("pairs/<link_id>/edit/", links.edit_link, name="edit-institution-link"),
    path("pairs/<link_id>/<slug:verb>/", links.step, name="institution-link-step"),
    path("all/", organisations.organisations, name="organisations"),
    path("all/new/", organisations.new_organisation, name="new-organisation"),
    path("all/<organisation_id>/", organisations.organisation, name="organisation"),
    path("all/<organisation_id>/edit/", organisations.edit_organisation, name="edit-organisation"),
    path("all/<organisation_id>/<slug:verb>/", organisations.step, name="organisation-step"),
    path("coverage/", statements.statements, name="coverage-statements"),
    path("coverage/new/", statements.new_statement, name="new-coverage"),
    path("coverage/<coverage_id>/", statements.statement, name="coverage"),
    path("coverage/<coverage_id>/edit/", statements.edit_statement, name="edit-coverage"),
    path("coverage/<coverage_id>/<slug:verb>/", statements.step, name="coverage-step"),
]
