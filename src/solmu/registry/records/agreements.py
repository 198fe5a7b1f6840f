"""Shapes of agreements, their lines, the themes, decisions and commitments."""

from __future__ import annotations

from solmu.core.dates import OPEN
from solmu.registry.models import Agreement, AgreementSeries, Commitment, Decision, Theme
from solmu.registry.records.values import Shape, by_language, date_form, organisation_form, partner_forms


def theme(row: Theme) -> Shape:
    return {"key": row.key, "position": row.position, "name": by_language(row.name), "yso": row.yso or None}


def agreement(row: Agreement) -> Shape:
    changes = [
        {
            "status": "suspended",
            "on": date_form(suspension.suspended_from),
            "until": date_form(suspension.suspended_until),
            "decided_by": suspension.decided_by or None,
            "reason": by_language(suspension.reason) or None,
        }
        for suspension in sorted(row.suspensions.all(), key=lambda each: (str(each.suspended_from or ""), each.pk))
    ]
    if row.terminated_on:
        changes.append(
            {
                "status": "terminated",
                "on": date_form(row.terminated_on),
                "decided_by": row.termination_decided_by or None,
                "reason": by_language(row.termination_reason) or None,
            }
        )
    return {
        "partners": partner_forms(row.partnership_rows.all(), [party.organisation for party in row.parties.all()]),
        "parties": [organisation_form(party.organisation) for party in row.parties.all()],
        "agreement_kind": row.kind,
        "kind_as_written": row.kind_as_written or None,
        "title": by_language(row.title) or None,
        "ordinal": row.ordinal or None,
        "stage": row.stage or None,
        "signed": date_form(row.signed),
        "valid_from": date_form(row.valid_from),
        "valid_until": date_form(row.valid_until),
        "open_ended": row.valid_until is OPEN,
        "notice_months": row.notice_months,
        "themes": [
            {"wording": by_language(theme.wording), "themes": [meant.pk for meant in theme.themes.all()]}
            for theme in row.themes.all()
        ],
        "changes": changes,
        "series": row.series_id,
        "series_is_proposed": row.is_series_proposed,
        "replaced_by": row.replaced_by_id,
    }


def series(row: AgreementSeries) -> Shape:
    return {
        "agreement_kind": row.agreement_kind,
        "partnership": row.partnership_id,
        "standing_agreement": row.standing_agreement_id,
    }


def decision(row: Decision) -> Shape:
    return {
        "organ": row.organ,
        "decided": date_form(row.decided),
        "section": row.section or None,
        "case_id": row.case_id or None,
        "address": row.address or None,
    }


def commitment(row: Commitment) -> Shape:
    return {
        "agreement": row.agreement_id,
        "membership": row.membership_id,
        "text": by_language(row.text),
        "due_on": date_form(row.due_on),
        "every_months": row.every_months,
        "until": date_form(row.until),
        "fulfilled": [
            {"due_on": date_form(each.due_on), "done_on": date_form(each.done_on)} for each in row.fulfilments.all()
        ],
    }
