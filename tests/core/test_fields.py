"""Partial dates in tables, forms and JSON: unknown is not open, and the days follow the text."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import date

import pytest
from django import forms
from django.apps import apps
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import MigrationWriter
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from solmu.core.dates import OPEN, End, PartialDate, Period
from solmu.core.fields import (
    DerivedDayField,
    EndFormField,
    PartialDateField,
    PartialDateFormField,
    PeriodFormField,
    json_form,
)
from solmu.core.models import Source, StoredFile
from solmu.core.vocabulary import SourceKind
from solmu.places.models import Place, PlaceName
from solmu.places.vocabulary import NameKind, PlaceKind
from tests.core.test_dates import partial_dates

VALUES: list[tuple[str, End]] = [
    ("", None),
    ("1998", PartialDate(1998)),
    ("1998-09", PartialDate(1998, 9)),
    ("1998-09-04", PartialDate(1998, 9, 4)),
]


def a_source(**values: object) -> Source:
    return Source(kind=SourceKind.PAGE, title="A page", read_on=date(2026, 11, 24), **values)


@pytest.fixture
def place(db: None) -> Place:
    return Place.objects.create(kind=PlaceKind.MUNICIPALITY, country="FI")


def a_name(place: Place, text: str, **values: object) -> PlaceName:
    return PlaceName.objects.create(place=place, text=text, language="fi", kind=NameKind.FORMER, **values)


# --- columns ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("edtf", "value"), VALUES)
def test_a_date_is_kept_as_written_with_the_days_it_implies(db: None, edtf: str, value: PartialDate | None) -> None:
    a_source(published=value).save()
    assert Source.objects.get().published == value
    columns = Source.objects.annotate(kept=models.functions.Cast("published", models.TextField())).values_list(
        "kept", "published_earliest", "published_latest"
    )
    assert columns.get() == (edtf, value and value.earliest, value and value.latest)


def test_an_open_end_is_not_an_unknown_one(place: Place) -> None:
    for text, until in (("unknown", None), ("open", OPEN), ("ended", PartialDate(2019))):
        a_name(place, text, until=until)
    assert dict(PlaceName.objects.values_list("text", "until")) == {
        "unknown": None,
        "open": OPEN,
        "ended": PartialDate(2019),
    }
    assert PlaceName.objects.get(until=OPEN).text == "open"
    assert PlaceName.objects.get(until=None).text == "unknown"
    assert PlaceName.objects.get(until_latest__isnull=False).text == "ended"
    assert {name.text: (name.until_earliest, name.until_latest) for name in PlaceName.objects.all()} == {
        "unknown": (None, None),
        "open": (None, None),
        "ended": (date(2019, 1, 1), date(2019, 12, 31)),
    }


def test_only_an_end_can_be_open() -> None:
    with pytest.raises(ValidationError) as refused:
        a_source(published=OPEN)
    assert refused.value.messages == ["Only an end can be open."]


@pytest.mark.parametrize("text", ["1998-02-31", "4.9.1998", "soon", 19.5])
def test_what_is_no_date_is_refused_when_assigned(text: object) -> None:
    with pytest.raises(ValidationError) as refused:
        a_source(published=text)
    (sentence,) = refused.value.messages
    assert sentence.endswith(".")


@pytest.mark.parametrize(("edtf", "value"), VALUES)
def test_text_assigned_is_read_back_as_a_value(edtf: str, value: PartialDate | None) -> None:
    assert a_source(published=edtf).published == value


def test_the_days_follow_the_text_as_soon_as_it_is_assigned() -> None:
    source = a_source(published="1998")
    assert (source.published_earliest, source.published_latest) == (date(1998, 1, 1), date(1998, 12, 31))
    source.published = None
    assert (source.published_earliest, source.published_latest) == (None, None)


def test_days_set_by_hand_do_not_outlive_saving(db: None) -> None:
    source = a_source(published="1998")
    source.published_earliest = date(1900, 1, 1)
    source.save()
    assert Source.objects.get().published_earliest == date(1998, 1, 1)


def test_a_date_changed_and_saved_alone_takes_its_days_along_where_they_were_not_read(db: None) -> None:
    a_source(published="1998").save()
    source = Source.objects.only("published").get()
    source.published = PartialDate(2016)
    source.save()
    assert Source.objects.filter(published_earliest=date(2016, 1, 1)).exists()


def test_a_deferred_date_is_read_when_asked_for(db: None, django_assert_num_queries: pytest.FixtureRequest) -> None:
    a_source(published="1998").save()
    source = Source.objects.defer("published").get()
    assert "published" in source.get_deferred_fields()
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert source.published == PartialDate(1998)


def test_rows_are_made_refreshed_and_copied_like_any_other(db: None) -> None:
    made = Source.objects.bulk_create([a_source(published="1998"), a_source(published=PartialDate(2016, 6, 9))])
    assert sorted(str(source.published) for source in Source.objects.filter(published_earliest__isnull=False)) == [
        "1998",
        "2016-06-09",
    ]
    first = made[0]
    first.published = PartialDate(1900)
    first.refresh_from_db()
    assert (first.published, first.published_latest) == (PartialDate(1998), date(1998, 12, 31))
    assert copy.deepcopy(first).published == pickle.loads(pickle.dumps(first)).published == PartialDate(1998)


def test_open_stays_the_one_open_when_pickled() -> None:
    assert pickle.loads(pickle.dumps(OPEN)) is OPEN
    assert copy.deepcopy(Period(None, OPEN)).is_open


def test_rows_are_found_by_date_text_day_and_beginning(db: None) -> None:
    for edtf, _ in VALUES:
        a_source(published=edtf).save()

    def found(**lookup: object) -> list[str]:
        return sorted(str(source.published or "") for source in Source.objects.filter(**lookup))

    assert found(published=PartialDate(1998)) == ["1998"]
    assert found(published="1998-09") == ["1998-09"]
    assert found(published=None) == [""]
    assert found(published__in=[PartialDate(1998), "1998-09-04"]) == ["1998", "1998-09-04"]
    assert found(published__startswith="1998-09") == ["1998-09", "1998-09-04"]
    assert found(published_earliest__gte=date(1998, 9, 1)) == ["1998-09", "1998-09-04"]
    assert found(published_latest__lt=date(1998, 10, 1)) == ["1998-09", "1998-09-04"]
    assert found(published_latest__isnull=True) == [""]
    excluded = Source.objects.exclude(published=PartialDate(1998))
    assert sorted(str(source.published or "") for source in excluded) == ["", "1998-09", "1998-09-04"]


def test_a_date_is_read_as_a_value_through_joins_and_expressions(place: Place) -> None:
    a_name(place, "x", since="1998", until="..")
    assert list(Place.objects.values_list("names__since", "names__until")) == [(PartialDate(1998), OPEN)]
    assert PlaceName.objects.annotate(begun=models.F("since")).get().begun == PartialDate(1998)


def test_dates_go_through_a_fixture_unchanged(place: Place) -> None:
    a_name(place, "x", since="1998-09", until="..")
    text = serializers.serialize("json", PlaceName.objects.all())
    fields = json.loads(text)[0]["fields"]
    assert (fields["since"], fields["until"]) == ("1998-09", "..")
    PlaceName.objects.all().delete()
    for read in serializers.deserialize("json", text):
        read.save()
    kept = PlaceName.objects.get()
    assert (kept.since, kept.until, kept.since_earliest) == (PartialDate(1998, 9), OPEN, date(1998, 9, 1))


# --- migrations -------------------------------------------------------------------------------------------------------


def test_fields_are_taken_apart_and_put_together_again() -> None:
    for field in (PartialDateField(), PartialDateField(open_allowed=True, help_text="x", blank=False)):
        name, path, args, options = field.deconstruct()
        again = type(field)(*args, **options)
        assert again.deconstruct() == (name, path, args, options)
        assert again.open_allowed == field.open_allowed
    day = Source._meta.get_field("published_latest")
    _, path, args, options = day.deconstruct()
    again = DerivedDayField(*args, **options)
    assert (path, again.source, again.bound, again.null, again.editable) == (
        "solmu.core.fields.DerivedDayField",
        "published",
        "latest",
        True,
        False,
    )
    assert "open_allowed=True" in MigrationWriter.serialize(PartialDateField(open_allowed=True))[0]


@pytest.mark.django_db
def test_migrations_say_all_that_the_models_say() -> None:
    loader = MigrationLoader(None)
    changes = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(graph=loader.graph)
    assert [str(operation) for found in changes.values() for each in found for operation in each.operations] == []


def test_a_model_of_a_migration_reads_and_writes_dates(db: None) -> None:
    historic = MigrationLoader(None).project_state().apps.get_model("core", "Source")
    historic.objects.create(kind="page", title="A page", read_on=date(2026, 11, 24), published=PartialDate(1998))
    kept = historic.objects.get()
    assert (kept.published, kept.published_earliest) == (PartialDate(1998), date(1998, 1, 1))


def test_a_concrete_model_gets_the_days_of_an_abstract_one() -> None:
    def name_it(self: models.Model) -> str:
        return str(self.pk)

    meta = type("Meta", (), {"abstract": True, "app_label": "core"})
    dated = type("Dated", (models.Model,), {"on": PartialDateField(), "Meta": meta, "__module__": __name__})
    meta = type("Meta", (), {"app_label": "core"})
    try:
        thing = type("DatedThing", (dated,), {"Meta": meta, "__module__": __name__, "__str__": name_it})
        assert {field.name for field in thing._meta.get_fields()} == {"id", "on", "on_earliest", "on_latest"}
        assert thing(on="1998").on_latest == date(1998, 12, 31)
    finally:
        del apps.all_models["core"]["datedthing"]
        apps.clear_cache()


# --- forms ------------------------------------------------------------------------------------------------------------


class NameForm(forms.ModelForm):
    class Meta:
        model = PlaceName
        fields = ["since", "until"]
        help_texts = {"since": "As the source says."}
        labels = {"until": "Last day"}


@pytest.mark.parametrize("written", ["4.9.1998", "4. syyskuuta 1998", "1998-09-04", " 4 September 1998 "])
def test_a_form_takes_dates_as_people_write_them(place: Place, written: str) -> None:
    form = NameForm({"since": written, "until": ".."}, instance=a_name(place, "x"))
    assert form.errors == {}
    form.save()
    kept = PlaceName.objects.get()
    assert (kept.since, kept.since_earliest, kept.until) == (PartialDate(1998, 9, 4), date(1998, 9, 4), OPEN)


def test_a_form_left_empty_means_unknown(place: Place) -> None:
    form = NameForm({"since": "", "until": " "}, instance=a_name(place, "x", since="1998", until=".."))
    assert form.errors == {}
    form.save()
    kept = PlaceName.objects.get()
    assert (kept.since, kept.until, kept.since_earliest) == (None, None, None)


@pytest.mark.parametrize(
    ("language", "shown"),
    [("fi", "4.9.1998"), ("sv", "4\u00a0september 1998"), ("en", "4\u00a0September 1998")],
)
def test_a_form_shows_dates_as_the_reader_writes_them(place: Place, language: str, shown: str) -> None:
    with translation.override(language):
        form = NameForm(instance=a_name(place, "x", since="1998-09-04"))
        assert form["since"].value() == shown
        assert not NameForm({"since": shown, "until": ""}, instance=form.instance).has_changed()


def test_a_form_keeps_what_was_typed_when_it_is_refused(place: Place) -> None:
    form = NameForm({"since": "31.2.1998", "until": ""}, instance=a_name(place, "x"))
    assert form.errors == {"since": ["There is no such date as 31.2.1998. Check the day and the month."]}
    assert form["since"].value() == "31.2.1998"


def test_a_model_form_passes_labels_help_and_requirement_on() -> None:
    form = NameForm()
    assert (form.fields["since"].help_text, form.fields["until"].label) == ("As the source says.", "Last day")
    assert type(form.fields["since"]) is PartialDateFormField
    assert type(form.fields["until"]) is EndFormField
    assert (form.fields["since"].required, PartialDateField(blank=False).formfield().required) == (False, True)
    assert form.fields["since"].label == "Since"


def test_a_row_with_dates_passes_full_validation(place: Place) -> None:
    name = a_name(place, "x", since="1998-09-04", until="..")
    name.full_clean()


def test_a_form_refuses_with_a_sentence() -> None:
    with pytest.raises(ValidationError) as refused:
        PartialDateFormField().clean("someday")
    assert refused.value.messages == ["“someday” is not a date. Write for example 1998, September 1998 or 4.9.1998."]
    with pytest.raises(ValidationError):
        PartialDateFormField().clean("..")
    assert EndFormField().clean(" .. ") is OPEN


@given(partial_dates(first=1000), st.sampled_from(("fi", "sv", "en")))
def test_what_a_form_shows_it_reads_back(known: PartialDate, language: str) -> None:
    with translation.override(language):
        for field in (PartialDateFormField(), EndFormField()):
            assert field.clean(field.prepare_value(known)) == known


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_an_open_end_is_shown_in_words_and_read_back(language: str) -> None:
    with translation.override(language):
        shown = EndFormField().prepare_value(OPEN)
        assert shown != ""
        assert EndFormField().clean(shown) is OPEN
        assert EndFormField().clean(shown.upper()) is OPEN
        assert not EndFormField().has_changed(OPEN, shown)
        assert EndFormField().has_changed(OPEN, "")


class PeriodForm(forms.Form):
    period = PeriodFormField(required=False)


@pytest.mark.parametrize(
    ("start", "end", "edtf"),
    [
        ("1998", "2019", "1998/2019"),
        ("syyskuu 1998", "..", "1998-09/.."),
        ("", "31.12.2019", "/2019-12-31"),
        ("1998", "", "1998/"),
        ("", "", "/"),
    ],
)
def test_a_period_is_given_as_from_and_until(start: str, end: str, edtf: str) -> None:
    form = PeriodForm({"period_from": start, "period_until": end})
    assert form.errors == {}
    assert form.cleaned_data["period"] == Period.from_edtf(edtf)
    again = PeriodForm({"period_from": start, "period_until": end}, initial={"period": Period.from_edtf(edtf)})
    assert not again.has_changed()


@pytest.mark.parametrize(
    ("start", "end", "sentence"),
    [
        ("2019", "1998", "The period ends before it starts. Check the two dates."),
        ("soon", "", "“soon” is not a date. Write for example 1998, September 1998 or 4.9.1998."),
        ("..", "", "“..” is not a date. Write for example 1998, September 1998 or 4.9.1998."),
    ],
)
def test_a_period_is_refused_with_a_sentence(start: str, end: str, sentence: str) -> None:
    assert PeriodForm({"period_from": start, "period_until": end}).errors == {"period": [sentence]}


def test_a_period_is_shown_as_two_texts() -> None:
    with translation.override("fi"):
        html = str(PeriodForm(initial={"period": Period(PartialDate(1998, 9, 4), PartialDate(2019))})["period"])
    assert 'name="period_from" value="4.9.1998"' in html
    assert 'name="period_until" value="2019"' in html


# --- JSON -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        (OPEN, ".."),
        (PartialDate(1998), "1998"),
        (PartialDate(1998, 9, 4), "1998-09-04"),
        (Period(PartialDate(1998), OPEN), "1998/.."),
        (Period(), "/"),
    ],
)
def test_json_form_is_edtf_or_null(value: End | Period, text: str | None) -> None:
    assert json_form(value) == text


def test_a_stored_file_has_no_dates_to_derive() -> None:
    assert not [field for field in StoredFile._meta.fields if isinstance(field, DerivedDayField)]
