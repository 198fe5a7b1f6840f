"""Files dropped at the desk and their claims reviewed, by buttons alone."""

from __future__ import annotations

import logging
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from solmu.intake.models import Claim, SourceText
from solmu.registry.models import Partnership
from tests.desk.reading import hidden
from tests.intake.document import TARTU, claim, kept

pytestmark = pytest.mark.sqlite

PAGE = b"# Partners <b>abroad</b>\n\nSister cities:\n\n- Tartu, Estonia\n- Pskov, Russia\n- Kiel, Germany\n"


def drop(desk, *files: tuple[str, bytes], **fields: str):
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return desk.post("/desk/intake/", {**hidden(desk.get("/desk/intake/").text), "files": sent, **fields})


def review_of(desk, claims: list[Claim], number: int = 1) -> str:
    return desk.get(f"/desk/intake/{claims[0].source_id}/?claim={number}").text


def send(desk, claims: list[Claim], number: int, do: str, page: str, **fields: str):
    """Press a button of the current claim on a page that was shown."""
    seen = re.search(r'name="seen" value="(\w+)">\s*(?:<fieldset|<div)', page)
    assert seen is not None
    sent = {**hidden(page), "seen": seen[1], "do": do, **fields}
    return desk.post(f"/desk/intake/{claims[0].source_id}/{number}/", sent, follow=True)


@pytest.fixture
def claims(city) -> list[Claim]:
    text = "Tartu 1998 <i>\nUmeå\nKiel"
    return kept(
        claim("partnership", text, {"partner": "Tartu", "since": "1998"}, partner=TARTU, since="1998"),
        claim("partnership", text, {"partner": "Umeå"}, partner={"name": "Umeå", "country": "SE"}),
        claim("partnership", text, {"partner": "Kiel"}, partner={"name": "Qqqqq", "country": "DE"}),
        text=text,
    )


def test_page_is_dropped_and_its_claims_wait_beside_the_text(city, officer, desk_of) -> None:
    desk = desk_of(officer)
    assert "No document has been read yet" in desk.get("/desk/intake/").text

    sent = drop(desk, ("page.md", PAGE), is_public="on", address="https://rantala.example/partners")

    text = SourceText.objects.select_related("source").get()
    assert (sent.status_code, sent.url) == (302, f"/desk/intake/{text.source_id}/")
    assert (text.source.is_public, text.source.address) == (True, "https://rantala.example/partners")
    page = desk.get(sent.url).text
    assert Claim.objects.count() == 3
    assert '<mark class="now">Tartu' in page
    assert "<b>abroad" not in page


def test_text_that_is_pasted_is_read_as_a_document(city, officer, desk_of) -> None:
    answer = drop(desk_of(officer), text=PAGE.decode(), address="https://rantala.example/partners")

    text = SourceText.objects.select_related("source").get()
    assert (answer.status_code, answer.url) == (302, f"/desk/intake/{text.source_id}/")
    assert (text.source.address, Claim.objects.count()) == ("https://rantala.example/partners", 3)


def test_nothing_to_read_is_said(city, officer, desk_of) -> None:
    answer = drop(desk_of(officer), text="  ")

    assert (answer.status_code, SourceText.objects.count()) == (422, 0)
    assert "Choose one file or several, or paste a text." in answer.text


def test_same_page_dropped_twice_is_kept_once(city, officer, desk_of) -> None:
    desk = desk_of(officer)

    first, second = drop(desk, ("page.md", PAGE)), drop(desk, ("same.md", PAGE))

    assert first.url == second.url
    assert Claim.objects.count() == 3


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (("page.html", b"%PDF-1.7 mislabelled"), "page.html is a PDF, not plain text."),
        (("page.txt", b"\x00\x01\x02\x03" * 50), "page.txt is "),
        (("page.md", b"x" * (20 * 1024 * 1024 + 1)), "page.md is larger than 20 MB."),
        (("page.md", b"  \n"), "page.md is empty."),
    ],
)
def test_file_that_cannot_be_read_is_refused_in_a_sentence(city, officer, desk_of, caplog, file, sentence) -> None:
    with caplog.at_level(logging.INFO, logger="solmu.security"):
        answer = drop(desk_of(officer), file)

    assert answer.status_code == 422
    why = "too-large" if "larger" in sentence else "unreadable"
    told = [record.getMessage() for record in caplog.records if record.name == "solmu.security"]
    assert told == [f"file-refused account={officer.pk} from=127.0.0.0/24 page=desk:intake why={why}"]
    assert sentence in answer.text
    assert SourceText.objects.count() == 0


def test_of_several_files_those_that_can_be_read_are_kept(city, officer, desk_of) -> None:
    answer = drop(desk_of(officer), ("page.md", PAGE), ("a.docx", b"PK\x03\x04"))

    assert answer.status_code == 422
    assert "a.docx is a packed file" in answer.text
    assert SourceText.objects.count() == 1


def test_claim_is_accepted_and_the_next_is_shown(claims, officer, desk_of) -> None:
    desk = desk_of(officer)
    page = review_of(desk, claims)
    assert '<mark class="now">Tartu</mark> <mark class="now">1998</mark> &lt;i&gt;' in page

    answer = send(desk, claims, 1, "accept", page)

    assert answer.redirect_chain[-1][0] == f"/desk/intake/{claims[0].source_id}/?claim=2"
    assert "Accepted: Partnership" in answer.text
    assert Partnership.objects.live().count() == 1


def test_double_click_accepts_once_and_says_nothing_of_another(claims, officer, desk_of) -> None:
    desk = desk_of(officer)
    page = review_of(desk, claims)

    first, second = send(desk, claims, 1, "accept", page), send(desk, claims, 1, "accept", page)

    assert first.redirect_chain == second.redirect_chain
    assert "meanwhile" not in second.text
    assert Partnership.objects.live().count() == 1


def test_second_reviewer_is_told_that_the_claim_is_decided(claims, officer, administrator, desk_of) -> None:
    one, other = desk_of(officer), desk_of(administrator)
    page, same = review_of(one, claims), review_of(other, claims)
    send(one, claims, 1, "accept", page)

    answer = send(other, claims, 1, "reject", same)

    assert "Somebody decided on this claim meanwhile: Accepted, Officer Example" in answer.text
    claims[0].refresh_from_db()
    assert claims[0].state == "accepted"


def test_decisions_are_undone(claims, officer, desk_of) -> None:
    desk = desk_of(officer)
    for do, state in (("accept", "accepted"), ("reject", "rejected"), ("later", "later")):
        send(desk, claims, 1, do, review_of(desk, claims), remark="Not sure")
        claims[0].refresh_from_db()
        assert claims[0].state == state

        page = review_of(desk, claims)
        assert "Undo the last decision" in page
        sent = {**hidden(page), "seen": state, "do": "undo"}
        assert "Undone: Partnership" in desk.post(f"/desk/intake/{claims[0].source_id}/1/", sent, follow=True).text

        claims[0].refresh_from_db()
        assert claims[0].state == "open"
    assert Partnership.objects.live().count() == 0


def test_all_of_a_kind_are_accepted_but_for_what_needs_eyes(claims, officer, desk_of) -> None:
    desk = desk_of(officer)
    page = review_of(desk, claims)
    assert "Accept all: Partnership (3)" in page

    answer = desk.post(
        f"/desk/intake/{claims[0].source_id}/accept/", {**hidden(page), "kind": "partnership"}, follow=True
    )

    assert "2 claims were accepted." in answer.text
    assert "1 was left for you to look at." in answer.text
    assert [each.state for each in Claim.objects.order_by("position")] == ["accepted", "accepted", "open"]


def test_what_cannot_be_accepted_is_told(claims, officer, desk_of) -> None:
    desk = desk_of(officer)
    page = review_of(desk, claims, 3)
    assert "The place is not known. (Qqqqq)" in page

    answer = send(desk, claims, 3, "accept", page)

    assert 'class="notice error"' in answer.text
    claims[2].refresh_from_db()
    assert claims[2].state == "open"


def test_claim_is_corrected(claims, officer, desk_of) -> None:
    desk = desk_of(officer)
    here = f"/desk/intake/{claims[2].source_id}/3/correct/"
    form = desk.get(here).text
    assert 'value="Qqqqq, DE"' in form
    sent = {**hidden(form), "partner": "Kiel, DE", "relation": "friendship_city", "since": "syyskuu 1998"}

    answer = desk.post(here, sent, follow=True)

    assert "The claim was corrected." in answer.text
    claims[2].refresh_from_db()
    content = claims[2].content
    assert (content["partner"], content["relation"], content["since"]) == (
        {"name": "Kiel", "country": "DE"}, "friendship_city", "1998-09",
    )  # fmt: skip
    assert content["evidence"] == Claim.objects.get(pk=claims[2].pk).content["evidence"]


@pytest.mark.parametrize(
    ("kind", "fields", "typed", "changed"),
    [
        ("agreement", {"partners": [TARTU]}, {"partners": "Kiel"}, ("partners", [{"name": "Kiel", "country": None}])),
        ("membership", {"network": "Net"}, {"fee": "100 e"}, ("fee", "100 e")),
        ("institution_link", {}, {"covers_all": "on"}, ("covers_all", True)),
        ("recognition", {"title": "T"}, {"earlier_recipients": "One\n\n Two "}, ("earlier_recipients", ["One", "Two"])),
        ("activity", {"title": "Title"}, {"participants": "12"}, ("participants", 12)),
    ],
)  # fmt: skip
def test_each_kind_of_claim_has_its_form(city, officer, desk_of, kind, fields, typed, changed) -> None:
    made = kept(claim(kind, **fields))
    desk = desk_of(officer)
    here = f"/desk/intake/{made[0].source_id}/1/correct/"
    form = desk.get(here).text
    said = {
        name: made[0].content.get(name) for name in ("agreement_kind", "activity_kind", "level", "title", "network")
    }

    desk.post(here, {**hidden(form), **{name: text for name, text in said.items() if text}, **typed})

    made[0].refresh_from_db()
    assert made[0].content[changed[0]] == changed[1]
    assert desk.get(f"/desk/intake/{made[0].source_id}/").status_code == 200


def test_review_costs_as_many_queries_for_one_claim_as_for_three(city, officer, desk_of) -> None:
    few = kept(claim("partnership", partner=TARTU))
    many = kept(*(claim("partnership", partner={"name": name, "country": "SE"}) for name in ("Umeå", "Lund", "Ystad")))
    desk = desk_of(officer)
    review_of(desk, few)

    counts = []
    for claims in (few, many):
        with CaptureQueriesContext(connection) as queries:
            review_of(desk, claims)
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] <= 15


def test_reader_sees_claims_and_decides_on_none(claims, reader, desk_of) -> None:
    desk = desk_of(reader)
    page = review_of(desk, claims)
    assert "Tartu" in page
    assert 'name="do"' not in page
    assert 'type="file"' not in desk.get("/desk/intake/").text

    source = claims[0].source_id
    sent = [
        desk.post("/desk/intake/", {}),
        desk.post(f"/desk/intake/{source}/1/", {"do": "accept"}),
        desk.post(f"/desk/intake/{source}/accept/", {"kind": "partnership"}),
        desk.get(f"/desk/intake/{source}/1/correct/"),
    ]

    assert [each.status_code for each in sent] == [403, 403, 403, 403]
    assert Claim.objects.filter(state="open").count() == 3


def test_addresses_of_nothing_are_no_pages(claims, officer, desk_of) -> None:
    desk = desk_of(officer)
    source = claims[0].source_id

    addresses = ["/desk/intake/nothing/", f"/desk/intake/{source}/99/correct/", f"/desk/intake/{source}/0/"]

    assert [desk.get(each).status_code for each in addresses] == [404, 404, 404]
    assert desk.get(f"/desk/intake/{source}/?claim=x").status_code == 200


def test_keys_are_switched_off_and_on(claims, officer, desk_of) -> None:
    desk = desk_of(officer)
    here = f"/desk/intake/{claims[0].source_id}/"
    assert 'data-keys="on"' in desk.get(here).text

    assert 'data-keys="off"' in desk.post("/desk/intake/keys/", {"back": here}, follow=True).text
    assert 'data-keys="on"' in desk.post("/desk/intake/keys/", {"back": here}, follow=True).text
    assert desk.post("/desk/intake/keys/", {"back": "https://example.org/"}).url == "/desk/intake/"
