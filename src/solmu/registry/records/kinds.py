"""How each kind of record is read and shaped: its model, what is joined, what is fetched beside it, its shape."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from solmu.registry.models import (
    Activity,
    Agreement,
    AgreementSeries,
    Commitment,
    Contact,
    CoverageStatement,
    Decision,
    InstitutionLink,
    Membership,
    Organisation,
    Partnership,
    Recognition,
    Story,
    Theme,
    Unit,
)
from solmu.registry.records import activities, agreements, partnerships
from solmu.registry.records.values import Shape
from solmu.registry.vocabulary import RecordKind

SHAPES: dict[RecordKind, tuple[Any, tuple[str, ...], tuple[str, ...], Callable[[Any], Shape]]] = {
    RecordKind.ORGANISATION: (Organisation, ("place",), ("place__names",), partnerships.organisation),
    RecordKind.UNIT: (Unit, ("organisation",), (), partnerships.unit),
    RecordKind.THEME: (Theme, (), ("goals",), agreements.theme),
    RecordKind.PARTNERSHIP: (
        Partnership,
        ("partner", "record__image__file"),
        ("partner__names", "changes"),
        partnerships.partnership,
    ),
    RecordKind.AGREEMENT: (
        Agreement,
        (),
        (
            "partnership_rows__partnership__partner__names",
            "parties__organisation__place__names",
            "themes__themes",
            "suspensions",
            "amendments",
            "notices",
            "reviews",
            "documents__file",
        ),
        agreements.agreement,
    ),
    RecordKind.AGREEMENT_SERIES: (AgreementSeries, (), (), agreements.series),
    RecordKind.INSTITUTION_LINK: (
        InstitutionLink,
        ("home_institution", "partner_institution", "partnership__partner", "partnership__record"),
        ("partnership__partner__names",),
        partnerships.institution_link,
    ),
    RecordKind.COVERAGE_STATEMENT: (
        CoverageStatement,
        ("partner",),
        ("partner__names",),
        partnerships.coverage_statement,
    ),
    RecordKind.RECOGNITION: (Recognition, (), ("earlier_recipients",), activities.recognition),
    RecordKind.MEMBERSHIP: (
        Membership,
        ("network", "organisation"),
        ("purposes", "fees", "representatives"),
        activities.membership,
    ),
    RecordKind.ACTIVITY: (
        Activity,
        ("place",),
        (
            "place__names",
            "partnership_rows__partnership__partner__names",
            "organisation_rows__organisation__place__names",
            "membership_rows__membership__network",
            "theme_rows__theme",
            "participants",
            "gifts",
        ),
        activities.activity,
    ),
    RecordKind.DECISION: (Decision, (), (), agreements.decision),
    RecordKind.COMMITMENT: (Commitment, (), ("fulfilments",), agreements.commitment),
    RecordKind.CONTACT: (Contact, ("organisation",), (), partnerships.contact),
    RecordKind.STORY: (Story, ("record__image__file",), (), partnerships.story),
}
