"""Shapes of memberships, activities and recognitions."""

from __future__ import annotations

from solmu.registry.models import Activity, Membership, Recognition
from solmu.registry.records.values import (
    Shape,
    amount_form,
    by_language,
    date_form,
    organisation_form,
    partner_forms,
    place_form,
)
from solmu.registry.rules.activity_index import Participants, total_participants


def membership(row: Membership) -> Shape:
    """Whoever acts in it is named as acting in office, never as a contact; what reviews found stays internal."""
    return {
        "network": organisation_form(row.network),
        "organisation": organisation_form(row.organisation),
        "role": row.role or None,
        "since": date_form(row.member_from),
        "until": date_form(row.member_until),
        "purposes": sorted(each.purpose for each in row.purposes.all()),
        "decision": row.decision_id,
        "fee": row.fee or None,
        "fees": [
            {
                "amount": amount_form(fee.amount),
                "currency": fee.currency,
                "since": date_form(fee.fee_from),
                "until": date_form(fee.fee_until),
                "decision": fee.decision_id,
            }
            for fee in sorted(row.fees.all(), key=lambda fee: (str(fee.fee_from or ""), fee.pk))
        ],
        "representatives": [
            {
                "name": each.name,
                "title": each.title or None,
                "since": date_form(each.represents_from),
                "until": date_form(each.represents_until),
            }
            for each in sorted(row.representatives.all(), key=lambda each: (each.position, each.pk))
        ],
    }


def activity(row: Activity) -> Shape:
    """Counts of people, never names. Costs, funding and gifts are public where the activity is."""
    counts = sorted(row.participants.all(), key=lambda each: (each.group, each.country))
    total = total_participants(Participants(each.number, each.group, each.country) for each in counts)
    those = [each.organisation for each in row.organisation_rows.all()]
    networks = sorted((each.membership.network for each in row.membership_rows.all()), key=lambda each: each.pk)
    themes = sorted((each.theme for each in row.theme_rows.all()), key=lambda each: (each.position, each.pk))
    return {
        "title": by_language(row.title),
        "activity_kind": row.kind,
        "start": date_form(row.starts),
        "end": date_form(row.ends),
        "direction": row.direction or None,
        "place": place_form(row.place) if row.place else None,
        "place_as_written": row.place_as_written or None,
        "partners": partner_forms(row.partnership_rows.all(), those),
        "organisations": [organisation_form(each) for each in those],
        "networks": [organisation_form(each) for each in networks],
        "purpose": row.purpose or None,
        "agreement": row.agreement_id,
        "themes": [{"id": each.pk, "name": by_language(each.name)} for each in themes],
        "participants": total,
        "participants_by": [
            {"group": each.group or None, "country": each.country or None, "number": each.number}
            for each in counts
            if each.group or each.country
        ],
        "costs": amount_form(row.costs),
        "currency": row.currency if row.costs is not None else None,
        "funding": by_language(row.funding) or None,
        "outcome": by_language(row.outcome) or None,
        "gifts": [
            {
                "direction": gift.direction,
                "what": by_language(gift.what),
                "value": amount_form(gift.value),
                "currency": gift.currency if gift.value is not None else None,
            }
            for gift in sorted(row.gifts.all(), key=lambda gift: gift.pk)
        ],
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
