"""Every address of the desk, a line for each area; signing in has addresses of its own (`signing_in`)."""

from __future__ import annotations

from django.urls import include, path

from solmu.desk.editing.views import keep

app_name = "desk"

urlpatterns = [
    path("", include("solmu.desk.today.urls")),
    path("keep/", keep, name="keep"),
    path("find/", include("solmu.desk.find.urls")),
    path("help/", include("solmu.desk.help.urls")),
    path("you/", include("solmu.desk.account.urls")),
    path("records/", include("solmu.desk.records.urls")),
    path("partners/", include("solmu.desk.partners.urls")),
    path("agreements/", include("solmu.desk.agreements.urls")),
    path("networks/", include("solmu.desk.networks.urls")),
    path("institutions/", include("solmu.desk.institutions.urls")),
    path("activities/", include("solmu.desk.activities.urls")),
    path("recognitions/", include("solmu.desk.recognitions.urls")),
    path("enquiries/", include("solmu.desk.enquiries.urls")),
    path("commitments/", include("solmu.desk.commitments.urls")),
    path("decisions/", include("solmu.desk.decisions.urls")),
    path("contacts/", include("solmu.desk.contacts.urls")),
    path("people/", include("solmu.desk.people.urls")),
    path("units/", include("solmu.desk.units.urls")),
    path("themes/", include("solmu.desk.themes.urls")),
    path("settings/", include("solmu.desk.settings.urls")),
    path("personal-data/", include("solmu.desk.personal_data.urls")),
    path("bulk/", include("solmu.desk.bulk.urls")),
    path("audit/", include("solmu.desk.audit.urls")),
    path("intake/", include("solmu.desk.intake.urls")),
    path("sources/", include("solmu.desk.sources.urls")),
    path("stories/", include("solmu.desk.stories.urls")),
]
