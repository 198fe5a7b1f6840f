"""What doctor finds in the database and in its dates; stored files are tested with the actions that keep them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from solmu.core.dates import OPEN
from solmu.core.models import Source
from solmu.core.queries import database_faults, day_faults
from solmu.core.vocabulary import SourceKind
from solmu.places.models import Place, PlaceName
from solmu.places.vocabulary import NameKind, PlaceKind
from tests.core.audit_rows import run, run_ddl


@pytest.fixture
def dated(db: None) -> Source:
    for published in (None, "1998-09-04"):
        kept = Source.objects.create(
            kind=SourceKind.PAGE, title="A page", read_on=date(2026, 11, 24), published=published
        )
    place = Place.objects.create(kind=PlaceKind.MUNICIPALITY, country="FI")
    PlaceName.objects.create(place=place, text="x", language="fi", kind=NameKind.FORMER, since="1998", until=OPEN)
    return kept


def test_dates_that_were_saved_have_no_fault(dated: Source) -> None:
    assert list(day_faults()) == []


def test_days_that_do_not_follow_from_their_date_are_named(dated: Source) -> None:
    Source.objects.filter(pk=dated.pk).update(published="2016")
    assert list(day_faults()) == [
        f"The published of the source {dated.pk} is “2016”, but its days say otherwise. Enter the date again."
    ]


@pytest.mark.parametrize("bound", ["earliest", "latest"])
def test_either_day_counts(dated: Source, bound: str) -> None:
    run(f"UPDATE source SET published_{bound} = NULL WHERE id = %s", [dated.pk])
    assert len(list(day_faults())) == 1
    run(f"UPDATE source SET published_{bound} = '1998-09-04'")
    assert len(list(day_faults())) == 1  # now the unknown date has a day


def test_an_open_end_has_no_days(dated: Source) -> None:
    run("UPDATE place_name SET until_latest = '1998-01-01'")
    assert len(list(day_faults())) == 1


def test_text_that_is_no_date_is_named_and_does_not_stop_the_check(dated: Source) -> None:
    run("UPDATE source SET published = '1998-02-31'")
    assert len(list(day_faults())) == 2
    assert f"The published of the source {dated.pk} is “1998-02-31”, which is no date. Correct it." in day_faults()


def test_a_whole_database_has_no_fault(dated: Source) -> None:
    assert list(database_faults()) == []


@pytest.mark.sqlite
def test_a_row_that_points_nowhere_is_named(dated: Source) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps no such row")
    run_ddl("CREATE TABLE stray (source_id REFERENCES source(id) DEFERRABLE INITIALLY DEFERRED)")
    run_ddl("INSERT INTO stray VALUES ('nowhere')")
    assert list(database_faults()) == ["The database is damaged: stray points to no source. Restore it from a backup."]
    run_ddl("DROP TABLE stray")
