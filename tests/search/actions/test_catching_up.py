"""The index follows the record: what is public is in it, and nothing else is."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from django.db import connection
from i18nfield.strings import LazyI18nString

from solmu.core.models import Source
from solmu.places.actions import add_place_name
from solmu.places.rules import Name
from solmu.registry.actions.merging import merge_records
from solmu.registry.actions.publicity import publish_record, remove_record
from solmu.registry.models import Partnership
from solmu.search.actions import catch_up, rebuild
from solmu.search.models import SearchEntry, SearchPostings, SearchState, SearchTerm
from solmu.search.queries.finding import find
from tests.portal.published import SETTINGS
from tests.registry import founding


@pytest.fixture
def source(db: None, instance: Path) -> Source:
    instance.mkdir(parents=True, exist_ok=True)
    (instance / "config.toml").write_text(SETTINGS, encoding="utf-8")
    found = founding.page()
    founding.home(found)
    return found


def tie_with(source: Source, name: str, *, is_published: bool = True) -> Partnership:
    return founding.partnership(source, founding.place(source, fi=name, en=name), is_published=is_published)


def titles(query: str) -> list[str]:
    catch_up()
    return [hit.title for hit in find(query, "en").hits]


def everything() -> tuple[object, ...]:
    """The whole index as it is, without the numbers that depend on its history."""
    terms = dict(SearchTerm.objects.values_list("pk", "text"))
    return (
        sorted(
            (entry.record_id, entry.tie, sorted((terms[term], points) for term, points in entry.terms))
            for entry in SearchEntry.objects.all()
        ),
        sorted((row.text, row.lemmas) for row in SearchTerm.objects.all()),
    )


def test_published_record_is_found_and_what_is_internal_is_not(source: Source) -> None:
    tie_with(source, "Kaukola")
    tie_with(source, "Salakylä", is_published=False)
    assert titles("Kaukola") == ["Kaukola"]
    assert titles("Salakylä") == []
    assert not SearchTerm.objects.filter(text__startswith="sala").exists()


def test_record_is_found_once_it_is_published_and_no_more_once_it_is_removed(source: Source) -> None:
    tie = tie_with(source, "Kaukola", is_published=False)
    assert titles("Kaukola") == []
    publish_record(by=founding.BY, source=source, record=tie.record)
    assert titles("Kaukola") == ["Kaukola"]
    remove_record(by=founding.BY, source=source, record=tie.record, reason="It was a mistake.")
    assert titles("Kaukola") == []
    assert not SearchTerm.objects.filter(text="kaukola").exists()


def test_former_name_added_later_finds_the_partner_and_its_agreements(source: Source) -> None:
    tie = tie_with(source, "Kaukola")
    founding.agreement(source, tie, signed="1990")
    assert titles("Vanhala") == []
    add_place_name(by=founding.BY, source=source, place=tie.partner, name=Name("Vanhala", "fi", "former"))
    assert titles("Vanhala") == ["Kaukola", "Kaukola: memorandum of understanding, 1990"]


def test_agreement_with_a_partner_that_is_internal_is_not_found_by_its_name(source: Source) -> None:
    shown, hidden = tie_with(source, "Kaukola"), tie_with(source, "Salakylä", is_published=False)
    founding.agreement(source, shown, hidden, signed="1990")
    assert titles("Kaukola") == ["Kaukola", "Kaukola: memorandum of understanding, 1990"]
    assert titles("Salakylä") == []


def test_index_that_is_up_to_date_is_left_alone(source: Source, django_assert_num_queries) -> None:
    tie_with(source, "Kaukola")
    assert catch_up() > 0
    with django_assert_num_queries(2):
        assert catch_up() == 0


def test_caught_up_in_steps_and_made_anew_are_the_same_index(source: Source) -> None:
    first = tie_with(source, "Kaukola")
    catch_up()
    founding.agreement(source, first, signed="1990", themes=["Culture"])
    catch_up()
    second = tie_with(source, "Lähilä")
    catch_up()
    remove_record(by=founding.BY, source=source, record=second.record, reason="It was a mistake.")
    catch_up()
    stepwise = everything()
    rebuild()
    assert everything() == stepwise


def test_index_made_by_another_release_is_made_anew(source: Source) -> None:
    tie_with(source, "Kaukola")
    catch_up()
    SearchState.objects.update(made_by="0.0.1")
    SearchPostings.objects.all().delete()
    assert titles("Kaukola") == ["Kaukola"]


def test_index_of_a_record_that_was_restored_to_another_state_is_made_anew(source: Source) -> None:
    tie_with(source, "Kaukola")
    catch_up()
    SearchState.objects.update(hash="0" * 64)
    SearchPostings.objects.all().delete()
    assert titles("Kaukola") == ["Kaukola"]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_make_one_index(instance: Path) -> None:
    instance.mkdir(parents=True, exist_ok=True)
    (instance / "config.toml").write_text(SETTINGS, encoding="utf-8")
    source = founding.page()
    founding.home(source)
    for number in range(5):
        tie_with(source, f"Kaukola{number}")
    failures: list[BaseException] = []

    def work() -> None:
        try:
            catch_up()
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failures == []
    assert SearchEntry.objects.count() == 5
    assert len(titles("Kaukola")) == 5


def test_records_in_the_index_are_merged_and_found_once(source: Source) -> None:
    tie = tie_with(source, "Kaukola")
    one, other = (
        founding.agreement(source, tie, title=LazyI18nString({"en": f"Songs, {each}"}), signed="2010")
        for each in ("first", "second")
    )
    assert sorted(titles("songs")) == ["Kaukola: songs, first", "Kaukola: songs, second"]

    merge_records(by=founding.BY, source=source, record=one.record, into=other.record)

    assert titles("songs") == ["Kaukola: songs, second"]
