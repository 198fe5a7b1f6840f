from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from i18nfield.strings import LazyI18nString

from solmu.core.audit import chain_faults
from solmu.core.errors import BrokenRule, NotPermitted
from solmu.core.models import AuditEntry, Source, StoredFile
from solmu.registry.actions import stories
from solmu.registry.actions.publicity import publish_record, remove_record
from solmu.registry.actions.stories import add_story, change_story, remove_image, set_image
from solmu.registry.models import Partnership, PublicVersion, RecordImage, Story
from solmu.registry.records import claim_form
from tests.registry import founding
from tests.registry.founding import BY, on
from tests.registry.pictures import GPS, exif, jpeg, png

PNG, JPEG = png(), jpeg()
TITLE = LazyI18nString({"fi": "Kuorot laulavat", "sv": "Körerna sjunger"})
TEXT = LazyI18nString({"fi": "Teksti", "sv": "Text"})
WORDS = LazyI18nString({"fi": "Kuoro lavalla", "sv": "En kör på scen"})
LANGUAGES = ("fi", "sv")


@pytest.fixture
def story(source: Source, tartu: Partnership) -> Story:
    return add_story(by=BY, source=source, title=TITLE, text=TEXT, partnership=tartu, written=on("2026-11"))


def picture(source: Source, record: Any, **values: Any) -> RecordImage:
    facts: dict[str, Any] = {
        "content": PNG, "name": "choir.png", "alternative": WORDS, "credit": "A. Photographer", "licence": "CC BY 4.0",
        "languages": LANGUAGES, "by": BY,
    } | values  # fmt: skip
    return set_image(source=source, record=record, **facts)


def actions_on(key: str) -> list[str]:
    return list(AuditEntry.objects.filter(record_id=key).order_by("sequence").values_list("action", flat=True))


def test_story_is_internal_until_published(source: Source, tartu: Partnership, story: Story) -> None:
    assert not story.record.is_published
    publish_record(by=BY, source=source, record=story.record, languages=LANGUAGES)

    assert PublicVersion.objects.get(record=story.pk).shape == {
        "id": story.pk,
        "kind": "story",
        "title": {"fi": "Kuorot laulavat", "sv": "Körerna sjunger"},
        "text": {"fi": "Teksti", "sv": "Text"},
        "partnership": tartu.pk,
        "written": "2026-11",
        "image": None,
    }
    assert actions_on(story.pk) == ["add_story", "publish_record"]


def test_story_changes_what_is_given(source: Source, story: Story) -> None:
    assert change_story(by=BY, source=source, story=story, partnership=None, written=on("2026")) == [
        "partnership_id", "written",
    ]  # fmt: skip
    for values, sentence in (
        ({"record": None}, "“record” of a story cannot be changed"),
        ({"title": LazyI18nString({"fi": " "})}, "Write both"),
        ({"text": ""}, "Write both"),
    ):
        with pytest.raises(BrokenRule, match=sentence):
            change_story(by=BY, source=source, story=story, **values)
    with pytest.raises(BrokenRule, match="Write both"):
        add_story(by=BY, source=source, title=TITLE, text=LazyI18nString(""))
    assert Story.objects.count() == 1


def test_image_has_words_credit_and_licence(source: Source, story: Story) -> None:
    publish_record(by=BY, source=source, record=story.record)
    image = picture(source, story.record)

    form = PublicVersion.objects.filter(record=story.pk).latest("revision").shape["image"]
    assert form == {
        "sha256": image.file.sha256,
        "media_type": "image/png",
        "alternative": {"fi": "Kuoro lavalla", "sv": "En kör på scen"},
        "credit": "A. Photographer",
        "licence": "CC BY 4.0",
    }
    assert claim_form({"image": form}, ("sv", "fi"))["image"]["alternative"] == "En kör på scen"
    assert (image.file.name, image.file.size) == ("choir.png", len(PNG))


def test_image_of_a_partnership_is_one(source: Source, tartu: Partnership) -> None:
    first = picture(source, tartu.record)
    second = picture(source, tartu.record, content=JPEG, name="x.png", credit=" B ")

    assert first.pk == second.pk
    kept = RecordImage.objects.get()
    assert (kept.file.media_type, kept.credit) == ("image/jpeg", "B")
    assert StoredFile.objects.count() == 2
    assert PublicVersion.objects.filter(record=tartu.pk).latest("revision").shape["image"]["credit"] == "B"

    remove_image(by=BY, source=source, record=tartu.record)
    assert PublicVersion.objects.filter(record=tartu.pk).latest("revision").shape["image"] is None
    assert actions_on(tartu.pk) == ["add_partnership", "set_image", "set_image", "remove_image"]
    with pytest.raises(BrokenRule, match="has no image"):
        remove_image(by=BY, source=source, record=tartu.record)
    assert list(chain_faults()) == []


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"content": b"GIF89a", "name": "choir.gif"}, "choir.gif is no PNG, JPEG, WebP or AVIF"),
        ({"alternative": LazyI18nString({"fi": "Kuoro"})}, "for those who do not see it in: sv"),
        ({"alternative": LazyI18nString("")}, "in: fi, sv"),
        ({"credit": " "}, "Give both"),
        ({"licence": ""}, "Give both"),
    ],
)
def test_image_that_cannot_be_shown_is_refused(
    source: Source, story: Story, values: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(BrokenRule, match=sentence):
        picture(source, story.record, **values)
    assert (RecordImage.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_image_is_not_too_large_and_of_what_shows_one(
    source: Source, tartu: Partnership, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BrokenRule, match="Only a partnership or a story"):
        picture(source, founding.agreement(source, tartu).record)
    monkeypatch.setattr(stories, "LARGEST_IMAGE", len(PNG) - 1)
    with pytest.raises(BrokenRule, match="Make the image smaller"):
        picture(source, story.record)
    monkeypatch.setattr(stories, "LARGEST_IMAGE", len(PNG))
    picture(source, story.record)
    remove_record(by=BY, source=source, record=story.record, reason="Wrong.")
    with pytest.raises(BrokenRule, match="no longer there"):
        picture(source, story.record)


def test_stories_are_for_those_who_keep_the_record_and_of_what_is_there(source: Source, story: Story) -> None:
    given: Any = {"source": source}
    writes: list[Callable[[Any], Any]] = [
        lambda by: change_story(by=by, story=story, written=None, **given),
        lambda by: add_story(by=by, title=TITLE, text=TEXT, partnership=story.partnership, **given),
        lambda by: picture(source, story.record, by=by),
        lambda by: remove_image(by=by, record=story.record, **given),
    ]
    contributor = founding.account("contributor")
    for write in writes:
        with pytest.raises(NotPermitted):
            write(contributor)
    remove_record(by=BY, record=story.record, reason="Wrong.", **given)
    assert story.partnership is not None
    remove_record(by=BY, record=story.partnership.record, reason="Wrong.", **given)
    for write in writes[:2]:
        with pytest.raises(BrokenRule, match="no longer there"):
            write(BY)


def test_image_is_kept_without_what_the_camera_wrote(source: Source, story: Story) -> None:
    taken = jpeg((0xE1, b"Exif\x00\x00" + exif()))
    image = picture(source, story.record, content=taken, name="choir.jpg")
    kept = (Path(settings.MEDIA_ROOT) / image.file.path).read_bytes()
    assert GPS in taken
    assert kept == jpeg()
    assert image.file.size == len(kept)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\x89PNG\r\n\x1a\nhalf", "is damaged"),
        (b"\x00\x00\x00\x1cftypavif" + b"meta infe Exif", "tells where or how it was taken"),
    ],
)
def test_image_that_cannot_be_cleaned_is_refused(source: Source, story: Story, content: bytes, message: str) -> None:
    with pytest.raises(BrokenRule, match=message):
        picture(source, story.record, content=content)
