"""The picture of a partner's page: set with its words, shown, described anew, taken away."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from solmu.registry.models import RecordImage
from tests.desk.reading import hidden
from tests.registry import founding
from tests.registry.pictures import png

pytestmark = pytest.mark.sqlite

WORDS = {
    "alternative_fi": "Kuoro <b>",
    "alternative_sv": "En kör",
    "credit": "A. Photographer",
    "licence": "CC BY 4.0",
}


@pytest.fixture
def address(city) -> str:
    source = founding.page()
    tie = founding.partnership(source, founding.place(source))
    return f"/desk/records/{tie.pk}/picture/"


def send(desk, address: str, **fields: object):
    return desk.post(address, {**hidden(desk.get(address).text), **WORDS, **fields})


def test_picture_is_set_shown_described_anew_and_taken_away(address, officer, desk_of) -> None:
    desk = desk_of(officer)
    sent = send(desk, address, file=SimpleUploadedFile("kuoro.png", png(), "image/png"))
    image = RecordImage.objects.select_related("file").get()
    shown = desk.get(f"{address}file/")

    assert sent.status_code == 302
    assert f'href="{address}"' in desk.get(sent.url, follow=True).text
    assert (shown.headers["Content-Type"], shown.headers["Content-Disposition"]) == (
        "image/png",
        'inline; filename="kuoro.png"',
    )
    assert 'alt="Kuoro &lt;b&gt;"' in desk.get(address).text

    send(desk, address, credit="B. Photographer")
    again = RecordImage.objects.get()
    assert (again.file_id, again.credit) == (image.file_id, "B. Photographer")

    remove = f"{address}remove/"
    assert desk.post(remove, hidden(desk.get(remove).text)).status_code == 302
    assert not RecordImage.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "This field is required"),
        ({"file": SimpleUploadedFile("kuoro.png", b"GIF89a", "image/png")}, "kuoro.png is no PNG"),
        ({"file": SimpleUploadedFile("kuoro.png", png(), "image/png"), "alternative_sv": ""}, "lacks its text"),
    ],
)
def test_picture_that_cannot_be_is_refused_in_a_sentence(address, officer, desk_of, fields, sentence) -> None:
    answer = send(desk_of(officer), address, **fields)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert not RecordImage.objects.exists()


def test_other_kinds_have_none(city, officer, desk_of) -> None:
    agreement = founding.agreement(founding.page(), title="Sopimus", of_the_past=True)

    assert desk_of(officer).get(f"/desk/records/{agreement.pk}/picture/").status_code == 404
