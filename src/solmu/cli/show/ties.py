"""Partnerships and agreements."""

from __future__ import annotations

from typing import Any

from solmu.cli.show.listing import Asked, Listing, joined, label, shown


def partnerships(asked: Asked, name: str | None) -> list[Listing]:
    from solmu.registry.queries.on_day import partnership_objects

    return [partnership_table(partnership_objects(asked.day, asked.languages, public_only=False), asked)]


def partnership_table(objects: list[dict[str, Any]], asked: Asked) -> Listing:
    from django.utils.translation import gettext as _

    from solmu.places.countries import country_name
    from solmu.registry.vocabulary import PartnershipStatus, Relation

    return Listing(
        title=_("Partnerships"),
        headings=(_("Partner"), _("Country"), _("Kind"), _("Since"), _("Status")),
        rows=[
            (
                each["partner"]["name"],
                country_name(each["partner"]["country"], asked.language),
                label(Relation, each["relation"]),
                shown(each["since"]),
                label(PartnershipStatus, each["status"]),
            )
            for each in objects
        ],
        shapes=objects,
        empty=_("No partnership is recorded. Read a document with solmu intake."),
    )


def agreements(asked: Asked, name: str | None, partnership_id: str | None = None) -> list[Listing]:
    from django.utils.translation import gettext as _

    from solmu.core.terms import Term
    from solmu.registry.queries.on_day import agreement_objects
    from solmu.registry.vocabulary import AgreementStatus

    objects = agreement_objects(
        asked.day,
        asked.languages,
        lead=Term(asked.city.lead_months),
        public_only=False,
        partnership_id=partnership_id,
    )
    return [
        Listing(
            title=_("Agreements"),
            headings=(_("Agreement"), _("Signed"), _("In force from"), _("In force until"), _("Status"), _("Themes")),
            rows=[
                (
                    each["name"],
                    shown(each["signed"]),
                    shown(each["valid_from"]),
                    _("until further notice") if each["open_ended"] else shown(each["valid_until"]),
                    label(AgreementStatus, each["status"]) + ("" if each["certain"] else " " + _("(not certain)")),
                    joined(each["themes"], "; "),
                )
                for each in objects
            ],
            shapes=objects,
            empty=_("No agreement is recorded."),
        )
    ]
