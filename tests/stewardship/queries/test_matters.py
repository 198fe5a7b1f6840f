from __future__ import annotations

import pytest

from solmu.core.city import City
from solmu.core.models import Source
from solmu.registry.actions.agreements import propose_series, replace_agreement, terminate_agreement
from solmu.registry.actions.partnerships import change_partnership
from solmu.registry.models import Agreement, Partnership
from solmu.stewardship.queries.matters import Matter, matters_on
from tests.registry import founding
from tests.registry.founding import BY, on

CITY = City(name="Rantala", country="FI", latitude=60.1, longitude=24.9, languages=("fi", "sv", "en"))


@pytest.fixture
def source(db: None) -> Source:
    return founding.page()


@pytest.fixture
def tartu(source: Source) -> Partnership:
    founding.home(source)
    return founding.partnership(source, founding.place(source, fi="Tartto", en="Tartu"))


ENDS = ("ended_without_successor", "decision_due")


def matters(day: str, *, public_only: bool = False) -> list[Matter]:
    return matters_on(on(day).earliest, city=CITY, public_only=public_only, rules=ENDS)


def told(day: str) -> list[tuple[str, str, str]]:
    return [(each.rule, each.record_id, each.occurrence) for each in matters(day)]


def test_agreement_that_ended_is_a_matter_until_its_successor_is_recorded(source: Source, tartu: Partnership) -> None:
    old = founding.agreement(source, tartu, valid_until="2019")
    propose_series(by=BY, source=source, agreement=old)
    assert told("2026-11-24") == [("ended_without_successor", old.pk, "2019")]

    # Of the same line, signed before the old end: it carries on.
    new = founding.agreement(source, tartu, signed="2018-11-05", valid_until="2030")
    propose_series(by=BY, source=source, agreement=new)
    assert told("2026-11-24") == []


@pytest.mark.parametrize(
    ("facts", "follows"),
    [
        ({"signed": "1999"}, False),  # an older one of the line
        ({"signed": "2019"}, True),
        ({"signed": "2022", "valid_until": "2030"}, True),
        ({"valid_until": "2024"}, True),
        ({"valid_until": "2010"}, False),
        ({}, False),  # nothing is known of it
        ({"valid_until": ".."}, True),
    ],
)
def test_what_follows_in_the_line(source: Source, tartu: Partnership, facts: dict, follows: bool) -> None:
    for given in ({"valid_until": "2019"}, facts):
        propose_series(by=BY, source=source, agreement=founding.agreement(source, tartu, **given))

    ended = [each for each in matters("2023-01-01") if each.occurrence == "2019"]
    assert (ended == []) is follows


def test_draft_is_no_successor(source: Source, tartu: Partnership) -> None:
    old, new = (founding.agreement(source, tartu, valid_until=year) for year in ("2019", "2030"))
    for agreement in (old, new):
        propose_series(by=BY, source=source, agreement=agreement)
    Agreement.objects.filter(pk=new.pk).update(stage="draft")

    assert told("2026-11-24") == [("ended_without_successor", old.pk, "2019")]


def test_replaced_agreement_stops_reminding(source: Source, tartu: Partnership) -> None:
    old, new = (
        founding.agreement(source, tartu, signed=year, valid_until=end)
        for year, end in (("2010", "2019"), ("2019", "2040"))
    )
    replace_agreement(by=BY, source=source, agreement=old, successor=new)

    assert told("2019-06-01") == []
    assert told("2026-11-24") == []


def test_terminated_agreement_is_a_matter_from_its_day(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, signed="2010", valid_until="2040")
    terminate_agreement(by=BY, source=source, agreement=agreement, on=on("2022-03-04"))

    assert told("2021-09-03") == []
    assert told("2022-03-03") == [("decision_due", agreement.pk, "2022-03-04")]  # what follows it
    assert told("2022-03-04") == [("ended_without_successor", agreement.pk, "2022-03-04")]


def test_suspended_tie_keeps_the_deadline(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, signed="2010", valid_until="2030", notice_months=3)
    change_partnership(by=BY, source=source, partnership=tartu, on=on("2022"), status="suspended")

    assert told("2029-03-31") == []
    assert told("2029-04-01") == [("decision_due", agreement.pk, "2030")]


def test_matters_stand_most_urgent_first(source: Source, tartu: Partnership) -> None:
    soon, later, ended, long_ended, past_notice = (
        founding.agreement(source, tartu, signed="2000", valid_until=end, notice_months=notice)
        for end, notice in (("2027-01-31", 0), ("2027-03-31", 0), ("2025", 0), ("2019", 0), ("2027-04-30", 6))
    )

    found = [each.record_id for each in matters("2026-11-24")]

    assert found == [long_ended.pk, ended.pk, past_notice.pk, soon.pk, later.pk]


def test_identity_of_a_matter_is_rule_record_and_end(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, valid_until="2019")

    assert [each.identity for each in matters("2026-11-24")] == [("ended_without_successor", agreement.pk, "2019")]


def test_internal_agreement_is_no_public_matter(source: Source, tartu: Partnership) -> None:
    founding.agreement(source, tartu, valid_until="2019", is_published=False)

    assert matters("2026-11-24", public_only=True) == []
    assert len(matters("2026-11-24")) == 1


@pytest.mark.parametrize(
    ("facts", "day", "sentence"),
    [
        (
            {"valid_until": "2019"},
            "2026-11-24",
            "Tartu: memorandum of understanding, until 2019. It was in force until 2019. No successor is recorded."
            " Since 1\u00a0January 2020, for over 6 years.",
        ),
        (
            {"valid_until": "2019"},
            "2021-02-01",
            "Tartu: memorandum of understanding, until 2019. It was in force until 2019. No successor is recorded."
            " Since 1\u00a0January 2020, for over a year.",
        ),
        (
            {"signed": "2010", "valid_until": "2027"},
            "2026-11-24",
            "Tartu: memorandum of understanding, 2010–2027. It ends in 2027. Decide whether it is renewed."
            " Decide by 31\u00a0December 2026.",
        ),
    ],
)
def test_matter_says_what_why_and_when(
    source: Source, tartu: Partnership, facts: dict, day: str, sentence: str
) -> None:
    founding.agreement(source, tartu, **facts)

    (matter,) = matters(day)
    assert matter.sentence("en") == sentence


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize(("end", "day"), [("2019", "2026-11-24"), ("2019-06-30", "2026-11-24"), ("2027", "2026-11-24")])
def test_matter_speaks_every_language(source: Source, tartu: Partnership, language: str, end: str, day: str) -> None:
    founding.agreement(source, tartu, valid_until=end)

    (matter,) = matters(day)
    for words in (matter.name(language), matter.reason(language), matter.when(language)):
        assert words.strip()
        assert "%(" not in words
    assert end[:4] in matter.reason(language)
    assert ("2026" if end == "2027" else "20") in matter.when(language)
