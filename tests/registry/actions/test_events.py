"""Activities, recognitions and citations."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from i18nfield.strings import LazyI18nString

from solmu.core.dates import NotADate
from solmu.core.errors import BrokenRule
from solmu.core.models import AuditEntry, Record, Source
from solmu.registry.actions.activities import add_activity
from solmu.registry.actions.citations import cite, remove_citation
from solmu.registry.actions.recognitions import add_recognition
from solmu.registry.models import (
    Activity,
    ActivityOrganisation,
    ActivityParticipants,
    ActivityPartnership,
    Citation,
    EarlierRecipient,
    Organisation,
    Partnership,
    PublicVersion,
)
from solmu.registry.vocabulary import ActivityKind
from tests.registry import founding
from tests.registry.founding import BY, on

TITLE = LazyI18nString({"fi": "Kuorojen vierailu"})


@pytest.fixture
def activity(source: Source, tartu: Partnership) -> Activity:
    return add_activity(
        by=BY,
        source=source,
        kind=ActivityKind.VISIT,
        title=TITLE,
        starts=on("2019-05-02"),
        ends=on("2019-05-05"),
        direction="in",
        partnerships=[tartu, tartu],
        organisations=[founding.city(source, tartu.partner)] * 2,
        participants=34,
        is_published=True,
    )


def test_activity_has_partners_once_and_a_number(activity: Activity) -> None:
    shape = PublicVersion.objects.get(record=activity.pk).shape
    assert [partner["names"]["fi"] for partner in shape["partners"]] == ["Tartto"]
    assert (shape["start"], shape["end"], shape["direction"], shape["participants"]) == (
        "2019-05-02",
        "2019-05-05",
        "in",
        34,
    )
    assert AuditEntry.objects.get(record_id=activity.pk).action == "add_activity"


@pytest.mark.parametrize("participants", [None, 0])
def test_nobody_is_not_the_same_as_not_known(source: Source, participants: int | None) -> None:
    activity = add_activity(
        by=BY, source=source, kind=ActivityKind.MEETING, title=TITLE, participants=participants, is_published=True
    )

    assert PublicVersion.objects.get(record=activity.pk).shape["participants"] == participants


def test_activity_that_cannot_be_is_refused(source: Source) -> None:
    with pytest.raises(BrokenRule, match="-1 people cannot take part"):
        add_activity(by=BY, source=source, kind=ActivityKind.VISIT, title=TITLE, participants=-1)
    with pytest.raises(NotADate):
        add_activity(
            by=BY, source=source, kind=ActivityKind.VISIT, title=TITLE, starts=on("2019"), ends=on("2018-12-31")
        )
    assert Activity.objects.count() == 0


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("activity_kind_known", {"kind": "party"}),
        ("activity_direction_known", {"direction": "up"}),
        ("activity_period_well_formed", {"ends": "2018"}),
    ],
)
def test_database_refuses_a_broken_activity(activity: Activity, constraint: str, values: dict) -> None:
    for name, value in values.items():
        setattr(activity, name, value)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        activity.save()


def test_database_refuses_parts_of_an_activity_twice(activity: Activity, tartu: Partnership) -> None:
    for row in (
        ActivityPartnership(activity=activity, partnership=tartu),
        ActivityOrganisation(activity=activity, organisation=activity.organisations.get()),
        ActivityParticipants(activity=activity, number=1),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)


def test_recognition_keeps_those_before_in_order(source: Source, home: Organisation, tartu: Partnership) -> None:
    recognition = add_recognition(
        by=BY,
        source=source,
        title=LazyI18nString({"fi": "Vuoden kumppani"}),
        recipient_as_written="Rantala",
        recipient=home,
        giver_as_written="Tartto",
        giver=founding.city(source, tartu.partner),
        occasion=LazyI18nString({"fi": "Hansapäivät"}),
        awarded=on("2019"),
        earlier_recipients=["Turku", "Riika", "Turku"],
        is_published=True,
    )

    shape = PublicVersion.objects.get(record=recognition.pk).shape
    assert shape["earlier_recipients"] == ["Turku", "Riika", "Turku"]
    assert (shape["giver"], shape["recipient"], shape["year"]) == ("Tartto", "Rantala", "2019")
    with pytest.raises(IntegrityError), transaction.atomic():
        EarlierRecipient.objects.create(recognition=recognition, position=1, name="X")


def test_words_are_cited_once_and_can_be_taken_back(source: Source, tartu: Partnership) -> None:
    words = {"by": BY, "source": source, "record": tartu.record, "field": "since", "start": 3, "end": 7}

    one, other = cite(quote="1992", **words), cite(quote="1992", **words)  # type: ignore[arg-type]

    assert one is not None
    assert other is None
    assert Citation.objects.get() == one
    assert AuditEntry.objects.filter(record_id=tartu.pk, action="cite").count() == 1
    remove_citation(by=BY, source=source, citation=one)
    assert Citation.objects.count() == 0


def test_long_words_are_cut_to_a_quotation(source: Source, tartu: Partnership) -> None:
    citation = cite(by=BY, source=source, record=tartu.record, field="x", quote="ä" * 500, start=0, end=500)

    assert citation is not None
    assert (len(citation.quote), citation.end) == (400, 400)


def test_database_refuses_a_citation_without_words(source: Source, tartu: Partnership) -> None:
    with pytest.raises(IntegrityError, match="citation_has_words"), transaction.atomic():
        Citation.objects.create(record=tartu.record, field="x", source=source, quote="", start=3, end=3)


def test_database_refuses_records_of_no_kind_twice(tartu: Partnership) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Record.objects.create(pk=tartu.pk, kind="partnership")
