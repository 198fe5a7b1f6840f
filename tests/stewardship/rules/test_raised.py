from __future__ import annotations

from datetime import date

import pytest

from solmu.stewardship.rules.raised import day_after, day_before
from solmu.stewardship.rules.reasons import reason_not_stated
from tests.stewardship.rules.told import on, seen


def test_days_beside_a_day_stay_within_the_calendar() -> None:
    assert (day_before(date(2026, 3, 1)), day_after(date(2026, 2, 28))) == (date(2026, 2, 28), date(2026, 3, 1))
    assert (day_before(date.min), day_after(date.max)) == (date.min, date.max)


@pytest.mark.parametrize(("since", "arose"), [("2022-03", "2022-03-31"), ("", "")])
def test_reason_not_stated(since: str, arose: str) -> None:
    raised = reason_not_stated("tie_ended", "change", on(since) if since else None)

    assert seen([raised]) == [("reason_not_stated", "tidy_up", "change", "", arose)]
    assert raised.told == {"what": "tie_ended", "on": since}
