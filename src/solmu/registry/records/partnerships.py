"""Shapes of partnerships, the organisations around them, and stories."""

from __future__ import annotations

from solmu.registry.models import Contact, CoverageStatement, InstitutionLink, Organisation, Partnership, Story, Unit
from solmu.registry.records.values import Shape, by_language, date_form, image_form, organisation_form, place_form


def organisation(row: Organisation) -> Shape:
    return {
        "organisation_kind": row.kind,
        "name": by_language(row.name),
        "abbreviation": row.abbreviation or None,
        "place": place_form(row.place) if row.place else None,
        "is_home": row.is_home,
    }


def unit(row: Unit) -> Shape:
    return {
        "organisation": organisation_form(row.organisation),
        "name": by_language(row.name),
        "email": row.email or None,
        "telephone": row.telephone or None,
    }


def contact(row: Contact) -> Shape:
    """Of a person only what the person agreed to; whoever did not is no more than an organisation's contact."""
    agreed = row.has_agreed_to_publish
    return {
        "organisation": organisation_form(row.organisation),
        "name": row.name if agreed else None,
        "title": (row.title or None) if agreed else None,
        "email": (row.email or None) if agreed else None,
        "telephone": (row.telephone or None) if agreed else None,
    }


def partnership(row: Partnership) -> Shape:
    return {
        "partner": place_form(row.partner),
        "since": date_form(row.since),
        "changes": [
            {
                "on": date_form(change.on),
                "relation": change.relation or None,
                "status": change.status or None,
                "decided_by": change.decided_by or None,
                "decision": change.decision_id,
                "reason": by_language(change.reason) or None,
                "reason_not_stated": change.is_reason_not_stated,
                "wording": by_language(change.wording) or None,
            }
            for change in sorted(row.changes.all(), key=lambda change: (str(change.on or ""), change.position))
        ],
        "image": image_form(row.record),
    }


def institution_link(row: InstitutionLink) -> Shape:
    return {
        "level": row.level,
        "home": organisation_form(row.home_institution),
        "partner_institution": organisation_form(row.partner_institution),
        "partner": place_form(row.partnership.partner) if row.partnership else None,
        "since": date_form(row.linked_from),
        "until": date_form(row.linked_until),
        "covers_all": False,
    }


def coverage_statement(row: CoverageStatement) -> Shape:
    return {
        "level": row.level,
        "extent": row.extent,
        "number": row.number,
        "partner": place_form(row.partner) if row.partner else None,
        "since": date_form(row.stated_from),
        "until": date_form(row.stated_until),
        "covers_all": row.extent == "all",
    }


def story(row: Story) -> Shape:
    return {
        "title": by_language(row.title),
        "text": by_language(row.text),
        "partnership": row.partnership_id,
        "written": date_form(row.written),
        "image": image_form(row.record),
    }
