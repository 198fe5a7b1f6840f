"""An answer is kept while nothing is written, and never a moment longer."""

from __future__ import annotations

from solmu.core.actions import add_account
from solmu.core.models import Account, system_actor
from solmu.core.remembering import Remembered


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def number_of_accounts() -> int:
    return Account.objects.count()


def test_answer_is_kept_until_something_is_written(db: None, django_assert_num_queries) -> None:
    remembering = Remembered[int]()
    before = remembering.answer("accounts", number_of_accounts)
    with django_assert_num_queries(1):
        assert remembering.answer("accounts", number_of_accounts) == before

    add_account(by=system_actor(), email="anna@example.org", role="officer")
    assert remembering.answer("accounts", number_of_accounts) == before + 1


def test_another_question_has_another_answer(db: None) -> None:
    remembering = Remembered[str]()

    assert [remembering.answer(key, lambda key=key: f"of {key}") for key in ("a", "b", "a")] == ["of a", "of b", "of a"]


def test_answer_grows_old(db: None) -> None:
    clock, found = Clock(), iter(range(9))
    remembering = Remembered[int](60.0, clock=clock)
    answers = []
    for clock.now in (0.0, 60.0, 61.0, 121.0, 122.0):
        answers.append(remembering.answer("", lambda: next(found)))

    assert answers == [0, 0, 1, 1, 2]
