"""Several processes ask as of one state, or not at all."""

from __future__ import annotations

from datetime import date

import pytest

from solmu.portal.caching.versions import Version
from solmu.portal.copying.askers import OtherStateError, of_version
from solmu.portal.copying.asking import Answered

NOW = Version((7, "a1"), (1, 2, 3), date(2026, 11, 24))
ONE, OTHER = [Answered(200, {}, b"one")], [Answered(404, {}, b"other")]


def test_answers_of_one_state_are_handed_on_in_their_order() -> None:
    assert list(of_version(NOW, iter([(NOW, ONE), (NOW, OTHER)]))) == [ONE, OTHER]


@pytest.mark.parametrize(
    "theirs", [NOW._replace(head=(8, "b2")), NOW._replace(settings=(4, 5, 6)), NOW._replace(day=date(2026, 11, 25))]
)
def test_answer_of_another_state_is_refused(theirs: Version) -> None:
    answers = of_version(NOW, iter([(NOW, ONE), (theirs, OTHER)]))
    assert next(answers) == ONE
    with pytest.raises(OtherStateError):
        next(answers)
