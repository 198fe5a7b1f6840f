"""Templates of drafts at the desk: listed with where they come from, replaced, downloaded, taken out."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from solmu.stewardship.drafting.templates import BUILT_IN, NAMES, own_template
from solmu.stewardship.models import DraftTemplate
from tests.desk.reading import hidden

pytestmark = pytest.mark.sqlite

ADDRESS = "/desk/settings/templates/"
OURS = b'[en]\nmark = "Draft of ours"\n'


def test_template_is_replaced_downloaded_and_taken_out(
    city, administrator, desk_of, django_capture_on_commit_callbacks
) -> None:
    desk, address = desk_of(administrator), f"{ADDRESS}words.toml/"
    assert desk.get(ADDRESS).text.count("comes with Solmu") == len(NAMES)
    form = hidden(desk.get(address).text)
    with django_capture_on_commit_callbacks(execute=True):
        sent = desk.post(address, {**form, "file": SimpleUploadedFile("<b>ours</b>.toml", OURS)})
    page, file = desk.get(ADDRESS).text, desk.get(f"{address}file")

    assert (sent.status_code, sent.url) == (302, ADDRESS)
    assert ("set at the desk" in page, "<b>ours</b>" in page) == (True, False)
    assert (file.content, file.headers["Content-Disposition"]) == (OURS, 'attachment; filename="words.toml"')
    assert "Template set" in desk.get("/desk/settings/history/").text
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(f"{address}remove/", hidden(desk.get(f"{address}remove/").text))
    assert (DraftTemplate.objects.count(), own_template("words.toml").exists()) == (0, False)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("agreement.docx", b"no Word", "agreement.docx is no Word document that can be read. Save it as DOCX again."),
        ("words.toml", b"[en", "words.toml cannot be read: "),
        ("words.toml", b"", "The submitted file is empty."),
        ("checklist.toml", b"x" * 20_000_001, "is larger than 20 MB. Make it smaller."),
    ],
)
def test_what_is_no_template_is_told_in_a_sentence(
    city, administrator, desk_of, name: str, content: bytes, sentence: str
) -> None:
    desk, address = desk_of(administrator), f"{ADDRESS}{name}/"
    sent = desk.post(address, {**hidden(desk.get(address).text), "file": SimpleUploadedFile("x", content)})

    assert (sent.status_code, DraftTemplate.objects.count()) == (422, 0)
    assert sentence in sent.text


def test_auditors_read_and_others_do_not(city, auditor, reader, desk_of) -> None:
    addresses = [ADDRESS, f"{ADDRESS}agreement.typ/file", f"{ADDRESS}agreement.typ/", f"{ADDRESS}agreement.typ/remove/"]

    assert [desk_of(auditor).get(each).status_code for each in addresses] == [200, 200, 403, 403]
    assert [desk_of(reader).get(each).status_code for each in addresses] == [403] * 4
    assert desk_of(auditor).get(addresses[1]).content == (BUILT_IN / "agreement.typ").read_bytes()
    assert desk_of(auditor).get(f"{ADDRESS}secret-key/file").status_code == 404
