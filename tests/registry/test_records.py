from __future__ import annotations

from typing import Any

import pytest
from i18nfield.strings import LazyI18nString

from solmu.core.audit import revision
from solmu.core.dates import OPEN
from solmu.core.models import Source
from solmu.places.actions import add_place_name
from solmu.places.rules import Name
from solmu.registry.actions.activities import add_activity
from solmu.registry.actions.agreements import (
    add_agreement,
    add_theme,
    propose_series,
    set_agreement_dates,
    suspend_agreement,
    terminate_agreement,
)
from solmu.registry.actions.institutions import add_coverage_statement, add_institution_link
from solmu.registry.actions.networks import add_membership
from solmu.registry.actions.organisations import add_organisation, add_unit
from solmu.registry.actions.partnerships import change_partnership
from solmu.registry.actions.publicity import publish_record, remove_record
from solmu.registry.actions.recognitions import add_recognition
from solmu.registry.models import Organisation, Partnership, PublicVersion
from solmu.registry.records import by_language, claim_form, latest_shapes, public_shapes, shapes_of_kind, words
from solmu.registry.vocabulary import RecordKind
from tests.registry import founding
from tests.registry.founding import BY, on

TARTU = {"names": {"en": "Tartu", "fi": "Tartto", "sv": "Dorpat"}, "country": "EE"}


def shape(key: str) -> Any:
    (found,) = public_shapes([key]).values()
    assert found is not None
    return found


# --- the shape of each kind -------------------------------------------------------------------------------------------


def test_shape_of_a_partnership(source: Source, tartu: Partnership) -> None:
    reason = LazyI18nString({"fi": "Sota", "sv": "Krig"})
    change_partnership(
        by=BY, source=source, partnership=tartu, on=on("2022-03"), status="suspended", decided_by="KH", reason=reason
    )
    change_partnership(by=BY, source=source, partnership=tartu, status="ended", wording="Päättynyt")

    nothing: dict[str, Any] = {"on": None, "relation": None, "status": None, "decided_by": None, "decision": None}
    nothing |= {"reason": None, "reason_not_stated": False, "wording": None}  # the reason is for the city itself
    assert shape(tartu.pk) == {
        "id": tartu.pk,
        "kind": "partnership",
        "partner": {"place": tartu.partner_id, **TARTU},
        "since": None,
        "changes": [
            nothing | {"relation": "sister_city"},
            nothing | {"status": "ended", "reason_not_stated": True, "wording": {"": "Päättynyt"}},
            nothing | {"on": "2022-03", "status": "suspended", "decided_by": "KH"},
        ],
        "image": None,
    }


def test_shape_of_an_agreement(source: Source, home: Organisation, tartu: Partnership) -> None:
    theme = add_theme(by=BY, key="education", position=1, name=LazyI18nString({"fi": "koulutus"}))
    city = founding.city(source, tartu.partner, "Tartto")
    agreement = add_agreement(
        by=BY,
        source=source,
        kind="memorandum_of_understanding",  # type: ignore[arg-type]
        parties=[home, city],
        partnerships=[tartu],
        kind_as_written="pöytäkirja",
        title=LazyI18nString({"fi": "Sopimus"}),
        ordinal="first",
        signed=on("2001-05"),
        valid_from=on("2001-06-01"),
        valid_until=OPEN,
        notice_months=6,
        themes=[LazyI18nString({"fi": "koulutus"}), LazyI18nString({"fi": "muu"})],
        is_published=True,
    )
    series = propose_series(by=BY, source=source, agreement=agreement)
    suspend_agreement(by=BY, source=source, agreement=agreement, on=on("2010"), until=on("2011"), reason="X")
    suspend_agreement(by=BY, source=source, agreement=agreement, on=on("2005"), until=on("2006"), decided_by="KH")
    terminate_agreement(by=BY, source=source, agreement=agreement, on=on("2020"), reason="Y")

    unsigned = {"role": "party", "since": None, "until": None}
    unsigned |= dict.fromkeys(("signed", "signing_place", "signatory", "signatory_title"))  # type: ignore[arg-type]
    always, told = {"since": None, "until": None}, {"decision": None, "reason": None}
    assert series is not None
    assert shape(agreement.pk) == {
        "id": agreement.pk,
        "kind": "agreement",
        "partners": [{"place": tartu.partner_id, **TARTU}],
        "parties": [
            unsigned | {"organisation": {"id": home.pk, "name": {"fi": "Rantala", "sv": "Strandby"}}},
            unsigned | {"organisation": {"id": city.pk, "name": {"": "Tartto"}}},
        ],
        "agreement_kind": "memorandum_of_understanding",
        "kind_as_written": "pöytäkirja",
        "title": {"fi": "Sopimus"},
        "ordinal": "first",
        "stage": None,
        "signed": "2001-05",
        "valid_from": "2001-06-01",
        "valid_until": None,
        "open_ended": True,
        "renewal_mode": None,
        "renewal_months": None,
        "most_renewals": None,
        "notice_months": 6,
        "review_on": None,
        "review_every_months": None,
        "approved_by": None,
        "themes": [
            always | {"wording": {"fi": "koulutus"}, "themes": [theme.pk]},
            always | {"wording": {"fi": "muu"}, "themes": []},
        ],
        "changes": [
            told | {"status": "suspended", "on": "2005", "until": "2006", "decided_by": "KH"},
            told | {"status": "suspended", "on": "2010", "until": "2011", "decided_by": None},
            told | {"status": "terminated", "on": "2020", "decided_by": None},
        ],
        "amendments": [],
        "notices": [],
        "reviewed": [],
        "no_successor": None,
        "documents": [],
        "series": series.pk,
        "series_is_proposed": True,
        "replaced_by": None,
    }
    assert shapes_of_kind(RecordKind.AGREEMENT_SERIES, [series.pk]) == {
        series.pk: {
            "id": series.pk,
            "kind": "agreement_series",
            "agreement_kind": "memorandum_of_understanding",
            "partnership": tartu.pk,
            "standing_agreement": None,
        }
    }


def test_shapes_of_organisations_links_and_memberships(source: Source, home: Organisation, tartu: Partnership) -> None:
    facts: Any = {"by": BY, "source": source, "is_published": True}
    school = add_organisation(kind="school", name="Rannan koulu", place=home.place, abbreviation="RK", **facts)
    other = add_organisation(kind="school", name="Jõe Kool", **facts)
    network = add_organisation(kind="network", name=LazyI18nString({"en": "Union"}), **facts)
    unit = add_unit(organisation=home, name="Toimisto", email="a@example.org", **facts)
    link = add_institution_link(
        level="school", home_institution=school, partner_institution=other, partnership=tartu, **facts
    )
    statement = add_coverage_statement(level="school", extent="all", partnership=tartu, stated_from=on("2016"), **facts)
    membership = add_membership(network=network, organisation=home, role="chair", fee="1 €", **facts)

    names = {"fi": "Rantala", "sv": "Strandby"}
    assert shape(school.pk) == {
        "id": school.pk,
        "kind": "organisation",
        "organisation_kind": "school",
        "name": {"": "Rannan koulu"},
        "abbreviation": "RK",
        "place": {"place": home.place_id, "names": names, "country": "FI"},
        "is_home": False,
    }
    assert shape(unit.pk) == {
        "id": unit.pk,
        "kind": "unit",
        "organisation": {"id": home.pk, "name": names},
        "name": {"": "Toimisto"},
        "email": "a@example.org",
        "telephone": None,
    }
    assert shape(link.pk) == {
        "id": link.pk,
        "kind": "institution_link",
        "level": "school",
        "home": {"id": school.pk, "name": {"": "Rannan koulu"}},
        "partner_institution": {"id": other.pk, "name": {"": "Jõe Kool"}},
        "partner": {"place": tartu.partner_id, **TARTU},
        "since": None,
        "until": None,
        "covers_all": False,
    }
    assert shape(statement.pk) == {
        "id": statement.pk,
        "kind": "coverage_statement",
        "level": "school",
        "extent": "all",
        "number": None,
        "partner": {"place": tartu.partner_id, **TARTU},
        "since": "2016",
        "until": None,
        "covers_all": True,
    }
    assert shape(membership.pk) == {
        "id": membership.pk,
        "kind": "membership",
        "network": {"id": network.pk, "name": {"en": "Union"}},
        "organisation": {"id": home.pk, "name": names},
        "role": "chair",
        "since": None,
        "until": None,
        "purposes": [],
        "decision": None,
        "fee": "1 €",
        "fees": [],
        "representatives": [],
    }


def test_shapes_of_recognitions_activities_and_themes(source: Source, home: Organisation, tartu: Partnership) -> None:
    facts: Any = {"by": BY, "source": source, "is_published": True}
    recognition = add_recognition(
        title=LazyI18nString({"fi": "Palkinto"}), recipient_as_written="Rantala", recipient=home, awarded=on("2019"),
        earlier_recipients=["Turku"], **facts,
    )  # fmt: skip
    activity = add_activity(
        kind="visit", title=LazyI18nString({"fi": "Vierailu"}), starts=on("2019"), partnerships=[tartu], **facts
    )
    theme = add_theme(
        by=BY, key="education", position=3, name=LazyI18nString({"fi": "koulutus"}), yso="p84", goals=[10, 4]
    )

    assert shape(recognition.pk) == {
        "id": recognition.pk,
        "kind": "recognition",
        "title": {"fi": "Palkinto"},
        "giver": None,
        "giver_organisation": None,
        "occasion": None,
        "year": "2019",
        "recipient": "Rantala",
        "recipient_organisation": home.pk,
        "earlier_recipients": ["Turku"],
    }
    assert shape(activity.pk) == {
        "id": activity.pk,
        "kind": "activity",
        "title": {"fi": "Vierailu"},
        "activity_kind": "visit",
        "start": "2019",
        "end": None,
        "direction": None,
        "place": None,
        "place_as_written": None,
        "partners": [{"place": tartu.partner_id, **TARTU}],
        "organisations": [],
        "networks": [],
        "purpose": None,
        "agreement": None,
        "themes": [],
        "participants": None,
        "participants_by": [],
        "costs": None,
        "currency": None,
        "funding": None,
        "outcome": None,
        "gifts": [],
    }
    assert shape(theme.pk) == {
        "id": theme.pk,
        "kind": "theme",
        "key": "education",
        "position": 3,
        "name": {"fi": "koulutus"},
        "yso": "p84",
        "goals": [4, 10],
    }


def test_former_names_are_not_shown_while_there_is_another(source: Source, home: Organisation) -> None:
    place = founding.place(source, fi="Uusi")
    add_place_name(by=BY, source=source, place=place, name=Name("Vanha", "sv", "former"))
    add_place_name(by=BY, source=source, place=place, name=Name("Entinen", "en", "", None, on("1990")))
    add_place_name(by=BY, source=source, place=place, name=Name("Virallinen", "fi", "official"))

    assert shape(founding.partnership(source, place).pk)["partner"]["names"] == {"fi": "Virallinen"}


# --- what is public ---------------------------------------------------------------------------------------------------


def test_only_published_records_have_a_shape(source: Source, home: Organisation, tartu: Partnership) -> None:
    hidden = founding.agreement(source, tartu, kind_as_written="CANARY", is_published=False)
    removed = founding.agreement(source, tartu, signed="2001")
    remove_record(by=BY, source=source, record=removed.record, reason="Wrong.")
    merged = founding.agreement(source, tartu, signed="2002")
    type(merged.record).objects.filter(pk=merged.pk).update(merged_into=removed.record)

    shapes = public_shapes([hidden.pk, removed.pk, merged.pk, tartu.pk, "not-there"])

    assert {key: found is not None for key, found in shapes.items()} == {
        hidden.pk: False,
        removed.pk: False,
        merged.pk: False,
        tartu.pk: True,
    }
    assert "CANARY" not in str(list(PublicVersion.objects.values_list("shape", flat=True)))


# --- versions ---------------------------------------------------------------------------------------------------------


def history(key: str) -> list[int]:
    return list(PublicVersion.objects.filter(record_id=key).order_by("revision").values_list("revision", flat=True))


def test_version_is_kept_with_the_revision_of_each_change(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, signed="2001", is_published=False)
    assert history(agreement.pk) == []
    publish_record(by=BY, source=source, record=agreement.record)
    first = revision()
    set_agreement_dates(by=BY, source=source, agreement=agreement, signed=on("2001-05"))
    second = revision()
    set_agreement_dates(by=BY, source=source, agreement=agreement, signed=on("2001-05"))

    assert history(agreement.pk) == [first, second]
    shapes = PublicVersion.objects.filter(record_id=agreement.pk).order_by("revision")
    assert [row.shape["signed"] for row in shapes] == ["2001", "2001-05"]
    assert latest_shapes([agreement.pk, "not-there"]) == {agreement.pk: shapes[1].shape}


def test_new_name_of_a_place_gives_new_versions_of_all_that_show_it(
    source: Source, home: Organisation, tartu: Partnership
) -> None:
    facts: Any = {"by": BY, "source": source, "is_published": True}
    city = founding.city(source, tartu.partner)
    school = add_organisation(kind="school", name="Jõe Kool", place=tartu.partner, **facts)
    own = add_organisation(kind="school", name="Rannan koulu", **facts)
    showing = [
        tartu,
        city,
        school,
        founding.agreement(source, tartu, signed="2001"),
        add_agreement(kind="other", parties=[home, city], **facts),
        add_institution_link(
            level="school", home_institution=own, partner_institution=school, partnership=tartu, **facts
        ),
        add_coverage_statement(level="school", extent="all", partnership=tartu, **facts),
        add_coverage_statement(level="school", extent="some", partner=tartu.partner, **facts),
        add_activity(kind="visit", title=LazyI18nString({"fi": "A"}), partnerships=[tartu], **facts),
        add_activity(kind="visit", title=LazyI18nString({"fi": "B"}), organisations=[city], **facts),
    ]
    others = [home, own, founding.agreement(source, signed="2001")]
    before = {row.pk: history(row.pk) for row in (*showing, *others)}

    add_place_name(by=BY, source=source, place=tartu.partner, name=Name("Дерпт", "ru"))

    now = revision()
    assert {row.pk: history(row.pk) for row in showing} == {row.pk: [*before[row.pk], now] for row in showing}
    assert {row.pk: history(row.pk) for row in others} == {row.pk: before[row.pk] for row in others}


def test_city_of_an_internal_partnership_is_named_by_nothing_that_is_public(source: Source, home: Organisation) -> None:
    facts: Any = {"by": BY, "source": source, "is_published": True}
    tie = founding.partnership(source, founding.place(source, "Salakylä", "FI"), is_published=False)
    own, other = (add_organisation(kind="school", name=name, **facts) for name in ("Rannan koulu", "Niemen koulu"))
    link = add_institution_link(
        level="school", home_institution=own, partner_institution=other, partnership=tie, **facts
    )
    told = [
        add_coverage_statement(level="school", extent="all", partnership=tie, **facts),
        add_coverage_statement(level="culture", extent="all", partner=tie.partner, **facts),
    ]
    keys = [row.pk for row in told]
    assert public_shapes(keys) == latest_shapes(keys) | dict.fromkeys(keys) == dict.fromkeys(keys)
    assert shape(link.pk)["partner"] is None

    publish_record(by=BY, source=source, record=tie.record)
    assert [latest_shapes(keys)[key]["partner"]["place"] for key in keys] == [tie.partner_id] * 2
    assert shape(link.pk)["partner"]["place"] == tie.partner_id


def test_shape_does_not_hang_on_the_order_of_rows(source: Source, home: Organisation, tartu: Partnership) -> None:
    umea = founding.partnership(source, founding.place(source, "Umeå", "SE"))
    agreement = founding.agreement(source, umea, tartu, signed="2001")
    before = shape(agreement.pk)

    # On PostgreSQL an updated row moves to the end.
    agreement.partnership_rows.all()[0].save()

    assert shape(agreement.pk) == before
    assert [partner["country"] for partner in before["partners"]] == ["SE", "EE"]


# --- the claims format ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("languages", "name", "wording"),
    [(("fi", "sv", "en"), "Tartto", "Sota"), (("sv", "fi"), "Dorpat", "Krig"), (("en", "fi", "sv"), "Tartu", "Sota")],
)
def test_claim_form_speaks_the_readers_language(
    source: Source, tartu: Partnership, languages: tuple[str, ...], name: str, wording: str
) -> None:
    change_partnership(
        by=BY, source=source, partnership=tartu, status="ended", wording=LazyI18nString({"fi": "Sota", "sv": "Krig"})
    )

    form = claim_form(shape(tartu.pk), languages)

    assert form["partner"] == {"name": name, "country": "EE"}
    assert [change["wording"] for change in form["changes"]] == [None, wording]


def test_claim_form_of_an_agreement_has_the_values_of_the_claims_format(
    source: Source, home: Organisation, tartu: Partnership
) -> None:
    agreement = founding.agreement(source, tartu, signed="2001", valid_until="..", themes=["education", "culture"])

    form = claim_form(shape(agreement.pk), ("en", "fi"))

    assert [party["organisation"] for party in form["parties"]] == ["Rantala"]
    assert {key: form[key] for key in ("partners", "signed", "valid_until", "open_ended", "themes")} == {
        "partners": [{"name": "Tartu", "country": "EE"}],
        "signed": "2001",
        "valid_until": None,
        "open_ended": True,
        "themes": ["education", "culture"],
    }


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"zh": "上海", "en": "Shanghai"}, "Shanghai"),
        ({"zh": "上海", "zh-Latn": "Shànghǎi"}, "Shànghǎi"),  # a Latin form before the official one
        ({"ru": "Сочи"}, "Сочи"),
        ({"sv": "Dorpat", "en": "Tartu"}, "Tartu"),  # English before another language of the city
        ({}, None),
    ],
)
def test_claim_form_names_a_place_as_the_reader_knows_it(names: dict, expected: str | None) -> None:
    form = claim_form({"partner": {"place": "x", "names": names, "country": "CN"}}, ("fi", "sv", "en"))

    assert form == {"partner": {"name": expected, "country": "CN"}}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", {}),
        (LazyI18nString(""), {}),
        (LazyI18nString({"fi": "", "sv": "ord"}), {"sv": "ord"}),
        (LazyI18nString("sana"), {"": "sana"}),
        (LazyI18nString({"": "2019"}), {"": "2019"}),
    ],
)
def test_by_language_leaves_out_what_is_empty(value: Any, expected: dict) -> None:
    assert by_language(value) == expected


def test_words_are_in_the_first_language_there_is() -> None:
    text = {"sv": "ord", "en": "word"}
    assert [words(text, languages) for languages in (("fi", "en"), ("sv",), ("fi",))] == ["word", "ord", "ord"]
    assert [words(empty, ("fi",)) for empty in (None, {})] == [None, None]
