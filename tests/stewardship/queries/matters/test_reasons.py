from __future__ import annotations

from solmu.core.models import Source
from solmu.registry.actions.agreements import suspend_agreement, terminate_agreement
from solmu.registry.actions.partnerships import change_partnership
from solmu.registry.models import AgreementSuspension, Partnership, PartnershipChange
from tests.registry import founding
from tests.registry.founding import BY, on
from tests.stewardship.queries.matters.asking import matters, told


def test_every_kind_of_change_without_a_reason(source: Source, tartu: Partnership) -> None:
    suspended, terminated = (
        founding.agreement(source, tartu, signed="2010", kind=kind) for kind in ("other", "letter_of_intent")
    )
    change = change_partnership(by=BY, source=source, partnership=tartu, on=on("2022-03"), status="suspended")
    pause = suspend_agreement(by=BY, source=source, agreement=suspended, on=on("2021"), of_the_past=True)
    terminate_agreement(by=BY, source=source, agreement=terminated, on=on("2020"), of_the_past=True)

    assert sorted(told("reason_not_stated")) == sorted(
        [
            ("reason_not_stated", tartu.pk, change.pk),
            ("reason_not_stated", suspended.pk, pause.pk),
            ("reason_not_stated", terminated.pk, "termination"),
        ]
    )
    assert {each.reason("en") for each in matters("reason_not_stated")} == {
        "The partnership was suspended. The source states no reason.",
        "The agreement was suspended. The source states no reason.",
        "The agreement was terminated. The source states no reason.",
    }
    assert told("reason_not_stated", day="2019-12-31") == []

    reasons = {"reason": "Told.", "is_reason_not_stated": False}
    PartnershipChange.objects.filter(pk=change.pk).update(**reasons)
    AgreementSuspension.objects.filter(pk=pause.pk).update(**reasons)
    assert told("reason_not_stated") == [("reason_not_stated", terminated.pk, "termination")]
