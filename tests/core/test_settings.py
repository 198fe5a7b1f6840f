"""Settings changed at the desk: over the file, audited, at once in force, refused with a sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from solmu.core.actions import add_account
from solmu.core.audit import chain_faults
from solmu.core.chain_head import NO_HEAD, chain_head
from solmu.core.changing_settings import change_settings
from solmu.core.city import CONFIG, city_as_of, city_of_file, current_city
from solmu.core.errors import BrokenRule, NotPermitted, SolmuError
from solmu.core.models import Account, AuditEntry, Setting, system_actor
from solmu.core.notices import ACCESSIBILITY_AUTHORITIES, PRIVACY_AUTHORITIES, Authority
from solmu.core.queries import setting_faults
from solmu.core.settings import KEYS, over, said

FILE = """
[city]
name = "Lintula"
country = "FI"
latitude = 60.2
longitude = 24
languages = ["fi", "sv"]
time_zone = "Europe/Helsinki"

[names.fi]
nominative = "Lintula"
genitive = "Lintulan"

[settings]
lead_months = 3

[accessibility]
assessed_on = 2026-05-01
shortcomings = [{ fi = "Kartta", sv = "Kartan" }, { fi = "Vanhat liitteet" }]
"""


@pytest.fixture
def administrator(db: None, instance: Path) -> Account:
    instance.mkdir()
    (instance / CONFIG).write_text(FILE, encoding="utf-8")
    return add_account(by=system_actor(), email="administrator@example.org", role="administrator")


def changes() -> list[tuple[str, Any, Any]]:
    entry = AuditEntry.objects.order_by("sequence").last()
    assert entry is not None
    assert (entry.action, entry.record_id) == ("change_settings", "settings")
    return [
        (value.field, json.loads(value.before), json.loads(value.after)) for value in entry.values.order_by("field")
    ]


EVERY: dict[str, Any] = {
    "city.languages": ["sv", "fi"],
    "names.nominative": {"fi": "Lintula", "sv": "Fågelby"},
    "names.genitive": {"sv": "Fågelbys"},
    "names.inessive": {"fi": "Lintulassa"},
    "texts.site_title": {"fi": "Kumppanit"},
    "texts.home_heading": {"sv": "Partner"},
    "settings.lead_months": 9,
    "settings.digest_weekday": "friday",
    "settings.publish_on_acceptance": False,
    "settings.document_megabytes": 5,
    "settings.content_licence": "CC0-1.0",
    "contact.email": "ties@example.org",
    "contact.controller": {"fi": "Lintulan kaupunki"},
    "accessibility.assessed_on": "2026-11-01",
    "accessibility.assessed_by": "other",
    "accessibility.status": "partial",
    "accessibility.prepared_on": None,
    "accessibility.shortcomings": {"fi": "Kartta\nLiitteet", "sv": "\nBilagor"},
    "accessibility.authority_name": {"fi": "Valvoja", "sv": "Tillsyn"},
    "accessibility.authority_page": "https://valvoja.example/",
    "privacy.officer_email": "privacy@example.org",
    "privacy.server_log_days": 30,
    "privacy.authority_name": {"fi": "Valtuutettu"},
    "privacy.authority_email": "v@example.org",
    "privacy.authority_telephone": "1",
}


def test_every_setting_counts_before_the_file(administrator: Account) -> None:
    changed = change_settings(by=administrator, values=EVERY)
    city = current_city()

    assert changed == [key for key in EVERY if key != "accessibility.prepared_on"]
    assert (city.languages, city.lead_months, city.digest_weekday) == (("sv", "fi"), 9, 5)
    assert [(name.nominative, name.genitive, name.inessive) for name in map(city.name_in, ("fi", "sv"))] == [
        ("Lintula", "", "Lintulassa"),
        ("Fågelby", "Fågelbys", ""),
    ]
    assert city.text("site_title", "fi") == "Kumppanit"
    assert city.accessibility.shortcomings == ({"fi": "Kartta"}, {"fi": "Liitteet", "sv": "Bilagor"})
    assert str(city.accessibility.assessed_on) == "2026-11-01"
    assert (city.contact.email, city.privacy.server_log_days) == ("ties@example.org", 30)
    assert city.accessibility_authority == Authority({"fi": "Valvoja", "sv": "Tillsyn"}, "https://valvoja.example/")
    assert city.privacy_authority == Authority({"fi": "Valtuutettu"}, "", "v@example.org", "1")
    assert city.latitude == 60.2


def test_a_change_is_one_entry_of_what_really_changed(administrator: Account) -> None:
    change_settings(by=administrator, values={"settings.lead_months": 9, "settings.escalation_days": 14})
    assert changes() == [("settings.lead_months", 3, 9)]

    change_settings(by=administrator, values={"settings.escalation_days": 21})
    assert changes() == [("settings.escalation_days", 14, 21)]
    number = AuditEntry.objects.count()
    assert change_settings(by=administrator, values={"settings.escalation_days": 21}) == []
    assert AuditEntry.objects.count() == number
    assert list(chain_faults()) == []


def test_what_the_file_says_again_follows_the_file(administrator: Account, instance: Path) -> None:
    change_settings(by=administrator, values={"settings.lead_months": 9})
    change_settings(by=administrator, values={"settings.lead_months": 3})
    (instance / CONFIG).write_text(FILE.replace("lead_months = 3", "lead_months = 12"), encoding="utf-8")

    assert Setting.objects.count() == 0
    assert current_city().lead_months == 12


def test_emptied_is_nothing_said_whatever_the_file_says(administrator: Account) -> None:
    change_settings(by=administrator, values={"accessibility.assessed_on": None, "accessibility.shortcomings": {}})

    assert (current_city().accessibility.assessed_on, current_city().accessibility.shortcomings) == (None, ())
    assert city_of_file().accessibility.assessed_on is not None


def test_an_authority_of_which_nothing_is_said_is_the_usual_one(administrator: Account) -> None:
    change_settings(by=administrator, values=EVERY)
    change_settings(by=administrator, values={key: None for key in EVERY if ".authority_" in key})

    assert current_city().accessibility_authority == ACCESSIBILITY_AUTHORITIES["FI"]
    assert current_city().privacy_authority == PRIVACY_AUTHORITIES["FI"]
    with pytest.raises(SolmuError, match="authority"):
        change_settings(by=administrator, values={"privacy.authority_email": "v@example.org"})


def test_settings_are_read_again_when_something_was_written_and_never_else(
    administrator: Account, django_assert_num_queries
) -> None:
    change_settings(by=administrator, values={"settings.lead_months": 9})
    assert current_city().lead_months == 9

    # As another process writes: this one is told by the head alone.
    Setting.objects.update(value="11")
    assert current_city().lead_months == 9
    add_account(by=system_actor(), email="other@example.org", role="reader")
    assert current_city().lead_months == 11
    head = chain_head()
    with django_assert_num_queries(0):
        assert city_as_of(head).lead_months == 11
    assert city_as_of(NO_HEAD).lead_months == 3


def test_what_was_rolled_back_does_not_count(administrator: Account) -> None:
    class Undone(Exception):
        pass

    def change_and_fail() -> None:
        with transaction.atomic():
            change_settings(by=administrator, values={"settings.lead_months": 9})
            assert current_city().lead_months == 9
            raise Undone

    with pytest.raises(Undone):
        change_and_fail()
    assert current_city().lead_months == 3


@pytest.mark.parametrize("role", ["reader", "contributor", "officer", "auditor"])
def test_nobody_but_an_administrator_changes_them(administrator: Account, role: str) -> None:
    other = add_account(by=administrator, email=f"{role}@example.org", role=role)
    with pytest.raises(NotPermitted) as refused:
        change_settings(by=other, values={"settings.lead_months": 9})
    assert str(refused.value) == "Only an administrator may change the settings. Ask one to do it."
    assert current_city().lead_months == 3


@pytest.mark.parametrize("key", ["city.name", "city.time_zone", "sign_in.passwords", "settings", "", "texts.other"])
def test_what_the_operator_decides_is_not_changed_here(administrator: Account, key: str) -> None:
    with pytest.raises(BrokenRule) as refused:
        change_settings(by=administrator, values={key: "x"})
    assert str(refused.value) == f"“{key}” is no setting that is changed here. Change it in config.toml."


@pytest.mark.parametrize(
    ("key", "value", "example"),
    [
        ("settings.lead_months", 5000, "lead_months = 6"),
        ("settings.lead_months", True, "lead_months = 6"),
        ("settings.lead_months", -1, "lead_months = 6"),
        ("settings.digest_weekday", "someday", 'digest_weekday = "monday"'),
        ("settings.document_megabytes", 0, "document_megabytes = 20"),
        ("city.languages", [], 'languages = ["fi", "sv", "en"]'),
        ("city.languages", ["fi", "fi"], 'languages = ["fi", "sv", "en"]'),
        ("contact.email", "a@b <script>", 'contact.email = "ties@example.org"'),
        ("accessibility.status", "perfect", 'accessibility.status = "none"'),
        ("privacy.server_log_days", 99999, "privacy.server_log_days = 30"),
    ],
)
def test_a_value_it_cannot_have_is_refused_whole(administrator: Account, key: str, value: object, example: str) -> None:
    with pytest.raises(SolmuError) as refused:
        change_settings(by=administrator, values={"settings.escalation_days": 3, key: value})
    assert str(refused.value).endswith(f"Write for example {example}.")
    assert Setting.objects.count() == 0


def test_cases_without_the_name_are_refused(administrator: Account) -> None:
    with pytest.raises(SolmuError):
        change_settings(by=administrator, values={"names.genitive": {"fi": "Lintulan", "sv": "Fågelbys"}})


def test_doctor_names_a_setting_that_cannot_be_and_the_city_goes_on(administrator: Account) -> None:
    Setting.objects.create(key="settings.lead_months", value="5000")
    Setting.objects.create(key="settings.of_old", value="1")
    change_settings(by=administrator, values={"settings.escalation_days": 3})

    assert (current_city().lead_months, current_city().escalation_days) == (3, 3)
    assert list(setting_faults()) == [
        "The setting settings.of_old is not known to this version, and is left out.",
        "The setting settings.lead_months cannot be what it was changed to, and is left out: config.toml: lead_months "
        "cannot be 5000. Write for example lead_months = 6.",
    ]


@pytest.mark.parametrize("key", KEYS)
def test_what_is_put_over_the_tables_is_what_they_say(key: str) -> None:
    value = EVERY.get(key, 7)
    assert said(over({"city": {"name": "Lintula"}}, [(key, value)]), key) == value
