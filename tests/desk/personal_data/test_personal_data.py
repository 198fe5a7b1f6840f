"""Personal data at the desk: found, told as JSON and PDF, erased after a dry run; the record of processing."""

from __future__ import annotations

import io
import json
from html import unescape

import pypdf
import pytest

from solmu.core.actions import store_file
from solmu.core.audit import chain_faults
from solmu.core.city import current_city
from solmu.core.models import PersonalDataLook
from solmu.core.processing import record_of_processing
from solmu.registry.models import Contact
from tests.desk.reading import hidden

pytestmark = pytest.mark.sqlite

NAME = "Kanaria Kelluvainen"
SOUGHT = {"name": NAME, "email": "", "telephone": ""}
HERE = "/desk/personal-data/"


@pytest.fixture
def contact(city, officer, desk_of) -> str:
    """The id of a contact person."""
    desk = desk_of(officer)
    fields = {
        "organisation": city.pk,
        "name": NAME,
        "title": "Rehtori",
        "email": "kanaria@example.org",
        "purpose_fi": "Koulujen asiat",
    }
    made = desk.post("/desk/contacts/new/", {**hidden(desk.get("/desk/contacts/new/").text), **fields}).url
    return made.split("/")[-2]


def test_person_is_found_with_what_it_is_for_and_where_it_is_put_right(contact, officer, desk_of) -> None:
    page = desk_of(officer).post(HERE, SOUGHT).text

    assert f'href="/desk/contacts/{contact}/edit/"' in page
    assert "To keep in touch with those who see to the cooperation." in page
    assert "The change log is not looked through here" in page
    assert "See what an erasure would do" not in page
    assert PersonalDataLook.objects.filter(account=officer, record_id=contact, what="page").count() == 1


def test_administrator_is_shown_the_change_log_too(contact, administrator, desk_of) -> None:
    page = desk_of(administrator).post(HERE, SOUGHT).text

    assert "Audit value" in page
    assert "See what an erasure would do" in page


@pytest.mark.parametrize("sent", [{}, SOUGHT | {"name": "x"}, SOUGHT | {"name": "a\x00b"}, SOUGHT | {"email": "?"}])
def test_too_little_is_refused_in_a_sentence(city, officer, desk_of, sent) -> None:
    answer = desk_of(officer).post(HERE, sent)

    assert answer.status_code == 422
    assert "Nobody was looked for" in answer.text


def test_contact_person_leads_here_and_no_address_holds_a_name(contact, officer, contributor, desk_of) -> None:
    page = desk_of(officer).get(f"/desk/contacts/{contact}/").text
    assert f'href="{HERE}?contact={contact}"' in page
    assert HERE not in desk_of(contributor).get(f"/desk/contacts/{contact}/").text

    form = desk_of(officer).get(f"{HERE}?contact={contact}").text
    assert [value for value in (NAME, "kanaria@example.org") if f'value="{value}"' not in form] == []
    assert desk_of(officer).get(f"{HERE}?contact=unknown").status_code == 200


def test_data_are_told_as_json(contact, officer, desk_of) -> None:
    answer = desk_of(officer).post(f"{HERE}as-json/", SOUGHT)

    told = json.loads(answer.content)
    [found] = told["found"]
    assert {each["field"]: each["text"] for each in found["says"]} == {
        "Name": NAME,
        "Position": "Rehtori",
        "E-mail": "kanaria@example.org",
        "Purpose": "Koulujen asiat",
    }
    assert found["kept"].startswith("Until 24 months")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="personal-data.json"'


def test_data_are_told_as_a_tagged_pdf(contact, officer, desk_of) -> None:
    answer = desk_of(officer).post(f"{HERE}as-pdf/", SOUGHT)

    read = pypdf.PdfReader(io.BytesIO(answer.content))
    words = " ".join(page.extract_text() for page in read.pages)
    assert [word for word in ("Your data", NAME, "kanaria@example.org", "On what ground") if word not in words] == []
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert read.trailer["/Root"]["/Lang"] == "en"


def test_file_that_was_not_read_is_named_with_why(city, officer, desk_of) -> None:
    store_file(by=officer, content=b"%PDF-1.7", name="<b>.pdf", media_type="application/pdf")
    desk = desk_of(officer)

    assert "<li>&lt;b&gt;.pdf: It is damaged.</li>" in desk.post(HERE, SOUGHT).text
    told = json.loads(desk.post(f"{HERE}as-json/", SOUGHT).content)
    assert told["files_not_read"] == [{"file": "<b>.pdf", "why": "It is damaged."}]
    read = pypdf.PdfReader(io.BytesIO(desk.post(f"{HERE}as-pdf/", SOUGHT).content))
    assert "<b>.pdf: It is damaged." in " ".join(page.extract_text() for page in read.pages)


def test_dry_run_erases_nothing_and_the_erasure_what_it_listed(contact, administrator, desk_of) -> None:
    desk = desk_of(administrator)

    dry = desk.post(f"{HERE}erase/", SOUGHT).text
    assert f'value="registry.contact:{contact}" checked' in dry
    assert Contact.objects.get(pk=contact).name == NAME

    sent = SOUGHT | {"chosen": [f"registry.contact:{contact}"], "ground": "GDPR 17 (1) a", "confirmed": "1"}
    assert desk.post(f"{HERE}erase/", sent).url == HERE
    assert Contact.objects.get(pk=contact).name == ""
    assert list(chain_faults()) == []
    assert "Nothing is kept of such a person" in desk.post(HERE, SOUGHT).text
    again = desk.post(f"{HERE}erase/", sent)
    assert (again.status_code, "Nothing that was chosen can be erased" in again.text) == (409, True)


def test_erasure_without_a_choice_or_a_ground_is_asked_for_again(contact, administrator, desk_of) -> None:
    desk = desk_of(administrator)

    for sent in ({"ground": "GDPR 17 (1) a"}, {"chosen": [f"registry.contact:{contact}"], "ground": "x"}):
        assert desk.post(f"{HERE}erase/", SOUGHT | {"confirmed": "1"} | sent).status_code == 422
    assert Contact.objects.get(pk=contact).name == NAME


def test_officer_erases_nobody(contact, officer, auditor, contributor, desk_of) -> None:
    assert desk_of(officer).post(f"{HERE}erase/", SOUGHT).status_code == 403
    for account in (auditor, contributor):
        answers = [desk_of(account).post(f"{HERE}{page}", SOUGHT) for page in ("", "as-json/", "as-pdf/", "erase/")]
        assert {answer.status_code for answer in answers} == {403}
        assert not [answer for answer in answers if NAME in answer.text]


def test_record_of_processing_is_made_of_the_declarations(city, reader, desk_of) -> None:
    page = unescape(desk_of(reader).get(f"{HERE}processing/").text)

    declared = [row.what for people in record_of_processing(current_city()) for row in people.processings]
    assert [what for what in declared if what not in page] == []


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_as_often_whatever_it_finds(city, officer, desk_of, number, django_assert_num_queries) -> None:
    desk = desk_of(officer)
    for index in range(number):
        fields = {"organisation": city.pk, "name": f"{NAME} {index}", "purpose_fi": "Asiat"}
        desk.post("/desk/contacts/new/", {**hidden(desk.get("/desk/contacts/new/").text), **fields})
    desk.post(HERE, SOUGHT)

    with django_assert_num_queries(11):
        page = desk.post(HERE, SOUGHT).text

    assert page.count('/edit/"') == number
