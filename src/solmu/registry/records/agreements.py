"""Shapes of agreements, their lines, the themes, decisions and commitments."""

from __future__ import annotations

from solmu.core.dates import OPEN
from solmu.registry.models import (
    Agreement,
    AgreementDocument,
    AgreementParty,
    AgreementSeries,
    Commitment,
    Decision,
    Theme,
)
from solmu.registry.records.values import Shape, by_language, date_form, organisation_form, partner_forms


def theme(row: Theme) -> Shape:
    return {
        "key": row.key,
        "position": row.position,
        "name": by_language(row.name),
        "yso": row.yso or None,
        "goals": [goal.number for goal in row.goals.all()],
    }


def agreement(row: Agreement) -> Shape:
    """Who signed is named as acting in office. What reviews found and why nothing follows stays internal; of documents
    only the published ones are told of.
    """
    return {
        "partners": partner_forms(row.partnership_rows.all(), [party.organisation for party in row.parties.all()]),
        "parties": [_party(each) for each in sorted(row.parties.all(), key=lambda each: (each.position, each.pk))],
        "agreement_kind": row.kind,
        "kind_as_written": row.kind_as_written or None,
        "title": by_language(row.title) or None,
        "ordinal": row.ordinal or None,
        "stage": row.stage or None,
        "signed": date_form(row.signed),
        "valid_from": date_form(row.valid_from),
        "valid_until": date_form(row.valid_until),
        "open_ended": row.valid_until is OPEN,
        "renewal_mode": row.renewal_mode or None,
        "renewal_months": row.renewal_months,
        "most_renewals": row.most_renewals,
        "notice_months": row.notice_months,
        "review_on": date_form(row.review_on),
        "review_every_months": row.review_every_months,
        "approved_by": row.approved_by_id,
        "themes": [
            {
                "wording": by_language(theme.wording),
                "themes": [meant.pk for meant in theme.themes.all()],
                "since": date_form(theme.applies_from),
                "until": date_form(theme.applies_until),
            }
            for theme in row.themes.all()
        ],
        "changes": _changes(row),
        "amendments": [
            {
                "on": date_form(each.takes_effect),
                "signed": date_form(each.signed),
                "valid_until": date_form(each.valid_until),
                "open_ended": each.valid_until is OPEN,
                "wording": by_language(each.wording) or None,
                "decision": each.decision_id,
            }
            for each in sorted(row.amendments.all(), key=lambda each: (each.position, each.pk))
        ],
        "notices": _notices(row),
        "reviewed": sorted(str(each.reviewed) for each in row.reviews.all() if each.reviewed),
        "no_successor": (
            {"on": date_form(row.no_successor_on), "decision": row.no_successor_decision_id}
            if row.no_successor_on
            else None
        ),
        "documents": [_document(each) for each in _published(row)],
        "series": row.series_id,
        "series_is_proposed": row.is_series_proposed,
        "replaced_by": row.replaced_by_id,
    }


def _party(party: AgreementParty) -> Shape:
    return {
        "organisation": organisation_form(party.organisation),
        "role": party.role,
        "signed": date_form(party.signed),
        "signing_place": party.signing_place or None,
        "signatory": party.signatory or None,
        "signatory_title": party.signatory_title or None,
        "since": date_form(party.party_from),
        "until": date_form(party.party_until),
    }


def _changes(row: Agreement) -> list[Shape]:
    changes = [
        {
            "status": "suspended",
            "on": date_form(suspension.suspended_from),
            "until": date_form(suspension.suspended_until),
            "decided_by": suspension.decided_by or None,
            "decision": suspension.decision_id,
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
                "decision": row.termination_decision_id,
                "reason": by_language(row.termination_reason) or None,
            }
        )
    return changes


def _notices(row: Agreement) -> list[Shape]:
    """The notices given; the giver is named where it is among the parties that are told of."""
    told = {party.organisation_id: party.organisation for party in row.parties.all()}
    return [
        {
            "on": date_form(each.given_on),
            "given_by": organisation_form(told.get(each.given_by_id or "")),
            "effective_on": date_form(each.effective_on),
            "for_giver_only": each.is_for_giver_only,
            "decision": each.decision_id,
        }
        for each in sorted(row.notices.all(), key=lambda each: (str(each.given_on or ""), each.pk))
    ]


def _published(row: Agreement) -> list[AgreementDocument]:
    shown = [each for each in row.documents.all() if each.is_published]
    return sorted(shown, key=lambda each: (each.language, each.version, each.pk))


def _document(document: AgreementDocument) -> Shape:
    return {
        "id": document.pk,
        "title": document.title,
        "media_type": document.file.media_type,
        "size": document.file.size,
        "sha256": document.file.sha256,
        "language": document.language or None,
        "version": document.version,
        "is_signed": document.is_signed,
        "is_accessible": document.is_accessible,
        "summary": by_language(document.summary) or None,
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
