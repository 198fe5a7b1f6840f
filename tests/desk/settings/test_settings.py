"""Settings at the desk: what a change does at once, who may, and what is typed wrongly."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from solmu.core.city import current_city
from solmu.core.models import Account, AuditEntry, Setting
from solmu.core.terms import Term, shift_day
from solmu.stewardship.actions.deadlines import refresh_deadlines
from solmu.stewardship.queries.deadlines import old_statuses
from solmu.stewardship.queries.matters import matters_on
from solmu.stewardship.queries.reminders import due_reminders, staff
from solmu.stewardship.vocabulary import MatterRule
from tests.desk.forms_on_pages import forms_on
from tests.desk.reading import hidden
from tests.registry import founding

pytestmark = pytest.mark.sqlite

FORMS = ("city", "times", "notices")


def send(desk: Client, area: str, **fields: object):
    """The form as the page gives it, with some fields typed over."""
    address = f"/desk/settings/{area}/"
    form = next(form for form in forms_on(desk.get(address).text, address) if "form_once" in form.fields)
    return desk.post(address, {**{name: field.says for name, field in form.fields.items()}, **fields})


@pytest.fixture
def tartu(city):
    source = founding.page()
    return founding.partnership(source, founding.place(source, fi="Tartto", sv="Dorpat", en="Tartu"))


def test_a_longer_lead_time_brings_an_agreement_up_and_reminds_of_it_earlier(
    city, tartu, administrator, officer, desk_of
) -> None:
    today = current_city().today()
    until, later = today + timedelta(days=400), today + timedelta(days=60)
    founding.agreement(founding.page(), tartu, signed="2020", valid_until=until.isoformat())
    refresh_deadlines(today)

    def reminded() -> list[date]:
        now = current_city()
        matters = [each for each in matters_on(later, city=now) if each.rule == MatterRule.DECISION_DUE]
        return [each.due_on for each in due_reminders(matters, known=staff(), day=later, city=now)]

    desk = desk_of(administrator)
    before = reminded()
    done = send(desk, "times", lead_months="12")
    with_a_year = reminded()
    send(desk, "times", lead_months="13")

    assert not old_statuses(today, Term(13)).exists()
    assert (done.status_code, done.url) == (302, "/desk/settings/")
    assert (before, with_a_year) == ([], [shift_day(until, -12)])
    assert reminded() == [shift_day(until, -13)]


def test_the_public_site_shows_a_new_name_at_once(city, administrator, desk_of) -> None:
    assert "Uusi Rantala" not in Client().get("/fi/").text
    send(desk_of(administrator), "city", nominative_fi="Uusi Rantala", nominative_sv="Nya", home_heading_fi="Ystävät")
    page = Client().get("/fi/").text

    assert ("Uusi Rantala" in page, "Ystävät" in page) == (True, True)


def test_the_public_site_opens_in_the_first_language(city, administrator, desk_of) -> None:
    desk = desk_of(administrator)
    send(desk, "city", nominative_fi="Rantala", languages=["fi", "en"], first="fi")
    assert current_city().languages == ("fi", "en")
    assert Client().get("/").url == "/fi/"

    send(desk, "city", languages=["sv", "fi"], first="sv")
    assert (current_city().languages, Client().get("/").url) == (("sv", "fi"), "/sv/")


def test_words_in_a_language_without_a_box_are_kept(city, administrator, desk_of) -> None:
    desk = desk_of(administrator)
    send(desk, "notices", controller_fi="Rantalan kaupunki", controller_sv="Strandby stad")
    send(desk, "city", nominative_fi="Rantala", languages=["fi"], first="fi")
    send(desk, "notices", controller_fi="Kaupunki")

    assert dict(current_city().contact.controller) == {"sv": "Strandby stad", "fi": "Kaupunki"}


def test_history_tells_a_change_by_its_words(city, administrator, auditor, desk_of) -> None:
    send(desk_of(administrator), "times", lead_months="9", digest_weekday="friday", publish_on_acceptance=[])
    send(desk_of(administrator), "notices", controller_fi="<b>Kaupunki</b>", assessed_on="24.11.2026", status="partial")
    page = desk_of(auditor).get("/desk/settings/history/").text

    assert [entry.action for entry in AuditEntry.objects.filter(record_id="settings")] == ["change_settings"] * 2
    for words in (
        "Settings changed",
        "Administrator Example",
        "<del>Monday</del> <ins>Friday</ins>",
        "<del>6</del> <ins>9</ins>",
        "<del>yes</del> <ins>no</ins>",
        "<ins>meets the requirements in part</ins>",
        "<ins>24\N{NO-BREAK SPACE}November 2026</ins>",
        "<ins>&lt;b&gt;Kaupunki&lt;/b&gt;</ins>",
        "Before the last day to decide on an agreement, or its review, months",
    ):
        assert words in page


def test_page_tells_what_was_changed_here_and_what_the_operator_decides(city, administrator, auditor, desk_of) -> None:
    send(desk_of(administrator), "times", escalation_days="21")
    page = desk_of(auditor).get("/desk/settings/").text

    assert page.count("changed at the desk") == 1
    assert "in the environment, as SOLMU_SMTP_URL" in page
    assert "/desk/settings/times/" not in page


def test_another_authority_stands_on_the_public_site_and_in_the_history(city, administrator, auditor, desk_of) -> None:
    usual = desk_of(auditor).get("/desk/settings/").text
    named = {"privacy_authority_name_fi": "<i>Valvoja</i>", "privacy_authority_name_sv": "Tillsynen"}
    done = send(
        desk_of(administrator),
        "notices",
        **named,
        privacy_authority_page="https://valvoja.example/",
        privacy_authority_telephone="+358 1",
    )

    assert "Office of the Data Protection Ombudsman" in usual
    assert done.url == "/desk/settings/"
    privacy = Client().get("/fi/privacy/").text
    for words in ("&lt;i&gt;Valvoja&lt;/i&gt;", 'href="https://valvoja.example/"', "+358 1"):
        assert words in privacy
    assert "Tietosuojavaltuutetun" not in privacy
    history = desk_of(auditor).get("/desk/settings/history/").text
    assert "<ins>&lt;i&gt;Valvoja&lt;/i&gt;</ins>" in history
    assert "Its telephone number for data protection" in history


def test_the_last_change_is_undone_and_no_other(city, administrator, officer, desk_of) -> None:
    desk = desk_of(administrator)
    send(desk, "times", lead_months="9")
    first = AuditEntry.objects.get(record_id="settings")
    send(desk, "notices", privacy_authority_name_fi="Valvoja", privacy_authority_telephone="1")
    last = AuditEntry.objects.filter(record_id="settings").latest("sequence")
    undo = f"/desk/settings/undo/{last.pk}/"

    assert f'href="{undo}"' in desk.get("/desk/settings/history/").text
    assert desk_of(officer).post(undo).status_code == 403
    passed_by = desk.get(f"/desk/settings/undo/{first.pk}/")
    fields = hidden(desk.get(undo).text)
    done = desk.post(undo, fields)
    desk.post(undo, fields)

    assert (passed_by.url, done.url) == ("/desk/settings/history/", "/desk/settings/")
    assert (current_city().privacy.authority, current_city().lead_months) == (None, 9)
    assert AuditEntry.objects.filter(record_id="settings").count() == 3


def test_what_was_changed_since_is_not_undone(city, administrator, desk_of) -> None:
    desk = desk_of(administrator)
    send(desk, "times", lead_months="9")
    undo = f"/desk/settings/undo/{AuditEntry.objects.get(record_id='settings').pk}/"
    fields = hidden(desk.get(undo).text)
    send(desk, "times", lead_months="10")

    refused = desk.post(undo, fields)

    assert refused.status_code == 422
    assert "The settings were changed again after that." in refused.text
    assert current_city().lead_months == 10


@pytest.mark.parametrize("role", ["reader", "contributor", "officer", "auditor"])
def test_others_change_nothing(city, request, desk_of, role: str) -> None:
    desk = desk_of(request.getfixturevalue(role))
    answers = {desk.get(f"/desk/settings/{area}/").status_code for area in FORMS}
    answers |= {desk.post(f"/desk/settings/{area}/", {"lead_months": "9"}).status_code for area in FORMS}

    assert answers == {403}
    assert desk.get("/desk/settings/").status_code == (403 if role in ("reader", "contributor") else 200)
    assert Setting.objects.count() == 0


@pytest.mark.parametrize(
    ("area", "fields", "sentence"),
    [
        ("times", {"lead_months": "1201"}, "A whole number from 0 to 1200."),
        ("times", {"lead_months": "-1"}, "A whole number from 0 to 1200."),
        ("times", {"lead_months": "six"}, "A whole number from 0 to 1200."),
        ("times", {"lead_months": ""}, "A whole number from 0 to 1200."),
        ("times", {"lead_months": "9" * 5000}, "A whole number from 0 to 1200."),
        ("times", {"document_megabytes": "0"}, "A whole number from 1 to 2000."),
        ("times", {"digest_weekday": "someday"}, "Select a valid choice. someday is not one of the available choices."),
        ("city", {"nominative_sv": "", "nominative_fi": ""}, "Write this in at least one language."),
        (
            "city",
            {"nominative_sv": "Nya", "genitive_fi": "Rantalan"},
            "Write the name itself too in each language in which you write its cases.",
        ),
        ("city", {"languages": [], "nominative_fi": "R"}, "Choose at least one language."),
        (
            "city",
            {"languages": ["fi"], "first": "sv", "nominative_fi": "R"},
            "The first language is one of the city’s. Choose it there too.",
        ),
        ("city", {"nominative_fi": "R" * 101}, "Ensure this value has at most 100 characters (it has 101)."),
        ("notices", {"email": "x@y <script>"}, "Enter a valid email address."),
        ("notices", {"assessed_on": "2026"}, "Give the day: day, month and year."),
        (
            "notices",
            {"shortcomings_fi": "Kartta\nLiitteet", "shortcomings_sv": "Kartan"},
            "Write as many lines in each language: a line for each thing.",
        ),
        (
            "notices",
            {"privacy_authority_email": "v@example.org"},
            "Write the name of the authority too, or leave its addresses empty.",
        ),
        (
            "notices",
            {"accessibility_authority_name_fi": "Valvoja", "accessibility_authority_page": "javascript:alert(1)"},
            "Give the whole address of the page. It begins with https://.",
        ),
        ("notices", {"server_log_days": "3651"}, "A whole number from 0 to 3650."),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence_and_nothing_is_lost(
    city, administrator, desk_of, area: str, fields: dict[str, object], sentence: str
) -> None:
    desk = desk_of(administrator)
    answer = send(desk, area, **fields)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert Setting.objects.count() == 0


def test_two_administrators_keep_each_others_changes(city, administrator: Account, desk_of) -> None:
    desk, address = desk_of(administrator), "/desk/settings/times/"
    form = forms_on(desk.get(address).text, address)[-1]
    opened = {name: field.says for name, field in form.fields.items()}
    send(desk, "times", escalation_days="21")
    desk.post(address, {**opened, "lead_months": "9"})

    assert (current_city().escalation_days, current_city().lead_months) == (21, 9)


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_as_many_queries_whatever_was_changed(
    city, administrator, desk_of, django_assert_max_num_queries, number: int
) -> None:
    desk = desk_of(administrator)
    for value in range(number):
        send(desk, "times", lead_months=str(7 + value), escalation_days=str(20 + value))
    for page in ("", "history/", "times/"):
        with django_assert_max_num_queries(15):
            assert desk.get(f"/desk/settings/{page}").status_code == 200
