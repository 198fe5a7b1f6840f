"""The words and codes that pages list are those of the code."""

from __future__ import annotations

import re

import pytest

from house.processes import ROOT
from solmu.intake.reading.claims import FIELDS
from solmu.intake.vocabulary import HOLDING_DOUBTS, Doubt
from solmu.registry.vocabulary import (
    ActivityKind,
    AgreementKind,
    AgreementStatus,
    Direction,
    Extent,
    InstitutionLevel,
    MembershipRole,
    Ordinal,
    PartnershipStatus,
    Relation,
)
from solmu.stewardship.vocabulary import Severity

CONCEPTS = (ROOT / "docs" / "concepts.md").read_text(encoding="utf-8")
CLAIMS = (ROOT / "docs" / "reference" / "claims.md").read_text(encoding="utf-8")


def codes_of(text: str) -> list[str]:
    return re.findall(r"`([a-z_]+)`", text)


def row_of(field: str, kind: str) -> list[str]:
    """The codes that the table of a claim's kind lists for a field."""
    section = CLAIMS.partition(f"### `{kind}`")[2].partition("\n#")[0]
    line = next(line for line in section.splitlines() if line.startswith(f"| `{field}` |"))
    return [code for code in codes_of(line)[1:] if code not in ("null", "true")]


def test_claims_list_every_kind_with_its_fields() -> None:
    listed = {}
    for section in CLAIMS.split("\n### ")[1:]:
        kind, table = codes_of(section.splitlines()[0])[0], section.partition("\n## ")[0]
        listed[kind] = [code for cell in re.findall(r"^\| (`[^|]+) \|", table, re.MULTILINE) for code in codes_of(cell)]

    assert {kind: sorted(fields) for kind, fields in listed.items()} == {
        kind: sorted(fields) for kind, fields in FIELDS.items()
    }


@pytest.mark.parametrize(
    ("kind", "field", "choices"),
    [
        ("partnership", "relation", Relation),
        ("partnership", "status", PartnershipStatus),
        ("agreement", "agreement_kind", AgreementKind),
        ("agreement", "ordinal", Ordinal),
        ("membership", "role", MembershipRole),
        ("institution_link", "level", InstitutionLevel),
        ("activity", "activity_kind", ActivityKind),
        ("activity", "direction", Direction),
    ],
)
def test_claims_list_every_code_of_a_field(kind: str, field: str, choices) -> None:
    assert row_of(field, kind) == choices.values


def test_claims_list_every_reason_and_which_hold_a_claim_back() -> None:
    reasons = CLAIMS.partition("## Reasons")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([a-z_]+)` \|.*\| (yes|no) \|$", reasons, re.MULTILINE)

    assert sorted(code for code, _ in rows) == sorted(Doubt.values)
    assert {code for code, held in rows if held == "yes"} == {doubt.value for doubt in HOLDING_DOUBTS}


def test_concepts_list_statuses_of_agreements_in_their_order() -> None:
    table = CONCEPTS.partition("**Status of an agreement**")[2].partition("*Begun*")[0]
    rows = [codes_of(line.split("|")[2]) for line in table.splitlines() if line.startswith("| ") and "`" in line]

    assert [code for row in rows for code in row] == AgreementStatus.values


@pytest.mark.parametrize(
    "choices",
    [
        *(Relation, PartnershipStatus, AgreementKind, MembershipRole, InstitutionLevel, Extent),
        *(ActivityKind, Direction, Severity),
    ],
    ids=lambda choices: choices.__name__,
)
def test_concepts_list_every_code(choices) -> None:
    listed = set(codes_of(CONCEPTS))

    assert [code for code in choices.values if code not in listed] == []
