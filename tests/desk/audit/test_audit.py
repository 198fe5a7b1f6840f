"""The change log at the desk: who may, what it finds, and a chain that was tampered with."""

from __future__ import annotations

import pytest

from solmu.core.models import AuditEntry, AuditValue
from solmu.intake.models import Claim

pytestmark = pytest.mark.sqlite


def test_only_auditors_and_administrators_read_the_change_log(city, reader, contributor, officer, desk_of) -> None:
    for account in (reader, contributor, officer):
        desk = desk_of(account)
        assert [desk.get("/desk/audit/").status_code, desk.get("/desk/audit/1/").status_code] == [403, 403]
        assert desk.post("/desk/audit/verify/").status_code == 403


def test_entries_are_found_by_who_and_what(example, auditor, desk_of) -> None:
    desk = desk_of(auditor)

    page = desk.get("/desk/audit/?what=add_partnership").text

    number = AuditEntry.objects.filter(action="add_partnership").count()
    assert f"{number} entries" in page
    assert "Shanghai" in page


def test_file_names_fields_and_hashes_but_no_values(example, auditor, desk_of) -> None:
    answer = desk_of(auditor).get("/desk/audit/?as=csv")

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert AuditEntry.objects.latest("sequence").hash in text
    assert len(text.splitlines()) == AuditEntry.objects.count() + 1


def test_chain_is_verified_and_a_changed_value_shows(example, auditor, desk_of) -> None:
    desk = desk_of(auditor)
    assert "The chain holds" in desk.post("/desk/audit/verify/").text

    value = AuditValue.objects.order_by("entry_id", "field").first()
    AuditValue.objects.filter(pk=value.pk).update(after='"forged"')

    page = desk.post("/desk/audit/verify/").text
    assert "The chain does not hold" in page
    assert value.field in page


def test_entries_name_accounts_and_claims_and_lead_to_them(example, auditor, officer, desk_of) -> None:
    claim = Claim.objects.exclude(reviewed_by=None).order_by("pk")[0]
    page = desk_of(auditor).get(f"/desk/audit/?record={claim.pk}").text
    account = desk_of(auditor).get(f"/desk/audit/?record={officer.pk}").text

    assert f'<a href="/desk/sources/{claim.source_id}/">{claim.source.title}</a>' in page
    assert f'<a href="/desk/people/{officer.pk}/">Officer Example</a>' in account
