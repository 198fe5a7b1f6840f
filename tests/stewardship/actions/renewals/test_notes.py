from __future__ import annotations

import pytest

from solmu.core.errors import BrokenRule, NotPermitted
from solmu.core.models import Source
from solmu.registry.models import Organisation, Partnership
from solmu.stewardship.actions.renewals.endings import drop_renewal
from solmu.stewardship.actions.renewals.notes import LONGEST_NOTE, check_off, note_on_renewal
from solmu.stewardship.models import Renewal
from tests.registry.founding import BY
from tests.stewardship.renewing import DAY, actor_of, memorandum, noted, person, planned


@pytest.fixture
def renewal(source: Source, home: Organisation, tartu: Partnership) -> Renewal:
    return planned(memorandum(source, home, tartu))


def test_contributor_checks_things_off_and_opens_them_again(renewal: Renewal) -> None:
    by, check = person("contributor"), renewal.checks.get(position=2)

    check_off(by=by, check=check, day=DAY)
    done = (check.done_on, check.done_by)
    assert noted("check_off")["done_on"] == ("null", '"2026-11-24"')
    check_off(by=by, check=check, day=DAY, is_done=False)

    assert done == (DAY, by)
    assert (check.done_on, check.done_by) == (None, None)
    assert list(renewal.checks.exclude(done_on=None)) == []
    assert actor_of("check_off") == by.pk


def test_what_is_done_already_keeps_its_day(renewal: Renewal) -> None:
    check = check_off(by=BY, check=renewal.checks.get(position=1), day=DAY)

    check_off(by=BY, check=check, day=DAY.replace(day=25))

    assert (check.done_on, check.done_by) == (DAY, None)


def test_note_is_kept_as_written_without_blanks_around_it(renewal: Renewal) -> None:
    by = person("contributor")

    note = note_on_renewal(by=by, renewal=renewal, text=" They want three more years.\nCall in May. ")

    assert (note.text, note.written_by) == ("They want three more years.\nCall in May.", by)
    assert noted("note_on_renewal")["text"][1].startswith('"They want')


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" \n", "The note says nothing. Write what is to be remembered."),
        ("x" * (LONGEST_NOTE + 1), "A note has at most 4000 characters. Attach longer ones as a document."),
    ],
)
def test_note_that_says_nothing_or_too_much_is_refused(renewal: Renewal, text: str, sentence: str) -> None:
    with pytest.raises(BrokenRule) as refused:
        note_on_renewal(by=BY, renewal=renewal, text=text)

    assert str(refused.value) == sentence


def test_reader_neither_notes_nor_checks(renewal: Renewal) -> None:
    by = person("reader")
    sentence = "Only a contributor, an officer or an administrator may work on renewals. Ask one."

    with pytest.raises(NotPermitted, match=sentence):
        note_on_renewal(by=by, renewal=renewal, text="x")
    with pytest.raises(NotPermitted, match=sentence):
        check_off(by=by, check=renewal.checks.get(position=1), day=DAY)


def test_renewal_that_is_over_takes_notes_and_no_checks(renewal: Renewal) -> None:
    drop_renewal(by=BY, source=None, renewal=renewal, reason="No money.", day=DAY)

    with pytest.raises(BrokenRule, match="This renewal is over: dropped"):
        check_off(by=BY, check=renewal.checks.get(position=1), day=DAY)
    note_on_renewal(by=BY, renewal=renewal, text="They asked again.")

    assert renewal.notes.count() == 1
