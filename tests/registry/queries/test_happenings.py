"""What happened to an agreement, in the order of the days, by one query."""

from __future__ import annotations

from typing import Any

import pytest

from solmu.core.dates import OPEN
from solmu.registry.actions.agreements import (
    amend_agreement,
    give_notice,
    record_no_successor,
    review_agreement,
    suspend_agreement,
    terminate_agreement,
)
from solmu.registry.actions.commitments import add_commitment, fulfil_commitment
from solmu.registry.actions.decisions import record_decision
from solmu.registry.queries.commitments import commitments_of
from solmu.registry.queries.happenings import happenings_of
from tests.registry import founding
from tests.registry.founding import BY, on

pytestmark = pytest.mark.sqlite


def test_everything_that_happened_is_told_in_order(db, django_assert_num_queries: Any) -> None:
    source = founding.page()
    home = founding.home(source)
    tie = founding.partnership(source, founding.place(source))
    row = founding.agreement(source, tie, signed="2001", valid_from="2001")
    decision = record_decision(by=BY, source=None, organ="Board", decided=on("2010-02-01"), section="§ 3")
    common: dict[str, Any] = {"by": BY, "source": source, "agreement": row, "of_the_past": True}
    review_agreement(**common, on=on("2011-05"), outcome="Good")
    suspend_agreement(**common, on=on("2012"), until=OPEN, reason="War")
    amend_agreement(**common, on=on("2010-03-01"), until=on("2020"), wording="Longer", decision=decision)
    give_notice(**common, given_on=on("2013"), given_by=home)
    terminate_agreement(**common, on=on("2014"), reason="Over")
    record_no_successor(**common, on=on("2015"), reason="Nobody asks")

    with django_assert_num_queries(1):
        found = happenings_of(row.pk)

    assert [(each.what, str(each.on), str(each.words)) for each in found] == [
        ("amendment", "2010-03-01", "Longer"),
        ("review", "2011-05", "Good"),
        ("suspension", "2012", "War"),
        ("notice", "2013", ""),
        ("termination", "2014", "Over"),
        ("no_successor", "2015", "Nobody asks"),
    ]
    amendment, notice = found[0], found[3]
    assert (amendment.organ, str(amendment.decided), amendment.section) == ("Board", "2010-02-01", "§ 3")
    assert str(notice.who) == str(home.name)
    assert found[2].until is OPEN


def test_commitments_tell_what_they_were_met_for(db, django_assert_num_queries: Any) -> None:
    source = founding.page()
    founding.home(source)
    row = founding.agreement(source, founding.partnership(source, founding.place(source)), signed="2001")
    first = add_commitment(by=BY, source=None, agreement=row, text="Report", due_on=on("2025"), every_months=12)
    add_commitment(by=BY, source=None, agreement=row, text="Plan", due_on=on("2026"))
    for due, done in (("2025", "2025-03-01"), ("2026", "2026-03-01")):
        fulfil_commitment(
            by=BY, source=None, commitment=first, due_on=on(due), done_on=on(done), day=on("2026-11-24").earliest
        )

    with django_assert_num_queries(1):
        found = commitments_of(row.pk)

    assert [(str(each.text), {str(due): str(done) for due, done in met.items()}) for each, met in found] == [
        ("Report", {"2025": "2025-03-01", "2026": "2026-03-01"}),
        ("Plan", {}),
    ]
