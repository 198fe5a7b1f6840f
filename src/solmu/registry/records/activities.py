"""Shapes of memberships, activities and recognitions."""

from __future__ import annotations

from solmu.registry.models import Activity, Membership, Recognition
from solmu.registry.records.values import Shape, by_language, date_form, organisation_form, partner_forms


def membership(row: Membership) -> Shape:
    return {
        "network": organisation_form(row.network),
        "organisation": organisation_form(row.organisation),
        "role": row.role or None,
        "since": date_form(row.member_from),
        "until": date_form(row.member_until),
        "fee": row.fee or None,
    }


def activity(row: Activity) -> Shape:
    numbers = [each.number for each in row.participants.all()]
    return {
        "title": by_language(row.title),
        "activity_kind": row.kind,
        "start": date_form(row.starts),
        "end": date_form(row.ends),
        "direction": row.direction or None,
        "partners": partner_forms(
            row.partnership_rows.all(), [each.organisation for each in row.organisation_rows.all()]
        ),
        "participants": sum(numbers) if numbers else None,
    }


def recognition(row: Recognition) -> Shape:
    return {
        "title": by_language(row.title),
        "giver": row.giver_as_written or None,
        "giver_organisation": row.giver_id,
        "occasion": by_language(row.occasion) or None,
        "year": date_form(row.awarded),
        "recipient": row.recipient_as_written,
        "recipient_organisation": row.recipient_id,
        "earlier_recipients": [each.name for each in row.earlier_recipients.all()],
    }
